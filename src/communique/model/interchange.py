"""The record as one JSON object for each document: the form of `communique read` and `communique export jsonl`."""

from __future__ import annotations

from typing import Any

from communique.model.document import Document
from communique.model.record import Record

# Types of input whose text is what somebody gave, character for character: only of these can a record do without its text.
TEXT_AS_GIVEN = ("text/plain", "application/json", "application/rss+xml")


def document_to_json(document: Document) -> dict[str, Any]:
    """What is said of a document at the head of its record: metadata, the hash of its text, its zones."""
    return {
        "id": document.id,
        "outlet": document.outlet,
        "published": document.published,
        "published_origin": document.published_origin.value,
        "title": document.title,
        "url": document.url,
        "byline": document.byline,
    }


def record_to_json(document: Document, record: Record, *, codebook: str | None, with_text: bool = False) -> dict[str, Any]:
    """One document and all that was read from it, in plain JSON values.

    Args:
        document: its offsets are those of the rows.
        record: the rows.
        codebook: the id of the codebook that the statements were coded with, None when none was.
        with_text: add the text. For HTML, Word and PDF it is always added, since offsets count the clean text that nobody
            else has.
    """
    out = {
        **document_to_json(document),
        "codebook": codebook,
        "text_sha256": document.text_sha256,
        "zones": [{"kind": z.kind.value, "start": z.start, "end": z.end} for z in document.zones],
        **{kind: [row.to_json() for row in rows] for kind, rows in record.rows().items()},
    }
    if document.warnings:
        out["warnings"] = list(document.warnings)
    if with_text or document.media_type not in TEXT_AS_GIVEN:
        out["text"] = document.text
    return out
