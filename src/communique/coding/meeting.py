"""Meetings, summits and calls between two or more parties, each once per document, with place, date, status and format.

The trained sentence reader finds the sentences that tell of a meeting; `meeting_sides` says who takes part; the grammar of
times dates them against the publication date; sentences that tell of one meeting are merged in `meeting_merge`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from communique.coding import meeting_row, meeting_sides
from communique.coding.clause import evidence_span, tense_at
from communique.coding.counted import WHO, counted
from communique.coding.event_reader import EventReader, EventReaders
from communique.coding.meeting_clause import MeetingClause, clauses_of, who_meets
from communique.coding.meeting_merge import Told, merge
from communique.coding.meeting_row import FLOOR, GROUPS
from communique.coding.meeting_sides import LOOK_BACK, Report, SideScorer
from communique.coding.meeting_time import date_of, is_of_the_week, lies_ahead, when
from communique.coding.telling import Side, Telling, longest_run, published_on, tellings
from communique.coding.timex import find_times
from communique.model.codebook import Codebook
from communique.model.document import Span
from communique.model.reading import Mention, MentionKind, Reading, Token
from communique.model.record import Meeting, Participant

PLACE_LEAST = 0.35
CANCELLED_SURE = 0.8  # score from which a meeting is cancelled without a word for it: "declined to meet"
CANCELLED_WORDED = 0.3  # the same where a word for it stands anywhere in the sentence
HELD_SURE = 0.9  # score from which a meeting is held, whatever its time
CALL_SURE = 0.5  # score of a call without any word for it
COUNTED = 0.5  # who is only counted takes part as likely as not
LEAD_SENTENCES = 3  # a held meeting in the lead without any date is the news of the day
_CANCELLED = re.compile(
    r"\b(?:cancel\w*|(?:call(?:ed|ing)?|put(?:ting)?) off|scrap\w*|scuttl\w*|postpon\w*|shelv\w*|pull(?:ed|ing)? out of)\b", re.I
)
_CALL = re.compile(
    r"\b(?:tele)?phone\w*"
    r"|\b(?:called|calling|video[ -]?(?:tele)?conference|teleconference|conference call|by phone|a call|\w+day[’']s call)\b",
    re.I,
)
_BY_PHONE = re.compile(
    r"\b(?:tele)?phone (?:call|conversation)s?\b|\b(?:by|over the) (?:tele)?phone\b|\brang (?:up )?(?=(?-i:[A-Z]))"
    r"|\b(?:video|zoom|skype)[ -]?(?:tele)?(?:call|chat|conference|link|meeting|summit|talk)s?\b"
    r"|\b(?:by|via|over) (?:video|zoom|skype)\b"
    r"|\b(?:virtual|online) (?:\w+ )?(?:conference|meeting|session|summit|talks)\b",
    re.I,
)
_SUMMIT = re.compile(
    r"\b(?:summit|(?<!news )(?<!press )(?<!video )conference|general assembly|security council|forum"
    r"|(?:G-?(?:7|8|20)|NATO|EU|P5\+1|OPEC|OSCE|Arab League)\b[^.;]{0,40}?(?:meeting|talks|summit|session|gathering))\b",
    re.I,
)
_BILATERAL = re.compile(
    r"\b(?:bilateral|one-on-one|m(?:et|eet|eets) with|meeting with|meeting his|talks with|sit-down"
    r"|on the (?:sidelines|margins|fringes) of)\b",
    re.I,
)
_COUNTED = re.compile(r"\b(?:two|three|four|five|six|several|many|numerous|\d+)\s+(?:[\w-]+\s+){0,2}(?:summits|meetings)\b", re.I)
_NONE = re.compile(  # told of, but never held nor planned
    r"\bno (?:(?:new|further|other|more|such|formal|direct) )*(?:meetings?|talks|summits?|negotiations)\b"
    r"|\b(?:have|has|had)(?: not| never|n[’']t) (?:[\w-]+ ){0,2}(?:met|spoken|talked)\b",
    re.I,
)
AIDES = frozenset({"adviser", "official", "spokesperson", "diplomat"})  # roles of those who tell of a meeting
_CIRCLE = re.compile(
    rf"\b(?:between|among|of|with) (?:the|these|those) (two|three|four) (?:[\w-]+ )?{WHO}\b|\b(both) {WHO}\b", re.I
)
_MET = re.compile(rf"\b(?:meet|meets|met|host|hosts|hosted|with) (?:the (two|three|four)|(both)) (?:[\w-]+ )?{WHO}\b", re.I)
_PLACE_NAMES = frozenset(["GPE", "LOC", "FAC"])


class MeetingCoder:
    """Makes the meetings of a document.

    Args:
        reader: the trained sentence reader; the packaged ones if None, see `EventReaders`.
    """

    name = "communique.meeting"
    version = "12"
    makes = "meetings"

    def __init__(self, reader: EventReader | None = None) -> None:
        self.readers = EventReaders(reader)

    @property
    def maker(self) -> str:
        """What the log of a run names the coder by: name, version and models."""
        return self._maker(self.readers)

    def _maker(self, model: EventReader | EventReaders) -> str:
        return f"{self.name}@{self.version}+{model.id}"

    def code(self, readings: Sequence[Reading], codebooks: Sequence[Codebook | None]) -> list[list[Meeting]]:
        """The meetings of each reading, in the order in which the text first tells of them."""
        return [self._code(r, self.readers.under(c)) for r, c in zip(readings, codebooks, strict=True)]

    def _code(self, reading: Reading, reader: EventReader) -> list[Meeting]:
        report, sides = Report(reading, tellings(reading, reader)), meeting_sides.scorer_of(reader.model)
        opens = meeting_row.scorer_of(reader.model).opens({t.index: t.score("meeting") for t in report.read})
        meetings = merge(told_in(report, sides), opens, sure=reader.threshold("meeting"))
        maker = self._maker(reader)
        return [self._row(reading, meeting, maker) for meeting in meetings]

    def _row(self, reading: Reading, told: Told, maker: str) -> Meeting:
        date, rule = told.date, "reader"
        if date is None and told.status == "held" and not told.has_wording:
            date, rule = _day_of_news(reading, told.sentence)
        return Meeting(
            start=told.span.start,
            end=told.span.end,
            confidence=told.score,
            maker=maker,
            rule=rule,
            participants=tuple(Participant(s.name, s.party) for s in told.sides),
            place=told.place,
            date=date,
            format=told.format,
            status=told.status,
            evidence=told.span.of(reading.document.text),
        )


def _day_of_news(reading: Reading, sentence: int) -> tuple[str | None, str]:
    """The day of which a report is telling where a sentence names none, and the rule that says so.

    It is the last day that the sentences before name, of the week before publication; in the lead, else, the publication date.
    """
    published = published_on(reading)
    if published is None:
        return None, "reader"
    for earlier in reversed(reading.sentences[max(0, sentence - LOOK_BACK) : sentence]):
        named = [t for t in find_times(earlier.span.of(reading.document.text), published, tense="past") if t.granularity == "day"]
        near = [t for t in named if t.value and is_of_the_week(t)]
        if near:
            return near[-1].value, "reader:day-of-news"
    return (published.isoformat(), "reader:date-of-publication") if sentence < LEAD_SENTENCES else (None, "reader")


def told_in(report: Report, scorer: SideScorer) -> Iterator[Told]:
    """What the sentences of a report tell of meetings, in their order, down to what hardly does."""
    for n, telling in enumerate(report.read):
        if telling.score("meeting") >= FLOOR:
            yield from told_meetings(report.reading, telling, _people(report, n, scorer))


def told_meetings(reading: Reading, telling: Telling, people: tuple[Side, ...]) -> list[Told]:
    """The meetings that a sentence tells of, mostly one; none where it counts or denies them or no stretch of it can be shown.

    Args:
        reading: the document.
        telling: a sentence that tells of a meeting.
        people: who takes part.
    """
    runs = telling.runs("meeting")
    core = longest_run(runs) if runs else telling.sentence.span
    span = evidence_span(reading, telling.sentence, core)
    found = clauses_of(reading, telling.sentence)
    clauses = [c for c in found if c.outcome != "denied"]
    if span is None or (found and not clauses) or _COUNTED.search(telling.text) or _NONE.search(telling.text):
        return []

    def told(status: str, sides: tuple[Side, ...], clause: MeetingClause | None = None) -> Told:
        time = when(reading, telling, status, clause)
        return Told(
            sentence=telling.index,
            span=span,
            sides=sides,
            format=_format(telling, sides, core.of(reading.document.text)),
            status=status,
            date=date_of(reading, time, telling.text) if time else None,
            has_wording=time is not None or lies_ahead(reading, telling),
            place=_place(reading, telling, clause),
            score=telling.score("meeting"),
            unnamed=frozenset(s.party for s in sides if not telling.sentence.start <= s.start < telling.sentence.end),
        )

    is_off = _is_called_off(reading, telling, people, clauses)
    apart = _apart([told(_outcome(c, is_off), sides, c) for c, sides in _sides_by_clause(reading, telling, people, clauses)])
    return apart or [told("cancelled" if is_off else _status(reading, telling, core, clauses), people)]


def _outcome(clause: MeetingClause, is_off: bool) -> str:
    """What becomes of the meeting of a clause, if what is planned may be called off elsewhere."""
    return "cancelled" if is_off and clause.outcome == "planned" else clause.outcome


def _apart(told: Sequence[Told]) -> list[Told]:
    """What the clauses of a sentence tell, if it surely is of two meetings: each with a time, a place or parties of its own."""
    parties = [t.parties for t in told]
    sure = [t for t in told if t.date is not None or t.place is not None or parties.count(t.parties) == 1]
    return sure if len({(t.date, t.place, t.parties) for t in sure}) == len(sure) > 1 else []


def _sides_by_clause(
    reading: Reading, telling: Telling, people: tuple[Side, ...], clauses: Sequence[MeetingClause]
) -> Iterator[tuple[MeetingClause, tuple[Side, ...]]]:
    """The clauses whose two sides are known: those that it names, or the only two of the sentence."""
    for clause in clauses:
        named = {m.party for m in telling.mentions if m.can_act and clause.has(reading, m.end - 1)}
        sides = tuple(s for s in people if s.party in named)
        if len(sides) > 1 or len(people) == 2:
            yield clause, sides if len(sides) > 1 else people


def _is_called_off(reading: Reading, telling: Telling, people: Sequence[Side], clauses: Sequence[MeetingClause]) -> bool:
    """Whether the meeting that a sentence plans is called off in another clause of it, or in the next sentence.

    That clause speaks of "the summit", and names nobody who is to take part in another.
    """
    outcomes = {c.outcome for c in clauses}
    if "planned" not in outcomes:
        return False
    after = reading.sentences[telling.index + 1 : telling.index + 2]
    others = [c for c in (*clauses, *(c for s in after for c in clauses_of(reading, s))) if c.outcome == "cancelled"]
    parties = {s.party for s in people}
    return any(
        c.is_definite and parties.issuperset(m.party for m in reading.mentions if m.can_act and c.has(reading, m.start))
        for c in others
    )


def _people(report: Report, at: int, scorer: SideScorer) -> tuple[Side, ...]:
    """Who takes part in the meeting of a sentence: who likely does, or those whom it only counts."""
    telling, before = report.read[at], report.read[max(0, at - LOOK_BACK) : at]
    found = _with_who_meets(report.reading, telling, scorer.sides(report, at))
    found = _with_whom_they_meet(telling, before, found)
    if len(found) > 1 and _is_one_parliament(telling, found):
        return found[:1]
    if len(found) > 2:
        found = tuple(s for s in found if not _only_tells(report.reading, s))
    if len(found) >= 2:
        return found
    return _counted_sides(telling, before) or found


def _only_tells(reading: Reading, side: Side) -> bool:
    """Whether an aide without a name is cited with what others did: "an adviser at the Élysée said that the two had met"."""
    cited = any(span.start <= side.start < span.end for a in reading.attributions for span in a.source)
    return cited and any(m.start == side.start and m.rule.startswith("phrase:") and m.role in AIDES for m in reading.mentions)


def _is_one_parliament(telling: Telling, people: Sequence[Side]) -> bool:
    """Whether a parliament sits, its state named only by the way: "Norway's parliament met in Oslo", not "he met senators"."""
    states = {re.sub(r"-(?:PARLIAMENT|CONGRESS)$", "", s.party) for s in people}
    named = [m for m in telling.mentions if m.party in states]
    return len(states) == 1 and bool(named) and not any(m.can_act for m in named)


def _with_who_meets(reading: Reading, telling: Telling, people: tuple[Side, ...]) -> tuple[Side, ...]:
    """Those who take part and whom the parse shows beside them: "Berg will meet both leaders", "talks chaired by Berg"."""
    meets = who_meets(reading, telling.sentence)
    known = {"OTHER", *(s.party for s in people)}
    ends = {reading.tokens[i].end for i in meets}
    more = [m for m in telling.mentions if m.can_act and m.end in ends and m.party not in known]
    return tuple(sorted((*people, *_as_sides(more)), key=lambda s: s.start))


def _with_whom_they_meet(telling: Telling, before: Sequence[Telling], people: tuple[Side, ...]) -> tuple[Side, ...]:
    """Those who take part, where whom they meet is only counted: "Berg will meet the three ministers", told of before."""
    met, words = _counted_sides(telling, before, _MET), _MET.search(telling.text)
    if words is None or not met:
        return people
    start, end = (telling.sentence.start + at for at in words.span())
    apart = {m.party for m in telling.mentions if m.can_act and not start <= m.start < end}
    hosts = [s for s in people if s.party in apart]
    known = {s.party for s in hosts}
    return (*hosts, *(s for s in met if s.party not in known)) if hosts else people


def _counted_sides(telling: Telling, before: Sequence[Telling], pattern: re.Pattern[str] = _CIRCLE) -> tuple[Side, ...]:
    """Who "the two leaders" or "the three countries" are: those of the nearest sentence before that names so many parties."""
    return _as_sides(counted(telling, before, pattern))


def _as_sides(mentions: Sequence[Mention]) -> tuple[Side, ...]:
    one_each = {m.party: m for m in reversed(mentions)}
    return tuple(Side(m.actor, m.party, m.start, COUNTED, m.kind is MentionKind.PERSON) for m in reversed(one_each.values()))


def _status(reading: Reading, telling: Telling, core: Span, clauses: Sequence[MeetingClause]) -> str:
    """Cancelled by a clause or by score; else as the reader says, unless it wavers and the tense tells, or the day is to come."""
    outcomes, is_worded = {c.outcome for c in clauses}, _CANCELLED.search(telling.text) is not None
    if outcomes == {"cancelled"} or telling.score("cancelled") >= (CANCELLED_WORDED if is_worded else CANCELLED_SURE):
        return "cancelled"
    held, planned = telling.score("held"), telling.score("planned")
    if abs(held - planned) < 0.2:
        tense = tense_at(reading, telling.sentence, (core.start + core.end) // 2)
        if tense is not None:
            return "planned" if tense == "future" or lies_ahead(reading, telling) else "held"
    may_be_ahead = held < HELD_SURE or outcomes == {"planned"}
    return "planned" if planned > held or (may_be_ahead and lies_ahead(reading, telling)) else "held"


def _format(telling: Telling, people: Sequence[Side], core: str) -> str:
    """A call by word or score; multilateral from three parties on, with a party of many, or for a summit as such."""
    scores = {name: telling.score(name) for name in ("bilateral", "multilateral", "call")}
    is_likeliest = max(scores, key=lambda n: scores[n]) == "call"
    is_worded = _CALL.search(telling.text) and (is_likeliest or scores["call"] >= 0.2)
    if is_worded or (is_likeliest and scores["call"] >= CALL_SURE) or _BY_PHONE.search(core):
        return "call"
    parties = {s.party for s in people}
    if len(parties) > 2 or parties & GROUPS:
        return "multilateral"
    named = _SUMMIT.search(core)
    if named is None or _BILATERAL.search(telling.text):
        return "bilateral"
    return "bilateral" if named.group().lower() == "summit" and len(parties) == 2 else "multilateral"  # "the Trump-Kim summit"


def _goes_on(token: Token, after: Token) -> bool:
    """Whether one name of a place goes on from a token to the next."""
    return token.ent in _PLACE_NAMES and after.ent == token.ent and not after.starts_ent


def _with_whole_names(reading: Reading, telling: Telling, span: Span) -> Span:
    """The stretch widened to the names that it cuts: "York" to "New York"."""
    tokens = reading.tokens[telling.sentence.first : telling.sentence.last]
    inside = [i for i, t in enumerate(tokens) if span.start <= t.start < span.end]
    if not inside:
        return span
    first, last = inside[0], inside[-1]
    while first > 0 and _goes_on(tokens[first - 1], tokens[first]):
        first -= 1
    while last + 1 < len(tokens) and _goes_on(tokens[last], tokens[last + 1]):
        last += 1
    return Span(min(span.start, tokens[first].start), max(span.end, tokens[last].end))


def _place(reading: Reading, telling: Telling, clause: MeetingClause | None) -> str | None:
    """The stretch, of a clause if given, that the reader takes as the place, if a name stands in it; the whole of each name."""
    tokens = reading.tokens[telling.sentence.first : telling.sentence.last]
    named = {t.start for t in tokens if t.ent in _PLACE_NAMES}
    for run, _ in sorted(telling.runs("place", PLACE_LEAST), key=lambda r: -r[1]):
        if clause is not None and not clause.has(reading, run.start):
            continue
        span = _with_whole_names(reading, telling, run)
        if all(t.ent == "NORP" for t in tokens if span.start <= t.start < span.end):
            continue  # "talks with French President Hollande"
        words = re.sub(r"^(?:(?:in|at|to|from|on|of|the|near|outside)\s+)+", "", span.of(reading.document.text), flags=re.I)
        words = " ".join(words.split()).strip(" ,.;:'’\"“”")
        if any(c.isupper() for c in words) and (any(span.start <= s < span.end for s in named) or words[:1].isupper()):
            return words
    return None
