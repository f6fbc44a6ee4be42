"""Messages of other systems and what their ids stand for, on both databases."""

from __future__ import annotations

from contract.samples import AT, DAY
from shopkeeper.store import Store
from shopkeeper.store.messages import Answer, Delivery, Link


def test_a_message_is_kept_with_what_became_of_it(store: Store) -> None:
    failed = Delivery("shopify/1", "shopify", "orders/create", "failed", AT, "currency: expected …", '{"id": "订单"}')
    assert store.inbox.get("shopify/1") is None
    store.inbox.put(failed)
    assert (store.inbox.get("shopify/1"), store.inbox.all("failed"), store.inbox.all("done")) == (failed, [failed], [])
    done = Delivery("shopify/1", "shopify", "orders/create", "done", AT)
    store.inbox.put(done)
    assert (store.inbox.all("failed"), store.inbox.all("done")) == ([], [done])


def test_old_messages_that_were_done_are_forgotten_and_no_others(store: Store) -> None:
    for i, state in enumerate(("done", "failed", "privacy")):
        store.inbox.put(Delivery(f"a/{i}", "a", "t", state, AT))
    store.inbox.put(Delivery("a/new", "a", "t", "done", AT + DAY))
    store.inbox.forget(AT + DAY)
    assert [store.inbox.get(key) is None for key in ("a/0", "a/1", "a/2", "a/new")] == [True, False, False, False]


def test_links_lead_from_another_systems_id_and_back(store: Store) -> None:
    one, two = Link("shopify/inventory/1/a", "v1", AT, 3), Link("shopify/inventory/1/b", "v1", AT, -1)
    store.links.put([one, two, Link("shopify/inventory/10/a", "v2"), Link("shopify/product/1", "杯子")])
    assert store.links.get("shopify/product/1") == Link("shopify/product/1", "杯子")
    assert store.links.get("shopify/product/2") is None
    assert (store.links.below("shopify/inventory/1/"), store.links.of("v1")) == ([one, two], [one, two])
    store.links.put([Link("shopify/inventory/1/a", "v1", AT + DAY, 4)])
    assert [link.quantity for link in store.links.of("v1")] == [4, -1]
    store.links.put([])


def test_an_answer_is_kept_under_its_key_until_it_is_forgotten(store: Store) -> None:
    answer = Answer("k", "hash", 201, '{"id": "篮"}', AT)
    assert store.answers.get("k") is None
    store.answers.put(answer)
    assert store.answers.get("k") == answer
    store.answers.forget(AT)
    assert store.answers.get("k") == answer
    store.answers.forget(AT + DAY)
    assert store.answers.get("k") is None
