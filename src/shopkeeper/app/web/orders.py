"""The page on which shoppers see their own orders, once they have said who they are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from ...assistant.answers.words import day
from ...assistant.session import Session
from ...shop.policy.words import STATUS
from ..login import LockedOut
from ..own_orders import LASTS, LONGEST, known, let_in, own_orders
from ..request import shop_of
from .form import Fields
from .language import asked, language_of
from .render import page
from .strings import text

router = APIRouter(include_in_schema=False)

HELD = "shopkeeper_orders"  # the cookie with the id of the conversation in which the shopper said who they are
AT_ONCE = 10
First = Annotated[int, Query(alias="from", ge=0, le=100_000)]


@router.get("/orders")
def orders(request: Request, first: First = 0) -> Response:
    """The shopper's orders; the form that asks who they are where that is not known, or is long ago."""
    shop = shop_of(request)
    session = known(shop, request.cookies.get(HELD, ""), datetime.now(UTC)) if shop.has_assistant else None
    return _list(request, session, first) if session else _form(request)


@router.post("/orders")
def enter(request: Request, fields: Fields) -> Response:
    """Says who the shopper is. Nothing in the answer tells an email address that there is from one that there is not."""
    shop, address = shop_of(request), request.client.host if request.client else ""
    given = {name: fields.get(name, "")[:LONGEST] for name in ("email", "name", "postcode")}
    if not (given["email"].strip() or fields.get("customer") or (given["name"].strip() and given["postcode"].strip())):
        return _form(request, "orders_incomplete", 422, given)
    try:
        conversation = let_in(shop, fields, address, language_of(request), datetime.now(UTC))
    except LockedOut as locked:
        answer = _form(request, "orders_locked", 429, given, minutes=-(-locked.seconds // 60))
        answer.headers["retry-after"] = str(locked.seconds)
        return answer
    if conversation is None:
        return _form(request, "orders_not_found", 401, given)
    answer = _to_orders(request)
    answer.set_cookie(HELD, conversation, max_age=int(LASTS.total_seconds()), httponly=True, samesite="lax", path="/orders",
                      secure=request.url.scheme == "https")
    return answer


@router.post("/orders/leave")
def leave(request: Request) -> Response:
    """Forgets who the shopper is in this browser, and the conversation that its tabs may hold."""
    answer = _to_orders(request)
    answer.delete_cookie(HELD, path="/orders")
    answer.headers["clear-site-data"] = '"storage"'
    return answer


def _to_orders(request: Request) -> Response:
    chosen = asked(request)
    return RedirectResponse("/orders" + (f"?lang={chosen}" if chosen else ""), 303)


def _form(request: Request, wrong: str = "", status: int = 200, given: dict[str, str] | None = None, minutes: int = 0) -> Response:
    shop = shop_of(request)
    signed = shop.has_assistant and shop.helpdesk.desk.signed_only
    return _private(page(request, "orders.html", status, orders=None, wrong=wrong, given=given or {}, minutes=minutes, signed=signed,
                         open=shop.has_assistant))


def _list(request: Request, session: Session, first: int) -> Response:
    shop, language = shop_of(request), language_of(request)
    found, total = own_orders(shop, session, first, AT_ONCE)
    chosen = asked(request)

    def wish(kind: str, id: str) -> str:
        """The address of the assistant with a wish written down, for the shopper to send."""
        more = {"lang": chosen} if chosen else {}
        return f"/chat?{urlencode({'say': text(f'orders_say_{kind}', language, id=id), **more})}#{session.id}"

    def page_from(start: int) -> str:
        return f"/orders?{urlencode({'from': start, **({'lang': chosen} if chosen else {})})}"

    more: dict[str, Any] = {"newer": page_from(max(first - AT_ONCE, 0)) if first else "",
                            "older": page_from(first + AT_ONCE) if first + AT_ONCE < total else ""}
    return _private(page(request, "orders.html", orders=found, total=total, wish=wish, day=lambda at: day(at, language),
                         standing=lambda order: STATUS[order.status].get(language), **more))


def _private(answer: Response) -> Response:
    answer.headers["cache-control"] = "no-store"
    return answer
