"""Discourse networks: who ties to whom by what they state, from a table of coded statements.

The data's way: table -> `selection` (filters, duplicates) -> `window` (one stretch or many) -> `projection` (sparse
products). The default gives the definitions as published; `compat="dna"` those of DNA 3.0.11.5, from `dna_compat`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from communique.analysis import dna_compat, period, projection
from communique.analysis.kernel import Floats, kernel_weights
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions
from communique.analysis.projection import Cells, Levels, Sparse
from communique.analysis.selection import Rows, Selection, make_levels, select
from communique.analysis.table import Column, StatementTable, table_from_rows
from communique.analysis.window import Window, iter_kernel_windows, iter_windows, kernel_width


def build_network(table: Any, options: NetworkOptions | None = None) -> Network | list[Network]:
    """The network of a table, or with a window the series of networks.

    Args:
        table: a `StatementTable`, or rows for `table_from_rows`.
        options: what the network is to be; by default two-mode counts of organizations by concepts.

    Returns:
        One network; a list, empty if no window fits, when `options.window` is set.

    Raises:
        BadTable: a variable is no column, or a value of the qualifier is not of its type.
        UsageError: `combine` of too many levels, or too many windows.

    Source:
        Leifeld, Discourse Network Analyzer (rDNA, `dna_network`).

    Example:
        >>> say = lambda who, what, stance: {"document_id": who, "date": "2013-06-18", "organization": who,
        ...                                  "concept": what, "agreement": stance}
        >>> rows = [say("A", "oil", True), say("B", "oil", True), say("C", "oil", False)]
        >>> network = build_network(rows, NetworkOptions(type="onemode", aggregation="congruence"))
        >>> network.labels, network.to_array().tolist()
        (('A', 'B', 'C'), [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    """
    if not isinstance(table, StatementTable):
        table = table_from_rows(table)
    return _Builder(table, options or NetworkOptions()).build()


@dataclass(frozen=True, slots=True)
class Counted:
    """What a network is computed from: labels and statements by cell, before any product.

    `places` is the cell of each of `statement_numbers`: (row * columns + column) * levels + level; `span` the first and
    last second of the range.
    """

    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    cells: Cells
    statement_numbers: Rows
    places: Rows
    table: StatementTable
    options: NetworkOptions
    span: tuple[int, int]
    counts: dict[str, int]


def count_cells(table: Any, options: NetworkOptions) -> Counted:
    """The kept statements counted by variable 1, variable 2 and level, for analyses that need more than the network."""
    if not isinstance(table, StatementTable):
        table = table_from_rows(table)
    builder = _Builder(table, options)
    rows = builder.selection.kept
    row_axis, column_axis = builder.axes(rows)
    levels = builder.levels_of(rows)
    places = builder.places(rows, row_axis, column_axis, levels)
    cells = projection.cells_at(places, (len(row_axis.labels), len(column_axis.labels)), levels)
    span = builder.selection.start, builder.selection.stop
    return Counted(
        row_axis.labels, column_axis.labels, cells, rows, places, table, options, span, builder.selection.counts
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Axis:
    """Labels of one side in order, and for each code of the column its place among them, -1 if absent."""

    labels: tuple[str, ...]
    place: Rows


class _Builder:
    """What the networks of one table and one set of options share."""

    def __init__(self, table: StatementTable, options: NetworkOptions) -> None:
        self.table = table
        self.options = options
        self.selection: Selection = select(table, options)
        self.levels: Levels = make_levels(self.selection, self.selection.in_range)
        self.column1, self.column2 = table.column(options.variable1), table.column(options.variable2)

    def build(self) -> Network | list[Network]:
        """One network, or one for each window."""
        selection, options = self.selection, self.options
        if options.window is None:
            whole = Window(selection.start, selection.start, selection.stop, 0, len(selection.kept))
            return self.plain(whole)
        moments = self.table.dates[selection.kept]
        if options.kernel is None:
            return [self.plain(w) for w in iter_windows(moments, selection.start, selection.stop, options)]
        return _KernelSeries(self).build(list(iter_kernel_windows(moments, selection.start, selection.stop, options)))

    def axes(self, rows: Rows) -> tuple[_Axis, _Axis]:
        """The labels of both variables among rows, or with isolates among all statements in range."""
        seen = self.selection.in_range if self.options.isolates else rows
        return self._axis(self.column1, seen), self._axis(self.column2, seen)

    def _axis(self, column: Column, rows: Rows) -> _Axis:
        codes = np.unique(column.codes[rows])
        codes = codes[[bool(column.labels[code]) for code in codes]] if len(codes) else codes
        if self.options.is_dna:
            codes = codes[dna_compat.utf16_order([column.labels[code] for code in codes])]
        place = np.full(max(len(column.labels), 1), -1, dtype=np.int64)
        place[codes] = np.arange(len(codes))
        return _Axis(tuple(column.labels[code] for code in codes), place)

    def plain(self, window: Window) -> Network:
        """The network of one stretch without a kernel."""
        rows = self.selection.kept[window.first : window.last]
        row_axis, column_axis = self.axes(rows)
        levels = self.levels_of(rows)
        shape = len(row_axis.labels), len(column_axis.labels)
        cells = projection.cells_at(self.places(rows, row_axis, column_axis, levels), shape, levels)
        weights = self.one_mode(cells) if self.options.type == "onemode" else self.two_mode(cells)
        return self.network(weights, window, rows, row_axis, column_axis)

    def levels_of(self, rows: Rows) -> Levels:
        """DNA takes the levels of a document variable from the statements of the window."""
        name = self.options.qualifier
        if self.options.is_dna and name in self.table.document_columns and name in self.table.columns:
            return make_levels(self.selection, rows)
        return self.levels

    def places(self, rows: Rows, row_axis: _Axis, column_axis: _Axis, levels: Levels) -> Rows:
        """The cell of each statement."""
        row, column = row_axis.place[self.column1.codes[rows]], column_axis.place[self.column2.codes[rows]]
        level = np.searchsorted(levels.values, self.selection.values[rows])
        return np.asarray((row * len(column_axis.labels) + column) * len(levels) + level, dtype=np.int64)

    def one_mode(self, cells: Cells) -> Sparse:
        """Ties within variable 1, normalized, without diagonal."""
        options = self.options
        one_level = cells.levels.kind == "integer" and len(cells.levels) == 1
        if options.is_dna and one_level and options.aggregation != "ignore":
            ties = dna_compat.one_level_network(cells, options.normalization)
        else:
            ties = projection.one_mode(cells, options.aggregation)
            ties = projection.normalize_one_mode(projection.without_diagonal(ties), cells, options.normalization)
        return projection.without_diagonal(ties)

    def two_mode(self, cells: Cells) -> Sparse:
        """Variable 1 by variable 2, normalized."""
        options = self.options
        combining = options.aggregation == "combine"
        matrix = dna_compat.combined(cells) if options.is_dna and combining else projection.two_mode(cells, options.aggregation)
        if options.is_dna and combining and options.normalization == "prominence" and matrix.shape[0] == matrix.shape[1]:
            return dna_compat.combined_prominence(matrix)
        return projection.normalize_two_mode(matrix, cells, options.aggregation, options.normalization)

    def network(self, weights: Sparse, window: Window, rows: Rows, row_axis: _Axis, column_axis: _Axis) -> Network:
        """The result with all that its numbers rest on."""
        columns = row_axis.labels if self.options.type == "onemode" else column_axis.labels
        spans = (window.start, window.middle, window.stop)
        labels = (row_axis.labels, columns)
        return Network(*labels, sparse_clean(weights), *spans, self.options, self.table, rows, self.selection.counts)


def sparse_clean(weights: Sparse) -> Sparse:
    """Sorted, without stored zeros."""
    weights = weights.tocsr()
    weights.eliminate_zeros()
    weights.sort_indices()
    return weights


class _KernelSeries:
    """Networks weighted by a kernel: all with the same labels."""

    def __init__(self, builder: _Builder) -> None:
        self.builder = builder
        self.options = builder.options
        kept = builder.selection.kept
        self.row_axis, self.column_axis = builder.axes(kept)
        self.levels = builder.levels
        self.similarity: Floats | None = None
        self.values = builder.selection.values
        if self.options.is_dna:
            self._take_dna_levels()
        self.shape = len(self.row_axis.labels), len(self.column_axis.labels)
        rows = self.row_axis.place[builder.column1.codes[kept]]
        columns = self.column_axis.place[builder.column2.codes[kept]]
        level = np.searchsorted(self.levels.values, self.values[kept])
        self.place = (rows * self.shape[1] + columns) * len(self.levels) + level
        self.moments, self.date_of = np.unique(builder.table.dates[kept], return_inverse=True)

    def _take_dna_levels(self) -> None:
        selection = self.builder.selection
        seen = selection.in_range if self.options.isolates else selection.kept
        self.values = np.zeros_like(selection.values)
        self.levels, self.values[seen] = dna_compat.kernel_levels(selection.values[seen], selection.kind)
        self.similarity = dna_compat.kernel_similarity(self.levels) if self.options.qualifier else None

    def build(self, windows: list[Window]) -> list[Network]:
        """One network for each window."""
        return [self.slice(window) for window in windows]

    def slice(self, window: Window) -> Network:
        """One network: the statements of the window, each with its weight. Weights are computed once for each date."""
        builder, options = self.builder, self.options
        inside = slice(window.first, window.last)
        unit = options.window_unit or "days"
        distance = 2 * period.units_between(self.moments, window.middle, unit) / kernel_width(options)
        weigh = dna_compat.kernel_weight if options.is_dna else kernel_weights
        by_date = weigh(distance, options.kernel or "uniform")
        cells = projection.cells_at(self.place[inside], self.shape, self.levels, by_date[self.date_of[inside]])
        weights = self._dna(cells) if options.is_dna else self._corrected(cells)
        return builder.network(weights, window, builder.selection.kept[inside], self.row_axis, self.column_axis)

    @cached_property
    def _average_factor(self) -> Floats:
        return dna_compat.kernel_average_factor(projection.cells_at(self.place, self.shape, self.levels))

    def _corrected(self, cells: Cells) -> Sparse:
        return self.builder.one_mode(cells) if self.options.type == "onemode" else self.builder.two_mode(cells)

    def _dna(self, cells: Cells) -> Sparse:
        """The diagonal stays; any normalization is the kernel average, two-mode has none; `combine` is `subtract`."""
        aggregation = "subtract" if self.options.aggregation == "combine" else self.options.aggregation
        if self.options.type == "twomode":
            return projection.two_mode(cells, aggregation)
        ties = projection.one_mode(cells, aggregation, self.similarity)
        if self.options.normalization == "none":
            return ties
        return dna_compat.kernel_average(ties, self._average_factor)
