"""The grammar of periods: from the words of a text to calendar periods, seen from the day of publication.

A recursive descent over plain words. Each production tries to read one form at a position and gives the period with
the position after it, or None; the longest wins. Forms whose date nobody can tell (no anchor, "in the coming days")
give no period; the caller keeps their wording.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from communique.coding import calendar_period as cal
from communique.coding.calendar_period import Period, nth_weekday, piece_of
from communique.coding.timex_deictic import ago, beyond_next, deictic_unit, following, named_day, now
from communique.coding.timex_frame import Distance, Found, Frame, Tense, away, read_distance, read_number
from communique.coding.timex_holiday import holiday
from communique.coding.timex_named import (
    bare_season,
    bare_year,
    choose,
    day_month,
    decade,
    month_day,
    numeric,
    quarter_name,
    season,
    unit_named,
    weekday,
    weekday_number,
)  # fmt: skip
from communique.coding.timex_words import DEADLINES, ORDINALS, UNITS, singular


def read_period(frame: Frame, at: int, *, after_preposition: bool = False) -> Found:
    """The longest period that begins at a word, or None.

    Args:
        frame: words and viewpoint.
        at: index of the first word.
        after_preposition: a bare year ("2014") counts only after "by", "in", "of" and the like.
    """
    first = _one_period(frame, at, after_preposition)
    if first is None:
        return None
    joined = _joined(frame, at, first, after_preposition)
    return joined or (first if frame.form(at) != "now" else None)


def _one_period(frame: Frame, at: int, after_preposition: bool) -> Found:
    found = [f for production in _PRODUCTIONS if (f := production(frame, at))]
    if not found and after_preposition:
        return bare_year(frame, at) or bare_season(frame, at)
    return max(found, key=lambda f: f[1], default=None)


_SPANS = frozenset({"to", "through", "until", "till", "-", "–", "—"})
_FROM_ANCHOR = frozenset({"today", "tomorrow", "yesterday", "tonight", "now", "this", "next", "last", "coming", "past", "ago"})


def _joined(frame: Frame, at: int, first: tuple[Period, int], after_preposition: bool) -> Found:
    """ "Monday and Tuesday", "1 May to 3 May", "May or June", "from 2020 to 2025": a period up to a second one, None without one.

    What "from" or "between" opens may differ in kind ("from Monday until the end of the month"); elsewhere "to" joins two
    of a kind and "and" and "or" only what is adjacent.
    """
    joint, opener, to = frame.form(first[1]), frame.form(at - 1), first[1] + 1
    if joint not in (*_SPANS, "and", "or", "/"):
        return None
    opened = opener in ("from", "between", "starting", "beginning") and (joint in _SPANS or opener == "between")
    second = _one_period(frame, to, after_preposition)
    if second is None or not (opened or second[0].granularity == first[0].granularity):
        return None
    if joint in _SPANS and not opened and frame.form(to) in (*_FROM_ANCHOR, "the", "end", "beginning", "start"):
        return None  # "extended on Friday to the end of the month"
    start, end = _seen_together(frame, (at, first), (to, second), after_preposition)
    longest = cal.add(start.last, 1, "day") if not opened and joint not in _SPANS else cal.add(start.first, 10, "century")
    return (cal.join(start, end), second[1]) if start.first < end.first <= longest else None


def _seen_together(
    frame: Frame, first: tuple[int, tuple[Period, int]], second: tuple[int, tuple[Period, int]], after_preposition: bool
) -> tuple[Period, Period]:
    """Both ends of a stretch, each seen from the other: the second is the next after the first, unless it alone has a year
    or both lie in the past; then the first is the last before the second."""

    def seen(at: int, found: tuple[Period, int], origin: date | None, tense: Tense) -> Period | None:
        moved = replace(frame, anchor=origin, tense=tense, grace=0)
        again = _one_period(moved, at, after_preposition)
        return again[0] if again and again[1] == found[1] else None

    def fixed(at: int, found: tuple[Period, int]) -> bool:
        deictic = any(frame.form(k) in _FROM_ANCHOR for k in range(at, found[1]))
        return deictic or seen(at, found, None, None) is not None

    (start, _), (end, _) = first[1], second[1]
    if not fixed(*second) and (frame.tense != "past" or fixed(*first)):
        end = seen(*second, start.first, "future") or end
    elif not fixed(*first):
        start = seen(*first, end.first, "past") or start
    return start, end


_PART_NAMES: dict[str, cal.Part] = {"early": "early", "mid": "mid", "late": "late"}
_MID_UNITS = {"midyear": "year", "midmonth": "month", "midweek": "week"}
_PART_NAMES |= {"beginning": "early", "start": "early", "outset": "early", "middle": "mid"}


def _part(frame: Frame, at: int) -> Found:
    """ "early next year", "mid-2014", "late September", "the end of the month", "the middle of next week", "midyear"."""
    start = frame.skip(at, "the")
    start = frame.skip(start, "very")
    form = frame.form(start)
    if form in _MID_UNITS and frame.anchor:
        return cal.part_of(cal.unit_of(frame.anchor, _MID_UNITS[form]), "mid"), start + 1
    ends = form in ("end", "close")
    if not ends and form not in _PART_NAMES:
        return None
    after = frame.skip(start + 1, "-")
    of = frame.form(after) == "of"
    if form in ("close", "beginning", "start", "outset", "middle") and not of:
        return None
    inner = _inner(frame, after + of, is_day=ends and frame.form(at - 1) in DEADLINES, is_bare=of or form == "mid")
    if inner is None:
        return None
    if ends:
        return (cal.end_of(inner[0]), inner[1]) if of or start == at else None
    return cal.part_of(inner[0], _PART_NAMES[form]), inner[1]


def _inner(frame: Frame, at: int, *, is_day: bool = False, is_bare: bool = False) -> Found:
    """A period inside "the end of …": also "the month", "the year", "in July" and bare years.

    Args:
        frame: words and viewpoint.
        at: index of the first word.
        is_day: "the day" counts too: "by the end of the day" is a time, "at the end of the day" is not.
        is_bare: a unit counts without its article: "end of year", "mid-month".
    """
    at = frame.skip(at, "in")
    found = _one_period(frame, at, after_preposition=True)
    if found is None and frame.anchor is not None:
        start = frame.skip(at, "the")
        unit = UNITS.get(frame.form(start))
        known = unit not in (None, "hour", "fortnight", *(() if is_day else ("day",)))
        if known and (start > at or (is_bare and frame.form(start + 1) != "-")):
            return cal.unit_of(frame.anchor, str(unit)), start + 1
    return found


def _ordinal_part(frame: Frame, at: int) -> Found:
    """ "the first quarter of 2015", "the second half of next year", "the first week of June", "the last two weeks of May", "the
    last Friday of May"."""
    start = frame.skip(at, "the")
    number = ORDINALS.get(frame.form(start))
    if number is None:
        return None
    counted = read_number(frame, start + 1)
    count, after = counted or (0, start + 1 + (frame.form(start + 1) == "few"))
    if weekday_number(frame, after) is not None:
        unit = WEEKDAY
    elif (unit := singular(frame.form(after))) not in _FEW:
        return None
    after += 1
    if frame.form(after) not in ("of", "in"):
        return _of_this_year(frame, unit, number, after) if start > at and not count else None
    inner = _inner(frame, after + 1)
    if inner is None:
        return None
    count = count or (_FEW[unit] if frame.form(after - 1).endswith("s") and unit != WEEKDAY else 1)
    day_of_week = weekday_number(frame, after - 1)
    chosen = nth_weekday(inner[0], day_of_week, number) if day_of_week is not None else piece_of(inner[0], unit, number, count)
    return (chosen, inner[1]) if chosen else None


