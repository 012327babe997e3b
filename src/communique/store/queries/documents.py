"""Reads of documents: which stand at a given time, with their witnesses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, exists, func, or_, select

from communique.errors import NotInRecord
from communique.model.document import Zone, ZoneKind
from communique.store.queries.times import stands
from communique.store.results import StoredDocument, Witness
from communique.store.tables import documents as d
from communique.store.tables import witnesses as w

CHUNK = 200  # documents read at once: bounds the memory, not the result
HASH_LENGTHS = (16, 64)


def is_current(as_of: str | None) -> ColumnElement[bool]:
    """Whether a document stands: at least one witness of it does."""
    return exists().where(w.c.document_id == d.c.id, stands(w, as_of))


def iter_documents(connection: Connection, *, as_of: str | None = None, given_id: str | None = None) -> Iterator[StoredDocument]:
    """Every document that stands, in the order in which they were added; with `given_id` only that one."""
    for chunk in iter_chunks(connection, as_of=as_of, given_id=given_id):
        yield from chunk


def iter_chunks(
    connection: Connection, *, as_of: str | None = None, given_id: str | None = None
) -> Iterator[list[StoredDocument]]:
    """The same documents, some at a time, for reads that join something to them."""
    only = None if given_id is None else find_key(connection, given_id, as_of=as_of)
    last = 0
    while True:
        query = select(d).where(d.c.n > last).order_by(d.c.n).limit(CHUNK)
        query = query.where(is_current(as_of)) if only is None else query.where(d.c.id == only)
        lines = connection.execute(query).mappings().all()
        if lines:
            yield list(_with_witnesses(connection, lines, as_of))
        if len(lines) < CHUNK:
            return
        last = lines[-1]["n"]


def get_document(connection: Connection, given_id: str, *, as_of: str | None = None) -> StoredDocument:
    """One document, by a given id, its id in the store or the SHA-256 of its text.

    Raises:
        NotInRecord: there is none.
    """
    return next(iter_documents(connection, as_of=as_of, given_id=given_id))


def find_key(connection: Connection, given_id: str, *, as_of: str | None = None) -> str:
    """The id in the store of the text that stands under a given id; an id of a text or its hash finds any text.

    Raises:
        NotInRecord: there is none, or there was none at that time.
    """
    by_witness = select(w.c.document_id).where(w.c.given_id == given_id, stands(w, as_of)).limit(1)
    found = connection.execute(by_witness).scalar()
    if found is None:
        # No witness stands under the id: a text that another address superseded, or the name of a text itself.
        ever = select(w.c.document_id).where(w.c.given_id == given_id)
        ever = ever.where(w.c.added_at <= as_of) if as_of else ever
        found = connection.execute(ever.order_by(w.c.n.desc()).limit(1)).scalar()
    if found is None and len(given_id) in HASH_LENGTHS:
        query = select(d.c.id).where(or_(d.c.id == given_id, d.c.text_sha256 == given_id))
        found = connection.execute(query.where(d.c.added_at <= as_of) if as_of else query).scalar()
    if found is None:
        at = f" as of {as_of}" if as_of else ""
        raise NotInRecord(f"no document {given_id[:100]!r} in this store{at}: `communique documents` lists the ids")
    return str(found)


def _with_witnesses(connection: Connection, lines: Sequence[RowMapping], as_of: str | None) -> Iterator[StoredDocument]:
    keys = [line["id"] for line in lines]
    query = select(w).where(w.c.document_id.in_(keys)).order_by(w.c.n)
    if as_of:
        query = query.where(w.c.added_at <= as_of)
    by_document: dict[str, list[RowMapping]] = {key: [] for key in keys}
    for line in connection.execute(query).mappings():
        by_document[line["document_id"]].append(line)
    for line in lines:
        yield _to_document(line, by_document[line["id"]], as_of)


def _to_document(line: RowMapping, all_witnesses: Sequence[RowMapping], as_of: str | None) -> StoredDocument:
    standing = [v for v in all_witnesses if v["superseded_at"] is None or (as_of and v["superseded_at"] > as_of)]
    return StoredDocument(
        key=line["id"],
        text=line["text"],
        text_sha256=line["text_sha256"],
        zones=tuple(Zone(ZoneKind(kind), start, end) for kind, start, end in line["zones"]),
        witnesses=tuple(_to_witness(v) for v in standing or all_witnesses),
        superseded_by=None if standing else all_witnesses[-1]["superseded_by"],
    )


def _to_witness(line: RowMapping) -> Witness:
    values: dict[str, Any] = {name: line[name] for name in Witness.__slots__}
    return Witness(**values | {"warnings": tuple(line["warnings"])})


def count_documents(connection: Connection, as_of: str | None = None) -> tuple[int, int]:
    """How many documents stand, and how many are in the store."""
    total = connection.execute(select(func.count()).select_from(d)).scalar() or 0
    standing = connection.execute(select(func.count()).select_from(d).where(is_current(as_of))).scalar() or 0
    return int(standing), int(total)
