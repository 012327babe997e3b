"""`counts`, `documents`, `rows`, `search`, `export`, `verify`, `forget`: what a store holds, and its care."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from communique.cli import options as opt


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    for command in (counts, documents, rows, search, export, formats, verify, forget):
        app.command()(command)
    app.command("import")(import_)


def counts(store: opt.StorePath, as_of: opt.AsOf = None, as_json: opt.AsJson = False) -> None:
    """Show how many documents, rows and judgements the store holds."""
    from communique.store.store import open_store

    with open_store(store, create=False) as opened:
        found = opened.counts(as_of=as_of)
    print(json.dumps(found) if as_json else "\n".join(f"{n:>8,}  {name.replace('_', ' ')}" for name, n in found.items()))


def documents(store: opt.StorePath, as_of: opt.AsOf = None, as_json: opt.AsJson = False) -> None:
    """List the documents with where they appeared."""
    from communique.store.store import open_store

    with open_store(store, create=False) as opened:
        for document in opened.documents(as_of=as_of):
            for witness in document.witnesses:
                line = {"id": witness.given_id, "outlet": witness.outlet, "published": witness.published, "title": witness.title}
                if as_json:
                    print(json.dumps({**line, "text_sha256": document.text_sha256}, ensure_ascii=False))
                else:
                    print("  ".join(str(value or "-") for value in line.values()))


def rows(
    kind: Annotated[str, typer.Argument(help="statements, alignments, meetings, commitments, figures, quotes or attributions.")],
    store: opt.StorePath,
    codebook: Annotated[str | None, typer.Option("--codebook", help="Only of this codebook (its id).")] = None,
    document: Annotated[str | None, typer.Option("--document", help="Only of this document.")] = None,
    as_of: opt.AsOf = None,
    rejected: Annotated[bool, typer.Option("--rejected", help="Rejected rows too.")] = False,
) -> None:
    """Print the rows of one kind, one JSON object a line, each with its id."""
    from communique.runner.known import check_codebook
    from communique.store.store import open_store

    with open_store(store, create=False) as opened:
        check_codebook(opened, codebook)
        for row in opened.iter_named_rows(kind, as_of=as_of, codebook=codebook, document=document, include_rejected=rejected):
            print(json.dumps(row, ensure_ascii=False))


def search(
    words: Annotated[str, typer.Argument(help="Words that must all occur; a phrase in quotation marks.")],
    store: opt.StorePath,
    limit: Annotated[int, typer.Option("--limit", min=1)] = 20,
) -> None:
    """Find documents by their words."""
    from communique.store.store import open_store

    with open_store(store, create=False) as opened:
        for hit in opened.search(words, limit=limit):
            print(f"{hit.document_id}  {hit.outlet or '-'}  {hit.published or '-'}\n    {' '.join(hit.snippet.split())}")


def export(
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help="jsonl, csv, xlsx, dna, qdpx, …; `formats` lists them all.")],
    store: opt.StorePath,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file or folder; only jsonl may go to standard output.")
    ] = None,
    codebook: Annotated[str | None, typer.Option("--codebook", help="Only of this codebook (its id).")] = None,
    as_of: opt.AsOf = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="jsonl: add each document's text.")] = False,
    set_: Annotated[list[str] | None, typer.Option("--set", help="An option of the format: NAME=VALUE; may be repeated.")] = None,
) -> None:
    """Write the record in another program's format, whole or not at all."""
    from communique.errors import UsageError

    if format_ == "jsonl":
        _export_jsonl(store, out, codebook, as_of, with_text)
        return
    from communique.runner.exchange import export_record, parse_options
    from communique.runner.stored import read_lineage

    if out is None:
        raise UsageError(f"{format_} goes to a file or folder: name it with --out")
    options = parse_options(set_ or [])
    clusters = read_lineage(str(store), as_of=as_of).clusters if format_ in ("csv", "xlsx", "parquet", "stata") else None
    done = export_record(store, format_, out, codebook=codebook, as_of=as_of, clusters=clusters, **options)
    print(f"wrote {done.path}: " + (", ".join(f"{n} {table}" for table, n in done.counts.items()) or "no rows"), file=sys.stderr)


