"""Stretches of days with the precision that a report gives them: days, weeks, months, quarters, halves, years.

Pure arithmetic on dates; no text is read here. `Period.value` is the ISO 8601 form that rows carry.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Part = Literal["early", "mid", "late"]
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}


@dataclass(frozen=True, slots=True)
class Period:
    """The days `first` to `last`, both included. `granularity`: day, week, weekend, month, quarter, half, season, year, decade,
    century or interval."""

    first: date
    last: date
    granularity: str

    @property
    def value(self) -> str:
        """ISO 8601: a day, a month, a year, or an interval `first/last`.

        Example:
            >>> month(2013, 6).value, half(2013, 2).value
            ('2013-06', '2013-07-01/2013-12-31')
        """
        if self.granularity == "year":
            return f"{self.first.year:04d}"
        if self.granularity == "month":
            return f"{self.first.year:04d}-{self.first.month:02d}"
        return self.days

    @property
    def days(self) -> str:
        """The same as a day or an interval of days, however it was named: the form of due dates.

        Example:
            >>> year(2013).days
            '2013-01-01/2013-12-31'
        """
        return self.first.isoformat() if self.first == self.last else f"{self.first.isoformat()}/{self.last.isoformat()}"

    def distance(self, anchor: date) -> int:
        """Days between the anchor and the nearest day of the period; 0 inside."""
        if anchor < self.first:
            return (self.first - anchor).days
        return max(0, (anchor - self.last).days)


def day(on: date) -> Period:
    """One day."""
    return Period(on, on, "day")


def month(of_year: int, number: int) -> Period:
    """A calendar month."""
    return Period(date(of_year, number, 1), date(of_year, number, monthrange(of_year, number)[1]), "month")


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), "year")


def decade(first_year: int) -> Period:
    """Ten years from `first_year`."""
    return Period(date(first_year, 1, 1), date(first_year + 9, 12, 31), "decade")


def week(holding: date) -> Period:
    """The week, Monday to Sunday, that holds a day."""
    monday = holding - timedelta(days=holding.weekday())
    return Period(monday, monday + timedelta(days=6), "week")


def weekend(holding: date) -> Period:
    """Saturday and Sunday of the week that holds a day."""
    monday = week(holding).first
    return Period(monday + timedelta(days=5), monday + timedelta(days=6), "weekend")


def quarter(of_year: int, number: int) -> Period:
    """The first to fourth quarter of a year."""
    return _months(of_year, 3 * number - 2, 3 * number, "quarter")


def half(of_year: int, number: int) -> Period:
    """The first or second half of a year."""
    return _months(of_year, 6 * number - 5, 6 * number, "half")


def season(of_year: int, name: str) -> Period:
    """A season of the northern hemisphere, by whole months; winter begins in December of the year and ends in the next."""
    first, last = SEASONS[name]
    if first > last:
        return Period(date(of_year, first, 1), month(of_year + 1, last).last, "season")
    return _months(of_year, first, last, "season")


def _months(of_year: int, first: int, last: int, granularity: str) -> Period:
    return Period(date(of_year, first, 1), month(of_year, last).last, granularity)


def add_months(to: date, n: int) -> date:
    """The same day n months on, or the last day of that month if it is shorter.

    Example:
        >>> add_months(date(2014, 1, 31), 1)
        datetime.date(2014, 2, 28)
    """
    number = to.year * 12 + to.month - 1 + n
    of_year, of_month = divmod(number, 12)
    return date(of_year, of_month + 1, min(to.day, monthrange(of_year, of_month + 1)[1]))


def add(to: date, n: int, unit: str) -> date:
    """`to` moved by n days, weeks, months, quarters, years, decades or centuries (n may be negative)."""
    if unit in ("day", "week"):
        return to + timedelta(days=n * (7 if unit == "week" else 1))
    return add_months(to, n * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit])


def unit_of(holding: date, unit: str) -> Period:
    """The day, week, weekend, month, quarter, year, decade or century that holds a day."""
    if unit == "weekend":
        return weekend(holding)
    if unit == "week":
        return week(holding)
    if unit == "month":
        return month(holding.year, holding.month)
    if unit == "quarter":
        return quarter(holding.year, (holding.month + 2) // 3)
    if unit == "year":
        return year(holding.year)
    if unit == "century":
        first = (holding.year - 1) // 100 * 100 + 1
        return Period(date(first, 1, 1), date(first + 99, 12, 31), "century")
    return decade(holding.year // 10 * 10) if unit == "decade" else day(holding)


def part_of(whole: Period, part: Part) -> Period:
    """The early, middle or late part of a period.

    Months fall into days 1-10, 11-20 and the rest; years into the first quarter, May to August and the last quarter;
    seasons into their months; weeks into Monday-Tuesday, Wednesday and Thursday-Friday; a day ("late Monday") stays whole;
    anything else into thirds.
    """
    if whole.granularity == "day":
        return whole
    at = {"early": 0, "mid": 1, "late": 2}[part]
    if whole.granularity == "year":
        first, last = ((1, 3), (5, 8), (10, 12))[at]
        return _months(whole.first.year, first, last, "interval")
    if whole.granularity == "month":
        lows, highs = (1, 11, 21), (10, 20, whole.last.day)
        return Period(whole.first.replace(day=lows[at]), whole.first.replace(day=highs[at]), "interval")
    if whole.granularity == "week":
        low, high = ((0, 1), (2, 2), (3, 4))[at]
        return Period(whole.first + timedelta(days=low), whole.first + timedelta(days=high), "interval")
    if whole.granularity == "season":
        first_day = add_months(whole.first, at)
        return Period(first_day, month(first_day.year, first_day.month).last, "interval")
    third = max(1, ((whole.last - whole.first).days + 1) // 3)
    first_day = whole.first + timedelta(days=at * third)
    return Period(first_day, whole.last if part == "late" else first_day + timedelta(days=third - 1), "interval")


_MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def piece_of(whole: Period, unit: str, number: int, count: int) -> Period | None:
    """The first, second … or last (-1) of the units of a period, or so many of the first or last; None if it is not so long.

    Example:
        >>> piece_of(month(2020, 1), "week", -1, 2).days, piece_of(year(2020), "quarter", 2, 1).days
        ('2020-01-18/2020-01-31', '2020-04-01/2020-06-30')
    """
    if unit == "weekend":
        saturday = nth_weekday(whole, 5, number)
        return weekend(saturday.first) if saturday and count == 1 else None
    if unit == "half" and whole.granularity == "month":
        middle = whole.first.replace(day=15)
        first, last = (whole.first, middle) if number == 1 else (middle + timedelta(days=1), whole.last)
        return Period(first, last, "half")
    if unit == "half" and whole.granularity != "year":
        return None
    size, of = (_MONTHS_IN[unit], "month") if unit in _MONTHS_IN else (1, unit)
    if (of == "month" and whole.first.day != 1) or (count > 1 and number not in (1, -1)):
        return None
    after = whole.last + timedelta(days=1)
    begin = add(whole.first, size * (number - 1), of) if number > 0 else add(after, -size * count, of)
    end = min(add(begin, size * count, of) - timedelta(days=1), whole.last)
    if begin < whole.first or begin > whole.last:
        return None
    return day(begin) if begin == end else Period(begin, end, unit if count == 1 and of == "month" else "interval")


def nth_weekday(whole: Period, weekday: int, number: int) -> Period | None:
    """The first, second … or last (-1) Monday (0) to Sunday (6) of a period."""
    if number > 0:
        found = whole.first + timedelta(days=(weekday - whole.first.weekday()) % 7 + 7 * (number - 1))
    else:
        found = whole.last - timedelta(days=(whole.last.weekday() - weekday) % 7)
    return day(found) if whole.first <= found <= whole.last else None


def end_of(whole: Period) -> Period:
    """The last day of a period."""
    return day(whole.last)


def join(a: Period, b: Period) -> Period:
    """From the first day of `a` to the last of `b`; if `b` ends before `a` begins, `a` alone."""
    return Period(a.first, b.last, "interval") if b.last >= a.first else a


def widen(period: Period) -> Period:
    """The same days, named as an interval."""
    return replace(period, granularity="interval")
