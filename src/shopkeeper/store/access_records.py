"""Keys, users, sessions and failed attempts in the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import delete, or_, select, update

from ..shop import NotFound
from .access import Attempts, Key, Session, User
from .database import Database
from .records import upsert
from .schema import access_attempts, access_keys, access_sessions, access_users


class KeyRecords:
    """The `Keys` of `access`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, key: Key) -> None:
        """See `Keys.put`."""
        with self._database.transaction() as connection:
            connection.execute(upsert(access_keys), asdict(key) | {"origins": orjson.dumps(key.origins).decode()})

    def get(self, id: str) -> Key:
        """See `Keys.get`."""
        found = self._where(access_keys.c.id == id)
        if not found:
            raise NotFound("key", id)
        return found[0]

    def by_hash(self, hash: str) -> Key | None:
        """See `Keys.by_hash`."""
        return next(iter(self._where(access_keys.c.hash == hash)), None)

    def all(self) -> list[Key]:
        """See `Keys.all`."""
        return self._where()

    def exist(self) -> bool:
        """See `Keys.exist`."""
        return _any(self._database, access_keys.c.id)

    def used(self, id: str, at: datetime) -> None:
        """See `Keys.used`."""
        with self._database.transaction() as connection:
            connection.execute(update(access_keys).where(access_keys.c.id == id).values(used_at=at))

    def _where(self, *conditions: Any) -> list[Key]:
        with self._database.reading() as connection:
            asked = select(access_keys).where(*conditions).order_by(access_keys.c.created_at, access_keys.c.id)
            rows = connection.execute(asked).all()
        return [Key(**(dict(row._mapping) | {"origins": tuple(orjson.loads(row.origins))})) for row in rows]


class UserRecords:
    """The `Users` of `access`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, user: User) -> None:
        """See `Users.put`."""
        with self._database.transaction() as connection:
            connection.execute(upsert(access_users), asdict(user))

    def get(self, name: str) -> User:
        """See `Users.get`."""
        found = self.find(name)
        if found is None:
            raise NotFound("user", name)
        return found

    def find(self, name: str) -> User | None:
        """See `Users.find`."""
        return next(iter(self._where(access_users.c.name == name)), None)

    def all(self) -> list[User]:
        """See `Users.all`."""
        return self._where()

    def exist(self) -> bool:
        """See `Users.exist`."""
        return _any(self._database, access_users.c.name)

    def delete(self, name: str) -> bool:
        """See `Users.delete`."""
        with self._database.transaction() as connection:
            connection.execute(delete(access_sessions).where(access_sessions.c.user == name))
            return connection.execute(delete(access_users).where(access_users.c.name == name)).rowcount > 0

    def _where(self, *conditions: Any) -> list[User]:
        with self._database.reading() as connection:
            rows = connection.execute(select(access_users).where(*conditions).order_by(access_users.c.name)).all()
        return [User(**row._mapping) for row in rows]


class SessionRecords:
    """The `Sessions` of `access`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, session: Session) -> None:
        """See `Sessions.put`."""
        with self._database.transaction() as connection:
            connection.execute(upsert(access_sessions), asdict(session))

    def get(self, id: str) -> Session | None:
        """See `Sessions.get`."""
        with self._database.reading() as connection:
            row = connection.execute(select(access_sessions).where(access_sessions.c.id == id)).first()
        return None if row is None else Session(**row._mapping)

    def seen(self, id: str, at: datetime) -> None:
        """See `Sessions.seen`."""
        with self._database.transaction() as connection:
            connection.execute(update(access_sessions).where(access_sessions.c.id == id).values(seen_at=at))

    def delete(self, ids: Iterable[str]) -> None:
        """See `Sessions.delete`."""
        self._drop(access_sessions.c.id.in_(list(ids)))

    def end(self, user: str) -> int:
        """See `Sessions.end`."""
        return self._drop(access_sessions.c.user == user)

    def forget(self, seen_before: datetime, created_before: datetime) -> None:
        """See `Sessions.forget`."""
        self._drop(or_(access_sessions.c.seen_at < seen_before, access_sessions.c.created_at < created_before))

    def _drop(self, condition: Any) -> int:
        with self._database.transaction() as connection:
            return connection.execute(delete(access_sessions).where(condition)).rowcount


class AttemptRecords:
    """The `LoginAttempts` of `access`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, attempts: Attempts) -> None:
        """See `LoginAttempts.put`."""
        with self._database.transaction() as connection:
            connection.execute(upsert(access_attempts), asdict(attempts))

    def get(self, key: str) -> Attempts | None:
        """See `LoginAttempts.get`."""
        with self._database.reading() as connection:
            row = connection.execute(select(access_attempts).where(access_attempts.c.key == key)).first()
        return None if row is None else Attempts(**row._mapping)

    def delete(self, key: str) -> None:
        """See `LoginAttempts.delete`."""
        self._drop(access_attempts.c.key == key)

    def forget(self, before: datetime) -> None:
        """See `LoginAttempts.forget`."""
        self._drop(access_attempts.c.at < before)

    def _drop(self, condition: Any) -> None:
        with self._database.transaction() as connection:
            connection.execute(delete(access_attempts).where(condition))


def _any(database: Database, column: Any) -> bool:
    with database.reading() as connection:
        return connection.execute(select(column).limit(1)).first() is not None
