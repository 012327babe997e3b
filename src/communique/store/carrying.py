"""Takes judgements along where a row gets another id although a person has decided about it already.

That happens twice: a report is re-issued with the same words in another text, or a document that was read without a
codebook is read under one. Each judgement that counts is appended anew under the new id, with the same coder and note
and a pointer to where it came from. What has no counterpart stays where it is, and the log says how many.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from communique.model.codebook import Codebook
from communique.model.record import Row
from communique.store import sqlite, tables
from communique.store.codec import CODED_KINDS, KIND_TABLES, shift, unpack
from communique.store.journal import write_log
from communique.store.judging import codebook_of, write_version_by_hand
from communique.store.keys import codebook_sha256, row_key
from communique.store.queries.judgements import UNDO, find_standing, iter_judgements
from communique.store.results import Judgement, Run, StoredRow
from communique.store.types import now

MAX_ROWS_AT_ONE_PLACE = 50


def carry_to_text(connection: Connection, old_keys: Sequence[str], new_key: str, run: Run) -> tuple[int, int]:
    """Carry the judgements on texts that a new text has superseded to the same words in it; how many went, how many stay."""
    j, n = tables.judgements, {True: 0, False: 0}
    for old_key in old_keys:
        judged = select(j.c.row_id).where(j.c.document_id == old_key).distinct().order_by(j.c.row_id)
        counts = {True: 0, False: 0}
        for row_id in connection.execute(judged).scalars().all():
            counting = _find_counting(connection, row_id)
            if counting:
                counts[_to_text(connection, counting, (old_key, new_key))] += len(counting)
        _log(connection, run, counts, {"text": old_key, "to_text": new_key})
        n = {went: n[went] + counts[went] for went in n}
    return n[True], n[False]


def carry_to_codebook(connection: Connection, key: str, text_sha256: str, codebook: Codebook, run: Run) -> None:
    """Carry the judgements on rows of a document that no codebook decides to the same rows under a codebook."""
    issues = {None, *(issue.id for issue in codebook.issues)}
    counts = {True: 0, False: 0}
    for kind in CODED_KINDS:
        t = KIND_TABLES[kind].table
        by_hand = (t.c.document_id == key) & t.c.by_hand & (t.c.codebook == "") & t.c.superseded_at.is_(None)
        for row_id in connection.execute(select(t.c.row_id).where(by_hand).order_by(t.c.row_id)).scalars().all():
            counting = _find_counting(connection, row_id)
            standing = find_standing(counting)
            fits = standing is not None and standing.fields()["issue"] in issues
            if fits:
                named = (codebook.id, codebook_sha256(codebook))
                _repeat(connection, counting, (key, text_sha256, text_sha256), named, by=0)
            counts[fits] += len(counting)
    _log(connection, run, counts, {"text": key, "codebook": codebook.id})


def _find_counting(connection: Connection, row_id: str) -> list[Judgement]:
    return [v for v in iter_judgements(connection, row_id=row_id) if not v.is_undone and v.verdict != UNDO]


def _log(connection: Connection, run: Run, counts: dict[bool, int], where: dict[str, str]) -> None:
    if any(counts.values()):
        details = {**where, "carried": counts[True], "left": counts[False]}
        write_log(connection, "carry", run.coder, run_id=run.id, details=details)


def _to_text(connection: Connection, judgements: Sequence[Judgement], keys: tuple[str, str]) -> bool:
    """Append the judgements on one row under its id in the new text; False if its words are not there."""
    d, kind, row_id = tables.documents, judgements[0].kind, judgements[0].row_id
    both = select(d.c.id, d.c.text, d.c.text_sha256).where(d.c.id.in_(keys))
    lines = {key: (text, sha256) for key, text, sha256 in connection.execute(both)}
    (old_text, old_sha256), (new_text, new_sha256) = lines[keys[0]], lines[keys[1]]
    standing = find_standing(judgements)
    by = None if standing is None else find_shift(kind, [standing.base, standing.fields()], old_text, new_text)
    if by is None:
        return False
    _repeat(connection, judgements, (keys[1], old_sha256, new_sha256), codebook_of(connection, kind, row_id), by=by)
    return True


def _repeat(
    connection: Connection, judgements: Sequence[Judgement], document: tuple[str, str, str], codebook: tuple[str, str], *, by: int
) -> None:
    """Append judgements on a row again, under the id that the row has elsewhere; not if somebody has decided there.

    Args:
        document: its id in the store, the hash of the text where the judgements are, and that of the text they go to.
        codebook: of the row where they go to, as id and hash.
        by: how many characters further on the words stand there.
    """
    key, old_sha256, new_sha256 = document
    kind, at = judgements[0].kind, now()
    row = unpack(kind, shift(kind, judgements[0].base, by))
    row_id = row_key(new_sha256, row, codebook[0], _ordinal_of(connection, judgements[0], old_sha256))
    if _find_counting(connection, row_id):
        return
    for judgement in judgements:
        line = {name: getattr(judgement, name) for name in ("kind", "verdict", "coder", "note", "target")}
        line |= {name: _move(kind, getattr(judgement, name), by, codebook[0]) for name in ("payload", "base")}
        line |= {"id": sqlite.next_number(connection, tables.judgements), "row_id": row_id, "document_id": key, "at": at}
        connection.execute(insert(tables.judgements), line | {"carried_from": judgement.id})
    stored = StoredRow(row_id, kind, key, row, "", codebook[0], codebook[1], None, "")
    write_version_by_hand(connection, stored, find_standing(_find_counting(connection, row_id)), at)


def _move(kind: str, values: dict[str, Any], by: int, codebook: str) -> dict[str, Any]:
    """Packed fields with their place, and for statements the codebook, of where they go to."""
    return shift(kind, values, by) | ({"codebook": codebook} if "codebook" in values else {})


def _ordinal_of(connection: Connection, judgement: Judgement, text_sha256: str) -> int:
    """How many rows before this one share its place and content."""
    row: Row = unpack(judgement.kind, judgement.base)
    codebook, _ = codebook_of(connection, judgement.kind, judgement.row_id)
    ordinals = range(MAX_ROWS_AT_ONE_PLACE)
    return next((n for n in ordinals if row_key(text_sha256, row, codebook, n) == judgement.row_id), 0)


def find_shift(kind: str, versions: Sequence[dict[str, object]], old_text: str, new_text: str) -> int | None:
    """How many characters further on the words of a row stand in the new text; None if they do not, or not for sure.

    Words that stand in both texts several times are matched in their order, if both have them equally often.
    """
    spans = [span for version in versions for span in _spans_of(kind, version)]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    words = old_text[start:end]
    before, after = _places_of(words, old_text), _places_of(words, new_text)
    if not words or not after or len(before) != len(after):
        return None
    return after[before.index(start)] - start


def _spans_of(kind: str, version: dict[str, object]) -> list[tuple[int, int]]:
    row = unpack(kind, version)
    parts = [span for role in ("source", "cue", "content") for span in getattr(row, role)] if kind == "attributions" else []
    return [(row.start, row.end), *((span.start, span.end) for span in parts)]


def _places_of(words: str, text: str) -> list[int]:
    """Every place where the words begin, also where they overlap."""
    places, start = [], text.find(words)
    while start >= 0 and words:
        places.append(start)
        start = text.find(words, start + 1)
    return places
