"""Statements: readings and codebooks in, an actor's stance on an issue for each clause that shows one out.

1. units: who may be taking a stance where (`unit`);
2. retrieval: on which issues a sentence can bear at all (`retrieval`);
3. screening: which pairs of a unit and an issue are worth reading (`screening`);
4. reading: support, oppose, neither or conditional, for each of them (`stance`);
5. decision: which are kept for the use asked for (`decision`);
6. a second reading: further clauses of the positions that stand, among the pairs that were not worth reading before.

Statements come from the sentences of body zones only; each is a literal span of at most 400 characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from communique.coding.decision import (
    USES,
    Thresholds,
    add_clauses,
    agree_on_sides,
    choose_stances,
    held_stances,
    holder_key,
    join_evidence,
    keep_clauses,
)
from communique.coding.retrieval import Retriever, default_retriever, plain_sentences
from communique.coding.screening import are_worth
from communique.coding.stance import StanceReader
from communique.coding.unit import Unit, find_units
from communique.errors import UsageError
from communique.model.codebook import Codebook
from communique.model.reading import Reading
from communique.model.record import Stance, Statement
from communique.models.stance_input import LABELS, OPPOSE, SUPPORT, StanceInput
from communique.models.tuning import PairFeatures, apply_tuning, check_model, read_tuning

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pair:
    """A unit and an issue that its sentence may bear on."""

    unit: Unit
    issue: int
    relevance: float
    rank: int  # how many issues are more relevant to the sentence
    on_condition: bool = False  # what bears on the issue hangs on a condition, by the words of the holder's clause


@dataclass(frozen=True, slots=True)
class Kept:
    """A pair that is a statement: its stance, a number of `LABELS`, and how sure that is."""

    pair: Pair
    stance: int
    score: float


class StatementCoder:
    """Codes statements under a codebook that it has never seen.

    Args:
        model_dir: a folder with another stance model; None for the shipped one.
        n_threads: threads of the run time.
        use: `precise`, `balanced` or `broad`: how sure a statement must be to be kept.
        tuned: a folder that `communique train` wrote; used where its codebook is.
    """

    name = "communique.statement"
    version = "4"
    makes = "statements"

    def __init__(
        self,
        model_dir: str | Path | None = None,
        n_threads: int = 1,
        use: str = "balanced",
        *,
        reader: StanceReader | None = None,
        retriever: Retriever | None = None,
        tuned: str | Path | None = None,
    ) -> None:
        if use not in USES:
            raise UsageError(f"no use {use!r} of statements; the uses are {', '.join(USES)}")
        self.use = use
        self.reader = reader or StanceReader(model_dir, n_threads)
        self.retriever = retriever or default_retriever(n_threads)
        self.tuning = read_tuning(tuned) if tuned else None

    @cached_property
    def maker(self) -> str:
        """Who makes the rows: name, version, model, and the tuning if there is one."""
        if self.tuning:
            check_model(self.tuning, self.reader.files.id)
        return f"{self.name}@{self.version}+{self.reader.files.id}" + (f"+{self.tuning.id}" if self.tuning else "")

    @cached_property
    def _thresholds(self) -> Thresholds:
        return Thresholds.from_json(self.reader.thresholds, self.use)

    def code(self, readings: Sequence[Reading], codebooks: Sequence[Codebook | None]) -> list[list[Statement]]:
        """The statements of each reading, in order of their spans; none where no codebook is named."""
        return [self._code_one(r, c) if c else [] for r, c in zip(readings, codebooks, strict=True)]

    def _code_one(self, reading: Reading, codebook: Codebook) -> list[Statement]:
        """One document at a time: positions are decided on within a document."""
        near = self.near_pairs(reading, codebook)
        pairs = self.worth_reading(near)
        if not pairs:
            return []
        told = self._read(pairs, codebook)
        kept = self._decide(codebook, pairs, self._agree(pairs, told))
        kept += self._complete(codebook, kept, pairs, told, near)
        rows = [self._make_row(reading, codebook, own) for own in kept]
        return sorted(rows, key=lambda r: (r.start, r.end, r.actor, r.issue))

    def find_pairs(self, reading: Reading, codebook: Codebook) -> list[Pair]:
        """The units of a document with the issues that are read for each, whatever is found."""
        return self.worth_reading(self.near_pairs(reading, codebook))

    def read_pairs(self, pairs: Sequence[Pair], codebook: Codebook) -> Floats:
        """What the reader says of the pairs of one document, a holder's clauses on an issue seen together: shape (pairs, 4)."""
        return self._agree(pairs, self._read(pairs, codebook))

    def _read(self, pairs: Sequence[Pair], codebook: Codebook) -> Floats:
        return self.reader.read([_input(pair, codebook) for pair in pairs])

    def _agree(self, pairs: Sequence[Pair], told: Floats) -> Floats:
        return agree_on_sides(told, places_of(pairs), lean=self._thresholds.lean, pull=self._thresholds.pull)

    def near_pairs(self, reading: Reading, codebook: Codebook) -> list[Pair]:
        """The units of a document with the issues that are most relevant to their sentences.

        Of a part of a codebook the issues are ranked among all, and those to code are kept: each is read as under the whole.
        """
        is_coded = [codebook.codes(issue.id) for issue in codebook.issues]
        units = find_units(reading) if any(is_coded) else []
        if not units:
            return []
        relevance = self.retriever.relevance(plain_sentences(reading), codebook)
        limits = self._thresholds
        ranked = np.argsort(-relevance, axis=1)[:, : limits.max_issues]
        pairs = []
        for unit in units:
            hanging = self._hanging(unit, codebook)
            for rank, j in enumerate(ranked[unit.sentence]):
                if is_coded[j] and relevance[unit.sentence, j] >= limits.relevance:
                    pairs.append(Pair(unit, int(j), float(relevance[unit.sentence, j]), rank, bool(hanging[j])))
        return pairs

    def _hanging(self, unit: Unit, codebook: Codebook) -> npt.NDArray[np.bool_]:
        """On which issues what a holder does on a condition bears more than the condition itself.

        "They would accept the ban only if a treaty was signed" is conditional on the ban and not on a treaty.
        """
        if unit.conditional is None:
            return np.zeros(len(codebook.issues), dtype=np.bool_)
        clause, condition = self.retriever.relevance(unit.conditional, codebook)
        return np.asarray(clause > condition, dtype=np.bool_)

    def worth_reading(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Those of the pairs that are read, whatever is found."""
        limits = self._thresholds
        worth = are_worth(
            [p.unit for p in pairs], [p.relevance for p in pairs], [p.rank for p in pairs], limits.worth, limits.least_worth
        )
        return [pair for pair, is_worth in zip(pairs, worth, strict=True) if is_worth]

    def _decide(self, codebook: Codebook, pairs: Sequence[Pair], probabilities: Floats) -> list[Kept]:
        """The clauses of the positions that stand."""
        limits = self._thresholds
        scores, stances, _ = self._score(codebook, pairs, probabilities)
        positions = [(*position_of(pair), stance) for pair, stance in zip(pairs, stances, strict=True)]
        is_kept = keep_clauses(scores, positions, least=limits.least, beside=limits.beside)
        found = zip(pairs, stances, scores, is_kept, strict=True)
        return [Kept(pair, stance, score) for pair, stance, score, is_own in found if is_own]

    def _complete(
        self, codebook: Codebook, kept: Sequence[Kept], pairs: Sequence[Pair], told: Floats, near: Sequence[Pair]
    ) -> list[Kept]:
        """More clauses of the positions that stand, from pairs that were not worth reading before anything was known.

        They add evidence, and no position: a clause counts if it shows a stance, and one that its holder has. Each is read with
        one text of the issue, that of the side its holder takes.
        """
        limits = self._thresholds
        held = held_stances([position_of(own.pair) for own in kept], [own.stance for own in kept], [True] * len(kept))
        read = set(pairs)
        again = [pair for pair in near if pair not in read and position_of(pair) in held] if limits.again < 1 else []
        if not again:
            return []
        joined = [*pairs, *again]
        sides = [OPPOSE if OPPOSE in held[position_of(pair)] else SUPPORT for pair in again]
        further = self.reader.read_sides([_input(pair, codebook) for pair in again], sides)
        probabilities = self._agree(joined, np.concatenate([told, further]))
        scores, stances, probabilities = self._score(codebook, joined, probabilities)
        first = len(pairs)
        added = add_clauses(probabilities[first:], stances[first:], [position_of(p) for p in again], held, again=limits.again)
        found = zip(again, stances[first:], scores[first:], added, strict=True)
        return [Kept(pair, stance, score) for pair, stance, score, is_added in found if is_added]

    def _score(self, codebook: Codebook, pairs: Sequence[Pair], probabilities: Floats) -> tuple[list[float], list[int], Floats]:
        """Score and stance of each pair of a document, and the probabilities behind them; moved by the tuning if there is one."""
        limits = self._thresholds
        evidence = evidence_of(pairs, probabilities)
        scores = limits.decision.scores(evidence)
        if self.tuning and self.tuning.codebook == codebook.id:
            features = PairFeatures(evidence, [codebook.issues[pair.issue].id for pair in pairs])
            scores, probabilities = apply_tuning(self.tuning, features, scores, probabilities)
        told = [pair.on_condition for pair in pairs]
        stances = choose_stances(probabilities, conditional=limits.conditional, lean=limits.lean, on_condition=told)
        return scores.tolist(), stances, probabilities

    def _make_row(self, reading: Reading, codebook: Codebook, kept: Kept) -> Statement:
        unit = kept.pair.unit
        return Statement(
            start=unit.start,
            end=unit.end,
            confidence=round(kept.score, 4),
            maker=self.maker,
            rule=unit.rule,
            actor=unit.actor,
            party=unit.party,
            issue=codebook.issues[kept.pair.issue].id,
            stance=Stance(LABELS[kept.stance]),
            mode=unit.mode,
            evidence=unit.span.of(reading.document.text),
            codebook=codebook.id,
        )


def evidence_of(pairs: Sequence[Pair], probabilities: Floats) -> Floats:
    """What the decision looks at for each pair of a document."""
    return join_evidence(
        probabilities,
        np.array([p.relevance for p in pairs], dtype=np.float32),
        [p.rank for p in pairs],
        [p.unit.rule for p in pairs],
        [p.unit.confidence for p in pairs],
        places_of(pairs),
        [p.unit.beside for p in pairs],
    )


def places_of(pairs: Sequence[Pair]) -> list[tuple[int, str, int]]:
    """Sentence, holder and issue of each pair: clauses of one holder on one issue are decided on together."""
    return [(p.unit.sentence, _holder(p), p.issue) for p in pairs]


def position_of(pair: Pair) -> tuple[str, int]:
    """Whose position on which issue a pair may show."""
    return _holder(pair), pair.issue


def _holder(pair: Pair) -> str:
    return holder_key(pair.unit.actor, pair.unit.party)


def _input(pair: Pair, codebook: Codebook) -> StanceInput:
    issue = codebook.issues[pair.issue]
    return StanceInput(pair.unit.passage, issue.support, issue.oppose)
