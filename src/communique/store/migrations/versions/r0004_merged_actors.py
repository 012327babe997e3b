"""Views under the names that a person has given: an actor who is merged into another stands under that one's name and party."""

from __future__ import annotations

from alembic import op

from communique.store.migrations.versions.r0002_views import current_rows

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MERGED = """
CREATE VIEW merged_actors AS
WITH RECURSIVE
latest AS (
    SELECT j.actor_id, j.into_id FROM actor_judgements j
    WHERE j.verdict = 'merge' AND j.id = (SELECT max(k.id) FROM actor_judgements k WHERE k.actor_id = j.actor_id)),
chain(actor_id, into_id) AS (
    SELECT actor_id, into_id FROM latest
    UNION SELECT c.actor_id, l.into_id FROM chain c JOIN latest l ON l.actor_id = c.into_id)
SELECT a.id AS actor_id, a.name, a.party, b.id AS into_id, b.name AS into_name, b.party AS into_party
FROM chain c JOIN actors a ON a.id = c.actor_id JOIN actors b ON b.id = c.into_id
WHERE c.into_id NOT IN (SELECT actor_id FROM latest)
"""

BY_NAME = "LEFT JOIN merged_actors m ON m.name = r.{name} AND m.party = {party}"

WHO = "coalesce(m.into_name, r.{name}) AS {name}, coalesce(m.into_party, r.party) AS party"

PARTICIPANTS = """(SELECT group_concat(x.party, ';') FROM (
    SELECT coalesce(m.into_party, p.party) AS party FROM meeting_participants p
    LEFT JOIN merged_actors m ON m.name = p.name AND m.party = p.party
    WHERE p.version = r.n GROUP BY coalesce(m.into_name, p.name), coalesce(m.into_party, p.party)
    ORDER BY min(p.place_in_list)) x) AS parties"""

OWN = {
    "attributions": "r.mode, " + WHO.format(name="actor"),
    "statements": WHO.format(name="actor") + ", r.issue, r.stance, r.mode, r.evidence",
    "meetings": PARTICIPANTS + ", r.place, r.date, r.format, r.meeting_status, r.evidence",
    "quotes": WHO.format(name="speaker") + ", r.quote",
}

JOINED = {
    "attributions": BY_NAME.format(name="actor", party="coalesce(r.party, '')"),
    "statements": BY_NAME.format(name="actor", party="r.party"),
    "quotes": BY_NAME.format(name="speaker", party="r.party"),
}


def upgrade() -> None:
    """Take a store one revision up."""
    op.execute(MERGED)
    for kind, own in OWN.items():
        op.execute(f"DROP VIEW current_{kind}")
        op.execute(current_rows(kind, own, JOINED.get(kind, "")))
