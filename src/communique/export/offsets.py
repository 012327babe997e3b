"""Offsets for programs that count UTF-16 units, as Java, JavaScript and .NET do, where this package counts code points."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from communique.errors import UsageError

CODE_POINTS = "code-points"
UTF_16 = "utf-16"
UNITS = (CODE_POINTS, UTF_16)


class Offsets:
    """Converts the offsets of one text, both ways; free where the text has no character beyond U+FFFF.

    Args:
        text: the text whose code points are counted.
        unit: what the other program counts, `code-points` or `utf-16`.

    Example:
        >>> offsets = Offsets("a😀b", "utf-16")
        >>> offsets.outward(2), offsets.inward(3)
        (3, 2)
    """

    def __init__(self, text: str, unit: str = CODE_POINTS) -> None:
        if unit not in UNITS:
            raise UsageError(f"offsets are counted in {unit[:40]!r}; it can be {' or '.join(UNITS)}")
        self._units: list[int] | None = None
        if unit == UTF_16 and not text.isascii() and max(text) > "\uffff":
            self._units = list(accumulate((2 if char > "\uffff" else 1 for char in text), initial=0))

    def outward(self, position: int) -> int:
        """The position as the other program counts it."""
        return position if self._units is None else self._units[position]

    def inward(self, position: int) -> int:
        """The position in code points; one that falls between the halves of a surrogate pair is moved behind it."""
        return position if self._units is None else bisect_left(self._units, position)


def plain_words(words: str) -> str:
    """Words without regard to how they are spaced and where lines end, which programs change."""
    return " ".join(words.split())


def find_words(words: str, text: str) -> list[tuple[int, int]]:
    """Every place of a text where the words stand, however they are spaced there.

    Example:
        >>> find_words("backs the pact", "Oslo backs\\r\\nthe pact.")
        [(5, 20)]
    """
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [match.span() for match in re.finditer(pattern, text)] if pattern else []
