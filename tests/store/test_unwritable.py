"""A disk that is full, a file that is read-only, a store that is in use: each says so, and what was kept stays whole."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
import textwrap

import pytest
from sqlalchemy import event

from communique.errors import CommuniqueError, StoreConflict, StoreError, StoreUnwritable
from communique.store import open_store, sqlite

from .conftest import CODEBOOK, TEXT, make_document, make_record


def fill(store, n):
    run = store.begin_run("run", makers=["all@1"])
    for i in range(n):
        text = f"Report {i}. {TEXT}" + f" Filler {i}." * 300
        store.commit_document(make_document(text, id=f"report-{i}"), make_record(text), run=run, codebook=CODEBOOK)


def test_full_disk_says_so_and_keeps_what_was_kept(store, path):
    fill(store, 5)

    def shrink(connection, _record, *_):
        connection.execute("PRAGMA max_page_count=1")  # SQLite takes the size that the file has: no page more

    store.close()
    event.listen(store._engine, "connect", shrink)
    with pytest.raises(StoreUnwritable, match="the disk is full; free some space"):
        fill(store, 200)
    event.remove(store._engine, "connect", shrink)
    store.close()
    with open_store(path) as again:
        n = again.counts()["documents"]
        assert 5 <= n < 200
        assert [len(r["statements"]) for r in again.iter_records()] == [1] * n
        assert list(again.verify()) == []
        fill(again, 200)
        assert again.counts()["documents"] == 200


def test_file_that_the_system_lets_grow_no_further(path):
    """The limit makes the system call that writes fail, as a full disk does."""
    code = f"""
        import resource, signal, sys
        sys.path.insert(0, {str(path.parent)!r})
        from communique.errors import StoreUnwritable
        from communique.model.document import Document
        from communique.model.record import Record
        from communique.store import open_store
        store = open_store({str(path)!r})
        run = store.begin_run("run")
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
        try:
            for i in range(100):
                store.commit_document(Document(id=f"d{{i}}", text=f"Report {{i}} " * 4_000), Record(), run=run)
        except StoreUnwritable as err:
            print(err)
    """
    out = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=120)
    assert "disk is full" in out.stdout or "cannot be written" in out.stdout, out
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 600_000
    with open_store(path) as store:
        assert 0 < store.counts()["documents"] < 100
        assert list(store.verify()) == []


class Refusing:
    """A connection whose every write fails as the driver says it fails."""

    def __init__(self, error):
        self.error = error

    def __call__(self, _connection, _cursor, statement, *_):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            raise self.error


@pytest.mark.parametrize(
    ("words", "kind", "says"),
    [
        ("database or disk is full", StoreUnwritable, "the disk is full"),
        ("attempt to write a readonly database", StoreUnwritable, "read-only"),
        ("database is locked", StoreUnwritable, "another process"),
        ("disk I/O error", StoreUnwritable, "cannot be written"),
        ("unable to open database file", StoreUnwritable, "folder exists"),
        ("database disk image is malformed", StoreError, "damaged"),
        ("CHECK constraint failed: span", StoreConflict, "refuses the change"),
        ("something new " + "x" * 500, StoreError, "something new"),
    ],
)
def test_errors_of_the_driver_say_what_to_do(store, path, words, kind, says):
    event.listen(store._engine, "before_cursor_execute", Refusing(sqlite3.OperationalError(words)))
    with pytest.raises(kind, match=says) as raised:
        store.begin_run("run")
    assert str(path) in str(raised.value)
    assert len(str(raised.value)) < len(str(path)) + 250
    assert isinstance(raised.value, CommuniqueError)


def test_folder_that_is_not_there(tmp_path):
    with pytest.raises(StoreUnwritable, match="check that its folder exists"):
        open_store(tmp_path / "nowhere" / "record.db")


def test_read_only_file(store, path, monkeypatch):
    """Root may write any file, so the file is opened as the driver opens one that it may only read."""
    store.close()
    engine = sqlite.create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
    event.listen(engine, "connect", sqlite._set_up)
    event.listen(engine, "begin", sqlite._begin)
    monkeypatch.setattr(sqlite, "make_engine", lambda _path: engine)
    with open_store(path) as reading:
        assert reading.counts()["documents"] == 0
        with pytest.raises(StoreUnwritable, match="read-only"):
            reading.begin_run("run")


@pytest.fixture
def frozen(store, path, monkeypatch):
    """A store with a document in a folder where no file can be made; root may write anywhere, so the system is asked less."""
    fill(store, 1)
    store.close()
    monkeypatch.setattr("os.access", lambda place, _mode: place != path.resolve().parent)
    return path


def test_store_in_a_read_only_folder_is_read_as_it_lies(frozen):
    with open_store(frozen, create=False) as reading:
        assert reading.counts()["documents"] == 1
        assert list(reading.verify()) == []
        assert [hit.document_id for hit in reading.search("trucks")]
        assert not frozen.with_name("record.db-shm").exists()  # the driver makes it for every other reader
        with pytest.raises(StoreUnwritable, match="read-only: make the file and its folder writable"):
            reading.begin_run("run")


def test_store_with_unmerged_changes_in_a_read_only_folder(frozen):
    """Nothing that a log holds may be missing from what is read."""
    frozen.with_name("record.db-wal").write_bytes(b"changes")
    frozen.with_name("record.db-shm").symlink_to("nowhere/else")  # so that the driver cannot make it
    with pytest.raises(StoreUnwritable, match=r"read-only folder, since record\.db-wal holds changes .* copy both files"):
        open_store(frozen, create=False)


def test_store_in_use_by_another_writer(store, path, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    with open_store(path) as second, store._writing(), pytest.raises(StoreUnwritable, match="another process"):
        second.begin_run("run")


def test_readers_see_one_state_while_somebody_writes(store, path):
    fill(store, 3)
    reading = store.iter_records()
    next(reading)
    with open_store(path) as writer:
        fill(writer, 10)
    assert len(list(reading)) == 2
    assert len(list(store.iter_records())) == 10
