"""Forgets a person: what the shop keeps of them, and what messages still say of them on their way in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from ...assistant.retention import erase as erase_dialogues
from ...shop import Address, Campaign, Order, RequestKind, RequestState
from ...store.messages import DONE, FAILED, Delivery
from ...store.protocol import Store


def erase_customer(store: Store, id: str, order_ids: Sequence[str] = (), numbers: Sequence[str] = ()) -> None:
    """Removes a customer with their baskets, conversations, those with the assistant too, what was recommended to them and what they
    were sent; their orders, reviews and events stay without a name.

    Messages that wait or failed go too: those to webhooks that are about the customer or their orders (what is left of these is
    announced anew), and the bodies of those that came in and could not be taken in. `order_ids` are orders beside those that name
    the customer, `numbers` what another system calls them.
    """
    customer = store.customers.get_many([id]).get(id)
    orders = {order.id: order for order in store.orders.all(customer_id=id)} | store.orders.get_many(order_ids)
    store.outbox.forget([f"customer/{id}", *(f"order/{each}" for each in orders)])
    reached = {text for text in (customer.email, customer.phone) if text} if customer else set[str]()
    _clear(store, {"customer": {id}, "order": {*numbers, *orders}, "reached": reached})
    store.order_requests.drop([id for order in orders.values() for id in _addresses(order)])
    store.orders.put([_masked(order) for order in orders.values()])
    store.reviews.put([replace(review, customer_id=None) for review in store.reviews.all(customer_id=id)])
    events = list(store.events.all(customer_id=id))
    store.recommendations.delete(_shown(store, id, {event.session_id for event in events if event.session_id}))
    store.events.put([replace(event, customer_id=None, session_id=None) for event in events])
    store.conversations.delete([conversation.id for conversation in store.conversations.all(customer_id=id)])
    erase_dialogues(store, id)
    store.campaigns.put([_without(campaign, id) for campaign in store.campaigns.all()])
    store.carts.delete([cart.id for cart in store.carts.all(customer_id=id)])
    store.customers.delete([id])


def _without(campaign: Campaign, id: str) -> Campaign:
    sent, held = (tuple(each for each in ids if each != id) for ids in (campaign.sent, campaign.held))
    return replace(campaign, sent=sent, held=held)


def _shown(store: Store, id: str, sessions: set[str]) -> list[str]:
    """The lists that a customer saw, those of their visits before they said who they are too."""
    of_visits = [shown for session in sessions for shown in store.recommendations.all(session_id=session)]
    return [shown.id for shown in (*store.recommendations.all(customer_id=id), *of_visits)]


def _masked(order: Order) -> Order:
    """Without the person. An address that was still to be sent to the order system is not sent any more."""
    requests = tuple(replace(each, address=None, state=RequestState.REFUSED if each.id in _addresses(order) else each.state)
                     for each in order.requests)
    return replace(order, customer_id=None, address=Address(country=order.address.country), note="", requests=requests)


def _addresses(order: Order) -> list[str]:
    return [each.id for each in order.requests if each.state is RequestState.REQUESTED and each.kind is RequestKind.ADDRESS]


def _clear(store: Store, person: Mapping[str, set[str]]) -> None:
    """Takes the bodies from messages about a person that failed; with nothing in them there is nothing to try again."""
    for delivery in store.inbox.all(FAILED):
        if _tells_of(delivery, person):
            store.inbox.put(replace(delivery, state=DONE, error="", body=""))


def _tells_of(delivery: Delivery, person: Mapping[str, set[str]]) -> bool:
    try:
        message = orjson.loads(delivery.body)
    except orjson.JSONDecodeError:  # it will never be taken in: any word of the person is enough
        return any(word in delivery.body for words in person.values() for word in words)
    kind = delivery.topic.replace("/", ".").partition(".")[0].removesuffix("s")
    own = str(message.get("id", "")) if isinstance(message, Mapping) else ""
    return own in person.get(kind, ()) or _names(message, person)


def _names(value: Any, person: Mapping[str, set[str]]) -> bool:
    """Whether a person stands anywhere in a message: by their id, by that of an order of theirs, by how they are reached."""
    if isinstance(value, list):
        return any(_names(each, person) for each in value)
    if not isinstance(value, Mapping):
        return isinstance(value, str) and value in person["reached"]
    owner = value.get("customer")
    ids = {str(value.get("customer_id", "")), str(owner.get("id", "")) if isinstance(owner, Mapping) else ""}
    if not ids.isdisjoint(person["customer"]) or str(value.get("order_id", "")) in person["order"]:
        return True
    return any(_names(each, person) for each in value.values())
