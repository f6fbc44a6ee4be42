"""Logging in to the console: a name and a password become a session. Who fails again and again waits, longer each time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..shop import ShopkeeperError
from ..store.access import Attempts, Session
from ..store.protocol import Store
from . import passwords
from .access import hashed, known_as, name_key

IDLE, ABSOLUTE = timedelta(hours=1), timedelta(hours=12)  # that a session lasts unused, and in all
FIRST = timedelta(seconds=30)  # that is waited after the last free failure; twice as long after each further one
REMEMBERED = timedelta(days=1)  # that a failure counts


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failures are free, and how long is waited at most."""

    free: int
    longest: timedelta


OF_A_NAME, OF_AN_ADDRESS = Limit(5, timedelta(minutes=15)), Limit(20, timedelta(hours=1))


class LockedOut(ShopkeeperError):
    """Too many attempts failed: nothing is tried before `until`."""

    def __init__(self, until: datetime, now: datetime) -> None:
        self.until, self.seconds = until, max(int((until - now).total_seconds()) + 1, 1)
        super().__init__(f"too many attempts to log in failed; the next is possible in {self.seconds} seconds")


def log_in(store: Store, name: str, password: str, address: str, now: datetime, *, before: str = "") -> str | None:
    """The token of a new session, None where name and password do not belong together, whichever is wrong. `before` is the token that the
    browser had, which ends. `LockedOut` before anything is looked at; it says the same of names that there are and that there are not."""
    name = known_as(name)
    counted = ((name_key(name), OF_A_NAME), (address_key(address), OF_AN_ADDRESS))
    count_attempt(store, counted, address, now)
    user = store.users.find(name)
    right = passwords.matches(password, user.password if user else passwords.nobodys())
    if user is None or not right:
        return None
    token = secrets.token_urlsafe(32)
    with store.transaction():
        forgive(store, name_key(name), address_key(address))
        store.sessions.forget(now - IDLE, now - ABSOLUTE)
        store.sessions.delete([hashed(before)])
        store.sessions.put(Session(hashed(token), user.name, now, now))
        store.audit.note(user.name, "login", f"user/{user.name}", {"address": address}, now)
    return token


def confirmed(store: Store, name: str, password: str, address: str, now: datetime) -> bool:
    """Whether somebody who is logged in says their password once more; a wrong one counts as a failure to log in. `LockedOut`."""
    count_attempt(store, ((name_key(name), OF_A_NAME), (address_key(address), OF_AN_ADDRESS)), address, now)
    user = store.users.find(name)
    right = passwords.matches(password, user.password if user else passwords.nobodys()) and user is not None
    if right:
        forgive(store, name_key(name), address_key(address))
    return right


def log_out(store: Store, token: str, user: str, now: datetime, *, everywhere: bool = False) -> None:
    """Ends the session of a token, or all of its user."""
    with store.transaction():
        if everywhere:
            store.sessions.end(user)
        store.sessions.delete([hashed(token)])
        store.audit.note(user, "logout everywhere" if everywhere else "logout", f"user/{user}", None, now)


def lasts(session: Session, now: datetime) -> bool:
    """Whether a session is not over."""
    return now - session.seen_at < IDLE and now - session.created_at < ABSOLUTE


def form_token(token: str) -> str:
    """What the forms of a session carry: another site can neither read it nor make it."""
    return hmac.new(token.encode(), b"shopkeeper form", hashlib.sha256).hexdigest()


def address_key(address: str, door: str = "") -> str:
    """What failed attempts from an address are kept under, at the door of this name."""
    return f"{door or 'address'} " + hashed(f"{door}address {address}")


def count_attempt(store: Store, counted: Sequence[tuple[str, Limit]], address: str, now: datetime) -> None:
    """Counts an attempt as failed before anything is looked at, so that many at once are no way around; `LockedOut`. `counted` are the keys
    under which it counts."""
    with store.transaction():
        store.attempts.forget(now - REMEMBERED)
        before = [store.attempts.get(key) or Attempts(key, 0, now, now) for key, _ in counted]
        until = max(each.until for each in before)
        if until > now:
            raise LockedOut(until, now)
        for (key, limit), each in zip(counted, before, strict=True):
            wait = _wait(each.failures + 1, limit)
            store.attempts.put(Attempts(key, each.failures + 1, now, now + wait))
            if wait:
                store.audit.note("", "locked out", key.split()[0], {"address": address, "failures": each.failures + 1}, now)


def _wait(failures: int, limit: Limit) -> timedelta:
    over = failures - limit.free
    return timedelta() if over < 0 else min(FIRST * 2 ** min(over, 20), limit.longest)


def forgive(store: Store, name: str, address: str) -> None:
    """What succeeded was no failure: the key of the name is free again, and that of the address has one less. Its others stay, or who has a
    password could try out those of others without end."""
    store.attempts.delete(name)
    found = store.attempts.get(address)
    if found:
        store.attempts.put(Attempts(found.key, max(found.failures - 1, 0), found.at, found.at))
