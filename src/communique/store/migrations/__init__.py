"""Alembic revisions of the tables: one for each change, frozen once released."""