WEEKDAY = "weekday"
# so many are meant by "the first days of May", "the last weeks of the year"
_FEW = {"day": 5, "week": 2, "month": 3, "weekend": 2, "quarter": 2, "half": 1, "year": 2}


def _of_this_year(frame: Frame, unit: str, number: int, after: int) -> Found:
    """ "the third quarter", "the first half" alone: of the year that fits the tense, else of the running one."""
    if frame.anchor is None or unit not in ("quarter", "half") or not 0 < number <= (4 if unit == "quarter" else 2):
        return None
    of_year = None if frame.tense else frame.anchor.year
    chosen = choose(frame, lambda y: piece_of(cal.year(y), unit, number, 1), of_year)
    return (chosen, after) if chosen else None


def from_named(frame: Frame, at: int) -> Found:
    """ "a week from Friday", "two days after May 3", "the day before Christmas": a distance from a named period."""
    start = frame.skip(at, "the")
    unit = UNITS.get(frame.form(start)) if start > at else None
    length = read_distance(frame, at) if start == at else unit and Distance(1, 1, unit, start + 1)
    if not length or length.unit not in ("day", "week", "month", "year"):
        return None
    link = frame.form(length.end)
    origin = _one_period(frame, length.end + 1, after_preposition=True) if link in _LINKS else None
    if origin is None or (origin[0].granularity != "day" and frame.form(origin[1]) in ("'", "’")):
        return None  # "a week before next month's vote"
    return away(origin[0].first if link == "before" else origin[0].last, length, _LINKS[link]), origin[1]


_LINKS = {"from": 1, "after": 1, "following": 1, "before": -1}


def _week_of(frame: Frame, at: int) -> Found:
    """ "the week of May 13", "the week beginning Monday", "the weekend of May 11-12"; one named by its Sunday begins on it."""
    start = frame.skip(at, "the")
    unit, link = frame.form(start), frame.form(start + 1)
    if unit not in ("week", "weekend") or link not in ("of", "beginning", "starting", "commencing", "ending"):
        return None
    named = _one_period(frame, frame.skip(start + 2, "on"), after_preposition=False)
    if named is None or (named[0].last - named[0].first).days > 6:
        return None
    begin = named[0].first
    if unit == "weekend":
        return cal.weekend(begin), named[1]
    if link == "ending":
        begin = named[0].last - timedelta(days=6)
    elif link == "of" and begin.weekday() != 6:
        begin = cal.week(begin).first
    return Period(begin, begin + timedelta(days=6), "week"), named[1]


_PRODUCTIONS: tuple[Callable[[Frame, int], Found], ...] = (
    numeric, month_day, day_month, weekday, season, decade, named_day, deictic_unit, _part, _ordinal_part, ago, following,
    quarter_name, unit_named, holiday, beyond_next, from_named, _week_of, now,
)  # fmt: skip
