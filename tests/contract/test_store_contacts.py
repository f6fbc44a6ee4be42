"""Who was written to and who was held out of campaigns, in every store."""

from __future__ import annotations

import pytest

from contract.samples import KINDS
from shopkeeper.store import Store

MANY = 12_001  # more than go in at once


@pytest.fixture
def begun(store: Store) -> Store:
    """Three campaigns: one that is large, one small, one without anybody."""
    store.campaigns.put([KINDS["campaigns"][0](id) for id in ("big", "小", "none")])
    store.contacts.add("big", (f"c{n:05}" for n in range(MANY)), ["h1", "客"])
    store.contacts.add("小", ["c00007", "客"], [])
    return store


def test_the_customers_of_a_campaign_come_in_order(begun: Store) -> None:
    sent, held = begun.contacts.of("big")
    assert sent == [f"c{n:05}" for n in range(MANY)]
    assert held == ["h1", "客"]
    assert begun.contacts.of("none") == begun.contacts.of("\0") == ([], [])


def test_they_are_counted_by_the_campaign_and_by_the_customer(begun: Store) -> None:
    assert begun.contacts.counts(["big", "小", "none", "other"]) == {"big": (MANY, 2), "小": (2, 0)}
    reached = begun.contacts.reached(["big", "小"])
    assert (len(reached), reached["c00007"], reached["c00008"], reached["客"], reached.get("h1")) == (MANY + 1, 2, 1, 1, None)
    assert begun.contacts.reached(["none"]) == begun.contacts.reached([]) == {}


def test_a_customer_is_told_their_campaigns_and_forgotten_in_all_of_them(begun: Store) -> None:
    assert begun.contacts.campaigns("客") == {"big": False, "小": True}
    assert begun.contacts.forget("客") == 2
    assert begun.contacts.forget("客") == 0
    assert begun.contacts.campaigns("客") == {}
    assert begun.contacts.of("小") == (["c00007"], [])


def test_with_a_campaign_its_customers_go(begun: Store) -> None:
    begun.campaigns.delete(["big"])
    assert begun.contacts.of("big") == ([], [])
    assert begun.contacts.campaigns("c00007") == {"小": True}
