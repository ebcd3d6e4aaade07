"""Run by Alembic for each command; the connection comes from the store, or from `alembic.ini` while developing."""

from __future__ import annotations

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # on SQLite too: the store begins its transactions itself
    render_as_batch=True,  # SQLite can't alter a column
)
with context.begin_transaction():
    context.run_migrations()
