"""What writes a file or a folder writes it whole or not at all, and never over a store or over what is being read."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest

from communique.errors import StoreUnwritable, UsageError
from communique.files import whole_file, whole_folder, whole_path
from communique.store.store import open_store


def make_database(path: Path, table: str = "entries") -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE {table} (n)")
    return path.read_bytes()


def write_half(file: IO[str]) -> None:
    file.write("half")
    file.flush()
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    open_store(path).close()
    return path


def test_a_store_is_never_written_over(store: Path, tmp_path: Path) -> None:
    before = store.read_bytes()
    link = tmp_path / "link.csv"
    link.symlink_to(store)
    for name in (store, link):
        with pytest.raises(UsageError, match="is a store, which is never written over"), whole_file(name) as file:
            file.write("x")
    assert store.read_bytes() == before


def test_a_store_whose_mark_is_only_in_its_log_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    before = make_database(path)
    (tmp_path / "new.db-wal").write_bytes(b"log")
    with pytest.raises(UsageError, match="store"), whole_path(path):
        pass
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_replaced_as_any_file_is(tmp_path: Path) -> None:
    make_database(tmp_path / "record.dna")
    with whole_file(tmp_path / "record.dna") as file:
        file.write("x")
    assert (tmp_path / "record.dna").read_text() == "x"


def test_what_is_being_read_is_not_written_over(tmp_path: Path) -> None:
    table = tmp_path / "coded.csv"
    table.write_text("a,b")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="being read"), whole_file(tmp_path / "folder/../coded.csv", sources=["-", table]):
        pass
    assert table.read_text() == "a,b"


def test_a_folder_with_a_store_is_not_replaced(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "bundle", mark="m") as part:
        (part / "m").write_text("")
    (tmp_path / "bundle" / "stores").mkdir()
    open_store(tmp_path / "bundle" / "stores" / "record.db").close()
    with pytest.raises(UsageError, match=r"holds a store, record\.db"), whole_folder(tmp_path / "bundle", mark="m"):
        pass
    assert (tmp_path / "bundle" / "stores" / "record.db").exists()


def test_a_full_disk_is_named_and_nothing_stays(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable, match="No space left"), whole_file(tmp_path / "new" / "out.csv") as file:
        write_half(file)
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


def test_a_place_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnwritable, match="out"), whole_file(tmp_path / "file" / "out"):
        pass


def test_a_file_is_no_folder_and_a_folder_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="is a file"), whole_folder("file", mark="m"):
        pass
    with pytest.raises(UsageError, match="is a folder"), whole_file(tmp_path):
        pass
    with pytest.raises(UsageError, match="no name of its own"), whole_folder(".", mark="m"):
        pass
    assert (tmp_path / "file").read_text() == "x"
