"""`actors list | show | alike | merge | split | offices`: who the reports name, and which offices they hold."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Annotated

import typer

from communique.cli import options as opt
from communique.cli.judging import _coder
from communique.cli.tables import Format, print_rows

Party = Annotated[str | None, typer.Option("--party", help="Only of this party.")]
LISTED = ("id", "documents", "party", "name", "also")
ALIKE = ("id", "name", "party", "documents", "other_id", "other_name", "other_documents", "why")
Ids = Annotated[list[str], typer.Argument(help="Ids of actors, as `actors list` prints them.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    family = typer.Typer(
        help="Review who the reports name, and the offices they hold.", no_args_is_help=True, rich_markup_mode=None
    )
    family.command("list")(list_)
    for command in (show, alike, merge, split, offices):
        family.command()(command)
    app.add_typer(family, name="actors")


def list_(
    store: opt.StorePath,
    party: Party = None,
    is_all: Annotated[
        bool, typer.Option("--all", help="Also words like `we` and `some`, of which the reports do not tell whom they mean.")
    ] = False,
    format_: Format = "table",
) -> None:
    """List the actors with the number of documents that name them, most first."""
    from communique.resolve.same_name import names_nobody
    from communique.runner.known import check_party
    from communique.store.store import open_store

    with open_store(store, create=False) as opened:
        check_party(opened, party)
        found = [a for a in opened.actors() if party in (None, a.party)]
    if not is_all:
        n_before = len(found)
        found = [a for a in found if not names_nobody(a.name)]
        if n_before > len(found):
            print(f"{n_before - len(found)} left out that name nobody, like `we`: --all lists them", file=sys.stderr)
    rows = [
        {"id": a.id, "documents": a.n_documents, "party": a.party, "name": a.name, "also": "; ".join(b.name for b in a.also)}
        for a in found
    ]
    print_rows(rows, format_, columns=LISTED)


def show(
    actor: Annotated[str, typer.Argument(help="The id of an actor.")], store: opt.StorePath, as_json: opt.AsJson = False
) -> None:
    """Show what an actor says: its statements and quotes with their words and places."""
    from communique.errors import NotInRecord
    from communique.store.store import open_store

    with open_store(store, create=False) as opened:
        found = next((a for a in opened.actors() if actor in (a.id, *(b.id for b in a.also))), None)
        if found is None:
            raise NotInRecord(f"no actor {actor[:40]!r} in {store}: `communique actors list` shows their ids")
        rows = [
            {"document": r["id"], "outlet": r["outlet"], "published": r["published"], **row}
            for r in opened.iter_records()
            for kind, key in (("statements", "actor"), ("quotes", "speaker"))
            for row in r[kind]
            if (row[key], row["party"]) == (found.name, found.party)
        ]
    if as_json:
        print(json.dumps({"id": found.id, "name": found.name, "party": found.party, "rows": rows}, ensure_ascii=False))
        return
    also = "".join(f"\n  also {b.name} ({b.party}), {b.id}" for b in found.also)
    print(f"{found.name} ({found.party}), {found.id}, in {found.n_documents} documents{also}")
    for row in rows:
        what = f"{row['issue']} {row['stance']}" if "issue" in row else "quote"
        words = " ".join(str(row.get("evidence") or row.get("quote")).split())
        print(f"\n{row['outlet'] or '-'}, {row['published'] or '-'}, {what}:\n    {words}")


def alike(
    store: opt.StorePath,
    party: Party = None,
    why: Annotated[list[str] | None, typer.Option("--why", help="Only for this reason; may be given several times.")] = None,
    is_merged: Annotated[bool, typer.Option("--merge", help="Merge those shown; `actors split` takes one back.")] = False,
    coder: opt.Coder = None,
    note: opt.Note = None,
    format_: Format = "table",
) -> None:
    """Show which actors of one party may be the same by their names, and why; with --merge, say that they are.

    Those that a person has split are not put together again. A last name that two persons have is put with neither.
    """
    from communique.runner.known import check_party
    from communique.runner.stored import alike_actors
    from communique.store.store import open_store

    with open_store(store, create=False) as opened:
        check_party(opened, party)
    groups = alike_actors(str(store), party=party, why=why)
    if not groups:
        print("no two actors are alike", file=sys.stderr)
        if format_ != "table":
            print_rows([], format_, columns=ALIKE)
        return
    if is_merged:
        with open_store(store, create=False, coder=_coder(coder)) as opened:
            merged = [i for g in groups for i in opened.merge_actors(g.into.id, [o.id for o, _ in g.others], note=note or "")]
        print(f"merged {len(merged)} actors into {len(groups)}", file=sys.stderr)
    rows = [
        {"id": g.into.id, "name": g.into.name, "party": g.into.party, "documents": g.into.n_documents}
        | {"other_id": o.id, "other_name": o.name, "other_documents": o.n_documents, "why": reason}
        for g in groups
        for o, reason in g.others
    ]
    print_rows(rows, format_)


def merge(
    into: Annotated[str, typer.Argument(help="The id of the actor that stays.")],
    others: Ids,
    store: opt.StorePath,
    coder: opt.Coder = None,
    note: opt.Note = None,
) -> None:
    """Say that some actors are one; no row changes its id."""
    from communique.store.store import open_store

    with open_store(store, create=False, coder=_coder(coder)) as opened:
        merged = opened.merge_actors(into, others, note=note or "")
    print(f"merged {', '.join(merged)} into {into}")


def split(
    actor: Annotated[str, typer.Argument(help="The id of a merged actor.")], store: opt.StorePath, coder: opt.Coder = None
) -> None:
    """Take an actor out of the one it was merged into."""
    from communique.store.store import open_store

    with open_store(store, create=False, coder=_coder(coder)) as opened:
        opened.split_actor(actor)
    print(f"{actor} stands for itself again")


def offices(
    store: opt.StorePath,
    on: Annotated[
        str | None, typer.Option("--on", help="Who held each office on this day (ISO); unknown ones are left out.")
    ] = None,
    party: Party = None,
    format_: Format = "table",
) -> None:
    """Print the offices that the reports give to persons, each with the days and the number of reports that say so."""
    from communique.errors import UsageError
    from communique.runner.known import check_party
    from communique.runner.stored import OFFICE_COLUMNS, office_rows
    from communique.store.store import open_store

    try:
        day = date.fromisoformat(on) if on is not None else None
    except ValueError as err:
        raise UsageError(f"--on {on!r} is no date; expected one like 2015-02-12") from err
    with open_store(store, create=False) as opened:
        check_party(opened, party)
    print_rows(office_rows(str(store), on=day, party=party), format_, columns=OFFICE_COLUMNS)
