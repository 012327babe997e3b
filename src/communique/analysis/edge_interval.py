"""How sure the ties of a network are: intervals from resampled stories and from the reader's measured error.

Each draw takes story clusters (or documents) with replacement and, if the reader's error is given, gives every statement
a true stance drawn from what such a reading turns out to be; the network is computed anew. Intervals are quantiles of
the draws. Duplicates are removed before, once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from communique.analysis import duplicates, projection
from communique.analysis.coded import choose
from communique.analysis.discourse_network import Counted, count_cells
from communique.analysis.frame import Rows
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions
from communique.analysis.projection import Cells, Floats
from communique.analysis.reader_error import ReaderError
from communique.errors import UsageError

UNITS = ("cluster", "document")
MAX_CELLS = 50_000_000  # draws times ties that are kept in memory


@dataclass(frozen=True)
class EdgeIntervals(Rows):
    """The ties of a network with intervals.

    Args:
        low, high: ends of the interval, rows by columns.
        same_sign: the share of draws in which a tie has the sign it has in the network; nan where it is 0.
    """

    network: Network
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    same_sign: Floats = field(repr=False)
    level: float
    n_draws: int
    seed: int
    unit: str
    has_reader_error: bool

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each tie that is not 0: source, target, weight, interval, and how often it keeps its sign."""
        place = [{label: n for n, label in enumerate(labels)} for labels in (self.network.row_labels, self.network.column_labels)]
        out = []
        for row in self.network.rows:
            at = place[0][row["source"]], place[1][row["target"]]
            ends = {"low": float(self.low[at]), "high": float(self.high[at])}
            out.append({**row, **ends, "same_sign": float(self.same_sign[at])})
        return out


def edge_intervals(
    table: Any,
    options: NetworkOptions,
    *,
    unit: str = "cluster",
    error: ReaderError | None = None,
    level: float = 0.95,
    n_draws: int = 500,
    seed: int = 0,
) -> EdgeIntervals:
    """A network with an interval for each tie.

    Args:
        unit: what is resampled: story clusters (documents where the table has none) or documents.
        error: the reader's measured error; the qualifier must then be boolean. Conditional counts as no statement.

    Raises:
        UsageError: a window, DNA's compatibility mode, or a number out of range.
    """
    choose("unit", unit, UNITS)
    if options.window or options.is_dna or not 0 < level < 1 or n_draws < 2:
        raise UsageError("intervals are of one network without window and compat, level between 0 and 1, 2 draws or more")
    counted = count_cells(table, options)
    if error is not None and counted.cells.levels.kind != "boolean":
        raise UsageError(f"a reader's error is one of stances: the qualifier must be boolean, not {counted.cells.levels.kind}")
    sampler = _Sampler(counted, unit, error)
    weights = sampler.weights(counted.cells)
    if weights.size * n_draws > MAX_CELLS:
        raise UsageError(f"{n_draws} draws of {weights.size} ties do not fit: take fewer draws, or fewer labels by filters")
    rng = np.random.default_rng(seed)
    draws = np.stack([sampler.draw(rng) for _ in range(n_draws)])
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    agrees = (np.sign(draws) == np.sign(weights)).mean(axis=0)
    same_sign = np.where(weights == 0, np.nan, agrees)
    network = _network(counted, weights)
    return EdgeIntervals(network, low, high, same_sign, level, n_draws, seed, unit, error is not None)


class _Sampler:
    """Draws of a network."""

    def __init__(self, counted: Counted, unit: str, error: ReaderError | None) -> None:
        self.options, self.error = counted.options, error
        self.levels, self.n_columns = counted.cells.levels, counted.cells.n_columns
        self.shape = len(counted.row_labels), self.n_columns
        table, rows = counted.table, counted.statement_numbers
        has_clusters = any(name in table.columns for name in duplicates.CLUSTER_COLUMNS)
        rule = "cluster" if unit == "cluster" and has_clusters else "document"
        _, self.unit_of = np.unique(duplicates.duplicate_groups(table, rows, rule), return_inverse=True)
        self.n_units = int(self.unit_of.max(initial=-1)) + 1
        self.pair, self.level = counted.places // len(self.levels), counted.places % len(self.levels)

    def draw(self, rng: np.random.Generator) -> Floats:
        """One network of resampled units and, with an error, redrawn stances."""
        times = np.bincount(rng.integers(0, self.n_units, self.n_units), minlength=self.n_units) if self.n_units else np.zeros(0)
        count = times[self.unit_of].astype(np.float64)
        level = self.level
        if self.error is not None:
            level, is_stance = self._redrawn(rng)
            count = count * is_stance
        place = self.pair * len(self.levels) + level
        cells = projection.cells_at(place, self.shape, self.levels, count)
        return self.weights(Cells(self.levels, cells.linear, cells.linear, self.n_columns))

    def _redrawn(self, rng: np.random.Generator) -> tuple[Any, Any]:
        """A true level for each statement, and whether it is a stance at all."""
        assert self.error is not None
        rates = self.error.draw(rng, 1)[0]
        chance = rates[np.where(self.level == 1, 0, 1)]  # the row of what was read: support or oppose
        at = rng.random(len(self.level))
        supports, opposes = chance[:, 0], chance[:, 0] + chance[:, 1]
        return np.where(at < supports, 1, 0), at < opposes

    def weights(self, cells: Cells) -> Floats:
        """The network of counted statements, dense."""
        aggregation, normalization = self.options.aggregation, self.options.normalization
        if self.options.type == "onemode":
            ties = projection.without_diagonal(projection.one_mode(cells, aggregation))
            found = projection.normalize_one_mode(ties, cells, normalization)
        else:
            found = projection.normalize_two_mode(projection.two_mode(cells, aggregation), cells, aggregation, normalization)
        return np.asarray(found.toarray(), dtype=np.float64)


def _network(counted: Counted, weights: Floats) -> Network:
    from scipy import sparse

    columns = counted.row_labels if counted.options.type == "onemode" else counted.column_labels
    start, stop = counted.span
    return Network(
        counted.row_labels, columns, sparse.csr_array(weights), start, start, stop, counted.options, counted.table,
        counted.statement_numbers, counted.counts,
    )  # fmt: skip
