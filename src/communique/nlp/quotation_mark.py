"""Which characters of a paragraph are quotation marks, and whether each can open or close a quotation.

In: a text and a span. Out: marks in order. Apostrophes, decades, feet and inches are left out where the characters
around them tell; where only the rest of the paragraph can tell, `communique.nlp.quotation` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from communique.model.document import Span


class Side(StrEnum):
    """What the form of a mark, or the characters around it, say of its role."""

    OPENS = "opens"
    CLOSES = "closes"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark: where, of one or two strokes, what its form says and what its place says."""

    start: int
    end: int
    is_double: bool
    form: Side
    place: Side


_MARK = re.compile("``|''|‘‘|’’|[\"“”„‟«»″＂「」『』'‘’‚‛‹›`]")
_DOUBLE = frozenset(["``", "''", "‘‘", "’’", *'"“”„‟«»″＂「」『』'])
_FORM = {
    **dict.fromkeys(["“", "„", "‟", "«", "「", "『", "``", "‘‘", "‘", "‚", "‛", "‹", "`"], Side.OPENS),
    **dict.fromkeys(["”", "»", "」", "』", "’’", "''", "’", "›"], Side.CLOSES),
}
_MARKS = frozenset("\"“”„‟«»″＂「」『』'‘’‚‛‹›`")
_BEFORE_OPEN = frozenset("([{—–-/=~|")
_AFTER_CLOSE = frozenset(".,;:!?)]}—–-/|")
_INCHES = re.compile(r"\d['’′]\s?\d{1,2}[\"”]|\d[\"”]\s?(?:x|by|×|in diameter)\b|\d″")
# Words that begin with an apostrophe. A quotation that begins with one of them is missed.
_ELISION = re.compile(
    r"['’‘](?:\d0s?\b|\d\d\b(?!['’])|n['’]|(?:em|til|tis|twas|cause|bout|round|cos|ere|neath)\b)",
    re.I,
)
_NEIGHBOURS = 3  # marks side by side are looked through, three at most: "'“

SINGLE_ENDS = re.compile(r"s['’](?= [a-z])")


def iter_marks(text: str, span: Span) -> Iterator[Mark]:
    """The quotation marks of a paragraph, in order."""
    inches = (
        [(m.start(), m.end()) for m in _INCHES.finditer(text, span.start, span.end)] if any(c in text for c in "'\"″") else []
    )
    for match in _MARK.finditer(text, span.start, span.end):
        start, end, form = match.start(), match.end(), match.group()
        if any(a <= start < b for a, b in inches) or (form == "''" and _is_pair(text, start)):
            continue
        is_double = form in _DOUBLE
        if not is_double and is_apostrophe(text, start, span):
            continue
        yield Mark(start, end, is_double, _FORM.get(form, Side.EITHER), place_of(text, start, end, span))


def _is_pair(text: str, start: int) -> bool:
    """Whether '' is part of a longer run, as in wiki markup or an empty string."""
    return text[start - 1 : start] == "'" or text[start + 2 : start + 3] == "'"


def is_apostrophe(text: str, at: int, span: Span) -> bool:
    """Whether the single mark at `at` stands inside a word, or begins one that is written with it."""
    before = text[at - 1] if at > span.start else " "
    after = text[at + 1] if at + 1 < span.end else " "
    if before.isalnum() and after.isalnum():
        return True
    if after.isspace() and before.isspace():
        return True
    return not before.isalnum() and bool(_ELISION.match(text, at, span.end))


def place_of(text: str, start: int, end: int, span: Span) -> Side:
    """What the nearest characters that are no marks say: after a space and before a letter it opens, and so on."""
    left, right = start - 1, end
    for _ in range(_NEIGHBOURS):
        if left >= span.start and text[left] in _MARKS:
            left -= 1
        if right < span.end and text[right] in _MARKS:
            right += 1
    before = text[left] if left >= span.start else " "
    after = text[right] if right < span.end else " "
    opens = (before.isspace() or before in _BEFORE_OPEN) and not after.isspace()
    closes = not before.isspace() and (after.isspace() or after in _AFTER_CLOSE)
    if opens == closes:
        return _place_by_word(before, after)
    return Side.OPENS if opens else Side.CLOSES


def _place_by_word(before: str, after: str) -> Side:
    """Where spaces do not tell: `now,"he` closes, `plan—"a` opens."""
    if before in _BEFORE_OPEN and after.isalnum():
        return Side.OPENS
    if after in _AFTER_CLOSE and before.isalnum():
        return Side.CLOSES
    return Side.EITHER
