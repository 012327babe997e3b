"""Polarization: the planted camps are found, the formula by brute force over all splits, seeds."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from tests.analysis.camps import camp_rows

from communique.analysis.options import NetworkOptions
from communique.analysis.polarization import PolarizationResult, polarization
from communique.errors import UsageError


def brute_force(result: PolarizationResult) -> float:
    """The best value over all splits into two halves, by the formulas written out."""
    c, f = result.congruence.to_array(), result.conflict.to_array()
    n = len(c)
    best = -np.inf
    for half in combinations(range(n), n // 2 + n % 2):
        group = np.array([0 if i in half else 1 for i in range(n)])
        sizes = [int((group == g).sum()) for g in (0, 1)]
        within = sum(s * (s - 1) for s in sizes)
        between = n * (n - 1) - within
        total = 0.0
        for i in range(n):
            for j in range(n):
                if i == j:
                    continue
                same = group[i] == group[j]
                if result.measure == "camps":
                    total += (c[i, j] - f[i, j]) * (1 if same else -1)
                elif same:
                    size = sizes[group[i]]
                    total += abs(c[i, j] - size * (size - 1) / within * c.sum() / within) + abs(f[i, j])
                else:
                    total += abs(c[i, j]) + abs(f[i, j] - sizes[0] * sizes[1] / between * f.sum() / between)
        best = max(best, total)
    return best / ((2 if result.measure == "dna" else 1) * (c.sum() + f.sum()))


@pytest.mark.parametrize("compat", [None, "dna"])
@pytest.mark.parametrize("n_actors", [6, 7])
def test_no_split_is_better(compat: str | None, n_actors: int) -> None:
    rows = camp_rows(seed=4, n_actors=n_actors, error=0.3)
    found = polarization(rows, NetworkOptions(compat=compat))
    assert isinstance(found, PolarizationResult)
    assert found.score == pytest.approx(brute_force(found), abs=1e-12)


def test_camps_are_found() -> None:
    found = polarization(camp_rows())
    assert isinstance(found, PolarizationResult)
    assert found.groups == {f"a{n}": n % 2 for n in range(8)}
    assert found.score > 0.7
    assert found.n_best == found.n_starts


def test_perfect_camps_score_one() -> None:
    found = polarization(camp_rows(error=0.0))
    assert isinstance(found, PolarizationResult)
    assert found.score == pytest.approx(1.0)
    assert all(row["conflict_within"] == row["congruence_between"] == 0 for row in found.rows)


def test_12_the_seed_fixes_everything() -> None:
    """DNA shuffles the start without its generator (defect 12)."""
    rows = camp_rows(seed=2, error=0.45)
    one, two = (polarization(rows, n_groups=3, n_starts=4, seed=9) for _ in range(2))
    assert isinstance(one, PolarizationResult)
    assert isinstance(two, PolarizationResult)
    assert (one.groups, one.score, one.n_best) == (two.groups, two.score, two.n_best)
    assert sorted(np.bincount(list(one.groups.values()))) == [2, 3, 3]


def test_a_window_gives_a_series_and_statements_stay_at_hand() -> None:
    series: Any = polarization(camp_rows(), NetworkOptions(window="months:6"))
    assert len(series) == 7
    assert all(isinstance(one, PolarizationResult) for one in series)
    labels = list(series[0].groups)
    assert {row["organization"] for row in series[0].statements(labels[0], labels[1])} <= set(labels[:2])


def test_one_group_is_no_partition() -> None:
    with pytest.raises(UsageError, match="two groups or more"):
        polarization(camp_rows(), n_groups=1)
