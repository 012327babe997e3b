"""Periods seen from the publication date or from the day named before: "next month", "two weeks ago", "the following day"."""

from __future__ import annotations

from datetime import date, timedelta

from communique.coding import calendar_period as cal
from communique.coding.calendar_period import Period
from communique.coding.timex_frame import Found, Frame, Tense, away, read_distance
from communique.coding.timex_words import PARTS_OF_DAY, UNITS, singular

_NAMED_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def named_day(frame: Frame, at: int) -> Found:
    """ "today", "earlier today", "tomorrow morning", "the day after tomorrow", "this morning", "last night"."""
    if frame.anchor is None:
        return None
    start = frame.skip(at, "earlier", "later")
    form = frame.form(start)
    if form in _NAMED_DAYS:
        return cal.day(frame.anchor + timedelta(days=_NAMED_DAYS[form])), frame.skip(start + 1, *PARTS_OF_DAY)
    if form == "this" and frame.form(start + 1) in PARTS_OF_DAY:
        return cal.day(frame.anchor), start + 2
    if form == "last" and frame.form(start + 1) == "night":
        return cal.day(frame.anchor - timedelta(days=1)), start + 2
    start = frame.skip(start, "the")
    if frame.forms(start, 3) == ("day", "after", "tomorrow"):
        return cal.day(frame.anchor + timedelta(days=2)), start + 3
    if frame.forms(start, 3) == ("day", "before", "yesterday"):
        return cal.day(frame.anchor - timedelta(days=2)), start + 3
    return None


_SHIFTS = {"this": 0, "current": 0, "next": 1, "coming": 1, "upcoming": 1, "last": -1, "previous": -1, "past": -1}


def deictic_unit(frame: Frame, at: int) -> Found:
    """ "this week", "next month", "the coming year", "later this month", "earlier in the week", "over the weekend"."""
    if frame.anchor is None:
        return None
    side = frame.form(at) if frame.form(at) in ("earlier", "later", "late") else ""
    start = at + bool(side)
    start = frame.skip(start, "in") if side else start
    start = frame.skip(start, "the")
    which = frame.form(start)
    shifted = which in _SHIFTS
    if frame.forms(start, 2) == ("this", "coming"):
        which, start = "coming", start + 1
    start += shifted
    unit = UNITS.get(singular(frame.form(start)))
    if unit in (None, "hour", "day", "fortnight") or frame.form(start).endswith("s"):
        return None
    if not shifted and not (side in ("earlier", "later") or unit == "weekend"):
        return None
    end = start + 1
    if unit == "weekend":
        return _weekend(frame, which if shifted else ""), end
    whole = cal.unit_of(cal.add(frame.anchor, _SHIFTS.get(which, 0), str(unit)), str(unit))
    if side == "late":
        return cal.part_of(whole, "late"), end
    if which == "this" and unit == "week" and frame.tense == "future" and whole.last == frame.anchor:
        return Period(frame.anchor, frame.anchor + timedelta(days=6), "interval"), end  # said on a Sunday of what is to come
    return _this(whole, frame.anchor, side, frame.tense), end


def now(frame: Frame, at: int) -> Found:
    """The beginning of "between now and June", "from now until 2025"; "now" alone dates nothing."""
    opened = frame.form(at - 1) in ("from", "between") and frame.form(at + 1) in ("and", "to", "until", "till", "through", "-")
    return (cal.day(frame.anchor), at + 1) if frame.anchor and frame.form(at) == "now" and opened else None


def beyond_next(frame: Frame, at: int) -> Found:
    """ "the week after next", "the year before last", "this time next year"."""
    if frame.anchor is None:
        return None
    start = frame.skip(at, "the")
    unit = UNITS.get(frame.form(start))
    shift = {("after", "next"): 2, ("before", "last"): -2}.get((frame.form(start + 1), frame.form(start + 2)))
    if unit in ("week", "weekend", "month", "year") and shift:
        moved = cal.add(frame.anchor, shift, "week" if unit == "weekend" else unit)
        return cal.unit_of(moved, unit), start + 3
    unit, shift = UNITS.get(frame.form(at + 3)), {"next": 1, "last": -1}.get(frame.form(at + 2))
    if frame.forms(at, 2) == ("this", "time") and unit in ("week", "month", "year") and shift:
        return cal.day(cal.add(frame.anchor, shift, unit)), at + 4
    return None


def week_named(frame: Frame, at: int) -> tuple[Period, int] | None:
    """The week of "Wednesday of next week", "Friday this week": which one, and the position after it."""
    start = frame.skip(frame.skip(at, "of", "in"), "the")
    shift = _SHIFTS.get(frame.form(start))
    if frame.anchor is None or shift is None or frame.form(start + 1) != "week":
        return None
    return cal.week(cal.add(frame.anchor, shift, "week")), start + 2


def _this(whole: Period, anchor: date, side: str, tense: Tense) -> Period:
    """The rest of the period for "later this …", what is past of it for "earlier this …" and for this week in the past."""
    if side == "later" and whole.first <= anchor <= whole.last:
        return Period(anchor, whole.last, "interval")
    if whole.first <= anchor <= whole.last and (side == "earlier" or (tense == "past" and whole.granularity == "week")):
        return Period(whole.first, anchor, "interval")
    return whole


def _weekend(frame: Frame, which: str) -> Period:
    anchor = frame.anchor or date.min
    here = cal.weekend(anchor)
    if which in ("last", "past", "previous") or (not which and frame.tense != "future"):
        return here if here.first <= anchor else cal.weekend(anchor - timedelta(days=7))
    return cal.weekend(anchor + timedelta(days=7)) if which == "next" else here


def ago(frame: Frame, at: int) -> Found:
    """ "two weeks ago", "ten days earlier", "four months later", "six weeks from now"."""
    length = read_distance(frame, at)
    if length is None:
        return None
    after, here = length.end, frame.anchor
    word = frame.form(after)
    if word == "ago" and here:
        return away(here, length, -1), after + 1
    if word == "from" and frame.form(after + 1) in ("now", "today") and here:
        return away(here, length), after + 2
    if word in ("later", "afterwards", "afterward", "earlier") and frame.last:
        return away(frame.last, length, -1 if word == "earlier" else 1), after + 1
    return None


def following(frame: Frame, at: int) -> Found:
    """ "the next day", "the following week", "the same day": seen from the last day named before."""
    start = frame.skip(at, "the")
    which, unit = frame.form(start), UNITS.get(frame.form(start + 1))
    if start == at or unit in (None, "hour", "fortnight", "weekend") or frame.last is None:
        return None
    shift = {"following": 1, "same": 0, "previous": -1, "preceding": -1}.get(which)
    if unit == "day" and which == "next":
        shift = 1
    if shift is None or (which == "same" and unit != "day"):
        return None
    return cal.unit_of(cal.add(frame.last, shift, str(unit)), str(unit)), start + 2
