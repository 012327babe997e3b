"""`communique brief`: what two parties' record says before they meet, from a store.

1. when they met, and will meet;
2. common ground, as reports say it or as both parties' positions show it;
3. differences, in the same way;
4. movements since the last meeting, or since the date asked for;
5. open promises, with their due dates;
6. contested facts: figures that cannot all be true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from communique.analysis.change import Change, find_changes
from communique.analysis.coded import STANCES, Coded
from communique.analysis.figure import FigureRow, group_figures
from communique.analysis.meeting import MergedMeeting
from communique.analysis.position import Position, find_positions
from communique.errors import UsageError
from communique.files import whole_path
from communique.model.iso_period import days_of
from communique.model.record import Bound, Figure
from communique.report.brief import Brief, Citation, Line, Section, make_section
from communique.report.brief_writers import WRITERS, one_line
from communique.runner.known import check_codebook, check_known
from communique.runner.stored import (
    add_clusters,
    first_of_each,
    merged_meetings,
    settlements,
    statement_rows,
    story_clusters,
    with_settlements,
)
from communique.store.store import Store, open_store

Json = Mapping[str, Any]
MOST_LINES = 8  # of a section: six sections of eight lines are two pages


def write_brief(
    store_path: str,
    parties: tuple[str, str],
    out: Path,
    *,
    codebook: str | None = None,
    since: str | None = None,
    as_of: str | None = None,
    most: int = MOST_LINES,
) -> Brief:
    """Write the brief; the ending of `out` says as what: .md, .html or .docx.

    Raises:
        UsageError: the ending is none of these, both parties are one, the store has no such codebook, or a store has that name.
        NotInRecord: the store says nothing of a party.
        MissingExtra: DOCX needs python-docx.
        StoreUnwritable: it cannot be written.
    """
    if (write := WRITERS.get(out.suffix.lstrip("."))) is None:
        raise UsageError(f"{out}: a brief is written as {', '.join('.' + w for w in WRITERS)}; give --out such an ending")
    with open_store(store_path, create=False) as store:
        check_codebook(store, codebook)
        labels = {i.id: i.label for c in store.codebooks() if codebook in (None, c.id) for i in c.issues}
        records = _records_known_on(store, as_of, codebook)
    brief = make_brief(records, parties, labels, since=since, as_of=as_of, most=most)
    data = write(brief)
    with whole_path(out) as part:
        part.write_bytes(data)
    return brief


def _records_known_on(store: Store, day: str | None, codebook: str | None) -> list[dict[str, Any]]:
    """The records of the reports that are out on a day, with their story clusters and with what those reports settle."""
    known = [d for d in store.documents() if is_known_on(d.witnesses[0].published, day)]
    names = {name for d in known for name in (d.key, d.text_sha256, *(w.given_id for w in d.witnesses))}
    records = (r for r in store.iter_records(codebook=codebook) if is_known_on(r["published"], day))
    return list(add_clusters(with_settlements(records, settlements(store, documents=names)), story_clusters(known)))


def is_known_on(published: str | None, day: str | None) -> bool:
    """Whether a report is out on a day, at whatever hour; one without a date always is, and all are without a day.

    Example:
        >>> is_known_on("2013-06-17T15:39", "2013-06-17"), is_known_on("2013-06-18", "2013-06-17")
        (True, False)
    """
    return not day or not published or published[:10] <= day[:10]


def make_brief(
    records: Sequence[Json],
    parties: tuple[str, str],
    labels: Mapping[str, str],
    *,
    since: str | None = None,
    as_of: str | None = None,
    most: int = MOST_LINES,
) -> Brief:
    """The brief of some records.

    Args:
        records: in the interchange format, published no later than `as_of`; a `cluster` that they have counts once, and a
            commitment's `settled` says whether it is open.
        parties: the two party codes.
        labels: of the issues, by id.
        since: movements from this day on; None: from the day of their last dated meeting, of a month or year the first day.
        as_of: the day on which the brief is read; None is today. Promises due before it are overdue.
        most: lines of a section.
    """
    if parties[0] == parties[1]:
        raise UsageError(f"a brief needs two parties, not {parties[0]!r} twice")
    reports = first_of_each(records)
    check_known(records, parties)
    today = (as_of or date.today().isoformat())[:10]
    meetings = [m for m in merged_meetings(reports) if set(parties) <= set(m.parties)]
    met_from, met_on = _last_met(meetings, today)
    statements = list(statement_rows(records))
    positions = {(p.who, p.issue): p for p in find_positions([s for s in statements if s["party"] in parties]) if p.statements}
    sections = (
        make_section("When they met", _meeting_lines(meetings), "No report tells of a meeting of the two.", most=most),
        make_section("Common ground", [*_alignments(records, parties, "agree"), *_shared(positions, parties, labels, same=True)],
                     "No report tells of any.", most=most),
        make_section("Differences", [*_alignments(records, parties, "differ"), *_shared(positions, parties, labels, same=False)],
                     "No report tells of any.", most=most),
        _movements(statements, parties, labels, (since, since) if since else (met_from, f"{met_on} (their last meeting)"), most),
        make_section("Open promises", _promises(reports, parties, today), "No report tells of any.", most=most),
        make_section("Contested facts", _contested(reports), "No figures contradict one another.", most=most),
    )  # fmt: skip
    return Brief(parties, f"{parties[0]} and {parties[1]}", _scope(reports), today, sections)


def _last_met(meetings: Iterable[MergedMeeting], today: str) -> tuple[str | None, str]:
    """The first day on which the last meeting that was held may have been, and its date as reports give it.

    A meeting "in February" may have been on the first: what was said later in that month counts as after it.
    """
    held = [(days[0].isoformat(), m.date) for m in meetings if m.status == "held" and m.date and (days := days_of(m.date))]
    return max((pair for pair in held if pair[0] <= today), default=(None, ""))


def _cite(record: Json, row: Json) -> Citation:
    return Citation(
        outlet=record["outlet"] or "",
        published=(record["published"] or "")[:10],
        document_id=str(record["id"]),
        start=row["start"],
        words=row["evidence"],
    )


def _meeting_lines(meetings: Sequence[MergedMeeting]) -> list[Line]:
    """A line for each meeting, the latest first; shown is a sentence that tells of it as it stands, such as "was cancelled"."""
    lines = []

    def told(m: MergedMeeting) -> str:
        return max((w.published or "" for w in m.witnesses), default="")[:10]

    for m in sorted(meetings, key=lambda m: m.date or told(m), reverse=True):
        who = ", ".join(f"{p.name} ({p.party})" for p in m.participants)
        kind = {"call": "a call", "bilateral": "a meeting", "multilateral": "a meeting of several"}.get(m.format, "a meeting")
        place = f" in {m.place}" if m.place else ""
        status = "" if m.status == "held" else f", {m.status}"
        citations = tuple(
            Citation(w.outlet or "", (w.published or "")[:10], w.document_id, w.meeting.start, w.meeting.evidence)
            for w in sorted(m.witnesses, key=lambda w: (w.meeting.status != m.status, w.meeting.date != m.date))
        )
        lines.append(Line(f"{who}: {kind}{place}{status}", citations, tag=m.date or f"reported {told(m)}".strip()))
    return lines


def _one_a_story(found: Iterable[tuple[str, Line]]) -> list[Line]:
    """Alike lines of one story, or of the same words, as one line with all its sources.

    Args:
        found: lines with the story cluster that each is from, the one to be shown first.
    """
    groups: list[tuple[set[str], list[Line]]] = []
    by_text: dict[str, list[tuple[set[str], list[Line]]]] = defaultdict(list)
    for cluster, line in found:
        marks = {f"story {cluster}", f"words {one_line(line.citations[0].words)}"}
        group = next((g for g in by_text[line.text] if g[0] & marks), None)
        if group is None:
            group = (set(), [])
            by_text[line.text].append(group)
            groups.append(group)
        group[0].update(marks)
        group[1].append(line)
    return [replace(lines[0], citations=tuple(c for line in lines for c in line.citations)) for _, lines in groups]


def _story_of(record: Json) -> str:
    return str(record.get("cluster") or record["id"])


def _alignments(records: Iterable[Json], parties: tuple[str, str], kind: str) -> list[Line]:
    """What reports say outright, the latest first; the same words of two codings once."""
    found: dict[tuple[str, int], tuple[str, str, Line]] = {}
    for r in records:
        for row in r["alignments"]:
            if row["kind"] == kind and set(parties) <= set(row["parties"]):
                line = Line(_said_to(kind, row), (_cite(r, row),), tag=(r["published"] or "")[:10])
                found.setdefault((str(r["id"]), row["start"]), (r["published"] or "", _story_of(r), line))
    return _one_a_story((story, line) for _, story, line in sorted(found.values(), key=lambda f: f[0], reverse=True))


def _said_to(kind: str, row: Json) -> str:
    """What a report says of two sides; a subject that is most of the words is left to the citation."""
    on = str(row["on"])
    if len(on) > 0.6 * len(row["evidence"]):
        return f"A report says that they {kind}"
    is_joined = kind == "agree" and on.split(" ")[0] in ("to", "that")
    return f"They agree {on}" if is_joined else f"They {kind}: {on}"


def _shared(
    positions: Mapping[tuple[str, str], Position], parties: tuple[str, str], labels: Mapping[str, str], *, same: bool
) -> list[Line]:
    """Issues on which both parties' positions lean one way, or apart; the best attested first."""
    lines = []
    for issue, label in labels.items():
        a, b = (positions.get((party, issue)) for party in parties)
        if a is None or b is None or {a.stance, b.stance} - {"support", "oppose"} or (a.stance == b.stance) is not same:
            continue
        text = f"{label}: {parties[0]} {a.stance}s" + (f", as {parties[1]} does" if same else f", {parties[1]} {b.stance}s it")
        citations = tuple(c for p in (a, b) for c in _grounds(p))
        lines.append((a.n_units + b.n_units, Line(text, citations, tag="by their statements")))
    return [line for _, line in sorted(lines, key=lambda pair: -pair[0])]


