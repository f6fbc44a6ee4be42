"""What the shop knows of the one customer of a conversation: their orders line by line, and the addresses that they use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ...shop import Address, Customer, Money, Order, OrderLine, OrderStatus, Product, Variant
from ...store.protocol import Store
from ...text.goods import kinds_of


@dataclass(frozen=True)
class Line:
    """Line `number` (from 0) of an order, with the product and variant as the catalogue has them now (None when they are gone)."""

    order: Order
    number: int
    product: Product | None
    variant: Variant | None

    @property
    def row(self) -> OrderLine:
        """The line as it was sold."""
        return self.order.lines[self.number]

    @property
    def item(self) -> str:
        """The id by which the line's goods are named to the tools."""
        return self.row.variant_id or self.row.product_id

    @property
    def price(self) -> Money:
        """What one of it cost."""
        return self.row.unit_price

    @property
    def key(self) -> tuple[str, int]:
        """By what a line is told from all others."""
        return self.order.id, self.number

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """What it is called, in the languages that are known."""
        return self.product.title.all if self.product else (self.row.title or self.item,)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of goods that it is."""
        return frozenset().union(*(kinds_of(title) for title in self.titles))


@dataclass(frozen=True)
class Own:
    """The rows of the customer: newest order first."""

    customer: Customer
    orders: tuple[Order, ...]
    products: dict[str, Product]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line of every order."""
        return tuple(self.line(order, number) for order in self.orders for number in range(len(order.lines)))

    def line(self, order: Order, number: int) -> Line:
        """One line."""
        row = order.lines[number]
        product = self.products.get(row.product_id)
        variant = next((each for each in product.variants if each.id == row.variant_id), None) if product else None
        return Line(order, number, product, variant)

    def order(self, id: str) -> Order | None:
        """The order of this number, when it is the customer's."""
        return next((order for order in self.orders if order.id == id), None)

    def of(self, statuses: Sequence[OrderStatus]) -> list[Order]:
        """The orders that stand so."""
        return [order for order in self.orders if order.status in statuses]

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Every address of the customer and of their orders, each once."""
        known = [self.customer.address, *(order.address for order in self.orders)]
        return tuple(dict.fromkeys(address for address in known if address.line1))


def own_rows(store: Store, customer_id: str) -> Own:
    """The rows of a customer as they stand now."""
    orders = sorted(store.orders.all(customer_id=customer_id), key=lambda order: (order.placed_at, order.id), reverse=True)
    ids = dict.fromkeys(line.product_id for order in orders for line in order.lines)
    return Own(store.customers.get(customer_id), tuple(orders), store.products.get_many(list(ids)))
