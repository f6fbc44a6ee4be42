"""What is to be told outside is written with the change itself, on both databases."""

from __future__ import annotations

import json

import pytest

from contract.samples import AT, DAY, order, product
from shopkeeper.shop import Customer, InvalidRecord, StockChange
from shopkeeper.shop.webhook import TOPICS, Webhook
from shopkeeper.store import Store

LATER = AT + 10_000 * DAY


def hook(id: str, *topics: str, enabled: bool = True) -> Webhook:
    return Webhook(id, "https://a.example/", topics or TOPICS, "0123456789abcdef", enabled)


def told(store: Store) -> list[tuple[str, str]]:
    return [(each.topic, each.key) for each in store.outbox.all("waiting")]


def test_a_change_is_told_to_those_who_want_its_topic(store: Store) -> None:
    store.webhooks.put([hook("all"), hook("orders", "order.updated"), hook("off", enabled=False)])
    store.products.put([product("p")])
    store.orders.put([order("o")])
    store.customers.put([Customer("c")])
    store.products.set_stock([StockChange("p/黑", AT, 9)])
    store.products.delete(["p", "ghost"])
    assert sorted((each.webhook_id, each.topic, each.key) for each in store.outbox.all("waiting")) == [
        ("all", "customer.updated", "customer/c"), ("all", "order.updated", "order/o"), ("all", "product.deleted", "product/p"),
        ("all", "product.updated", "product/p"), ("all", "stock.updated", "stock"), ("orders", "order.updated", "order/o")]


def test_a_message_holds_the_record_as_it_became(store: Store) -> None:
    store.webhooks.put([hook("h")])
    store.orders.put([order("订单")])
    [message] = store.outbox.all("waiting")
    body = json.loads(message.body)
    assert (body["id"], body["topic"], body["data"]["id"], body["data"]["lines"][0]["quantity"]) == (message.id, "order.updated", "订单", 2)
    store.products.put([product("p")])
    store.products.set_stock([StockChange("p/黑", AT, 9)])
    assert json.loads(store.outbox.all("waiting")[-1].body)["data"] == {
        "items": [{"variant_id": "p/黑", "at": AT.isoformat(), "quantity": 9}]}


def test_what_changes_nothing_tells_nothing(store: Store) -> None:
    store.orders.put([order("o")])
    store.webhooks.put([hook("h")])
    store.orders.put([order("o")])
    store.orders.delete(["ghost"])
    store.reviews.delete(["r"])
    assert told(store) == []


def test_a_change_that_is_undone_is_not_told(store: Store) -> None:
    store.webhooks.put([hook("h")])
    with pytest.raises(InvalidRecord), store.transaction():  # noqa: PT012
        store.orders.put([order("o")])
        store.customers.put([Customer("c", name="\0")])
    assert told(store) == []


def test_of_a_record_the_earlier_message_goes_first_and_dead_ones_hold_up_nothing(store: Store) -> None:
    store.webhooks.put([hook("h", "order.updated")])
    for customer in ("c1", "c2"):
        store.orders.put([order("o", customer), order(f"other {customer}")])
    first, other, second, last = store.outbox.all("waiting")
    assert [each.id for each in store.outbox.due(LATER)] == [first.id, other.id, last.id]
    store.outbox.failed(first.id, "answered 500", LATER + DAY)
    assert second.id not in [each.id for each in store.outbox.due(LATER)]
    store.outbox.failed(first.id, "answered 500", None)
    assert second.id in [each.id for each in store.outbox.due(LATER)]
    [dead] = store.outbox.all("dead")
    assert (dead.id, dead.attempts, dead.error) == (first.id, 2, "answered 500")
    assert store.outbox.retry([first.id], LATER) == 1
    assert store.outbox.due(LATER)[0].id == first.id


def test_what_arrived_is_gone_and_what_was_for_a_webhook_goes_with_it(store: Store) -> None:
    store.webhooks.put([hook("a"), hook("b")])
    store.outbox.announce("cart.checkout", "cart", {"lines": []})
    one, two = store.outbox.all("waiting")
    store.outbox.delivered(one.id)
    assert [each.id for each in store.outbox.all("waiting")] == [two.id]
    store.outbox.drop(two.webhook_id)
    assert store.outbox.all("waiting") == []
