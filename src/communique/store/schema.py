"""Makes a store, brings an older one up to date, and refuses a newer one.

A store is made in one transaction: a process killed while it does so leaves an empty file, which the next one fills.
"""

from __future__ import annotations

from functools import cache
from importlib import metadata as distributions
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, select

from communique.errors import StoreError, StoreTooNew
from communique.store import sqlite, tables
from communique.store.types import now

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0004"  # the last revision; a test compares it with the files


@cache
def package_version() -> str:
    """The version of the package that is running."""
    return distributions.version("communique")


def prepare(engine: Engine, path: Path, *, create: bool) -> None:
    """Make sure that the file is a store of this version.

    Raises:
        StoreError: there is none and `create` is False, or the file is something else.
        StoreTooNew: a later version of the package wrote it.
        StoreUnwritable: it must be made or brought up to date, and cannot be written.
    """
    exists = sqlite.is_store_file(path)
    if not exists and not create:
        raise StoreError(f"{path}: no store here; `communique run PATH… --store {path}` makes one")
    if exists and _revision_of(engine, path) == HEAD:
        return
    sqlite.use_write_ahead_log(engine)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        sqlite.mark_as_store(connection)
        _upgrade(connection)
        write_meta(connection, "created_at", now(), only_once=True)
        write_meta(connection, "package_version", package_version())


def _revision_of(engine: Engine, path: Path) -> str | None:
    """The revision that a store stands at, None before the first."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        written_by = read_meta(connection, "package_version")
    if revision is not None and revision not in _known_revisions(revision):
        raise StoreTooNew(
            f"{path} was written by communique {written_by or 'unknown'} (tables {revision}); this is communique"
            f" {package_version()} (tables {HEAD}): upgrade with `pip install --upgrade communique`"
        )
    return revision


def _known_revisions(revision: str) -> set[str]:
    if revision == HEAD:
        return {HEAD}  # the usual case needs no Alembic, which takes a while to import
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "communique.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def read_meta(connection: Connection, key: str) -> str | None:
    """One line of what the store says about itself."""
    return connection.execute(select(tables.meta.c.value).where(tables.meta.c.key == key)).scalar()


def write_meta(connection: Connection, key: str, value: str, *, only_once: bool = False) -> None:
    """Set one line of what the store says about itself; with `only_once` an existing line stays."""
    known = read_meta(connection, key)
    if known is None:
        connection.execute(tables.meta.insert().values(key=key, value=value))
    elif not only_once and known != value:
        connection.execute(tables.meta.update().where(tables.meta.c.key == key).values(value=value))
