"""`read`, `run`, `report`: from reports to a record and a page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import options as opt
from communique.cli.progress import watch

if TYPE_CHECKING:
    from communique.ingest.documents import IngestOptions
    from communique.runner.read import Codebooks, Summary
    from communique.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command()(read)
    app.command()(run)
    app.command()(report)


def make_ingest_options(paths: Sequence[str], mapping: Sequence[str] | None) -> IngestOptions:
    """What ingest needs from `--map` and standard input.

    Raises:
        UsageError: a part of `--map` is not `ours=theirs`.
    """
    from communique.errors import UsageError
    from communique.ingest.documents import IngestOptions

    pairs: dict[str, str] = {}
    for part in ",".join(mapping or ()).split(","):
        if not part.strip():
            continue
        ours, sep, theirs = (p.strip() for p in part.partition("="))
        if not sep or not ours or not theirs:
            raise UsageError(f"--map {part!r}: expected FIELD=NAME, such as text=content,published=date")
        pairs[ours] = theirs
    return IngestOptions(mapping=pairs, stdin=sys.stdin.buffer if "-" in paths else None)


def read(
    paths: opt.Paths,
    codebook: opt.CodebookPath = None,
    codebooks: opt.CodebookFolder = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where to write JSON Lines; default: standard output.")] = None,
    map_: opt.Mapping = None,
    workers: opt.Workers = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="Add each document's text to its record.")] = False,
    model: opt.Model = None,
    use: opt.Use = None,
    tuned: opt.Tuned = None,
    offices: opt.Offices = None,
    llm: opt.LlmUrl = None,
    llm_model: opt.LlmModel = None,
    llm_key_env: opt.LlmKey = None,
    llm_prices: opt.LlmPrices = None,
    llm_timeout: opt.LlmTimeout = None,
    allow_network: opt.AllowNetwork = False,
) -> None:
    """Read reports and write one record a line, keeping nothing."""
    from communique.ingest.documents import iter_documents
    from communique.runner.read import Summary, choose_codebooks, open_whole, read_records, write_lines
    from communique.settings import make_settings

    settings = make_settings(
        workers=workers, model=model, use=use, tuned=tuned, offices=offices, llm_url=llm, llm_model=llm_model,
        llm_key_env=llm_key_env, llm_prices=llm_prices, llm_timeout_seconds=llm_timeout, allow_network=allow_network or None,
    )  # fmt: skip
    chosen = choose_codebooks(codebook, codebooks)
    warn_of_tuning(settings, chosen)
    documents = iter_documents(paths, options=make_ingest_options(paths, map_))
    summary = Summary()
    with closing(read_records(watch(documents), chosen, settings, summary=summary, with_text=with_text)) as records:
        if out is None:
            write_lines(records, sys.stdout)
        else:
            with open_whole(out, sources=paths) as stream:
                write_lines(records, stream)
    print_summary(summary)
    raise typer.Exit(summary.exit_status)


def run(
    paths: opt.Paths,
    store: opt.StorePath,
    codebook: opt.CodebookPath = None,
    codebooks: opt.CodebookFolder = None,
    map_: opt.Mapping = None,
    workers: opt.Workers = None,
    model: opt.Model = None,
    use: opt.Use = None,
    tuned: opt.Tuned = None,
    offices: opt.Offices = None,
    llm: opt.LlmUrl = None,
    llm_model: opt.LlmModel = None,
    llm_key_env: opt.LlmKey = None,
    llm_prices: opt.LlmPrices = None,
    llm_timeout: opt.LlmTimeout = None,
    allow_network: opt.AllowNetwork = False,
) -> None:
    """Add reports to a store, read and code them. Resumable: what is done is skipped."""
    from communique.ingest.documents import iter_documents
    from communique.runner.read import choose_codebooks
    from communique.runner.run import run_documents
    from communique.settings import make_settings

    settings = make_settings(
        workers=workers, model=model, use=use, tuned=tuned, offices=offices, llm_url=llm, llm_model=llm_model,
        llm_key_env=llm_key_env, llm_prices=llm_prices, llm_timeout_seconds=llm_timeout, allow_network=allow_network or None,
    )  # fmt: skip
    chosen = choose_codebooks(codebook, codebooks)
    warn_of_tuning(settings, chosen)
    documents = iter_documents(paths, options=make_ingest_options(paths, map_))
    summary = run_documents(watch(documents), chosen, settings, store_path=str(store), command=" ".join(["run", *paths]))
    print_summary(summary)
    raise typer.Exit(summary.exit_status)


def report(
    store: opt.StorePath,
    out: Annotated[Path, typer.Option("--out", help="The page to write.")] = Path("report.html"),
    as_of: opt.AsOf = None,
    title: Annotated[str | None, typer.Option("--title", help="The heading of the page.")] = None,
) -> None:
    """Write the record as one self-contained page."""
    from communique.runner.report import write_report

    write_report(str(store), out, as_of=as_of, title=title)
    print(f"wrote {out}", file=sys.stderr)


def warn_of_tuning(settings: Settings, chosen: Codebooks) -> None:
    """Say at once, before hours of reading, that `--tuned` changes nothing."""
    from communique.runner.read import find_idle_tuning

    if reason := find_idle_tuning(settings, chosen):
        print(f"warning: --tuned changes nothing: {reason}", file=sys.stderr)


def print_summary(summary: Summary) -> None:
    """The counts of a call on stderr: documents by status, rows by kind, then each warning and quarantined document."""

    def say(text: str) -> None:
        print(text, file=sys.stderr)

    say("documents: " + (", ".join(f"{n} {status}" for status, n in sorted(summary.statuses.items())) or "none"))
    if summary.rows:
        say("rows: " + ", ".join(f"{n} {kind}" for kind, n in summary.rows.items()))
    if summary.n_dropped:
        say("dropped, not literal: " + ", ".join(f"{n} {kind}" for kind, n in sorted(summary.n_dropped.items())))
    for note in summary.notes:
        say(note)
    for warning in summary.warnings:
        say(f"warning: {warning}")
    for item in summary.quarantined:
        say(f"quarantined: {item.document_id}: {item.reason}" + (f" [{item.where}]" if item.where else ""))
