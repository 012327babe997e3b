"""Fitting a codebook's tuning: what is wrong is mended, what is right is left alone, and the verdict is honest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import UsageError
from communique.evaluation.tuning import (
    NO,
    UNKNOWN,
    YES,
    TuningDocument,
    bootstrap_gain,
    count_decisions,
    f1,
    find_shift,
    fit,
    fit_logistic,
    make_folds,
    tune,
)
from communique.models.odds import log_odds, sigmoid
from communique.models.stance_input import OPPOSE, SUPPORT
from communique.models.tuning import PairFeatures, Tuning

LEAST = 0.33  # where F1 is best for scores that are true chances
ISSUES = ("quota", "boats", "nets")


def choose(probabilities: Any) -> Sequence[int]:
    return [SUPPORT if row[SUPPORT] >= row[OPPOSE] else OPPOSE for row in probabilities]


def make_document(n: int, rng: np.random.Generator, *, raised: float = 0.0) -> TuningDocument:
    """A document whose scores are true chances, but for `boats`, whose log odds are `raised` above the truth."""
    issues = [ISSUES[i] for i in rng.integers(0, 3, 40)]
    odds = rng.normal(-0.5, 1.5, 40)
    truth = odds - raised * np.array([i == "boats" for i in issues])
    labels = (rng.random(40) < sigmoid(truth)).astype(np.int64)
    stances = rng.integers(0, 2, 40)
    sure = np.full((40, 4), 0.05)
    sure[np.arange(40), stances] = 0.85
    scores = sigmoid(odds)
    stances = np.where(labels == YES, stances, -1)
    features = PairFeatures(np.column_stack([log_odds(scores), rng.normal(size=40)]), issues)
    return TuningDocument(f"d{n}", features, scores, sure, labels, stances, 1, choose)


def make_documents(n: int = 12, seed: int = 1, **wrong: Any) -> list[TuningDocument]:
    rng = np.random.default_rng(seed)
    return [make_document(i, rng, **wrong) for i in range(n)]


def test_an_issue_that_is_read_too_often_is_held_back() -> None:
    result = tune(make_documents(30, raised=3.0), codebook="fish", model="m", least=LEAST)
    moved = result.tuning.issues
    assert moved["boats"] < min(moved["quota"], moved["nets"]) - 1.0
    assert result.after > result.before + 0.01
    assert result.low > 0
    assert result.is_gain
    assert "a gain" in result.lines()[-1]


def test_an_issue_read_as_support_throughout_is_corrected() -> None:
    documents = []
    for document in make_documents():
        is_nets = np.array([i == "nets" for i in document.features.issues])
        probabilities = document.probabilities.copy()
        probabilities[is_nets] = [0.6, 0.3, 0.05, 0.05]
        stances = np.where(is_nets & (document.labels == YES), OPPOSE, document.stances)
        documents.append(replace(document, probabilities=probabilities, stances=stances))
    result = tune(documents, codebook="fish", model="m", least=LEAST)
    assert result.tuning.side_issues["nets"] < -0.5
    assert result.is_gain


@pytest.mark.parametrize("seed", range(3))
def test_a_reader_that_is_right_gets_no_gain_and_is_told_so(seed: int) -> None:
    result = tune(make_documents(seed=seed), codebook="fish", model="m", least=LEAST)
    assert not result.is_gain
    assert abs(result.gain) < 0.05
    assert "no gain" in result.lines()[-1]
    assert result.tuning.facts["is_gain"] is False


def test_the_same_judgements_give_the_same_tuning() -> None:
    one, two = (tune(make_documents(raised=2.0), codebook="fish", model="m", least=LEAST, seed=7) for _ in range(2))
    assert one == two


def test_the_figures_are_those_of_documents_left_out() -> None:
    documents = make_documents(raised=3.0)
    result = tune(documents, codebook="fish", model="m", least=LEAST)
    counts = np.zeros((12, 3))
    for held_out in make_folds(12, 0):
        fitted = fit([d for i, d in enumerate(documents) if i not in held_out], codebook="fish", model="m", least=LEAST)
        for i in held_out:
            counts[i] = count_decisions(documents[i], fitted, LEAST)
    assert result.after == f1(counts)
    assert result.before == f1(np.array([count_decisions(d, Tuning("fish", "m"), LEAST) for d in documents]))


def test_unknown_pairs_are_neither_learnt_from_nor_counted() -> None:
    documents = make_documents()
    hidden = []
    for document in documents:
        labels = np.where(np.arange(40) < 20, document.labels, UNKNOWN)
        hidden.append(replace(document, labels=labels, stances=np.where(labels == YES, document.stances, -1)))
    halves = []
    for d in hidden:
        part = PairFeatures(d.features.evidence[:20], d.features.issues[:20])
        halves.append(
            replace(
                d,
                features=part,
                scores=d.scores[:20],
                probabilities=d.probabilities[:20],
                labels=d.labels[:20],
                stances=d.stances[:20],
            )
        )
    one, two = (fit(ds, codebook="fish", model="m", least=LEAST) for ds in (hidden, halves))
    assert one.issues == pytest.approx(two.issues, abs=1e-4)
    nothing = Tuning("fish", "m")
    assert [count_decisions(d, nothing, 0.5) for d in hidden] == [count_decisions(d, nothing, 0.5) for d in halves]


def test_decisions_count_stance_and_what_no_pair_reaches() -> None:
    document = TuningDocument(
        "d",
        PairFeatures(np.zeros((4, 1)), ["quota"] * 4),
        np.array([0.9, 0.9, 0.9, 0.1]),
        np.array([[0.9, 0.05, 0.05, 0.0]] * 4),
        np.array([YES, YES, NO, YES]),
        np.array([SUPPORT, OPPOSE, -1, SUPPORT]),
        2,
        choose,
    )
    assert count_decisions(document, Tuning("fish", "m"), 0.5) == (1, 3, 5)


def test_what_coding_keeps_is_what_is_said() -> None:
    document = TuningDocument(
        "d",
        PairFeatures(np.zeros((3, 1)), ["quota"] * 3),
        np.array([0.9, 0.3, 0.3]),
        np.array([[0.9, 0.05, 0.05, 0.0], [0.9, 0.05, 0.05, 0.0], [0.05, 0.9, 0.05, 0.0]]),
        np.array([YES, YES, NO]),
        np.array([SUPPORT, SUPPORT, -1]),
        0,
        choose,
        keep=lambda scores, stances, least: [s >= 0.2 and c == SUPPORT for s, c in zip(scores, stances, strict=True)],
    )
    assert count_decisions(document, Tuning("fish", "m"), 0.5) == (2, 2, 2)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_too_few_documents_are_refused(n: int) -> None:
    with pytest.raises(UsageError, match=f"too few judgements under the codebook fish: {n} documents"):
        tune(make_documents(n), codebook="fish", model="m", least=LEAST)


def test_too_few_statements_are_refused() -> None:
    documents = [replace(d, labels=np.full(40, NO)) for d in make_documents()]
    with pytest.raises(UsageError, match="with 0 statements"):
        tune(documents, codebook="fish", model="m", least=LEAST)


def test_logistic_weights_are_pulled_to_zero_and_find_the_truth() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(4000, 2))
    y = rng.random(4000) < sigmoid(x @ np.array([1.5, 0.0]) + 0.5)
    free = fit_logistic(x, y, np.full(4000, 0.5), np.zeros(2))
    assert free == pytest.approx([1.5, 0.0], abs=0.15)
    held = fit_logistic(x, y, np.full(4000, 0.5), np.full(2, 1e9))
    assert held == pytest.approx([0.0, 0.0], abs=1e-3)


@given(st.integers(4, 60), st.integers(0, 5))
def test_every_document_is_left_out_once(n: int, seed: int) -> None:
    folds = make_folds(n, seed)
    assert sorted(i for fold in folds for i in fold) == list(range(n))
    assert len(folds) == min(n, 10)


def test_no_change_has_no_gain_at_all() -> None:
    counts = np.array([[3, 4, 5], [1, 2, 2], [0, 1, 3]])
    assert bootstrap_gain(counts, counts, 0) == (0.0, 0.0)


def test_scores_move_together_to_where_decisions_are_best() -> None:
    documents = [replace(d, scores=sigmoid(log_odds(d.scores) - 2.0)) for d in make_documents(30)]
    assert find_shift(documents, Tuning("fish", "m"), LEAST) == pytest.approx(2.0, abs=0.5)
    assert abs(find_shift(make_documents(30), Tuning("fish", "m"), LEAST)) <= 0.5
