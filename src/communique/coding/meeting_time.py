"""When a meeting is, was or was to be: the best of the times of its sentence that its status allows."""

from __future__ import annotations

import calendar
import re
from datetime import timedelta

from communique.coding.meeting_clause import MeetingClause
from communique.coding.telling import Telling, times_of
from communique.coding.timex import TimeExpression
from communique.coding.timex_words import NUMBERS
from communique.model.reading import Reading

WHEN_LEAST = 0.15
AHEAD = 0.5  # score from which a time that lies ahead says that the meeting is not held yet
_PART_OF_MONTH = re.compile(  # "earlier this month", "late May", "by the end of next month"
    r"\b(?:early|earlier|mid|late|later|end|beginning|start|middle)\b[^\d]*\b(?:month|"
    + "|".join(calendar.month_name[1:])
    + r")(?:,? \d{4})?$",
    re.I,
)
_NUMBERS = {word: n for word, n in NUMBERS.items() if 2 <= n <= 10}
_DAYS_OF_TALKS = re.compile(
    rf"\b({'|'.join(_NUMBERS)}|[2-9]|10) days of (?:[\w-]+ ){{0,2}}(?:consultations|meetings|negotiations|talks)\b"
    r".*\b(?:break|broke|broken|closed|collapsed|concluded|end|ended|finished|wrapped) ",
    re.I | re.S,
)
_AFTER_MEETING = re.compile(
    r",? (?:shortly |soon )?after (?:[\w-]+ ){0,3}(?:conference|meeting|negotiations|session|summit|talks)\b", re.I
)
_PART_OF_YEAR = re.compile(r"\b(?:earlier|later) this year$", re.I)
_UNTIL = frozenset(["by", "until", "within", "since", "from"])  # what is held by then, or from then on, is no meeting of the past

Scored = tuple[TimeExpression, float]


def when(reading: Reading, telling: Telling, status: str, clause: MeetingClause | None = None) -> TimeExpression | None:
    """The time of a meeting: the best-scored expression that is possible, dated ones first.

    Args:
        reading: the document.
        telling: a sentence that tells of it.
        status: held, planned or cancelled.
        clause: the clause that tells of it, None if the sentence as a whole does.
    """
    timed = _cancelled(reading, telling) if status == "cancelled" else _planned_or_held(reading, telling, status)
    if status == "held":
        timed = [(t, max(score, WHEN_LEAST) if _is_of_the_news(reading, t) else score) for t, score in timed]
    fitting = [
        (t.value is not None, score, t)
        for t, score in timed
        if score >= WHEN_LEAST and _is_possible(t, status) and (clause is None or clause.has(reading, t.start))
    ]
    return max(fitting, key=lambda item: item[:2])[2] if fitting else None


def _is_of_the_news(reading: Reading, time: TimeExpression) -> bool:
    """Whether on that day something was done right after a meeting: "announced on Thursday after meeting in Oslo"."""
    return time.granularity == "day" and _AFTER_MEETING.match(reading.document.text, time.end) is not None


def lies_ahead(reading: Reading, telling: Telling) -> bool:
    """Whether all that a sentence says of the time of the meeting is still to come on the day of the report: "next month"."""
    surely = [t for t, score in times_of(reading, telling, "when") if score >= AHEAD and t.modifier not in _UNTIL]
    is_ahead = any(t.first and t.anchor and t.first > t.anchor for t in surely)
    return is_ahead and when(reading, telling, "held") is None


def date_of(reading: Reading, time: TimeExpression, sentence: str = "") -> str | None:
    """The date as coders write it: a part of a month ("earlier this month", "late May") is its month, of a year its year.

    Of "two days of talks" the `sentence` of which says on which day they ended it is both days.
    """
    if time.value is None or time.first is None or time.last is None:
        return time.value
    lasted = _DAYS_OF_TALKS.search(sentence)
    if lasted and time.granularity == "day" and time.first == time.last:
        number = lasted.group(1).lower()
        first = time.last - timedelta(days=(_NUMBERS.get(number) or int(number)) - 1)
        return f"{first.isoformat()}/{time.value}"
    words, last = reading.document.text[time.start : time.end], time.last.isoformat()
    for part, size in ((_PART_OF_MONTH, len("2014-03")), (_PART_OF_YEAR, len("2014"))):
        if time.value[:size] == last[:size] and part.search(words):
            return last[:size]
    return time.value


def is_of_the_week(time: TimeExpression) -> bool:
    """Whether a time lies in the week before the publication; what has no first and last day does."""
    if time.first is None or time.last is None or time.anchor is None:
        return True
    return time.first <= time.anchor and (time.anchor - time.last).days <= 7


def _planned_or_held(reading: Reading, telling: Telling, status: str) -> list[Scored]:
    timed = times_of(reading, telling, "when", tense="future" if status == "planned" else None)
    if status == "held":  # "the visit on Saturday is raising hopes": the day is past, whatever the tense of the verb above it
        timed += [(t, score) for t, score in times_of(reading, telling, "when", tense="past") if is_of_the_week(t)]
    return timed


def _cancelled(reading: Reading, telling: Telling) -> list[Scored]:
    """The times of a meeting that is called off: as the tense of the verb says if it is future, else the nearer in either tense.

    "Declined to meet on June 13" tells of the June to come, whatever the tense of "declined"; "in February", said in April, of
    the one past.
    """
    own, past, future = (times_of(reading, telling, "when", tense=t) for t in (None, "past", "future"))
    return [
        (f if o == f or _distance(f) < _distance(p) else p, score)
        for (o, score), (p, _), (f, _) in zip(own, past, future, strict=True)
    ]


def _distance(time: TimeExpression) -> int:
    """The days between a time and the publication; 0 if either is unknown."""
    if time.first is None or time.last is None or time.anchor is None:
        return 0
    return max((time.first - time.anchor).days, (time.anchor - time.last).days, 0)


def _is_possible(time: TimeExpression, status: str) -> bool:
    """Whether a meeting of that status can have that date: none is held after its report or planned before it."""
    if time.first is None or time.last is None or time.anchor is None:
        return True
    if status == "held":
        return time.first <= time.anchor and not (time.modifier in _UNTIL and time.last > time.anchor)
    return time.last >= time.anchor or status == "cancelled"