def _grounds(position: Position) -> list[Citation]:
    """The last sentence that shows the stance of a position; of a mixed one the last of each stance, the latest first."""
    wanted = {position.stance} if position.stance in STANCES else set(STANCES)
    last = {s.stance: s for s in position.statements if s.stance in wanted}
    return [_of_statement(s) for s in reversed(position.statements) if last.get(s.stance) is s]


def _of_statement(stmt: Coded) -> Citation:
    return Citation(stmt.outlet, stmt.citation()["date"], stmt.document_id, stmt.start or 0, stmt.evidence)


def _movements(
    statements: Sequence[Json], parties: tuple[str, str], labels: Mapping[str, str], start: tuple[str | None, str], most: int
) -> Section:
    """What changed from a day on; `start` is that day and what the title calls it."""
    since, called = start
    title = f"Movements since {called}" if since else "Movements"
    if not since:
        return make_section(title, [], "No date to measure from: they are not known to have met. Give --since.", most=most)
    mine = [s for s in statements if s["party"] in parties and s["date"]]
    lines = [_movement(c, labels) for c in find_changes(mine, since).changes if c.kind != "silent"]
    return make_section(title, lines, "Neither has moved in the reports read.", most=most)


def _movement(change: Change, labels: Mapping[str, str]) -> Line:
    after = change.after
    was = f", before: {change.before.stance}" if change.before.statements else ""
    text = f"{after.who} on {labels.get(after.issue, after.issue)}: {after.stance}{was}"
    return Line(text, (*_grounds(after), *_grounds(change.before)), tag=change.kind)


