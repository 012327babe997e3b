"""A document as a reader gives it to the one that goes on: zones marked, date settled, language checked.

1. A text without a word is turned away, and one with NUL characters in it; those that only fill up its end are cut off.
2. Zones are marked.
3. A body in another language is turned away.
4. The publication date is read, with its origin.
"""

from __future__ import annotations

import re
from dataclasses import replace

from communique.ingest.language import SAMPLE_CHARS, other_language
from communique.ingest.published import find_published
from communique.ingest.zone import mark_zones
from communique.model.document import Document, Quarantined, Zone, ZoneKind

_WORD = re.compile(r"\w")


def complete(document: Document) -> Document | Quarantined:
    """The document with zones and date, or why it is turned away. The text is returned as it came, up to NULs at its end."""
    document = replace(document, text=document.text.rstrip("\x00"))
    if "\x00" in document.text:
        return Quarantined(document.id, "not a text: it holds NUL characters", "binary")
    if not _WORD.search(document.text):
        return Quarantined(document.id, "the text is empty", "empty")
    zones = mark_zones(document.text, title=document.title, byline=document.byline)
    language = other_language(_body_sample(document.text, zones))
    if language is not None:
        named = "another language" if language == "und" else f"language {language!r}"
        return Quarantined(document.id, f"not in English ({named}); only English is read", "language")
    published = find_published(document.published, document.text, zones)
    return replace(
        document,
        zones=zones,
        published=published.value,
        published_origin=published.origin,
        warnings=document.warnings + published.warnings,
    )


def _body_sample(text: str, zones: tuple[Zone, ...]) -> str:
    parts: list[str] = []
    n_chars = 0
    for zone in zones:
        if zone.kind is ZoneKind.BODY and n_chars < SAMPLE_CHARS:
            parts.append(text[zone.start : min(zone.end, zone.start + SAMPLE_CHARS)])
            n_chars += len(parts[-1])
    return "\n".join(parts)
