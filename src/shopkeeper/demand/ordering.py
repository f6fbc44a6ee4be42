"""What a shop should order: its variants, their suppliers' terms and what is on its way, for `reorder`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from ..shop import InvalidQuery, InvalidRecord, Product, PurchaseState, Supplier, Variant
from ..shop.money import exponent
from ..store.protocol import Store
from .abc_xyz import Classed, classes
from .demand import Coherent
from .panel import Floats, Period
from .pooled import Pooled, variance_ratio
from .reorder import Item, Line, Policy, SpreadOf, Terms, advice
from .series import PRODUCT, YEAR, Series

ANYBODY = ""  # the supplier of what no supplier is named for
LEAD_DAYS, LEAD_SHARE = 14.0, 0.25  # from order to arrival where nobody says, and its standard deviation in terms of it


def reorder(
    store: Store, found: Coherent, policy: Policy, *, lead_days: float = LEAD_DAYS, coming: Mapping[str, int] | None = None,
    delay: float = 0.0,
) -> list[Line]:  # fmt: skip
    """A line of advice for each variant whose stock is counted and that has sold. `lead_days` where no supplier says, `coming` what is on
    its way by variant besides the orders that were sent, `delay` by how many days suppliers are late."""
    if found.panel.period is not Period.DAY:
        raise InvalidQuery("reorder: expected a forecast by the day")
    offers = terms_of(store.suppliers.all(), lead_days, delay)
    general = (Terms(ANYBODY, "", lead_days + delay, lead_days * LEAD_SHARE),)
    restless = variance_ratio(found.panel.values)
    sent = on_its_way(store)
    items = []
    for product, variant in _counted(found.series.products.values()):
        part = found.series.parts.get(variant.id)
        if part is None:
            continue
        expected, terms = found.for_orders[part.row] * part.share, offers.get(variant.id, _costing(general, variant))
        comes = sent.get(variant.id, 0) + (coming or {}).get(variant.id, 0)
        items.append(Item(variant.id, product.id, product.title, variant.stock or 0, comes, expected,
                          float(restless[part.row]), terms, _price(variant), variant.sku))  # fmt: skip
    today = found.panel.at(found.panel.columns)
    assert not isinstance(today, int)
    return advice(items, policy, spreads_of(found), today)


def spreads_of(found: Coherent) -> SpreadOf:
    """How what comes in so many days spreads around what is expected: as the products' days vary, and as far as earlier forecasts erred."""
    tried, place = found.fitted.tried, {id: row for row, id in enumerate(found.fitted.ids)}
    rows = [row for row in found.series.of_kind(PRODUCT) if found.panel.ids[row] in place]
    then, values = [place[found.panel.ids[row]] for row in rows], found.panel.values[rows]

    @cache
    def spread(days: int) -> Pooled:
        return Pooled.learn(values, tried.expected[:, then, :days].sum(2), tried.came[:, then, :days].sum(2))

    return spread


def has_counted(found: Series) -> bool:
    """Whether the stock of any variant that has sold is counted: without one there is nothing to advise, see `reorder`."""
    return any(variant.id in found.parts for _, variant in _counted(found.products.values()))


def _counted(products: Iterable[Product]) -> Iterable[tuple[Product, Variant]]:
    return ((product, variant) for product in products for variant in product.variants if variant.stock is not None)


def on_its_way(store: Store, state: PurchaseState = PurchaseState.SENT) -> dict[str, int]:
    """How many of each variant stand in orders of a state: those that were sent have yet to come."""
    found: dict[str, int] = {}
    for order in store.purchases.all(state=state):
        for line in order.lines:
            found[line.variant_id] = found.get(line.variant_id, 0) + line.quantity
    return found


def terms_of(suppliers: Iterable[Supplier], lead_days: float, delay: float = 0.0) -> dict[str, tuple[Terms, ...]]:
    """On which terms each variant is sold, by whom."""
    found: dict[str, tuple[Terms, ...]] = {}
    for supplier in suppliers:
        for item in supplier.items:
            lead = item.lead_days if item.lead_days is not None else supplier.lead_days if supplier.lead_days is not None else lead_days
            varies = supplier.lead_days_sd if supplier.lead_days_sd is not None else lead * LEAD_SHARE
            price = None if item.price is None else item.price.amount / 10 ** exponent(item.price.currency)
            terms = Terms(supplier.id, supplier.name, lead + delay, varies, item.pack, item.minimum, price, item.sku)
            found[item.variant_id] = (*found.get(item.variant_id, ()), terms)
    return found


def _costing(general: tuple[Terms, ...], variant: Variant) -> tuple[Terms, ...]:
    if variant.cost is None:
        return general
    each = general[0]
    cost = variant.cost.amount / 10 ** exponent(variant.cost.currency)
    return (Terms(each.supplier_id, each.supplier, each.lead_days, each.lead_sd, each.pack, each.minimum, cost),)


def _price(variant: Variant) -> float | None:
    return None if variant.price is None else variant.price.amount / 10 ** exponent(variant.price.currency)


def read_coming(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> dict[str, int]:
    """What is on its way, of rows with their numbers: {variant_id, quantity}. `InvalidRecord` names the first that is wrong."""
    found: dict[str, int] = {}
    for number, row in rows:
        id, quantity = str(row.get("variant_id") or "").strip(), str(row.get("quantity") or "").strip()
        if not id:
            raise InvalidRecord(f"{source}, row {number}, variant_id", "a variant's id", row.get("variant_id"))
        if not quantity.isdigit():
            raise InvalidRecord(f"{source}, row {number}, quantity", "a whole number of 0 or more", row.get("quantity"))
        found[id] = found.get(id, 0) + int(quantity)
    return found


def classed_series(found: Series) -> list[Classed]:
    """The products by what was paid for them in the last year and how much their sales varied; what was given away only by its price."""
    rows = found.of_kind(PRODUCT)
    units, now = found.panel.values[rows][:, -YEAR:], prices_of(found, rows)
    paid = np.array([found.paid.get(found.nodes[row].id, 0.0) for row in rows])
    return classes([found.nodes[row].id for row in rows], units, np.where(paid > 0, paid / np.maximum(np.nansum(units, 1), 1e-9), now))


def prices_of(found: Series, rows: Sequence[int]) -> Floats:
    """What the products in these rows sell for, in major units of the currency; 1 for what has no price: float64[rows]."""
    return np.array([_of_product(found.products.get(found.nodes[row].id)) for row in rows])


def _of_product(product: Product | None) -> float:
    price = product.price if product else None
    return 1.0 if price is None else price.amount / 10 ** exponent(price.currency)
