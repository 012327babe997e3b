"""Reads of actors and of the evidence for the offices they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from communique.model.reading import Office
from communique.store.queries.documents import is_current
from communique.store.queries.times import stands
from communique.store.tables import actor_documents, actors, documents, offices


@dataclass(frozen=True, slots=True)
class StoredActor:
    """Somebody whom documents name; `kind` is None where no mention says what it is."""

    id: str
    name: str
    party: str
    kind: str | None
    n_documents: int


def iter_actors(connection: Connection) -> Iterator[StoredActor]:
    """Every actor with the number of documents that name it, most first."""
    link = actor_documents
    query = (
        select(actors.c.id, actors.c.name, actors.c.party, actors.c.kind, func.count())
        .join(link, link.c.actor_id == actors.c.id)
        .group_by(actors.c.id)
        .order_by(func.count().desc(), actors.c.name, actors.c.party)
    )
    for line in connection.execute(query):
        yield StoredActor(*line)


def iter_offices(connection: Connection, *, as_of: str | None = None) -> Iterator[tuple[str, Office]]:
    """The evidence for offices, each with the id of its document in the store."""
    o = offices
    query = select(o).join(documents, documents.c.id == o.c.document_id).where(stands(o, as_of), is_current(as_of))
    for line in connection.execute(query.order_by(documents.c.n, o.c.span_start)).mappings():
        office = Office(line["person"], line["role"], line["party"], line["is_former"], line["span_start"], line["span_end"])
        yield line["document_id"], office
