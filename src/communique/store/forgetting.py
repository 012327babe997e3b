"""Removes a document with all that was read from it and decided about it. A line in the log stays: ids, counts, no text."""

from __future__ import annotations

from sqlalchemy import Connection, Table, delete, func, select, update

from communique.errors import NotInRecord, StoreConflict
from communique.store import sqlite, tables
from communique.store.codec import KIND_TABLES
from communique.store.journal import write_log
from communique.store.results import Forgotten


def forget_document(connection: Connection, document_id: str, *, who: str | None, everywhere: bool = True) -> Forgotten:
    """Remove every text that ever stood under an id, whoever else printed it, its rows, and the judgements on them.

    Args:
        document_id: a given id; the id of a text in the store, or its hash, removes that text only.
        everywhere: False where nothing is to be removed if a text stands under other ids too.

    Raises:
        NotInRecord: there is no such document, read or in quarantine.
        StoreConflict: other ids have a text of this one, and it is not to be removed everywhere.
    """
    keys = _find_texts(connection, document_id)
    others = _given_ids(connection, keys) - {document_id}
    if others and not everywhere:
        listed = ", ".join(sorted(others)[:20]) + ", …" * (len(others) > 20)
        raise StoreConflict(
            f"{document_id[:100]} shares its text with {listed}; forgetting a text removes it under every id, with its rows and"
            " judgements: nothing is removed yet; say --everywhere if it is to be gone from all of them"
        )
    given_ids = others | {document_id}
    q = tables.quarantine
    n_quarantined = connection.execute(delete(q).where(q.c.given_id.in_(given_ids))).rowcount
    if not keys and not n_quarantined:
        raise NotInRecord(f"no document {document_id[:100]!r} in this store: nothing to forget")
    n_rows = sum(_count(connection, kind.table, keys) for kind in KIND_TABLES.values())
    n_judgements = _count(connection, tables.judgements, keys)
    _remove(connection, keys)
    forgotten = Forgotten(tuple(sorted(given_ids)), len(keys), n_rows, n_judgements)
    details = {"documents": list(forgotten.document_ids), "texts": len(keys), "rows": n_rows, "judgements": n_judgements}
    write_log(connection, "forget", who, details=details)
    return forgotten


def _find_texts(connection: Connection, document_id: str) -> list[str]:
    w, d = tables.witnesses, tables.documents
    keys = connection.execute(select(w.c.document_id).where(w.c.given_id == document_id).distinct()).scalars().all()
    if not keys:
        keys = (
            connection.execute(select(d.c.id).where((d.c.id == document_id) | (d.c.text_sha256 == document_id))).scalars().all()
        )
    return [str(key) for key in keys]


def _given_ids(connection: Connection, keys: list[str]) -> set[str]:
    w = tables.witnesses
    return set(connection.execute(select(w.c.given_id).where(w.c.document_id.in_(keys))).scalars())


def _count(connection: Connection, table: Table, keys: list[str]) -> int:
    query = select(func.count()).select_from(table).where(table.c.document_id.in_(keys))
    return int(connection.execute(query).scalar() or 0)


def _remove(connection: Connection, keys: list[str]) -> None:
    """Delete the texts; the tables that hang on them follow by their foreign keys."""
    d, w, a = tables.documents, tables.witnesses, tables.actors
    lines = [dict(line) for line in connection.execute(select(d.c.n, d.c.text).where(d.c.id.in_(keys))).mappings()]
    sqlite.unindex_words(connection, lines)
    sqlite.allow_deletes(connection, True)
    connection.execute(delete(d).where(d.c.id.in_(keys)))
    sqlite.allow_deletes(connection, False)
    connection.execute(update(w).where(w.c.superseded_by.in_(keys)).values(superseded_by=None))
    linked = select(tables.actor_documents.c.actor_id)
    connection.execute(delete(a).where(a.c.id.not_in(linked)))
