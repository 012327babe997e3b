"""Runs revisions on the connection that `communique.store.schema` hands over; there is no configuration file.

Imported outside of a migration, as tools that walk all modules do, it does nothing.
"""

from __future__ import annotations

from alembic import context

from communique.store.tables import metadata

if hasattr(context, "config"):
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    context.run_migrations()
