"""What a message of another system changes in the store. Each runs inside a transaction; a state that is
older than the one that is known changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from ...assistant.orders.http import answered
from ...assistant.orders.remote import Unanswered
from ...assistant.orders.settle import settle
from ...shop import Customer, InvalidRecord, NotFound, Order, OrderStatus, Product, ShopkeeperError, StockChange
from ...store.messages import Link
from ...store.protocol import Store
from . import shopify, woocommerce
from .erase import erase_customer
from .payload import Payload


class Waiting(ShopkeeperError):
    """A message about something that is not known yet: it is kept until that is."""


class Moment:
    """The shop as a message meets it: its store, the currency of prices that name none, and when the
    message was sent."""

    def __init__(self, store: Store, currency: str, at: datetime) -> None:
        self.store, self.currency, self.at = store, currency, at

    def known(self, key: str) -> str | None:
        """What another system's id stands for here."""
        link = self.store.links.get(key)
        return link.record_id if link and link.record_id else None

    def is_newer(self, key: str, at: datetime | None) -> bool:
        """Whether a state of this moment is not older than the one that is known of `key`."""
        link = self.store.links.get(key)
        return link is None or link.at is None or (at or self.at) >= link.at

    def stored(self, id: str) -> Product | None:
        """The product of this id, if there is one."""
        return self.store.products.get_many([id]).get(id)

    def gone(self, key: str, id: str) -> None:
        """Remembers that something is gone since now: what comes later but is older finds that out."""
        self.store.links.put([Link(key, id, self.at)])


Handler = Callable[[Moment, Payload], None]
_ON_THEIR_WAY = (OrderStatus.RETURN_REQUESTED, OrderStatus.EXCHANGE_REQUESTED)


def shopify_product(now: Moment, message: Payload) -> None:
    """`products/create`, `products/update`."""
    at = message.moment("updated_at")
    if not now.is_newer(f"shopify/product/{message.need('id')}", at):
        return
    made, links = shopify.product(message, now.currency, now.known)
    made = shopify.merged(now.stored(made.id), made)
    items = {link.record_id: link.key.removeprefix("shopify/item/") for link in links if link.key.startswith("shopify/item/")}
    variants = tuple(replace(v, stock=_newer_stock(now, items.get(v.id, ""), at, v.stock)) for v in made.variants)
    now.store.products.put([replace(made, variants=variants)])
    now.store.links.put(links)


def _newer_stock(now: Moment, item: str, at: datetime | None, stock: int | None) -> int | None:
    """The stock of a variant: that of its own messages where these are newer."""
    levels = now.store.links.below(f"shopify/level/{item}/") if item else []
    newest = max((level.at for level in levels if level.at), default=None)
    return _total(levels) if newest and at and newest > at else stock


def _total(levels: list[Link]) -> int:
    return sum(level.quantity or 0 for level in levels)


def shopify_product_deleted(now: Moment, message: Payload) -> None:
    """`products/delete`."""
    _delete_product(now, f"shopify/product/{message.need('id')}")


def _delete_product(now: Moment, key: str, otherwise: str = "") -> None:
    if not now.is_newer(key, now.at):
        return
    id = now.known(key) or otherwise
    if id:
        now.store.products.delete([id])
    now.gone(key, id)


def shopify_level(now: Moment, message: Payload) -> None:
    """`inventory_levels/update`: the stock is the sum over the places that have told theirs."""
    item, at = message.need("inventory_item_id"), message.moment("updated_at") or now.at
    key, available = f"shopify/level/{item}/{message.need('location_id')}", message.whole("available")
    if available is None or not now.is_newer(key, at):
        return
    variant = now.known(f"shopify/item/{item}")
    now.store.links.put([Link(key, variant or "", at, available)])
    if variant:
        now.store.products.set_stock([StockChange(variant, at, _total(now.store.links.below(f"shopify/level/{item}/")))])


def shopify_order(now: Moment, message: Payload) -> None:
    """`orders/create`, `orders/updated`, `orders/cancelled`, `orders/fulfilled`."""
    if now.is_newer(f"shopify/order/{message.need('id')}", message.moment("updated_at")):
        made, links = shopify.order(message, now.known)
        now.store.orders.put([_with_requests(now, made)])
        now.store.links.put(links)


def _with_requests(now: Moment, made: Order) -> Order:
    """The order as it comes, with what is known of it here only: what its customer asked for, and that goods are on their way back."""
    stored = now.store.orders.get_many([made.id]).get(made.id)
    if stored is None or not stored.requests:
        return made
    awaited = stored.status in _ON_THEIR_WAY and made.status in (OrderStatus.SHIPPED, OrderStatus.DELIVERED)
    return replace(made, requests=stored.requests, status=stored.status if awaited else made.status)


def shopify_refund(now: Moment, message: Payload) -> None:
    """`refunds/create`."""
    number = message.need("order_id")
    id = now.known(f"shopify/order/{number}")
    order = now.store.orders.get_many([id]).get(id) if id else None
    if order is None:
        raise Waiting(f"order_id: the order {number} is not known here yet")
    now.store.orders.put([shopify.refunded(order, message)])


def shopify_customer(now: Moment, message: Payload) -> None:
    """`customers/create`, `customers/update`."""
    key, at = f"shopify/customer/{message.need('id')}", message.moment("updated_at")
    if now.is_newer(key, at):
        now.store.customers.put([_known_person(now.store, shopify.customer(message), shopify.told_channels(message))])
        now.store.links.put([Link(key, message.need("id"), at or now.at)])


