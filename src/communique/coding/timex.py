"""Times in running text: "by the end of the month", "in the second half of 2013", "Thursday", with the dates they mean.

In comes plain text and the publication date; out go stretches of it with an ISO date or interval. No parser is needed:
the one thing the grammar takes from syntax is the tense of the governing verb, which tells a past "Thursday" from a
coming one. Wordings that tell a time but no date ("in the coming days", "on the sidelines of the upcoming
conference") are found too, without a value: nothing is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from communique.coding import calendar_period as cal
from communique.coding.calendar_period import Period
from communique.coding.timex_distance import Read, next_length, read_length
from communique.coding.timex_frame import Found, Frame, Tense
from communique.coding.timex_grammar import read_period
from communique.coding.timex_lead import IMPLIED, YEAR_OPENERS, preposition, time_of_day
from communique.coding.timex_named import bare_year
from communique.coding.timex_vague import read_vague
from communique.coding.timex_words import words_of


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A stretch of text that tells when.

    Args:
        start: offset of its first character, with the preposition ("by March 1").
        end: offset after its last character.
        value: ISO 8601 day, month, year or interval `a/b`; None if the date cannot be told.
        granularity: day, week, month, quarter, half, season, year, decade, interval; "vague" or "event" without a date.
        modifier: by, before, after, until, since, from, within, about, or "".
        anchor: the publication date that it was seen from.
        first: the first day meant, None without a value.
        last: the last day meant.
    """

    start: int
    end: int
    value: str | None
    granularity: str
    modifier: str
    anchor: date | None
    first: date | None = None
    last: date | None = None

    @property
    def due(self) -> str | None:
        """The time as a due date: a day, or an interval of days, as rows of commitments carry it."""
        if self.first is None or self.last is None:
            return None
        if self.modifier == "after":
            return self.last.isoformat()
        if self.modifier == "before" and self.granularity != "day":  # a day is the limit as it is named
            return (self.first - timedelta(days=1)).isoformat()
        return Period(self.first, self.last, "interval").days


def find_times(text: str, anchor: date | None, *, tense: Tense = None, last: date | None = None) -> list[TimeExpression]:
    """Every time expression of a text, in order, none overlapping.

    Args:
        text: plain text; line breaks count as spaces.
        anchor: the publication date; None leaves all that is seen from it without a value.
        tense: of the governing verb, for weekdays and for days without a year; None takes weekdays as past.
        last: a day named just before, for "a month later".

    Example:
        >>> [t.value for t in find_times("It will be launched in the second half of 2013.", date(2013, 2, 28))]
        ['2013-07-01/2013-12-31']
        >>> [t.value for t in find_times("They meet on Friday.", date(2013, 2, 28), tense="future")]
        ['2013-03-01']
    """
    if anchor is not None and not 1000 < anchor.year < 9000:
        anchor = None  # no publication date; and no sum of days leaves the calendar
    words = words_of(text)
    found: list[TimeExpression] = []
    at = 0
    while at < len(words):
        frame = Frame(words, anchor, tense, last)
        read = _read_time(frame, at)
        if read is None:
            at += 1
            continue
        period, modifier, granularity, end = read
        value = period.value if period else None
        days = (period.first, period.last) if period else (None, None)
        found.append(TimeExpression(words[at].start, words[end - 1].end, value, granularity, modifier, anchor, *days))
        last = period.first if period and period.first == period.last else last
        at = end
    return found


def resolve(text: str, anchor: date | None, *, tense: Tense = None) -> TimeExpression | None:
    """The time of a phrase that is known to be one ("by March 1"): its first expression with a value, else its first.

    Example:
        >>> resolve("by the end of the month", date(2013, 5, 10)).due
        '2013-05-31'
    """
    found = find_times(text, anchor, tense=tense)
    if not found and (bare := bare_year(Frame(words_of(text), anchor, tense), 0)):
        whole = bare[0]
        return TimeExpression(0, len(text), whole.value, "year", "", anchor, whole.first, whole.last)
    return next((t for t in found if t.value), found[0] if found else None)


def _read_time(frame: Frame, at: int) -> Read | None:
    """A time at a word: (1) distance with a preposition, (2) preposition and period, (3) bare period, (4) vague wording."""
    modifier, after = preposition(frame, at)
    if after > at:
        frame = replace(frame, tense=frame.tense or IMPLIED.get(frame.form(at)))
        reading = read_length(frame, at, after, modifier) or _prepositional(frame, at, after, modifier)
        if reading:
            return reading
    bare = read_period(frame, at) or next_length(frame, at)
    if bare:
        return Read(bare[0], "", bare[0].granularity, bare[1])
    vague = read_vague(frame, at)
    return Read(None, "", vague[0], vague[1]) if vague else None


def _prepositional(frame: Frame, at: int, after: int, modifier: str) -> Read | None:
    """A period behind its preposition: "by the end of May", "until after the summer", "by noon on Friday", "in 2020-2025"."""
    second = preposition(frame, after)  # "until after the summit", "in around June"
    start = second[1] if second[1] > after and modifier in ("until", "", "from") else after
    timed = time_of_day(frame, start) if modifier else start
    has_hour = timed > start
    start = frame.skip(frame.skip(timed, ","), "on") if has_hour else start
    opens_year = frame.form(at) in YEAR_OPENERS or bool(modifier) or frame.form(start + 1) in ("-", "–")
    inner = _unit_end(frame, start) or read_period(frame, start, after_preposition=opens_year)
    if inner is None:
        if not has_hour or frame.form(at) not in ("by", "until", "till") or frame.anchor is None:
            return None
        inner = cal.day(frame.anchor), timed  # "by midnight"
    period, end = inner
    if frame.form(at) == "of" and period.granularity == "year":
        return None  # "2 percent of 2014 levels", "the class of 2013": a year after "of" dates no act
    if frame.form(at) == "between" and frame.form(end) == "and":
        return Read(None, "", "event", end)  # "between May 1 and the vote": one end alone is not the time
    return Read(period, second[0] or modifier, period.granularity, end)


def _unit_end(frame: Frame, at: int) -> Found:
    """ "by month's end", "by the year-end", "by next year's end", "before the year is out": the last day of the unit."""
    start = frame.skip(at, "the", "this")
    shift = int(frame.form(start) == "next")
    unit = frame.form(start + shift)
    if frame.anchor is None or unit not in ("day", "week", "month", "year", "decade", "century"):
        return None
    after = start + shift + 1
    whole = cal.unit_of(cal.add(frame.anchor, shift, unit), unit)
    if frame.form(after) == "ends" or frame.forms(after, 2) in (("is", "out"), ("is", "over"), ("is", "up")):
        return cal.end_of(whole), after + 1 + (frame.form(after) == "is")
    if frame.form(after) in ("'", "’", "-"):
        after = frame.skip(after + 1, "s")
    return (cal.end_of(whole), after + 1) if frame.form(after) == "end" else None


def overlapping(times: Sequence[TimeExpression], start: int, end: int) -> list[TimeExpression]:
    """The times that share a character with a stretch."""
    return [t for t in times if t.start < end and start < t.end]
