"""From counts of statements in cells (variable 1, variable 2, level) to the weights of a network, with sparse products.

`linear` sums the weights of statements, `product` their square roots; without a kernel both are counts. A term that
multiplies two actors' statements uses `product`, a term that adds them uses `linear`: so both have the unit of a weight.

Source: Leifeld, Discourse Network Analyzer, manual and rDNA: aggregation of qualifiers and normalization.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from communique.analysis.table import QualifierType
from communique.errors import UsageError

Sparse = Any  # scipy.sparse.csr_array; its stubs do not follow products
Floats = NDArray[np.float64]
MAX_COMBINED_LEVELS = 52  # a code of more bits is no longer exact in a double


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of the qualifier: their kind and, for numbers, what each stands for; a text's levels have no value."""

    kind: QualifierType
    values: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.values)

    def similarity(self) -> Floats:
        """How alike two levels are, 1 for equal and 0 for the ends of the range; equal or not for texts."""
        if self.kind == "text":
            return np.eye(len(self.values))
        spread = float(self.values[-1] - self.values[0])
        distance = np.abs(self.values[:, None] - self.values[None, :]) / (spread or 1.0)
        return np.asarray(1.0 - distance, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Cells:
    """Statements counted by cell. Column `j * len(levels) + k` of the matrices is variable 2 = j with level k."""

    levels: Levels
    linear: Sparse
    product: Sparse
    n_columns: int


def cells_at(place: NDArray[np.int64], shape: tuple[int, int], levels: Levels, weights: Floats | None = None) -> Cells:
    """Count statements given by the number of their cell, row by row."""
    size = (shape[0], shape[1] * len(levels))
    linear = _counted(place, weights, size)
    return Cells(levels, linear, linear if weights is None else _counted(place, np.sqrt(weights), size), shape[1])


def _counted(place: NDArray[np.int64], weights: Floats | None, size: tuple[int, int]) -> Sparse:
    """Dense counting where the cells are not many more than the statements, sparse otherwise."""
    n_cells = size[0] * size[1]
    if n_cells and n_cells <= 4 * len(place) + 100_000:
        dense = np.bincount(place, weights, minlength=n_cells).astype(np.float64)
        return sparse.csr_array(dense.reshape(size))
    values = np.ones(len(place)) if weights is None else weights
    return _summed(values, (place // max(size[1], 1), place % max(size[1], 1)), size)


def _summed(values: Floats, where: tuple[NDArray[Any], NDArray[Any]], size: tuple[int, int]) -> Sparse:
    matrix = sparse.coo_array((values, where), shape=size).tocsr()
    matrix.eliminate_zeros()
    return matrix


def collapse(matrix: Sparse, n_levels: int, factors: Floats | None = None) -> Sparse:
    """Sum over levels, each times its factor: rows by variable 2."""
    if n_levels == 1 and factors is None:
        return matrix
    found = matrix.tocoo()
    values = found.data if factors is None else found.data * factors[found.col % n_levels]
    return _summed(values, (found.row, found.col // n_levels), (matrix.shape[0], matrix.shape[1] // n_levels))


def activity(cells: Cells) -> Floats:
    """The weight of all statements of each row."""
    return np.asarray(cells.linear.sum(axis=1), dtype=np.float64).ravel()


def one_mode(cells: Cells, aggregation: str, similarity: Floats | None = None) -> Sparse:
    """Ties between rows through the columns they share: symmetric, not normalized, the diagonal still in it."""
    if aggregation == "ignore":
        counts = collapse(cells.product, len(cells.levels))
        return counts @ counts.T
    if cells.levels.kind == "text" and similarity is None:
        return _text_ties(cells, aggregation)
    alike = cells.levels.similarity() if similarity is None else similarity
    factors = {"congruence": alike, "conflict": 1.0 - alike, "subtract": 2.0 * alike - 1.0}[aggregation]
    mixed = cells.product @ sparse.kron(sparse.eye_array(cells.n_columns), sparse.csr_array(factors), format="csr")
    return mixed @ cells.product.T


def _text_ties(cells: Cells, aggregation: str) -> Sparse:
    """Congruence: the same text of the same column. Conflict: what one of the two says there and the other does not."""
    shared = cells.product @ cells.product.T
    if aggregation == "congruence":
        return shared
    alone = _said_alone(cells)
    return sparse.csr_array(alone if aggregation == "conflict" else shared.toarray() - alone)


def _said_alone(cells: Cells) -> Floats:
    """For each pair, the weight in cells where only one of the two has statements. Dense by its nature."""
    total = activity(cells)
    one_side = (cells.linear @ _present(cells.linear).T).toarray()
    return np.asarray(total[:, None] + total[None, :] - one_side - one_side.T, dtype=np.float64)


def _present(matrix: Sparse) -> Sparse:
    out = matrix.copy()
    out.data = np.ones_like(out.data)
    return out


def normalize_one_mode(ties: Sparse, cells: Cells, normalization: str) -> Sparse:
    """Divide each tie by what the two rows say: their average activity, the Jaccard union, or the product of activities.

    `cosine` is the product of the two activities, as in DNA and its manual, not the cosine of the two profiles.
    """
    if normalization == "none":
        return ties
    found = ties.tocoo()
    total = activity(cells)
    if normalization == "average":
        below = (total[found.row] + total[found.col]) / 2
    elif normalization == "cosine":
        said = np.asarray(cells.product.sum(axis=1), dtype=np.float64).ravel()
        below = said[found.row] * said[found.col]
    else:
        below = total[found.row] + total[found.col] + _jaccard_rest(cells, found.row, found.col)
    return divided(found, below)


def _jaccard_rest(cells: Cells, rows: NDArray[Any], columns: NDArray[Any]) -> Floats:
    one_side = cells.linear @ _present(cells.linear).T
    rest = (cells.product @ cells.product.T - one_side - one_side.T).tocsr()
    if not len(rows):
        return np.zeros(0)
    values: Any = rest[rows, columns]  # a sparse row, or numbers, by the version of SciPy
    return np.asarray(values.toarray() if hasattr(values, "toarray") else values, dtype=np.float64).ravel()


def divided(found: Any, below: Floats) -> Sparse:
    """The entries of a matrix divided; a zero denominator gives zero."""
    values = np.divide(found.data, below, out=np.zeros(len(found.data)), where=below != 0)
    return sparse.csr_array((values, (found.row, found.col)), shape=found.shape)


def without_diagonal(matrix: Sparse) -> Sparse:
    """The matrix without ties of a row to itself and without stored zeros."""
    found = matrix.tocoo()
    keep = (found.row != found.col) & (found.data != 0)
    return sparse.csr_array((found.data[keep], (found.row[keep], found.col[keep])), shape=found.shape)


def two_mode(cells: Cells, aggregation: str) -> Sparse:
    """Rows by columns: the count, the signed sum, or a code of the levels that occur.

    Raises:
        UsageError: `combine` with more levels than a number can hold.
    """
    kind, n_levels = cells.levels.kind, len(cells.levels)
    if aggregation == "combine":
        if n_levels > MAX_COMBINED_LEVELS:
            raise UsageError(f"combine holds {MAX_COMBINED_LEVELS} levels of a qualifier; this one has {n_levels}")
        return collapse(_present(cells.linear), n_levels, level_bits(n_levels))
    if aggregation == "ignore" or kind == "text":
        return collapse(cells.linear, n_levels)
    values = cells.levels.values.astype(np.float64)
    return collapse(cells.linear, n_levels, 2 * values - 1 if kind == "boolean" else values)


def level_bits(n_levels: int) -> Floats:
    """The bit of each level in a `combine` code, the last level being 1."""
    return np.asarray(2.0 ** np.arange(n_levels - 1, -1, -1), dtype=np.float64)


def normalize_two_mode(matrix: Sparse, cells: Cells, aggregation: str, normalization: str) -> Sparse:
    """Divide rows (`activity`) or columns (`prominence`) by all their statements; with `combine`, by their filled cells."""
    if normalization == "none":
        return matrix
    counted = _present(matrix) if aggregation == "combine" else collapse(cells.linear, len(cells.levels))
    axis = 1 if normalization == "activity" else 0
    total = np.asarray(counted.sum(axis=axis), dtype=np.float64).ravel()
    found = matrix.tocoo()
    return divided(found, total[found.row if axis == 1 else found.col])
