"""Weights in four bits: what is unpacked is what was split, and close to what it was made from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from communique.models.four_bits import GROUP, join_weights, pack_weights, split_weights, unpack_weights


def some_weights(rows: int, columns: int, seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (rng.standard_normal((rows, columns)) * rng.uniform(0.1, 3, columns)).astype(np.float32)


@given(st.integers(1, 4), st.integers(1, 5), st.integers(0, 99))
def test_rounding_errs_by_half_a_step_at_most(groups: int, halves: int, seed: int) -> None:
    weights = some_weights(groups * GROUP, 2 * halves, seed)
    levels, multipliers, scales = split_weights(weights)
    joined = join_weights(levels, multipliers)
    step = np.repeat(multipliers, GROUP, axis=0) * scales
    assert np.abs(joined * scales - weights).max() <= (step / 2).max() * 1.01
    assert np.abs(joined).max() <= 63  # seven bits


def test_zeros_stay_zeros() -> None:
    levels, multipliers, _ = split_weights(np.zeros((GROUP, 2), dtype=np.float32))
    assert not join_weights(levels, multipliers).any()


def test_a_file_gives_back_every_matrix(tmp_path: Path) -> None:
    parts = [split_weights(some_weights(GROUP * k, 2 * k, k))[:2] for k in (1, 3, 2)]
    pack_weights(parts, tmp_path / "layers.npz")
    found = unpack_weights(tmp_path / "layers.npz")
    assert len(found) == 3
    for own, (levels, multipliers) in zip(found, parts, strict=True):
        assert own.dtype == np.int8
        assert np.array_equal(own, join_weights(levels, multipliers))
