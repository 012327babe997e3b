"""The record as a folder of Stata files (`.dta`, version 118), one a table, with labels of variables and values."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from communique.errors import MissingExtra
from communique.export.bundle import CODEBOOK, codebooks_json
from communique.export.cells import to_cell
from communique.export.material import Column, Material, columns
from communique.export.tables import TABLES, tables_on_disk
from communique.files import whole_folder

MAX_LABEL_CHARS = 80
NAMES = {"end": "stop"}  # `end` is a word of Stata
MAX_STR_BYTES = 2_045  # what is longer is a strL


def write_stata(material: Material, out: str | Path) -> dict[str, int]:
    """Write the folder; rows by table. Columns with few values are numbers with value labels, as Stata has it;
    `end` is called `stop`.

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
            labels = {_name(c): (c.description or c.name.replace("_", " "))[:MAX_LABEL_CHARS] for c in cols}
            frame.to_stata(
                folder / f"{table}.dta",
                write_index=False,
                version=118,
                time_stamp=made_at,
                data_label=f"communique {material.version}: {table}"[:MAX_LABEL_CHARS],
                variable_labels=labels,
                convert_strl=[_name(c) for c in cols if _is_long(c, rows)],
            )
        text = json.dumps(codebooks_json(material), ensure_ascii=False, indent=1)
        (folder / CODEBOOK).write_text(text + "\n", encoding="utf-8", newline="\n")
    return counts


def _name(column: Column) -> str:
    return NAMES.get(column.name, column.name)


def _series(pandas: Any, column: Column, rows: list[dict[str, Any]]) -> Any:
    """One column: numbers as doubles or bytes, choices as numbers with labels, the rest as text."""
    values = [row[column.name] for row in rows]
    if column.type in ("integer", "number"):
        return pandas.Series(values, dtype="float64")
    if column.type == "boolean":
        return pandas.Series([None if v is None else int(v) for v in values], dtype="float64")
    if column.choices and rows and all(v is None or v in column.choices for v in values):
        return pandas.Series(pandas.Categorical(values, categories=list(column.choices)))
    return pandas.Series([to_cell(v).replace("\x00", "\ufffd") for v in values], dtype="object")


def _is_long(column: Column, rows: list[dict[str, Any]]) -> bool:
    return column.type == "string" and any(len(to_cell(row[column.name]).encode()) > MAX_STR_BYTES for row in rows)
