"""What a file of another program holds, ready for a store: documents, rows with literal spans, codebooks, and what was
not taken. Readers raise only where a file cannot be read at all; a row that cannot be taken is named with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.export.material import said_of
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
        published_origin: where the date came from when it was exported, "" if the file does not say.
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
    published_origin: str = ""


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row of the file.

    Args:
        document: the `key` of its document.
        fields: by the names of the interchange format, offsets in code points of the document's text.
        where: the file and the line, row or id, for a person.
        coder: the person who coded it in this file, "" if the file does not say.
        codebook: the id or title of its codebook, "" if the file does not say.
        row_id: the row of a record that this one was exported from, "" if it is new.
        maker: who had made it when it was exported, `human:NAME@1` or a machine; "" if the file does not say.
        confidence: of a machine's row, None if the file does not say.
        rule: by which the maker had made it, "" for none.
        reviewer: the person who had judged it when it was exported, "" for nobody.
        reviewed_at: when, "" for never; None if the file does not say.
        said: the key of what it said when it was exported, "" if the file does not say.
        is_changed: whether it says something else now; None if the file does not say.
        lost: why its words could not be found in the text, "" if they were; what it says can still be known.
    """

    kind: str
    document: str
    fields: dict[str, Any]
    where: str
    coder: str = ""
    codebook: str = ""
    row_id: str = ""
    maker: str = ""
    confidence: float | None = None
    rule: str = ""
    reviewer: str = ""
    reviewed_at: str | None = None
    said: str = ""
    is_changed: bool | None = None
    lost: str = ""

    @property
    def is_machine(self) -> bool:
        """Whether a machine made the row and no person has judged or changed it, so far as the file says."""
        return is_machine(self.maker) and not self.reviewer and not self.coder and not self.is_changed

    @property
    def person(self) -> str:
        """Whose judgement the row is by the file: who coded it here, else who had made or judged it; "" if it names nobody."""
        if self.coder or self.is_changed:
            return self.coder
        return self.reviewer or person_of(self.maker)


def exported_row(kind: str, document: str, fields: dict[str, Any], where: str, told: dict[str, Any], **more: Any) -> ImportedRow:
    """A row with what its note says of the row that it was exported from; `told` is empty where it has no note of ours."""
    said, confidence = str(told.get("said", "")), told.get("confidence")
    return ImportedRow(
        kind, document, fields, where,
        **{
            "row_id": str(told.get("id", "")),
            "codebook": str(told.get("codebook") or ""),
            "maker": str(told.get("maker", "")),
            "confidence": confidence if isinstance(confidence, float | int) else None,
            "rule": str(told.get("rule", "")),
            "reviewer": str(told.get("reviewer", "")),
            "said": said,
            "is_changed": said != said_of(kind, fields) if said else None,
        } | more,
    )  # fmt: skip


MACHINE = "Machine"  # the coder of a machine's rows in formats that have no makers


def is_machine(maker: str) -> bool:
    """Whether a maker's name is a machine's.

    Example:
        >>> is_machine("stance@3"), is_machine("Machine"), is_machine("human:Ida@1"), is_machine("Ida"), is_machine("")
        (True, True, False, False, False)
    """
    return maker == MACHINE or ("@" in maker and not maker.startswith("human:"))


def person_of(maker: str) -> str:
    """The person's name in a maker's, "" if it is a machine's.

    Example:
        >>> person_of("human:Ida@1"), person_of("Ida"), person_of("stance@3")
        ('Ida', 'Ida', '')
    """
    name = maker.removeprefix("human:").rpartition("@")[0] if maker.startswith("human:") else maker
    return "" if is_machine(name) or is_machine(maker) else name


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
