"""Files and folders that appear under their name only when all of them is written: no reader ever sees half a file.

Everything that writes goes through here, so that nothing is written over a store or over what is being read.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from communique.errors import StoreUnwritable, UsageError

SQLITE_HEADER = b"SQLite format 3\0"
STORE_MARK = 0x636D7175  # "cmqu", the application id in the header of a database that is a store


@contextmanager
def whole_path(path: str | Path, *, sources: Iterable[str | Path] = ()) -> Iterator[Path]:
    """A path to write to, beside the one named; it takes its name when the block ends well, and is gone otherwise.

    Args:
        sources: files and folders that are read meanwhile, and so are not written over, nor into.

    Raises:
        UsageError: a folder, a store, a database in use or a source has that name, or it lies in a source.
        StoreUnwritable: the folder cannot be made or is read-only, or the disk is full.
    """
    path = Path(path)
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file with --out")
    refuse_loss(path, sources)
    part = _beside(path, ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        yield part
        os.replace(part, path)
    except OSError as err:
        raise StoreUnwritable(f"{path} cannot be written ({err.strerror or err}); choose another place with --out") from err
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def whole_file(
    path: str | Path, *, encoding: str = "utf-8", errors: str = "strict", sources: Iterable[str | Path] = ()
) -> Iterator[IO[str]]:
    """A text file with its line ends as they are written, whole or not at all."""
    with whole_path(path, sources=sources) as part, part.open("w", encoding=encoding, errors=errors, newline="") as out:
        yield out


@contextmanager
def whole_folder(path: str | Path, *, mark: str) -> Iterator[Path]:
    """A folder to fill, whole or not at all. An earlier export of the same name is replaced.

    Args:
        mark: the file by which an earlier export is known, such as `datapackage.json`.

    Raises:
        UsageError: a folder of that name holds something else or a store, or a file has that name.
        StoreUnwritable: it cannot be written.
    """
    path = Path(path)
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path} is a file; this format writes a folder: name another with --out")
    part, old = _beside(path, ".part"), _beside(path, ".old")
    if path.is_dir():
        _refuse_loss_of_folder(path, mark)
    try:
        for stale in (part, old):
            shutil.rmtree(stale, ignore_errors=True)
        part.mkdir(parents=True)
        yield part
        if path.exists():
            os.replace(path, old)
        os.replace(part, path)
    except OSError as err:
        if old.exists() and not path.exists():
            os.replace(old, path)
        raise StoreUnwritable(f"{path} cannot be written ({err.strerror or err}); choose another place with --out") from err
    finally:
        for stale in (part, old):
            shutil.rmtree(stale, ignore_errors=True)


def refuse_loss(path: str | Path, sources: Iterable[str | Path] = ()) -> None:
    """Let nothing be written over a store, whose judgements nobody can make again, over what is being read, or into it.

    Raises:
        UsageError: it would be.
    """
    path, sources = Path(path), list(sources)
    if is_marked(path):
        raise UsageError(f"{path} is a store, which is never written over; name another file with --out")
    if any(_is_same(path, source) for source in sources):
        raise UsageError(f"{path} is what is being read; name another file with --out")
    inside = next((source for source in sources if _would_be_read(path, source)), None)
    if inside is not None:
        raise UsageError(f"{path} lies in {inside}, which is read: the next call would take it for a report; name another place")


def _would_be_read(path: Path, source: str | Path) -> bool:
    """Whether a file lies in a folder that is read, where hidden files and folders are left out."""
    whole, folder = path.resolve(), Path(source).resolve()
    if not folder.is_dir() or not whole.is_relative_to(folder):
        return False
    return not any(part.startswith(".") for part in whole.relative_to(folder).parts)


def is_marked(path: Path) -> bool:
    """Whether a file is a store by its mark, or a database with a log of changes, which may hold the mark."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError:
        return False
    if not head.startswith(SQLITE_HEADER):
        return False
    return int.from_bytes(head[68:72], "big") == STORE_MARK or has_log(path)


def has_log(path: Path) -> bool:
    """Whether changes of a database lie in a write-ahead log beside it, and not in the file yet."""
    try:
        return Path(f"{path}-wal").stat().st_size > 0
    except OSError:
        return False


def _refuse_loss_of_folder(path: Path, mark: str) -> None:
    if any(path.iterdir()) and not (path / mark).exists():
        raise UsageError(f"{path} holds files of something else (no {mark}); name an empty or a new folder with --out")
    for file in path.rglob("*"):
        if is_marked(file):
            raise UsageError(f"{path} holds a store, {file.name}, and would be replaced; name another folder with --out")


def _beside(path: Path, ending: str) -> Path:
    if path.name in ("", ".."):
        raise UsageError(f"{path} has no name of its own; name a new file or folder with --out")
    return path.with_name(path.name + ending)


def _is_same(path: Path, source: str | Path) -> bool:
    try:
        return os.path.samefile(path, source)
    except OSError:
        return False
