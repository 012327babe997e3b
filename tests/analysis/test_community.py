"""Coalitions: every method finds two cliques; modularity and agreement by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.analysis.camps import camp_rows

from communique.analysis import clustering
from communique.analysis.community import METHODS, CommunityResult, find_communities, jaccard_distances
from communique.analysis.options import NetworkOptions
from communique.errors import UsageError


def cliques(n: int = 4, bridge: float = 1.0) -> np.ndarray:
    """Two cliques of n with one tie between them."""
    block = np.ones((n, n)) - np.eye(n)
    out = np.kron(np.eye(2), block)
    out[0, n] = out[n, 0] = bridge
    return out


APART = 1 - cliques(bridge=0.3) - np.eye(8)


@pytest.mark.parametrize("method", clustering.FREE_METHODS)
def test_free_methods_find_two_cliques(method: str) -> None:
    groups = clustering.FREE_METHODS[method](cliques(), 1)
    assert groups.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize("method", clustering.TREES)
def test_trees_find_two_cliques(method: clustering.Tree) -> None:
    assert clustering.hierarchical(APART, method, 2).tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_told_methods_find_two_cliques() -> None:
    expected = [0, 0, 0, 0, 1, 1, 1, 1]
    assert clustering.k_means(cliques() + np.eye(8), 2, 1).tolist() == expected
    assert clustering.k_medoids(APART, 2).tolist() == expected
    assert clustering.spectral_groups(cliques() + np.eye(8), 2, 1).tolist() == expected
    assert clustering.concor(cliques() + np.eye(8)).tolist() == expected


def test_modularity_by_hand() -> None:
    weights = cliques(3)  # 7 ties: 6 within; degrees 3, 2, 2 on each side
    groups = np.array([0, 0, 0, 1, 1, 1])
    assert clustering.modularity(weights, groups) == pytest.approx(6 / 7 - 2 * (7 / 14) ** 2)
    assert clustering.modularity(weights, np.zeros(6, dtype=np.int64)) == pytest.approx(0)
    assert clustering.modularity(np.zeros((2, 2)), np.array([0, 1])) == 0


def test_adjusted_rand_by_hand() -> None:
    one = np.array([0, 0, 0, 1, 1, 1])
    assert clustering.adjusted_rand(one, np.array([1, 1, 1, 0, 0, 0])) == 1
    # pairs together in both: 1 + 1 + 1 = 2 by cells (2,1,1,2): 1 + 0 + 0 + 1
    other = np.array([0, 0, 1, 1, 0, 0])
    assert clustering.adjusted_rand(one, other) == pytest.approx((2 - 6 * 7 / 15) / ((6 + 7) / 2 - 6 * 7 / 15))
    assert clustering.adjusted_rand(np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64)) == 1


def test_jaccard_distances_by_hand() -> None:
    present = np.array([[1.0, 1, 0], [1, 0, 1], [0, 0, 0]])
    np.testing.assert_allclose(jaccard_distances(present), [[0, 2 / 3, 1], [2 / 3, 0, 1], [1, 1, 0]])


def test_planted_camps_are_found_and_methods_agree() -> None:
    found = find_communities(camp_rows())
    assert isinstance(found, CommunityResult)
    assert found.groups == {f"a{n}": n % 2 for n in range(8)}
    assert set(found.partitions) | set(found.skipped) == set(METHODS)
    assert found.mean_agreement > 0.6
    assert found.modularity[found.best] == max(found.modularity.values())
    assert all(0 <= row["support"] <= 1 for row in found.rows)


def test_same_seed_same_partitions() -> None:
    rows = camp_rows(seed=3, error=0.4)
    one, two = (find_communities(rows, seed=5) for _ in range(2))
    assert isinstance(one, CommunityResult)
    assert isinstance(two, CommunityResult)
    assert one.partitions == two.partitions


def test_a_number_of_groups_leaves_out_methods_that_choose_it() -> None:
    found = find_communities(camp_rows(), n_groups=3)
    assert isinstance(found, CommunityResult)
    assert found.skipped["louvain"] == "chooses the number of groups itself"
    assert found.skipped["concor"] == "makes two groups"


def test_a_window_gives_a_series() -> None:
    options = NetworkOptions(type="onemode", aggregation="subtract", window="months:6")
    series = find_communities(camp_rows(), options, methods=["louvain", "ward"])
    assert isinstance(series, list)
    assert len(series) == 7


def test_what_cannot_be_asked() -> None:
    with pytest.raises(UsageError, match="no method 'infomap'; the methods are louvain"):
        find_communities(camp_rows(), methods=["infomap"])
    with pytest.raises(UsageError, match="one-mode network without kernel"):
        find_communities(camp_rows(), NetworkOptions())
