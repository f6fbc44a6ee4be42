"""Logging in to the console and out of it."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from ..callers import caller_of
from ..login import LockedOut, log_in, log_out
from ..request import SESSION, keyring_of, shop_of
from .form import Fields
from .render import page

HOME, LOGIN = "/console", "/console/login"
ASKED = "shopkeeper_login"  # the cookie that says that this browser was given the form
LONGEST = 300  # characters of a name, an address, a path
_INSIDE = re.compile(r"/console(/[\w./%-]*)?(\?[\w=&%+.-]*)?")

router = APIRouter(prefix="/console", include_in_schema=False)


@router.get("/login")
def form(request: Request) -> Response:
    """The form; who is logged in already goes on."""
    next = inside(request.query_params.get("next", ""))
    if caller_of(request).may("agent") and request.scope["state"]["session"]:
        return RedirectResponse(next, 303)
    return _form(request, next)


@router.post("/login")
def enter(request: Request, fields: Fields) -> Response:
    """Logs in under a new session, or says why not: nothing tells a name that there is from one that there is not."""
    next, name, now = inside(fields.get("next", "")), fields.get("name", "")[:LONGEST], datetime.now(UTC)
    given, held = fields.get("asked", ""), request.cookies.get(ASKED, "")
    if not held or not hmac.compare_digest(given.encode(), held.encode()):
        return _form(request, next, "login_again", 403, name)
    address = request.client.host if request.client else ""
    try:
        token = log_in(shop_of(request).store, name, fields.get("password", ""), address, now, before=request.cookies.get(SESSION, ""))
    except LockedOut as locked:
        return _locked(request, next, name, locked)
    if token is None:
        return _form(request, next, "login_wrong", 401, name)
    answer = RedirectResponse(next, 303)
    _keep(answer, request, SESSION, token)
    answer.delete_cookie(ASKED, path=LOGIN)
    return answer


@router.post("/logout")
def leave(request: Request) -> Response:
    """Ends this session."""
    return _left(request, everywhere=False)


@router.post("/logout-everywhere")
def leave_everywhere(request: Request) -> Response:
    """Ends all sessions of the user, on whatever machine."""
    return _left(request, everywhere=True)


def _left(request: Request, *, everywhere: bool) -> Response:
    token = request.scope["state"]["session"]
    if token:
        log_out(shop_of(request).store, token, caller_of(request).name, datetime.now(UTC), everywhere=everywhere)
        keyring_of(request).forget()
    answer = RedirectResponse(LOGIN, 303)
    answer.delete_cookie(SESSION, path="/")
    answer.headers["clear-site-data"] = '"cache"'
    return answer


def _form(request: Request, next: str, wrong: str = "", status: int = 200, name: str = "", minutes: int = 0) -> Response:
    asked = secrets.token_urlsafe(24)
    answer = page(request, "login.html", status, next=next, wrong=wrong, name=name, asked=asked, minutes=minutes,
                  unlocked=request.scope["state"]["unlocked"])
    answer.headers["cache-control"] = "no-store"
    _keep(answer, request, ASKED, asked, LOGIN)
    return answer


def _locked(request: Request, next: str, name: str, locked: LockedOut) -> Response:
    answer = _form(request, next, "login_locked", 429, name, -(-locked.seconds // 60))
    answer.headers["retry-after"] = str(locked.seconds)
    return answer


def _keep(answer: Response, request: Request, name: str, value: str, path: str = "/") -> None:
    answer.set_cookie(name, value, httponly=True, samesite="strict", secure=request.url.scheme == "https", path=path)


def inside(path: str) -> str:
    """A page of this console, the first one where a path leads anywhere else."""
    return path if _INSIDE.fullmatch(path) and len(path) <= LONGEST and not path.startswith(LOGIN) else HOME
