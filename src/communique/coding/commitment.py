"""Commitments: a party undertakes a future act, alone, to someone, or jointly, with a due date if the text gives one.

The trained sentence reader tells commitments from wishes, calls on others and forecasts, and who commits; grammar gives
what is promised and when it is due.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from communique.coding.clause import evidence_span, subtree
from communique.coding.event_reader import EventReader, EventReaders
from communique.coding.promise_clause import PromiseClause
from communique.coding.telling import STRONG, Side, Telling, longest_run, sides, tellings, times_of
from communique.coding.timex import TimeExpression, find_times, overlapping
from communique.model.codebook import Codebook
from communique.model.document import Span
from communique.model.reading import Reading
from communique.model.record import Commitment
from communique.models.stems import stems_of

DUE_LEAST = 0.3  # score of the reader for a time to be the due date
SAME_SHARE = 0.6  # of the words of the shorter sentence: two rows of one party say the same
FEW_LETTERS = 3  # stems up to so long do not count for that
SURE = 0.6  # from this score on the reader's word for a condition counts by itself
_LONGEST_WHAT = 160
_CONDITION = re.compile(
    r"\b(?:if(?! (?:at all |still )?(?:necessary|needed|possible|required)\b)|unless|provided|once|until|conditional|contingent"
    r"|on condition|upon the|subject to|depending on"
    r"|(?:so|as) long as|as soon as(?! possible)|only (?:when|after)|in (?:exchange|return) for|in (?:the )?(?:case|event)"
    r"|should \S+ (?:\S+ )?(?:fail|refuse|attack|decide|continue|cross))\b",
    re.IGNORECASE,
)
_DEADLINES = {"by", "until", "within", "before"}
# how often or formerly, not on what condition: "once again", "once a week", "who once promised", "its once large fleet"
_OTHER_ONCE = re.compile(
    r"(?:\b(?:at|who|which|he|she|they|we|has|have|had|was|were|the|an?|its|their|his|her|our)|['’]s) once\b"
    r"|\bonce (?:again|more|every|per|upon|or twice|and for all)\b"
    r"|\bonce an? (?:hour|day|week|month|quarter|year|decade|generation)\b"
    r"|\bonce-|(?<=\w )once (?-i:(?!women|men|children)[a-z]+(?:ed|en))\b",
    re.IGNORECASE,
)
_NO_LIMIT = re.compile(r"until (?:now|then|recently)\b", re.IGNORECASE)
_ANY_DAY = date(2000, 1, 1)  # whether words tell a time does not hang on the day of publication
_GONE_BY = re.compile(r"^(?:earlier|last|yesterday)\b|\bago$|s earlier$", re.IGNORECASE)  # when it was said, not when it is due


class CommitmentCoder:
    """Makes the commitments of a document.

    Args:
        reader: the trained sentence reader; the packaged ones if None, see `EventReaders`.
    """

    name = "communique.commitment"
    version = "9"
    makes = "commitments"

    def __init__(self, reader: EventReader | None = None) -> None:
        self.readers = EventReaders(reader)

    @property
    def maker(self) -> str:
        """What the log of a run names the coder by: name, version and models."""
        return self._maker(self.readers)

    def _maker(self, model: EventReader | EventReaders) -> str:
        return f"{self.name}@{self.version}+{model.id}"

    def code(self, readings: Sequence[Reading], codebooks: Sequence[Codebook | None]) -> list[list[Commitment]]:
        """The commitments of each reading, in order of the text; a promise told twice is kept once."""
        return [_without_repeats(self._code(r, self.readers.under(c))) for r, c in zip(readings, codebooks, strict=True)]

    def _code(self, reading: Reading, reader: EventReader) -> list[Commitment]:
        rows = []
        least, maker = reader.threshold("commitment"), self._maker(reader)
        context: list[Side] = []
        for telling in tellings(reading, reader):
            if telling.score("commitment") >= least:
                row = self._row(reading, telling, context, maker)
                if row is not None:
                    rows.append(row)
            context = _joint(telling) or context
        return rows

    def _row(self, reading: Reading, telling: Telling, context: list[Side], maker: str) -> Commitment | None:
        core = _core(telling)
        clause = PromiseClause(reading, telling, core)
        named = clause.own(promisers(telling))
        by = named or context
        span = evidence_span(reading, telling.sentence, core)
        if span is None or clause.is_past() or all(s.party == "OTHER" for s in by):  # a firm or a commentator binds no party
            return None
        due = due_time(reading, telling, core)
        text = reading.document.text
        return Commitment(
            start=span.start,
            end=span.end,
            confidence=telling.score("commitment"),
            maker=maker,
            rule="reader" if named else "reader:context",
            by=tuple(dict.fromkeys(s.party for s in by)),
            what=what_phrase(reading, telling, core),
            due=due.due if due else None,
            due_text=text[due.start : due.end] if due else None,
            conditional=is_conditional(telling),
            evidence=span.of(text),
        )


def promisers(telling: Telling) -> list[Side]:
    """Who commits: the sides of which the reader is sure, else who speaks for a party, else the best that the sentence names."""
    found = sides(telling, "promiser", need=1)
    speaker = telling.speaker
    if speaker is None or any(s.score >= STRONG for s in found) or (found and speaker.party == "OTHER"):
        return found
    return [Side(speaker.actor, speaker.party, speaker.start, 0.0)]


def is_conditional(telling: Telling) -> bool:
    """Whether the promise hangs on something: by its words (precision .79, recall .70 on the coded sentences), else by the
    reader where it is sure; with 77 examples it is not trusted below that."""
    words = (m for m in _CONDITION.finditer(telling.text) if not _tells_when(telling.text, m.start(), m.end()))
    return next(words, None) is not None or telling.score("conditional") >= SURE


def _tells_when(text: str, start: int, end: int) -> bool:
    """Whether "until" or "once" sets no condition: "until January 31", "until then", "once again", "at once"."""
    word = text[start:end].lower()
    if word == "once":
        return any(m.start() <= start < m.end() for m in _OTHER_ONCE.finditer(text))
    if word != "until":
        return False
    return bool(_NO_LIMIT.match(text, start) or overlapping(find_times(text, _ANY_DAY), start, end))


def _joint(telling: Telling) -> list[Side]:
    """The two or more parties of a sentence that tells of a meeting or an agreement: they commit in "it was agreed that …"."""
    role = "participant" if telling.score("meeting") >= STRONG else "ally" if telling.score("agree") >= STRONG else ""
    found = sides(telling, role, need=2) if role else []
    return found if len({s.party for s in found}) >= 2 else []


def _core(telling: Telling) -> Span:
    """The stretch that the reader takes as the promise, else the whole sentence."""
    runs = telling.runs("commitment")
    return longest_run(runs) if runs else telling.sentence.span


def due_time(reading: Reading, telling: Telling, core: Span) -> TimeExpression | None:
    """The time that the promise is due: the one that the reader scores best, or a deadline inside the promise."""
    text = reading.document.text
    timed = [(t, s) for t, s in times_of(reading, telling, "due", tense="future") if not _GONE_BY.search(text[t.start : t.end])]
    scored = [(score, t) for t, score in timed if score >= DUE_LEAST]
    if scored:
        return max(scored, key=lambda pair: pair[0])[1]
    return next(
        (t for t, _ in timed if t.modifier in _DEADLINES and core.start <= t.start and t.end <= core.end and t.value), None
    )


def what_phrase(reading: Reading, telling: Telling, core: Span) -> str:
    """What is promised: the core from where its act begins, the whole sentence if the core has no verb at all."""
    clause = PromiseClause(reading, telling, core)
    if not clause.has_verb and core != telling.sentence.span:
        return what_phrase(reading, telling, telling.sentence.span)
    start, end = clause.start(), clause.end()
    text = reading.document.text
    words = " ".join(text[start : _said_until(reading, telling, start, end)].split())
    words = _whole_quotes(words + _closing_mark(words, text[end : end + 2]))
    if len(words) > _LONGEST_WHAT:
        words = _whole_quotes(words[:_LONGEST_WHAT].rsplit(" ", 1)[0])
    return words.strip(" ,.;:—–")


def _said_until(reading: Reading, telling: Telling, start: int, end: int) -> int:
    """Where a stretch ends that runs on into who says it, by the attributions and the parse: "pay in May, | Ida Poe said"."""
    for attribution in reading.attributions:
        if any(c.start <= start < c.end for c in attribution.content):
            said = max(c.end for c in attribution.content if c.start < end)
            if any(said <= s.start < end for s in (*attribution.source, *attribution.cue)):
                end = said
    tokens, sentence = reading.tokens, telling.sentence
    for i in range(sentence.first, sentence.last):
        verb = tokens[i].head
        if tokens[i].dep == "ccomp" and i < verb and start <= tokens[i].start < end:
            who = [k for k in range(i, sentence.last) if tokens[k].dep == "nsubj" and tokens[k].head == verb]
            told = min(tokens[k].start for k in (verb, *(subtree(tokens, sentence, w)[0] for w in who)))
            if start < told < end and reading.document.text[:told].rstrip()[-1] in ',"”?!—':
                end = told
    return end


def _whole_quotes(words: str) -> str:
    """Without half a pair of quotation marks: what follows the end of a quotation that began before is cut off, a mark inside
    a clause ("will lift" all duties) and one that is never closed only drop out.

    Example:
        >>> _whole_quotes('carry it out," Poe'), _whole_quotes('lift" all "unjust" duties'), _whole_quotes('speak of "war')
        ('carry it out', 'lift all "unjust" duties', 'speak of war')
    """
    half = _half_mark(words)
    while half is not None:
        at, closes = half
        ends = closes and (words[at - 1 : at] in _STOPS or words[at + 1 : at + 2] in _STOPS)
        words = words[:at] + ("" if ends else words[at + 1 :])
        half = _half_mark(words)
    return words.strip(" ,.;:—–")


_STOPS = ("", ",", ".", "?", "!", ";")


def _closing_mark(words: str, following: str) -> str:
    """The mark that closes a quotation right after the stretch: “a long war|,”."""
    half = _half_mark(words)
    mark = following.lstrip(",.;")[:1]
    return mark if half and not half[1] and mark in ("”", '"') else ""


def _half_mark(words: str) -> tuple[int, bool] | None:
    """The first quotation mark without its other half, and whether it closes; None if there is none."""
    opened = None
    for match in re.finditer(r'["“”]', words):
        at = match.start()
        if match.group() == "“" or (match.group() == '"' and opened is None and _opens(words, at)):
            if opened is not None:
                return opened, False
            opened = at
        elif opened is None:
            return at, True
        else:
            opened = None
    return None if opened is None else (opened, False)


def _opens(words: str, at: int) -> bool:
    """Whether a straight mark stands before a word rather than after one."""
    return words[at - 1 : at] in ("", " ", "(", "-", "—", "–") and words[at + 1 : at + 2].strip() != ""


def _without_repeats(rows: list[Commitment]) -> list[Commitment]:
    kept: list[Commitment] = []
    for row in rows:
        if not any(set(row.by) & set(k.by) and _same_act(row.evidence, k.evidence) for k in kept):
            kept.append(row)
    return kept


def _same_act(a: str, b: str) -> bool:
    first, second = ({s for s in stems_of(words) if len(s) > FEW_LETTERS} for words in (a, b))
    return (
        bool(first and second) and len(first & second) >= SAME_SHARE * min(len(first), len(second)) and len(first & second) >= 2
    )
