"""Every refusal in one shape: `{"error": {"type", "message", "field"?}}`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ...models.language.protocol import BudgetSpent, ModelRefused, ModelUnavailable
from ...shop import Conflict, EngineUnavailable, InvalidFile, InvalidQuery, InvalidRecord, NotFound, NotIndexed, ShopkeeperError
from ...shop.cart import CartNotReady
from ...store import StoreError
from ..callers import NotTheirs
from ..identity import BadIdentity
from ..live.baskets import NoCheckout
from ..live.receive import BadSignature

log = logging.getLogger("shopkeeper.api")
ErrorPage = Callable[[Request, int, str], Response]

class Busy(ShopkeeperError):
    """As many answers as this server writes at once are in progress."""


_KINDS: dict[type[ShopkeeperError], tuple[int, str]] = {
    InvalidQuery: (422, "invalid_query"),
    InvalidRecord: (422, "invalid_record"),
    InvalidFile: (422, "invalid_file"),
    NotFound: (404, "not_found"),
    EngineUnavailable: (503, "engine_unavailable"),
    NotIndexed: (503, "not_indexed"),
    BadSignature: (401, "unauthorized"),
    BadIdentity: (401, "unauthorized"),
    NotTheirs: (403, "forbidden"),
    Conflict: (409, "conflict"),
    CartNotReady: (409, "cart_not_ready"),
    NoCheckout: (409, "no_checkout"),
    ModelRefused: (422, "model_refused"),
    ModelUnavailable: (503, "model_unavailable"),
    BudgetSpent: (429, "budget_spent"),
    Busy: (429, "busy"),
    StoreError: (503, "store_unavailable"),
    ShopkeeperError: (400, "refused"),
}
_HTTP_TYPES = {
    400: "invalid_json", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 409: "conflict",
    413: "too_large", 415: "unsupported_media_type", 429: "busy", 503: "unavailable",
}


def body(type: str, message: str, field: str | None = None) -> bytes:
    """The JSON of an error."""
    error: dict[str, Any] = {"type": type, "message": message}
    return orjson.dumps({"error": error | ({"field": field} if field else {})})


def kind(error: Exception) -> tuple[int, str]:
    """The status and the type that stand for a refusal."""
    return next(_KINDS[each] for each in type(error).__mro__ if each in _KINDS)


def refusal(request: Request, page: ErrorPage, status: int, type: str, message: str, *, retry_after: int) -> Response:
    """An answer that asks to come back later, as a page or as JSON."""
    asked = page(request, status, message) if wants_page(request) else Response(body(type, message), status, media_type="application/json")
    asked.headers["Retry-After"] = str(retry_after)
    return asked


def type_of(status: int) -> str:
    """The type that stands for a status."""
    return _HTTP_TYPES.get(status, "refused")


def install(app: FastAPI, page: ErrorPage) -> None:
    """Turns errors into answers: JSON for programs, `page` for a browser outside of `/v1`."""

    def answer(request: Request, status: int, type: str, message: str, field: str | None = None) -> Response:
        if wants_page(request):
            return page(request, status, message)
        return Response(body(type, message, field), status, media_type="application/json")

    async def refused(request: Request, error: Exception) -> Response:
        status, type = kind(error)
        if isinstance(error, StoreError):  # it names servers and folders, which is for the log
            log.warning("the store: %s", error)
            error = StoreError("the shop's records cannot be read or written at the moment; try again later")
        return answer(request, status, type, str(error), getattr(error, "field", None))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        status, field, message = describe(error.errors()[0])
        return answer(request, status, "invalid_json" if status == 400 else "invalid_request", message, field)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return answer(request, error.status_code, type_of(error.status_code), str(error.detail))

    app.add_exception_handler(ShopkeeperError, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


def describe(problem: dict[str, Any]) -> tuple[int, str | None, str]:
    """Status, field and sentence for one validation problem."""
    if problem["type"] == "json_invalid":
        return 400, None, f"the body is not JSON: {problem['ctx']['error']}"
    field = ".".join(str(part) for part in problem["loc"][1:])
    return 422, field or None, f"{field or 'body'}: {problem['msg'][:1].lower()}{problem['msg'][1:]}"


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks, rather than a program."""
    return not request.url.path.startswith("/v1/") and "text/html" in request.headers.get("accept", "")