def _promises(records: Iterable[Json], parties: tuple[str, str], today: str) -> list[Line]:
    """Joint promises first, then those with the nearest due date; what is long due is called overdue.

    What was kept or broken is no longer open, in whichever report of the story it was settled.
    """
    found, settled = [], dict[tuple[str, int], str]()
    for r in records:
        for row in r["commitments"]:
            mine = [p for p in row["by"] if p in parties]
            if not mine:
                continue
            due = row["due"] or ""
            end = due.partition("/")[2] or due
            late = "overdue: " if end and end < today[: len(end)] else ""
            tag = f"{late}{due}" if due else (f"“{row['due_text']}”" if row["due_text"] else "no date")
            text = f"{' and '.join(mine)}: {row['what']}" + (" (conditional)" if row["conditional"] else "")
            line = Line(text, (_cite(r, row),), tag=tag)
            found.append(((len(mine) < 2, not due, due), f"{_story_of(r)} {due}", line))
            if row.get("settled"):
                settled[str(r["id"]), row["start"]] = row["settled"]
    lines = []
    for line in _one_a_story((story, line) for _, story, line in sorted(found, key=lambda f: f[0])):
        outcomes = {outcome for c in line.citations if (outcome := settled.get((c.document_id, c.start)))}
        if not outcomes:
            lines.append(line)
        elif outcomes == {"partly"}:
            lines.append(replace(line, tag=f"kept in part; {line.tag}"))
    return lines


def _contested(records: Iterable[Json]) -> list[Line]:
    rows = [(r, row, FigureRow(str(r["id"]), r["outlet"], r["published"], _figure(row))) for r in records for row in r["figures"]]
    cite = {id(figure): _cite(r, row) for r, row, figure in rows}
    lines = []
    for group in group_figures(figure for _, _, figure in rows):
        if group.is_contradictory:
            said = "; ".join(
                f"{c.figure.value:,g} ({c.figure.source or c.outlet or 'no source'})"
                for c in {c.figure.value: c for c in group.claims}.values()
            )
            lines.append(Line(f"{group.what}: {said}", tuple(cite[id(c)] for c in group.claims)))
    return lines


def _figure(row: Json) -> Figure:
    return Figure(
        value=row["value"], bound=Bound(row["bound"]), what=row["what"], source=row["source"], evidence=row["evidence"],
        start=row["start"], end=row["end"], confidence=row["confidence"], maker=row["maker"],
    )  # fmt: skip


def _scope(records: Sequence[Json]) -> str:
    dates = sorted(r["published"][:10] for r in records if r["published"])
    outlets = sorted({r["outlet"] for r in records if r["outlet"]})
    period = f", {dates[0]} to {dates[-1]}" if dates else ""
    named = ", ".join(outlets[:6]) + (" and others" if len(outlets) > 6 else "")
    return f"From {len(records)} reports{period}{': ' + named if named else ''}."
