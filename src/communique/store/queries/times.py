"""What stands at a given time: made by then, and not superseded by then."""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, and_, or_


def stands(table: FromClause, as_of: str | None) -> ColumnElement[bool]:
    """Whether a line of the table stands now, or stood at the moment `as_of` (a stamp)."""
    if as_of is None:
        return table.c.superseded_at.is_(None)
    made = table.c.made_at if "made_at" in table.c else table.c.added_at
    return and_(made <= as_of, or_(table.c.superseded_at.is_(None), table.c.superseded_at > as_of))
