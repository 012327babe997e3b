"""The viewpoint of the grammar of times, and the counts and distances that its forms share.

`Frame` holds the words of a text with what a period depends on: the anchor (publication date), the tense of the
governing verb, and the last day named before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from communique.coding import calendar_period as cal
from communique.coding.calendar_period import Period
from communique.coding.timex_words import NUMBERS, UNITS, Word, singular

Tense = Literal["past", "future"] | None
Found = tuple[Period, int] | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What a period is seen from."""

    words: Sequence[Word]
    anchor: date | None
    tense: Tense = None
    last: date | None = None

    def form(self, at: int) -> str:
        """The word at a position, "" beyond the end."""
        return self.words[at].form if 0 <= at < len(self.words) else ""

    def skip(self, at: int, *forms: str) -> int:
        """The position after one of the forms if it stands here, else the same position."""
        return at + 1 if self.form(at) in forms else at


def read_number(frame: Frame, at: int) -> tuple[int, int] | None:
    """A count before a unit: "two", "60", "a", "twenty-one", "a dozen" is not one."""
    form = frame.form(at)
    if form.isdecimal() and len(form) <= 3:
        return int(form), at + 1
    if form not in NUMBERS:
        return None
    tens = NUMBERS[form]
    if tens >= 20 and frame.form(at + 1) == "-" and 1 <= NUMBERS.get(frame.form(at + 2), 0) <= 9:
        return tens + NUMBERS[frame.form(at + 2)], at + 3
    return tens, at + 1


def read_distance(frame: Frame, at: int) -> tuple[int, str, int] | None:
    """ "two weeks", "60 days", "a fortnight": count, unit, position after; hours count as no days."""
    number = read_number(frame, at)
    if number is None:
        return None
    count, after = number
    after = frame.skip(after, "-", "more", "full")
    unit = UNITS.get(singular(frame.form(after)))
    if unit in (None, "weekend") or (unit in ("decade", "century") and count > 9):
        return None
    if unit == "fortnight":
        return 2 * count, "week", after + 1
    return (count // 24, "day", after + 1) if unit == "hour" else (count, str(unit), after + 1)


def distant(origin: date, count: int, unit: str) -> Period:
    """The day, month or year that lies a distance from a day: the unit of the distance is the precision."""
    target = cal.add(origin, count, unit)
    return cal.day(target) if unit in ("day", "week") else cal.unit_of(target, "month" if unit == "quarter" else unit)
