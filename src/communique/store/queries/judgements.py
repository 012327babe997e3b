"""Reads of judgements, and what they come to.

A judgement is undone by an `undo` that is not itself undone. Of those that count, in the order they were made: the
first fixes the row as the person saw it, each `correct` sets fields, each `accept` those that others had set by then, so that
they stand whatever is taken back later; the last one says how the row stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from communique.store.results import Judgement
from communique.store.tables import judgements as j

STATUS = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "add": "added"}
UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the judgements on one row come to.

    Args:
        status: `accepted`, `corrected`, `rejected`, `added`.
        base: the fields of the row as the first person to judge it saw it.
        changes: the fields that people set.
        last: the judgement that decided the status.
        writer: the coder of the last `correct` or `add`, or who accepted one that was undone; None if the words are still the
            maker's.
    """

    status: str
    base: dict[str, Any]
    last: Judgement
    changes: dict[str, Any] = field(default_factory=dict)
    writer: str | None = None

    def fields(self) -> dict[str, Any]:
        """The fields of the row as it stands."""
        by_person = {"maker": f"human:{self.writer}@1", "confidence": 1.0} if self.writer is not None else {}
        return self.base | self.changes | by_person


def iter_judgements(
    connection: Connection, *, row_id: str | None = None, coder: str | None = None, as_of: str | None = None
) -> Iterator[Judgement]:
    """Every judgement in the order in which they were made, each with whether it has been undone."""
    query = select(j).order_by(j.c.id)
    query = query.where(j.c.row_id == row_id) if row_id is not None else query
    query = query.where(j.c.at <= as_of) if as_of else query
    for found in mark_undone([_to_judgement(line) for line in connection.execute(query).mappings()]):
        if coder is None or found.coder == coder:
            yield found


def _to_judgement(line: RowMapping) -> Judgement:
    return Judgement(**{name: line[name] for name in Judgement.__slots__ if name != "is_undone"})


def mark_undone(judgements: Sequence[Judgement]) -> list[Judgement]:
    """The same judgements in the same order, with `is_undone` set. An undo stands before what it takes back."""
    undone: set[int] = set()
    for judgement in reversed(judgements):
        if judgement.target is not None and judgement.id not in undone:
            undone.add(judgement.target)
    return [replace(judgement, is_undone=judgement.id in undone) for judgement in judgements]


def find_standing(judgements: Sequence[Judgement]) -> Standing | None:
    """What the judgements on one row come to; None if none of them counts. `judgements` as `iter_judgements` gives them."""
    standing: Standing | None = None
    for judgement in judgements:
        if judgement.is_undone or judgement.verdict == UNDO:
            continue
        writer = standing.writer if standing else None
        writes = judgement.verdict in ("correct", "add") or (bool(judgement.payload) and writer is None)
        standing = Standing(
            status=STATUS[judgement.verdict],
            base=standing.base if standing else judgement.base,
            last=judgement,
            changes=(standing.changes if standing else {}) | ({} if judgement.verdict == "add" else judgement.payload),
            writer=judgement.coder if writes else writer,
        )
    return standing
