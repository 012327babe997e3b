"""Periods with a name of their own: dates, months, weekdays, seasons, years, decades.

A day or month without a year, and a weekday, take the year or week that fits the tense.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from communique.coding import calendar_period as cal
from communique.coding.calendar_period import Period
from communique.coding.timex_deictic import deictic_unit
from communique.coding.timex_frame import Found, Frame, Tense
from communique.coding.timex_words import MONTHS, NEEDS_CAPITAL, NEEDS_STOP, PARTS_OF_DAY, WEEKDAYS

GRACE_DAYS = 7  # a date up to a week behind still counts as ahead: reports are updated after the day they announce


def numeric(frame: Frame, at: int) -> Found:
    """2013-06-17, 17.06.2013, 6/17/2013: separators tell the order of day and month."""
    form = frame.form(at)
    if len(form) < 6 or not form[0].isdecimal() or not any(c in form for c in "-/."):
        return None
    try:
        return cal.day(date.fromisoformat(form)), at + 1
    except ValueError:
        pass
    import dateparser  # slow to import, and such dates are rare in news text

    parsed = dateparser.parse(form, languages=["en"], settings={"DATE_ORDER": "MDY" if "/" in form else "DMY"})
    return (cal.day(parsed.date()), at + 1) if parsed else None


def _month_name(frame: Frame, at: int) -> tuple[int, int] | None:
    """The number of the month named at a position, and the position after it and its full stop."""
    number = _named(frame, at, MONTHS)
    return (number, frame.skip(at + 1, ".") if len(frame.form(at)) <= 4 else at + 1) if number is not None else None


def _named(frame: Frame, at: int, names: dict[str, int]) -> int | None:
    form = frame.form(at)
    if form not in names or (form in NEEDS_CAPITAL and not frame.words[at].capital):
        return None
    if form in NEEDS_STOP and frame.form(at + 1) != "." and not frame.form(at + 1)[:1].isdecimal():
        return None
    return names[form]


def _day_number(frame: Frame, at: int) -> int | None:
    digits = frame.form(at).rstrip("stndrh")
    return int(digits) if digits.isdecimal() and len(digits) <= 2 and 1 <= int(digits) <= 31 else None


def _year_number(frame: Frame, at: int) -> int | None:
    form = frame.form(at)
    return int(form) if len(form) == 4 and form.isdecimal() and "1800" <= form <= "2199" else None


def bare_year(frame: Frame, at: int) -> Found:
    """A year in four digits; the caller knows that it is one."""
    number = _year_number(frame, at)
    return (cal.year(number), at + 1) if number else None


def _trailing_year(frame: Frame, at: int) -> tuple[int | None, int]:
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
    if start > at and _day_number(frame, after) is None and _trailing_year(frame, after)[0] is None:
        return _whole_month(frame, frame.form(at), number, after)
    first = _day_number(frame, after)
    if first is None or frame.form(after + 1) in ("percent", "%", "people"):
        found_year, end = _trailing_year(frame, after)
        chosen = _choose(frame, lambda y: cal.month(y, number), found_year)
        return (chosen, end) if chosen else None
    after += 1
    last = first
    if frame.form(after) in ("-", "–", "to", "and", "through") and (second := _day_number(frame, after + 1)) and second > first:
        last, after = second, after + 2
    found_year, end = _trailing_year(frame, after)
    chosen = _choose(frame, lambda y: _days(y, number, first, last), found_year)
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
    """ "22 March 2013", "the 5th of May", "17-18 June"."""
    start = frame.skip(at, "the")
    first = _day_number(frame, start)
    if first is None:
        return None
    after, last = start + 1, first
    if frame.form(after) in ("-", "–", "to", "and") and (second := _day_number(frame, after + 1)) and second > first:
        last, after = second, after + 2
    named = _month_name(frame, frame.skip(after, "of"))
    if named is None:
        return None
    found_year, end = _trailing_year(frame, named[1])
    chosen = _choose(frame, lambda y: _days(y, named[0], first, last), found_year)
    return (chosen, end) if chosen else None


def _days(of_year: int, of_month: int, first: int, last: int) -> Period | None:
    try:
        a, b = date(of_year, of_month, first), date(of_year, of_month, last)
    except ValueError:  # 29 February of a common year, 31 June
        return None
    return cal.day(a) if a == b else Period(a, b, "interval")


def _choose(frame: Frame, make: Callable[[int], Period | None], of_year: int | None) -> Period | None:
    """The period in the named year, else in the year that fits the tense, else in the nearest year."""
    if of_year is not None:
        return make(of_year)
    if frame.anchor is None:
        return None
    anchor = frame.anchor
    candidates = [p for y in (anchor.year - 1, anchor.year, anchor.year + 1) if (p := make(y))]
    if frame.tense == "future":
        candidates = [p for p in candidates if p.last >= anchor - timedelta(days=GRACE_DAYS)][:1] or candidates
    elif frame.tense == "past":
        candidates = [p for p in candidates if p.first <= anchor][-1:] or candidates
    return min(candidates, key=lambda p: p.distance(anchor)) if candidates else None


def weekday(frame: Frame, at: int) -> Found:
    """ "Monday", "next Tuesday", "Thursday morning", "Monday, June 17": the tense tells past from coming."""
    start = frame.skip(at, "next", "last", "this", "coming", "past")
    which = frame.form(at) if start > at else ""
    start = frame.skip(start, "coming", "past")
    number = _named(frame, start, WEEKDAYS)
    if number is None:
        return None
    end = frame.skip(start + 1, ".") if len(frame.form(start)) <= 5 else start + 1
    end = frame.skip(end, *PARTS_OF_DAY)
    dated = month_day(frame, frame.skip(end, ",")) or day_month(frame, frame.skip(end, ","))
    if dated and dated[0].granularity == "day":
        return dated
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
    found_year, end = _trailing_year(frame, start + 1)
    if found_year:
        return cal.season(found_year, name), end
    if frame.anchor is None or not (which or frame.form(at) == "the"):
        return None
    if name == "fall" and not which:
        return None  # "the fall of Kabul"
    seasons = [cal.season(frame.anchor.year + n, name) for n in (-2, -1, 0, 1, 2)]
    ahead = [s for s in seasons if s.first > frame.anchor]
    behind = [s for s in seasons if s.last < frame.anchor]
    if which in ("next", "coming"):
        return ahead[0], end
    if which in ("last", "past"):
        return behind[-1], end
    return min(
        seasons, key=lambda s: (s.first.year != frame.anchor.year if frame.anchor else 0, s.distance(frame.anchor or s.first))
    ), end


def decade(frame: Frame, at: int) -> Found:
    """A decade such as "the 1990s": the decade and where it ends, None if there is none."""
    start = frame.skip(at, "the")
    form = frame.form(start)
    return (cal.decade(int(form[:4])), start + 1) if len(form) == 5 and form.endswith("0s") and form[:4].isdecimal() else None
