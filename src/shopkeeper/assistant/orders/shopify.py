"""Orders that live in a Shopify shop, asked by its Admin API (GraphQL).

It cancels, changes the address, swaps items at one price, and opens returns and exchanges. A payment, and what costs more or less, is left
to a person.
Shopify keeps no key of a request, so the order is looked at before it is changed: a request leaves its id in the note of a return.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...shop import Customer, ItemChange, Order, OrderRequest, OrderStatus, RequestKind, RequestState
from ...store.messages import Links
from .protocol import Answered
from .remote import NeedsPerson, Unanswered
from .shopify_edit import OrderEdit
from .wire import call

VERSION = "2026-04"
_NOTE = 255  # characters of a note on a return
_ORDER = """query($id: ID!) { order(id: $id) { id cancelledAt displayFulfillmentStatus
  lineItems(first: 100) { nodes { sku currentQuantity variant { id } } } returns(first: 50) { nodes {
  returnLineItems(first: 50) { nodes { ... on ReturnLineItem { returnReasonNote } } } } } } }"""
_BY_NAME = "query($name: String!) { orders(first: 2, query: $name) { nodes { id name } } }"
_CANCEL = """mutation($id: ID!, $note: String) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, notifyCustomer: true,
  staffNote: $note, refundMethod: {originalPaymentMethodsRefund: true}) { job { id done } orderCancelUserErrors { message } } }"""
_UPDATE = "mutation($input: OrderInput!) { orderUpdate(input: $input) { order { id } userErrors { message } } }"
_RETURNABLE = """query($id: ID!) { returnableFulfillments(orderId: $id, first: 50) { nodes { returnableFulfillmentLineItems(first: 100) {
  nodes { quantity fulfillmentLineItem { id lineItem { sku variant { id } } } } } } } }"""
_RETURN = "mutation($input: ReturnInput!) { returnCreate(returnInput: $input) { return { id } userErrors { message } } }"
_STATUSES = {"FULFILLED": OrderStatus.SHIPPED, "PARTIALLY_FULFILLED": OrderStatus.PROCESSED, "UNFULFILLED": OrderStatus.PENDING}


class ShopifyOrders:
    """The shop `name.myshopify.com`, with an access token that may write orders and returns. `links` know its ids of orders and
    variants; an order without one is looked for by its name."""

    def __init__(self, shop: str, token: str, links: Links, *, url: str = "") -> None:
        self._url = (url or f"https://{shop}") + f"/admin/api/{VERSION}/graphql.json"
        self._token, self._links = token, links

    def ask(self, request: OrderRequest, order: Order, customer: Customer | None) -> Answered:
        """See `Remote.ask`."""
        if request.kind is RequestKind.PAYMENT:
            raise NeedsPerson("Shopify cannot change the payment of an order from outside; do it in its admin")
        id = self._id(order)
        if self._is_done(request, order, self._order(id)):
            return Answered(RequestState.ACKNOWLEDGED)
        if request.kind is RequestKind.ITEMS:
            return _done(self._edit(request, order).carry_out(id))
        if request.kind is RequestKind.CANCEL:
            return self._cancel(id, request)
        if request.kind is RequestKind.ADDRESS:
            return _done(self._mutate(_UPDATE, "orderUpdate", input={"id": id, "shippingAddress": _address(request, customer)}))
        return _done(self._mutate(_RETURN, "returnCreate", input=self._return(id, request, order)))

    def look(self, request: OrderRequest, order: Order) -> Answered | None:
        """See `Remote.look`: a cancelled order says so; Shopify cancels in a job of its own."""
        done = self._is_done(request, order, self._order(self._id(order)))
        return Answered(RequestState.ACKNOWLEDGED if done else RequestState.REQUESTED)

    def status(self, order: Order) -> OrderStatus | None:
        """See `Remote.status`."""
        found = self._order(self._id(order))
        return OrderStatus.CANCELLED if found.get("cancelledAt") else _STATUSES.get(found.get("displayFulfillmentStatus", ""))

    def _edit(self, request: OrderRequest, order: Order) -> OrderEdit:
        return OrderEdit(request, order, self._query, self._gids)

    def _is_done(self, request: OrderRequest, order: Order, found: Mapping[str, Any]) -> bool:
        if request.kind is RequestKind.CANCEL:
            return bool(found.get("cancelledAt"))
        if request.kind is RequestKind.ITEMS:
            return self._edit(request, order).is_done(found)
        lines = (line for each in _nodes(found.get("returns")) for line in _nodes(each.get("returnLineItems")))
        return any(request.id in (line.get("returnReasonNote") or "") for line in lines)

    def _cancel(self, id: str, request: OrderRequest) -> Answered:
        errors = self._mutate(_CANCEL, "orderCancel", id=id, note=f"{request.reason} [{request.id}]")
        if not errors:
            return Answered(RequestState.REQUESTED)
        found = self._order(id)
        if found.get("cancelledAt"):
            return Answered(RequestState.ACKNOWLEDGED)
        if found.get("displayFulfillmentStatus") == "UNFULFILLED":  # it may be at it already: nobody can tell from here
            raise NeedsPerson(errors)
        return Answered(RequestState.REFUSED, errors)

    def _return(self, id: str, request: OrderRequest, order: Order) -> dict[str, Any]:
        found = _nodes(self._query(_RETURNABLE, id=id).get("returnableFulfillments"))
        lines = [dict(line) for each in found for line in _nodes(each.get("returnableFulfillmentLineItems"))]
        note = f"{request.reason} [{request.id}]"[-_NOTE:]
        back = [{"fulfillmentLineItemId": line, "quantity": count, "returnReason": "OTHER", "returnReasonNote": note}
                for change in request.items for line, count in self._taken(lines, change, order)]
        new = [{"variantId": self._variant(change.new_variant_id), "quantity": change.quantity}
               for change in request.items if change.new_variant_id]
        exchange = {"exchangeLineItems": new} if new else {}
        return {"orderId": id, "requestedAt": request.at.isoformat(), "returnLineItems": back, **exchange}

    def _taken(self, lines: list[dict[str, Any]], change: ItemChange, order: Order) -> list[tuple[str, int]]:
        """The parcels' lines that a change takes, and how many of each; they are then gone from `lines`."""
        skus = {line.sku for line in order.lines if line.variant_id == change.variant_id and line.sku}
        ids, left, taken = self._gids("variant", change.variant_id), change.quantity, []
        for line in lines:
            parcel = line["fulfillmentLineItem"]
            item = parcel["lineItem"]
            if ((item.get("variant") or {}).get("id") in ids or item.get("sku") in skus) and (count := min(left, line["quantity"])):
                taken.append((parcel["id"], count))
                line["quantity"], left = line["quantity"] - count, left - count
        if left:
            raise NeedsPerson(f"Shopify has fewer of {change.variant_id} to be sent back than were asked for")
        return taken

    def _variant(self, id: str) -> str:
        found = self._gids("variant", id)
        if not found:
            raise NeedsPerson(f"Shopify's id of the variant {id} is not known here")
        return found[0]

    def _id(self, order: Order) -> str:
        if known := self._gids("order", order.id):
            return known[0]
        found = _nodes(self._query(_BY_NAME, name=f'name:"{order.id}"').get("orders"))
        named = [each for each in found if each.get("name") == order.id]
        if len(named) != 1:
            raise NeedsPerson(f"Shopify has no order of the name {order.id}")
        return str(named[0]["id"])

    def _gids(self, kind: str, id: str) -> list[str]:
        prefix = f"shopify/{kind}/"
        numbers = [link.key.removeprefix(prefix) for link in self._links.of(id) if link.key.startswith(prefix)]
        return [f"gid://shopify/{'Order' if kind == 'order' else 'ProductVariant'}/{number}" for number in numbers]

    def _order(self, id: str) -> dict[str, Any]:
        found = self._query(_ORDER, id=id).get("order")
        if not isinstance(found, dict):
            raise NeedsPerson(f"Shopify has no order {id}")
        return found

    def _mutate(self, query: str, name: str, **variables: Any) -> str:
        """What was wrong with a mutation, "" when it was done."""
        data = self._query(query, **variables).get(name) or {}
        errors = data.get("orderCancelUserErrors") or data.get("userErrors") or []
        return "; ".join(str(error.get("message", "")) for error in errors)

    def _query(self, query: str, **variables: Any) -> dict[str, Any]:
        response = call("POST", self._url, {"query": query, "variables": variables}, headers={"X-Shopify-Access-Token": self._token})
        data = response.data if isinstance(response.data, dict) else {}
        if response.status != 200 or data.get("errors") or not isinstance(data.get("data"), dict):
            raise Unanswered(f"Shopify answered {response.status}: {str(data.get('errors') or '')[:200]}")
        found: dict[str, Any] = data["data"]
        return found


def _done(errors: str) -> Answered:
    return Answered(RequestState.REFUSED if errors else RequestState.ACKNOWLEDGED, errors)


def _nodes(connection: Any) -> list[dict[str, Any]]:
    return list((connection or {}).get("nodes") or [])


def _address(request: OrderRequest, customer: Customer | None) -> dict[str, str]:
    address = request.address
    assert address is not None
    first, _, last = (customer.name if customer else "").partition(" ")
    province = "provinceCode" if len(address.region) <= 3 else "province"
    given = {"address1": address.line1, "address2": address.line2, "city": address.city, province: address.region, "zip": address.postcode,
             "countryCode": address.country, "firstName": first, "lastName": last}
    return {name: value for name, value in given.items() if value or name == "address2"}
