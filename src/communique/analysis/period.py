"""Calendar arithmetic on seconds since 1970: add units, count whole units between, number weeks, months and years.

Months are added like a calendar does: 31 January and a month is the last day of February.
"""

from __future__ import annotations

import calendar

import numpy as np
from numpy.typing import NDArray

from communique.analysis.table import Seconds, to_datetime

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400, "weeks": 604_800}
EPOCH_YEAR = 1970
THURSDAY = 3  # the first of January 1970, counting from Monday


def add_units(seconds: int, n: int, unit: str) -> int:
    """The moment n units later (earlier if negative).

    Example:
        >>> from communique.analysis.table import parse_date, to_datetime
        >>> to_datetime(add_units(parse_date("2013-01-31"), 1, "months")).isoformat()
        '2013-02-28T00:00:00'
    """
    if unit in SECONDS:
        return seconds + n * SECONDS[unit]
    moment = to_datetime(seconds)
    months = moment.year * 12 + moment.month - 1 + n * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    days = (np.datetime64(f"{year:04d}-{month + 1:02d}-{day:02d}") - np.datetime64("1970-01-01")).astype(int)
    return int(days) * 86_400 + seconds % 86_400


def units_between(moments: Seconds, middle: int, unit: str) -> NDArray[np.int64]:
    """Whole units from each moment to the middle, cut towards zero: positive before the middle, negative after it."""
    if unit in ("months", "years"):
        return _calendar_units(moments, middle, unit)
    delta = middle - moments
    size = SECONDS["days" if unit == "weeks" else unit]
    whole: NDArray[np.int64] = np.sign(delta) * (np.abs(delta) // size)
    return whole if unit != "weeks" else np.sign(whole) * (np.abs(whole) // 7)


def _calendar_units(moments: Seconds, middle: int, unit: str) -> NDArray[np.int64]:
    months, day = month_numbers(moments), _day_of_month(moments)
    there = np.array([middle], dtype=np.int64)
    total = month_numbers(there) - months
    rest = _day_of_month(there) - day
    total = total - ((total > 0) & (rest < 0)) + ((total < 0) & (rest > 0))
    whole: NDArray[np.int64] = np.sign(total) * (np.abs(total) // 12) if unit == "years" else total
    return whole


def year_numbers(moments: Seconds) -> NDArray[np.int64]:
    """The calendar year of each moment."""
    return moments.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + EPOCH_YEAR


def month_numbers(moments: Seconds) -> NDArray[np.int64]:
    """Months since January 1970, a number for each year and month."""
    return moments.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)


def _day_of_month(moments: Seconds) -> NDArray[np.int64]:
    days = moments.astype("datetime64[s]").astype("datetime64[D]")
    since: NDArray[np.int64] = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)
    return since


def week_numbers(moments: Seconds, first_day: int = 0, minimal_days: int = 4) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Week-based year and week of each moment.

    Args:
        first_day: the first day of the week, 0 for Monday (ISO 8601), 6 for Sunday.
        minimal_days: how many days of the new year make a week its first: 4 in ISO 8601.
    """
    days = moments // 86_400
    monday_based = (days + THURSDAY) % 7
    start = days - (monday_based - first_day) % 7
    anchor = (start + 7 - minimal_days).astype("datetime64[D]")
    years = anchor.astype("datetime64[Y]")
    day_of_year = (anchor - years.astype("datetime64[D]")).astype(np.int64)
    return years.astype(np.int64) + EPOCH_YEAR, day_of_year // 7 + 1
