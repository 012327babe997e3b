"""What the documentation says of tables and views is what a store has."""

from __future__ import annotations

import re
from pathlib import Path

from communique.store import tables

PAGE = Path(__file__).parents[2] / "docs" / "store.md"


def test_every_table_is_documented():
    text = PAGE.read_text(encoding="utf-8")
    listed = re.findall(r"^\| ([a-z_, ]+) \|", text, flags=re.MULTILINE)
    assert {name for names in listed for name in names.split(", ")} - {"table"} == set(tables.metadata.tables)


def test_documented_views_and_queries_work(store, keep):
    text = PAGE.read_text(encoding="utf-8")
    keep()
    with store._engine.connect() as connection:
        views = {name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'view'")}
        assert set(re.findall(r"`(current_[a-z]+|merged_[a-z]+)`", text)) == views
        (query,) = re.findall(r'dbGetQuery\(con, "([^"]+)"\)', text)
        assert len(connection.exec_driver_sql(query).all()) == 1
        (piece,) = re.findall(r"`(substr\([^`]+\))`", text)
        joined = f"SELECT {piece}, s.evidence FROM current_statements s JOIN documents d ON d.id = s.document_id"
        assert [words == evidence for words, evidence in connection.exec_driver_sql(joined)] == [True]
