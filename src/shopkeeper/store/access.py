"""What every store keeps of who may do what: keys, the console's users, their sessions, failed attempts to log in.

Nothing here can be used to get in: of keys and sessions the store holds only hashes, of passwords only what they cannot be read from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Key:
    """A key to the shop's doors. `hash` is the SHA-256 of its secret in hexadecimal, `origins` the origins of pages that may use a
    publishable one. A key that was revoked or has expired stays here, so that it is known what it was."""

    id: str
    hash: str
    scope: str
    label: str
    created_at: datetime
    origins: tuple[str, ...] = ()
    expires_at: datetime | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def good(self, now: datetime) -> bool:
        """Whether it opens anything at this moment."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class Keys(Protocol):
    """The keys."""

    def put(self, key: Key) -> None:
        """Keeps a key; one of the same id is replaced."""

    def get(self, id: str) -> Key:
        """The key of this id; `NotFound`."""

    def by_hash(self, hash: str) -> Key | None:
        """The key whose secret has this hash, good or not."""

    def all(self) -> list[Key]:
        """All keys, the oldest first."""

    def exist(self) -> bool:
        """Whether there is any, good or not."""

    def used(self, id: str, at: datetime) -> None:
        """Notes when a key was used last."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who works at the console. `password` is what a password is held against, from which it cannot be read."""

    name: str
    role: str
    password: str
    created_at: datetime
    changed_at: datetime


class Users(Protocol):
    """The console's users, by name."""

    def put(self, user: User) -> None:
        """Keeps a user; one of the same name is replaced."""

    def get(self, name: str) -> User:
        """The user of this name; `NotFound`."""

    def find(self, name: str) -> User | None:
        """The user of this name, if there is one."""

    def all(self) -> list[User]:
        """All users, by name."""

    def exist(self) -> bool:
        """Whether there is any."""

    def delete(self, name: str) -> bool:
        """Removes a user with all their sessions; whether there was one."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is logged in. `id` is the SHA-256 of the token that their browser holds."""

    id: str
    user: str
    created_at: datetime
    seen_at: datetime


class Sessions(Protocol):
    """Who is logged in."""

    def put(self, session: Session) -> None:
        """Keeps a session; one of the same id is replaced."""

    def get(self, id: str) -> Session | None:
        """The session of this id."""

    def seen(self, id: str, at: datetime) -> None:
        """Notes when a session was used last; of one that is over nothing is kept."""

    def delete(self, ids: Iterable[str]) -> None:
        """Ends sessions."""

    def end(self, user: str) -> int:
        """Ends all sessions of a user; how many there were."""

    def forget(self, seen_before: datetime, created_before: datetime) -> None:
        """Drops those that were not used since one moment, or began before another."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often it was tried in vain to log in: `key` stands for a name or an address, of which only a hash is kept; until `until`
    nothing more is tried."""

    key: str
    failures: int
    at: datetime
    until: datetime


class LoginAttempts(Protocol):
    """The failed attempts."""

    def put(self, attempts: Attempts) -> None:
        """Keeps how it stands with a name or an address."""

    def get(self, key: str) -> Attempts | None:
        """How it stands with a name or an address."""

    def delete(self, key: str) -> None:
        """Forgets what failed."""

    def forget(self, before: datetime) -> None:
        """Forgets all of which the last was before a moment."""
