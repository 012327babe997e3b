"""`matrix`, `timeline`, `changes`, `converge`, `commitments`, `brief`: what a store's record says over time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.cli import options as opt
from communique.cli.tables import Format, print_positions, print_rows

CodebookId = Annotated[str | None, typer.Option("--codebook", help="Only of this codebook (its id).")]
By = Annotated[str, typer.Option("--by", help="Whose positions: party or actor.")]
Unit = Annotated[str, typer.Option("--unit", help="What counts once: cluster, document or statement.")]
Sentences = Annotated[bool, typer.Option("--sentences", help="Show the sentences behind each line.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    for command in (matrix, timeline, changes, converge, commitments, settle, coverage, brief, picture):
        app.command()(command)


def _options(by: str, unit: str) -> Any:
    from communique.analysis.position import PositionOptions
    from communique.runner.stored import reader_error

    return PositionOptions(by=by, unit=unit, error=reader_error())


def _statements(store: Path, codebook: str | None, as_of: str | None, unit: str) -> list[dict[str, Any]]:
    """The statements, with their story clusters where those count once: a wire story printed forty times is one story."""
    from communique.runner.stored import statement_table

    return statement_table(str(store), codebook=codebook, as_of=as_of, with_clusters=unit == "cluster")


def matrix(
    store: opt.StorePath,
    at: Annotated[str | None, typer.Option("--at", help="As the positions stood on this day (ISO).")] = None,
    by: By = "party",
    unit: Unit = "cluster",
    codebook: CodebookId = None,
    as_of: opt.AsOf = None,
    format_: Format = "table",
) -> None:
    """Print the positions of every party or actor on every issue."""
    from communique.analysis.position import find_positions, positions_at

    statements, options = _statements(store, codebook, as_of, unit), _options(by, unit)
    found = positions_at(statements, at, options=options) if at else find_positions(statements, options=options)
    print_positions(found.rows, format_)
    _say_left_out(found.n_undated)


def _say_left_out(n: int) -> None:
    """On stderr, how many statements a command could not place in time."""
    if n:
        whose = "1 statement is left out: it has" if n == 1 else f"{n} statements are left out: they have"
        print(f"{whose} no date, or a month or year that lies only partly in the time asked for", file=sys.stderr)


def timeline(
    store: opt.StorePath,
    who: Annotated[str, typer.Argument(help="A party, such as RUS, or with --by actor a name.")],
    issue: Annotated[str, typer.Argument(help="The id of an issue.")],
    window: Annotated[str, typer.Option("--window", help="UNIT:SIZE in days, weeks, months or years.")] = "months:1",
    by: By = "party",
    unit: Unit = "cluster",
    codebook: CodebookId = None,
    as_of: opt.AsOf = None,
    format_: Format = "table",
) -> None:
    """Print a position window by window."""
    from communique.analysis.position import position_row, position_series
    from communique.runner.stored import statements_of

    options = _options(by, unit)
    statements = statements_of(str(store), who, issue, by=by, codebook=codebook, as_of=as_of, with_clusters=unit == "cluster")
    series = position_series(statements, who, issue, window=window, options=options)
    print_positions([position_row(p) for p in series], format_)
    n_wanted = sum(s[by] == who and s["issue"] == issue for s in statements)
    _say_left_out(n_wanted - sum(len(p.statements) for p in series))


def changes(
    store: opt.StorePath,
    since: Annotated[str, typer.Option("--since", help="From this day on is after (ISO).")],
    until: opt.Until = None,
    by: By = "party",
    unit: Unit = "cluster",
    codebook: CodebookId = None,
    as_of: opt.AsOf = None,
    sentences: Sentences = False,
    format_: Format = "table",
) -> None:
    """Print what changed in positions: new, hardened, softened, reversed, silent."""
    from communique.analysis.change import find_changes

    found = find_changes(_statements(store, codebook, as_of, unit), since, until, options=_options(by, unit))
    _say_left_out(found.n_undated)
    if not sentences:
        print_rows(found.rows, format_)
        return
    for change in found.changes:
        print(f"{change.kind}: {change.after.who} on {change.after.issue}")
        for when, position in (("before", change.before), ("after", change.after)):
            for c in position.citations()[-3:]:
                print(f"  {when}: {c['stance']}, {c['outlet'] or '-'}, {c['date']}: {' '.join(c['evidence'].split())}")


def converge(
    store: opt.StorePath,
    one: Annotated[str, typer.Argument(help="A party, such as RUS.")],
    two: Annotated[str, typer.Argument(help="Another party.")],
    window: Annotated[str, typer.Option("--window", help="UNIT:SIZE in days, weeks, months or years.")] = "days:90",
    weighting: Annotated[str, typer.Option("--weighting", help="salience or equal.")] = "salience",
    by_issue: Annotated[bool, typer.Option("--by-issue", help="A line for each issue and window.")] = False,
    codebook: CodebookId = None,
    as_of: opt.AsOf = None,
    format_: Format = "table",
) -> None:
    """Print whether two parties draw together, window by window, beside what reports say outright."""
    from communique.analysis.convergence import find_convergence
    from communique.runner.known import check_known
    from communique.runner.stored import alignment_rows, read_records, statement_rows

    records = read_records(str(store), codebook=codebook, as_of=as_of, with_clusters=True)
    check_known(records, (one, two))
    found = find_convergence(
        list(statement_rows(records)), one, two, alignments=alignment_rows(records), window=window, weighting=weighting
    )
    print_rows(found.issue_rows() if by_issue else found.rows, format_)
    _say_left_out(found.n_undated)
    for alert in found.alert_rows():
        print("alert: " + ", ".join(f"{k} {v}" for k, v in alert.items()), file=sys.stderr)


def commitments(
    store: opt.StorePath,
    party: Annotated[str | None, typer.Option("--party", help="Only those of this party.")] = None,
    due_before: Annotated[str | None, typer.Option("--due-before", help="Only those due before this day (ISO).")] = None,
    as_of: opt.AsOf = None,
    format_: Format = "table",
) -> None:
    """Print the ledger of commitments, the nearest due date first."""
    from communique.runner.known import check_known
    from communique.runner.stored import LEDGER_COLUMNS, commitment_ledger, settlements, with_settlements
    from communique.store.store import open_store

    with open_store(store, create=False) as opened:
        records = list(with_settlements(opened.iter_records(as_of=as_of), settlements(opened, as_of=as_of)))
    check_known(records, [party] if party is not None else [])
    print_rows(commitment_ledger(records, party=party, due_before=due_before), format_, columns=LEDGER_COLUMNS)


def settle(
    row: Annotated[str, typer.Argument(help="The id of a commitment, as `commitments --format csv` prints it.")],
    outcome: Annotated[str, typer.Argument(help="kept, broken or partly; open takes it back.")],
    store: opt.StorePath,
    document: Annotated[str, typer.Option("--document", help="The id of the report that tells so.")],
    evidence: Annotated[str, typer.Option("--evidence", help="Its literal words.")],
    coder: opt.Coder = None,
    note: opt.Note = None,
) -> None:
    """Say that a commitment was kept or broken, by the words of a report."""
    from communique.cli.judging import _coder
    from communique.runner.stored import settle_commitment

    done = settle_commitment(str(store), row, outcome, document=document, evidence=evidence, coder=_coder(coder), note=note or "")
    print(f"{outcome}: {row}, by {done['document']}, characters {done['start']} to {done['end']}")


def coverage(
    store: opt.StorePath,
    meeting: Annotated[str | None, typer.Option("--meeting", help="Words that name a meeting: its place, date, people.")] = None,
    story: Annotated[str | None, typer.Option("--story", help="The id of a document: what shares its wording.")] = None,
    document: Annotated[list[str] | None, typer.Option("--document", help="These documents; may be repeated.")] = None,
    since: opt.Since = None,
    until: opt.Until = None,
    codebook: CodebookId = None,
    format_: Format = "table",
) -> None:
    """Print how outlets report one meeting or story: what each says, what only one has, which wording they share."""
    from communique.runner.coverage import coverage_of

    found = coverage_of(
        str(store), meeting=meeting, story=story, documents=document or None, since=since, until=until, codebook=codebook
    )
    if format_ != "table":
        print_rows(found.rows, format_)
        return
    if not found.reports:
        print("no report is of these days", file=sys.stderr)
        return
    reports = "report" if len(found.reports) == 1 else "reports"
    print(f"{found.title}: {len(found.reports)} {reports} in {', '.join(found.outlets)}")
    only = set(found.only_in_one)
    for point in found.points:
        where = f"only {point.outlets[0]}" if point in only else ", ".join(point.outlets)
        verb = {"support": "supports", "oppose": "opposes"}.get(point.stance, f"is {point.stance} on")
        print(f"\n{point.party} {verb} {point.issue} ({where})")
        for stmt in point.tellings[:2]:
            print(f"    {stmt.outlet}: {' '.join(stmt.evidence.split())[:300]}")
    print("\nshared wording" if found.passages else "\nno shared wording")
    for row in found.passage_rows()[:10]:
        print(f"    {row['first']} {row['first_start']}, {row['second']} {row['second_start']}: "
              f"{' '.join(row['first_text'].split())[:300]}")  # fmt: skip


def brief(
    store: opt.StorePath,
    one: Annotated[str, typer.Argument(help="A party, such as RUS.")],
    two: Annotated[str, typer.Argument(help="Another party.")],
    out: Annotated[Path, typer.Option("--out", help="A name that ends in .html, .md or .docx.")] = Path("brief.html"),
    codebook: CodebookId = None,
    since: opt.Since = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="As read on this day: only reports until then (ISO).")] = None,
    lines: Annotated[int, typer.Option("--lines", min=1, help="At most so many lines a section.")] = 8,
) -> None:
    """Write what a desk officer needs before two parties meet: two pages, each line with its sentence."""
    from communique.runner.brief import write_brief

    made = write_brief(str(store), (one, two), out, codebook=codebook, since=since, as_of=as_of, most=lines)
    print(f"wrote {out}: {sum(len(s.lines) for s in made.sections)} lines", file=sys.stderr)


def picture(
    kind: Annotated[str, typer.Argument(help="timeline, matrix, network, twomode, bars, convergence or ledger.")],
    store: opt.StorePath,
    out: Annotated[Path, typer.Option("--out", help="A name that ends in .svg, .json (Vega-Lite) or .png.")],
    parties: Annotated[str | None, typer.Option("--parties", help="Of convergence, the two: RUS,FRA.")] = None,
    by: By = "party",
    window: Annotated[str, typer.Option("--window", help="Of convergence.")] = "days:90",
    seed: Annotated[int, typer.Option("--seed", help="Of the places in networks.")] = 0,
    codebook: CodebookId = None,
    as_of: opt.AsOf = None,
) -> None:
    """Draw the record: SVG, a Vega-Lite specification, or PNG."""
    from communique.runner.pictures import write_picture

    two = tuple(p.strip() for p in (parties or "").split(",") if p.strip())
    write_picture(str(store), kind, out, codebook=codebook, as_of=as_of, parties=two, by=by, window=window, seed=seed)
    print(f"wrote {out}", file=sys.stderr)
