"""Holidays that reports set dates by: Christmas, New Year, Thanksgiving; only those whose day everybody counts the same."""

from __future__ import annotations

from datetime import date, timedelta

from communique.coding import calendar_period as cal
from communique.coding.calendar_period import Period
from communique.coding.timex_frame import Found, Frame
from communique.coding.timex_named import choose, trailing_year

_DAYS = {
    ("christmas",): (12, 25), ("christmas", "day"): (12, 25), ("christmas", "eve"): (12, 24), ("boxing", "day"): (12, 26),
    ("new", "year"): (1, 1), ("new", "year", "day"): (1, 1), ("new", "year", "eve"): (12, 31), ("thanksgiving",): None,
    ("thanksgiving", "day"): None, ("halloween",): (10, 31),
}  # fmt: skip
_BEFORE = {"by", "before", "until", "till", "after", "since", "at", "on", "around", "over", "for", "from", "of", "to", "through"}


def holiday(frame: Frame, at: int) -> Found:
    """ "by Christmas", "on New Year's Day", "before Thanksgiving 2019": only after a preposition: a name alone tells no time."""
    before = frame.form(at - 1)
    at = frame.skip(at, "the")
    if before not in _BEFORE or not (at < len(frame.words) and frame.words[at].capital):
        return None
    found = _holiday_name(frame, at)
    if found is None:
        return None
    name, after = found
    if name == ("new", "year") and before in ("of", "for", "on", "at"):
        return None  # "in", "for the new year": all of it
    if frame.form(after) in ("holiday", "holidays", "season", "break", "period"):
        return None
    of_year, end = trailing_year(frame, after)
    if end == after and after < len(frame.words) and frame.words[after].capital and frame.form(after - 1) != "day":
        return None  # "after Christmas Island"
    chosen = choose(frame, lambda y: _day_of(name, y), of_year)
    return (chosen, end) if chosen else None


def _holiday_name(frame: Frame, at: int) -> tuple[tuple[str, ...], int] | None:
    """The longest name of a holiday at a word, without its possessive, and the position after it."""
    words: tuple[str, ...] = ()
    best = None
    while len(words) < 3:
        words, at = (*words, frame.form(at)), at + 1
        if words in _DAYS:
            best = words, at
        if frame.form(at) in ("'", "’"):
            at = frame.skip(at + 1, "s")
    return best


def _day_of(name: tuple[str, ...], of_year: int) -> Period:
    """The day of a holiday in a year; Thanksgiving, that of the United States, is the fourth Thursday of November."""
    fixed = _DAYS[name]
    if fixed is not None:
        return cal.day(date(of_year, *fixed))
    first = date(of_year, 11, 1)
    return cal.day(first + timedelta(days=(3 - first.weekday()) % 7 + 21))