def _export_jsonl(store: Path, out: Path | None, codebook: str | None, as_of: str | None, with_text: bool) -> None:
    from communique.runner.read import open_whole, write_lines
    from communique.runner.stored import read_records

    records = read_records(str(store), as_of=as_of, codebook=codebook, with_text=with_text)
    if out is None:
        write_lines(records, sys.stdout)
    else:
        with open_whole(out) as stream:
            write_lines(records, stream)


def formats() -> None:
    """List the formats that `export` writes."""
    from communique.runner.exchange import list_formats

    for name, about in {"jsonl": "the record as JSON Lines, one object a document", **list_formats()}.items():
        print(f"{name:<15}  {about}")


def import_(
    format_: Annotated[
        str, typer.Argument(metavar="FORMAT", help="csv (also .tsv, .xlsx), dna, qdpx, brat, or qdc for codebooks.")
    ],
    path: Annotated[Path, typer.Argument(help="The file or folder of the other program.")],
    store: Annotated[Path | None, typer.Option("--store", "-s", help="The store; made if it is not there.")] = None,
    codebook: Annotated[str | None, typer.Option("--codebook", help="A YAML file, or the id of a codebook of the store.")] = None,
    out: Annotated[Path, typer.Option("--out", help="qdc: the folder for the codebooks.")] = Path("."),
    coder: opt.Coder = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="An option of the format: NAME=VALUE; may be repeated.")] = None,
) -> None:
    """Take coded material into a store, as judgements of its coder; status 1 if something could not be taken."""
    from communique.cli.judging import _coder
    from communique.errors import UsageError
    from communique.runner.exchange import parse_options
    from communique.runner.importing import import_codebooks, import_file

    if format_ == "qdc":
        for written in import_codebooks(path, out):
            print(f"wrote {written}", file=sys.stderr)
        return
    if store is None:
        raise UsageError("an import goes into a store: name it with --store")
    done = import_file(path, format_, store, coder=_coder(coder), codebook=codebook, **parse_options(set_ or []))
    of_machines = f" ({done.n_machine} a machine's, judged by nobody)" * bool(done.n_machine)
    older = f", {done.n_older} as they were before the record changed" * bool(done.n_older)
    print(
        f"{done.n_documents} documents, {done.n_added} rows added{of_machines}, {done.n_corrected} corrected, "
        f"{done.n_known} known already{older}, {len(done.not_taken)} not taken",
        file=sys.stderr,
    )
    for item in done.not_taken:
        print(f"not taken: {item.where}: {item.reason}", file=sys.stderr)
    raise typer.Exit(done.exit_status)


def verify(store: opt.StorePath) -> None:
    """Slice every span anew and compare it with its words and hash; status 1 if any disagrees."""
    from communique.store.store import open_store

    with open_store(store, create=False) as opened:
        problems = list(opened.verify())
        found = opened.counts()
    for problem in problems:
        print(f"{problem.where}: {problem.what}")
    n_rows = sum(n for name, n in found.items() if name in _KINDS)
    print(f"{found['documents']} documents, {n_rows} rows: {len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'}")
    raise typer.Exit(1 if problems else 0)


_KINDS = ("attributions", "statements", "alignments", "meetings", "commitments", "figures", "quotes")


def forget(
    document: Annotated[str, typer.Argument(help="The id of the document.")],
    store: opt.StorePath,
    everywhere: Annotated[bool, typer.Option("--everywhere", help="Also where other ids have the same text.")] = False,
    coder: opt.Coder = None,
) -> None:
    """Remove a document and all that was read from it; one line in the log stays."""
    from communique.store.store import open_store

    with open_store(store, create=False, coder=coder) as opened:
        gone = opened.forget(document, everywhere=everywhere)
    print(f"forgotten: {', '.join(gone.document_ids)}; {gone.n_rows} rows and {gone.n_judgements} judgements with it")
