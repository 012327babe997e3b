"""Figures: numbers of people, weapons or money that a report gives as a fact or a claim.

In: parsed readings, with attributions if there are any. Out: rows, one for each figure, with the clause that holds it.
How a figure is found:

1. The quantities of each body sentence are read with their bounds (`communique.coding.number`).
2. Each is described by what it counts and what stands around it (`communique.coding.figure_candidate`).
3. A small trained model decides which belong on the record (`communique.coding.figure_scorer`).
4. A number given twice for the same thing in one report is one row, at its first place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from pathlib import Path

from communique.coding.clause import children, subtree
from communique.coding.figure_candidate import Candidate, find_candidates
from communique.coding.figure_scorer import FigureScorer
from communique.coding.figure_unit import find_put
from communique.coding.figure_what import describe
from communique.coding.figure_words import DEATHS, FATES, OTHERS
from communique.model.codebook import Codebook
from communique.model.document import Span
from communique.model.reading import Reading, Sentence
from communique.model.record import MAX_EVIDENCE_CHARS, Attribution, Figure

_CLAUSE = re.compile(r"[;:]\s|,\s(?!\d|including\b|mostly\b|among\b|according\b)|\s(?:[–—]|--?)\s|—")
_SUBJECT = frozenset(["nsubj", "nsubjpass", "expl"])
_RELATIVE = frozenset(["that", "which", "who", "whom"])
_FOR = frozenset(["in", "of", "worth", "for", "on"])
_PHRASE = frozenset(["ADJ", "ADP", "ADV", "DET", "NOUN", "PROPN"])
_FURTHER = frozenset(["another", "additional", "further"])
_COUNTS_PEOPLE = frozenset(["people", "as before"])
FEW = 12  # so many people may be others than the same number elsewhere in the report
_SHORTEST = 150  # a shorter clause tells a reader too little: the sentence is shown instead
_ACCORDING = re.compile(r"\b[Aa]ccording\sto\s(?:an?\s|the\s)?(?P<source>[^,.;:()—“”\"]{2,80})")
_PART = re.compile(r";\s")
_DESCRIBED = 4  # words of a source that says by itself who it is
_BEFORE_VERB = re.compile(r"\s(?:that|which|who|published|released|issued|on\s[A-Z]\w+day)\b.*", re.S)


class FigureCoder:
    """Figures of body sentences; needs no codebook.

    Args:
        folder: another folder of weights than the shipped one.
    """

    name = "communique.figure"
    version = "10"
    makes = "figures"

    def __init__(self, folder: Path | None = None) -> None:
        self._scorer = FigureScorer(folder)

    @cached_property
    def maker(self) -> str:
        """The name and version that stand in the rows, with the model's."""
        return f"{self.name}@{self.version}+{self._scorer.files.id}"

    @staticmethod
    def candidates(reading: Reading) -> list[tuple[Sentence, Candidate]]:
        """Every quantity of a reading that might be a figure, for training and for error analysis."""
        return [(s, c) for s in reading.sentences for c in find_candidates(reading, s)]

    def code(self, readings: Sequence[Reading], codebooks: Sequence[Codebook | None]) -> list[list[Figure]]:
        """The figures of each reading, in the order of the text."""
        return [self._code_one(reading) for reading in readings]

    def _code_one(self, reading: Reading) -> list[Figure]:
        rows: list[Figure] = []
        known: dict[tuple[object, ...], list[_Given]] = {}
        for sentence, candidate in self.candidates(reading):
            confidence = self._scorer.score(candidate.features)
            if confidence < self._scorer.threshold:
                continue
            given = known.setdefault(_sameness(reading, candidate), [])
            this = _given(reading, sentence, candidate, len(rows))
            same = next((g for g in given if g.is_same(this)), None)
            if same:
                rows[same.row] = replace(rows[same.row], confidence=max(rows[same.row].confidence, confidence))
            else:
                given.append(this)
                rows.append(self._row(reading, sentence, candidate, confidence))
        return rows

    def _row(self, reading: Reading, sentence: Sentence, candidate: Candidate, confidence: float) -> Figure:
        span = find_clause(reading, sentence, candidate)
        return Figure(
            start=span.start,
            end=span.end,
            confidence=confidence,
            maker=self.maker,
            rule=candidate.family,
            value=candidate.quantity.value,
            bound=candidate.quantity.bound,
            what=describe(reading, sentence, candidate),
            source=find_source(reading, sentence, candidate),
            evidence=reading.text_of(span),
        )


