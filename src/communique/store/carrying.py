"""Takes judgements along when a report is re-issued: on the same words in the new text, the person has decided already.

A row of the earlier text and the row of the new text have different ids, since ids hold on to the text. Each judgement
that counts is appended anew under the new id, with the same coder and note and a pointer to where it came from.
Judgements on words that the new text does not have stay with the earlier text, and the log says how many.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from communique.store import sqlite, tables
from communique.store.codec import shift, unpack
from communique.store.journal import write_log
from communique.store.judging import codebook_of, write_version_by_hand
from communique.store.keys import row_key
from communique.store.queries.judgements import UNDO, find_standing, iter_judgements
from communique.store.results import Judgement, Run, StoredRow
from communique.store.types import now

MAX_ROWS_AT_ONE_PLACE = 50


def carry_judgements(connection: Connection, old_keys: Sequence[str], new_key: str, run: Run) -> None:
    """Carry the judgements on texts that a new text has superseded to the same words in it."""
    j = tables.judgements
    for old_key in old_keys:
        judged = select(j.c.row_id).where(j.c.document_id == old_key).distinct().order_by(j.c.row_id)
        n_carried, n_left = 0, 0
        for row_id in connection.execute(judged).scalars().all():
            counting = [v for v in iter_judgements(connection, row_id=row_id) if not v.is_undone and v.verdict != UNDO]
            if counting and _carry(connection, counting, (old_key, new_key)):
                n_carried += len(counting)
            else:
                n_left += len(counting)
        if n_carried or n_left:
            details = {"text": old_key, "to_text": new_key, "carried": n_carried, "left": n_left}
            write_log(connection, "carry", run.coder, run_id=run.id, details=details)


def _carry(connection: Connection, judgements: Sequence[Judgement], keys: tuple[str, str]) -> bool:
    """Append the judgements on one row under its id in the new text; False if its words are not there."""
    d, kind = tables.documents, judgements[0].kind
    both = select(d.c.id, d.c.text, d.c.text_sha256).where(d.c.id.in_(keys))
    lines = {key: (text, sha256) for key, text, sha256 in connection.execute(both)}
    (old_text, old_sha), (new_text, new_sha) = lines[keys[0]], lines[keys[1]]
    standing = find_standing(judgements)
    by = None if standing is None else find_shift(kind, [standing.base, standing.fields()], old_text, new_text)
    if standing is None or by is None:
        return False
    codebook = codebook_of(connection, kind, judgements[0].row_id)
    old_row, new_row = unpack(kind, standing.base), unpack(kind, shift(kind, standing.base, by))
    places = range(MAX_ROWS_AT_ONE_PLACE)
    ordinal = next((n for n in places if row_key(old_sha, old_row, codebook[0], n) == judgements[0].row_id), 0)
    row_id = row_key(new_sha, new_row, codebook[0], ordinal)
    if find_standing(list(iter_judgements(connection, row_id=row_id))) is not None:
        return True  # somebody has decided about the new text itself
    at = now()
    for judgement in judgements:
        _append_again(connection, judgement, row_id, keys[1], by, at)
    stored = StoredRow(row_id, kind, keys[1], new_row, "", codebook[0], codebook[1], None, "")
    write_version_by_hand(connection, stored, find_standing(list(iter_judgements(connection, row_id=row_id))), at)
    return True


def _append_again(connection: Connection, judgement: Judgement, row_id: str, document_id: str, by: int, at: str) -> None:
    line = {
        "id": sqlite.next_number(connection, tables.judgements),
        "row_id": row_id,
        "kind": judgement.kind,
        "document_id": document_id,
        "verdict": judgement.verdict,
        "coder": judgement.coder,
        "at": at,
        "note": judgement.note,
        "payload": shift(judgement.kind, judgement.payload, by),
        "base": shift(judgement.kind, judgement.base, by),
        "target": None,
        "carried_from": judgement.id,
    }
    connection.execute(insert(tables.judgements), line)


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
