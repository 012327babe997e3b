"""Reads of actors and of the evidence for the offices they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from communique.model.reading import Office
from communique.store.queries.documents import is_current
from communique.store.queries.times import stands
from communique.store.results import Merge
from communique.store.tables import actor_documents, actor_judgements, actors, documents, offices


@dataclass(frozen=True, slots=True)
class StoredActor:
    """Somebody whom documents name; `kind` is None where no mention says what it is.

    `also` are the actors that a person has merged into this one; their documents count here.
    """

    id: str
    name: str
    party: str
    kind: str | None
    n_documents: int
    also: tuple[StoredActor, ...] = ()


def merged_into(connection: Connection, *, as_of: str | None = None) -> dict[str, str]:
    """The id that each merged actor stands under now: chains are followed to their end, what was split again is left out."""
    a = actor_judgements
    query = select(a.c.verdict, a.c.actor_id, a.c.into_id).order_by(a.c.id)
    direct: dict[str, str] = {}
    for verdict, actor_id, into_id in connection.execute(query.where(a.c.at <= as_of) if as_of else query):
        direct.pop(actor_id, None)
        if verdict == "merge":
            direct[actor_id] = into_id
    out = {}
    for actor_id in direct:
        end, seen = actor_id, {actor_id}
        while (after := direct.get(end)) is not None and after not in seen:
            seen.add(after)
            end = after
        out[actor_id] = end
    return out


def last_merge(connection: Connection, coder: str) -> Merge | None:
    """The last merge of a coder that still stands; None if there is none."""
    a = actor_judgements
    last = {line.actor_id: line for line in connection.execute(select(a).order_by(a.c.id))}
    own = [line for line in last.values() if line.verdict == "merge" and line.coder == coder]
    return max((Merge(line.actor_id, line.into_id, line.coder, line.at) for line in own), key=lambda m: m.at, default=None)


def parted(connection: Connection) -> set[tuple[str, str]]:
    """Each actor that a person has split and not merged again, with the one that it was merged into."""
    a = actor_judgements
    into: dict[str, str] = {}
    apart = set()
    for verdict, actor_id, into_id in connection.execute(select(a.c.verdict, a.c.actor_id, a.c.into_id).order_by(a.c.id)):
        if verdict == "merge":
            into[actor_id] = into_id
            apart.discard((actor_id, into_id))
        elif actor_id in into:
            apart.add((actor_id, into.pop(actor_id)))
    return apart


def find_names(connection: Connection, *, as_of: str | None = None) -> dict[tuple[str, str], tuple[str, str]]:
    """The name and party that each merged actor's name and party are read as."""
    into = merged_into(connection, as_of=as_of)
    if not into:
        return {}
    wanted = set(into) | set(into.values())
    query = select(actors.c.id, actors.c.name, actors.c.party).where(actors.c.id.in_(wanted))
    names = {actor_id: (name, party) for actor_id, name, party in connection.execute(query)}
    return {names[a]: names[b] for a, b in into.items() if a in names and b in names}


def iter_actors(connection: Connection) -> Iterator[StoredActor]:
    """Every actor with the number of documents that name it or an actor merged into it, most first."""
    link, into = actor_documents, merged_into(connection)
    found = {line.id: line for line in connection.execute(select(actors))}
    documents_of: dict[str, set[str]] = defaultdict(set)
    for actor_id, document_id in connection.execute(select(link.c.actor_id, link.c.document_id)):
        documents_of[actor_id].add(document_id)
    members: dict[str, list[str]] = defaultdict(list)
    for actor_id in found:
        members[into.get(actor_id, actor_id)].append(actor_id)
    out = []
    for head, ids in members.items():
        line = found.get(head) or found[ids[0]]
        also = tuple(
            StoredActor(a, found[a].name, found[a].party, found[a].kind, len(documents_of[a])) for a in ids if a != line.id
        )
        n_documents = len(set().union(*(documents_of[a] for a in ids)))
        if n_documents:
            out.append(StoredActor(line.id, line.name, line.party, line.kind, n_documents, also))
    yield from sorted(out, key=lambda a: (-a.n_documents, a.name, a.party))


def iter_offices(connection: Connection, *, as_of: str | None = None) -> Iterator[tuple[str, Office]]:
    """The evidence for offices, each with the id of its document in the store; a merged person under the name of the other.

    The party is that of the office, whoever holds it.
    """
    o, names_of = offices, find_names(connection, as_of=as_of)
    query = select(o).join(documents, documents.c.id == o.c.document_id).where(stands(o, as_of), is_current(as_of))
    for line in connection.execute(query.order_by(documents.c.n, o.c.span_start)).mappings():
        person, party = line["person"], line["party"]
        called, _ = names_of.get((person, party), (person, party))
        yield line["document_id"], Office(called, line["role"], party, line["is_former"], line["span_start"], line["span_end"])
