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
    grace: int = 7  # a date so many days behind still counts as ahead: reports are updated after the day they announce

    def form(self, at: int) -> str:
        """The word at a position, "" beyond the end."""
        return self.words[at].form if 0 <= at < len(self.words) else ""

    def forms(self, at: int, count: int) -> tuple[str, ...]:
        """So many words from a position on."""
        return tuple(word.form for word in self.words[at : at + count])

    def skip(self, at: int, *forms: str) -> int:
        """The position after one of the forms if it stands here, else the same position."""
        return at + 1 if self.form(at) in forms else at


@dataclass(frozen=True, slots=True)
class Distance:
    """A length of time: `count` units, or from `least` to `count` of them; the position after it."""

    least: int
    count: int
    unit: str
    end: int


def read_number(frame: Frame, at: int) -> tuple[int, int] | None:
    """A count before a unit: "two", "60", "a", "twenty-one", "one hundred"; "a dozen" is not one."""
    form = frame.form(at)
    if form.isdecimal() and len(form) <= 3:
        return int(form), at + 1
    if form not in NUMBERS:
        return None
    number = NUMBERS[form]
    if number >= 20 and frame.form(at + 1) == "-" and 1 <= NUMBERS.get(frame.form(at + 2), 0) <= 9:
        return number + NUMBERS[frame.form(at + 2)], at + 3
    if number <= 9 and frame.form(at + 1) == "hundred":
        return 100 * number, at + 2
    return number, at + 1


def read_distance(frame: Frame, at: int) -> Distance | None:
    """ "two weeks", "a fortnight", "six to eight months", "a year and a half", "half a year"; hours are part of days."""
    half = _half_of(frame, at)
    number = (0, half) if half else read_number(frame, at)
    if number is None:
        return None
    least, count, after = _up_to(frame, *number)
    halved = bool(half)
    if not halved:
        after, halved = _and_a_half(frame, after)
    after = frame.skip(frame.skip(after, "-"), "more", "full", "calendar", "working", "business")
    days = 7 / 5 if frame.form(after - 1) in ("working", "business") else 1
    unit = UNITS.get(singular(frame.form(after)))
    if unit in (None, "weekend") or (unit in ("decade", "century") and count > 9):
        return None
    after += 1
    if not halved:
        after, halved = _and_a_half(frame, after)
    if frame.form(after) == "or" and NUMBERS.get(frame.form(after + 1), 0) == count + 1 and frame.form(after + 2) not in UNITS:
        count, after = count + 1, after + 2  # "a week or two"
    if halved:
        count, unit = _with_half(count, str(unit))
        least = count
    size, unit = {"fortnight": (2, "week"), "hour": (1 / 24, "day")}.get(str(unit), (days, str(unit)))
    return Distance(int(least * size), int(count * size), unit, after)


def _half_of(frame: Frame, at: int) -> int | None:
    """The position of the unit in "half a year", "half-year", "a half year"."""
    start = frame.skip(at, "a")
    if frame.form(start) != "half":
        return None
    after = frame.skip(start + 1, "a", "an", "-")
    return after if not frame.form(after).endswith("s") else None


def _up_to(frame: Frame, number: int, after: int) -> tuple[int, int, int]:
    """The greater number of "six to eight", "two or three", "30-60", "six-to-eight": the least, the most, the position after."""
    joint = frame.skip(after, "-") if frame.form(after + 1) in ("to", "or") else after
    if frame.form(joint) not in ("to", "or", "-", "–"):
        return number, number, after
    more = read_number(frame, frame.skip(joint + 1, "-"))
    return (number, more[0], more[1]) if more and more[0] > number else (number, number, after)


def _and_a_half(frame: Frame, at: int) -> tuple[int, bool]:
    start = frame.skip(at, "-")
    if frame.form(start) != "and":
        return at, False
    after = frame.skip(frame.skip(start + 1, "-"), "a")
    after = frame.skip(after, "-")
    return (after + 1, True) if frame.form(after) == "half" and frame.form(after - 1) in ("a", "-") else (at, False)


def _with_half(count: int, unit: str) -> tuple[int, str]:
    """Half a unit more than a count of them, in the smaller unit that tells it: a year and a half is 18 months."""
    size, smaller = {
        "week": (7, "day"), "month": (30, "day"), "year": (12, "month"), "decade": (10, "year"), "century": (100, "year"),
    }.get(unit, (2, unit))  # fmt: skip
    return (count * size + (size + 1) // 2, smaller) if size > 2 else (count, unit)


def distant(origin: date, count: int, unit: str) -> Period:
    """The day, month or year that lies a distance from a day: the unit of the distance is the precision."""
    target = cal.add(origin, count, unit)
    return cal.day(target) if unit in ("day", "week") else cal.unit_of(target, "month" if unit == "quarter" else unit)


def away(origin: date, length: Distance, sign: int = 1) -> Period:
    """What lies a distance after a day, or before it with the sign -1; "two or three weeks" gives the days between."""
    ends = [distant(origin, sign * n, length.unit) for n in sorted({length.least, length.count})][::sign]
    return ends[0] if len(ends) == 1 else cal.join(ends[0], ends[1])