@dataclass(frozen=True, slots=True)
class _Given:
    """A number on the record: its row, the sentence that gave it, the fate of those counted, and the nouns that name them.

    Money has the nouns of what is paid for; many people have none.
    """

    row: int
    sentence: Sentence
    fate: str | None
    what: frozenset[str]
    is_vague: bool
    is_definite: bool
    is_further: bool

    def is_same(self, again: _Given) -> bool:
        """Whether the number is given again: not within one sentence, for 20 killed and 20 released, $3bn of arms and of oil.

        "The three" and "the three detainees" are the three Americans before them; "another 2,000" are others than the 2,000.
        """
        if again.sentence is self.sentence or (again.is_further and not self.is_further):
            return False
        if again.is_vague and again.fate == self.fate == "dead":
            return True
        if again.what and self.what and not again.what & self.what and not again.is_definite:
            return False
        return again.fate is None or self.fate is None or again.fate == self.fate


def _given(reading: Reading, sentence: Sentence, candidate: Candidate, row: int) -> _Given:
    is_few = candidate.family in _COUNTS_PEOPLE and candidate.quantity.value <= FEW
    what = frozenset([_noun(reading, candidate)]) if is_few else _goods(reading, sentence, candidate)
    before = reading.tokens[candidate.first - 1] if candidate.first > sentence.first else None
    is_further = before is not None and before.lemma.lower() in _FURTHER
    return _Given(
        row,
        sentence,
        _fate(reading, candidate),
        what,
        _is_vague(reading, candidate),
        "definite&small" in candidate.features,
        is_further,
    )


def _sameness(reading: Reading, candidate: Candidate) -> tuple[object, ...]:
    """Two figures can be one if value, currency and counted noun agree; people are people: 21 Egyptians, 21 captives."""
    noun = "people" if candidate.family in _COUNTS_PEOPLE else _noun(reading, candidate)
    return candidate.quantity.value, candidate.quantity.currency, noun


def _noun(reading: Reading, candidate: Candidate) -> str:
    """The noun counted; the family where a number has none."""
    return reading.tokens[candidate.unit].lemma.lower() if candidate.unit is not None else candidate.family


def _is_vague(reading: Reading, candidate: Candidate) -> bool:
    """Whether the words only point back at those counted: "the three", "11 had died", not "three of them"."""
    if "partitive&small" in candidate.features:
        return False
    return candidate.unit is None or _noun(reading, candidate) in DEATHS | OTHERS or "definite&small" in candidate.features


def _fate(reading: Reading, candidate: Candidate) -> str | None:
    """What was done to those counted, as one of four fates; None if the verb tells none."""
    around = [i for i in (candidate.verb, candidate.unit) if i is not None]
    return next((FATES[word] for i in around if (word := reading.tokens[i].lemma.lower()) in FATES), None)


def _goods(reading: Reading, sentence: Sentence, candidate: Candidate) -> frozenset[str]:
    """The nouns that say what an amount of money is paid or asked for: "$50 billion in Chinese goods"."""
    first = candidate.last + 1
    if not candidate.quantity.currency or first >= sentence.last or reading.tokens[first].lemma.lower() not in _FOR:
        return frozenset()
    following = reading.tokens[first : min(first + 8, sentence.last)]
    nouns = takewhile(lambda t: t.pos in _PHRASE, following)
    return frozenset(t.lemma.lower() for t in nouns if t.pos in ("NOUN", "PROPN") or t.ent == "NORP")


