"""`accept`, `correct`, `reject`, `add`, `undo`, `log`, `show`: a person's word on rows. It is never overwritten."""

from __future__ import annotations

import getpass
import json
from typing import Annotated, Any

import typer

from communique.cli import options as opt

RowId = Annotated[str, typer.Argument(help="The id of a row, as `communique rows`, `show` and `export` print it.")]
Fields = Annotated[list[str] | None, typer.Argument(help="FIELD=VALUE, such as stance=oppose; lists as JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    for command in (accept, reject, correct, add, undo, log, show):
        app.command()(command)


def _coder(name: str | None) -> str:
    if name:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user in the system's list, as in some containers
        return ""


def _parse_fields(pairs: list[str] | None) -> dict[str, Any]:
    """`FIELD=VALUE` pairs; a value that is JSON is taken as such, any other as text.

    Raises:
        UsageError: a pair has no `=`.
    """
    from communique.errors import UsageError

    fields: dict[str, Any] = {}
    for pair in pairs or []:
        name, sep, value = pair.partition("=")
        if not sep:
            raise UsageError(f"{pair[:60]!r}: expected FIELD=VALUE, such as stance=oppose")
        try:
            fields[name.strip()] = json.loads(value)
        except ValueError:
            fields[name.strip()] = value
    return fields


def _judge(store: Any, row_id: str, verdict: str, fields: dict[str, Any] | None, note: str | None, coder: str | None) -> None:
    from communique.store.store import open_store

    with open_store(store, create=False, coder=_coder(coder)) as opened:
        judgement = opened.judge(row_id, verdict, fields=fields, note=note or "")
    print(f"{verdict}: {judgement.kind} {judgement.row_id}, judgement {judgement.id} by {judgement.coder}")


def accept(row: RowId, store: opt.StorePath, coder: opt.Coder = None, note: opt.Note = None) -> None:
    """Accept a row: it stays in the record whatever is read later."""
    _judge(store, row, "accept", None, note, coder)


def reject(row: RowId, store: opt.StorePath, coder: opt.Coder = None, note: opt.Note = None) -> None:
    """Reject a row: it leaves the record, and stays out when it is read again."""
    _judge(store, row, "reject", None, note, coder)


def correct(row: RowId, fields: Fields = None, *, store: opt.StorePath, coder: opt.Coder = None, note: opt.Note = None) -> None:
    """Correct fields of a row: `communique correct ID stance=oppose`."""
    _judge(store, row, "correct", _parse_fields(fields), note, coder)


def add(
    kind: Annotated[str, typer.Argument(help="statements, alignments, meetings, commitments, figures, quotes or attributions.")],
    document: Annotated[str, typer.Argument(help="The id of the document.")],
    fields: Fields = None,
    *,
    store: opt.StorePath,
    codebook: Annotated[str | None, typer.Option("--codebook", help="For statements and alignments: the codebook's id.")] = None,
    coder: opt.Coder = None,
    note: opt.Note = None,
) -> None:
    """Add a row that no maker made: `evidence=…` names the literal words of the document."""
    from communique.runner.known import check_codebook
    from communique.store.store import open_store

    with open_store(store, create=False, coder=_coder(coder)) as opened:
        check_codebook(opened, codebook)
        known = {c.id: c for c in opened.codebooks()}
        chosen = known.get(codebook or "") or (next(iter(known.values())) if len(known) == 1 else None)
        judgement = opened.add(kind, document, _parse_fields(fields), codebook=chosen, note=note or "")
    print(f"add: {judgement.kind} {judgement.row_id}, judgement {judgement.id} by {judgement.coder}")


def undo(
    store: opt.StorePath,
    judgement: Annotated[int | None, typer.Argument(help="The number of a judgement; default: what you decided last.")] = None,
    coder: opt.Coder = None,
    note: opt.Note = None,
) -> None:
    """Take back a judgement on a row, or your last merge of actors; an undo can be undone."""
    from communique.store.results import Merge
    from communique.store.store import open_store

    with open_store(store, create=False, coder=_coder(coder)) as opened:
        done = opened.undo(judgement, note=note or "")
    if isinstance(done, Merge):
        print(f"undo: actor {done.actor_id} is split from {done.into_id} again, by {done.coder}")
        return
    print(f"undo: judgement {done.target}, as judgement {done.id} by {done.coder}")


def log(
    store: opt.StorePath,
    last: Annotated[int | None, typer.Option("--last", min=1, help="Only so many lines from the end.")] = None,
    as_json: opt.AsJson = False,
) -> None:
    """Show what runs and people did, oldest first."""
    from dataclasses import asdict

    from communique.store.store import open_store

    with open_store(store, create=False) as opened:
        for entry in opened.log(last=last):
            if as_json:
                print(json.dumps(asdict(entry), ensure_ascii=False))
            else:
                details = ", ".join(f"{k} {v}" for k, v in entry.details.items() if v not in (None, "", {}, []))
                print(f"{entry.at[:19]}  {entry.who:<12}  {entry.act:<10}  {details}")


def show(row: RowId, store: opt.StorePath, as_json: opt.AsJson = False) -> None:
    """Show a row in its sentence, with its versions and what was decided about it."""
    from communique.store.store import open_store

    with open_store(store, create=False) as opened:
        shown = opened.show(row)
    if as_json:
        judgements = [{"id": j.id, "verdict": j.verdict, "coder": j.coder, "at": j.at, "note": j.note} for j in shown.judgements]
        out = {"row": shown.says, "kind": shown.stored.kind, "document": shown.document.id}
        print(json.dumps({**out, "before": shown.before, "after": shown.after, "judgements": judgements}, ensure_ascii=False))
        return
    first = shown.document.witnesses[0]
    print(f"{shown.stored.kind} {shown.stored.id} ({shown.stored.status})")
    for name, value in shown.says.items():
        if name not in ("id", "evidence", "quote", "start", "end"):
            print(f"  {name}: {value}")
    print(f"\n{first.outlet or 'unknown outlet'}, {first.published or 'date unknown'}, {shown.document.id}, "
          f"characters {shown.stored.row.start} to {shown.stored.row.end}")  # fmt: skip
    print(" ".join(f"…{shown.before}[[{shown.words}]]{shown.after}…".split()))
    for j in shown.judgements:
        print(f"\n{j.at[:19]}  {j.coder}: {j.verdict}{' (undone)' if j.is_undone else ''} {j.payload or ''} {j.note}".rstrip())
