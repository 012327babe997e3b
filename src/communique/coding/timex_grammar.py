"""The grammar of periods: from the words of a text to calendar periods, seen from the day of publication.

A recursive descent over plain words. Each production tries to read one form at a position and gives the period with
the position after it, or None; the longest wins. Forms whose date nobody can tell (no anchor, "in the coming days")
give no period; the caller keeps their wording.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from communique.coding import calendar_period as cal
from communique.coding.calendar_period import Period
from communique.coding.timex_deictic import ago, deictic_unit, following, named_day
from communique.coding.timex_frame import Found, Frame
from communique.coding.timex_named import bare_year, day_month, decade, month_day, numeric, season, weekday
from communique.coding.timex_words import ORDINALS, UNITS, singular


def read_period(frame: Frame, at: int, *, after_preposition: bool = False) -> Found:
    """The longest period that begins at a word, or None.

    Args:
        frame: words and viewpoint.
        at: index of the first word.
        after_preposition: a bare year ("2014") counts only after "by", "in", "of" and the like.
    """
    best: Found = None
    for production in _PRODUCTIONS:
        found = production(frame, at)
        if found is not None and (best is None or found[1] > best[1]):
            best = found
    if best is None and after_preposition:
        best = bare_year(frame, at)
    return _range_end(frame, best) if best else None


def _range_end(frame: Frame, found: tuple[Period, int]) -> tuple[Period, int]:
    """ "Monday and Tuesday", "1 May to 3 May", "June – August", "May or June": extends a period to a second one."""
    period, at = found
    joint = frame.form(at)
    if joint in ("to", "through", "until", "till", "-", "–", "—", "and", "or") and period.granularity in ("day", "month"):
        for production in (month_day, day_month, weekday, numeric):
            second = production(frame, at + 1)
            if second and second[0].granularity == period.granularity:
                later = second[0]
                apart = (later.first - period.last).days
                near = apart <= 1 if joint == "or" else (later.first - period.first).days <= (1 if joint == "and" else 400)
                if period.first < later.first and near:
                    return cal.join(period, later), second[1]
    return found


_PART_NAMES: dict[str, cal.Part] = {"early": "early", "mid": "mid", "late": "late"}
_PART_NAMES |= {"beginning": "early", "start": "early", "outset": "early", "middle": "mid"}


def _part(frame: Frame, at: int) -> Found:
    """ "early next year", "mid-2014", "late September", "the end of the month", "the middle of next week"."""
    start = frame.skip(at, "the")
    start = frame.skip(start, "very")
    form = frame.form(start)
    ends = form in ("end", "close")
    if not ends and form not in _PART_NAMES:
        return None
    after = frame.skip(start + 1, "-")
    of = frame.form(after) == "of"
    if form in ("end", "close", "beginning", "start", "outset", "middle") and not of and form != "end":
        return None
    inner = _inner(frame, after + of)
    if inner is None:
        return None
    if ends:
        return (cal.end_of(inner[0]), inner[1]) if of or start == at else None
    return cal.part_of(inner[0], _PART_NAMES[form]), inner[1]


def _inner(frame: Frame, at: int) -> Found:
    """A period inside "the end of …": also "the month", "the year", "in July" and bare years."""
    at = frame.skip(at, "in")
    found = read_period(frame, at, after_preposition=True)
    if found is None and frame.anchor is not None:
        start = frame.skip(at, "the")
        unit = UNITS.get(frame.form(start))
        if start > at and unit and unit not in ("hour", "day", "fortnight"):
            return cal.unit_of(frame.anchor, unit), start + 1
    return found


def _ordinal_part(frame: Frame, at: int) -> Found:
    """ "the first quarter of 2015", "the second half of next year", "the first week of June", "the last days of May"."""
    start = frame.skip(at, "the")
    number = ORDINALS.get(frame.form(start))
    unit = singular(frame.form(start + 1))
    if number is None or unit not in ("quarter", "half", "week", "day", "weekend", "month"):
        return None
    after = start + 2
    if frame.form(after) != "of":
        whole = cal.unit_of(frame.anchor, "year") if frame.anchor and unit in ("quarter", "half") and number > 0 else None
        chosen = _nth(whole, unit, number) if whole and (unit == "quarter" or number <= 2) and start > at else None
        return (chosen, after) if chosen else None
    inner = _inner(frame, after + 1)
    chosen = _nth(inner[0], unit, number) if inner else None
    return (chosen, inner[1]) if inner and chosen else None


def _nth(whole: Period, unit: str, number: int) -> Period | None:
    first, last = whole.first, whole.last
    if unit in ("quarter", "half", "month"):
        size = {"quarter": 3, "half": 6, "month": 1}[unit]
        if unit == "half" and whole.granularity == "month":
            return Period(first, first.replace(day=15), "half") if number == 1 else Period(first.replace(day=16), last, "half")
        count = (12 if whole.granularity == "year" else 3) // size
        index = number if number > 0 else count
        if whole.granularity not in ("year", "quarter") or index > count:
            return None
        begin = cal.add_months(first, size * (index - 1))
        return Period(begin, cal.add_months(begin, size) - timedelta(days=1), unit)
    if unit == "week":
        begin = first + timedelta(days=7 * (number - 1)) if number > 0 else last - timedelta(days=6)
        return Period(begin, min(last, begin + timedelta(days=6)), "interval") if begin <= last else None
    if unit == "day":
        few = timedelta(days=4)
        return (
            Period(first, min(last, first + few), "interval") if number == 1 else Period(max(first, last - few), last, "interval")
        )
    return None


_PRODUCTIONS: tuple[Callable[[Frame, int], Found], ...] = (
    numeric, month_day, day_month, weekday, season, decade, named_day, deictic_unit, _part, _ordinal_part, ago, following,
)  # fmt: skip
