"""Backbones: losses by hand on a small table, seeds, sizes; spectra with and without DNA's defect 8."""

from __future__ import annotations

import numpy as np
import pytest
from tests.analysis.camps import camp_rows

from communique.analysis.backbone import annealed_backbone, nested_backbone
from communique.analysis.options import NetworkOptions
from communique.analysis.spectrum import distance_matrix, spectral_distance, spectrum
from communique.errors import UsageError

PLAIN = NetworkOptions(type="onemode", aggregation="ignore")


def say(who: str, what: str) -> dict[str, str]:
    return {"document_id": who + what, "date": "2013-01-01", "organization": who, "concept": what}


def test_8_spectrum_is_that_of_the_laplacian() -> None:
    path = np.array([[0.0, 1, 0], [1, 0, 2], [0, 2, 0]])
    root = np.sqrt(3)
    np.testing.assert_allclose(spectrum(path), [(3 + root) / 6, (3 - root) / 6, 0], atol=1e-12)
    np.testing.assert_allclose(spectrum(path, dna=True), [1 / 2, 1 / 3, 1 / 6])


def test_negative_weights_count_as_none() -> None:
    np.testing.assert_array_equal(spectrum(np.array([[0.0, -2], [-2, 0]])), [0, 0])


def test_distances_of_networks() -> None:
    one, two = np.array([[0.0, 1], [1, 0]]), np.array([[0.0, 3], [3, 0]])
    assert distance_matrix([one, two], "absdiff").tolist() == [[0, 4], [4, 0]]
    assert distance_matrix([one, two], "spectral").tolist() == [[0, 0], [0, 0]]
    assert spectral_distance(np.array([1.0, 0]), np.array([0.5, 0.5])) == 1.0


def test_nested_backbone_by_hand() -> None:
    """x ties A-B, y ties B-C, z nobody: z costs nothing, then x and y tie. Degrees of the whole: (2,1,1)/4."""
    rows = [say("A", "x"), say("B", "x"), say("B", "y"), say("C", "y"), say("A", "z")]
    found = nested_backbone(rows, NetworkOptions(type="onemode", aggregation="ignore", compat="dna"))
    assert [(s["value"], s["n_statements"]) for s in found.rows] == [("z", 4), ("y", 2), ("x", 2)]
    losses = [s["backbone_loss"] for s in found.rows]
    np.testing.assert_allclose(losses, [0.0, 0.5, 0.5])  # (2,1,1)/4 against (1,1,0)/2
    np.testing.assert_allclose([s["redundant_loss"] for s in found.rows], [1.0, 0.5, 0.0])
    assert found.backbone_of(2) == ("x", "y")


def test_values_that_tie_go_in_one_step_with_their_own_counts() -> None:
    rows = [say("A", "x"), say("B", "x"), say("A", "y"), say("B", "y"), say("A", "z"), say("B", "z"), say("C", "z")]
    found = nested_backbone(rows, PLAIN)
    assert [s["value"] for s in found.rows] == ["y", "x", "z"]
    assert [s["n_statements"] for s in found.rows] == [5, 5, 0]
    assert found.rows[0]["backbone_loss"] == found.rows[1]["backbone_loss"]


def test_annealing_is_reproducible_and_finds_the_best_pair() -> None:
    rows = camp_rows()
    one = annealed_backbone(rows, size=2, iterations=150, seed=3)
    two = annealed_backbone(rows, size=2, iterations=150, seed=3)
    assert one.steps == two.steps
    assert one.backbone == two.backbone
    issues = sorted({row["concept"] for row in rows})
    every = [annealed_backbone(rows, size=2, iterations=1, seed=s).backbone_loss for s in range(40)]
    assert one.backbone_loss <= min(every) + 1e-12
    assert sorted(one.backbone + one.redundant) == issues


def test_a_penalty_makes_small_backbones() -> None:
    rows = camp_rows()
    sizes = [len(annealed_backbone(rows, penalty=p, iterations=200, seed=1).backbone) for p in (0.0, 50.0)]
    assert sizes[0] > sizes[1] == 1


def test_statements_behind_a_value() -> None:
    found = annealed_backbone(camp_rows(), size=1, iterations=5)
    assert {row["concept"] for row in found.statements(found.backbone[0])} == {found.backbone[0]}


def test_what_cannot_be_asked() -> None:
    with pytest.raises(UsageError, match="size is 7; it can be 1 to 6"):
        annealed_backbone(camp_rows(), size=7)
    with pytest.raises(UsageError, match="type onemode, no window"):
        nested_backbone(camp_rows(), NetworkOptions())
    with pytest.raises(UsageError, match="has one size"):
        annealed_backbone(camp_rows(), size=1, iterations=1).backbone_of(2)
