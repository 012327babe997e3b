"""The record as a folder of Parquet files, one a table, typed as the columns are."""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

from communique.errors import MissingExtra, StoreUnwritable
from communique.export.bundle import CODEBOOK, codebooks_json
from communique.export.material import Column, Material, columns
from communique.export.tables import TABLES, iter_rows
from communique.export.whole import to_cell, whole_folder

TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
BATCH = 2_000


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
    import json

    counts: dict[str, int] = {}
    try:
        with (
            whole_folder(out, mark=CODEBOOK) as folder,
            tempfile.TemporaryDirectory() as scratch,
            duckdb.connect(f"{scratch}/tables.duckdb") as connection,
        ):
            for table in TABLES:
                counts[table] = _write_table(connection, material, table, folder / f"{table}.parquet")
            text = json.dumps(codebooks_json(material), ensure_ascii=False, indent=1)
            (folder / CODEBOOK).write_text(text + "\n", encoding="utf-8", newline="\n")
    except duckdb.Error as err:
        raise StoreUnwritable(f"{out} cannot be written ({str(err)[:80]}); choose another place with --out") from err
    return counts


def _write_table(connection: Any, material: Material, table: str, path: Path) -> int:
    cols = columns()[table]
    listed = ", ".join(f'"{c.name}" {TYPES[c.type]}' for c in cols)
    connection.execute(f"CREATE TABLE {table} ({listed})")
    rows, n = iter_rows(material, table), 0
    insert = f"INSERT INTO {table} VALUES ({', '.join('?' * len(cols))})"
    while batch := list(islice(rows, BATCH)):
        connection.executemany(insert, [[_value(c, row[c.name]) for c in cols] for row in batch])
        n += len(batch)
    target = str(path).replace("'", "''")
    connection.execute(f"COPY {table} TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    connection.execute(f"DROP TABLE {table}")
    return n


def _value(column: Column, value: Any) -> Any:
    if value is None:
        return None
    return to_cell(value) if column.type == "string" else value
