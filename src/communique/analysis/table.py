"""A table of coded statements, one row each: columns as integer codes and labels, ready for vectorized counting.

Rows come in as dictionaries (from a store, a frame, CSV or JSON Lines: `table_reader`); nothing is dropped or changed here.
A value is kept as text: true and false are `1` and `0`, null is empty. Codes follow the sorted labels.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from communique.errors import BadTable, UsageError

Codes = NDArray[np.int32]
Seconds = NDArray[np.int64]
QualifierType = Literal["boolean", "integer", "text"]

UNDATED = np.iinfo(np.int64).min  # a statement whose document has no date, or one without a day
DOCUMENT_VARIABLES = frozenset(
    {"author", "source", "section", "type", "title", "outlet", "id", "document_id", "url", "published"}
)
AGREEMENT = {"support": "1", "oppose": "0", "conditional": ""}
_TRUTH = {"0": 0, "1": 1, "false": 0, "true": 1, "False": 0, "True": 1, "FALSE": 0, "TRUE": 1}


@dataclass(frozen=True, slots=True)
class Column:
    """One variable: `labels[codes[n]]` is the value of statement n; labels are sorted, the empty value is ""."""

    codes: Codes
    labels: tuple[str, ...]


@dataclass(frozen=True)
class StatementTable:
    """Coded statements as columns.

    Args:
        name: the file or store, for messages.
        columns: the variables by name.
        dates: seconds since 1970 of each statement's document, `UNDATED` where unknown.
        positions: where the statement starts in its document; the row's number if the table does not say.
        lines: the line of the file each statement was read from, 0 if none.
        document_columns: the variables that belong to the document, not to the statement.
        date_range: the earliest and latest date of any document, also of documents without statements.
        declared: types known from the file (JSON), by variable.
    """

    name: str
    columns: Mapping[str, Column]
    dates: Seconds
    positions: NDArray[np.int64]
    lines: Codes
    document_columns: frozenset[str] = DOCUMENT_VARIABLES
    date_range: tuple[int, int] | None = None
    declared: Mapping[str, QualifierType] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.dates)

    def column(self, variable: str) -> Column:
        """The column of a variable.

        Raises:
            BadTable: the table has no such column; the message lists those it has.
        """
        try:
            return self.columns[variable]
        except KeyError:
            have = ", ".join(self.columns) or "none"
            raise BadTable(f"{self.name}: no column {variable!r}; the columns are: {have}") from None

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """Row numbers by date, document and position: the order in which a later duplicate yields to an earlier one."""
        return np.lexsort((self.positions, self._document_rank, self.dates))

    @cached_property
    def _document_rank(self) -> NDArray[np.int64]:
        documents = self.column("document_id")
        if documents.labels and all(_is_integer(label) for label in documents.labels):
            ranks = np.argsort(np.argsort(np.array([int(label) for label in documents.labels])))
        else:
            ranks = np.arange(len(documents.labels))
        return ranks.astype(np.int64)[documents.codes]

    def qualifier_type(self, variable: str) -> QualifierType:
        """The type of a variable: declared by the file, else boolean if all are true or false, integer if whole numbers."""
        labels = [label for label in self.column(variable).labels if label]
        if variable in self.declared:
            return self.declared[variable]
        if labels and all(label in _TRUTH for label in labels):
            return "boolean"
        return "integer" if labels and all(_is_integer(label) for label in labels) else "text"

    def integers(self, variable: str, kind: QualifierType) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The values of a boolean or integer variable by row, and which rows have one.

        Raises:
            BadTable: a value is not of the type; the message names line and column.
        """
        column = self.column(variable)
        values = np.zeros(max(len(column.labels), 1), dtype=np.int64)
        for code, label in enumerate(column.labels):
            if label in _TRUTH and kind == "boolean":
                values[code] = _TRUTH[label]
            elif kind == "integer" and _is_integer(label):
                values[code] = int(label)
            elif label:
                raise BadTable(f"{self._where(column, code)}, column {variable!r}: {label[:40]!r} is not {_ALLOWED[kind]}")
        empty = column.labels.index("") if "" in column.labels else -1
        return values[column.codes], column.codes != empty

    def _where(self, column: Column, code: int) -> str:
        line = int(self.lines[int(np.argmax(column.codes == code))])
        return f"{self.name}, line {line}" if line else f"{self.name}, row {int(np.argmax(column.codes == code)) + 1}"

    def row(self, n: int) -> dict[str, str]:
        """Statement n as a dictionary of texts."""
        return {name: column.labels[column.codes[n]] for name, column in self.columns.items()}

    def rows(self, numbers: Iterable[int]) -> list[dict[str, str]]:
        """The statements with these row numbers."""
        return [self.row(int(n)) for n in numbers]

    def with_attribute(self, variable: str, attribute: str, values: Mapping[str, str]) -> StatementTable:
        """The table with a further variable `variable.attribute`: what `values` says of each value, empty if nothing.

        Example:
            >>> table = table_from_rows([{"document_id": "1", "date": "2013-01-02", "organization": "A"}])
            >>> table.with_attribute("organization", "kind", {"A": "state"}).row(0)["organization.kind"]
            'state'
        """
        column = self.column(variable)
        builder = _ColumnBuilder()
        for label in column.labels:
            builder.add(str(values.get(label, "")))
        new = builder.build()
        codes = new.codes[column.codes] if len(column.labels) else column.codes
        name = f"{variable}.{attribute}"
        columns = {**self.columns, name: Column(codes, new.labels)}
        documents = self.document_columns | {name} if variable in self.document_columns else self.document_columns
        return StatementTable(
            self.name, columns, self.dates, self.positions, self.lines, documents, self.date_range, dict(self.declared)
        )


