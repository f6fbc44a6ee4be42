"""Run by Alembic: migrates over the connection, and inside the transaction, that it is handed."""

from alembic import context

from shopkeeper.store.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, version_table=VERSION_TABLE, render_as_batch=True
)
context.run_migrations()
