"""The tables of a store, in SQLAlchemy Core: the only place that says what is kept and how it hangs together.

A row of the record is kept in versions: every table of a kind holds one line per version, never changed but for the
moment it was superseded. Versions made by hand (`by_hand`) are what the judgements on a row come to; they stand before
what any maker reads. Changes to these tables need a revision in `migrations/versions`.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)
from sqlalchemy.schema import SchemaItem

from communique.store.types import ExactText

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _document_key() -> Column[str]:
    return Column("document_id", String(16), ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True)


def _run_key(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey("runs.id"), nullable=nullable)


def _lifetime() -> list[SchemaItem]:
    """When a version was made, by which run, and when and by which run it was superseded."""
    return [
        _run_key("run_id", nullable=True),
        Column("made_at", String(27), nullable=False),
        Column("superseded_at", String(27)),
        _run_key("superseded_by_run", nullable=True),
    ]


meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", String(200), nullable=False))

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("command", ExactText, nullable=False),
    Column("package_version", String(40), nullable=False),
    Column("makers", JSON, nullable=False),
    Column("makers_key", String(16), nullable=False),
    Column("codebooks", JSON, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("coder", ExactText),
    Column("started_at", String(27), nullable=False),
    Column("finished_at", String(27)),
    Column("status", String(12), nullable=False),
    Column("counts", JSON, nullable=False),
)

codebooks = Table(
    "codebooks",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("id", ExactText, nullable=False),
    Column("title", ExactText, nullable=False),
    Column("issues", JSON, nullable=False),
    _run_key("added_in_run"),
)

documents = Table(
    "documents",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("text_sha256", String(64), nullable=False, unique=True),
    Column("text", ExactText, nullable=False),
    Column("n_chars", Integer, nullable=False),
    Column("zones", JSON, nullable=False),
    Column("zones_maker", String(200), nullable=False),
    Column("added_at", String(27), nullable=False),
    _run_key("added_in_run"),
)

witnesses = Table(
    "witnesses",
    metadata,
    Column("n", Integer, primary_key=True),
    _document_key(),
    Column("given_id", ExactText, nullable=False),
    Column("outlet", ExactText),
    Column("published", ExactText),
    Column("published_origin", String(12), nullable=False),
    Column("title", ExactText),
    Column("url", ExactText),
    Column("byline", ExactText),
    Column("codebook", ExactText),
    Column("media_type", String(40), nullable=False),
    Column("encoding", String(40), nullable=False),
    Column("has_bom", Boolean, nullable=False),
    Column("maker", String(200), nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("raw", LargeBinary),
    Column("raw_sha256", String(64)),
    Column("added_at", String(27), nullable=False),
    _run_key("added_in_run"),
    Column("superseded_at", String(27)),
    Column("superseded_by", String(16)),
    _run_key("superseded_by_run", nullable=True),
    Index("ix_witnesses_given_id", "given_id"),
    Index("uq_witnesses_current", "given_id", unique=True, sqlite_where=text("superseded_at IS NULL")),
    Index("ix_witnesses_url", "url"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("given_id", ExactText, nullable=False),
    Column("place", ExactText, nullable=False),
    Column("code", String(40), nullable=False),
    Column("reason", ExactText, nullable=False),
    _run_key("run_id"),
    Column("at", String(27), nullable=False),
    Column("resolved_at", String(27)),
    Index("uq_quarantine_given_id_place", "given_id", "place", unique=True),
)

readings = Table(
    "readings",
    metadata,
    Column("n", Integer, primary_key=True),
    _document_key(),
    Column("codebook", ExactText, nullable=False),  # "" for what no codebook decides
    Column("codebook_sha256", String(64), nullable=False),
    Column("makers_key", String(16), nullable=False),
    Column("given_id", ExactText, nullable=False),  # the witness that was read, and the date it was read against
    Column("published", ExactText),
    *_lifetime(),
)


def _kind_table(name: str, *own: SchemaItem, is_coded: bool = False) -> Table:
    """A table of one kind of row; coded kinds also say under which codebook, and which version of it."""
    coded = [Column("codebook", ExactText, nullable=False), Column("codebook_sha256", String(64), nullable=False)]
    return Table(
        name,
        metadata,
        Column("n", Integer, primary_key=True),
        Column("row_id", String(16), nullable=False, index=True),
        _document_key(),
        *own,
        Column("span_start", Integer, nullable=False),
        Column("span_end", Integer, nullable=False),
        Column("confidence", Float, nullable=False),
        Column("maker", ExactText, nullable=False),
        Column("rule", ExactText, nullable=False),
        *(coded if is_coded else []),
        Column("content_key", String(16), nullable=False),
        Column("by_hand", Boolean, nullable=False),
        Column("status", String(10), nullable=False),
        Column("judgement_id", Integer, ForeignKey("judgements.id")),
        *_lifetime(),
        CheckConstraint("span_start >= 0 AND span_end >= span_start", name="span"),
        Index(f"uq_{name}_current", "row_id", "by_hand", unique=True, sqlite_where=text("superseded_at IS NULL")),
    )


def _child_table(name: str, parent: str, *own: SchemaItem) -> Table:
    """A list inside a row: one line per element, in order, hanging on one version."""
    version = ForeignKey(f"{parent}.n", ondelete="CASCADE")
    return Table(
        name,
        metadata,
        Column("version", Integer, version, primary_key=True),
        *own,
        Column("place_in_list", Integer, primary_key=True),
    )


attributions = _kind_table(
    "attributions",
    Column("mode", String(10), nullable=False),
    Column("actor", ExactText),
    Column("party", ExactText),
    Column("actor_rule", ExactText, nullable=False),
    Column("actor_confidence", Float),
)
attribution_spans = _child_table(
    "attribution_spans",
    "attributions",
    Column("role", String(8), primary_key=True),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
)
statements = _kind_table(
    "statements",
    Column("actor", ExactText, nullable=False),
    Column("party", ExactText, nullable=False),
    Column("issue", ExactText, nullable=False),
    Column("stance", String(12), nullable=False),
    Column("mode", String(10), nullable=False),
    Column("evidence", ExactText, nullable=False),
    is_coded=True,
)
alignments = _kind_table(
    "alignments",
    Column("relation", ExactText, nullable=False),
    Column("issue", ExactText),
    Column("on_what", ExactText, nullable=False),
    Column("evidence", ExactText, nullable=False),
    is_coded=True,
)
alignment_parties = _child_table("alignment_parties", "alignments", Column("party", ExactText, nullable=False))
meetings = _kind_table(
    "meetings",
    Column("place", ExactText),
    Column("date", ExactText),
    Column("format", ExactText, nullable=False),
    Column("meeting_status", ExactText, nullable=False),
    Column("evidence", ExactText, nullable=False),
)
meeting_participants = _child_table(
    "meeting_participants",
    "meetings",
    Column("name", ExactText, nullable=False),
    Column("party", ExactText, nullable=False),
)
commitments = _kind_table(
    "commitments",
    Column("what", ExactText, nullable=False),
    Column("due", ExactText),
    Column("due_text", ExactText),
    Column("conditional", Boolean, nullable=False),
    Column("evidence", ExactText, nullable=False),
)
commitment_parties = _child_table("commitment_parties", "commitments", Column("party", ExactText, nullable=False))
figures = _kind_table(
    "figures",
    Column("value", Float, nullable=False),
    Column("is_whole", Boolean, nullable=False),
    Column("bound", String(10), nullable=False),
    Column("what", ExactText, nullable=False),
    Column("source", ExactText),
    Column("evidence", ExactText, nullable=False),
)
quotes = _kind_table(
    "quotes",
    Column("speaker", ExactText, nullable=False),
    Column("party", ExactText, nullable=False),
    Column("quote", ExactText, nullable=False),
)

offices = Table(
    "offices",
    metadata,
    Column("n", Integer, primary_key=True),
    _document_key(),
    Column("person", ExactText, nullable=False),
    Column("role", ExactText, nullable=False),
    Column("party", ExactText, nullable=False),
    Column("is_former", Boolean, nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("content_key", String(16), nullable=False),
    *_lifetime(),
)

actors = Table(
    "actors",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", ExactText, nullable=False),
    Column("party", ExactText, nullable=False),
    Column("kind", String(10)),
)
actor_documents = Table(
    "actor_documents",
    metadata,
    Column("actor_id", String(16), ForeignKey("actors.id", ondelete="CASCADE"), primary_key=True),
    Column("document_id", String(16), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("row_id", String(16), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    _document_key(),
    Column("verdict", String(8), nullable=False),
    Column("coder", ExactText, nullable=False),
    Column("at", String(27), nullable=False),
    Column("note", ExactText, nullable=False),
    Column("payload", JSON, nullable=False),  # the fields that `correct` sets, or the whole row of `add`
    Column("base", JSON, nullable=False),  # the row as its maker had it when the person judged
    Column("target", Integer, ForeignKey("judgements.id")),  # what `undo` takes back
    Column("carried_from", Integer, index=True),  # the judgement on the earlier text of a report that was re-issued
    CheckConstraint("verdict IN ('accept', 'correct', 'reject', 'add', 'undo')", name="verdict"),
    CheckConstraint("(verdict = 'undo') = (target IS NOT NULL)", name="target"),
)

actor_judgements = Table(
    "actor_judgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("verdict", String(5), nullable=False),
    Column("actor_id", String(16), nullable=False, index=True),
    Column("into_id", String(16)),
    Column("coder", ExactText, nullable=False),
    Column("at", String(27), nullable=False),
    Column("note", ExactText, nullable=False),
    CheckConstraint("verdict IN ('merge', 'split')", name="verdict"),
    CheckConstraint("(verdict = 'merge') = (into_id IS NOT NULL)", name="into_id"),
)

log = Table(
    "log",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("at", String(27), nullable=False),
    Column("who", ExactText, nullable=False),
    Column("act", String(20), nullable=False),
    _run_key("run_id", nullable=True),
    Column("details", JSON, nullable=False),  # ids and counts, never text of a document
)