_ALLOWED = {"boolean": "true or false (or 1 or 0)", "integer": "a whole number", "text": "a text"}


class _ColumnBuilder:
    """Codes by first appearance while reading; sorted at the end."""

    __slots__ = ("codes", "kinds", "known")

    def __init__(self, n_missing: int = 0) -> None:
        self.known: dict[str, int] = {"": 0} if n_missing else {}
        self.codes = array("i", bytes(4 * n_missing))
        self.kinds: set[type] = set()

    def add(self, value: Any) -> None:
        """Add a value of any type."""
        if type(value) is not str:
            if value is not None:
                self.kinds.add(type(value))
            value = _as_text(value)
        elif value:
            self.kinds.add(str)
        self.codes.append(self.known.setdefault(value, len(self.known)))

    def extend(self, values: Sequence[str]) -> None:
        """Add texts, many at once."""
        known = self.known
        self.codes.extend([known.setdefault(value, len(known)) for value in values])

    def build(self) -> Column:
        """The column, its labels sorted."""
        labels = sorted(self.known)
        rank = np.empty(max(len(labels), 1), dtype=np.int32)
        rank[[self.known[label] for label in labels]] = np.arange(len(labels), dtype=np.int32)
        return Column(rank[np.array(self.codes, dtype=np.int32)], tuple(labels))

    def declared(self) -> QualifierType | None:
        """The type that the JSON values show; CSV shows only texts."""
        return "boolean" if self.kinds == {bool} else None


class TableBuilder:
    """Takes rows one by one and makes the table. `document` values are repeated in each of its statements.

    Args:
        name: the file or store, for messages.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._columns: dict[str, _ColumnBuilder] = {}
        self._dates = array("q")
        self._positions = array("q")
        self._lines = array("i")
        self._parsed: dict[str, int] = {}
        self._range: tuple[int, int] | None = None

    def see_date(self, value: Any, line: int = 0) -> int:
        """Seconds of a document's date; widens the table's range even if the document has no statement."""
        text = value if isinstance(value, str) else _as_text(value)
        if text not in self._parsed:
            self._parsed[text] = seconds = self._parse(text, line)
            if seconds != UNDATED:
                low, high = self._range or (seconds, seconds)
                self._range = min(low, seconds), max(high, seconds)
        return self._parsed[text]

    def _parse(self, text: str, line: int) -> int:
        try:
            return parse_date(text)
        except ValueError:
            where = f"{self.name}, line {line}" if line else f"{self.name}, row {len(self._dates) + 1}"
            raise BadTable(f"{where}, column 'date': {text[:40]!r} is not an ISO 8601 date such as 2013-06-18") from None

    def add(self, row: Mapping[str, Any], seconds: int, line: int = 0) -> None:
        """Add a statement whose document's date is already read."""
        n = len(self._dates)
        for name, value in row.items():
            if name not in self._columns:
                self._columns[name] = _ColumnBuilder(n)
            self._columns[name].add(value)
        if len(row) != len(self._columns):
            for column in self._columns.values():
                if len(column.codes) == n:
                    column.add("")
        self._dates.append(seconds)
        self._positions.append(_position(row.get("start"), n))
        self._lines.append(line)

    def extend(self, names: Sequence[str], rows: Sequence[Sequence[str]], date_column: str, lines: Sequence[int]) -> None:
        """Add rows of texts that all have the same columns, such as a stretch of a CSV file."""
        n = len(self._dates)
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        for name, values in columns.items():
            self._columns.setdefault(name, _ColumnBuilder(n)).extend(values)
        days = columns[date_column]
        for text, line in zip(days, lines, strict=True):
            if text not in self._parsed:
                self.see_date(text, line)
        self._dates.extend([self._parsed[text] for text in days])
        starts = columns.get("start")
        self._positions.extend(range(n, n + len(rows)) if starts is None else [_position(v, n + k) for k, v in enumerate(starts)])
        self._lines.extend(lines)

    def build(self, document_columns: frozenset[str] = DOCUMENT_VARIABLES) -> StatementTable:
        """The table of all rows added."""
        columns = {name: column.build() for name, column in self._columns.items()}
        columns.setdefault("document_id", Column(np.empty(0, np.int32), ()))
        declared = {name: kind for name, column in self._columns.items() if (kind := column.declared()) is not None}
        return StatementTable(
            self.name,
            columns,
            np.array(self._dates, dtype=np.int64),
            np.array(self._positions, dtype=np.int64),
            np.array(self._lines, dtype=np.int32),
            document_columns,
            self._range,
            declared,
        )


