"""Orders that live in WooCommerce, asked by its REST API, version 3.

It cancels (and pays back what was paid), changes the address, and notes returns and exchanges for the people of the shop:
WooCommerce itself has none. Items and payment are left to a person. Each request leaves its id in the order, so that it is not
carried out twice.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from ...shop import Address, Customer, Order, OrderRequest, OrderStatus, RequestKind, RequestState
from ...store.messages import Links
from .protocol import Answered
from .remote import NeedsPerson, Unanswered
from .wire import call

_STATUSES = {
    "pending": OrderStatus.PENDING, "on-hold": OrderStatus.PENDING, "processing": OrderStatus.PROCESSED, "completed": OrderStatus.DELIVERED,
    "cancelled": OrderStatus.CANCELLED, "failed": OrderStatus.CANCELLED, "refunded": OrderStatus.RETURNED,
}
_OPEN = ("pending", "on-hold", "processing")


class WooCommerceOrders:
    """The shop at `url`; `key` is `consumer key:consumer secret` with the right to write. `links` know its numbers of orders."""

    def __init__(self, url: str, key: str, links: Links) -> None:
        self._url, self._links = url.rstrip("/") + "/wp-json/wc/v3", links
        self._headers = {"Authorization": "Basic " + base64.b64encode(key.encode()).decode()}

    def ask(self, request: OrderRequest, order: Order, customer: Customer | None) -> Answered:
        """See `Remote.ask`."""
        if request.kind in (RequestKind.ITEMS, RequestKind.PAYMENT):
            raise NeedsPerson(f"WooCommerce cannot settle a change of the {request.kind} of an order by itself; do it in its admin")
        path = f"/orders/{self._number(order)}"
        found = self._call("GET", path)
        if _is_marked(found, request):
            return Answered(RequestState.ACKNOWLEDGED)
        if request.kind is RequestKind.CANCEL:
            return self._cancel(path, found, request)
        change: dict[str, Any] = {"meta_data": _mark(request)}
        if request.kind is RequestKind.ADDRESS and request.address is not None:
            change["shipping"] = _address(request.address)
        else:
            self._note(path, request, order)
        self._call("PUT", path, change)
        return Answered(RequestState.ACKNOWLEDGED)

    def look(self, request: OrderRequest, order: Order) -> Answered | None:
        """See `Remote.look`; what WooCommerce does is done when it answers."""
        marked = _is_marked(self._call("GET", f"/orders/{self._number(order)}"), request)
        return Answered(RequestState.ACKNOWLEDGED) if marked else None

    def status(self, order: Order) -> OrderStatus | None:
        """See `Remote.status`."""
        return _STATUSES.get(self._call("GET", f"/orders/{self._number(order)}").get("status", ""))

    def _cancel(self, path: str, found: dict[str, Any], request: OrderRequest) -> Answered:
        """Pays back first, then cancels: an order that was cancelled and not paid back would be a promise half kept."""
        refunds = self._list(f"{path}/refunds")
        paid_back = any(request.id in str(refund.get("reason")) for refund in refunds)
        if found.get("status") not in _OPEN and not paid_back:
            if found.get("status") == "cancelled":
                return Answered(RequestState.ACKNOWLEDGED)
            return Answered(RequestState.REFUSED, f"the order is {found.get('status')}")
        if found.get("date_paid_gmt") and not refunds:
            refund = {"amount": found.get("total"), "reason": f"{request.reason} [{request.id}]", "api_refund": True, "api_restock": True}
            self._call("POST", f"{path}/refunds", refund)
        elif refunds and not paid_back:
            raise NeedsPerson("the order was paid back in part before")
        self._call("PUT", path, {"status": "cancelled", "meta_data": _mark(request)})
        return Answered(RequestState.ACKNOWLEDGED)

    def _note(self, path: str, request: OrderRequest, order: Order) -> None:
        notes = self._list(f"{path}/notes")
        if not any(request.id in str(note.get("note")) for note in notes):
            self._call("POST", f"{path}/notes", {"note": _told(request, order), "customer_note": False})

    def _number(self, order: Order) -> str:
        prefix = "woocommerce/order/"
        number = next((link.key.removeprefix(prefix) for link in self._links.of(order.id) if link.key.startswith(prefix)), order.id)
        if not number.isdecimal():
            raise NeedsPerson(f"WooCommerce's number of the order {order.id} is not known here")
        return number

    def _list(self, path: str) -> Sequence[dict[str, Any]]:
        found: Any = self._call("GET", path)
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    def _call(self, method: str, path: str, value: Any = None) -> Any:
        """The JSON of a good answer. What was not changed because it may not be is for a person; a wrong key may be mended."""
        response = call(method, self._url + path, value, headers=self._headers)
        if 200 <= response.status < 300 and isinstance(response.data, dict | list):
            return response.data
        said = response.data.get("message", "") if isinstance(response.data, dict) else ""
        text = f"WooCommerce answered {response.status} to {method} {path}: {said}"[:300]
        if response.status in (400, 404, 405, 409, 422):
            raise NeedsPerson(text)
        raise Unanswered(text)


def _mark(request: OrderRequest) -> list[dict[str, str]]:
    return [{"key": f"_shopkeeper_{request.id}", "value": str(request.kind)}]


def _is_marked(found: Any, request: OrderRequest) -> bool:
    return any(each.get("key") == f"_shopkeeper_{request.id}" for each in found.get("meta_data") or ())


def _told(request: OrderRequest, order: Order) -> str:
    """The note for the people of the shop."""
    names = {line.variant_id: line.title or line.sku or line.variant_id for line in order.lines}
    items = "; ".join(f"{each.quantity} × {names.get(each.variant_id, each.variant_id)}"
                      + (f" → {each.new_variant_id}" if each.new_variant_id else "") for each in request.items)
    pay = f", {request.amount} by {request.payment_method_id}" if request.amount else ""
    return f"Shopkeeper: the customer asked for {request.kind} of {items}{pay}. {request.reason} [{request.id}]"


def _address(address: Address) -> dict[str, str]:
    return {"address_1": address.line1, "address_2": address.line2, "city": address.city, "state": address.region,
            "postcode": address.postcode, "country": address.country}
