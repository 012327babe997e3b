"""A store is made, brought up to date or refused; its migrations and its tables say the same."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from communique.errors import StoreError, StoreTooNew
from communique.store import open_store, schema, sqlite, tables
from communique.store.codec import KIND_TABLES

from .conftest import TEXT, make_document, make_record


def test_last_revision_is_the_one_that_the_code_names():
    assert ScriptDirectory.from_config(schema._config()).get_heads() == [schema.HEAD]


def test_migrations_make_the_tables_that_the_code_declares(store):
    def is_ours(_object, name, kind, *_):
        return kind != "table" or not name.startswith("document_words")

    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": False})
        assert compare_metadata(context, tables.metadata) == []


def test_new_store_has_write_ahead_log_and_foreign_keys(store, path):
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_store_is_opened_again_without_changing_it(path):
    before = path.read_bytes()
    with open_store(path, create=False) as store:
        assert store.counts()["documents"] == 0
    assert path.read_bytes() == before


def test_empty_file_becomes_a_store(tmp_path):
    path = tmp_path / "empty.db"
    path.touch()
    with open_store(path) as store:
        assert store.counts()["documents"] == 0


def test_missing_store_is_only_made_where_it_is_meant(tmp_path):
    path = tmp_path / "absent.db"
    with pytest.raises(StoreError, match=r"absent\.db: no store here; `communique run"):
        open_store(path, create=False)
    assert not path.exists()


def make_text(path: Path) -> None:
    path.write_text("Not a database, but long enough to look like one." * 10)


def make_other_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (words TEXT)")


def make_damaged(path: Path) -> None:
    path.write_bytes(sqlite.SQLITE_HEADER + b"\xff" * 3_000)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (make_text, "is not a store"),
        (make_other_database, "is a database of another program"),
        (make_damaged, "is damaged"),
        (Path.mkdir, "is a folder"),
    ],
)
def test_file_that_is_no_store(tmp_path, make, says):
    path = tmp_path / "other.db"
    make(path)
    content = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match=says):
        open_store(path)
    assert content is None or path.read_bytes() == content, "a file of somebody else is left as it is"


def test_store_of_a_later_version_is_refused_with_both_versions(path):
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("UPDATE meta SET value = '7.8.9' WHERE key = 'package_version'")
    with pytest.raises(StoreTooNew) as raised:
        open_store(path)
    message = str(raised.value)
    assert "7.8.9" in message
    assert schema.package_version() in message
    assert "upgrade" in message


def test_store_of_an_earlier_revision_is_brought_up_to_date(tmp_path):
    from alembic import command

    path = tmp_path / "old.db"
    engine = sqlite.make_engine(path)
    config = schema._config()
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        sqlite.mark_as_store(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with open_store(path) as store:
        assert store.counts()["documents"] == 0
        assert list(store.verify()) == []


def test_store_half_made_is_made_whole(tmp_path, monkeypatch):
    path = tmp_path / "half.db"
    monkeypatch.setattr(schema, "write_meta", lambda *_a, **_k: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        open_store(path)
    monkeypatch.undo()
    with open_store(path) as store:
        assert store.counts()["documents"] == 0
        with store._engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


@pytest.mark.parametrize("kind", KIND_TABLES)
def test_view_of_each_kind_shows_the_record_as_it_stands(store, keep, kind):
    keep()
    with store._engine.connect() as connection:
        lines = connection.exec_driver_sql(f"SELECT * FROM current_{kind}").mappings().all()
    (stored,) = store.iter_rows(kind)
    (line,) = lines
    assert (line["row_id"], line["given_id"], line["outlet"], line["span_start"]) == (
        stored.id,
        "madrid-1",
        "The Courier",
        stored.row.start,
    )
    if kind == "meetings":
        assert line["parties"] == "ESP;TUR"


def test_views_follow_the_judgements(store, keep):
    keep()
    rows = {kind: next(store.iter_rows(kind)).id for kind in ("statements", "figures")}
    store.judge(rows["statements"], "correct", fields={"stance": "oppose"}, coder="anna")
    store.judge(rows["figures"], "reject", coder="anna")
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT stance, status FROM current_statements").all() == [("oppose", "corrected")]
        assert connection.exec_driver_sql("SELECT * FROM current_figures").all() == []


def test_views_follow_a_chain_of_merges_to_the_name_and_party_at_its_end(store, keep):
    keep()
    record = make_record()
    keep(make_document(TEXT + " More.", id="other"), replace(record, quotes=(replace(record.quotes[0], speaker="Aide"),)))
    ids = {a.name: a.id for a in store.actors()}
    store.merge_actors(ids["Ana Ruiz"], [ids["Aide"]], coder="anna")
    store.merge_actors(ids["Mehmet Aydin"], [ids["Ana Ruiz"]], coder="anna")
    told = {
        "attributions": [(r["actor"], r["party"]) for d in store.iter_records() for r in d["attributions"]],
        "statements": [(r["actor"], r["party"]) for d in store.iter_records() for r in d["statements"]],
        "quotes": [(r["speaker"], r["party"]) for d in store.iter_records() for r in d["quotes"]],
        "meetings": [";".join(p["party"] for p in r["participants"]) for d in store.iter_records() for r in d["meetings"]],
    }
    assert told["quotes"] == [("Mehmet Aydin", "TUR")] * 2
    with store._engine.connect() as connection:
        for kind, column in (("attributions", "actor"), ("statements", "actor"), ("quotes", "speaker")):
            lines = connection.exec_driver_sql(f"SELECT {column}, party FROM current_{kind}").all()
            assert [tuple(line) for line in lines] == told[kind]
        lines = connection.exec_driver_sql("SELECT parties FROM current_meetings").all()
        assert [line[0] for line in lines] == told["meetings"] == ["TUR"] * 2
