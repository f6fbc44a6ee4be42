"""A shop with keys and users, and customers who must not see each other: what the tests of access stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app import passwords
from shopkeeper.app.access import make_key, make_user, revoke_key
from shopkeeper.app.api import application, create_app
from shopkeeper.app.identity import customer_token
from shopkeeper.app.login import form_token, log_in
from shopkeeper.app.request import FORM_HEADER, SESSION

PASSWORD, SIGNING = "correct horse battery", "a secret that signs shoppers"
PAGE, ELSEWHERE = "https://shop.example", "https://evil.example"
ROLES = ("agent", "operator", "admin")


@dataclass
class Access:
    """The secrets of a shop's keys by scope (`publishable`, `expired`, `revoked` besides), and the tokens of its users by role."""

    keys: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def key(self, name: str, origin: str = "") -> dict[str, str]:
        """The headers of a request with a key."""
        return {"authorization": f"Bearer {self.keys[name]}", **({"origin": origin} if origin else {})}

    def session(self, role: str, *, form: bool = True) -> dict[str, str]:
        """The headers of a request of who is logged in, from a page of their session or, without `form`, from anywhere else."""
        token = self.sessions[role]
        return {"cookie": f"{SESSION}={token}", **({FORM_HEADER: form_token(token), "sec-fetch-site": "same-origin"} if form else {})}


def lock(store: Any) -> Access:
    """Makes a key of each scope and a user of each role, all logged in. A guess costs nothing here."""
    now, access = datetime.now(UTC), Access()
    for scope in ("shopper", *ROLES):
        key, access.keys[scope] = make_key(store, scope, f"{scope} key", now)
        access.ids[scope] = key.id
    _, access.keys["publishable"] = make_key(store, "shopper", "page", now, origins=[PAGE])
    _, access.keys["expired"] = make_key(store, "admin", "old", now - timedelta(days=2), expires_at=now - timedelta(days=1))
    gone, access.keys["revoked"] = make_key(store, "admin", "gone", now)
    revoke_key(store, gone.id, now)
    for role in ROLES:
        cheaply(lambda role=role: make_user(store, role, role, PASSWORD, now))
        access.sessions[role] = cheaply(lambda role=role: log_in(store, role, PASSWORD, "127.0.0.1", now)) or ""
    return access


def cheaply(work: Any) -> Any:
    """Does something with passwords that cost no time."""
    cost, passwords.COST = passwords.COST, 16
    try:
        return work()
    finally:
        passwords.COST = cost


def client_of(shop: Any, **more: Any) -> TestClient:
    """Somebody who asks the shop from elsewhere."""
    app = create_app(shop, hosts=["shop.example"], loopback=False)
    return TestClient(app, base_url="http://shop.example", follow_redirects=False, raise_server_exceptions=False, **more)


@contextmanager
def guarded_by(guard: Callable[..., Any]) -> Iterator[None]:
    """Applications that are made meanwhile ask this guard before a route answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "guarded", guard)
        patch.setattr(application, "guarded_routes", application.guarded_routes.__wrapped__)
        yield


def shopper(customer: str) -> dict[str, str]:
    """The headers of a customer whom the shop's own backend signed."""
    return {"authorization": f"Bearer {customer_token(customer, SIGNING, datetime.now(UTC) + timedelta(hours=1))}"}


def folder_holds(folder: Path, secret: str) -> bool:
    """Whether any file of a shop holds a secret as it is."""
    return any(secret.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file())
