"""Which statements make a network, in four steps, each counted: range and documents, values, empty values, duplicates.

1. The date range and filters on document variables give the statements in range: levels and isolates come from these.
2. Value filters: a statement goes if any variable says so.
3. A statement without variable 1 or 2, or without the qualifier, takes no part.
4. Of equal statements the first by date, document and position stays.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.analysis import dna_compat, duplicates
from communique.analysis.options import NetworkOptions
from communique.analysis.projection import Levels
from communique.analysis.table import UNDATED, Column, QualifierType, StatementTable

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Selection:
    """The statements in range and those kept, in order; the levels of the qualifier and the level of each row.

    `counts` says how many statements were read and how many each step dropped.
    """

    in_range: Rows
    kept: Rows
    start: int
    stop: int
    kind: QualifierType
    values: NDArray[np.int64]
    counts: dict[str, int]


def select(table: StatementTable, options: NetworkOptions, *, variables: tuple[str, ...] | None = None) -> Selection:
    """Apply the four steps.

    Args:
        variables: those that must have a value and that make two statements equal; by default variables 1 and 2.

    Raises:
        BadTable: a variable is no column, or a value of the qualifier is not of its type.
    """
    variables = variables or (options.variable1, options.variable2)
    kind, values, has_value = _qualifier(table, options)
    start, stop, dated = _range(table, options)
    in_range = _in_range(table, options, start, stop, dated)
    wanted = in_range[_passes(table, options, in_range, on_documents=False)]
    full = wanted[_is_complete(table, variables, wanted, has_value)]
    kept = _without_duplicates(table, options, variables, full, values)
    sizes = [len(table), len(in_range), len(wanted), len(full), len(kept)]
    names = ["out_of_range", "excluded", "empty", "duplicates"]
    dropped = {name: before - after for name, before, after in zip(names, sizes, sizes[1:], strict=False)}
    return Selection(in_range, kept, start, stop, kind, values, {"read": len(table), **dropped, "kept": len(kept)})


def make_levels(selection: Selection, rows: Rows) -> Levels:
    """The levels that occur among rows; a boolean always has both. Without rows there is one, of which nothing has any."""
    if selection.kind == "boolean":
        return Levels("boolean", np.array([0, 1]))
    return Levels(selection.kind, np.unique(selection.values[rows]) if len(rows) else np.zeros(1, dtype=np.int64))


def _qualifier(
    table: StatementTable, options: NetworkOptions
) -> tuple[QualifierType, NDArray[np.int64], NDArray[np.bool_] | None]:
    """Kind, value by row, and which rows have one (None if that does not matter). No qualifier is a text of one level."""
    name = options.qualifier
    if name is None or (options.aggregation == "ignore" and name not in table.columns):
        return "text", np.zeros(len(table), dtype=np.int64), None
    column = table.column(name)
    of_document = options.is_dna and name in table.document_columns
    kind: QualifierType = "text" if of_document else options.qualifier_type or table.qualifier_type(name)  # type: ignore[assignment]
    if kind != "text":
        return kind, *table.integers(name, kind)
    has_value = None if options.aggregation == "ignore" else column.codes != _empty_code(column)
    return "text", column.codes.astype(np.int64), has_value


def _range(table: StatementTable, options: NetworkOptions) -> tuple[int, int, bool]:
    """Start, stop, and whether a statement needs a date."""
    low, high = table.date_range or (0, -1)  # no date at all: an empty range
    start = low if options.start_seconds is None else options.start_seconds
    stop = high if options.end_seconds is None else options.end_seconds
    asked = options.start is not None or options.end is not None
    return start, stop, asked or options.window is not None or options.duplicates in ("week", "month", "year")


def _in_range(table: StatementTable, options: NetworkOptions, start: int, stop: int, dated: bool) -> Rows:
    order = table.order
    moments = table.dates[order]
    inside = (moments >= start) & (moments <= stop)
    if not dated:
        inside |= moments == UNDATED
    rows = order[inside]
    return rows[_passes(table, options, rows, on_documents=True)]


def _passes(table: StatementTable, options: NetworkOptions, rows: Rows, *, on_documents: bool) -> NDArray[np.bool_]:
    passes = np.ones(len(rows), dtype=np.bool_)
    for variable, unwanted in options.exclude.items():
        column = table.column(variable)
        if (variable in table.document_columns) != on_documents:
            continue
        listed = np.array([_is_listed(label, unwanted) for label in column.labels] or [False])
        passes &= listed[column.codes[rows]] == options.is_inverted(variable)
    return passes


def find_idle_exclusions(table: StatementTable, options: NetworkOptions) -> list[tuple[str, str]]:
    """The variables and values of `exclude` that no statement has, such as a misspelt party.

    Raises:
        BadTable: a variable is no column.
    """
    return [
        (variable, value)
        for variable, values in options.exclude.items()
        for value in sorted(values)
        if not any(_is_listed(label, frozenset([value])) for label in table.column(variable).labels)
    ]


def _is_listed(label: str, values: Collection[str]) -> bool:
    """Truth values may be written `true` or `1`."""
    return label in values or (label in ("0", "1") and ("false", "true")[int(label)] in values)


def _empty_code(column: Column) -> int:
    return column.labels.index("") if "" in column.labels else -1


def _is_complete(
    table: StatementTable, variables: tuple[str, ...], rows: Rows, has_value: NDArray[np.bool_] | None
) -> NDArray[np.bool_]:
    complete = np.ones(len(rows), dtype=np.bool_) if has_value is None else has_value[rows]
    for variable in variables:
        column = table.column(variable)
        complete = complete & (column.codes[rows] != _empty_code(column))
    return complete


def _without_duplicates(
    table: StatementTable, options: NetworkOptions, variables: tuple[str, ...], rows: Rows, values: NDArray[np.int64]
) -> Rows:
    rule = options.duplicates
    if rule == "include" or not len(rows):
        return rows
    groups = dna_compat.duplicate_groups(table.dates[rows], rule, options.dna_locale) if options.is_dna else None
    keys: list[NDArray[np.integer]] = [table.column(name).codes[rows] for name in variables]
    keys.append(duplicates.duplicate_groups(table, rows, rule) if groups is None else groups)
    if options.aggregation != "ignore":
        keys.append(values[rows])
    return rows[duplicates.first_of_each(keys)]
