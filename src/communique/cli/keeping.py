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
    for command in (counts, documents, rows, search, export, verify, forget):
        app.command()(command)


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
    from communique.store.store import open_store

    with open_store(store, create=False) as opened:
        for row in opened.iter_rows(kind, as_of=as_of, codebook=codebook, document=document, include_rejected=rejected):
            print(json.dumps({**row.to_json(), "document": row.document_id}, ensure_ascii=False))


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
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help="jsonl")],
    store: opt.StorePath,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where to; default: standard output.")] = None,
    codebook: Annotated[str | None, typer.Option("--codebook", help="Only of this codebook (its id).")] = None,
    as_of: opt.AsOf = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="Add each document's text.")] = False,
) -> None:
    """Write the record in another program's format."""
    from communique.errors import UsageError
    from communique.runner.read import open_whole, write_lines
    from communique.runner.stored import read_records

    if format_ != "jsonl":
        raise UsageError(f"no export format {format_!r}; there is: jsonl")
    records = read_records(str(store), as_of=as_of, codebook=codebook, with_text=with_text)
    if out is None:
        write_lines(records, sys.stdout)
    else:
        with open_whole(out) as stream:
            write_lines(records, stream)


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
    coder: opt.Coder = None,
) -> None:
    """Remove a document and all that was read from it; one line in the log stays."""
    from communique.store.store import open_store

    with open_store(store, create=False, coder=coder) as opened:
        gone = opened.forget(document)
    print(f"forgotten: {', '.join(gone.document_ids)}; {gone.n_rows} rows and {gone.n_judgements} judgements with it")
