"""Weights of four bits in the file, of seven at work: half the megabytes, and the same integer products as any int8 model.

A weight is level times multiplier times scale: a level of -7 to 7; a multiplier of 1 to 9 for each `GROUP` weights of a column
that follow each other; a scale for a column. Level times multiplier fits seven bits, so unpacking rounds nothing and the run time
multiplies bytes as fast as ever (its own four-bit products are slower than floats on a processor). Used by training (evaluation),
which packs, and by coding, which unpacks when it opens a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

GROUP = 32
MAX_LEVEL, MAX_MULTIPLIER = 7, 9
NUDGE = 1e-4  # a group as large as a whole number of multipliers is not given one more

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
SignedBytes = npt.NDArray[np.int8]


def split_weights(weights: Floats) -> tuple[SignedBytes, Bytes, Floats]:
    """Levels, multipliers and scales of a matrix: shapes (rows, columns), (rows / GROUP, columns), (columns).

    Args:
        weights: shape (rows, columns), rows a multiple of `GROUP`; a column feeds one output.

    Example:
        >>> weights = np.linspace(-1, 1, 64, dtype=np.float32).reshape(64, 1)
        >>> levels, multipliers, scales = split_weights(weights)
        >>> levels.min(), levels.max(), multipliers.ravel().tolist()
        (np.int8(-7), np.int8(7), [9, 9])
        >>> bool(np.abs(join_weights(levels, multipliers) * scales - weights).max() < 0.08)
        True
    """
    rows, columns = weights.shape
    groups = weights.reshape(rows // GROUP, GROUP, columns)
    largest = np.abs(groups).max(1)
    scales = np.maximum(largest.max(0), 1e-12) / (MAX_LEVEL * MAX_MULTIPLIER)
    multipliers = np.clip(np.ceil(largest / (MAX_LEVEL * scales) - NUDGE), 1, MAX_MULTIPLIER)
    levels = np.clip(np.rint(groups / (multipliers * scales)[:, None]), -MAX_LEVEL, MAX_LEVEL)
    return levels.reshape(rows, columns).astype(np.int8), multipliers.astype(np.uint8), scales.astype(np.float32)


def join_weights(levels: SignedBytes, multipliers: Bytes) -> SignedBytes:
    """The integers of seven bits: shape (rows, columns)."""
    rows, columns = levels.shape
    groups = levels.reshape(rows // GROUP, GROUP, columns) * multipliers.astype(np.int8)[:, None]
    return groups.reshape(rows, columns)


def pack_weights(parts: Sequence[tuple[SignedBytes, Bytes]], path: Path) -> None:
    """Write levels and multipliers of some matrices to a file, two to the byte."""
    np.savez(
        path,
        shapes=np.array([levels.shape for levels, _ in parts]),
        levels=np.concatenate([_halved((levels + MAX_LEVEL).astype(np.uint8)) for levels, _ in parts]),
        multipliers=np.concatenate([_halved(multipliers) for _, multipliers in parts]),
    )


def unpack_weights(path: Path) -> list[SignedBytes]:
    """The integers of seven bits of each matrix in a file of `pack_weights`."""
    with np.load(path, allow_pickle=False) as found:
        shapes, levels, multipliers = found["shapes"], found["levels"], found["multipliers"]
    out, first, first_group = [], 0, 0
    for rows, columns in shapes.tolist():
        last, last_group = first + rows * columns // 2, first_group + rows // GROUP * columns // 2
        own = _doubled(levels[first:last]).astype(np.int8) - np.int8(MAX_LEVEL)
        groups = _doubled(multipliers[first_group:last_group])
        out.append(join_weights(own.reshape(rows, columns), groups.reshape(rows // GROUP, columns)))
        first, first_group = last, last_group
    return out


def _halved(values: Bytes) -> Bytes:
    flat = values.ravel()
    return flat[::2] | (flat[1::2] << np.uint8(4))


def _doubled(halves: Bytes) -> Bytes:
    out = np.empty(2 * len(halves), dtype=np.uint8)
    out[::2], out[1::2] = halves & np.uint8(15), halves >> np.uint8(4)
    return out
