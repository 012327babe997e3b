"""What can go wrong, by what the caller can do about it.

Every exception that the package raises on purpose is in this tree; each message says what is wrong, which
document, file or row it concerns, and what to do next. Document text never enters a message beyond 100 characters.

    CommuniqueError
    ├── UsageError          the command or call asks for something that cannot be done: ask otherwise
    ├── BadInput            a path or standard input cannot be read at all: name another
    ├── BadDocument         one document cannot be read; the run goes on without it (quarantine)
    ├── BadCodebook         a codebook cannot be used: correct the named line
    ├── BadTable            a table of statements (CSV, JSON Lines) lacks what the analysis needs
    ├── MissingModel        a model file is absent or altered: reinstall or rebuild it
    ├── MissingExtra        an optional dependency is not installed: install the named extra
    ├── PluginError         a plug-in is unknown or cannot be loaded
    ├── NotInRecord         an id names nothing in this store
    └── StoreError          the store cannot be used
        ├── StoreConflict   what is asked contradicts what the store holds
        ├── StoreTooNew     a later version of the package wrote the store: upgrade
        └── StoreUnwritable the disk is full, or the file is read-only
"""

from __future__ import annotations


class CommuniqueError(Exception):
    """The root of the tree."""


class UsageError(CommuniqueError):
    """The call asks for something that cannot be done."""


class BadInput(CommuniqueError):
    """A path, or standard input, cannot be read at all."""


class BadDocument(CommuniqueError):
    """One document cannot be read.

    Args:
        document_id: the id that the document has, or would have had.
        reason: one sentence, for a person.
        code: one word of the reasons counted in a run, such as `language` or `empty`.
    """

    def __init__(self, document_id: str, reason: str, *, code: str = "unreadable") -> None:
        super().__init__(f"{document_id}: {reason}")
        self.document_id = document_id
        self.reason = reason
        self.code = code


class BadCodebook(CommuniqueError):
    """A codebook cannot be used.

    Args:
        path: the file.
        problems: one line each: `file:line: key: what is wrong and what is expected`.
    """

    def __init__(self, path: str, problems: list[str]) -> None:
        super().__init__("\n".join(problems) or f"{path}: unusable codebook")
        self.path = path
        self.problems = problems


class BadTable(CommuniqueError):
    """A table of statements lacks what the analysis needs."""


class MissingModel(CommuniqueError):
    """A model file is absent, or its checksum is not the recorded one."""


class MissingExtra(CommuniqueError):
    """An optional dependency is not installed."""


class PluginError(CommuniqueError):
    """A plug-in is unknown or cannot be loaded."""


class NotInRecord(CommuniqueError):
    """An id names nothing in this store."""


class StoreError(CommuniqueError):
    """The store cannot be used."""


class StoreConflict(StoreError):
    """What is asked contradicts what the store holds."""


class StoreTooNew(StoreError):
    """A later version of the package wrote the store."""


class StoreUnwritable(StoreError):
    """The store cannot be written: the disk is full, or the file is read-only."""
