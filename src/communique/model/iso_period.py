"""ISO 8601 days, months, years and intervals `a/b` as rows carry them: their first and last day, and whether two meet."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_FORM = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")


def is_period(value: str) -> bool:
    """Whether a value is written as a day, month, year or interval that there is, its last day not before its first.

    Example:
        >>> [is_period(v) for v in ("2013-06", "2013-06-17/2013-06-18", "2013-13-45", "2013-06-18/2013-06-17", "soon")]
        [True, True, False, False, False]
    """
    days = days_of(value) if _FORM.fullmatch(value) else None
    return days is not None and days[0] <= days[1]


def days_of(value: str) -> tuple[date, date] | None:
    """The first and the last day of a value; None if it is none of the forms.

    Example:
        >>> days_of("2013-06")
        (datetime.date(2013, 6, 1), datetime.date(2013, 6, 30))
        >>> days_of("some day") is None
        True
    """
    first, _, last = value.partition("/")
    try:
        return _first_day(first), _last_day(last or first)
    except ValueError:
        return None


def _first_day(value: str) -> date:
    parts = [int(p) for p in value[:10].split("-")]
    return date(*[*parts, 1, 1][:3])


def _last_day(value: str) -> date:
    parts = [int(p) for p in value[:10].split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    return date(parts[0], parts[1], monthrange(parts[0], parts[1])[1]) if len(parts) == 2 else date(*parts[:3])


def share_a_day(a: str, b: str) -> bool:
    """Whether two values have a day in common; a value that is none of the forms meets nothing.

    Example:
        >>> share_a_day("2013-06", "2013-06-17/2013-06-18"), share_a_day("2013-05", "2013-06-17")
        (True, False)
    """
    first, second = days_of(a), days_of(b)
    return first is not None and second is not None and first[0] <= second[1] and second[0] <= first[1]


def finer(a: str | None, b: str | None) -> str | None:
    """The value that covers fewer days, the first of equals; None if neither is known.

    Example:
        >>> finer("2013-06", "2013-06-17")
        '2013-06-17'
    """
    known = [(days[1] - days[0], value) for value in (a, b) if value and (days := days_of(value))]
    return min(known, key=lambda pair: pair[0])[1] if known else None
