"""What the store hands out: plain records, no connection behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.model.codebook import Codebook
from communique.model.document import DateOrigin, Document, Zone
from communique.model.ids import make_key
from communique.model.reading import MentionKind, Office
from communique.model.record import Record, Row


@dataclass(frozen=True, slots=True)
class Item:
    """One document with all that was read from it, ready to be kept."""

    document: Document
    record: Record
    codebook: Codebook | None = None
    offices: Sequence[Office] = ()
    kinds: Mapping[tuple[str, str], MentionKind] = field(default_factory=dict)  # what a name and its party are


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a document ended; `reason` is for a person.

    `done`; `skipped:known` (these makers have read it), `skipped:duplicate` (the same, and a witness was added);
    `quarantined:duplicate-id`, `quarantined:span`. Where an earlier text is superseded, `replaces` says so.
    """

    document_id: str
    status: str
    reason: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as the record has it: what a person decided stands before what a maker read.

    Args:
        id: the row's id, the same for every maker.
        document_id: the id of the document in the store.
        row: the row itself.
        status: `read` (by a maker, judged by nobody), `accepted`, `corrected`, `rejected` or `added`.
        codebook: for statements and alignments, the id of the codebook; "" otherwise.
        judgement_id: the judgement that the status comes from.
        superseded_at: None for what is current.
        content_key: a hash of what the version says, as it was kept.
    """

    id: str
    kind: str
    document_id: str
    row: Row
    status: str
    codebook: str
    codebook_sha256: str
    run_id: int | None
    made_at: str
    superseded_at: str | None = None
    judgement_id: int | None = None
    content_key: str = ""

    def to_json(self) -> dict[str, Any]:
        """The row in the interchange format, with `id`, and with `status` where a person judged it.

        A meeting has a status of its own, held or planned: there the judgement's is `review_status`.
        """
        out: dict[str, Any] = {"id": self.id, **self.row.to_json()}
        if self.status != "read":
            out["review_status" if "status" in out else "status"] = self.status
        return out


@dataclass(frozen=True, slots=True)
class Witness:
    """One place where a text appeared: the given id, the outlet, the date."""

    given_id: str
    outlet: str | None
    published: str | None
    published_origin: str
    title: str | None
    url: str | None
    byline: str | None
    codebook: str | None
    media_type: str
    encoding: str
    has_bom: bool
    maker: str
    warnings: tuple[str, ...]
    raw: bytes | None
    added_at: str
    superseded_at: str | None
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A text with its witnesses, in the order in which they were added; the first gives id, outlet and date.

    `superseded_by` is the id of the text that replaced this one with all its witnesses, None while it stands.
    """

    key: str
    text: str
    text_sha256: str
    zones: tuple[Zone, ...]
    witnesses: tuple[Witness, ...]
    superseded_by: str | None = None

    @property
    def id(self) -> str:
        """The given id of the first witness."""
        return self.witnesses[0].given_id

    def to_document(self) -> Document:
        """The document as its first witness brought it."""
        first = self.witnesses[0]
        return Document(
            id=first.given_id,
            text=self.text,
            outlet=first.outlet,
            published=first.published,
            published_origin=DateOrigin(first.published_origin),
            title=first.title,
            url=first.url,
            byline=first.byline,
            codebook=first.codebook,
            raw=first.raw,
            media_type=first.media_type,
            encoding=first.encoding,
            has_bom=first.has_bom,
            maker=first.maker,
            zones=self.zones,
            warnings=first.warnings,
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision of a person, as it was made; it is never changed, only followed by another."""

    id: int
    row_id: str
    kind: str
    document_id: str
    verdict: str
    coder: str
    at: str
    note: str
    payload: dict[str, Any]
    base: dict[str, Any]
    target: int | None
    carried_from: int | None = None
    is_undone: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with the words around it and everything that was decided about it."""

    stored: StoredRow
    document: StoredDocument
    before: str
    words: str
    after: str
    judgements: tuple[Judgement, ...]
    history: tuple[StoredRow, ...]
    says: dict[str, Any]  # in the interchange format, under the names that people gave


@dataclass(frozen=True, slots=True)
class Merge:
    """A person's word that an actor is another one, by their ids."""

    actor_id: str
    into_id: str
    coder: str
    at: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was asked, by which makers, and how its documents ended."""

    id: int
    command: str
    package_version: str
    makers: tuple[str, ...]
    codebooks: dict[str, str]
    settings: dict[str, Any]
    coder: str | None
    started_at: str
    finished_at: str | None
    status: str
    counts: dict[str, int]

    @property
    def makers_key(self) -> str:
        """A key over the makers: a document read by the same makers need not be read again."""
        return make_key(*sorted(self.makers))


@dataclass(frozen=True, slots=True)
class QuarantinedDocument:
    """A document that was not read, why, and where it lies."""

    document_id: str
    place: str
    code: str
    reason: str
    run_id: int
    at: str
    resolved_at: str | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that a run or a person did."""

    n: int
    at: str
    who: str
    act: str
    run_id: int | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found by its words, with a snippet in which they stand between `[` and `]`."""

    document_key: str
    document_id: str
    outlet: str | None
    published: str | None
    title: str | None
    snippet: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What `forget` removed."""

    document_ids: tuple[str, ...]
    n_texts: int
    n_rows: int
    n_judgements: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the store that does not agree with itself."""

    where: str
    what: str
    details: dict[str, Any] = field(default_factory=dict)