def _known_person(store: Store, new: Customer, told: tuple[str, ...] = ()) -> Customer:
    """The customer with what is known of them here only: tastes, what they never want to see, and the channels that the other
    system does not tell of and they agreed to here."""
    stored = store.customers.get_many([new.id]).get(new.id)
    if stored is None:
        return new
    here = [channel for channel in stored.consents if channel not in told]
    return replace(new, tastes=stored.tastes, excludes=stored.excludes, consents=(*new.consents, *here), language=stored.language)


def shopify_redact(now: Moment, message: Payload) -> None:
    """`customers/redact`: the person is gone, their orders stay without them."""
    id = message.child("customer").need("id")
    numbers = [str(number) for number in message.values("orders_to_redact")]
    wanted = [order for number in numbers if (order := now.known(f"shopify/order/{number}"))]
    erase_customer(now.store, id, wanted, numbers)
    now.gone(f"shopify/customer/{id}", id)


def woocommerce_product(now: Moment, message: Payload) -> None:
    """`product.created`, `product.updated`, `product.restored`, of products and of variations."""
    key = f"woocommerce/product/{message.need('id')}"
    if not now.is_newer(key, message.moment("date_modified_gmt")):
        return
    if message.text("type") == "variation" or message.text("parent_id") not in ("", "0"):
        made, links = woocommerce.variation(message, now.currency, _parent(now, message), now.known)
    else:
        stored = now.stored(now.known(key) or message.text("sku") or message.need("id"))
        made, links = woocommerce.product(message, now.currency, stored, now.known)
        made = shopify.merged(stored, made)
    now.store.products.put([made])
    now.store.links.put(links)


def _parent(now: Moment, message: Payload) -> Product:
    number = message.need("parent_id")
    parent = now.stored(now.known(f"woocommerce/product/{number}") or number)
    if parent is None:
        raise Waiting(f"parent_id: the product {number} is not known here yet")
    return parent


def woocommerce_product_deleted(now: Moment, message: Payload) -> None:
    """`product.deleted`; of a variation only that goes."""
    number = message.need("id")
    variant = now.known(f"woocommerce/variant/{number}") or ""
    owner = now.store.products.by_variant([variant]).get(variant)
    parent = now.stored(owner) if owner else None
    if parent and len(parent.variants) > 1:
        left = tuple(each for each in parent.variants if each.id != variant)
        now.store.products.put([replace(parent, variants=left)])
        now.gone(f"woocommerce/product/{number}", parent.id)
    else:
        _delete_product(now, f"woocommerce/product/{number}", number)


def woocommerce_order(now: Moment, message: Payload) -> None:
    """`order.created`, `order.updated`, `order.restored`."""
    if now.is_newer(f"woocommerce/order/{message.need('id')}", message.moment("date_modified_gmt")):
        made, links = woocommerce.order(message, now.known)
        now.store.orders.put([_with_requests(now, made)])
        now.store.links.put(links)


def woocommerce_order_deleted(now: Moment, message: Payload) -> None:
    """`order.deleted`."""
    key = f"woocommerce/order/{message.need('id')}"
    if now.is_newer(key, now.at):
        id = now.known(key) or message.need("id")
        now.store.orders.delete([id])
        now.gone(key, id)


def woocommerce_customer(now: Moment, message: Payload) -> None:
    """`customer.created`, `customer.updated`."""
    key, at = f"woocommerce/customer/{message.need('id')}", message.moment("date_modified_gmt")
    if now.is_newer(key, at):
        now.store.customers.put([_known_person(now.store, woocommerce.customer(message))])
        now.store.links.put([Link(key, message.need("id"), at or now.at)])


def woocommerce_customer_deleted(now: Moment, message: Payload) -> None:
    """`customer.deleted`."""
    now.store.customers.delete([message.need("id")])
    now.gone(f"woocommerce/customer/{message.need('id')}", message.need("id"))


def order_request(now: Moment, message: Payload) -> None:
    """`request.updated` of the shop's own order system: what it did with a request that it had taken. One that was answered before, or
    is not known, changes nothing."""
    try:
        found = answered(message.data)
    except Unanswered as error:
        raise InvalidRecord("body", "{id, state, reason, order} as docs/assistant.md has it", str(error)) from None
    settle(now.store, message.need("id"), found, now.at)


def recorded(now: Moment, message: Payload) -> None:
    """A request that a person must answer: it is kept, nothing is changed."""


HANDLERS: dict[str, dict[str, Handler]] = {
    "shopify": {
        "products/create": shopify_product, "products/update": shopify_product, "products/delete": shopify_product_deleted,
        "inventory_levels/update": shopify_level, "orders/create": shopify_order, "orders/updated": shopify_order,
        "orders/cancelled": shopify_order, "orders/fulfilled": shopify_order, "refunds/create": shopify_refund,
        "customers/create": shopify_customer, "customers/update": shopify_customer, "customers/redact": shopify_redact,
        "customers/data_request": recorded, "shop/redact": recorded,
    },
    "woocommerce": {
        "product.created": woocommerce_product, "product.updated": woocommerce_product, "product.restored": woocommerce_product,
        "product.deleted": woocommerce_product_deleted, "order.created": woocommerce_order, "order.updated": woocommerce_order,
        "order.restored": woocommerce_order, "order.deleted": woocommerce_order_deleted, "customer.created": woocommerce_customer,
        "customer.updated": woocommerce_customer, "customer.deleted": woocommerce_customer_deleted,
    },
    "orders": {"request.updated": order_request},
}
PRIVACY = frozenset({"customers/data_request", "customers/redact", "shop/redact"})


def handler_of(source: str, topic: str) -> Handler | None:
    """What takes in messages of a topic; None for one that says nothing to this shop."""
    if source not in HANDLERS:
        raise NotFound("source of webhooks", source)
    return HANDLERS[source].get(topic)
