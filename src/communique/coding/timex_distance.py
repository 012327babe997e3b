"""Lengths of time with a preposition: "in two weeks", "within the next 10 days", "in no more than 60 days", "over the next year".

A length becomes a stretch from the anchor or the day that lies so far away; one that nobody can place keeps its wording.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from communique.coding import calendar_period as cal
from communique.coding.calendar_period import Period
from communique.coding.timex_frame import Distance, Found, Frame, away, read_distance, read_number
from communique.coding.timex_grammar import from_named, read_period
from communique.coding.timex_lead import at_most
from communique.coding.timex_words import UNITS, VAGUE_NUMBERS, singular


class Read(NamedTuple):
    """A time as it is read: its period, the modifier, the granularity, the position after it."""

    period: Period | None
    modifier: str
    granularity: str
    end: int


_SIDES = {"next": "next", "coming": "next", "following": "next", "past": "past", "last": "past", "previous": "past"}
_SIDES |= {"first": "first"}


def read_length(frame: Frame, at: int, after: int, modifier: str) -> Read | None:
    """A length of time at `after`, with its preposition at `at`; None if none stands there."""
    limited = at_most(frame, after)
    start = frame.skip(limited, "the", "his", "her", "their", "its", "a") if frame.form(limited + 1) in _SIDES else limited
    side = _SIDES.get(frame.form(start), "")
    start += bool(side)
    length = read_distance(frame, start)
    if length is None:
        return _coming_unit(frame, at, after) or _running_unit(frame, at, after) or _uncounted(frame, at, after, start, side)
    return _placed(frame, at, after, modifier, length, "within" if limited > after and not side else side)


def _placed(frame: Frame, at: int, after: int, modifier: str, length: Distance, side: str) -> Read | None:
    """A counted length: (1) from a named day, (2) from something without a date, (3) from or up to the anchor."""
    word, end = frame.form(at), length.end
    if frame.form(end) in ("ago", "later", "earlier", "afterwards", "-"):
        return None
    linked = frame.form(end) in ("of", "in", "after", "before", "from", "following", "into")
    if linked and (named := _from_named_day(frame, at, after, modifier, length, side)):
        return named
    if side == "first":  # "in his first 100 days in office": nobody says when they begin
        return Read(None, modifier, "event", event_end(frame, end))
    if (linked and frame.form(end) != "in") or frame.anchor is None:
        return Read(None, modifier, "event", event_end(frame, end))
    if frame.form(end) in ("'", "’"):  # "in two weeks' time"
        end = frame.skip(end + 1, "s")
        end = frame.skip(end, "time")
    if side == "past":
        return Read(
            Period(cal.add(frame.anchor, -length.count, length.unit), frame.anchor, "interval"), modifier, "interval", end
        )
    if word == "within" or side == "next" or (side == "within" and word == "in"):
        return Read(_ahead(frame.anchor, length), "within", "interval", end)
    if word in ("in", "after") and frame.tense != "past":
        point = away(frame.anchor, length)
        return Read(point, modifier, point.granularity, end)
    return Read(None, modifier, "duration", end) if word in ("for", "over", "in", "during", "after") else None


def _from_named_day(frame: Frame, at: int, after: int, modifier: str, length: Distance, side: str) -> Read | None:
    """ "within two weeks of May 1", "in the first three months of 2020", "within six months from now"."""
    if side in ("first", "past"):  # a part of the period that follows
        whole = read_period(frame, after)
        return Read(whole[0], modifier, whole[0].granularity, whole[1]) if whole and whole[1] > length.end else None
    if frame.form(at) != "within":
        point = from_named(frame, after)
        return Read(point[0], modifier, point[0].granularity, point[1]) if point and not side else None
    if frame.form(length.end + 1) in ("now", "today") and frame.anchor:
        return Read(_ahead(frame.anchor, length), modifier, "interval", length.end + 2)
    origin = read_period(frame, length.end + 1, after_preposition=True)
    if origin is None or frame.form(length.end) in ("in", "into", "before"):
        return None
    return Read(_ahead(origin[0].last, length), modifier, "interval", origin[1])


def _ahead(origin: date, length: Distance) -> Period:
    return Period(origin, cal.add(origin, length.count, length.unit), "interval")


def next_length(frame: Frame, at: int) -> Found:
    """ "the next two to three weeks" without a preposition."""
    if frame.form(at) != "the" or frame.form(at + 1) not in ("next", "coming") or frame.anchor is None:
        return None
    length = read_distance(frame, at + 2)
    return (_ahead(frame.anchor, length), length.end) if length else None


def _coming_unit(frame: Frame, at: int, after: int) -> Read | None:
    """ "in the next week", "over the coming month", "in the past year", "in the next day or two": a stretch from the anchor,
    not a calendar unit."""
    side = _SIDES.get(frame.form(after + 1), "")
    unit = UNITS.get(frame.form(after + 2))
    if frame.form(after) != "the" or side not in ("next", "past") or frame.anchor is None:
        return None
    if frame.form(at) not in ("in", "within", "over", "during", "for"):
        return None
    more = read_number(frame, after + 4) if frame.form(after + 3) == "or" else None
    if unit not in ("week", "month", "year", "decade", *(("day",) if more else ())):
        return None
    count = more[0] if more else 1
    ends = sorted((frame.anchor, cal.add(frame.anchor, count if side == "next" else -count, str(unit))))
    end = more[1] if more else after + 3
    return Read(Period(ends[0], ends[1], "interval"), "within" if side == "next" else "", "interval", end)


def _running_unit(frame: Frame, at: int, after: int) -> Read | None:
    """ "within the week", "within this year": what is left of it."""
    unit = {"hour": "day"}.get(frame.form(after + 1), UNITS.get(frame.form(after + 1)))
    if frame.form(at) != "within" or frame.form(after) not in ("the", "this") or frame.anchor is None:
        return None
    if unit in (None, "fortnight", "weekend") or frame.form(after + 2) in ("of", "after", "before", "from", "-"):
        return None
    return Read(Period(frame.anchor, cal.unit_of(frame.anchor, str(unit)).last, "interval"), "within", "interval", after + 2)


def _uncounted(frame: Frame, at: int, after: int, start: int, side: str) -> Read | None:
    """ "in the coming weeks", "within the next few months", "within days": a time, but no date."""
    start = frame.skip(start, "a")
    vague = frame.form(start) in VAGUE_NUMBERS
    start = frame.skip(start + vague, "of")
    unit = frame.form(start)
    plural = singular(unit) != unit and singular(unit) in UNITS
    whole = read_period(frame, after) if side in ("first", "past") and frame.form(start + 1) in ("of", "in") else None
    if whole and whole[1] > start + 1:
        return None  # "in the first few days of May"
    if not plural or not (side or vague or frame.form(at) == "within") or frame.form(at) == "of":
        return None
    return Read(None, "", "vague", start + 1)


def event_end(frame: Frame, at: int) -> int:
    """The end of "within a month of signing the convention": up to the next punctuation, eight words at most."""
    end = at
    while end < len(frame.words) and end - at < 9 and frame.form(end)[:1].isalnum():
        end += 1
    return end
