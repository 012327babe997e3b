"""Periods with a name of their own: dates, months, weekdays, seasons, years, decades.

A day or month without a year, and a weekday, take the year or week that fits the tense.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from communique.coding import calendar_period as cal
from communique.coding.calendar_period import Period
from communique.coding.timex_deictic import deictic_unit, week_named
from communique.coding.timex_frame import Found, Frame, Tense
from communique.coding.timex_words import (
    DEADLINES,
    MONTHS,
    NEEDS_CAPITAL,
    NEEDS_STOP,
    ORDINALS,
    PARTS_OF_DAY,
    SHORT_NAMES,
    UNITS,
    WEEKDAYS,
)  # fmt: skip


def numeric(frame: Frame, at: int) -> Found:
    """2013-06-17, 2013/6/17, 17.06.2013, 6/17/2013: separators tell the order of day and month."""
    form = frame.form(at)
    if len(form) < 6 or not form[0].isdecimal() or not any(c in form for c in "-/."):
        return None
    if form[:4].isdecimal():
        return _year_first(form, at)
    import dateparser  # slow to import, and such dates are rare in news text

    parsed = dateparser.parse(form, languages=["en"], settings={"DATE_ORDER": "MDY" if "/" in form else "DMY"})
    return (cal.day(parsed.date()), at + 1) if parsed else None


def _year_first(form: str, at: int) -> Found:
    try:
        return cal.day(date(*map(int, re.split("[-/.]", form)))), at + 1
    except (ValueError, TypeError):  # 2013-02-30, 2013/17
        return None


def _month_name(frame: Frame, at: int) -> tuple[int, int] | None:
    """The number of the month named at a position, and the position after it and the full stop of a short form."""
    number = _named(frame, at, MONTHS)
    return (number, _past_stop(frame, at)) if number is not None else None


def _past_stop(frame: Frame, at: int) -> int:
    return frame.skip(at + 1, ".") if frame.form(at) in SHORT_NAMES else at + 1


def _named(frame: Frame, at: int, names: dict[str, int]) -> int | None:
    form = frame.form(at)
    if form not in names or (form in NEEDS_CAPITAL and not frame.words[at].capital):
        return None
    beside = (frame.form(at - 1)[:1].isdecimal(), frame.form(at + 1)[:1].isdecimal(), frame.form(at + 1) == ".")
    if form in NEEDS_STOP and not any(beside):
        return None
    return names[form]


def _day_number(frame: Frame, at: int) -> int | None:
    if frame.form(at) in ORDINALS and frame.form(at + 1) == "of":
        return max(0, ORDINALS[frame.form(at)]) or None  # "the third of May"
    digits = frame.form(at).rstrip("stndrh")
    return int(digits) if digits.isdecimal() and len(digits) <= 2 and 1 <= int(digits) <= 31 else None


def _last_day(frame: Frame, first: int, at: int) -> tuple[int, int]:
    """The second day of "17-18", "3 to 5", "3 or 4", else the first, and the position after it."""
    second = _day_number(frame, at + 1) if frame.form(at) in ("-", "–", "to", "and", "or", "through") else None
    return (second, at + 2) if second and second > first else (first, at)


def _year_number(frame: Frame, at: int) -> int | None:
    form = frame.form(at)
    return int(form) if len(form) == 4 and form.isdecimal() and "1800" <= form <= "2199" else None


def bare_year(frame: Frame, at: int) -> Found:
    """A year in four digits; the caller knows that it is one."""
    number = _year_number(frame, at)
    if number is None:
        return None
    last = frame.form(at + 2)
    if frame.form(at + 1) in ("-", "–", "/") and len(last) == 2 and last.isdecimal() and int(last) > number % 100:
        return cal.join(cal.year(number), cal.year(number - number % 100 + int(last))), at + 3  # "2020-25"
    return cal.year(number), at + 1


def trailing_year(frame: Frame, at: int) -> tuple[int | None, int]:
    """A year after a month or day, with or without a comma or "of": "June 2013", "June 17, 2013", "June of last year"."""
    start = frame.skip(at, ",", "of")
    number = _year_number(frame, start)
    if number is not None:
        return number, start + 1
    deictic = deictic_unit(frame, start)
    if deictic and deictic[0].granularity == "year":
        return deictic[0].first.year, deictic[1]
    return None, at


def month_day(frame: Frame, at: int) -> Found:
    """ "March 22", "Sept. 28, 2013", "June 17-18", "September 2013", "March", "last May"."""
    start = frame.skip(at, "last", "next")
    named = _month_name(frame, start)
    if named is None:
        return None
    number, after = named
    if frame.form(after) == "the" and frame.form(after + 1)[-2:] in ("st", "nd", "rd", "th"):
        after += 1  # "May the 3rd"
    if start > at and _day_number(frame, after) is None and trailing_year(frame, after)[0] is None:
        return _whole_month(frame, frame.form(at), number, after)
    first = _day_number(frame, after)
    if first is None or frame.form(after + 1) in ("percent", "%", "people"):
        found_year, end = trailing_year(frame, after)
        chosen = choose(frame, lambda y: cal.month(y, number), found_year)
        return (chosen, end) if chosen else None
    after += 1
    last, after = _last_day(frame, first, after)
    found_year, end = trailing_year(frame, after)
    chosen = choose(frame, lambda y: _days(y, number, first, last), found_year)
    return (chosen, end) if chosen else None


def _whole_month(frame: Frame, which: str, number: int, after: int) -> Found:
    """ "last May", "next June": the month of that name before or after the running one."""
    if frame.anchor is None:
        return None
    here = cal.month(frame.anchor.year, frame.anchor.month)
    months = [cal.month(frame.anchor.year + n, number) for n in (-1, 0, 1)]
    if which == "last":
        return [m for m in months if m.last < here.first][-1], after
    return next(m for m in months if m.first > here.last), after


def day_month(frame: Frame, at: int) -> Found:
    """ "22 March 2013", "the 5th of May", "17-18 June", "the 15th of next month"."""
    start = frame.skip(at, "the")
    first = _day_number(frame, start)
    if first is None:
        return None
    last, after = _last_day(frame, first, start + 1)
    named = _month_name(frame, frame.skip(after, "of"))
    if named is None:
        return _day_of_month(frame, first, last, after)
    found_year, end = trailing_year(frame, named[1])
    chosen = choose(frame, lambda y: _days(y, named[0], first, last), found_year)
    return (chosen, end) if chosen else None


def _day_of_month(frame: Frame, first: int, last: int, after: int) -> Found:
    """ "the 15th of this month": the month is seen from the anchor."""
    month = deictic_unit(frame, after + 1) if frame.form(after) == "of" else None
    if month is None or month[0].granularity != "month":
        return None
    chosen = _days(month[0].first.year, month[0].first.month, first, last)
    return (chosen, month[1]) if chosen else None


def _days(of_year: int, of_month: int, first: int, last: int) -> Period | None:
    try:
        a, b = date(of_year, of_month, first), date(of_year, of_month, last)
    except ValueError:  # 29 February of a common year, 31 June
        return None
    return cal.day(a) if a == b else Period(a, b, "interval")


def choose(frame: Frame, make: Callable[[int], Period | None], of_year: int | None) -> Period | None:
    """The period in the named year, else in the year that fits the tense, else in the nearest year."""
    if of_year is not None:
        return make(of_year)
    if frame.anchor is None:
        return None
    anchor = frame.anchor
    candidates = [p for y in (anchor.year - 1, anchor.year, anchor.year + 1) if (p := make(y))]
    if frame.tense == "future":
        candidates = [p for p in candidates if p.last >= anchor - timedelta(days=frame.grace)][:1] or candidates
    elif frame.tense == "past":
        candidates = [p for p in candidates if p.first <= anchor][-1:] or candidates
    return min(candidates, key=lambda p: p.distance(anchor)) if candidates else None


def weekday_number(frame: Frame, at: int) -> int | None:
    """The number of the weekday named at a position, Monday 0."""
    return _named(frame, at, WEEKDAYS)


def weekday(frame: Frame, at: int) -> Found:
    """ "Monday", "next Tuesday", "Thursday morning", "Monday, June 17", "Friday of next week", "Friday week": the tense tells
    past from coming."""
    at = frame.skip(at, "the")
    start = frame.skip(at, "next", "last", "this", "coming", "past")
    which = frame.form(at) if start > at else ""
    start = frame.skip(start, "coming", "past")
    number = weekday_number(frame, start)
    if number is None:
        return None
    end = frame.skip(_past_stop(frame, start), *PARTS_OF_DAY)
    dated = month_day(frame, frame.skip(end, ",")) or day_month(frame, frame.skip(end, ","))
    if dated and dated[0].granularity == "day":
        return dated
    if (week := week_named(frame, end)) and start == at:
        return cal.day(week[0].first + timedelta(days=number)), week[1]
    if frame.form(end) == "week" and frame.form(end + 1) != "-" and frame.anchor and start == at:
        return cal.day(_weekday_date(frame.anchor, number, "coming", None) + timedelta(days=7)), end + 1
    return (cal.day(_weekday_date(frame.anchor, number, which, frame.tense)), end) if frame.anchor else None


def _weekday_date(anchor: date, number: int, which: str, tense: Tense) -> date:
    ahead = (number - anchor.weekday()) % 7
    monday = cal.week(anchor).first
    if which == "next":
        return monday + timedelta(days=7 + number)
    if which == "last":
        return anchor - timedelta(days=(anchor.weekday() - number) % 7 or 7)
    if which == "coming" or tense == "future":
        return anchor + timedelta(days=ahead)
    if which == "this" and tense is None:
        return monday + timedelta(days=number)
    return anchor - timedelta(days=(anchor.weekday() - number) % 7)


def season(frame: Frame, at: int) -> Found:
    """ "the summer of 2013", "this summer", "next spring", "summer 2014"; a bare season is none."""
    start = frame.skip(at, "the")
    which = frame.form(start) if frame.form(start) in ("this", "next", "last", "coming", "past") else ""
    start += bool(which)
    start = frame.skip(start, "coming", "past")
    name = frame.form(start)
    if name not in cal.SEASONS:
        return None
    found_year, end = trailing_year(frame, start + 1)
    if found_year:
        return cal.season(found_year, name), end
    if frame.anchor is None or not (which or frame.form(at) == "the"):
        return None
    if name == "fall" and frame.form(end) == "of":
        return None  # "the fall of Kabul"
    deadline = frame.form(at - 1) in DEADLINES
    if name == "fall" and not (which or deadline or frame.form(at - 2) in DEADLINES):
        return None
    return _season_of(frame, name, which, deadline), end


def bare_season(frame: Frame, at: int) -> Found:
    """ "by spring", "in summer", "late autumn": the caller knows that a time is told; "fall" only as a deadline or part."""
    name, before = frame.form(at), frame.form(at - 1)
    if frame.anchor is None or name not in cal.SEASONS or frame.form(at + 1) == "of":
        return None
    if before == "of" and frame.form(at - 2) not in ("end", "close", "beginning", "start", "middle"):
        return None
    if name == "fall" and before not in (*DEADLINES, "since", "early", "late", "mid"):
        return None
    return _season_of(frame, name, "", before in DEADLINES), at + 1


def _season_of(frame: Frame, name: str, which: str, deadline: bool) -> Period:
    """The season that is meant: "by spring", said in spring, means the next; else the nearest of the year and tense."""
    anchor = frame.anchor or date.min
    seasons = [cal.season(anchor.year + n, name) for n in (-2, -1, 0, 1, 2)]
    ahead = [s for s in seasons if s.first > anchor]
    behind = [s for s in seasons if s.last < anchor]
    if which in ("next", "coming") or (not which and deadline and frame.tense != "past"):
        return ahead[0]
    if which in ("last", "past"):
        return behind[-1]
    if frame.tense == "future" and not which:
        return next(s for s in seasons if s.last >= anchor)
    return min(seasons, key=lambda s: (s.distance(anchor) > 0, s.first.year != anchor.year, s.distance(anchor)))


def quarter_name(frame: Frame, at: int) -> Found:
    """ "Q3 2019", "Q2", "H1 of next year": a quarter or half by its short name."""
    number = frame.form(at + 1)
    make, most = {"q": (cal.quarter, 4), "h": (cal.half, 2)}.get(frame.form(at), (cal.quarter, 0))
    if not number.isdecimal() or not 1 <= int(number) <= most or frame.words[at].end != frame.words[at + 1].start:
        return None
    of_year, end = trailing_year(frame, at + 2)
    if of_year is None and make is cal.half:
        return None
    chosen = choose(frame, lambda y: make(y, int(number)), of_year)
    return (chosen, end) if chosen else None


def unit_named(frame: Frame, at: int) -> Found:
    """ "the year 2050", "the month of May": a year or month with its kind before it."""
    start = frame.skip(at, "the")
    unit = UNITS.get(frame.form(start))
    after = frame.skip(start + 1, "of")
    if unit == "year" and (start > at or frame.form(at - 1) in DEADLINES):
        return bare_year(frame, after)
    return month_day(frame, after) if unit == "month" and start > at and after > start + 1 else None


def decade(frame: Frame, at: int) -> Found:
    """A decade such as "the 1990s": the decade and where it ends, None if there is none."""
    start = frame.skip(at, "the")
    form = frame.form(start)
    return (cal.decade(int(form[:4])), start + 1) if len(form) == 5 and form.endswith("0s") and form[:4].isdecimal() else None
