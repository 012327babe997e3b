"""Dates as places on paper: a scale over days with ticks at months, quarters or years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from communique.model.iso_period import days_of
from communique.report.svg import LINE, SOFT, Drawing

MIN_DAYS = 14
STEPS_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
MOST_TICKS = 14


class TimeAxis:
    """From the first to the last of two ISO dates, `left` to `right` on the paper; a short stretch is widened."""

    def __init__(self, first: str, last: str, left: float, right: float) -> None:
        start, stop = _days(first)[0], _days(last)[1]
        pad = max(0, MIN_DAYS - (stop - start).days)
        self.start, self.stop = start - timedelta(days=pad // 2), stop + timedelta(days=pad - pad // 2)
        self.left, self.right = left, right

    def at(self, day: date) -> float:
        """Where a day is."""
        days = max((self.stop - self.start).days, 1)
        return self.left + (self.right - self.left) * (day - self.start).days / days

    def x(self, value: str) -> float:
        """Where the first day of an ISO value is."""
        return self.at(_days(value)[0])

    def span(self, value: str) -> tuple[float, float]:
        """Where an ISO value starts and ends: a month or an interval has a width."""
        first, last = _days(value)
        return self.at(first), self.at(last)

    def middle(self, first: str, last: str) -> float:
        """Half way between two dates."""
        return (self.x(first) + self.x(last)) / 2

    def ticks(self) -> Iterator[tuple[date, str]]:
        """The first days of months, not too many, with what they are called."""
        months = (self.stop.year - self.start.year) * 12 + self.stop.month - self.start.month + 1
        step = next((s for s in STEPS_MONTHS if months / s <= MOST_TICKS), STEPS_MONTHS[-1])
        is_first = True
        for number in range(self.start.year * 12 // step * step, self.stop.year * 12 + self.stop.month, step):
            day = date(number // 12, number % 12 + 1, 1)
            if self.start <= day <= self.stop:
                yield day, f"{day:%Y}" if step >= 12 else f"{day:%b %Y}" if day.month == 1 or is_first else f"{day:%b}"
                is_first = False

    def draw(self, drawing: Drawing, top: float, bottom: float, *, label_y: float) -> None:
        """Lines at the ticks, and their names below; without a tick, the first and the last day."""
        named = list(self.ticks())
        if len(named) < 2:
            drawing.text(self.left, label_y, self.start.isoformat(), fill=SOFT)
            drawing.text(self.right, label_y, self.stop.isoformat(), text_anchor="end", fill=SOFT)
        for day, name in named:
            drawing.line(self.at(day), top, self.at(day), bottom, stroke=LINE)
            if len(named) >= 2:
                drawing.text(self.at(day), label_y, name, text_anchor="middle", fill=SOFT)


def _days(value: str) -> tuple[date, date]:
    found = days_of(value)
    if found is None:
        raise AssertionError("callers leave out what is no date")
    return found
