"""What a person decides about actors: two that are one, or one that is two again; append-only, as judgements on rows are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = """
CREATE TRIGGER actor_judgements_are_never_{done} BEFORE {act} ON actor_judgements
BEGIN SELECT RAISE(ABORT, 'actor_judgements are append-only'); END
"""


def upgrade() -> None:
    """Take a store one revision up."""
    op.create_table(
        "actor_judgements",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("verdict", sa.String(5), nullable=False),
        sa.Column("actor_id", sa.String(16), nullable=False, index=True),
        sa.Column("into_id", sa.String(16)),
        sa.Column("coder", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.CheckConstraint("verdict IN ('merge', 'split')", name="verdict"),
        sa.CheckConstraint("(verdict = 'merge') = (into_id IS NOT NULL)", name="into_id"),
    )
    for act, done in (("UPDATE", "changed"), ("DELETE", "deleted")):
        op.execute(APPEND_ONLY.format(act=act, done=done))
