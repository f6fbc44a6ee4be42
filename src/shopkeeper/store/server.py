"""What a PostgreSQL server says of itself, for who looks after it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from .opening import database_of
from .protocol import Store


@dataclass(frozen=True, slots=True)
class Follower:
    """A server that follows by streaming replication, and the bytes of the log that it has not played yet."""

    name: str
    behind: int


@dataclass(frozen=True, slots=True)
class Server:
    """The server of a store. `vector` is the version of pgvector in this database, empty where it is not installed, None where the server
    does not have it; `connections` are open of at most `allowed`."""

    version: str
    vector: str | None
    connections: int
    allowed: int
    followers: tuple[Follower, ...]


_FACTS = text("""
    SELECT current_setting('server_version'), (SELECT coalesce(installed_version, '') FROM pg_available_extensions WHERE name = 'vector'),
           (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'), current_setting('max_connections')::int
""")
_FOLLOWERS = text("""
    SELECT coalesce(nullif(application_name, ''), client_addr::text, 'unnamed'), pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint
    FROM pg_stat_replication ORDER BY 1
""")


def server_of(store: Store) -> Server | None:
    """The PostgreSQL server of a store at this moment, None for SQLite. `StoreError` when it does not answer."""
    database = database_of(store)
    if database.url.get_backend_name() == "sqlite":
        return None
    with database.reading() as connection:
        version, vector, connections, allowed = connection.execute(_FACTS).one()
        followers = tuple(Follower(name, behind or 0) for name, behind in connection.execute(_FOLLOWERS))
    return Server(version.split()[0], vector, connections, allowed, followers)
