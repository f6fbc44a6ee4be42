"""Other items in an order that lives in Shopify: its `orderEdit` mutations, of which nothing counts before `orderEditCommit`.

Only an even swap is done so: Shopify takes or pays back no difference by itself, and what it would charge for a variant has to be what the
customer was shown. Whether an edit was committed is read from the order's lines, for Shopify keeps no key of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from ...shop import Order, OrderRequest
from .remote import NeedsPerson

_LINES = "lineItems(first: 100) { nodes { id sku quantity variant { id } } }"
_BEGIN = f"mutation($id: ID!) {{ orderEditBegin(id: $id) {{ calculatedOrder {{ id {_LINES} }} userErrors {{ message }} }} }}"
_QUANTITY = """mutation($id: ID!, $line: ID!, $quantity: Int!) { orderEditSetQuantity(id: $id, lineItemId: $line, quantity: $quantity,
  restock: true) { calculatedLineItem { id } userErrors { message } } }"""
_ADD = """mutation($id: ID!, $variant: ID!, $quantity: Int!) { orderEditAddVariant(id: $id, variantId: $variant, quantity: $quantity,
  allowDuplicates: true) { calculatedLineItem { id originalUnitPriceSet { presentmentMoney { amount currencyCode } } }
  userErrors { message } } }"""
_COMMIT = """mutation($id: ID!, $note: String) { orderEditCommit(id: $id, notifyCustomer: true, staffNote: $note) { order { id }
  userErrors { message } } }"""

Query = Callable[..., dict[str, Any]]
Gids = Callable[[str, str], list[str]]


class OrderEdit:
    """The change of items that a request asks for, of an order as it was here. `query` asks Shopify, `gids(kind, id)` are its ids of what
    has an id here."""

    def __init__(self, request: OrderRequest, order: Order, query: Query, gids: Gids) -> None:
        self._request, self._order, self._query, self._gids = request, order, query, gids

    def is_done(self, found: Mapping[str, Any]) -> bool:
        """Whether the order's lines are as they are to be. `NeedsPerson` when they are neither so nor as they were."""
        now, before, after = self._counted(found), self._before(), self._before()
        for change in self._request.items:
            after[self._key(change.variant_id)] -= change.quantity
            after[self._key(change.new_variant_id)] += change.quantity
        if all(now[key] == count for key, count in after.items()):
            return True
        if any(now[key] != before[key] for key in after):
            raise NeedsPerson("the order has other items in Shopify than here; change them in its admin")
        return False

    def carry_out(self, id: str) -> str:
        """Edits the order of this id and commits that; what Shopify has against it, "" when it is done. `NeedsPerson` where money would
        change hands or the price is another by now; the order is then as it was."""
        amount = self._request.amount
        if amount is not None and amount.amount:
            raise NeedsPerson(f"Shopify does not settle a difference of {amount} by itself; change the items in its admin")
        begun = self._query(_BEGIN, id=id).get("orderEditBegin") or {}
        calculated = begun.get("calculatedOrder")
        if not calculated:
            return _wrong(begun) or "Shopify did not let the order be edited"
        edit = str(calculated["id"])
        return self._take_out(edit, calculated) or self._put_in(edit) or self._commit(edit)

    def _take_out(self, edit: str, calculated: Mapping[str, Any]) -> str:
        lines = [dict(line) for line in calculated["lineItems"]["nodes"]]
        for change in self._request.items:
            left = change.quantity
            for line in lines:
                if left and self._is_of(line, change.variant_id) and line["quantity"]:
                    taken = min(left, line["quantity"])
                    line["quantity"], left = line["quantity"] - taken, left - taken
                    wrong = _wrong(self._query(_QUANTITY, id=edit, line=line["id"], quantity=line["quantity"]).get("orderEditSetQuantity"))
                    if wrong:
                        return wrong
            if left:
                raise NeedsPerson(f"Shopify has fewer of {change.variant_id} in the order than are to be swapped")
        return ""

    def _put_in(self, edit: str) -> str:
        for change in self._request.items:
            known = self._gids("variant", change.new_variant_id)
            if not known:
                raise NeedsPerson(f"Shopify's id of the variant {change.new_variant_id} is not known here")
            answer = self._query(_ADD, id=edit, variant=known[0], quantity=change.quantity).get("orderEditAddVariant") or {}
            if wrong := _wrong(answer):
                return wrong
            price = answer["calculatedLineItem"]["originalUnitPriceSet"]["presentmentMoney"]
            shown = change.new_price
            if shown and (Decimal(price["amount"]), price["currencyCode"]) != (shown.major, shown.currency):
                raise NeedsPerson(f"Shopify charges {price['amount']} for {change.new_variant_id}, and {shown} was confirmed")
        return ""

    def _commit(self, edit: str) -> str:
        return _wrong(self._query(_COMMIT, id=edit, note=f"items changed [{self._request.id}]").get("orderEditCommit"))

    def _before(self) -> Counter[str]:
        counts = Counter[str]()
        for line in self._order.lines:
            counts[self._key(line.variant_id or line.product_id)] += line.quantity
        return counts

    def _counted(self, found: Mapping[str, Any]) -> Counter[str]:
        """Pieces of each variant in the order as Shopify has it, under our keys."""
        counts = Counter[str]()
        ids = {self._key(line.variant_id or line.product_id): line.variant_id or line.product_id for line in self._order.lines}
        ids |= {self._key(change.new_variant_id): change.new_variant_id for change in self._request.items}
        for line in (found.get("lineItems") or {}).get("nodes", ()):
            key = next((key for key, id in ids.items() if self._is_of(line, id)), "")
            counts[key] += line["currentQuantity"]
        return counts

    def _key(self, id: str) -> str:
        return next(iter(self._gids("variant", id)), id)

    def _is_of(self, line: Mapping[str, Any], id: str) -> bool:
        skus = {each.sku for each in self._order.lines if each.variant_id == id and each.sku}
        return (line.get("variant") or {}).get("id") in self._gids("variant", id) or line.get("sku") in skus


def _wrong(answer: Any) -> str:
    return "; ".join(str(error.get("message", "")) for error in (answer or {}).get("userErrors") or [])
