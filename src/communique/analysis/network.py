"""A discourse network as a result: labels, sparse weights, the stretch it covers, and the statements behind every number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.analysis.frame import Rows
from communique.analysis.options import NetworkOptions
from communique.analysis.projection import Floats, Sparse
from communique.analysis.table import UNDATED, StatementTable, to_datetime
from communique.errors import UsageError


@dataclass(frozen=True)
class Network(Rows):
    """A network of one stretch of time.

    Args:
        row_labels, column_labels: sorted; the same for a one-mode network.
        weights: a sparse matrix, rows by columns; one-mode is symmetric and has no diagonal.
        options: what it was asked to be.
        statement_numbers: the rows of the table that it counts.
        counts: statements read, dropped by each step, and kept, over the whole range.
    """

    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    weights: Sparse = field(repr=False)
    start_seconds: int = field(repr=False)
    middle_seconds: int = field(repr=False)
    stop_seconds: int = field(repr=False)
    options: NetworkOptions
    table: StatementTable = field(repr=False)
    statement_numbers: NDArray[np.int64] = field(repr=False)
    counts: dict[str, int]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of a one-mode network.

        Raises:
            UsageError: the network is two-mode and has `row_labels` and `column_labels`.
        """
        if not self.is_one_mode:
            raise UsageError("a two-mode network has row_labels and column_labels")
        return self.row_labels

    @property
    def is_one_mode(self) -> bool:
        """Whether rows and columns are the same."""
        return self.options.type == "onemode"

    @property
    def n_statements(self) -> int:
        """How many statements the network counts."""
        return len(self.statement_numbers)

    @property
    def start(self) -> datetime:
        """The start of the stretch, inclusive."""
        return to_datetime(self.start_seconds)

    @property
    def stop(self) -> datetime:
        """The end of the stretch, inclusive."""
        return to_datetime(self.stop_seconds)

    @property
    def middle(self) -> datetime:
        """The middle of the window; the start if there is no window."""
        return to_datetime(self.middle_seconds)

    def to_array(self) -> Floats:
        """The weights as a dense matrix."""
        return np.asarray(self.weights.toarray(), dtype=np.float64)

    def weight(self, row: str, column: str) -> float:
        """The weight between two labels.

        Raises:
            UsageError: a label is not in the network.
        """
        return float(self.weights[_place(self.row_labels, row), _place(self.column_labels, column)])

    def statements(self, row: str, column: str | None = None) -> list[dict[str, str]]:
        """The statements behind a number, in order of date.

        Args:
            row: a label of variable 1.
            column: two-mode: a label of variable 2. One-mode: another label of variable 1; the statements are those of
                both on the values of variable 2 that both speak of (with a text qualifier, all of both, for what one
                says alone counts too). None gives all statements of `row`.
        """
        rows = self.statement_numbers
        first, second = (self.table.column(name) for name in (self.options.variable1, self.options.variable2))
        codes1, codes2 = first.codes[rows], second.codes[rows]
        here = codes1 == _code(first.labels, row)
        if column is None:
            return self.table.rows(rows[here])
        if not self.is_one_mode:
            return self.table.rows(rows[here & (codes2 == _code(second.labels, column))])
        there = codes1 == _code(first.labels, column)
        shared = np.intersect1d(codes2[here], codes2[there])
        either = here | there
        return self.table.rows(rows[either if self._counts_alone else either & np.isin(codes2, shared)])

    @property
    def _counts_alone(self) -> bool:
        name = self.options.qualifier
        if name is None or self.options.aggregation not in ("conflict", "subtract"):
            return False
        return (self.options.qualifier_type or self.table.qualifier_type(name)) == "text"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The ties that are not zero: source, target, weight; a one-mode tie once."""
        found = self.weights.tocoo()
        once = found.row <= found.col if self.is_one_mode else np.ones(len(found.data), dtype=np.bool_)
        triples = zip(found.row[once].tolist(), found.col[once].tolist(), found.data[once].tolist(), strict=True)
        return [{"source": self.row_labels[i], "target": self.column_labels[j], "weight": w} for i, j, w in triples]

    def node_rows(self) -> list[dict[str, Any]]:
        """One row a label: name, variable, statements and documents counted, first and last date (empty if unknown)."""
        sides = [(self.options.variable1, self.row_labels)]
        if not self.is_one_mode:
            sides.append((self.options.variable2, self.column_labels))
        return [row for variable, labels in sides for row in self._nodes_of(variable, labels)]

    def _nodes_of(self, variable: str, labels: tuple[str, ...]) -> list[dict[str, Any]]:
        numbers, column = self.statement_numbers, self.table.column(variable)
        codes, documents = column.codes[numbers], self.table.column("document_id").codes[numbers]
        size = max(len(column.labels), 1)
        n_statements = np.bincount(codes, minlength=size)
        pairs = np.unique(codes.astype(np.int64) * (int(documents.max(initial=0)) + 1) + documents)
        n_documents = np.bincount(pairs // (int(documents.max(initial=0)) + 1), minlength=size)
        first = np.full(size, np.iinfo(np.int64).max)
        last = np.full(size, UNDATED)
        moments = self.table.dates[numbers]
        dated = moments != UNDATED
        np.minimum.at(first, codes[dated], moments[dated])
        np.maximum.at(last, codes[dated], moments[dated])
        code_of = {label: code for code, label in enumerate(column.labels)}
        return [
            {
                "label": label,
                "variable": variable,
                "n_statements": int(n_statements[code]),
                "n_documents": int(n_documents[code]),
                "first_date": _day(int(first[code])) if last[code] != UNDATED else "",
                "last_date": _day(int(last[code])) if last[code] != UNDATED else "",
            }
            for label in labels
            for code in (code_of[label],)
        ]

    def provenance(self) -> dict[str, Any]:
        """Where the numbers come from: table, options, stretch (empty if nothing has a date), statements by step."""
        has_range = self.start_seconds <= self.stop_seconds
        return {
            "table": self.table.name,
            "options": self.options.to_json(),
            "start": self.start.isoformat() if has_range else "",
            "stop": self.stop.isoformat() if has_range else "",
            "n_statements": self.n_statements,
            "counts": self.counts,
        }


def _day(seconds: int) -> str:
    return to_datetime(seconds).date().isoformat()


def _place(labels: tuple[str, ...], label: str) -> int:
    try:
        return labels.index(label)
    except ValueError:
        raise UsageError(f"{label[:60]!r} is not in the network; it has {len(labels)} labels") from None


def _code(labels: tuple[str, ...], label: str) -> int:
    return _place(labels, label)
