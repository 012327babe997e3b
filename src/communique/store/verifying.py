"""Checks that a store agrees with itself: every span with its text, every text with its hash, every key with its target."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from communique.store import sqlite, tables
from communique.store.codec import KIND_TABLES, pack, row_content_key, unpack
from communique.store.keys import document_key
from communique.store.literal import find_fault
from communique.store.queries.documents import CHUNK
from communique.store.queries.judgements import find_standing, iter_judgements
from communique.store.queries.rows import fetch
from communique.store.results import Judgement, Problem, StoredRow
from communique.store.witnesses import encode

d, w = tables.documents, tables.witnesses


def iter_problems(connection: Connection) -> Iterator[Problem]:
    """Everything that disagrees; nothing if the store is sound.

    1. The file, by the engine's own check. 2. Foreign keys. 3. Texts and raw bytes against their hashes, zones within
    the text. 4. Every version of every row against its text and its content key. 5. Versions by hand against judgements.
    """
    for damage in sqlite.find_damage(connection):
        yield Problem("file", damage[:200])
    for table, n, parent in sqlite.find_broken_keys(connection):
        yield Problem(f"{table} {n}", f"points at a line of {parent} that is not there")
    last = 0
    while True:
        query = select(d).where(d.c.n > last).order_by(d.c.n).limit(CHUNK)
        lines = connection.execute(query).mappings().all()
        texts = {line["id"]: line["text"] for line in lines}
        for line in lines:
            yield from _check_text(line["id"], line["text"], line["text_sha256"], line["zones"])
        yield from _check_raw(connection, texts)
        yield from _check_rows(connection, texts)
        if len(lines) < CHUNK:
            break
        last = lines[-1]["n"]
    yield from _check_hands(connection)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _check_text(key: str, text: str, sha256: str, zones: list[tuple[str, int, int]]) -> Iterator[Problem]:
    if _sha256(text) != sha256:
        yield Problem(f"document {key}", "its text is not the one that was read: the hash differs")
    if document_key(sha256) != key:
        yield Problem(f"document {key}", "its id does not belong to its text")
    if any(not 0 <= start < end <= len(text) for _, start, end in zones):
        yield Problem(f"document {key}", "a zone lies outside the text")


def _check_raw(connection: Connection, texts: dict[str, str]) -> Iterator[Problem]:
    query = select(w.c.n, w.c.given_id, w.c.document_id, w.c.raw, w.c.raw_sha256, w.c.encoding, w.c.has_bom)
    for line in connection.execute(query.where(w.c.document_id.in_(texts), w.c.raw_sha256.is_not(None))):
        raw = line.raw if line.raw is not None else encode(texts[line.document_id], line.encoding, line.has_bom)
        if raw is None or hashlib.sha256(raw).hexdigest() != line.raw_sha256:
            yield Problem(f"witness {line.given_id}", "its raw bytes are not those that were read: the hash differs")


def _check_rows(connection: Connection, texts: dict[str, str]) -> Iterator[Problem]:
    for kind in KIND_TABLES.values():
        for stored in fetch(connection, kind, kind.table.c.document_id.in_(texts)):
            fault = find_fault(stored.row, texts[stored.document_id])
            where = {"document": stored.document_id, "maker": stored.row.maker}
            if fault is not None:
                yield Problem(f"{stored.kind} {stored.id}", fault, where)
            elif row_content_key(stored.row, stored.codebook_sha256) != stored.content_key:
                yield Problem(f"{stored.kind} {stored.id}", "its columns are not what was kept: the content key differs", where)


def _check_hands(connection: Connection) -> Iterator[Problem]:
    """What stands by hand is what the judgements come to, no more and no less."""
    by_row: dict[tuple[str, str], list[Judgement]] = {}
    for judgement in iter_judgements(connection):
        by_row.setdefault((judgement.kind, judgement.row_id), []).append(judgement)
    for kind in KIND_TABLES.values():
        standing_by_hand = (kind.table.c.by_hand) & kind.table.c.superseded_at.is_(None)
        hands = {stored.id: stored for stored in fetch(connection, kind, standing_by_hand)}
        decided = {row_id for k, row_id in by_row if k == kind.kind}
        for row_id in sorted(decided | set(hands)):
            if not _agrees(hands.get(row_id), by_row.get((kind.kind, row_id), [])):
                yield Problem(f"{kind.kind} {row_id}", "what stands by hand is not what the judgements come to")


def _agrees(hand: StoredRow | None, judgements: list[Judgement]) -> bool:
    standing = find_standing(judgements)
    if standing is None or hand is None:
        return standing is None and hand is None
    says = pack(unpack(hand.kind, standing.fields()))
    return hand.status == standing.status and says == pack(hand.row) | {"confidence": says["confidence"]}
