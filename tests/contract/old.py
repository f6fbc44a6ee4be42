"""A store as an older version of the program made it."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import make_url

from shopkeeper.store import upgrade
from shopkeeper.store.database import Database


def made_at(url: str, version: str) -> None:
    """An empty store at a version of the schema."""
    database, config = Database(make_url(url), migrating=True), Config()
    config.set_main_option("script_location", str(upgrade._MIGRATIONS))
    with database.transaction() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    database.close()