def find_clause(reading: Reading, sentence: Sentence, candidate: Candidate) -> Span:
    """The clause that holds a figure, by its punctuation; the sentence if the clause is short, cut to the longest allowed."""
    text, quantity = reading.document.text, candidate.quantity
    starts, end = [sentence.start], sentence.end
    for cut in _CLAUSE.finditer(text, sentence.start, sentence.end):
        if cut.end() <= quantity.lead:
            starts.append(cut.end())
        elif cut.start() >= quantity.end:
            end = cut.start()
            break
    start = next((at for at in reversed(starts) if _has_subject(reading, sentence, at, end)), sentence.start)
    if end - start < _SHORTEST:
        start, end = sentence.start, sentence.end
    if end - start > MAX_EVIDENCE_CHARS:
        start = max(start, min(quantity.lead - MAX_EVIDENCE_CHARS // 3, end - MAX_EVIDENCE_CHARS))
        start = _word_start(text, start, quantity.lead)
        end = min(end, start + MAX_EVIDENCE_CHARS)
    return _trim(text, start, end)


def _has_subject(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a stretch says by itself who does what: it holds a subject with its verb and begins with no verb."""
    inside = [
        i for i in range(sentence.first, sentence.last) if start <= reading.tokens[i].start and reading.tokens[i].end <= end
    ]
    if not inside or reading.tokens[inside[0]].pos in ("VERB", "AUX"):
        return False
    within = frozenset(inside)
    tokens = (reading.tokens[i] for i in inside)
    return any(t.dep in _SUBJECT and t.head in within and t.text.lower() not in _RELATIVE for t in tokens)


def _word_start(text: str, start: int, limit: int) -> int:
    while 0 < start < limit and not text[start - 1].isspace():
        start += 1
    return start


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def find_source(reading: Reading, sentence: Sentence, candidate: Candidate) -> str | None:
    """Who gives the number: the source of the narrowest attribution around it, else who puts it at so much, else the words after
    "according to" in the part of the sentence between semicolons."""
    at = candidate.quantity.start
    around = [
        (sum(s.end - s.start for s in a.content), a)
        for a in reading.attributions
        if a.source and any(s.start <= at < s.end for s in a.content)
    ]
    if around:
        return _source_of(reading, min(around, key=lambda pair: pair[0])[1])
    if teller := _who_puts(reading, sentence, candidate):
        return teller
    text = reading.document.text
    parts = [sentence.start, *(m.end() for m in _PART.finditer(text, sentence.start, sentence.end)), sentence.end]
    part = bisect_right(parts, at)
    match = _ACCORDING.search(text, parts[part - 1], parts[min(part, len(parts) - 1)])
    return _BEFORE_VERB.sub("", match.group("source")).strip() if match else None


def _who_puts(reading: Reading, sentence: Sentence, candidate: Candidate) -> str | None:
    """Who puts a number at so much: "Norway puts the toll at 22", the actor of its subject or the subject as worded."""
    put = find_put(reading.tokens, sentence, candidate.first)
    if put is None:
        return None
    tokens = reading.tokens
    subject = next((i for i in children(tokens, sentence, put) if tokens[i].dep == "nsubj"), None)
    if subject is None:
        return None
    inside = subtree(tokens, sentence, subject)
    span = Span(tokens[inside[0]].start, tokens[inside[-1]].end)
    head = tokens[subject]
    named = [m for m in reading.mentions_in(span) if m.end >= head.end > m.start]
    if named:
        return max(named, key=lambda m: m.end - m.start).actor
    if head.pos == "PRON":
        return None
    return re.sub(r"^(?:an?|the)\s", "", " ".join(reading.text_of(span).split()), flags=re.IGNORECASE)


def _source_of(reading: Reading, attribution: Attribution) -> str:
    """The actor of an attribution, else the words that cite.

    An actor who is named in what is said only is not who says it: "strikes on Oslo killed 12, a spokesman for the ministry said".
    """
    words = " ".join(" ".join(reading.text_of(s) for s in attribution.source).split())
    if attribution.actor and not _is_named_in_content_only(reading, attribution, words):
        return attribution.actor
    match = re.match(r"(?:according to\s)?(?:an?\s|the\s)?(.*)", words, re.I)
    return match.group(1) if match and match.group(1) else words


def _is_named_in_content_only(reading: Reading, attribution: Attribution, words: str) -> bool:
    """Whether a source of several words, none of them the actor's, has an actor who stands in the content: no "he said"."""
    actor = attribution.actor or ""
    if len(words.split()) < _DESCRIBED or set(actor.lower().split()) & set(words.lower().split()):
        return False
    return any(actor in reading.text_of(span) for span in attribution.content)
