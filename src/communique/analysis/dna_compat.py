"""What DNA 3.0.11.5 computes where it departs from the definitions: used only with `compat="dna"`.

Each function names the defect. Nothing here is a default. Two things are not imitated, for there is nothing to equal:
DNA draws the edges of event windows at random, and crashes for `combine` with `prominence` unless the matrix is square.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from communique.analysis import period
from communique.analysis.kernel import Floats, kernel_weights
from communique.analysis.projection import Cells, Levels, Sparse, activity, divided
from communique.analysis.table import Seconds

WEEKS = {"en_US": (6, 1), "en_GB": (0, 4), "en": (6, 1)}  # first day of the week, days that make a first week
MAX_INT = 2**31 - 1


def duplicate_groups(moments: Seconds, rule: str, locale: str) -> NDArray[np.int64] | None:
    """Months and weeks without their year, weeks by locale; None if the rule has no defect."""
    if rule == "month":
        return period.month_numbers(moments) % 12
    if rule == "week":
        first_day, minimal_days = WEEKS[locale]
        return period.week_numbers(moments, first_day, minimal_days)[1]
    return None


def utf16_order(labels: list[str]) -> list[int]:
    """The order of labels by UTF-16 code unit: beyond U+FFFF it differs from the order of code points."""
    return sorted(range(len(labels)), key=lambda n: labels[n].encode("utf-16-be", "surrogatepass"))


def kernel_weight(distance: Floats, kernel: str) -> Floats:
    """The asymmetric epanechnikov and triangular kernels: a statement after the middle (d < 0) weighs too much."""
    inside = np.abs(distance) <= 1
    if kernel == "epanechnikov":
        return np.where(inside, 0.75 * (1 - distance) ** 2, 0.0)
    if kernel == "triangular":
        return np.where(inside, np.abs(1 - distance), 0.0)
    return kernel_weights(distance, kernel)


def window_middles(start: int, stop: int, unit: str) -> Iterator[int]:
    """Middles one unit after the other, each from the last: a month after 31 January is 28 February, then 28 March."""
    middle = start
    while middle <= stop:
        yield middle
        middle = period.add_units(middle, 1, unit)


def unit_window(middle: int, size: int, unit: str) -> tuple[int, int]:
    """The ends of a window, both inclusive: sizes 2 and 3 are the same, size 1 is an instant."""
    half = math.floor((size - 1) / 2 + 0.5)
    return period.add_units(middle, -half, unit), period.add_units(middle, half, unit)


def kernel_levels(values: NDArray[np.int64], kind: str) -> tuple[Levels, NDArray[np.int64]]:
    """The levels that occur, as ranks in the order of their spelling; also the rank of each of `values`.

    With one level present, its rank is 0: all-positive statements count as negative.
    """
    found = np.unique(values)
    spelled = sorted(range(len(found)), key=lambda n: str(found[n]) if kind != "text" else n)
    rank = np.empty(len(found), dtype=np.int64)
    rank[spelled] = np.arange(len(found))
    levels = Levels("text" if kind == "text" else "boolean" if kind == "boolean" else "integer", np.arange(len(found)))
    return levels, rank[np.searchsorted(found, values)]


def kernel_similarity(levels: Levels) -> Floats:
    """Likeness of levels by rank; one level divides by zero; all texts are alike."""
    ranks = np.arange(len(levels))
    if levels.kind == "text":
        return np.ones((len(levels), len(levels)))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.abs(1.0 - np.abs(ranks[:, None] - ranks[None, :]) / np.float64(len(levels) - 1)))


def kernel_average_factor(counts: Cells) -> Floats:
    """For each pair the sum over cells of 2 / (n of one + n of the other), n counted over the whole period."""
    n_rows = counts.linear.shape[0]
    factor = np.zeros((n_rows, n_rows))
    by_column = counts.linear.tocsc()
    for column in range(by_column.shape[1]):
        n = by_column[:, [column]].toarray().ravel()
        both = n[:, None] + n[None, :]
        factor += np.divide(2.0, both, out=np.zeros_like(both), where=both != 0)
    return factor


def kernel_average(ties: Sparse, factor: Floats) -> Sparse:
    """Multiply, where DNA's other "average" divides by activity."""
    found = ties.tocoo()
    by = factor[found.row, found.col]
    values = np.where(by != 0, found.data * by, found.data)
    return sparse.csr_array((values, (found.row, found.col)), shape=found.shape)


def one_level_network(cells: Cells, normalization: str) -> Sparse:
    """An integer qualifier with one level: the range is 0 and every tie is not a number, unless its denominator is 0."""
    total = activity(cells)
    n = len(total)
    below = {"none": np.ones((n, n)), "cosine": total[:, None] * total[None, :]}
    dense = np.where(below.get(normalization, total[:, None] + total[None, :]) == 0, 0.0, np.nan)
    return sparse.csr_array(dense)


def combined(cells: Cells) -> Sparse:
    """The `combine` code in a 32-bit integer: the bit of a level beyond the 31st saturates, sums wrap around."""
    n_levels = len(cells.levels)
    found = cells.linear.tocoo()
    powers = np.arange(n_levels - 1, -1, -1)
    bits = np.where(powers < 31, 2.0 ** np.minimum(powers, 31), float(MAX_INT)).astype(np.int64)
    size = (cells.linear.shape[0], cells.n_columns)
    where = (found.row, found.col // n_levels)
    summed = sparse.coo_array((bits[found.col % n_levels], where), shape=size).tocsr()
    summed.data = ((summed.data + 2**31) % 2**32 - 2**31).astype(np.int64)
    return summed.astype(np.float64)


def combined_prominence(matrix: Sparse) -> Sparse:
    """A square `combine` matrix with prominence: each column is divided by the filled cells of the row of that number."""
    filled = np.asarray((matrix > 0).sum(axis=1), dtype=np.float64).ravel()
    found = matrix.tocoo()
    return divided(found, filled[found.col])
