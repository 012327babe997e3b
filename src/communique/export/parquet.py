"""The record as a folder of Parquet files, one a table, typed as the columns are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from communique.errors import MissingExtra, StoreUnwritable
from communique.export.bundle import CODEBOOK, codebooks_json
from communique.export.cells import to_cell
from communique.export.material import Column, Json, Material, columns
from communique.export.tables import TABLES, tables_on_disk
from communique.files import whole_folder

TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}


def write_parquet(material: Material, out: str | Path) -> dict[str, int]:
    """Write the folder; rows by table.

    Raises:
        MissingExtra: DuckDB is not installed.
        UsageError: `out` holds something else.
        StoreUnwritable: it cannot be written.
    """
    try:
        import duckdb
    except ImportError as err:
        raise MissingExtra("Parquet needs DuckDB: pip install 'communique[parquet]'") from err
    counts: dict[str, int] = {}
    try:
        with (
            whole_folder(out, mark=CODEBOOK) as folder,
            duckdb.connect(":memory:") as connection,
            tables_on_disk(material) as rows_of,
        ):
            for table in TABLES:
                counts[table] = _write_table(connection, rows_of(table), table, folder / f"{table}.parquet")
            text = json.dumps(codebooks_json(material), ensure_ascii=False, indent=1)
            (folder / CODEBOOK).write_text(text + "\n", encoding="utf-8", newline="\n")
    except duckdb.Error as err:
        raise StoreUnwritable(f"{out} cannot be written ({str(err)[:80]}); choose another place with --out") from err
    return counts


def _write_table(connection: Any, rows: Iterable[Json], table: str, path: Path) -> int:
    """One table, through a file of JSON lines: DuckDB reads that by the million, and inserts row by row very slowly."""
    cols, lines, n = columns()[table], path.with_suffix(".jsonl"), 0
    with lines.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps({c.name: _value(c, row[c.name]) for c in cols}, ensure_ascii=False) + "\n")
            n += 1
    listed = ", ".join(f"\"{c.name}\": '{TYPES[c.type]}'" for c in cols)
    source, target = (str(p).replace("'", "''") for p in (lines, path))
    read = f"SELECT * FROM read_json('{source}', format='newline_delimited', columns={{{listed}}}, maximum_object_size=268435456)"
    connection.execute(f"COPY ({read}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    lines.unlink()
    return n


def _value(column: Column, value: Any) -> Any:
    if value is None:
        return None
    return to_cell(value).replace("\x00", "\ufffd") if column.type == "string" else value
