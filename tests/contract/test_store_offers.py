"""Stock and prices as they become known, and what a code means."""

from __future__ import annotations

from datetime import timedelta

from contract.samples import AT, DAY
from shopkeeper.shop import Localized, Money, PriceChange, Product, StockChange, Variant
from shopkeeper.store import Store
from shopkeeper.store.protocol import Coded, Written


def shirt(*variants: Variant, id: str = "shirt") -> Product:
    return Product(id, Localized(en="Shirt"), variants)


def stock(day: int, quantity: int, variant: str = "s") -> StockChange:
    return StockChange(variant, AT + day * DAY, quantity)


def test_the_latest_level_becomes_the_stock_of_its_variant(store: Store) -> None:
    store.products.put([shirt(Variant("s", stock=1), Variant("m", stock=2))])
    assert store.products.set_stock([stock(0, 9), stock(2, 7), stock(1, 8)], AT + 3 * DAY).points == Written(new=3)
    assert [v.stock for v in store.products.get("shirt").variants] == [7, 2]
    assert store.history.stock("s") == [stock(0, 9), stock(1, 8), stock(2, 7)]


def test_an_older_level_is_history_only(store: Store) -> None:
    store.products.put([shirt(Variant("s", stock=1))])
    store.products.set_stock([stock(2, 7)], AT + 3 * DAY)
    assert store.products.set_stock([stock(1, 8)], AT + 3 * DAY).points == Written(new=1)
    assert store.products.get("shirt").variants[0].stock == 7


def test_the_same_levels_again_change_nothing_even_where_the_product_changed(store: Store) -> None:
    store.products.put([shirt(Variant("s"))])
    store.products.set_stock([stock(2, 7)], AT + 3 * DAY)
    store.products.put([shirt(Variant("s", stock=3))])
    revision = store.products.revision()
    assert store.products.set_stock([stock(2, 7)], AT + 3 * DAY).points == Written(unchanged=1)
    assert (store.products.get("shirt").variants[0].stock, store.products.revision()) == (3, revision)


def test_a_corrected_level_counts_as_changed_and_is_set(store: Store) -> None:
    store.products.put([shirt(Variant("s"))])
    store.products.set_stock([stock(2, 7)], AT + 3 * DAY)
    assert store.products.set_stock([stock(2, 6)], AT + 3 * DAY).points == Written(changed=1)
    assert store.products.get("shirt").variants[0].stock == 6


def test_a_price_that_is_still_to_come_is_history_only(store: Store) -> None:
    store.products.put([shirt(Variant("s"))])
    prices = [PriceChange("s", AT, Money(100, "CNY")), PriceChange("s", AT + 9 * DAY, Money(90, "CNY"))]
    assert store.products.set_prices(prices, AT + DAY).points == Written(new=2)
    assert store.products.get("shirt").variants[0].price == Money(100, "CNY")
    assert store.history.prices("s") == prices


def test_a_price_that_is_still_to_come_does_not_bar_todays(store: Store) -> None:
    store.products.put([shirt(Variant("s"))])
    store.products.set_prices([PriceChange("s", AT + 9 * DAY, Money(90, "CNY"))], AT)
    assert store.products.set_prices([PriceChange("s", AT + DAY, Money(80, "CNY"))], AT + DAY).changed == 1
    assert store.products.get("shirt").variants[0].price == Money(80, "CNY")


def test_thousands_of_levels_are_taken_at_once(store: Store) -> None:
    store.products.put(shirt(Variant(f"s{n}"), id=f"p{n}") for n in range(1500))
    assert store.products.set_stock([stock(0, n, f"s{n}") for n in range(1500)], AT + DAY).points == Written(new=1500)
    assert store.products.get("p1499").variants[0].stock == 1499


def test_all_points_are_streamed_by_variant_and_moment(store: Store) -> None:
    points = [StockChange(f"v{n % 3}", AT + n * timedelta(seconds=1), n) for n in range(1201)]
    store.history.put_stock(points)
    assert list(store.history.stock_points.all()) == sorted(points, key=lambda p: (p.variant_id, p.at))
    assert list(store.history.price_points.all()) == []


def test_a_code_is_an_id_a_sku_a_barcode_or_a_product(store: Store) -> None:
    store.products.put([shirt(Variant("s", sku="S-1", barcode="690"), Variant("m", sku="690")), shirt(Variant("x"), id="s")])
    assert store.products.by_code(["s", "S-1", "690", "shirt", "none", "", "\0"]) == {
        "s": [Coded("id", "shirt", "s"), Coded("product", "s", "x")],
        "S-1": [Coded("sku", "shirt", "s")],
        "690": [Coded("sku", "shirt", "m"), Coded("barcode", "shirt", "s")],
        "shirt": [Coded("product", "shirt", "m"), Coded("product", "shirt", "s")],
    }
