"""The rows of the record. One frozen dataclass per kind; every row carries the span it was read from and its maker.

`to_json` of a row is the form of the interchange format (JSON Lines). Rows are made by readers in nlp, resolve and
coding, kept by the store, read by analysis and export. Nothing here knows how a row was found.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar

from communique.model.document import Span

MAX_EVIDENCE_CHARS = 400
MAX_QUOTE_CHARS = 2_000


class Stance(StrEnum):
    """Where an actor stands on an issue of a codebook."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    CONDITIONAL = "conditional"


class Mode(StrEnum):
    """How a statement is made known: in quotation marks, partly so, paraphrased, or by an official act."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    ACT = "act"


class Bound(StrEnum):
    """How a figure bounds the number."""

    AT_LEAST = "at least"
    ABOUT = "about"
    MORE_THAN = "more than"
    LESS_THAN = "less than"
    EXACT = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has: the outer span, how sure its maker is (0 to 1), and who the maker is (`name@version`).

    `rule` names the rule or the decision inside the maker, for `show` and for counting errors by rule.
    """

    kind: ClassVar[str] = ""
    start: int
    end: int
    confidence: float
    maker: str
    rule: str = ""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, keys in the order of the fields of the kind, then start, end, confidence, maker."""
        base = [f.name for f in fields(Row)]
        own = [f.name for f in fields(self) if f.name not in base]
        out: dict[str, Any] = {name: _plain(getattr(self, name)) for name in own}
        out.update(start=self.start, end=self.end, confidence=round(self.confidence, 4), maker=self.maker)
        if self.rule:
            out["rule"] = self.rule
        return out


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Participant):
        return {"name": value.name, "party": value.party}
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution(Row):
    """Who is cited, the words that cite, what is cited: linguistic, no coding. Each role is a tuple of spans."""

    kind: ClassVar[str] = "attributions"
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    mode: Mode = Mode.INDIRECT  # never ACT; "kind" in the interchange format
    actor: str | None = None
    party: str | None = None
    actor_rule: str = ""
    actor_confidence: float | None = None

    def to_json(self) -> dict[str, Any]:
        out = Row.to_json(self)
        return {("kind" if k == "mode" else k): v for k, v in out.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Row):
    """An actor's stance on an issue of a codebook, as one document reports it."""

    kind: ClassVar[str] = "statements"
    actor: str
    party: str
    issue: str
    stance: Stance
    mode: Mode
    evidence: str
    codebook: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment(Row):
    """The text itself says that two or more parties agree (share, coincide) or differ."""

    kind: ClassVar[str] = "alignments"
    parties: tuple[str, ...]
    relation: str  # "agree" | "differ"; "kind" in the interchange format
    issue: str | None
    on: str
    evidence: str

    def to_json(self) -> dict[str, Any]:
        out = Row.to_json(self)
        return {("kind" if k == "relation" else k): v for k, v in out.items()}


@dataclass(frozen=True, slots=True)
class Participant:
    """One side at a meeting: the person or collective as the report names it, and the party."""

    name: str
    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Row):
    """A meeting, summit or call between representatives of two or more parties.

    `date` is ISO 8601: a day, a month, a year or an interval `a/b`; None if neither text nor publication date tells.
    """

    kind: ClassVar[str] = "meetings"
    participants: tuple[Participant, ...]
    place: str | None
    date: str | None
    format: str  # "bilateral" | "multilateral" | "call"; "kind" in the interchange format
    status: str  # "held" | "planned" | "cancelled"
    evidence: str

    def to_json(self) -> dict[str, Any]:
        out = Row.to_json(self)
        return {("kind" if k == "format" else k): v for k, v in out.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Row):
    """A party undertakes a future act. `due` is an ISO date or interval, `due_text` its wording in the report."""

    kind: ClassVar[str] = "commitments"
    by: tuple[str, ...]
    what: str
    due: str | None
    due_text: str | None
    conditional: bool
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Row):
    """A number of people, weapons or money that the report gives as a fact or a claim."""

    kind: ClassVar[str] = "figures"
    value: float | int
    bound: Bound
    what: str
    source: str | None
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Row):
    """A run of words in quotation marks with its speaker. `start`, `end` are those of the words, without the marks."""

    kind: ClassVar[str] = "quotes"
    speaker: str
    party: str
    quote: str


ROW_TYPES: tuple[type[Row], ...] = (Attribution, Statement, Alignment, Meeting, Commitment, Figure, Quote)
KINDS: tuple[str, ...] = tuple(t.kind for t in ROW_TYPES)
CODED_KINDS = (Statement.kind, Alignment.kind)  # kinds whose rows depend on a codebook


@dataclass(frozen=True, slots=True)
class Record:
    """All that was read from one document, by kind."""

    attributions: tuple[Attribution, ...] = ()
    statements: tuple[Statement, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()

    def rows(self) -> dict[str, tuple[Row, ...]]:
        """The rows by kind, in the order of `KINDS`."""
        return {kind: getattr(self, kind) for kind in KINDS}
