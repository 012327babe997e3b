"""The record of each document as one JSON object: the interchange format, for export and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, select

from communique.model.interchange import TEXT_AS_GIVEN, document_to_json
from communique.store.codec import CODED_KINDS, KIND_TABLES
from communique.store.queries.actors import find_names
from communique.store.queries.documents import find_key, iter_chunks
from communique.store.queries.rows import effective, fetch, get_kind_table, iter_rows
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
    the codebook asked for. `text` is there for HTML, Word and PDF always, otherwise with `with_text`.
    """
    names_of = find_names(connection, as_of=as_of)
    for chunk in iter_chunks(connection, as_of=as_of, given_id=document):
        keys = [stored.key for stored in chunk]
        rows = {kind: _rows_of(connection, keys, kind, as_of) for kind in KIND_TABLES}
        codebooks = _codebooks_of(connection, keys, as_of)
        for stored in chunk:
            read_under = codebooks[stored.key]
            names: list[str | None] = [name for name in read_under if codebook in (None, name)] or [None]
            for name in names:
                head = _head(stored, name, with_text=with_text, with_witnesses=with_witnesses)
                yield head | {
                    kind: [as_named(row.to_json(), names_of) for row in found[stored.key] if _belongs(row, name, read_under)]
                    for kind, found in rows.items()
                }


def as_named(row: dict[str, Any], names_of: dict[tuple[str, str], tuple[str, str]]) -> dict[str, Any]:
    """The row under the name that a person gave its actor; what was read stays beside it as `actor_as_read`.

    A meeting has `participants_as_read`; two of its participants that are one stand there once.
    """
    people = row.get("participants", ())
    if any((p["name"], p["party"]) in names_of for p in people):
        now_called = (names_of.get((p["name"], p["party"]), (p["name"], p["party"])) for p in people)
        named = [{"name": name, "party": party} for name, party in dict.fromkeys(now_called)]
        return {**row, "participants": named, "participants_as_read": people}
    key = "speaker" if "speaker" in row else "actor"
    if names_of and (now := names_of.get((row.get(key), row.get("party")))):  # type: ignore[arg-type]
        return {**row, key: now[0], "party": now[1], "actor_as_read": {"name": row[key], "party": row["party"]}}
    return row


def iter_versions(connection: Connection, kind: str, document: str) -> Iterator[tuple[StoredRow, dict[str, Any]]]:
    """Every version of every row of one kind in a document, oldest first, as kept and under the names that people gave."""
    how, names_of, key = get_kind_table(kind), find_names(connection), find_key(connection, document)
    for stored in sorted(fetch(connection, how, how.table.c.document_id == key), key=lambda v: v.made_at):
        yield stored, as_named(stored.row.to_json(), names_of)


def iter_named_rows(connection: Connection, kind: str, *, as_of: str | None = None, **options: Any) -> Iterator[dict[str, Any]]:
    """The rows of one kind, each as in the record of its document and with the id of that; `options` are those of `iter_rows`."""
    names_of = find_names(connection, as_of=as_of)
    for stored in iter_rows(connection, kind, as_of=as_of, **options):
        yield {**as_named(stored.to_json(), names_of), "document": stored.document_id}


def _rows_of(connection: Connection, keys: list[str], kind: str, as_of: str | None) -> dict[str, list[StoredRow]]:
    how, out = KIND_TABLES[kind], defaultdict(list)
    for row in fetch(connection, how, and_(how.table.c.document_id.in_(keys), effective(how, as_of)), keys):
        out[row.document_id].append(row)
    return out


def _codebooks_of(connection: Connection, keys: list[str], as_of: str | None) -> dict[str, list[str]]:
    r, out = readings, defaultdict(list)
    query = select(r.c.document_id, r.c.codebook).where(r.c.document_id.in_(keys), stands(r, as_of), r.c.codebook != "")
    for key, name in connection.execute(query.order_by(r.c.n)):
        out[key].append(name)
    return out


def _belongs(stored: StoredRow, codebook: str | None, read_under: list[str]) -> bool:
    """Rows of a codebook stand in its object, those of none in every object.

    Rows added under a codebook that the document was not read under stand where no codebook is named.
    """
    if stored.kind not in CODED_KINDS or stored.codebook in ("", codebook):
        return True
    return codebook is None and stored.codebook not in read_under


def _head(stored: StoredDocument, codebook: str | None, *, with_text: bool, with_witnesses: bool) -> dict[str, Any]:
    document = stored.to_document()
    out = document_to_json(document) | {
        "codebook": codebook,
        "text_sha256": stored.text_sha256,
        "zones": [{"kind": z.kind.value, "start": z.start, "end": z.end} for z in stored.zones],
    }
    if document.warnings:
        out["warnings"] = list(document.warnings)
    if with_text or document.media_type not in TEXT_AS_GIVEN:
        out["text"] = stored.text
    if with_witnesses and len(stored.witnesses) > 1:
        names = ("outlet", "published", "title", "url")
        out["witnesses"] = [{"id": v.given_id} | {name: getattr(v, name) for name in names} for v in stored.witnesses]
    return out
