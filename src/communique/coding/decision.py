"""From probabilities to a decision: is a unit a statement on an issue, and with which stance?

The reader's probabilities, the relevance of the issue to the sentence and how the holder was found are joined by a
logistic model; its weights and the least score for each use stand in `thresholds.json` beside the stance model, both
fitted on codebooks that the reader was not trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.errors import MissingModel, UsageError
from communique.models.stance_input import CONDITIONAL, NEITHER, OPPOSE, SUPPORT

Floats = npt.NDArray[np.float32]

USES = ("precise", "balanced", "broad")
RULES = ("acting", "named", "nested")  # of units, beside `cited`
EVIDENCE = ("reader", "relevance", *RULES, "holder", "elsewhere")  # what the logistic model looks at
TINY = 1e-4


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The logistic model and the least score for one use."""

    weights: Floats
    intercept: float
    least: float
    conditional: float  # the least share of `conditional` among the stances to call it that
    agreement: float  # how much a party's other clauses on the issue count for the side
    relevance: float  # pairs less relevant are not read
    max_issues: int  # of a sentence, the most relevant ones, that are read

    @classmethod
    def from_json(cls, found: dict[str, Any], use: str) -> Thresholds:
        """The thresholds for a use, from what `thresholds.json` holds.

        Raises:
            UsageError: there is no such use.
            MissingModel: the file lacks what is needed.
        """
        if use not in USES:
            raise UsageError(f"no use {use!r} of statements; the uses are {', '.join(USES)}")
        try:
            weights = np.array([found["weights"][name] for name in EVIDENCE], dtype=np.float32)
            return cls(
                weights,
                float(found["intercept"]),
                float(found["uses"][use]["least"]),
                float(found["conditional"]),
                float(found["agreement"]),
                float(found["relevance"]),
                int(found["max_issues"]),
            )
        except (KeyError, TypeError, ValueError) as err:
            raise MissingModel(f"thresholds.json of the stance model lacks {err}; reinstall communique or rebuild it") from err

    def scores(self, evidence: Floats) -> Floats:
        """The probability of a statement for each row of `evidence`, columns as in `EVIDENCE`."""
        return np.asarray(1 / (1 + np.exp(-(evidence @ self.weights + self.intercept))), dtype=np.float32)


def logit(p: npt.ArrayLike) -> Floats:
    """The log odds of probabilities, bounded."""
    q = np.clip(np.asarray(p, dtype=np.float64), TINY, 1 - TINY)
    return np.asarray(np.log(q / (1 - q)), dtype=np.float32)


def join_evidence(
    probabilities: Floats,
    relevance: Floats,
    rules: Sequence[str],
    holder: Sequence[float],
    places: Sequence[tuple[int, str, int]],
) -> Floats:
    """The columns of `EVIDENCE` for each pair of a unit and an issue.

    Args:
        probabilities: of the reader, shape (pairs, 4).
        relevance: of the issue to the sentence.
        rules: how each unit was found.
        holder: how sure the resolver is of the holder.
        places: sentence, party and issue of each pair; what the same party says on the issue elsewhere is evidence too.
    """
    odds = logit(1 - probabilities[:, NEITHER])
    by_key: dict[tuple[str, int], list[tuple[int, float]]] = {}
    for (sentence, party, issue), odd in zip(places, odds.tolist(), strict=True):
        by_key.setdefault((party, issue), []).append((sentence, odd))
    floor = float(logit(0.0))
    elsewhere = [
        max((odd for other, odd in by_key[party, issue] if other != sentence), default=floor) for sentence, party, issue in places
    ]
    is_rule = [np.array([r == rule for r in rules]) for rule in RULES]
    columns = [odds, logit(relevance), *is_rule, np.array(holder), np.array(elsewhere)]
    return np.stack(columns, axis=1).astype(np.float32)


def choose_stances(
    probabilities: Floats, places: Sequence[tuple[int, str, int]], *, conditional: float, agreement: float
) -> list[int]:
    """The stance of each row, a number of `LABELS`: `conditional` only from its least share on, else the likelier side.

    A party seldom holds both sides of an issue in one document, so what its other clauses there show counts too.

    Args:
        places: sentence, party and issue of each row of a document.
        conditional: the least share of `conditional` among the stances.
        agreement: how much the log odds of the other clauses count, weighed by how surely they are stances.
    """
    sides = np.log(np.maximum(probabilities[:, SUPPORT], TINY)) - np.log(np.maximum(probabilities[:, OPPOSE], TINY))
    weighed = sides * (1 - probabilities[:, NEITHER])
    total: dict[tuple[str, int], float] = {}
    for (_, party, issue), odds in zip(places, weighed.tolist(), strict=True):
        total[party, issue] = total.get((party, issue), 0.0) + odds
    out = []
    for row, own, mine, (_, party, issue) in zip(probabilities, sides.tolist(), weighed.tolist(), places, strict=True):
        share = float(row[CONDITIONAL]) / max(1.0 - float(row[NEITHER]), TINY)
        odds = own + agreement * (total[party, issue] - mine)
        out.append(CONDITIONAL if share >= conditional else SUPPORT if odds >= 0 else OPPOSE)
    return out
