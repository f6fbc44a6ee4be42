"""The console's orders to suppliers: drafts from the advice, changed, sent, received."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from ...demand.purchase import order_sheet
from ...demand.reorder import Policy
from ...shop import InvalidQuery, PurchaseState
from ..callers import caller_of
from ..purchasing import change, draft, step
from ..request import shop_of
from .form import Fields
from .language import asked, language_of
from .render import page
from .strings import text

router = APIRouter(prefix="/console/demand/orders", include_in_schema=False)

SHOWN = 100
_LINE = "quantity:"  # before a variant's id, in the form
STEPS = {"sent": PurchaseState.SENT, "received": PurchaseState.RECEIVED, "cancelled": PurchaseState.CANCELLED}


@router.get("")
def orders(request: Request, state: Annotated[str, Query(max_length=20)] = "") -> Response:
    """The orders, the newest first."""
    found = list(shop_of(request).store.purchases.all(**({"state": state} if state in list(PurchaseState) else {})))
    found.sort(key=lambda each: (each.at, each.id), reverse=True)
    return page(request, "purchases.html", orders=found[:SHOWN], state=state, states=list(PurchaseState))


@router.post("")
def make(request: Request, fields: Fields) -> Response:
    """Drafts orders of what is due."""
    try:
        service = float(fields.get("service", "0.95"))
    except ValueError:
        raise InvalidQuery(f"service: expected a chance from 0.5 to 0.999, got {fields['service'][:20]!r}") from None
    draft(shop_of(request), Policy(service), caller_of(request).name)
    return RedirectResponse("/console/demand/orders?state=draft" + _lang(request, "&"), 303)


@router.get("/{id}")
def one(request: Request, id: str) -> Response:
    """An order with its lines."""
    return _shown(request, id)


@router.get("/{id}/csv")
def sheet(request: Request, id: str) -> Response:
    """The order as a file for the supplier."""
    order = shop_of(request).store.purchases.get(id)
    headers = {"Content-Disposition": f'attachment; filename="order-{order.id}.csv"', "Cache-Control": "private, no-store"}
    return Response("\ufeff" + order_sheet(order), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/{id}")
def act(request: Request, id: str, fields: Fields) -> Response:
    """Keeps the quantities of a draft, or notes that an order was sent, received or cancelled."""
    shop, what, by = shop_of(request), fields.get("do", ""), caller_of(request).name
    if what not in ("keep", *STEPS):
        raise InvalidQuery(f"do: expected keep, {', '.join(STEPS)}, got {what[:20]!r}")
    try:
        if quantities := {name.removeprefix(_LINE): _count(given) for name, given in fields.items() if name.startswith(_LINE)}:
            change(shop, id, quantities, by, note=fields.get("note", ""))
        if what != "keep":
            step(shop, id, STEPS[what], by, stock=fields.get("stock") == "yes")
    except InvalidQuery:
        return _shown(request, id, text("purchase_wrong", language_of(request)))
    return RedirectResponse(f"/console/demand/orders/{id}" + _lang(request, "?"), 303)


def _shown(request: Request, id: str, wrong: str = "") -> Response:
    shop = shop_of(request)
    order = shop.store.purchases.get(id)
    stocks = {each.id: each.stock for product in shop.store.products.get_many([line.product_id for line in order.lines]).values()
              for each in product.variants}  # fmt: skip
    return page(request, "purchase.html", 422 if wrong else 200, order=order, stocks=stocks, wrong=wrong, line=_LINE)


def _count(given: str) -> int:
    plain = given.strip() or "0"
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 10):
        raise InvalidQuery(f"quantity: expected a whole number, got {given[:20]!r}")
    return int(plain)


def _lang(request: Request, sign: str) -> str:
    return f"{sign}lang={found}" if (found := asked(request)) else ""
