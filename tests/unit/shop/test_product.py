"""Products and variants."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from shopkeeper.shop import InvalidRecord, Localized, Money, Product, ProductStatus, Variant
from shopkeeper.shop.product import require_id

TITLE = Localized("耳机", "Earbuds")


def product(*variants: Variant) -> Product:
    return Product("p", TITLE, variants)


def test_the_price_is_the_lowest_that_is_known() -> None:
    variants = (Variant("a", price=Money(200, "CNY")), Variant("b"), Variant("c", price=Money(100, "CNY")))
    assert product(*variants).price == Money(100, "CNY")
    assert product(Variant("b")).price is None


@pytest.mark.parametrize(("stock", "sold"), [(None, True), (1, True), (0, False), (-2, False)])
def test_a_variant_is_in_stock_when_it_is_not_counted_or_one_is_left(stock: int | None, sold: bool) -> None:
    assert Variant("v", stock=stock).in_stock is sold
    assert product(Variant("gone", stock=0), Variant("v", stock=stock)).in_stock is sold


def test_a_variant_is_found_by_its_id() -> None:
    two = product(Variant("a"), Variant("b", sku="B"))
    assert two.variant("b").sku == "B"
    with pytest.raises(KeyError):
        two.variant("c")


def test_a_new_product_is_active() -> None:
    assert product(Variant("v")).status is ProductStatus.ACTIVE


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Product("", TITLE, (Variant("v"),)), "id"),
        (lambda: Product("p", Localized(), (Variant("v"),)), "title"),
        (lambda: Product("p", TITLE, ()), "variants"),
        (lambda: product(Variant("v"), Variant("w"), Variant("v")), "variants.id"),
        (lambda: Variant("v", price=Money(-1, "CNY")), "price"),
        (lambda: Variant(" "), "id"),
    ],
)
def test_what_a_shop_cannot_sell_is_refused_by_field(make, field: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        make()
    assert caught.value.field == field


@pytest.mark.parametrize("id", ["a", "SKU 1/黑", "'; --", "x" * 200, "😀"])
def test_an_id_is_any_printable_text(id: str) -> None:
    require_id("id", id)


@pytest.mark.parametrize("id", ["", "  ", "a\nb", "a\0", "\ud800", "x" * 201, 7, None])
def test_what_cannot_be_an_id_is_refused(id: object) -> None:
    with pytest.raises(InvalidRecord, match="id: expected an id of 1 to 200 printable characters"):
        require_id("id", id)


def test_a_record_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        product(Variant("v")).id = "q"
