"""Keys and users are made, changed and ended here; the audit says by whom."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ..shop import Conflict, InvalidRecord
from ..store.access import Key, User
from ..store.protocol import Store
from . import passwords
from .callers import ROLES, SCOPES

SECRET, PUBLISHABLE = "sk_", "pk_"
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?")
_NAME = re.compile(r"[\w.@+-]{1,60}")


def hashed(secret: str) -> str:
    """What the store keeps of a random secret of 256 bits, which nobody can guess from it: its SHA-256 in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def make_key(
    store: Store, scope: str, label: str, now: datetime, *, origins: Sequence[str] = (), expires_at: datetime | None = None,
    by: str = "cli",
) -> tuple[Key, str]:  # fmt: skip
    """A new key and its secret, which is nowhere afterwards. One with `origins` is publishable: it may stand in pages of these origins, and
    its scope is `shopper`. `InvalidRecord` says what is wrong."""
    _check_key(scope, label, origins)
    secret = (PUBLISHABLE if origins else SECRET) + secrets.token_urlsafe(32)
    key = Key(f"key_{secrets.token_hex(6)}", hashed(secret), scope, label.strip(), now, tuple(origins), expires_at)
    with store.transaction():
        store.keys.put(key)
        store.audit.note(by, "key made", f"key/{key.id}", {"scope": scope, "label": key.label, "origins": list(origins)}, now)
    return key, secret


def _check_key(scope: str, label: str, origins: Sequence[str]) -> None:
    if scope not in SCOPES[1:]:
        raise InvalidRecord("scope", "one of " + ", ".join(SCOPES[1:]), scope)
    if not 1 <= len(label.strip()) <= 100:
        raise InvalidRecord("label", "what the key is for, in 1 to 100 characters", label)
    if origins and scope != "shopper":
        raise InvalidRecord("scope", "shopper, as a key with origins stands in pages that anybody can read", scope)
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise InvalidRecord("origin", "an origin such as https://shop.example, without a path", origin)


def revoke_key(store: Store, id: str, now: datetime, *, by: str = "cli") -> Key:
    """The key, which opens nothing any more. `NotFound`; one that was revoked before stays as it is."""
    with store.transaction():
        key = store.keys.get(id)
        if key.revoked_at is None:
            key = replace(key, revoked_at=now)
            store.keys.put(key)
            store.audit.note(by, "key revoked", f"key/{id}", {"label": key.label}, now)
    return key


def rotate_key(store: Store, id: str, now: datetime, *, overlap: timedelta = timedelta(), by: str = "cli") -> tuple[Key, str]:
    """A new key like this one, and its secret; the old one is good for `overlap` more. `NotFound`, `Conflict` when it is good no more."""
    with store.transaction():
        old = store.keys.get(id)
        if not old.good(now):
            raise Conflict(f"key {id}: it is revoked or has expired; make a new one with `shopkeeper keys add`")
        lasts = old.expires_at and now + (old.expires_at - old.created_at)
        made = make_key(store, old.scope, old.label, now, origins=old.origins, expires_at=lasts, by=by)
        if overlap:
            end = now + overlap
            store.keys.put(replace(old, expires_at=min(end, old.expires_at or end)))
        else:
            revoke_key(store, id, now, by=by)
    return made


def known_as(name: str) -> str:
    """A user's name as it is kept: whatever the case and width of its letters."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()


def name_key(name: str) -> str:
    """Under what the failures of a name are counted: a password that was typed in its place is not kept."""
    return "name " + hashed(f"name {known_as(name)}")


def make_user(store: Store, name: str, role: str, password: str, now: datetime, *, by: str = "cli") -> User:
    """A new user of the console. `Conflict` where there is one of this name, `InvalidRecord` says what else is wrong."""
    name = known_as(name)
    if not _NAME.fullmatch(name):
        raise InvalidRecord("name", "letters, digits and . @ + - _, at most 60", name)
    if role not in ROLES:
        raise InvalidRecord("role", "one of " + ", ".join(ROLES), role)
    user = User(name, role, passwords.protected(passwords.checked(password, name)), now, now)
    with store.transaction():
        if store.users.find(name):
            raise Conflict(f"user {name}: there is one of this name; `shopkeeper users password {name}` sets a new password")
        store.users.put(user)
        store.audit.note(by, "user made", f"user/{name}", {"role": role}, now)
    return user


def set_password(store: Store, name: str, password: str, now: datetime, *, by: str = "cli") -> None:
    """Gives a user another password, ends their sessions and opens a name that is locked out. `NotFound`."""
    user = store.users.get(known_as(name))
    kept = passwords.protected(passwords.checked(password, user.name))
    with store.transaction():
        store.users.put(replace(user, password=kept, changed_at=now))
        store.sessions.end(user.name)
        store.attempts.delete(name_key(user.name))
        store.audit.note(by, "password set", f"user/{user.name}", None, now)


def remove_user(store: Store, name: str, now: datetime, *, by: str = "cli") -> None:
    """Removes a user and ends their sessions. `NotFound`."""
    name = known_as(name)
    with store.transaction():
        store.users.get(name)
        store.users.delete(name)
        store.audit.note(by, "user removed", f"user/{name}", None, now)


def has_admin(store: Store, now: datetime) -> bool:
    """Whether anybody can do everything in the shop from elsewhere: a good key or a user with all rights."""
    return any(key.scope == "admin" and key.good(now) for key in store.keys.all()) or any(u.role == "admin" for u in store.users.all())