def table_from_rows(rows: Iterable[Any], *, name: str = "statements", conditional: str | None = None) -> StatementTable:
    """A table from dictionaries or dataclasses, such as those of a store.

    Args:
        rows: each with `document_id` and `date` (or `published`), any other fields as variables.
        name: what messages call the table.
        conditional: how a conditional stance counts in `agreement`: None leaves it out of networks with that qualifier,
            "support" counts it as support, "level" makes three levels: oppose -1, conditional 0, support 1.

    Raises:
        BadTable: a row has no `document_id`, or its date cannot be read.

    Example:
        >>> table = table_from_rows([{"document_id": "a", "date": "2013-06-18", "actor": "UN", "stance": "support"}])
        >>> len(table), table.row(0)["agreement"]
        (1, '1')
    """
    if conditional not in (None, "support", "level"):
        raise UsageError(f"conditional is {conditional!r}; it can be 'support', 'level' or left out")
    builder = TableBuilder(name)
    for n, row in enumerate(_as_dicts(rows)):
        if "document_id" not in row:
            raise BadTable(f"{name}, row {n + 1}: no 'document_id'; it has: {', '.join(row)}")
        seconds = builder.see_date(row.get("date", row.get("published")))
        builder.add(with_agreement(row, conditional), seconds)
    return builder.build()


def with_agreement(row: Mapping[str, Any], conditional: str | None = None) -> Mapping[str, Any]:
    """The row with `agreement` made from `stance`; an agreement of its own stays, unless `conditional` is given."""
    if "stance" not in row or ("agreement" in row and conditional is None):
        return row
    values = {"support": "1", "oppose": "-1", "conditional": "0"} if conditional == "level" else dict(AGREEMENT)
    if conditional == "support":
        values["conditional"] = "1"
    return {**row, "agreement": values.get(_as_text(row["stance"]), "")}


def parse_date(text: str) -> int:
    """Seconds since 1970 of an ISO 8601 date or date and time; `UNDATED` for an empty text, a month or a year.

    The wall clock counts, whatever its time zone: a report dated 23:30 on 31 December in New York is of December.

    Raises:
        ValueError: the text is no ISO 8601 date.

    Example:
        >>> parse_date("1970-01-02")
        86400
        >>> parse_date("2013-12-31T23:30:00-05:00") == parse_date("2013-12-31T23:30")
        True
    """
    if not text or _is_partial(text):
        return int(UNDATED)
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() // 1)


def to_datetime(seconds: int) -> datetime:
    """The wall clock of seconds since 1970, without a time zone."""
    return datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=None)


def _is_partial(text: str) -> bool:
    year, _, month = text.partition("-")
    return len(year) == 4 and year.isdigit() and (text == year or (len(month) == 2 and month.isdigit()))


def _is_integer(text: str) -> bool:
    digits = text[1:] if text[:1] in ("-", "+") else text
    return digits.isdecimal() and digits.isascii()


def _position(value: Any, n: int) -> int:
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and _is_integer(value) else n


def _as_text(value: Any) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "1" if value else "0"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _as_dicts(rows: Any) -> Iterator[Mapping[str, Any]]:
    if hasattr(rows, "to_dicts"):  # polars
        rows = rows.to_dicts()
    elif hasattr(rows, "to_dict"):  # pandas
        rows = rows.to_dict(orient="records")
    for row in rows:
        if isinstance(row, Mapping):
            yield row
        elif hasattr(row, "_asdict"):
            yield row._asdict()
        else:
            names = getattr(row, "__dataclass_fields__", None)
            if names is None:
                raise BadTable(f"a row is a {type(row).__name__}; rows are dictionaries or dataclasses")
            yield {name: getattr(row, name) for name in names}
