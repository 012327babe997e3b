"""What is particular to SQLite, one function for each particularity; the rest of the store is plain SQLAlchemy Core.

Another engine needs the same functions and nothing else: connect, begin to write, allocate numbers, index words,
find words, let a row be deleted, leave nothing behind, and name what went wrong.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, select, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError

from communique.errors import StoreConflict, StoreError, StoreUnwritable
from communique.files import SQLITE_HEADER, STORE_MARK, has_log

BUSY_SECONDS = 15
READERS_SECONDS = 3  # how long `leave_nothing` waits for readers to end


def make_engine(path: Path) -> Engine:
    """An engine on a file. Transactions begin where the code says so, not where the driver guesses."""
    engine = create_engine(f"sqlite:///{path}", max_overflow=-1, **_way_to_connect(path))
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _way_to_connect(path: Path) -> dict[str, Any]:
    """A store in a read-only folder, such as a mounted archive, is read as it lies: the engine has no place for the files
    that it keeps beside a store in use. What the write-ahead log holds would be missing, so a store with one is not."""
    if not path.exists() or may_write_beside(path) or has_log(path):
        return {"connect_args": {"timeout": BUSY_SECONDS}}
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return {"creator": lambda: sqlite3.connect(address, uri=True, check_same_thread=False)}


def may_write_beside(path: Path) -> bool:
    """Whether files can be made in the folder of a store."""
    return os.access(path.resolve().parent, os.W_OK)


def _set_up(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "secure_delete=ON", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once, so that what it reads first cannot change before it writes.

    What a person decides is flushed to the disk (`is_durable`); what a run reads can be read again after a power cut.
    """
    options = connection.get_execution_options()
    if options.get("writes"):
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get('is_durable') else 'NORMAL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")


def use_write_ahead_log(engine: Engine) -> None:
    """Let readers read while one process writes; the setting stays with the file."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def mark_as_store(connection: Connection) -> None:
    """Write our mark into the header of the file, as part of the transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id={STORE_MARK}")


def is_store_file(path: Path) -> bool:
    """Whether the file is a store; False for an absent or empty file.

    Raises:
        StoreError: the file is something else.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a store: name a file, for example {path / 'record.db'}")
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return False
    except OSError as err:
        raise StoreError(f"{path} cannot be read ({err.strerror}): check the path and its permissions") from err
    if not head:
        return False
    if not head.startswith(SQLITE_HEADER):
        raise StoreError(f"{path} is not a store (no SQLite database): name another file, or a new one to begin a store")
    return _is_ours(path, head)


def _is_ours(path: Path, head: bytes) -> bool:
    """The mark stands in the header, or still in the write-ahead log of a process that was killed while it made the store."""
    if int.from_bytes(head[68:72], "big") == STORE_MARK:
        return True
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        if connection.execute("PRAGMA application_id").fetchone()[0] == STORE_MARK:
            return True
        is_empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    except sqlite3.Error as err:
        raise StoreError(f"{path} is damaged ({str(err)[:100]}): restore it from a copy") from err
    finally:
        connection.close()
    if is_empty:
        return False
    raise StoreError(f"{path} is a database of another program, not a store: name another file")


def next_number(connection: Connection, table: Table) -> int:
    """The first free number of a table. The writer holds the lock, so nobody else takes the numbers that follow."""
    column = next(iter(table.primary_key.columns))
    return int(connection.execute(select(func.max(column))).scalar() or 0) + 1


def insert_new(connection: Connection, table: Table, lines: list[dict[str, Any]]) -> None:
    """Insert the lines whose key is not there yet; the others stay as they are."""
    if lines:
        connection.execute(insert(table).on_conflict_do_nothing(), lines)


def keep_actors(connection: Connection, table: Table, lines: list[dict[str, Any]]) -> None:
    """Insert the actors that are not there yet; one of whom nothing told what it is learns that."""
    if lines:
        new = insert(table)
        kind = func.coalesce(table.c.kind, new.excluded.kind)
        connection.execute(new.on_conflict_do_update(index_elements=["id"], set_={"kind": kind}), lines)


def allow_deletes(connection: Connection, allowed: bool) -> None:
    """Open or close the one door through which judgements may go: `forget`."""
    statement = "INSERT INTO meta VALUES ('forgetting', '1')" if allowed else "DELETE FROM meta WHERE key = 'forgetting'"
    connection.exec_driver_sql(statement)


def index_words(connection: Connection, lines: list[dict[str, Any]]) -> None:
    """Add texts (`n`, `text`) to the word index."""
    if lines:
        connection.execute(text("INSERT INTO document_words(rowid, text) VALUES (:n, :text)"), _indexed(lines))


def unindex_words(connection: Connection, lines: list[dict[str, Any]]) -> None:
    """Take texts out of the word index, and their words out of the file: the index is merged into one piece."""
    if not lines:
        return
    statement = "INSERT INTO document_words(document_words, rowid, text) VALUES ('delete', :n, :text)"
    connection.execute(text(statement), _indexed(lines))
    connection.exec_driver_sql("INSERT INTO document_words(document_words) VALUES ('optimize')")


def _indexed(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"n": line["n"], "text": line["text"].encode("utf-8", "replace").decode()} for line in lines]


def find_words(connection: Connection, query: str, limit: int) -> list[tuple[int, str]]:
    """The numbers of the documents that hold the words, best first, each with a snippet."""
    statement = (
        "SELECT rowid, CAST(snippet(document_words, 0, '[', ']', ' … ', 24) AS BLOB) FROM document_words"
        " WHERE document_words MATCH :query ORDER BY rank LIMIT :limit"
    )
    found = connection.execute(text(statement), {"query": query, "limit": limit})
    return [(n, snippet.decode("utf-8", "replace")) for n, snippet in found]


def leave_nothing(engine: Engine) -> bool:
    """Empty the write-ahead log, where deleted text would otherwise stay; False if a reader holds it open."""
    connection = engine.raw_connection()
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={READERS_SECONDS * 1_000}")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1_000}")
        connection.close()
    return not busy


def find_broken_keys(connection: Connection) -> list[tuple[str, int, str]]:
    """Every line whose foreign key points at nothing: table, number, and the table it should point into."""
    return [(t, n, parent) for t, n, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check")]


def find_damage(connection: Connection) -> list[str]:
    """What the engine's own check of the file finds; empty if it is sound."""
    return [line for (line,) in connection.exec_driver_sql("PRAGMA quick_check(20)") if line != "ok"]


