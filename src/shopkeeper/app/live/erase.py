"""Forgets a person: what the shop keeps of them, and what messages still say of them on their way in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from ...assistant.retention import erase as erase_dialogues
from ...shop import Address, Order, RequestKind, RequestState
from ...store.messages import DONE, FAILED, Delivery
from ...store.protocol import Store
from ...text.personal import mask
from ..privacy import pending
from ..privacy.person import Person, person_of


def erase_customer(store: Store, id: str, order_ids: Sequence[str] = (), numbers: Sequence[str] = ()) -> dict[str, int]:
    """Removes a customer with their baskets, searches, conversations, those with the assistant too, what was recommended to them, what
    they were sent and what operators noted of them; their orders, reviews and events stay without a name, and the words that name them
    are blotted out wherever else they stand. All of it or nothing; how many rows of each kind were reached.

    Messages that wait or failed go too: those to webhooks that are about the customer or their orders (what is left of these is
    announced anew), and the bodies of those that came in and could not be taken in. `order_ids` are orders beside those that name
    the customer, `numbers` what another system calls them. What lies in files is remembered to be cleaned, see `privacy.erase`.
    """
    with store.transaction():
        person = person_of(store, id, order_ids)
        left = pending.begun(store, person)
        rows = Counter(_forget(store, person, numbers))
        rows.update(store.persons.blot(left.words, [f"customer/{id}"]))
        found = {kind: count for kind, count in sorted(rows.items()) if count}
        pending.save(store, pending.reached(left, found))
        return found


def _forget(store: Store, person: Person, numbers: Sequence[str]) -> dict[str, int]:
    id, orders, words = person.id, person.orders, person.words
    store.outbox.forget([f"customer/{id}", *(f"order/{each}" for each in orders)])
    told = {text for text in (person.customer.email, person.customer.phone) if text} if person.customer else set[str]()
    _clear(store, {"customer": {id}, "order": {*numbers, *orders}, "reached": told})
    store.order_requests.drop([id for order in orders.values() for id in _addresses(order)])
    store.orders.put([without_person(order) for order in orders.values()])
    store.reviews.put([
        replace(review, customer_id=None, text=mask(words.blotted(review.text)), title=mask(words.blotted(review.title)))
        for review in person.reviews])  # fmt: skip
    replies = [draft.id for draft in store.drafts.all() if draft.kind == "reply" and draft.about in {each.id for each in person.reviews}]
    store.drafts.delete(replies)
    store.events.put([replace(event, customer_id=None, session_id=None, query=mask(words.blotted(event.query))) for event in person.events])
    erase_dialogues(store, id)
    store.audit.erase_subjects([f"customer/{id}"])
    return {
        "orders": len(orders), "reviews": len(person.reviews), "events": len(person.events), "dialogues": len(person.dialogues),
        "campaigns": store.contacts.forget(id), "drafts": len(replies), "recommendations": store.recommendations.delete(person.lists),
        "searches": store.searches.delete(person.searches), "conversations": store.conversations.delete(person.conversations),
        "carts": store.carts.delete(person.carts), "customers": store.customers.delete([id]),
    }  # fmt: skip


def without_person(order: Order) -> Order:
    """An order without who it is of, where it went and its note. An address that was still to be sent to the order system is not sent
    any more."""
    refused = dict.fromkeys(_addresses(order), RequestState.REFUSED)
    requests = tuple(replace(each, address=None, state=refused.get(each.id, each.state)) for each in order.requests)
    parcels = tuple(replace(each, tracking_number="") for each in order.fulfilments)
    return replace(order, customer_id=None, address=Address(country=order.address.country), note="", requests=requests, fulfilments=parcels)


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
