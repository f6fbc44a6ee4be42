"""Keys and users as the admins of the shop see them: make, replace, revoke; a secret is shown once and is nowhere afterwards.

Nothing here is open to a key: one that was stolen must not make others that outlive it. Who is logged in says their own password again
before anything is made; to shut something out they need not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request, Response

from ...shop import Conflict, InvalidQuery, ShopkeeperError
from ...store.access import Key
from ..access import make_key, make_user, remove_user, revoke_key, rotate_key, set_password
from ..callers import ROLES, SCOPES, caller_of
from ..login import LockedOut, confirmed
from ..request import keyring_of, shop_of
from .form import Fields
from .language import language_of
from .refused import refusal
from .render import page
from .strings import text

router = APIRouter(prefix="/console/keys", include_in_schema=False)

LONGEST_DAYS, LONGEST_OVERLAP = 3650, 24 * 90  # days, hours; as on the command line


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: a sentence, and the secret of a key that was made, with the key."""

    said: str
    key: Key | None = None
    secret: str = ""


@router.get("")
def keys(request: Request) -> Response:
    """All keys and users."""
    return _list(request)


@router.post("")
def act(request: Request, fields: Fields) -> Response:
    """Does one thing to a key or a user, and shows the page with what came of it."""
    what = fields.get("do", "")
    try:
        if what not in ACTS:
            raise InvalidQuery(f"do: expected one of {', '.join(ACTS)}, got {what[:20]!r}")
        _allow(request, fields, what)
        done = ACTS[what](request, fields)
    except LockedOut as locked:
        return _list(request, wrong=refusal(locked, language_of(request)), status=429, fields=fields)
    except ShopkeeperError as error:
        return _list(request, wrong=refusal(error, language_of(request)), status=422, fields=fields)
    keyring_of(request).forget()
    return _list(request, done)


def _allow(request: Request, fields: dict[str, str], what: str) -> None:
    """Raises unless an admin does it who is logged in and, to make something, says their password again; or who sits at the machine of a
    shop that has neither keys nor users."""
    state, language = request.scope["state"], language_of(request)
    if state["unlocked"]:
        if what != "make user" or fields.get("role") != "admin":
            raise Conflict(text("keys_first_admin", language))
        return
    if not state["session"]:
        raise Conflict(text("keys_session", language))
    address = request.client.host if request.client else ""
    own = fields.get("own", "")
    if what != "revoke" and not confirmed(shop_of(request).store, caller_of(request).name, own, address, datetime.now(UTC)):
        raise InvalidQuery(text("keys_wrong_password", language))


def _make_key(request: Request, fields: dict[str, str]) -> Done:
    now, days = datetime.now(UTC), _number(fields.get("days", ""), "days", LONGEST_DAYS)
    key, secret = make_key(shop_of(request).store, fields.get("scope", ""), fields.get("label", ""), now,
                           origins=fields.get("origins", "").split()[:50], expires_at=now + timedelta(days=days) if days else None,
                           by=_by(request))  # fmt: skip
    return Done(text("keys_secret_title", language_of(request), label=key.label), key, secret)


def _rotate(request: Request, fields: dict[str, str]) -> Done:
    hours = _number(fields.get("overlap", ""), "overlap", LONGEST_OVERLAP)
    key, secret = rotate_key(shop_of(request).store, fields.get("id", ""), datetime.now(UTC), overlap=timedelta(hours=hours),
                             by=_by(request))  # fmt: skip
    return Done(text("keys_secret_title", language_of(request), label=key.label), key, secret)


def _revoke(request: Request, fields: dict[str, str]) -> Done:
    key = revoke_key(shop_of(request).store, fields.get("id", ""), datetime.now(UTC), by=_by(request))
    return Done(text("keys_revoked", language_of(request), name=f"{key.label} ({key.id})"))


def _make_user(request: Request, fields: dict[str, str]) -> Done:
    user = make_user(shop_of(request).store, fields.get("name", ""), fields.get("role", ""), fields.get("password", ""), datetime.now(UTC),
                     by=_by(request))  # fmt: skip
    return Done(text("users_made", language_of(request), name=f"{user.name}, {user.role}"))


def _set_password(request: Request, fields: dict[str, str]) -> Done:
    set_password(shop_of(request).store, fields.get("name", ""), fields.get("password", ""), datetime.now(UTC), by=_by(request))
    return Done(text("users_password_set", language_of(request), name=fields.get("name", "")))


def _remove_user(request: Request, fields: dict[str, str]) -> Done:
    store, name = shop_of(request).store, fields.get("name", "")
    with store.transaction():
        user = store.users.get(name)
        if user.role == "admin" and sum(each.role == "admin" for each in store.users.all()) == 1:
            raise Conflict(text("keys_last_admin", language_of(request)))
        remove_user(store, name, datetime.now(UTC), by=_by(request))
    return Done(text("users_removed", language_of(request), name=name))


ACTS: dict[str, Callable[[Request, dict[str, str]], Done]] = {
    "make key": _make_key, "replace": _rotate, "revoke": _revoke,
    "make user": _make_user, "password": _set_password, "remove": _remove_user,
}


def _by(request: Request) -> str:
    return caller_of(request).name


def _number(given: str, name: str, most: int) -> int:
    if not given.strip():
        return 0
    if not given.strip().isdecimal() or not int(given) <= most:
        raise InvalidQuery(f"{name}: expected a number from 0 to {most}, or nothing, got {given[:20]!r}")
    return int(given)


def state_of(key: Key, now: datetime) -> str:
    """Whether a key is good, expired or revoked."""
    return "revoked" if key.revoked_at else "good" if key.good(now) else "expired"


def _list(
    request: Request, done: Done | None = None, wrong: str = "", status: int = 200, fields: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    store, now, state = shop_of(request).store, datetime.now(UTC), request.scope["state"]
    order = {"good": 0, "expired": 1, "revoked": 2}
    found = sorted(((key, state_of(key, now)) for key in reversed(store.keys.all())), key=lambda each: order[each[1]])
    kept = {name: value for name, value in (fields or {}).items() if name not in ("own", "password", "csrf")}
    answer = page(request, "keys.html", status, keys=found, users=store.users.all(), scopes=SCOPES[1:], roles=ROLES, done=done,
                  wrong=wrong, open=state["unlocked"], session=bool(state["session"]), field=lambda name: kept.get(name, ""))  # fmt: skip
    answer.headers["cache-control"] = "no-store"
    return answer
