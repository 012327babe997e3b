"""Files and folders that appear under their name only when all of them is written: no reader ever sees half an export.

Text that UTF-8 or XML cannot hold is replaced character by character, so that offsets still fit.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from communique.errors import StoreUnwritable, UsageError

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


def utf8_text(text: str) -> str:
    """The text with each lone surrogate, which UTF-8 cannot hold, as U+FFFD.

    Example:
        >>> utf8_text("a\\ud83db") == "a\\ufffdb"
        True
    """
    return text if text.isascii() else _LONE_SURROGATES.sub(REPLACEMENT, text)


def xml_text(text: str) -> str:
    """The text with each character that XML cannot hold as U+FFFD: as long as it was."""
    return _NOT_XML.sub(REPLACEMENT, text)


@contextmanager
def whole_path(path: str | Path) -> Iterator[Path]:
    """A path to write to, beside the one named; it takes its name when the block ends well, and is gone otherwise.

    Raises:
        StoreUnwritable: the folder is missing or read-only, or the disk is full.
    """
    path = Path(path)
    part = path.with_name(path.name + ".part")
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
def whole_file(path: str | Path, *, encoding: str = "utf-8") -> Iterator[IO[str]]:
    """A text file with its line ends as they are written, whole or not at all."""
    with whole_path(path) as part, part.open("w", encoding=encoding, newline="") as out:
        yield out


@contextmanager
def whole_folder(path: str | Path, *, mark: str) -> Iterator[Path]:
    """A folder to fill, whole or not at all. An earlier export of the same name is replaced.

    Args:
        mark: the file by which an earlier export is known, such as `datapackage.json`.

    Raises:
        UsageError: a folder of that name holds something else, or a file has that name.
        StoreUnwritable: it cannot be written.
    """
    path = Path(path)
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path} is a file; this format writes a folder: name another with --out")
    if path.is_dir() and any(path.iterdir()) and not (path / mark).exists():
        raise UsageError(f"{path} holds files of something else (no {mark}); name an empty or a new folder with --out")
    part, old = path.with_name(path.name + ".part"), path.with_name(path.name + ".old")
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


def to_cell(value: Any) -> str:
    """A value as text in a table: nothing for None, `true` and `false`, lists joined by `|`.

    Example:
        >>> to_cell(["RUS", "FRA"]), to_cell(None), to_cell(True), to_cell(0.5)
        ('RUS|FRA', '', 'true', '0.5')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "|".join(map(to_cell, value))
    return utf8_text(str(value))
