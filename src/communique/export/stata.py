"""The record as a folder of Stata files (`.dta`, version 118), one a table, with labels of variables and values."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from communique.errors import MissingExtra
from communique.export.bundle import CODEBOOK, codebooks_json
from communique.export.cells import to_cell
from communique.export.material import Column, Json, Material, columns
from communique.export.tables import TABLES, tables_on_disk
from communique.files import whole_folder

MAX_LABEL_CHARS = 80
NAMES = {"end": "stop"}  # `end` is a word of Stata
MAX_STR_BYTES = 2_045  # what is longer is a strL


def write_stata(material: Material, out: str | Path) -> dict[str, int]:
    """Write the folder; rows by table. Columns with few values are numbers from 1 with value labels, in the order of
    `codes`; `end` is called `stop`. The types of columns do not depend on the rows, so that `append` takes any two files.

    Raises:
        MissingExtra: pandas is not installed.
        UsageError: `out` holds something else.
        StoreUnwritable: it cannot be written.
    """
    try:
        import pandas
    except ImportError as err:
        raise MissingExtra("Stata files need pandas: pip install 'communique[stata]'") from err
    import json

    counts: dict[str, int] = {}
    made_at = datetime.fromisoformat(material.made_at).replace(tzinfo=None, microsecond=0)
    with whole_folder(out, mark=CODEBOOK) as folder, tables_on_disk(material) as rows_of:
        for table in TABLES:
            rows, cols = list(rows_of(table)), columns()[table]
            counts[table] = len(rows)
            frame = pandas.DataFrame({_name(c): _series(pandas, c, rows) for c in cols})
            coded = {_name(c): {n: value for value, n in codes(c, rows).items()} for c in cols if c.choices}
            labels = {_name(c): (c.description or c.name.replace("_", " "))[:MAX_LABEL_CHARS] for c in cols}
            frame.to_stata(
                folder / f"{table}.dta",
                write_index=False,
                version=118,
                time_stamp=made_at,
                data_label=f"communique {material.version}: {table}"[:MAX_LABEL_CHARS],
                variable_labels=labels,
                value_labels=coded,
                convert_strl=[_name(c) for c in cols if _is_long(c, rows)],
            )
        text = json.dumps(codebooks_json(material), ensure_ascii=False, indent=1)
        (folder / CODEBOOK).write_text(text + "\n", encoding="utf-8", newline="\n")
    return counts


def _name(column: Column) -> str:
    return NAMES.get(column.name, column.name)


def codes(column: Column, rows: list[Json]) -> dict[str, int]:
    """The number of each value: from 1 as the values are listed, then what is not listed but stands in a row.

    Example:
        >>> stance = Column("stance", "string", ("support", "oppose", "conditional"), "")
        >>> codes(stance, [{"stance": "oppose"}, {"stance": None}, {"stance": "silent"}])
        {'support': 1, 'oppose': 2, 'conditional': 3, 'silent': 4}
    """
    found = {to_cell(row[column.name]) for row in rows if row[column.name] is not None}
    return {value: n for n, value in enumerate((*column.choices, *sorted(found.difference(column.choices))), start=1)}


def _series(pandas: Any, column: Column, rows: list[Json]) -> Any:
    """One column: numbers and truth values as doubles, choices as bytes, the rest as text."""
    values = [row[column.name] for row in rows]
    if column.type in ("integer", "number"):
        return pandas.Series(values, dtype="float64")
    if column.type == "boolean":
        return pandas.Series([None if v is None else int(v) for v in values], dtype="float64")
    if column.choices:
        numbers = codes(column, rows)
        return pandas.Series([None if v is None else numbers[to_cell(v)] for v in values], dtype="Int8")
    return pandas.Series([to_cell(v).replace("\x00", "\ufffd") for v in values], dtype="object")


def _is_long(column: Column, rows: list[Json]) -> bool:
    return column.type == "string" and any(len(to_cell(row[column.name]).encode()) > MAX_STR_BYTES for row in rows)
