"""What SQL users see and what nobody may change: views of the record as it stands, the word index, append-only guards."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORDS = """
CREATE VIRTUAL TABLE document_words USING fts5(
    text, content='documents', content_rowid='n', tokenize="unicode61 remove_diacritics 2"
)
"""

CURRENT_DOCUMENTS = """
CREATE VIEW current_documents AS
SELECT d.id AS document_id, w.given_id, w.outlet, w.published, w.published_origin, w.title, w.url, w.byline, d.text,
       d.n_chars, d.text_sha256,
       (SELECT count(*) FROM witnesses a WHERE a.document_id = d.id AND a.superseded_at IS NULL) AS n_witnesses
FROM documents d
JOIN witnesses w ON w.n = (SELECT min(a.n) FROM witnesses a WHERE a.document_id = d.id AND a.superseded_at IS NULL)
"""

CURRENT_ROWS = """
CREATE VIEW current_{kind} AS
SELECT r.row_id, r.document_id, d.given_id, d.outlet, d.published, {own},
       r.span_start, r.span_end, r.confidence, r.maker, r.rule, {codebook}r.status, r.n AS version
FROM {kind} r
JOIN current_documents d ON d.document_id = r.document_id {joined}
WHERE r.superseded_at IS NULL AND r.status <> 'rejected'
  AND (r.by_hand OR NOT EXISTS (SELECT 1 FROM {kind} h WHERE h.row_id = r.row_id AND h.by_hand AND h.superseded_at IS NULL))
  {uncoded}
"""

# What was read before there was a codebook ends when the document is read under one; what a person decided about it stays
# until it has been carried along.
UNCODED = """AND (r.codebook <> '' OR NOT EXISTS (
    SELECT 1 FROM readings c WHERE c.document_id = r.document_id AND c.codebook <> '' AND c.superseded_at IS NULL)
    OR (r.by_hand AND NOT EXISTS (SELECT 1 FROM judgements j WHERE j.carried_from = r.judgement_id)))"""

LISTED = """(SELECT group_concat(x.{column}, ';') FROM (
    SELECT {column} FROM {table} WHERE version = r.n ORDER BY place_in_list) x) AS {name}"""

OWN = {
    "attributions": "r.mode, r.actor, r.party",
    "statements": "r.actor, r.party, r.issue, r.stance, r.mode, r.evidence",
    "alignments": LISTED.format(column="party", table="alignment_parties", name="parties")
    + ", r.relation, r.issue, r.on_what, r.evidence",
    "meetings": LISTED.format(column="party", table="meeting_participants", name="parties")
    + ", r.place, r.date, r.format, r.meeting_status, r.evidence",
    "commitments": LISTED.format(column="party", table="commitment_parties", name="parties")
    + ", r.what, r.due, r.due_text, r.conditional, r.evidence",
    "figures": "r.value, r.bound, r.what, r.source, r.evidence",
    "quotes": "r.speaker, r.party, r.quote",
}

APPEND_ONLY = """
CREATE TRIGGER {table}_are_never_changed BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END
"""
KEPT = """
CREATE TRIGGER {table}_are_never_deleted BEFORE DELETE ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END
"""


def current_rows(kind: str, own: str, joined: str = "") -> str:
    """The view of the rows of a kind as they stand, with its own columns and what these are joined from."""
    is_coded = kind in ("statements", "alignments")
    codebook = "r.codebook, r.codebook_sha256, " if is_coded else ""
    return CURRENT_ROWS.format(kind=kind, own=own, joined=joined, codebook=codebook, uncoded=UNCODED if is_coded else "")


def upgrade() -> None:
    """Take a store one revision up. SQLite only: another engine gets its own views, guards and word index."""
    if op.get_bind().dialect.name != "sqlite":
        raise NotImplementedError("views, guards and the word index are written for SQLite")
    op.execute(WORDS)
    op.execute(CURRENT_DOCUMENTS)
    for kind, own in OWN.items():
        op.execute(current_rows(kind, own))
    for table in ("judgements", "log"):
        op.execute(APPEND_ONLY.format(table=table))
    op.execute(KEPT.format(table="judgements", when="WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'forgetting')"))
    op.execute(KEPT.format(table="log", when=""))