@contextmanager
def naming_errors(path: Path) -> Iterator[None]:
    """Turn what the driver raises into errors that say what to do."""
    try:
        yield
    except DBAPIError as err:
        raise _error(path, err.orig if err.orig is not None else err) from err
    except sqlite3.Error as err:
        raise _error(path, err) from err


def _error(path: Path, err: BaseException) -> StoreError:
    """The error of ours that says what to do; of what the driver says only the beginning, since it may quote a text."""
    name, said = str(getattr(err, "sqlite_errorname", "") or ""), str(err)[:100]
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")) and has_log(path) and not may_write_beside(path):
        return StoreUnwritable(
            f"{path} cannot be read from a read-only folder, since {path.name}-wal holds changes ({said}):"
            " copy both files to a folder of your own and name the copy"
        )
    for names, words, kind, message in ADVICE:
        if name.startswith(names) or any(word in said.lower() for word in words):
            return kind(message.format(path=path, said=said))
    return StoreError(f"{path}: {said}")


# Names and words of the driver's errors, the error of ours, and what to do.
ADVICE: tuple[tuple[tuple[str, ...], tuple[str, ...], type[StoreError], str], ...] = (
    (
        ("SQLITE_FULL",),
        ("disk is full",),
        StoreUnwritable,
        "{path}: the disk is full; free some space and run the same command again",
    ),
    (
        ("SQLITE_READONLY",),
        ("readonly", "read-only"),
        StoreUnwritable,
        "{path} is read-only: make the file and its folder writable, or name another store",
    ),
    (
        ("SQLITE_BUSY", "SQLITE_LOCKED"),
        ("is locked",),
        StoreUnwritable,
        "{path} is being written by another process: wait for it to end, then run again",
    ),
    (
        ("SQLITE_CANTOPEN", "SQLITE_IOERR"),
        ("unable to open", "disk i/o"),
        StoreUnwritable,
        "{path} cannot be written ({said}): check that its folder exists, is writable and has space",
    ),
    (
        ("SQLITE_NOTADB", "SQLITE_CORRUPT"),
        ("malformed", "not a database"),
        StoreError,
        "{path} is damaged ({said}): restore it from a copy",
    ),
    (("SQLITE_CONSTRAINT",), ("constraint failed",), StoreConflict, "{path}: the store refuses the change ({said})"),
)
