"""The record of each document as one JSON object: the interchange format, for export and reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, select

from communique.model.interchange import document_to_json
from communique.store.codec import KIND_TABLES
from communique.store.queries.documents import iter_documents
from communique.store.queries.rows import effective, fetch
from communique.store.queries.times import stands
from communique.store.results import StoredDocument, StoredRow
from communique.store.tables import readings


def iter_records(
    connection: Connection,
    *,
    as_of: str | None = None,
    codebook: str | None = None,
    document: str | None = None,
    with_text: bool = False,
    with_witnesses: bool = True,
) -> Iterator[dict[str, Any]]:
    """One object for each document and codebook it was read under.

    A document that was read under no codebook gives one object with `codebook` null; so does one that was not read under
    the codebook asked for. `text` is there for HTML always, otherwise with `with_text`.
    """
    for stored in iter_documents(connection, as_of=as_of, given_id=document):
        rows = {kind: _rows_of(connection, stored.key, kind, as_of) for kind in KIND_TABLES}
        read_under = _codebooks_of(connection, stored.key, as_of)
        names: list[str | None] = [name for name in read_under if codebook in (None, name)] or [None]
        for name in names:
            head = _head(stored, name, with_text=with_text, with_witnesses=with_witnesses)
            yield head | {kind: [r.to_json() for r in found if _belongs(r, name, read_under)] for kind, found in rows.items()}


def _rows_of(connection: Connection, key: str, kind: str, as_of: str | None) -> list[StoredRow]:
    how = KIND_TABLES[kind]
    return fetch(connection, how, and_(how.table.c.document_id == key, effective(how, as_of)), [key])


def _codebooks_of(connection: Connection, key: str, as_of: str | None) -> list[str]:
    query = select(readings.c.codebook).where(readings.c.document_id == key, stands(readings, as_of), readings.c.codebook != "")
    return [str(name) for (name,) in connection.execute(query.order_by(readings.c.n))]


def _belongs(stored: StoredRow, codebook: str | None, read_under: list[str]) -> bool:
    """Rows of a codebook stand in its object only; what was read before there was a codebook stands in every one."""
    if stored.kind not in ("statements", "alignments") or stored.codebook == codebook:
        return True
    return stored.codebook == "" or (codebook is None and stored.codebook not in read_under)


def _head(stored: StoredDocument, codebook: str | None, *, with_text: bool, with_witnesses: bool) -> dict[str, Any]:
    document = stored.to_document()
    out = document_to_json(document) | {
        "codebook": codebook,
        "text_sha256": stored.text_sha256,
        "zones": [{"kind": z.kind.value, "start": z.start, "end": z.end} for z in stored.zones],
    }
    if document.warnings:
        out["warnings"] = list(document.warnings)
    if with_text or document.media_type == "text/html":
        out["text"] = stored.text
    if with_witnesses and len(stored.witnesses) > 1:
        names = ("outlet", "published", "title", "url")
        out["witnesses"] = [{"id": v.given_id} | {name: getattr(v, name) for name in names} for v in stored.witnesses]
    return out
