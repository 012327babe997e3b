"""Times in running text: "by the end of the month", "in the second half of 2013", "Thursday", with the dates they mean.

In comes plain text and the publication date; out go stretches of it with an ISO date or interval. No parser is needed:
the one thing the grammar takes from syntax is the tense of the governing verb, which tells a past "Thursday" from a
coming one. Wordings that tell a time but no date ("in the coming days", "on the sidelines of the upcoming
conference") are found too, without a value: nothing is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from communique.coding import calendar_period as cal
from communique.coding.calendar_period import Period
from communique.coding.timex_frame import Frame, Tense, distant, read_distance
from communique.coding.timex_grammar import read_period
from communique.coding.timex_named import bare_year
from communique.coding.timex_vague import read_vague
from communique.coding.timex_words import UNITS, VAGUE_NUMBERS, singular, words_of

# preposition -> modifier of the period that follows
_PREPOSITIONS = {
    "by": "by", "before": "before", "after": "after", "until": "until", "till": "until", "since": "since", "from": "from",
    "starting": "from", "beginning": "from", "in": "", "on": "", "at": "", "during": "", "for": "", "over": "", "of": "",
    "around": "about", "about": "about", "approximately": "about", "within": "within", "through": "until", "throughout": "",
    "between": "", "towards": "about", "toward": "about", "effective": "from", "ahead": "before", "prior": "before",
}  # fmt: skip
_YEAR_OPENERS = {
    "by",
    "before",
    "after",
    "until",
    "till",
    "since",
    "from",
    "in",
    "during",
    "of",
    "through",
    "throughout",
    "between",
    "around",
    "about",
}
_IMPLIED: dict[str, Tense] = {
    "by": "future",
    "until": "future",
    "till": "future",
    "starting": "future",
    "within": "future",
    "since": "past",
}
_LEADS = (("no", "later", "than"), ("not", "later", "than"), ("as", "early", "as"), ("as", "soon", "as"), ("as", "late", "as"),
          ("ahead", "of"), ("prior", "to"), ("up", "to"), ("some", "time"))  # fmt: skip
_LEAD_MODIFIERS = {"no": "by", "not": "by", "as": "from", "ahead": "before", "prior": "before", "up": "until", "some": "about"}


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


_Read = tuple[Period | None, str, str, int]  # period, modifier, granularity, position after


def _read_time(frame: Frame, at: int) -> _Read | None:
    """A time at a word: (1) distance with a preposition, (2) preposition and period, (3) bare period, (4) vague wording."""
    modifier, after = _preposition(frame, at)
    if after > at:
        frame = replace(frame, tense=frame.tense or _IMPLIED.get(frame.form(at)))
        reading = _distance(frame, at, after, modifier) or _prepositional(frame, at, after, modifier)
        if reading:
            return reading
    bare = read_period(frame, at)
    if bare:
        return bare[0], "", bare[0].granularity, bare[1]
    vague = read_vague(frame, at)
    return (None, "", vague[0], vague[1]) if vague else None


def _preposition(frame: Frame, at: int) -> tuple[str, int]:
    if frame.form(at - 1) == "-" and frame.words[at - 1].end == frame.words[at].start:
        return "", at  # the end of a name, not the beginning of a time: "Moon Jae-in last month"
    for lead in _LEADS:
        if tuple(frame.form(at + k) for k in range(len(lead))) == lead:
            return _LEAD_MODIFIERS[lead[0]], _more(frame, at + len(lead))
    form = frame.form(at)
    if form in _PREPOSITIONS and form not in ("ahead", "prior"):
        return _PREPOSITIONS[form], _more(frame, at + 1)
    return "", at


def _more(frame: Frame, at: int) -> int:
    """Past words between a preposition and its period: "by about", "until at least", "within just"."""
    while frame.form(at) in ("about", "around", "at", "least", "just", "only", "approximately", "roughly", "perhaps", "or"):
        at += 1
    return at


def _prepositional(frame: Frame, at: int, after: int, modifier: str) -> _Read | None:
    inner = _deadline(frame, after) if modifier in ("by", "before", "until") else None
    if frame.form(at) == "between" and (both := read_period(frame, after)) and frame.form(both[1]) == "and":
        other = read_period(frame, both[1] + 1)
        if other and other[0].last > both[0].first:
            return cal.join(both[0], other[0]), modifier, "interval", other[1]
    second = _preposition(frame, after)  # "until after the summit", "in around June"
    start = second[1] if second[1] > after and modifier in ("until", "", "from") else after
    opens_year = frame.form(at) in _YEAR_OPENERS or bool(modifier)
    inner = inner or read_period(frame, start, after_preposition=opens_year)
    if inner is None:
        return None
    period, end = inner
    if frame.form(at) == "of" and period.granularity == "year":
        return None  # "2 percent of 2014 levels", "the class of 2013": a year after "of" dates no act
    return period, second[0] or modifier, period.granularity, end


def _deadline(frame: Frame, at: int) -> tuple[Period, int] | None:
    """ "by month's end", "by year-end", "before year's end": the last day of the running unit."""
    unit = frame.form(at)
    if frame.anchor is None or unit not in ("week", "month", "year"):
        return None
    after = at + 1
    if frame.form(after) in ("'", "’", "-"):
        after = frame.skip(after + 1, "s")
    return (cal.end_of(cal.unit_of(frame.anchor, unit)), after + 1) if frame.form(after) == "end" else None


def _distance(frame: Frame, at: int, after: int, modifier: str) -> _Read | None:
    """ "in two weeks", "within the next 10 days", "over the next five years", "in the past month", "for two years"."""
    start = frame.skip(after, "the", "his", "her", "their", "its", "a") if frame.form(after + 1) in _SIDES else after
    side = _SIDES.get(frame.form(start), "")
    start += bool(side)
    counted = read_distance(frame, start)
    if counted is None:
        return _coming_unit(frame, at, after) or _uncounted(frame, at, start, side)
    count, unit, end = counted
    word = frame.form(at)
    if frame.form(end) in ("ago", "later", "earlier", "afterwards", "-"):
        return None
    if side == "first":  # "in his first 100 days in office": nobody says when they begin
        return None, modifier, "event", _event_end(frame, end)
    if frame.form(end) in ("of", "after", "before", "from", "following", "into") or frame.anchor is None:
        return None, modifier, "event", _event_end(frame, end)
    if frame.form(end) in ("'", "’"):  # "in two weeks' time"
        end = frame.skip(end + 1, "s")
        end = frame.skip(end, "time")
    if side == "past":
        return Period(cal.add(frame.anchor, -count, unit), frame.anchor, "interval"), modifier, "interval", end
    if side or word == "within":
        return Period(frame.anchor, cal.add(frame.anchor, count, unit), "interval"), "within", "interval", end
    if word in ("in", "after") and frame.tense != "past":
        point = distant(frame.anchor, count, unit)
        return point, modifier, point.granularity, end
    return (None, modifier, "duration", end) if word in ("for", "over", "in", "during", "after") else None


_SIDES = {
    "next": "next",
    "coming": "next",
    "following": "next",
    "past": "past",
    "last": "past",
    "previous": "past",
    "first": "first",
}


def _coming_unit(frame: Frame, at: int, after: int) -> _Read | None:
    """ "in the next week", "over the coming month", "in the past year": a stretch from the anchor, not a calendar unit."""
    side = _SIDES.get(frame.form(after + 1), "")
    unit = UNITS.get(frame.form(after + 2))
    if (
        frame.form(after) != "the"
        or side not in ("next", "past")
        or unit not in ("week", "month", "year")
        or frame.anchor is None
    ):
        return None
    if frame.form(at) not in ("in", "within", "over", "during", "for"):
        return None
    ends = sorted((frame.anchor, cal.add(frame.anchor, 1 if side == "next" else -1, unit)))
    return Period(ends[0], ends[1], "interval"), "within" if side == "next" else "", "interval", after + 3


def _uncounted(frame: Frame, at: int, start: int, side: str) -> _Read | None:
    """ "in the coming weeks", "within the next few months", "over the next several years": a time, but no date."""
    start = frame.skip(start, "a")
    vague = frame.form(start) in VAGUE_NUMBERS
    start = frame.skip(start + vague, "of")
    unit = frame.form(start)
    plural = singular(unit) != unit and singular(unit) in UNITS
    if not plural or not (side or vague) or frame.form(at) == "of":
        return None
    return None, "", "vague", start + 1


def _event_end(frame: Frame, at: int) -> int:
    """The end of "within a month of signing the convention": up to the next punctuation, eight words at most."""
    end = at
    while end < len(frame.words) and end - at < 9 and frame.form(end)[:1].isalnum():
        end += 1
    return end


def overlapping(times: Sequence[TimeExpression], start: int, end: int) -> list[TimeExpression]:
    """The times that share a character with a stretch."""
    return [t for t in times if t.start < end and start < t.end]
