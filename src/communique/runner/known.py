"""Whether a store knows what a command names. An unknown name is refused: "silent" is said of a party, not of a slip."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from communique.errors import NotInRecord, UsageError
from communique.store.store import Store

Json = Mapping[str, Any]
MOST_LISTED = 40  # names in a message; of more only the nearest are listed


def check_codebook(store: Store, codebook: str | None) -> None:
    """Nothing, if rows were coded with the codebook of this id, or none is asked for.

    Raises:
        UsageError: the store has no such codebook; the message lists those it has.
    """
    if codebook is None:
        return
    known = {book.id for book in store.codebooks()}
    if codebook not in known:
        raise UsageError(f"no codebook {codebook[:60]!r} in this store; it has {_listed(codebook, known) or 'none'}")


def check_party(store: Store, party: str | None) -> None:
    """Nothing, if the reports name an actor of the party, or none is asked for.

    Raises:
        NotInRecord: they name none; the message lists the parties of those they name.
    """
    if party is None:
        return
    known = {actor.party for actor in store.actors()}
    if party not in known:
        raise NotInRecord(f"no actor of party {party[:60]!r} in this store; it has {_listed(party, known) or 'none'}")


def check_known(records: Iterable[Json], names: Iterable[str], *, by: str = "party") -> None:
    """Nothing, if some records say anything of all the parties, or with `by` actor of all the persons.

    Raises:
        NotInRecord: they say nothing of one; the message lists those they know.
    """
    known = _known_parties(records) if by == "party" else _known_actors(records)
    for name in names:
        if name not in known:
            listed = _listed(name, known) or f"no {by}"
            raise NotInRecord(f"the record says nothing of {name[:60]!r}; it knows {listed}")


def check_issue(store: Store, records: Iterable[Json], issue: str, *, codebook: str | None = None) -> None:
    """Nothing, if a codebook of the store has the issue, in whichever version, or a statement is on it.

    Raises:
        NotInRecord: none has; the message lists the issues.
    """
    known = {i.id for book in store.codebooks() if codebook in (None, book.id) for i in book.issues}
    known |= {row["issue"] for r in records for row in r["statements"]}
    if issue not in known:
        raise NotInRecord(f"no issue {issue[:60]!r} in this store; it has {_listed(issue, known) or 'none'}")


def _known_parties(records: Iterable[Json]) -> set[str]:
    known: set[str] = set()
    for r in records:
        known |= {row["party"] for row in (*r["statements"], *r["quotes"])}
        known |= {p for row in r["alignments"] for p in row["parties"]} | {p for row in r["commitments"] for p in row["by"]}
        known |= {p["party"] for row in r["meetings"] for p in row["participants"]}
    return known


def _known_actors(records: Iterable[Json]) -> set[str]:
    known: set[str] = set()
    for r in records:
        known |= {row["actor"] for row in r["statements"]} | {row["speaker"] for row in r["quotes"]}
        known |= {p["name"] for row in r["meetings"] for p in row["participants"]}
    return known


def _listed(name: str, known: Collection[str]) -> str:
    """The known names, or of very many those most like the one asked for, in whichever case."""
    names = sorted(k for k in known if k)
    if len(names) <= MOST_LISTED:
        return ", ".join(names)
    folded = {k.casefold(): k for k in names}
    near = [folded[k] for k in get_close_matches(name.casefold(), folded, n=5)]
    return f"{len(names)}, such as {', '.join(near or names[:5])}"
