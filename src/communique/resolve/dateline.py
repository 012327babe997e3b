"""Where a report comes from: the state that its dateline puts it in.

In: a document with its zones. Out: the state of the place, which a report from there need not name ("BOGOTA — President Roe
said …").
"""

from __future__ import annotations

import re

from communique.model.document import Document, ZoneKind
from communique.resolve.lexicon import Name, fold, lexicon, state_names
from communique.resolve.scene import AMBIGUOUS

PLACES = frozenset({"state", "capital", "place"})
AFTER_PLACE = re.compile(r"[(/]|--|\d")  # the agency, the day, the dash


def dateline_state(document: Document) -> str:
    """The state of the dateline: "BOGOTA, May 3 (AP) —", "Gaziantep, Turkey —"; "" without one, or in a place of many states.

    Example:
        >>> from communique.model.document import Zone
        >>> text = "BOGOTA, May 3 (AP) - Talks went on."
        >>> dateline_state(Document("1", text, zones=(Zone(ZoneKind.DATELINE, 0, 20), Zone(ZoneKind.BODY, 21, len(text)))))
        'COL'
    """
    zone = next((z for z in document.zones if z.kind is ZoneKind.DATELINE), None)
    if zone is None:
        return ""
    words = AFTER_PLACE.split(fold(document.text[zone.start : zone.end]))[0]
    written = words.title() if words.split(",")[0].isupper() else words
    hits = [h for h in lexicon().find_names(written) if written[h.start : h.end] not in AMBIGUOUS]
    parties = [h.entry.party for h in hits if isinstance(h.entry, Name) and h.entry.kind in PLACES]
    return parties[-1] if parties and parties[-1] in state_names() else ""
