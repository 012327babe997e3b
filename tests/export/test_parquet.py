"""The Parquet files, read back by DuckDB."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.export.tables import TABLES
from communique.runner.exchange import export_record

duckdb = pytest.importorskip("duckdb")


def test_tables_are_typed_and_joined_by_sql(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "parquet", tmp_path / "pq").path
    assert {p.name for p in out.iterdir()} == {f"{t}.parquet" for t in TABLES} | {"codebook.json"}
    query = f"""SELECT s.actor_name, s.start, s.confidence, d.is_canonical, s.strength FROM '{out}/statements.parquet' s
        JOIN '{out}/documents.parquet' d USING (document_id) WHERE s.review_status = 'accepted'"""
    assert duckdb.sql(query).fetchall() == [("Ana Ruiz", 21, 0.9, True, None)]
    figures = duckdb.sql(f"SELECT * FROM '{out}/figures.parquet'")
    types = dict(zip(figures.columns, figures.types, strict=True))
    assert (str(types["value"]), str(types["start"])) == ("DOUBLE", "BIGINT")
    assert not list(tmp_path.glob("*.part"))


def test_texts_come_back_character_for_character(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "parquet", tmp_path / "pq").path
    assert duckdb.sql(f"SELECT text FROM '{out}/quotes.parquet'").fetchall() == [("We shall pay 😀 our\tshare,",)]
    [(words,)] = duckdb.sql(f"SELECT text FROM '{out}/statements.parquet' WHERE review_status = 'accepted'").fetchall()
    assert words.endswith('that Madrid backs the "grain; corridor".')
