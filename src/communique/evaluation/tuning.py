"""Fits a codebook's tuning on a person's judgements and says whether it helps: documents with labelled pairs in, figures out.

What is measured is the F1 of statement decisions, issue and stance right, on documents that the fit did not see, before and
after on the same ones; the interval comes from drawing documents anew. Nothing here reads a store or runs a model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from communique.errors import UsageError
from communique.models.odds import log_odds, side_odds, sigmoid
from communique.models.stance_input import OPPOSE, SUPPORT
from communique.models.tuning import PairFeatures, Tuning, apply_tuning, column_values

Floats = npt.NDArray[Any]

UNKNOWN, NO, YES = -1, 0, 1
LEAST_DOCUMENTS = 4
LEAST_STATEMENTS = 10
MOST_FOLDS = 10
N_DRAWS = 2000

SHIFTS = sorted((float(s) for s in np.arange(-2.0, 4.01, 0.25)), key=abs)  # in log odds; of equals the shortest is taken
SHIFT_PRICE = 0.01  # F1 for each unit: on made-up documents with nothing to mend, free shifts cost that much

# Strength of the pull towards the shipped reader, in pairs' worth of evidence.
PULL_SLOPE, PULL_WEIGHT, PULL_ISSUE, PULL_SIDE = 20.0, 20.0, 4.0, 4.0


@dataclass(frozen=True, slots=True)
class TuningDocument:
    """The pairs of one judged document.

    Args:
        id: of the document.
        features: of each pair.
        scores: the shipped reader's probability of a statement.
        probabilities: of its stances, shape (pairs, 4).
        labels: `YES` a statement, `NO` none, `UNKNOWN` not judged.
        stances: the right stance of each `YES`, a number of `LABELS`; -1 elsewhere.
        n_unreached: statements of the person that no pair stands for; no tuning can find them.
        choose: the stance of each pair from probabilities, as coding decides it.
        keep: which pairs coding keeps by scores and stances at a least score; None: those that reach it.
    """

    id: str
    features: PairFeatures
    scores: Floats
    probabilities: Floats
    labels: npt.NDArray[np.int64]
    stances: npt.NDArray[np.int64]
    n_unreached: int
    choose: Callable[[Floats], Sequence[int]]
    keep: Callable[[Floats, Sequence[int], float], Sequence[bool]] | None = None


@dataclass(frozen=True, slots=True)
class TuningResult:
    """What tuning comes to. Figures are those of documents left out of the fit; `low` and `high` bound 95 % of the gain."""

    tuning: Tuning
    n_documents: int
    n_statements: int
    n_none: int
    before: float
    after: float
    low: float
    high: float

    @property
    def gain(self) -> float:
        """F1 after less F1 before."""
        return self.after - self.before

    @property
    def is_gain(self) -> bool:
        """Whether it helps beyond what chance on these documents explains."""
        return self.low > 0

    def lines(self) -> list[str]:
        """The result for a person."""
        judged = f"{self.n_documents} judged documents, {self.n_statements} statements, {self.n_none} pairs that are none"
        figures = f"F1 of statement decisions on documents left out: {self.before:.3f} before, {self.after:.3f} after"
        interval = f"gain {self.gain:+.3f}, 95 % interval {self.low:+.3f} to {self.high:+.3f}"
        verdict = "a gain" if self.is_gain else "no gain that these judgements can show"
        return [judged, figures, f"{interval}: {verdict}"]


def tune(documents: Sequence[TuningDocument], *, codebook: str, model: str, least: float, seed: int = 0) -> TuningResult:
    """Fit on all documents, and measure by cross-validation over documents.

    Args:
        documents: at least four, with at least ten statements that a pair stands for.
        codebook: the id of the codebook.
        model: the id of the stance model.
        least: the least score of a statement for the use in question.
        seed: of the folds and of the draws.

    Raises:
        UsageError: there are too few judgements to fit or to measure anything.
    """
    n_yes, n_no = (sum(int((d.labels == which).sum()) for d in documents) for which in (YES, NO))
    if len(documents) < LEAST_DOCUMENTS or n_yes < LEAST_STATEMENTS or n_no < LEAST_STATEMENTS:
        raise UsageError(
            f"too few judgements under the codebook {codebook}: {len(documents)} documents with {n_yes} statements and {n_no} "
            f"pairs judged to be none; training needs {LEAST_DOCUMENTS}, {LEAST_STATEMENTS} and {LEAST_STATEMENTS}"
        )
    nothing = Tuning(codebook, model)
    before = np.array([count_decisions(d, nothing, least) for d in documents])
    after = np.zeros_like(before)
    for held_out in make_folds(len(documents), seed):
        fitted = fit([d for i, d in enumerate(documents) if i not in held_out], codebook=codebook, model=model, least=least)
        for i in held_out:
            after[i] = count_decisions(documents[i], fitted, least)
    low, high = bootstrap_gain(before, after, seed)
    n_statements = n_yes + sum(d.n_unreached for d in documents)
    result = TuningResult(
        fit(documents, codebook=codebook, model=model, least=least),
        len(documents),
        n_statements,
        n_no,
        f1(before),
        f1(after),
        low,
        high,
    )
    return replace(result, tuning=replace(result.tuning, facts=_facts(result, least, seed)))


def _facts(result: TuningResult, least: float, seed: int) -> dict[str, Any]:
    figures = {name: round(getattr(result, name), 4) for name in ("before", "after", "low", "high")}
    counts = {name: getattr(result, name) for name in ("n_documents", "n_statements", "n_none")}
    return {**counts, **figures, "is_gain": result.is_gain, "least": least, "seed": seed}


def make_folds(n: int, seed: int) -> list[set[int]]:
    """The documents left out in turn: each once, in at most ten folds.

    Example:
        >>> sorted(i for fold in make_folds(23, 0) for i in fold) == list(range(23))
        True
    """
    order = np.random.default_rng(seed).permutation(n)
    return [{int(i) for i in order[k::MOST_FOLDS]} for k in range(min(n, MOST_FOLDS))]


def fit(documents: Sequence[TuningDocument], *, codebook: str, model: str, least: float) -> Tuning:
    """The layer that says best what the person judged, pulled towards changing nothing.

    1. The likeliest weights. 2. All scores moved together, so that the F1 of decisions at `least` is best: the least score was
    chosen for other codebooks, and likely scores of a weak or rare reading would seldom reach it.
    """
    tuning = _fit_likeliest(documents, codebook=codebook, model=model)
    return replace(tuning, intercept=tuning.intercept + find_shift(documents, tuning, least))


def find_shift(documents: Sequence[TuningDocument], tuning: Tuning, least: float) -> float:
    """What to add to the log odds of all scores; a longer way must pay for itself in F1."""

    def worth(shift: float) -> float:
        moved = replace(tuning, intercept=tuning.intercept + shift)
        return f1(np.array([count_decisions(d, moved, least) for d in documents])) - SHIFT_PRICE * abs(shift)

    return float(max(SHIFTS, key=worth))


def _fit_likeliest(documents: Sequence[TuningDocument], *, codebook: str, model: str) -> Tuning:
    names = sorted({i for d in documents for i in d.features.issues})
    columns = np.vstack([column_values(d.features, d.probabilities) for d in documents])
    is_known = np.concatenate([d.labels != UNKNOWN for d in documents])
    labels = np.concatenate([d.labels for d in documents])
    one_hot = np.array([[i == name for name in names] for d in documents for i in d.features.issues], dtype=np.float64)
    odds = log_odds(np.concatenate([d.scores for d in documents]))
    mean, scale = columns[is_known].mean(axis=0), np.maximum(columns[is_known].std(axis=0), 1e-3)
    parts = [odds[:, None], (columns - mean) / scale, one_hot, np.ones((len(odds), 1))]
    pull = [PULL_SLOPE, *[PULL_WEIGHT] * columns.shape[1], *[PULL_ISSUE] * len(names), 0.0]
    found = fit_logistic(np.hstack(parts)[is_known], labels[is_known] == YES, odds[is_known], np.array(pull))
    n = columns.shape[1]
    side, side_issues = _fit_sides(documents, one_hot, names)
    return Tuning(
        codebook=codebook,
        model=model,
        slope=float(found[0]),
        weights=tuple(map(float, found[1 : 1 + n])),
        mean=tuple(map(float, mean)),
        scale=tuple(map(float, scale)),
        issues=dict(zip(names, map(float, found[1 + n : -1]), strict=True)),
        intercept=float(found[-1]),
        side=side,
        side_issues=side_issues,
    )


def _fit_sides(documents: Sequence[TuningDocument], one_hot: Floats, names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """What is added to the odds of support against oppose, in general and for each issue."""
    stances = np.concatenate([d.stances for d in documents])
    sides = side_odds(np.vstack([d.probabilities for d in documents]))
    is_sided = (stances == SUPPORT) | (stances == OPPOSE)
    if not is_sided.any():
        return 0.0, {}
    x = np.hstack([one_hot, np.ones((len(sides), 1))])[is_sided]
    found = fit_logistic(x, stances[is_sided] == SUPPORT, sides[is_sided], np.full(x.shape[1], PULL_SIDE))
    return float(found[-1]), dict(zip(names, map(float, found[:-1]), strict=True))


def fit_logistic(x: Floats, y: npt.NDArray[np.bool_], offset: Floats, pull: Floats) -> Floats:
    """Weights that, added to the offset, make the labels likeliest, each pulled to zero.

    Args:
        x: shape (rows, columns).
        y: the labels.
        offset: the log odds without the weights.
        pull: for each column; half of it times the square of its weight is the price.
    """

    def loss(w: Floats) -> tuple[float, Floats]:
        odds = x @ w + offset
        value = float(np.logaddexp(0.0, np.where(y, -odds, odds)).sum() + 0.5 * (pull * w * w).sum())
        return value, x.T @ (sigmoid(odds) - y) + pull * w

    found: Floats = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found


def count_decisions(document: TuningDocument, tuning: Tuning, least: float) -> tuple[int, int, int]:
    """Statements found with the right stance, all that are said, and those of the person; unknown pairs do not count.

    What is said is what coding would keep: a clause that would not do alone may stand beside a surer one of its position.
    """
    scores, probabilities = apply_tuning(tuning, document.features, document.scores, document.probabilities)
    stances = document.choose(probabilities)
    kept = scores >= least if document.keep is None else np.asarray(document.keep(scores, stances, least), dtype=np.bool_)
    said = kept & (document.labels != UNKNOWN)
    right = said & (document.labels == YES) & (np.asarray(stances) == document.stances)
    return int(right.sum()), int(said.sum()), int((document.labels == YES).sum()) + document.n_unreached


def f1(counts: Floats) -> float:
    """F1 of counts summed over documents: shape (documents, 3).

    Example:
        >>> f1(np.array([[1, 2, 2], [1, 2, 2]]))
        0.5
    """
    hit, said, there = counts.sum(axis=0)
    return float(2 * hit / (said + there)) if said + there else 0.0


def bootstrap_gain(before: Floats, after: Floats, seed: int) -> tuple[float, float]:
    """The middle 95 % of the gain when documents are drawn anew, the same ones before and after."""
    rng = np.random.default_rng(seed)
    draws = rng.integers(0, len(before), size=(N_DRAWS, len(before)))
    gains = [f1(after[draw]) - f1(before[draw]) for draw in draws]
    low, high = np.quantile(gains, [0.025, 0.975])
    return float(low), float(high)
