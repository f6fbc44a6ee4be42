"""Brings the schema of a store to the version that this program knows, by Alembic."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from . import schema
from .database import Database
from .errors import StoreError

# The newest file of migrations/versions; kept here so that an up-to-date store opens without Alembic.
HEAD = "0017"
_MIGRATIONS = Path(__file__).parent / "migrations"


TRIES, PAUSE_S = 30, 1.0  # how often a migration that readers hold up is begun, and how long it lets them pass in between


def upgrade(database: Database) -> None:
    """Migrates under the write lock, all or nothing: of two processes that open a new store at once
    one makes the tables and the other waits; when a migration fails the store stays as it was.

    Servers may run meanwhile: they read on, and their writes wait. Where a long read holds a table that is to be changed, the migration
    is undone and begun again a little later, so that no other reader queues behind it for more than a moment.
    """
    with database.reading() as connection:
        if version(connection) == HEAD:
            return
    migrator = Database(database.url, migrating=True)
    try:
        for left in range(TRIES, 0, -1):
            try:
                return _upgrade(migrator, database.shown)
            except StoreError as error:
                if not migrator.held_up(error) or left == 1:
                    raise
            time.sleep(PAUSE_S)
    finally:
        migrator.close()


def _upgrade(migrator: Database, url: str) -> None:
    with migrator.transaction() as connection:
        found = version(connection)
        if found != HEAD:
            _check(connection, found, url)
            migrator.hurry(connection)
            _migrate(connection, url)


def version(connection: Connection) -> str | None:
    """The version of the schema, None in a database that holds no store."""
    if not inspect(connection).has_table(schema.VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {schema.VERSION_TABLE}")).scalar()


def _check(connection: Connection, found: str | None, url: str) -> None:
    if found is None:
        foreign = sorted(set(inspect(connection).get_table_names()) & set(schema.metadata.tables))
        if foreign:
            raise StoreError(f"{url} holds tables of another program ({', '.join(foreign)}): choose another place for the shop")
    elif not any(_MIGRATIONS.glob(f"versions/{found}_*.py")):
        raise StoreError(
            f"{url} was written by a newer version of Shopkeeper (schema {found}, this one knows up to {HEAD}): upgrade Shopkeeper"
        )


def _migrate(connection: Connection, url: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except Exception as error:
        raise StoreError(f"{url} could not be brought to schema {HEAD} and stays as it was: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """What the database said, without the statement that it was said about."""
    return " ".join(str(getattr(error, "orig", None) or error).split())
