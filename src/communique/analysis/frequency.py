"""How often each actor, issue or other value is heard, by level of the qualifier: the numbers of a bar plot.

Source: Leifeld, rDNA `dna_barplot`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.analysis.frame import Rows
from communique.analysis.options import NetworkOptions
from communique.analysis.selection import make_levels, select
from communique.analysis.table import StatementTable, table_from_rows


@dataclass(frozen=True)
class Frequencies(Rows):
    """Statements by value and level.

    Args:
        labels: values of the variable, sorted.
        levels: levels of the qualifier as they are written in the table; one empty text without a qualifier.
        counts: labels by levels.
    """

    variable: str
    labels: tuple[str, ...]
    levels: tuple[str, ...]
    counts: NDArray[np.int64] = field(repr=False)
    options: NetworkOptions
    table: StatementTable = field(repr=False)
    statement_numbers: NDArray[np.int64] = field(repr=False)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row for each value and level, also where the count is 0."""
        return [
            {self.variable: label, "level": level, "n": int(self.counts[i, k])}
            for i, label in enumerate(self.labels)
            for k, level in enumerate(self.levels)
        ]

    def statements(self, label: str) -> list[dict[str, str]]:
        """The statements behind the counts of a value."""
        column = self.table.column(self.variable)
        rows = self.statement_numbers
        return self.table.rows(rows[column.codes[rows] == column.labels.index(label)])


def count_values(table: Any, variable: str, options: NetworkOptions | None = None) -> Frequencies:
    """Count the statements of each value of a variable.

    Args:
        options: filters, duplicates and qualifier; variables, aggregation and normalization are not used. Two
            statements are duplicates if variable and qualifier are the same, whatever else they say.

    Example:
        >>> rows = [{"document_id": n, "date": "2013-06-18", "party": "UN", "agreement": n > 0} for n in range(3)]
        >>> count_values(rows, "party").rows
        [{'party': 'UN', 'level': '0', 'n': 1}, {'party': 'UN', 'level': '1', 'n': 2}]
    """
    if not isinstance(table, StatementTable):
        table = table_from_rows(table)
    options = options or NetworkOptions(aggregation="combine")
    selection = select(table, options, variables=(variable,))
    levels = make_levels(selection, selection.in_range)
    column = table.column(variable)
    codes = column.codes[selection.kept]
    present, place = np.unique(codes, return_inverse=True)
    level = np.searchsorted(levels.values, selection.values[selection.kept])
    counts = np.bincount(place * len(levels) + level, minlength=len(present) * len(levels)).reshape(len(present), -1)
    names = [str(value) for value in levels.values]
    if levels.kind == "text":
        names = [table.column(options.qualifier).labels[v] for v in levels.values] if options.qualifier else [""]
    labels = tuple(column.labels[code] for code in present)
    return Frequencies(variable, labels, tuple(names), counts, options, table, selection.kept)
