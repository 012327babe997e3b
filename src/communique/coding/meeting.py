"""Meetings, summits and calls between two or more parties, each once per document, with place, date, status and format.

The trained sentence reader finds the sentences that tell of a meeting and who takes part; the grammar of times dates
them against the publication date; sentences that tell of one meeting are merged in `meeting_merge`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.coding.clause import evidence_span, tense_at
from communique.coding.event_reader import EventReader, default_reader
from communique.coding.meeting_merge import Told, merge
from communique.coding.telling import Side, Telling, published_on, sides, tellings, times_of
from communique.coding.timex import TimeExpression
from communique.model.codebook import Codebook
from communique.model.document import Span
from communique.model.reading import Reading
from communique.model.record import Meeting, Participant

WHEN_LEAST = 0.3
PLACE_LEAST = 0.35
LEAD_SENTENCES = 3  # a held meeting in the lead without any date is the news of the day
_CANCELLED = re.compile(
    r"\b(?:cancel\w*|call(?:ed|ing)? off|scrap\w*|scuttl\w*|postpon\w*|pull(?:ed|ing)? out of|abandon\w*)\b", re.I
)
_CALL = re.compile(r"\b(?:tele)?phone\w*|\b(?:called|calling|video ?conference|conference call|by phone|a call)\b", re.I)
_SUMMIT = re.compile(
    r"\b(?:summit|conference|general assembly|security council|forum"
    r"|(?:G-?(?:7|8|20)|NATO|EU|P5\+1|OPEC|OSCE|Arab League)\b[^.;]{0,40}?(?:meeting|talks|summit|session|gathering))\b",
    re.I,
)
_MARGIN = re.compile(  # "at the G8 summit", "on the sidelines of a NATO summit"
    r"\b(?:at|on the (?:sidelines|margins|fringes) of|during|ahead of)\s+"
    r"(?:the|a|this|an|last|next)?\s*(?:[\w+'’-]+\s+){0,4}summit\b",
    re.I,
)
_BILATERAL = re.compile(r"\b(?:bilateral|one-on-one|met with|meet with|meeting with|talks with|tete-a-tete|sit-down)\b", re.I)


class MeetingCoder:
    """Makes the meetings of a document.

    Args:
        reader: the trained sentence reader; the packaged one if None.
    """

    name = "communique.meeting"
    version = "1"
    makes = "meetings"

    def __init__(self, reader: EventReader | None = None) -> None:
        self.reader = reader or default_reader()

    @property
    def maker(self) -> str:
        """What stands in each row: name, version and model."""
        return f"{self.name}@{self.version}+{self.reader.id}"

    def code(self, readings: Sequence[Reading], codebooks: Sequence[Codebook | None]) -> list[list[Meeting]]:
        """The meetings of each reading, in the order in which the text first tells of them."""
        return [self._code(reading) for reading in readings]

    def _code(self, reading: Reading) -> list[Meeting]:
        least = self.reader.threshold("meeting")
        told = [
            t
            for telling in tellings(reading, self.reader)
            if telling.score("meeting") >= least
            for t in told_meetings(reading, telling)
        ]
        return [self._row(reading, group) for group in merge(told)]

    def _row(self, reading: Reading, told: Told) -> Meeting:
        date, rule = told.date, "reader"
        published = published_on(reading)
        if date is None and told.status == "held" and told.sentence < LEAD_SENTENCES and not told.has_wording and published:
            date, rule = published.isoformat(), "reader:date-of-publication"
        return Meeting(
            start=told.span.start,
            end=told.span.end,
            confidence=told.score,
            maker=self.maker,
            rule=rule,
            participants=tuple(Participant(s.name, s.party) for s in told.sides),
            place=told.place,
            date=date,
            format=told.format,
            status=told.status,
            evidence=told.span.of(reading.document.text),
        )


def told_meetings(reading: Reading, telling: Telling) -> list[Told]:
    """The meetings that one sentence tells of: one, or two where it names a summit beside a bilateral on its margins."""
    people = _participants(telling)
    runs = telling.runs("meeting")
    core = max(runs, key=lambda r: (r[0].end - r[0].start) * r[1])[0] if runs else telling.sentence.span
    span = evidence_span(reading, telling.sentence, core)
    if span is None:
        return []
    status = _status(reading, telling, core)
    when = _when(reading, telling, status)
    told = Told(
        sentence=telling.index,
        span=span,
        sides=people,
        format=_format(telling, people),
        status=status,
        date=when.value if when else None,
        has_wording=when is not None,
        place=_place(reading, telling),
        score=telling.score("meeting"),
    )
    return [told, told.as_summit()] if _is_on_the_margins(telling, told) else [told]


def _participants(telling: Telling) -> tuple[Side, ...]:
    return tuple(sides(telling, "participant", need=2))


def _is_on_the_margins(telling: Telling, told: Told) -> bool:
    return told.format == "bilateral" and bool(_MARGIN.search(telling.text)) and bool(_BILATERAL.search(telling.text))


def _status(reading: Reading, telling: Telling, core: Span) -> str:
    """Cancelled by word; else planned or held as the reader says, unless it wavers and the tense tells."""
    inside = core.of(reading.document.text)
    if _CANCELLED.search(inside):
        return "cancelled"
    held, planned = telling.score("held"), telling.score("planned")
    if abs(held - planned) < 0.2:
        tense = tense_at(reading, telling.sentence, core.start + len(inside) // 2)
        if tense is not None:
            return "planned" if tense == "future" else "held"
    return "planned" if planned > held else "held"


def _format(telling: Telling, people: Sequence[Side]) -> str:
    """A call by word or score; multilateral from three parties on, or for a summit without the mark of a bilateral."""
    scores = {name: telling.score(name) for name in ("bilateral", "multilateral", "call")}
    if max(scores, key=lambda n: scores[n]) == "call" or (scores["call"] >= 0.2 and _CALL.search(telling.text)):
        return "call"
    if len({s.party for s in people}) > 2:
        return "multilateral"
    if _SUMMIT.search(telling.text) and not _BILATERAL.search(telling.text):
        return "multilateral"
    return "multilateral" if scores["multilateral"] > scores["bilateral"] else "bilateral"


def _when(reading: Reading, telling: Telling, status: str) -> TimeExpression | None:
    """The time of the meeting: the best-scored expression, dated ones first."""
    tense = "future" if status == "planned" else None
    timed = [
        (t.value is not None, score, t) for t, score in times_of(reading, telling, "when", tense=tense) if score >= WHEN_LEAST
    ]
    return max(timed, key=lambda item: item[:2])[2] if timed else None


def _place(reading: Reading, telling: Telling) -> str | None:
    """The stretch that the reader takes as the place, if a name stands in it."""
    named = {t.start for t in reading.tokens[telling.sentence.first : telling.sentence.last] if t.ent in ("GPE", "LOC", "FAC")}
    for span, _ in sorted(telling.runs("place", PLACE_LEAST), key=lambda r: -r[1]):
        words = re.sub(r"^(?:(?:in|at|to|from|on|the|near|outside)\s+)+", "", span.of(reading.document.text), flags=re.I)
        words = " ".join(words.split()).strip(" ,.;:'’\"“”")
        if any(c.isupper() for c in words) and (any(span.start <= s < span.end for s in named) or words[:1].isupper()):
            return words
    return None
