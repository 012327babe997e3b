"""Ids of documents, rows and actors: what was said and where, never who it was resolved to, nor who read it.

A row's id is the same whatever its maker, so that a judgement on it outlives every newer maker. Where several rows of
one reading share place and content (two actors of one sentence, on one issue), their order in the reading tells them apart.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from communique.model.codebook import Codebook
from communique.model.document import Span
from communique.model.ids import make_key
from communique.model.record import Alignment, Attribution, Figure, Meeting, Row, Statement


def document_key(text_sha256: str) -> str:
    """The id of a document in a store: one for each text, however many outlets printed it."""
    return make_key("documents", text_sha256)


def actor_key(name: str, party: str) -> str:
    """The id of an actor: its name as the reports give it, and the party it speaks for."""
    return make_key("actors", name, party)


def codebook_sha256(codebook: Codebook | None) -> str:
    """The version of a codebook that rows refer to, "" for none; made from its issues where the reader gives none."""
    if codebook is None:
        return ""
    return codebook.sha256 or hashlib.sha256(repr((codebook.id, codebook.issues)).encode()).hexdigest()


def row_key(text_sha256: str, row: Row, codebook: str = "", ordinal: int = 0) -> str:
    """The id of a row.

    Args:
        text_sha256: of the document's text.
        codebook: the id of the codebook, which counts for statements and alignments.
        ordinal: how many rows before it share its place and content.
    """
    return make_key(*_parts(text_sha256, row, codebook), *([ordinal] if ordinal else []))


def row_keys(text_sha256: str, rows: Sequence[Row], codebook: str = "") -> list[str]:
    """The ids of all rows of one kind that one reading makes of a document, in the same order."""
    seen: Counter[tuple[object, ...]] = Counter()
    ids = []
    for row in rows:
        parts = _parts(text_sha256, row, codebook)
        ids.append(row_key(text_sha256, row, codebook, seen[parts]))
        seen[parts] += 1
    return ids


def _parts(text_sha256: str, row: Row, codebook: str) -> tuple[object, ...]:
    return (row.kind, text_sha256, row.start, row.end, *_what(row, codebook))


def _what(row: Row, codebook: str) -> tuple[object, ...]:
    """What distinguishes rows of a kind at one place."""
    match row:
        case Attribution():
            return tuple(_spans(s) for s in (row.source, row.cue, row.content))
        case Statement():
            return codebook, row.issue
        case Alignment():
            return codebook, row.relation
        case Meeting():
            return (row.format,)
        case Figure():
            return (float(row.value),)
        case _:
            return ()


def _spans(spans: Sequence[Span]) -> str:
    return " ".join(f"{s.start}-{s.end}" for s in spans)
