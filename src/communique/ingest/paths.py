"""Arguments to files: a file, a folder (recursive, also through links, sorted, hidden files left out), or standard input.

Everything that would make the whole call senseless is found before the first document is read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.errors import BadInput
from communique.ingest.metadata import FILE_NAME

STDIN = "-"


@dataclass(frozen=True, slots=True)
class File:
    """One file to read: where it is, and its id, the path relative to the argument. Standard input has path `-`."""

    path: str
    id: str
    root: str = ""  # the folder that was named, for a file found in it

    @property
    def is_argument(self) -> bool:
        return not self.root

    @property
    def folder(self) -> str:
        return os.path.dirname(self.path)

    @property
    def name(self) -> str:
        return os.path.basename(self.path)


def check_paths(paths: Sequence[str]) -> None:
    """Refuse what cannot be read at all.

    Raises:
        BadInput: no path, one that does not exist or may not be read, an empty folder, or standard input named twice.
    """
    if not paths:
        raise BadInput("nothing to read: name a file, a folder, or - for standard input")
    if list(paths).count(STDIN) > 1:
        raise BadInput("standard input (-) can be read only once: name it once")
    for path in paths:
        if path != STDIN:
            _check_path(path)


def iter_files(paths: Sequence[str]) -> Iterator[File]:
    """The files of all arguments, in the order of the arguments, each folder sorted."""
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            yield from _walk(path)
        else:
            yield File(path, "stdin" if path == STDIN else os.path.basename(path))


def is_regular(path: str) -> bool:
    """Whether a path is a plain file: a pipe or device found in a folder could block a run for ever."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False


def _check_path(path: str) -> None:
    if not os.path.exists(path):
        raise BadInput(f"{path}: no such file or folder; nothing was read")
    if not os.access(path, os.R_OK):
        raise BadInput(f"{path}: may not be read (permission denied); nothing was read")
    if os.path.isdir(path) and next(_walk(path), None) is None:
        raise BadInput(f"{path}: the folder holds no file to read; nothing was read")


def _walk(root: str) -> Iterator[File]:
    top = os.path.realpath(root)
    followed: set[str] = set()
    for folder, folders, names in os.walk(root, followlinks=True):
        folders.sort()
        folders[:] = [f for f in folders if not f.startswith(".") and _is_new(os.path.join(folder, f), top, followed)]
        for name in sorted(names):
            if name.startswith(".") or name == FILE_NAME:
                continue
            path = os.path.join(folder, name)
            yield File(path, os.path.relpath(path, root).replace(os.sep, "/"), root)


def _is_new(folder: str, top: str, followed: set[str]) -> bool:
    """Whether a folder is to be read here: a link to one that is read elsewhere, or that holds all of this, is not."""
    real = os.path.realpath(folder)
    if os.path.commonpath((real, top)) in (real, top):
        return not os.path.islink(folder)
    if real in followed:
        return False
    followed.add(real)
    return True
