"""Which repeated statements count once: the first of each group of equal ones, in linear time.

Equal means: same variable 1, variable 2, qualifier (unless it is ignored) and the same document, cluster, week, month,
year, or nothing further (`range`). Weeks are ISO weeks of a year and months are months of a year.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from communique.analysis import period
from communique.analysis.table import StatementTable

CLUSTER_COLUMNS = ("cluster", "cluster_id")


def duplicate_groups(table: StatementTable, rows: NDArray[np.int64], rule: str) -> NDArray[np.int64]:
    """The document, cluster or period of each row, as a number; for `range` all the same.

    Raises:
        BadTable: the rule is `cluster` and the table has no column of clusters.
    """
    moments = table.dates[rows]
    if rule == "document":
        return table.column("document_id").codes[rows].astype(np.int64)
    if rule == "cluster":
        return _clusters(table)[rows]
    if rule == "week":
        years, weeks = period.week_numbers(moments)
        return years * 100 + weeks
    if rule == "month":
        return period.month_numbers(moments)
    return period.year_numbers(moments) if rule == "year" else np.zeros(len(rows), dtype=np.int64)


def _clusters(table: StatementTable) -> NDArray[np.int64]:
    """A document without a cluster is a cluster of its own."""
    name = next((name for name in CLUSTER_COLUMNS if name in table.columns), CLUSTER_COLUMNS[0])
    column, documents = table.column(name), table.column("document_id")
    alone = column.codes == (column.labels.index("") if "" in column.labels else -1)
    return np.where(alone, len(column.labels) + documents.codes.astype(np.int64), column.codes)


def first_of_each(keys: Sequence[NDArray[np.integer]]) -> NDArray[np.int64]:
    """The positions, ascending, of the first row of each combination of keys.

    Example:
        >>> first_of_each([np.array([1, 1, 2]), np.array([5, 5, 5])])
        array([0, 2])
    """
    combined = np.zeros(len(keys[0]), dtype=np.int64)
    span = 1
    for key in keys:
        low = int(key.min()) if len(key) else 0
        width = int(key.max()) - low + 1 if len(key) else 1
        if span * width >= 2**62:  # the product would overflow: number the combinations so far anew
            unique, combined = np.unique(combined, return_inverse=True)
            span = len(unique)
        combined = combined * width + (key - low)
        span *= width
    _, first = np.unique(combined, return_index=True)
    return np.sort(first)
