"""The tables of the first store: documents and their witnesses, rows in versions, judgements, runs, log.

One long list of declarations on purpose: it is what stores were made with, and is read only beside `tables.py`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take a store one revision up. The declarations are frozen: `tables.py` may go on, this file does not."""
    op.create_table(
        "actors",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actors")),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("package_version", sa.String(length=40), nullable=False),
        sa.Column("makers", sa.JSON(), nullable=False),
        sa.Column("makers_key", sa.String(length=16), nullable=False),
        sa.Column("codebooks", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=True),
        sa.Column("started_at", sa.String(length=27), nullable=False),
        sa.Column("finished_at", sa.String(length=27), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_table(
        "codebooks",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issues", sa.JSON(), nullable=False),
        sa.Column("added_in_run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_in_run"], ["runs.id"], name=op.f("fk_codebooks_added_in_run")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_codebooks")),
    )
    op.create_table(
        "documents",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("n_chars", sa.Integer(), nullable=False),
        sa.Column("zones", sa.JSON(), nullable=False),
        sa.Column("zones_maker", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.String(length=27), nullable=False),
        sa.Column("added_in_run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_in_run"], ["runs.id"], name=op.f("fk_documents_added_in_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_documents")),
        sa.UniqueConstraint("id", name=op.f("uq_documents_id")),
        sa.UniqueConstraint("text_sha256", name=op.f("uq_documents_text_sha256")),
    )
    op.create_table(
        "log",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_log_run_id")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_log")),
    )
    op.create_table(
        "quarantine",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("given_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("resolved_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_quarantine_run_id")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_quarantine")),
    )
    op.create_index("uq_quarantine_given_id_place", "quarantine", ["given_id", "place"], unique=True)
    op.create_table(
        "actor_documents",
        sa.Column("actor_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name=op.f("fk_actor_documents_actor_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_actor_documents_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("actor_id", "document_id", name=op.f("pk_actor_documents")),
    )
    op.create_index(op.f("ix_actor_documents_document_id"), "actor_documents", ["document_id"], unique=False)
    op.create_table(
        "judgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("carried_from", sa.Integer(), nullable=True),
        sa.CheckConstraint("(verdict = 'undo') = (target IS NOT NULL)", name=op.f("ck_judgements_target")),
        sa.CheckConstraint("verdict IN ('accept', 'correct', 'reject', 'add', 'undo')", name=op.f("ck_judgements_verdict")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_judgements_document_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target"], ["judgements.id"], name=op.f("fk_judgements_target")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
    )
    op.create_index(op.f("ix_judgements_document_id"), "judgements", ["document_id"], unique=False)
    op.create_index(op.f("ix_judgements_row_id"), "judgements", ["row_id"], unique=False)
    op.create_index(op.f("ix_judgements_carried_from"), "judgements", ["carried_from"], unique=False)
    op.create_table(
        "offices",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("is_former", sa.Boolean(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("content_key", sa.String(length=16), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("superseded_at", sa.String(length=27), nullable=True),
        sa.Column("superseded_by_run", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_offices_document_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_offices_run_id")),
        sa.ForeignKeyConstraint(["superseded_by_run"], ["runs.id"], name=op.f("fk_offices_superseded_by_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_offices")),
    )
    op.create_index(op.f("ix_offices_document_id"), "offices", ["document_id"], unique=False)
    op.create_table(
        "readings",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("codebook", sa.Text(), nullable=False),
        sa.Column("codebook_sha256", sa.String(length=64), nullable=False),
        sa.Column("makers_key", sa.String(length=16), nullable=False),
        sa.Column("given_id", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("superseded_at", sa.String(length=27), nullable=True),
        sa.Column("superseded_by_run", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_readings_document_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_readings_run_id")),
        sa.ForeignKeyConstraint(["superseded_by_run"], ["runs.id"], name=op.f("fk_readings_superseded_by_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_readings")),
    )
    op.create_index(op.f("ix_readings_document_id"), "readings", ["document_id"], unique=False)
    op.create_table(
        "witnesses",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("given_id", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("published_origin", sa.String(length=12), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("codebook", sa.Text(), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("encoding", sa.String(length=40), nullable=False),
        sa.Column("has_bom", sa.Boolean(), nullable=False),
        sa.Column("maker", sa.String(length=200), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("raw_sha256", sa.String(length=64), nullable=True),
        sa.Column("added_at", sa.String(length=27), nullable=False),
        sa.Column("added_in_run", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.String(length=27), nullable=True),
        sa.Column("superseded_by", sa.String(length=16), nullable=True),
        sa.Column("superseded_by_run", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_in_run"], ["runs.id"], name=op.f("fk_witnesses_added_in_run")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_witnesses_document_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["superseded_by_run"], ["runs.id"], name=op.f("fk_witnesses_superseded_by_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_witnesses")),
    )
    op.create_index(op.f("ix_witnesses_document_id"), "witnesses", ["document_id"], unique=False)
    op.create_index("ix_witnesses_given_id", "witnesses", ["given_id"], unique=False)
    op.create_index("uq_witnesses_current", "witnesses", ["given_id"], unique=True, sqlite_where=sa.text("superseded_at IS NULL"))
    op.create_index("ix_witnesses_url", "witnesses", ["url"], unique=False)
    op.create_table(
        "alignments",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=True),
        sa.Column("on_what", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("codebook", sa.Text(), nullable=False),
        sa.Column("codebook_sha256", sa.String(length=64), nullable=False),
        sa.Column("content_key", sa.String(length=16), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("superseded_at", sa.String(length=27), nullable=True),
        sa.Column("superseded_by_run", sa.Integer(), nullable=True),
        sa.CheckConstraint("span_start >= 0 AND span_end >= span_start", name=op.f("ck_alignments_span")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_alignments_document_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name=op.f("fk_alignments_judgement_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_alignments_run_id")),
        sa.ForeignKeyConstraint(["superseded_by_run"], ["runs.id"], name=op.f("fk_alignments_superseded_by_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_alignments")),
    )
    op.create_index(op.f("ix_alignments_document_id"), "alignments", ["document_id"], unique=False)
    op.create_index(op.f("ix_alignments_row_id"), "alignments", ["row_id"], unique=False)
    op.create_index(
        "uq_alignments_current", "alignments", ["row_id", "by_hand"], unique=True, sqlite_where=sa.text("superseded_at IS NULL")
    )
    op.create_table(
        "attributions",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("actor_rule", sa.Text(), nullable=False),
        sa.Column("actor_confidence", sa.Float(), nullable=True),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("content_key", sa.String(length=16), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("superseded_at", sa.String(length=27), nullable=True),
        sa.Column("superseded_by_run", sa.Integer(), nullable=True),
        sa.CheckConstraint("span_start >= 0 AND span_end >= span_start", name=op.f("ck_attributions_span")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_attributions_document_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name=op.f("fk_attributions_judgement_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_attributions_run_id")),
        sa.ForeignKeyConstraint(["superseded_by_run"], ["runs.id"], name=op.f("fk_attributions_superseded_by_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_attributions")),
    )
    op.create_index(op.f("ix_attributions_document_id"), "attributions", ["document_id"], unique=False)
    op.create_index(op.f("ix_attributions_row_id"), "attributions", ["row_id"], unique=False)
    op.create_index(
        "uq_attributions_current",
        "attributions",
        ["row_id", "by_hand"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "commitments",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("due_text", sa.Text(), nullable=True),
        sa.Column("conditional", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("content_key", sa.String(length=16), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("superseded_at", sa.String(length=27), nullable=True),
        sa.Column("superseded_by_run", sa.Integer(), nullable=True),
        sa.CheckConstraint("span_start >= 0 AND span_end >= span_start", name=op.f("ck_commitments_span")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_commitments_document_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name=op.f("fk_commitments_judgement_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_commitments_run_id")),
        sa.ForeignKeyConstraint(["superseded_by_run"], ["runs.id"], name=op.f("fk_commitments_superseded_by_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_commitments")),
    )
    op.create_index(op.f("ix_commitments_document_id"), "commitments", ["document_id"], unique=False)
    op.create_index(op.f("ix_commitments_row_id"), "commitments", ["row_id"], unique=False)
    op.create_index(
        "uq_commitments_current", "commitments", ["row_id", "by_hand"], unique=True, sqlite_where=sa.text("superseded_at IS NULL")
    )
    op.create_table(
        "figures",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("bound", sa.String(length=10), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("content_key", sa.String(length=16), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("superseded_at", sa.String(length=27), nullable=True),
        sa.Column("superseded_by_run", sa.Integer(), nullable=True),
        sa.CheckConstraint("span_start >= 0 AND span_end >= span_start", name=op.f("ck_figures_span")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_figures_document_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name=op.f("fk_figures_judgement_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_figures_run_id")),
        sa.ForeignKeyConstraint(["superseded_by_run"], ["runs.id"], name=op.f("fk_figures_superseded_by_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_figures")),
    )
    op.create_index(op.f("ix_figures_document_id"), "figures", ["document_id"], unique=False)
    op.create_index(op.f("ix_figures_row_id"), "figures", ["row_id"], unique=False)
    op.create_index(
        "uq_figures_current", "figures", ["row_id", "by_hand"], unique=True, sqlite_where=sa.text("superseded_at IS NULL")
    )
    op.create_table(
        "meetings",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("meeting_status", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("content_key", sa.String(length=16), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("superseded_at", sa.String(length=27), nullable=True),
        sa.Column("superseded_by_run", sa.Integer(), nullable=True),
        sa.CheckConstraint("span_start >= 0 AND span_end >= span_start", name=op.f("ck_meetings_span")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_meetings_document_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name=op.f("fk_meetings_judgement_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_meetings_run_id")),
        sa.ForeignKeyConstraint(["superseded_by_run"], ["runs.id"], name=op.f("fk_meetings_superseded_by_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_meetings")),
    )
    op.create_index(op.f("ix_meetings_document_id"), "meetings", ["document_id"], unique=False)
    op.create_index(op.f("ix_meetings_row_id"), "meetings", ["row_id"], unique=False)
    op.create_index(
        "uq_meetings_current", "meetings", ["row_id", "by_hand"], unique=True, sqlite_where=sa.text("superseded_at IS NULL")
    )
    op.create_table(
        "quotes",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("content_key", sa.String(length=16), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("superseded_at", sa.String(length=27), nullable=True),
        sa.Column("superseded_by_run", sa.Integer(), nullable=True),
        sa.CheckConstraint("span_start >= 0 AND span_end >= span_start", name=op.f("ck_quotes_span")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_quotes_document_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name=op.f("fk_quotes_judgement_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_quotes_run_id")),
        sa.ForeignKeyConstraint(["superseded_by_run"], ["runs.id"], name=op.f("fk_quotes_superseded_by_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_quotes")),
    )
    op.create_index(op.f("ix_quotes_document_id"), "quotes", ["document_id"], unique=False)
    op.create_index(op.f("ix_quotes_row_id"), "quotes", ["row_id"], unique=False)
    op.create_index(
        "uq_quotes_current", "quotes", ["row_id", "by_hand"], unique=True, sqlite_where=sa.text("superseded_at IS NULL")
    )
    op.create_table(
        "statements",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("stance", sa.String(length=12), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("codebook", sa.Text(), nullable=False),
        sa.Column("codebook_sha256", sa.String(length=64), nullable=False),
        sa.Column("content_key", sa.String(length=16), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("superseded_at", sa.String(length=27), nullable=True),
        sa.Column("superseded_by_run", sa.Integer(), nullable=True),
        sa.CheckConstraint("span_start >= 0 AND span_end >= span_start", name=op.f("ck_statements_span")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_statements_document_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name=op.f("fk_statements_judgement_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_statements_run_id")),
        sa.ForeignKeyConstraint(["superseded_by_run"], ["runs.id"], name=op.f("fk_statements_superseded_by_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_statements")),
    )
    op.create_index(op.f("ix_statements_document_id"), "statements", ["document_id"], unique=False)
    op.create_index(op.f("ix_statements_row_id"), "statements", ["row_id"], unique=False)
    op.create_index(
        "uq_statements_current", "statements", ["row_id", "by_hand"], unique=True, sqlite_where=sa.text("superseded_at IS NULL")
    )
    op.create_table(
        "alignment_parties",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("place_in_list", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["alignments.n"], name=op.f("fk_alignment_parties_version"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("version", "place_in_list", name=op.f("pk_alignment_parties")),
    )
    op.create_table(
        "attribution_spans",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("place_in_list", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["attributions.n"], name=op.f("fk_attribution_spans_version"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("version", "role", "place_in_list", name=op.f("pk_attribution_spans")),
    )
    op.create_table(
        "commitment_parties",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("place_in_list", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["commitments.n"], name=op.f("fk_commitment_parties_version"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("version", "place_in_list", name=op.f("pk_commitment_parties")),
    )
    op.create_table(
        "meeting_participants",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("place_in_list", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["meetings.n"], name=op.f("fk_meeting_participants_version"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("version", "place_in_list", name=op.f("pk_meeting_participants")),
    )
