"""A person as the tables of a shop know them: their records, the visits that were theirs, and the words that name them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import orjson

from ...shop import Address, Customer, Event, Order, Review
from ...store.protocol import Store
from ...text.blot import Words

SECRET = "privacy"  # name of the secret that tokens are made with and certificates are signed with
_ALL = 1_000_000  # conversations


@dataclass(frozen=True)
class Person:
    """Somebody who has an id as a customer, whether a record of them is left or not. `sessions` are visits of theirs, before they said
    who they are too, `searches` and `lists` the ids of what was searched and recommended in them."""

    id: str
    customer: Customer | None
    orders: dict[str, Order]
    reviews: tuple[Review, ...]
    events: tuple[Event, ...]
    sessions: frozenset[str]
    searches: tuple[str, ...]
    lists: tuple[str, ...]
    conversations: tuple[str, ...]
    dialogues: tuple[str, ...]
    carts: tuple[str, ...]
    words: Words = field(repr=False)

    @property
    def is_known(self) -> bool:
        """Whether any table has them."""
        return self.customer is not None or any((
            self.orders, self.reviews, self.events, self.searches, self.lists, self.conversations, self.dialogues, self.carts))  # fmt: skip


def token_of(store: Store, id: str) -> str:
    """What stands for a customer where their id must not: the same for ever, and nobody without the shop's secret can tell whose it is."""
    return token_by(store.persons.secret(SECRET), id)


def token_by(secret: bytes, id: str) -> str:
    """As `token_of`, with a secret that is known."""
    return hmac.new(secret, f"customer/{id}".encode(), hashlib.sha256).hexdigest()


def person_of(store: Store, id: str, order_ids: Sequence[str] = ()) -> Person:
    """All that the tables tie to a customer's id; `order_ids` are orders beside those that name them."""
    customer = store.customers.get_many([id]).get(id)
    orders = {order.id: order for order in store.orders.all(customer_id=id)} | store.orders.get_many(order_ids)
    events = list(store.events.all(customer_id=id))
    shown = list(store.recommendations.all(customer_id=id))
    sessions = {event.session_id for event in events if event.session_id} | {each.session_id for each in shown if each.session_id}
    sessions |= _searched_in(store, id)
    events += [event for session in sorted(sessions) for event in store.events.all(session_id=session) if event.customer_id is None]
    shown += [each for session in sorted(sessions) for each in store.recommendations.all(session_id=session)]
    dialogues = store.dialogues.newest(customer_id=id, limit=_ALL)
    told = [("customer_id", id), *(("session_id", session) for session in sorted(sessions))]
    return Person(
        id, customer, orders, tuple(store.reviews.all(customer_id=id)), tuple(events), frozenset(sessions),
        tuple(store.persons.holding("searches", [_pair(*each) for each in told])), tuple(dict.fromkeys(each.id for each in shown)),
        tuple(each.id for each in store.conversations.all(customer_id=id)), tuple(each.id for each in dialogues),
        tuple(each.id for each in store.carts.all(customer_id=id)), _words(id, customer, orders.values(), sessions),
    )  # fmt: skip


def _pair(name: str, value: str) -> str:
    return f'"{name}":{orjson.dumps(value).decode()}'


def _searched_in(store: Store, id: str) -> set[str]:
    found = store.searches.get_many(store.persons.holding("searches", [_pair("customer_id", id)]))
    return {search.session_id for search in found.values() if search.session_id}


def _words(id: str, customer: Customer | None, orders: Iterable[Order], sessions: Iterable[str]) -> Words:
    strong, names = [id] if _telling(id) else [], list[str]()
    addresses = [order.address for order in orders]
    addresses += [request.address for order in orders for request in order.requests if request.address]
    if customer:
        strong += [customer.email, customer.phone, *(method.id for method in customer.payment_methods if _telling(method.id))]
        names.append(customer.name)
        addresses.append(customer.address)
    strong += [line for address in addresses for line in _lines(address)]
    strong += [session for session in sessions if _telling(session)]
    return Words.of(strong, names)


def _lines(address: Address) -> list[str]:
    """The lines of an address that name a house: the second alone (Apt 5) names none."""
    named = [line for line in (address.line1, address.line2) if any(map(str.isdigit, line)) and len(line) >= 8]
    return [*named, *([address.line1] if len(address.line1) >= 12 else [])]


def _telling(id: str) -> bool:
    """Whether an id is none that means something else elsewhere: c42 and 1007 might."""
    return len(id) >= 6 and any(map(str.isdigit, id)) and not (id.isdigit() and len(id) < 9)
