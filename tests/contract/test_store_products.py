"""Products: revisions, changes, variants."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import UTC, datetime

import pytest

from contract.samples import order, product
from shopkeeper.shop import InvalidRecord, Localized, Money, Product, ProductStatus, StockChange, Variant
from shopkeeper.store import Change, Store, Written, open_store


def test_every_write_takes_the_next_revision(store: Store) -> None:
    assert store.products.revision() == 0
    store.products.put([product("b"), product("a")])
    assert store.products.revision() == 2
    store.products.put([product("a", "新")])
    assert store.products.revision() == 3
    store.products.delete(["b"])
    assert store.products.revision() == 4


def test_an_equal_product_takes_no_revision(store: Store) -> None:
    store.products.put([product("a")])
    assert store.products.put([product("a")]) == Written(unchanged=1)
    assert store.products.delete(["no"]) == 0
    assert store.products.revision() == 1


def test_changes_name_each_product_once_at_its_latest_oldest_first(store: Store) -> None:
    store.products.put([product("a"), product("b"), product("c")])
    store.products.put([product("a", "新")])
    store.products.delete(["b"])
    assert list(store.products.changes(0)) == [Change(3, "c", False, 3), Change(4, "a", False, 4), Change(5, "b", True, 5)]
    assert list(store.products.changes(4)) == [Change(5, "b", True, 5)]
    assert list(store.products.changes(5)) == []


def test_a_product_that_comes_back_is_no_longer_deleted(store: Store) -> None:
    store.products.put([product("a")])
    store.products.delete(["a"])
    assert store.products.put([product("a")]) == Written(new=1)
    assert list(store.products.changes(0)) == [Change(3, "a", False, 3)]
    assert store.products.get("a") == product("a")


def test_thousands_of_changes_stream_and_later_ones_wait_for_the_next_call(store: Store) -> None:
    store.products.put(product(f"{i:04}") for i in range(2_000))
    seen = []
    for change in store.products.changes(0):
        if change.revision == 1:
            store.products.put([product("1999", "新"), product("new")])
        seen.append(change)
    assert [change.revision for change in seen] == list(range(1, 2_000))
    assert [change.id for change in store.products.changes(seen[-1].revision)] == ["1999", "new"]


def test_a_variant_leads_to_its_product(store: Store) -> None:
    store.products.put([product("p", "t", Variant("v'1"), Variant("变体")), product("q")])
    assert store.products.by_variant(["变体", "v'1", "q/黑", "no", "\0"]) == {"变体": "p", "v'1": "p", "q/黑": "q"}
    store.products.put([product("p", "t", Variant("v'1"))])
    assert store.products.by_variant(["变体", "v'1"]) == {"v'1": "p"}
    store.products.delete(["p"])
    assert store.products.by_variant(["v'1"]) == {}


def test_a_variant_of_another_product_is_refused_and_nothing_is_written(store: Store) -> None:
    store.products.put([product("p", "t", Variant("v"))])
    with pytest.raises(InvalidRecord, match=r"product 'q', variants.id: expected an id .* \(product 'p' has it\), got 'v'"):
        store.products.put([product("new"), product("q", "t", Variant("v"))])
    assert store.products.count() == store.products.revision() == 1


def test_one_variant_in_two_products_of_one_put_is_refused(store: Store) -> None:
    with pytest.raises(InvalidRecord, match=r"variants\.id"):
        store.products.put([product("p", "t", Variant("v")), product("q", "t", Variant("v"))])
    assert store.products.count() == 0


def test_a_variant_moves_to_another_product_in_one_put(store: Store) -> None:
    store.products.put([product("p", "t", Variant("v"), Variant("w")), product("q", "t", Variant("x"))])
    store.products.put([product("q", "t", Variant("v"), Variant("x")), product("p", "t", Variant("w"))])
    assert store.products.by_variant(["v", "w", "x"]) == {"v": "q", "w": "p", "x": "q"}


def test_a_product_may_go_while_orders_remember_it(store: Store) -> None:
    store.products.put([product("p1")])
    store.orders.put([order("o")])
    store.products.delete(["p1"])
    assert store.orders.get("o").lines[0].product_id == "p1"


def test_a_changed_price_is_a_changed_product(store: Store) -> None:
    store.products.put([product("p", price=100)])
    assert store.products.put([product("p", price=99)]) == Written(changed=1)
    assert store.products.get("p").price == Money(99, "CNY")


def test_a_glance_shows_what_the_whole_product_says(store):
    cheap, dear = (Variant(f"v{i}", price=Money(amount, "CNY")) for i, amount in enumerate((900, 1200)))
    free_of_price = Product("none", Localized(zh="无价"), (Variant("v9"),), status=ProductStatus.DRAFT)
    both = Product("both", Localized("壶", "kettle"), (dear, cheap))
    store.products.put([both, free_of_price])
    seen = store.products.glance(["none", "missing", "both"])
    assert list(seen) == ["none", "both"]
    for record in (both, free_of_price):
        at = seen[record.id]
        assert (at.title, at.price, at.status, at.product) == (record.title, record.price, record.status, record)


def test_a_glance_is_of_now_whoever_wrote_and_whatever_was_taken_back(store, url):
    def stock():
        return {id: each.levels()[0].stock for id, each in store.products.glance(["a", "b"]).items()}

    def kettle(id, stock):
        return Product(id, Localized("壶", "kettle"), (Variant(f"{id}/1", price=Money(900, "CNY"), stock=stock),))

    store.products.put([kettle("a", 5), kettle("b", 5)])
    assert stock() == {"a": 5, "b": 5}
    with closing(open_store(url)) as other:  # as another process would
        other.products.set_stock([StockChange("a/1", datetime(2026, 1, 1, tzinfo=UTC), 0)])
        assert stock() == {"a": 0, "b": 5}
        other.products.delete(["b"])
        assert stock() == {"a": 0}
    with suppress(ZeroDivisionError), store.transaction():
        store.products.put([kettle("a", 7)])
        assert stock() == {"a": 7}
        raise ZeroDivisionError
    assert stock() == {"a": 0}
    store.products.put([kettle("a", 8)])  # with the revision that was taken back
    assert stock() == {"a": 8}


def test_a_glance_after_more_changes_than_are_looked_at_one_by_one(store, monkeypatch):
    monkeypatch.setattr("shopkeeper.store.glances.FEW", 3)
    ids = [f"p{i}" for i in range(9)]
    store.products.put([product(id, price=100) for id in ids])
    assert {each.price.amount for each in store.products.glance(ids).values()} == {100}
    store.products.put([product(id, price=200) for id in ids[:8]])
    assert [each.price.amount for each in store.products.glance(ids).values()] == [200] * 8 + [100]
    store.products.put([product("p8", price=300)])
    assert [each.price.amount for each in store.products.glance(ids).values()] == [200] * 8 + [300]


def test_no_more_glances_are_kept_than_may_be(store, monkeypatch):
    monkeypatch.setattr("shopkeeper.store.glances.MOST", 2)
    store.products.put([product(id, price=100) for id in "abc"])
    assert list(store.products.glance(["c", "a", "b"])) == ["c", "a", "b"]
    assert list(store.products._glances._known) == ["a", "b"]
    assert list(store.products.glance(["c", "b"])) == ["c", "b"]


def test_what_is_read_together_is_of_now_too(store, url):
    store.products.put([product("p", price=100)])
    with store.together(), closing(open_store(url)) as other:
        assert store.products.glance(["p"])["p"].price == Money(100, "CNY")
        other.products.put([product("p", price=200)])
        assert store.products.get("p").price == Money(200, "CNY")
        assert store.products.glance(["p"])["p"].price == Money(200, "CNY")
    with store.transaction(), store.together():
        store.products.put([product("p", price=300)])
        assert store.products.get("p").price == Money(300, "CNY")
