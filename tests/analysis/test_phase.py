"""Phases: a debate that turns in the middle has two states and one transition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from communique.analysis.mds import scale_distances, stress
from communique.analysis.options import NetworkOptions
from communique.analysis.phase import find_phases
from communique.errors import UsageError

OPTIONS = NetworkOptions(type="onemode", aggregation="congruence", window="months:1")


def turning() -> list[dict[str, Any]]:
    """A and B agree against C for six months, then A and C against B."""
    rows = []
    for month in range(1, 13):
        friends = ("A", "B") if month <= 6 else ("A", "C")
        for who in "ABC":
            for n, what in enumerate("xyz"[: 2 + month % 2]):
                rows.append(
                    {
                        "document_id": f"{month}{who}", "date": f"2013-{month:02d}-0{1 + n}", "organization": who,
                        "concept": what, "agreement": who in friends,
                    }
                )  # fmt: skip
    return rows


@pytest.mark.parametrize("distance", ["absdiff", "spectral"])
def test_one_turn_is_one_transition(distance: str) -> None:
    rows = turning()
    for row in rows:  # the spectrum does not know names: in the second half all agree
        if distance == "spectral" and row["date"] > "2013-07":
            row["agreement"] = True
    found = find_phases(rows, OPTIONS, distance=distance)
    assert found.states == (1,) * 6 + (2,) * 6
    assert [(t["date"][:7], t["from_state"], t["to_state"]) for t in found.transitions] == [("2013-07", 1, 2)]
    assert found.n_states == 2
    assert found.distances.max() == 1
    assert len(found.rows) == 12
    assert found.map.stress < 0.05
    assert {row["date"][:7] for row in found.statements(0)} == {"2013-01"}


def test_series_without_window_or_too_short() -> None:
    with pytest.raises(UsageError, match="set a window"):
        find_phases(turning(), NetworkOptions(type="onemode"))
    with pytest.raises(UsageError, match="phases need 3 or more"):
        find_phases(turning(), NetworkOptions(type="onemode", window="months:11"))
    with pytest.raises(UsageError, match="absdiff, or spectral"):
        find_phases(turning(), NetworkOptions(window="months:1"), distance="spectral")


def test_metric_map_gives_back_a_plane() -> None:
    points = np.random.default_rng(1).normal(size=(7, 2))
    distances = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    found = scale_distances(distances, "abcdefg", metric=True)
    mapped = np.sqrt(((found.coordinates[:, None] - found.coordinates[None]) ** 2).sum(axis=2))
    np.testing.assert_allclose(mapped, distances, atol=1e-9)
    assert found.stress == pytest.approx(0, abs=1e-9)


def test_nonmetric_map_only_looks_at_the_order() -> None:
    points = np.random.default_rng(2).normal(size=(8, 2))
    distances = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2)) ** 3
    found = scale_distances(distances, "abcdefgh")
    assert found.stress < 0.01
    assert found.stress < stress(distances, scale_distances(distances, "abcdefgh", metric=True).coordinates, metric=True)
    again = scale_distances(distances, "abcdefgh")
    np.testing.assert_array_equal(found.coordinates, again.coordinates)


def test_maps_of_hardly_anything() -> None:
    assert scale_distances(np.zeros((0, 0)), "").rows == []
    assert scale_distances(np.zeros((3, 3)), "abc").stress == 0
    with pytest.raises(UsageError, match="square matrix"):
        scale_distances(np.zeros((2, 3)), "ab")
