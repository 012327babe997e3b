"""Scaling: planted positions come back in order, gradients and curvature are right, seeds fix the result."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.stats import spearmanr
from tests.analysis.camps import camp_rows

from communique.analysis.options import NetworkOptions
from communique.analysis.scaling import _Model, scale_actors
from communique.errors import BadTable, UsageError


def spectrum_rows(seed: int = 1, n_actors: int = 12, n_issues: int = 30) -> list[dict[str, Any]]:
    """Actors at -2 … 2; an actor supports an issue the surer the farther to the right of its threshold."""
    rng = np.random.default_rng(seed)
    rows = []
    for i, at in enumerate(np.linspace(-2, 2, n_actors)):
        for j, threshold in enumerate(np.linspace(-2, 2, n_issues)):
            supports = rng.random() < 1 / (1 + np.exp(-2.5 * (at - threshold)))
            rows.append({"document_id": f"{i}-{j}", "date": "2013-01-01", "organization": f"a{i:02d}",
                         "concept": f"i{j:02d}", "agreement": bool(supports)})  # fmt: skip
    return rows


@pytest.mark.parametrize("data", ["binary", "counts"])
def test_planted_order_comes_back(data: str) -> None:
    found = scale_actors(spectrum_rows(), data=data, negative="a00", n_starts=2)
    assert spearmanr(found.positions[:, 0], np.arange(12)).statistic > 0.95
    assert all(row["x1_low"] < row["x1"] < row["x1_high"] for row in found.rows)
    assert spearmanr(found.difficulty, np.arange(30)).statistic > 0.9


@pytest.mark.parametrize("dimensions", [1, 2])
def test_gradient_and_curvature_are_those_of_the_cost(dimensions: int) -> None:
    rng = np.random.default_rng(3)
    n = rng.integers(0, 4, (4, 3)).astype(float)
    model = _Model(np.floor(n * rng.random((4, 3))), n, dimensions)
    x = rng.normal(size=(4 + 3) * dimensions + 3)
    np.testing.assert_allclose(model.cost(x)[1], approx_fprime(x, lambda y: model.cost(y)[0], 1e-7), atol=1e-4)
    numeric = np.array([approx_fprime(x, lambda y, k=k: model.cost(y)[1][k], 1e-6) for k in range(len(x))])
    np.testing.assert_allclose(model.curvature(x), numeric, atol=1e-4)


def test_two_dimensions_and_seed() -> None:
    one, two = (scale_actors(camp_rows(), dimensions=2, seed=4, n_starts=3) for _ in range(2))
    np.testing.assert_array_equal(one.positions, two.positions)
    assert one.positions.shape == (8, 2)
    sides = np.sign(one.positions[:, 0])
    assert len(set(sides[::2])) == len(set(sides[1::2])) == 1
    assert sides[0] == -sides[1] == 1  # who supports more is positive


def test_actors_with_little_are_dropped_and_named() -> None:
    rows = [*camp_rows(), {**camp_rows()[0], "organization": "newcomer", "document_id": "n"}]
    found = scale_actors(rows)
    assert "newcomer" in found.dropped
    assert "newcomer" not in found.actors
    assert len(found.issue_rows()) == len(found.issues)
    assert {row["organization"] for row in found.statements("a0")} == {"a0"}


def test_what_cannot_be_asked() -> None:
    with pytest.raises(BadTable, match="scaling needs two of each"):
        scale_actors(camp_rows()[:1])
    with pytest.raises(UsageError, match="boolean qualifier"):
        scale_actors(camp_rows(), NetworkOptions(qualifier="agreement", qualifier_type="text"))
    with pytest.raises(UsageError, match="is not among the 8 actors"):
        scale_actors(camp_rows(), negative="nobody")
    with pytest.raises(UsageError, match="dimensions can be 1 or 2"):
        scale_actors(camp_rows(), dimensions=3)
