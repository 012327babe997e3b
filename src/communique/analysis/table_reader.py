"""Tables of statements from CSV and JSON Lines files, plain or `.gz`; every complaint names file, line and column.

A CSV file has a header; a JSON Lines file has one statement a line, or one document a line with nested `statements`.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from communique.analysis.table import DOCUMENT_VARIABLES, StatementTable, TableBuilder, with_agreement
from communique.errors import BadInput, BadTable

DATE_COLUMNS = ("date", "published", "time")
LISTS_OF_A_RECORD = frozenset(
    {"statements", "attributions", "alignments", "meetings", "commitments", "figures", "quotes", "zones", "text"}
)
MAX_CELL_CHARS = 10_000_000
STRETCH = 5_000  # rows of a CSV file taken at once


def read_table(path: str | Path, *, conditional: str | None = None) -> StatementTable:
    """Read a table of statements.

    Args:
        path: `.csv`, `.jsonl` or `.ndjson`, also with `.gz`. `document_id` and `date` are needed, any other column is a variable.
        conditional: see `table_from_rows`; only for tables with `stance` and without `agreement`.

    Raises:
        BadInput: the file cannot be opened.
        BadTable: a column is missing, a line is not of the format, or a date is not ISO 8601.
    """
    path = Path(path)
    suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    if suffix not in (".csv", ".tsv", ".jsonl", ".ndjson"):
        raise BadTable(f"{path}: not a table of statements; a table is a .csv, .tsv, .jsonl or .ndjson file, plain or .gz")
    try:
        with _open_text(path) as stream:
            reader = _read_csv if suffix in (".csv", ".tsv") else _read_jsonl
            return reader(stream, str(path), conditional)
    except UnicodeDecodeError as err:
        raise BadTable(f"{path}: not UTF-8 at byte {err.start}; save the table as UTF-8") from err
    except (OSError, EOFError) as err:
        raise BadInput(f"{path}: cannot be read: {getattr(err, 'strerror', None) or err}") from err


def read_attributes(path: str | Path) -> tuple[str, dict[str, dict[str, str]]]:
    """Attributes of the values of a variable from a CSV file: the first column, named for the variable, has the values.

    Returns:
        The variable, and by attribute the value of each label: what `StatementTable.with_attribute` takes.
    """
    path = Path(path)
    try:
        with _open_text(path) as stream:
            reader = csv.DictReader(stream)
            variable, *attributes = reader.fieldnames or [""]
            found: dict[str, dict[str, str]] = {name: {} for name in attributes}
            for row in reader:
                for name in attributes:
                    found[name][row[variable]] = row[name] or ""
    except OSError as err:
        raise BadInput(f"{path}: cannot be read: {err.strerror or err}") from err
    if not variable or not attributes:
        raise BadTable(f"{path}: needs a header with the variable and at least one attribute")
    return variable, found


def _open_text(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path, "rb"), encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _read_csv(stream: TextIO, name: str, conditional: str | None) -> StatementTable:
    csv.field_size_limit(MAX_CELL_CHARS)
    header_line = stream.readline()
    delimiter = max(",;\t", key=header_line.count)
    header = next(csv.reader([header_line], delimiter=delimiter), [])
    date_column = _check_header(header, name)
    builder = TableBuilder(name)
    has_stance = "stance" in header and ("agreement" not in header or conditional is not None)
    for lines, rows in _csv_stretches(csv.reader(stream, delimiter=delimiter, strict=True), name, len(header)):
        if not has_stance:
            builder.extend(header, rows, date_column, lines)
            continue
        for line, cells in zip(lines, rows, strict=True):
            row = dict(zip(header, cells, strict=True))
            builder.add(with_agreement(row, conditional), builder.see_date(row[date_column], line), line)
    return builder.build()


def _csv_stretches(reader: Any, name: str, width: int) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Rows with their lines, some thousands at once; a blank line is none."""
    lines: list[int] = []
    rows: list[list[str]] = []
    try:
        for cells in reader:
            if not cells:
                continue
            if len(cells) != width:
                raise BadTable(f"{name}, line {reader.line_num + 1}: {len(cells)} cells; the header has {width} columns")
            lines.append(reader.line_num + 1)
            rows.append(cells)
            if len(rows) == STRETCH:
                yield lines, rows
                lines, rows = [], []
    except csv.Error as err:
        raise BadTable(f"{name}, line {reader.line_num + 1}: not CSV: {err}") from err
    if rows:
        yield lines, rows


def _check_header(header: list[str], name: str) -> str:
    double = sorted({column for column in header if header.count(column) > 1})
    if double:
        raise BadTable(f"{name}, line 1: column {double[0]!r} comes twice; rename one")
    if "document_id" not in header:
        raise BadTable(f"{name}, line 1: no column 'document_id'; the columns are: {', '.join(header)[:200]}")
    return _date_column(header, name, 1)


def _date_column(names: Any, name: str, line: int) -> str:
    for column in DATE_COLUMNS:
        if column in names:
            return column
    raise BadTable(f"{name}, line {line}: no column 'date'; the columns are: {', '.join(names)[:200]}")


def _read_jsonl(stream: TextIO, name: str, conditional: str | None) -> StatementTable:
    builder = TableBuilder(name)
    nested = False
    document_names: set[str] = set()
    for line, record in _json_lines(stream, name):
        if isinstance(record.get("statements"), list):
            nested = True
            document = _document_of(record)
            document_names |= document.keys()
            _add_document(builder, document, record, line=line, conditional=conditional)
        else:
            seconds = builder.see_date(record[_date_column(record, name, line)], line)
            if "document_id" not in record:
                raise BadTable(f"{name}, line {line}: no 'document_id'; the keys are: {', '.join(record)[:200]}")
            builder.add(with_agreement(record, conditional), seconds, line)
    return builder.build(frozenset(document_names) if nested else DOCUMENT_VARIABLES)


def _json_lines(stream: TextIO, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, text in enumerate(stream, start=1):
        if not text.strip():
            continue
        try:
            record = json.loads(text)
        except json.JSONDecodeError as err:
            raise BadTable(f"{name}, line {line}, column {err.colno}: not JSON: {err.msg}") from err
        if not isinstance(record, dict):
            raise BadTable(f"{name}, line {line}: a JSON object is expected, not {type(record).__name__}")
        yield line, record


def _document_of(record: Mapping[str, Any]) -> dict[str, Any]:
    document = {key: value for key, value in record.items() if key not in LISTS_OF_A_RECORD}
    document.setdefault("document_id", document.get("id", ""))
    return document


def _add_document(
    builder: TableBuilder, document: Mapping[str, Any], record: Mapping[str, Any], *, line: int, conditional: str | None
) -> None:
    seconds = builder.see_date(document[_date_column(document, builder.name, line)], line)
    for n, statement in enumerate(record["statements"], start=1):
        if not isinstance(statement, dict):
            raise BadTable(f"{builder.name}, line {line}: statement {n} is not a JSON object")
        own = {("statement_id" if key == "id" else key): value for key, value in statement.items()}
        builder.add(with_agreement({**document, **own}, conditional), seconds, line)
