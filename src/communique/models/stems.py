"""Crude word stems, shared by retrieval and by the table of how rare they are. Standard library only."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]+")
ENDING = re.compile(r"(?:s|ed|ing)$")
STEM_LETTERS = 6  # longer words are cut here: "negotiate", "negotiators", "negotiation" meet


def stems_of(text: str) -> set[str]:
    """The crude stems of a text's words: lower case, without -s, -ed, -ing, long words cut after six letters.

    Example:
        >>> sorted(stems_of("Negotiators lifted sanctions"))
        ['lift', 'negoti', 'sancti']
    """
    words = WORD.findall(text.lower().replace("’s", "").replace("'s", ""))
    return {w[:STEM_LETTERS] if len(w) > STEM_LETTERS else ENDING.sub("", w) for w in words} - {""}
