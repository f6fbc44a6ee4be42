"""Stock and prices set by the thousand: products, history and revision stay in step, on both databases."""

from __future__ import annotations

import pytest

from contract.samples import AT, DAY, product
from shopkeeper.shop import InvalidRecord, Money, PriceChange, StockChange, Variant
from shopkeeper.store import Store
from shopkeeper.store.protocol import Applied, Change


def level(variant: str, quantity: int, day: float = 0) -> StockChange:
    return StockChange(variant, AT + day * DAY, quantity)


@pytest.fixture
def shelf(store: Store) -> Store:
    red, blue = Variant("red", sku="R", barcode="69", price=Money(100, "CNY"), stock=3), Variant("blue", sku="B", barcode="69", stock=3)
    store.products.put([product("p", "杯子", red, blue), product("q")])
    return store


def stock(store: Store, variant: str = "red") -> int | None:
    return store.products.get("p").variant(variant).stock


def test_levels_are_set_and_kept_in_the_history(shelf: Store) -> None:
    applied = shelf.products.set_stock([level("red", 7), level("blue", 3), level("ghost", 1), level("g\0", 1)])
    assert applied == Applied(changed=1, unchanged=1, unknown=("ghost", "g\0"))
    assert (stock(shelf), stock(shelf, "blue")) == (7, 3)
    assert (shelf.history.stock("red"), shelf.history.stock("blue")) == ([level("red", 7)], [level("blue", 3)])
    assert shelf.history.stock("ghost") == []


def test_prices_are_set_with_their_currency(shelf: Store) -> None:
    price = PriceChange("blue", AT, Money(990, "USD"))
    assert shelf.products.set_prices([price, PriceChange("red", AT, Money(100, "CNY"))]) == Applied(changed=1, unchanged=1)
    assert shelf.products.get("p").variant("blue").price == Money(990, "USD")
    assert shelf.history.prices("blue") == [price]


def test_what_is_older_than_what_is_known_goes_into_the_history_alone(shelf: Store) -> None:
    shelf.products.set_stock([level("red", 7, day=2)])
    assert shelf.products.set_stock([level("red", 9, day=1)]) == Applied(older=1)
    assert (stock(shelf), shelf.history.stock("red")) == (7, [level("red", 9, day=1), level("red", 7, day=2)])
    assert shelf.products.set_stock([level("red", 8, day=2)]).changed == 1, "the same moment again corrects it"
    assert stock(shelf) == 8


def test_the_newest_of_one_call_holds_whatever_their_order(shelf: Store) -> None:
    applied = shelf.products.set_stock([level("red", 1, day=1), level("red", 5, day=3), level("red", 2, day=2)])
    assert (stock(shelf), applied.older) == (5, 1)
    assert [point.quantity for point in shelf.history.stock("red")] == [1, 2, 5]


def test_setting_a_level_moves_the_revision_but_not_that_of_the_content(shelf: Store) -> None:
    before = shelf.products.revision()
    shelf.products.set_stock([level("red", 7), level("blue", 8)])
    assert list(shelf.products.changes(before)) == [Change(before + 1, "p", False, content=1)]
    shelf.products.set_stock([level("red", 7, day=1)])
    assert shelf.products.revision() == before + 1, "nothing to tell an index"


def test_a_whole_record_with_another_price_is_no_new_content_but_one_with_another_title_is(shelf: Store) -> None:
    variants = shelf.products.get("p").variants
    shelf.products.put([product("p", "杯子", Variant("red", sku="R", barcode="69", price=Money(1, "CNY")), variants[1])])
    assert list(shelf.products.changes(2)) == [Change(3, "p", False, content=1)]
    shelf.products.put([product("p", "茶杯", *variants)])
    assert list(shelf.products.changes(3)) == [Change(4, "p", False, content=4)]
    shelf.products.delete(["p"])
    shelf.products.put([product("p", "茶杯", *variants)])
    assert list(shelf.products.changes(4)) == [Change(6, "p", False, content=6)]


def test_a_product_whose_level_was_set_is_stored_as_if_it_had_been_put_so(shelf: Store) -> None:
    shelf.products.set_stock([level("red", 7)])
    assert shelf.products.put([shelf.products.get("p")]).unchanged == 1


def test_a_level_that_no_database_holds_undoes_the_whole_call(shelf: Store) -> None:
    with pytest.raises(InvalidRecord, match="quantity"):
        shelf.products.set_stock([level("red", 7), level("blue", 2**60)])
    assert (stock(shelf), shelf.history.stock("red")) == (3, [])


def test_many_levels_are_set_in_one_call(store: Store) -> None:
    store.products.put([product(f"p{i}") for i in range(1_200)])
    assert store.products.set_stock([level(f"p{i}/黑", 99) for i in range(1_200)]).changed == 1_200
    assert {p.variants[0].stock for p in store.products.all()} == {99}
    revisions = [change.revision for change in store.products.changes(1_200)]
    assert revisions == list(range(1_201, 2_401))
