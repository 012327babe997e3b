"""What a file of another program holds, ready for a store: documents, rows with literal spans, codebooks, and what was
not taken. Readers raise only where a file cannot be read at all; a row that cannot be taken is named with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.export.offsets import CODE_POINTS
from communique.model.codebook import Codebook

STANCES = ("support", "oppose", "conditional")


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """A text of the file.

    Args:
        key: how rows of the same file refer to it.
        id: the id to give it, or that it had when it was exported.
        text_sha256: of the text as it was exported, where the file remembers it: the format may have altered the text.
    """

    key: str
    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    byline: str | None = None
    text_sha256: str = ""


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row of the file.

    Args:
        document: the `key` of its document.
        fields: by the names of the interchange format, offsets in code points of the document's text.
        where: the file and the line, row or id, for a person.
        coder: who coded it, "" if the file does not say.
        codebook: the id or title of its codebook, "" if the file does not say.
        row_id: the row of a record that this one was exported from, "" if it is new.
    """

    kind: str
    document: str
    fields: dict[str, Any]
    where: str
    coder: str = ""
    codebook: str = ""
    row_id: str = ""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A row or document that was not imported: where it stands, and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """All that a file holds.

    Args:
        offsets: what rows count whose document is not in the file, so that the reader could not convert them.
    """

    documents: Sequence[ImportedDocument] = ()
    rows: Sequence[ImportedRow] = ()
    not_taken: Sequence[NotTaken] = ()
    codebooks: Sequence[Codebook] = field(default_factory=tuple)
    offsets: str = CODE_POINTS
