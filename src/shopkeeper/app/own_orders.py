"""A shopper's own orders on a page: who they are is asked as the assistant asks it, what may be done is what the policy allows.

Who was found gets a conversation of their own, whose id nobody can guess: it shows the orders for a while, and the assistant goes on in it
without asking again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ..assistant.session import Session
from ..assistant.tools import ToolError
from ..assistant.tools.find import find_user_id_by_email, find_user_id_by_name_zip
from ..assistant.tools.records import orders_of
from ..shop import Language, Localized, Money, Order, OrderLine, Product, RequestKind
from ..shop.policy import may, may_exchange_until, may_return_until
from ..shop.policy.words import named
from .access import hashed
from .identity import BadIdentity, customer_of
from .login import OF_A_NAME, OF_AN_ADDRESS, address_key, count_attempt, forgive

if TYPE_CHECKING:
    from ..assistant.desk import Desk
    from .shop import Shop

DOOR, CHANNEL = "orders", "orders"
LASTS = timedelta(hours=1)  # that the orders are shown after somebody said who they are, or spoke with the assistant last
OFFERED = (RequestKind.CANCEL, RequestKind.ADDRESS, RequestKind.ITEMS, RequestKind.RETURN, RequestKind.EXCHANGE)
LONGEST = 300  # characters of a field


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line of an order; `product` is None where the shop no longer has it."""

    line: OrderLine
    product: Product | None
    title: Localized
    image: str
    total: Money


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """An order as its customer sees it: `may` is what can be asked for at this moment, `until` the last day for sending goods back or
    exchanging them, None where there is no limit or it is not the time yet."""

    order: Order
    lines: tuple[OwnLine, ...]
    may: tuple[RequestKind, ...]
    until: date | None


def let_in(shop: Shop, said: Mapping[str, str], address: str, language: Language, now: datetime) -> str | None:
    """The id of a conversation with the customer who said who they are: by `email`, by `name` and `postcode`, or by the token `customer`
    that the shop's backend signed. None where nobody or more than one is found, whatever was wrong. `LockedOut` after many failures."""
    fields = {name: said.get(name, "").strip()[:LONGEST] for name in ("email", "name", "postcode")}
    token, desk = said.get("customer", ""), shop.helpdesk.desk
    who, where = _name_key(token or fields["email"] or fields["name"]), address_key(address, DOOR)
    count_attempt(shop.store, ((who, OF_A_NAME), (where, OF_AN_ADDRESS)), address, now)
    customer = _signed(shop, token, now) if token else _found(desk, fields)
    if customer is None:
        return None
    with shop.store.transaction():
        forgive(shop.store, who, where)
        session = shop.helpdesk.assistant.start(channel=CHANNEL, language=language)
        shop.helpdesk.assistant.identify(session.id, customer)
    return session.id


def known(shop: Shop, conversation: str, now: datetime) -> Session | None:
    """The conversation with a customer who said who they are not long ago; None for any other."""
    kept = shop.store.dialogues.get(conversation) if conversation else None
    if kept is None or kept.customer_id is None or now - kept.at > LASTS:
        return None
    session = Session.of(kept)
    return session if session.channel == CHANNEL else None


def own_orders(shop: Shop, session: Session, first: int, most: int) -> tuple[list[OwnOrder], int]:
    """Some of the customer's orders, the newest first, from the one at `first`, and how many there are."""
    desk = shop.helpdesk.desk
    orders = orders_of(desk, session)[::-1]
    shown = orders[first : first + most]
    products = desk.store.products.get_many(list({line.product_id for order in shown for line in order.lines}))
    return [_own(desk, order, products) for order in shown], len(orders)


def _own(desk: Desk, order: Order, products: Mapping[str, Product]) -> OwnOrder:
    possible = may(desk.policy, order, desk.now())
    limits = ((RequestKind.RETURN, may_return_until), (RequestKind.EXCHANGE, may_exchange_until))
    lasts = [last for kind, until in limits if kind in possible and (last := until(desk.policy, order))]
    lines = tuple(_line(line, products.get(line.product_id)) for line in order.lines)
    return OwnOrder(order, lines, tuple(kind for kind in OFFERED if kind in possible), max(lasts, default=None))


def _line(line: OrderLine, product: Product | None) -> OwnLine:
    variant = next((v for v in product.variants if v.id == line.variant_id), None) if product else None
    return OwnLine(line, product, named(line, product), variant.image if variant else "", line.unit_price * line.quantity)


def _found(desk: Desk, fields: Mapping[str, str]) -> str | None:
    """The customer, found by the assistant's own tools."""
    session = Session("-")
    first, _, last = fields["name"].rpartition(" ")
    try:
        if fields["email"]:
            return str(find_user_id_by_email(desk, session, fields["email"]))
        return str(find_user_id_by_name_zip(desk, session, first, last, fields["postcode"]))
    except ToolError:
        return None


def _signed(shop: Shop, token: str, now: datetime) -> str | None:
    try:
        id = customer_of(token, shop.secrets.get("customer", ""), now)
    except BadIdentity:
        return None
    return id if shop.store.customers.get_many([id]) else None


def _name_key(said: str) -> str:
    return f"{DOOR}-name {hashed(' '.join(said.lower().split()))}"
