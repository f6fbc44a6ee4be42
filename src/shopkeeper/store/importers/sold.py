"""Products out of order lines: for a shop that has its invoices and no catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from ...shop import Money, Order, OrderLine, OrderStatus, Product, ProductStatus, Variant
from ..protocol import Store
from .values import line, localized

_AT_ONCE = 500
_UNDONE = (OrderStatus.CANCELLED, OrderStatus.RETURNED)


@dataclass(slots=True)
class _Sold:
    """What the lines of one product say: how often it was called what, its first sale and its last, and the price of that."""

    titles: Counter[str] = field(default_factory=Counter)
    sku: str = ""
    first: datetime | None = None
    last: datetime | None = None
    price: Money | None = None

    def add(self, order: Order, sold: OrderLine) -> None:
        """Takes in a line. What costs nothing is given away: it tells no price, and often no name either ("damaged")."""
        if sold.unit_price.amount <= 0:
            return
        self.titles[sold.title] += 1
        self.sku = self.sku or sold.sku
        self.first = min(self.first or order.placed_at, order.placed_at)
        if self.last is None or order.placed_at >= self.last:
            self.last, self.price = order.placed_at, sold.unit_price


def products_sold(store: Store) -> Iterator[Product]:
    """The products that order lines name and the store does not have: the title that most lines have, the price of the latest, on sale
    since the first. A code without a digit ("POST", "BANK CHARGES") is mostly none of the goods: its product is a draft."""
    found: dict[str, _Sold] = {}
    for order in store.orders.all():
        if order.status not in _UNDONE:
            for sold in order.lines:
                found.setdefault(sold.product_id, _Sold()).add(order, sold)
    ids = sorted(id for id, sold in found.items() if sold.price is not None)
    for start in range(0, len(ids), _AT_ONCE):
        batch = ids[start : start + _AT_ONCE]
        known = store.products.get_many(batch)
        yield from (_product(id, found[id]) for id in batch if id not in known)


def _product(id: str, sold: _Sold) -> Product:
    titles = sorted(((-count, title) for title, count in sold.titles.items() if title)) or [(0, id)]
    status = ProductStatus.ACTIVE if any(sign.isdigit() for sign in id) else ProductStatus.DRAFT
    return Product(id=id, title=localized(titles[0][1], line), variants=(Variant(id=id, sku=sold.sku or id, price=sold.price),),
                   status=status, created_at=sold.first)  # fmt: skip
