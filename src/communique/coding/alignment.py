"""Alignments: sentences that themselves say that two or more parties agree, share a goal, or differ.

The trained sentence reader scores whether a sentence says so and which names are the sides; `alignment_row` decides by these
scores and by what the sentence names. The issue is the one most relevant to the sentence, unless another matcher is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from communique.coding.alignment_row import PRONOUN, scorer_of
from communique.coding.alignment_sense import camps, is_addressed, is_bystander, is_in_what_they_say, turned
from communique.coding.clause import evidence_span
from communique.coding.counted import counted
from communique.coding.event_reader import EventReader, EventReaders
from communique.coding.issue_match import IssueMatcher, match_issues
from communique.coding.telling import STRONG, Side, Telling, sides, tellings
from communique.coding.topic_phrase import topic_phrase
from communique.model.codebook import Codebook
from communique.model.document import Span
from communique.model.reading import Reading
from communique.model.record import Alignment

LOOK_BACK = 5  # sentences in which a side that a sentence leaves unnamed is looked for
ACTOR_HINT, PLACE_HINT, FADING, FAINT = 0.3, 0.1, 0.6, 0.02  # see `_hints`
REGION = 0.9  # the least score of what is neither a party nor a person as a side


class AlignmentCoder:
    """Makes the alignments of a document.

    Args:
        reader: the trained sentence reader; the packaged ones if None, see `EventReaders`.
        matcher: gives for each sentence of a reading the id of the issue that it is about, or None; `match_issues` if None.
        n_threads: threads of the run time that matches, as many as the statements have, so that both share one.
    """

    name = "communique.alignment"
    version = "10"
    makes = "alignments"

    def __init__(self, reader: EventReader | None = None, matcher: IssueMatcher | None = None, n_threads: int = 1) -> None:
        self.readers = EventReaders(reader)
        self.matcher = matcher or partial(match_issues, n_threads=n_threads)

    @property
    def maker(self) -> str:
        """What the log of a run names the coder by: name, version and models."""
        return self._maker(self.readers)

    def _maker(self, model: EventReader | EventReaders) -> str:
        return f"{self.name}@{self.version}+{model.id}"

    def code(self, readings: Sequence[Reading], codebooks: Sequence[Codebook | None]) -> list[list[Alignment]]:
        """The alignments of each reading, in order of the text."""
        return [self._code(r, c) for r, c in zip(readings, codebooks, strict=True)]

    def _code(self, reading: Reading, codebook: Codebook | None) -> list[Alignment]:
        rows = []
        reader = self.readers.under(codebook)
        scorer, maker = scorer_of(reader.model), self._maker(reader)
        told = tellings(reading, reader)
        for n, telling in enumerate(told):
            relation, likely = scorer.best(telling)
            if likely >= scorer.least:
                parties = parties_of(reading, telling, relation, told[max(0, n - LOOK_BACK) : n])
                for said, who in _said_by(reading, telling, relation, parties):
                    row = self._row(reading, telling, said, who, maker, read=relation)
                    if row is not None:
                        rows.append((row, telling.index))
        issues = self.matcher(reading, codebook) if rows and codebook else None
        return [replace(row, issue=issues[k]) if issues else row for row, k in rows]

    def _row(
        self,
        reading: Reading,
        telling: Telling,
        relation: str,
        parties: Sequence[str],
        maker: str,
        *,
        read: str,
    ) -> Alignment | None:
        core = next((span for span, _ in telling.runs("alignment")), None)
        span = evidence_span(reading, telling.sentence, core)
        if len(parties) < 2 or span is None:
            return None
        return Alignment(
            start=span.start,
            end=span.end,
            confidence=telling.score(read),
            maker=maker,
            rule=f"reader:{read}",
            parties=tuple(parties),
            relation=relation,
            issue=None,
            on=topic_phrase(reading, telling, core or Span(telling.sentence.start, telling.sentence.end)),
            evidence=span.of(reading.document.text),
        )


def _said_by(reading: Reading, telling: Telling, relation: str, parties: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """The relations that a sentence tells of with their parties: mostly one; of two camps that differ each agrees within."""
    groups = camps(reading, telling, parties)
    said = turned(reading, telling, relation, groups)
    if said == "agree" or len(groups) < 2:
        yield said, parties
        return
    yield said, [party for group in groups.values() for party in group]
    for group in groups.values():
        yield "agree", group


def parties_of(reading: Reading, telling: Telling, relation: str, before: Sequence[Telling]) -> list[str]:
    """The parties of an alignment: the sides that the sentence names, filled up to two from all that hints at another.

    A side of no party counts as one, but then the best that the sentence itself hints at stands beside it. Whom the sides
    agree or differ on is none where two others remain.

    Args:
        reading: the document.
        telling: a sentence that says that parties agree or differ.
        relation: which of the two.
        before: the sentences just before it, in order: they tell who "both sides" and "they" are.
    """
    acting = tuple(m for m in telling.mentions if not is_bystander(reading, telling, m, relation))
    parties = _named(replace(telling, mentions=acting))
    verbs = camps(reading, telling, parties) if relation == "agree" else {}
    acting = tuple(m for m in acting if not is_in_what_they_say(reading, telling, m, verbs))
    parties = _named(replace(telling, mentions=acting))
    if len(_known(parties)) < 2:
        everybody = _named(telling)
        left_out = [m for m in telling.mentions if m.party in set(everybody) - set(parties)]
        if relation == "agree" and any(is_addressed(reading, telling, m) for m in left_out):
            return []
        parties = everybody
    if not _known(parties):
        parties = [m.party for m in counted(telling, before)] or parties
    hints = _hints(telling, before if len(parties) < 2 else ())
    others = [party for party in sorted(hints, key=lambda p: -hints[p]) if party not in ("OTHER", *parties)]
    return parties + others[: max(0, 2 - len(_known(parties)))]


def _known(parties: Sequence[str]) -> set[str]:
    return set(parties) - {"OTHER"}


def _named(telling: Telling) -> list[str]:
    """The parties of the sides that the sentence surely names."""
    found = sides(telling, "ally", need=2, pronoun=PRONOUN)
    return list(dict.fromkeys(s.party for s in found if s.score >= STRONG and not _is_region(s)))


def _is_region(side: Side) -> bool:
    """Whether a side is no party's and no person: "the Middle East" agrees with nobody unless the reader is sure."""
    return side.party == "OTHER" and not side.is_person and side.score < REGION


def _hints(telling: Telling, before: Sequence[Telling]) -> dict[str, float]:
    """How much speaks for each party as a side that the sentence does not name clearly.

    Its weak mentions and who acts in the sentences before, the nearer the more; the weights are those of the
    best of a handful on gold/train, where their exact values matter little.
    """
    hints: defaultdict[str, float] = defaultdict(float)
    for mention in telling.mentions:
        score = telling.role("ally", mention.span)
        if score >= FAINT:
            hints[mention.party] = max(hints[mention.party], 2 * score)
    for distance, earlier in enumerate(reversed(before)):
        for mention in earlier.mentions:
            hints[mention.party] += (ACTOR_HINT if mention.can_act else PLACE_HINT) * FADING**distance
    return hints
