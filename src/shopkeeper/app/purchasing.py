"""Orders to suppliers: drafted from the advice, changed, sent, received. What is on its way is no more ordered."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..demand.ordering import LEAD_DAYS, has_counted, on_its_way
from ..demand.ordering import reorder as advise
from ..demand.purchase import drafts_of
from ..demand.reorder import Policy
from ..shop import Conflict, InvalidQuery, Purchase, PurchaseState, StockChange

if TYPE_CHECKING:
    from .shop import Shop


def draft(shop: Shop, policy: Policy, by: str, *, lead_days: float = LEAD_DAYS, now: datetime | None = None) -> list[Purchase]:
    """A draft for each supplier of what is due and stands in no open order yet; none where nothing is due, or no stock is counted."""
    if not has_counted(shop.demand.series()):
        return []
    at = now or datetime.now(UTC)
    drafted = on_its_way(shop.store, PurchaseState.DRAFT)
    lines = advise(shop.store, shop.demand.coherent(), policy, lead_days=lead_days, coming=drafted)
    made = drafts_of(lines, shop.currency, at, by, lambda: secrets.token_hex(4))
    with shop.store.transaction():
        shop.store.purchases.put(made)
        for each in made:
            _note(shop, each, "draft", by, at)
    return made


def change(shop: Shop, id: str, quantities: Mapping[str, int], by: str, *, note: str = "", now: datetime | None = None) -> Purchase:
    """Gives the lines of a draft other quantities by variant; a line of 0 goes. `Conflict` for what is no draft any more, `InvalidQuery`
    where nothing would be left or a quantity is none."""
    if any(not 0 <= quantity <= 1_000_000 for quantity in quantities.values()):
        raise InvalidQuery("quantity: expected a whole number from 0 to 1,000,000")
    with shop.store.transaction():
        order = shop.store.purchases.get(id)
        if order.state is not PurchaseState.DRAFT:
            raise Conflict(f"order {id}: it is {order.state.value}, and only a draft can be changed")
        wanted = [replace(line, quantity=count) for line in order.lines if (count := quantities.get(line.variant_id, line.quantity))]
        if not wanted:
            raise InvalidQuery(f"order {id}: nothing would be left of it; cancel it instead")
        changed = replace(order, lines=tuple(wanted), note=note.strip()[:500])
        shop.store.purchases.put([changed])
    return changed


def step(shop: Shop, id: str, state: PurchaseState, by: str, *, stock: bool = False, now: datetime | None = None) -> Purchase:
    """Notes that an order was sent, received or cancelled. `stock`: what was received is added to the stock that is counted here, for shops
    whose stock no other system tells. `Conflict` for a state that does not come next."""
    at = now or datetime.now(UTC)
    with shop.store.transaction():
        order = shop.store.purchases.get(id).stepped(state, at)
        shop.store.purchases.put([order])
        if stock and state is PurchaseState.RECEIVED:
            _stock(shop, order, at)
        _note(shop, order, state.value, by, at)
    shop.catch_up()
    return order


def _stock(shop: Shop, order: Purchase, at: datetime) -> None:
    """Adds what came to the stock of the variants that are counted."""
    came = {line.variant_id: line.quantity for line in order.lines}
    owners = shop.store.products.by_variant(list(came))
    products = shop.store.products.get_many(list(dict.fromkeys(owners.values()))).values()
    counted = [each for product in products for each in product.variants if each.id in came and each.stock is not None]
    shop.store.products.set_stock([StockChange(each.id, at, (each.stock or 0) + came[each.id]) for each in counted])


def _note(shop: Shop, order: Purchase, what: str, by: str, at: datetime) -> None:
    facts = {"supplier": order.supplier_id, "lines": len(order.lines), "units": order.units}
    shop.store.audit.note(by, f"purchase.{what}", f"purchase/{order.id}", facts, at)
