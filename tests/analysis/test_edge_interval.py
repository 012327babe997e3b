"""Intervals of ties: they hold the tie, narrow with stories, widen with the reader's error, and repeat by seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.analysis.camps import camp_rows

from communique.analysis.discourse_network import build_network
from communique.analysis.edge_interval import edge_intervals
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions
from communique.analysis.reader_error import ReaderError
from communique.errors import UsageError

OPTIONS = NetworkOptions(type="onemode", aggregation="subtract", normalization="average")
ERROR = ReaderError({"support": {"support": 16, "oppose": 4}, "oppose": {"oppose": 16, "support": 4}})


def test_the_network_is_the_plain_one_and_lies_inside() -> None:
    found = edge_intervals(camp_rows(), OPTIONS, n_draws=200)
    plain = build_network(camp_rows(), OPTIONS)
    assert isinstance(plain, Network)
    np.testing.assert_allclose(found.network.to_array(), plain.to_array())
    inside = (found.low <= plain.to_array()) & (plain.to_array() <= found.high)
    assert inside.mean() > 0.9
    assert all(row["low"] <= row["high"] and 0 <= row["same_sign"] <= 1 for row in found.rows)


def test_strong_ties_keep_their_sign() -> None:
    found = edge_intervals(camp_rows(error=0.0), OPTIONS, n_draws=100)
    assert all(row["same_sign"] == 1 for row in found.rows)


def test_the_readers_error_widens_and_weakens() -> None:
    plain, read = (edge_intervals(camp_rows(error=0.0), OPTIONS, error=e, n_draws=200) for e in (None, ERROR))
    assert np.abs(read.high - read.low).mean() > np.abs(plain.high - plain.low).mean()
    assert np.abs(read.low + read.high).mean() < np.abs(plain.low + plain.high).mean()
    assert read.has_reader_error


def test_one_story_has_no_sampling_error() -> None:
    rows: list[dict[str, Any]] = [{**row, "cluster": "wire"} for row in camp_rows()]
    found = edge_intervals(rows, OPTIONS, n_draws=20)
    np.testing.assert_allclose(found.low, found.high)
    by_document = edge_intervals(rows, OPTIONS, unit="document", n_draws=20)
    assert (by_document.high > by_document.low).any()


def test_seed_and_two_mode() -> None:
    options = NetworkOptions(aggregation="subtract", normalization="activity")
    one, two = (edge_intervals(camp_rows(), options, seed=5, n_draws=20) for _ in range(2))
    np.testing.assert_array_equal(one.low, two.low)
    assert one.low.shape == (8, 6)


def test_bad_requests() -> None:
    with pytest.raises(UsageError, match="without window and compat"):
        edge_intervals(camp_rows(), NetworkOptions(window="days:3"))
    with pytest.raises(UsageError, match="must be boolean"):
        edge_intervals(camp_rows(), NetworkOptions(qualifier="date"), error=ERROR)
    with pytest.raises(UsageError, match="cluster, document"):
        edge_intervals(camp_rows(), OPTIONS, unit="day")
