"""What may leave, by the record of the product and what is known of who asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shopkeeper.recommend.eligible import Eligible, Excluded
from shopkeeper.shop import Availability, Customer, Localized, Money, Product, ProductStatus, Variant
from shopkeeper.store.glance import Glance
from shopkeeper.store.kinds import encode

TEA = Product(
    "tea", Localized("绿茶", "Green tea"), (Variant("tea/1", price=Money(900, "CNY"), stock=2),), brand=Localized("山野", "Wild"),
    category=(Localized("饮料", "Drinks"), Localized("茶", "Tea")), sold_in=("CN", "FR"),
)
WHO = Eligible("CN", Excluded(), {}, lambda id: False, lambda id, product: False, frozenset())


def refusal(product, who=WHO):
    return who.refusal(product.id, Glance(encode(product)))


def test_a_product_that_can_be_bought_may_leave():
    assert refusal(TEA) == ""


@pytest.mark.parametrize(("change", "why"), [
    ({"status": ProductStatus.DRAFT}, "inactive"),
    ({"variants": (Variant("tea/1", price=Money(900, "CNY"), stock=0),)}, "sold out"),
    ({"variants": (Variant("tea/1"),)}, "sold out"),  # without a price it is shown, never sold
    ({"sold_in": ("FR",)}, "not sold in this country"),
    ({"variants": (Variant("a", price=Money(900, "CNY"), stock=0), Variant("b", stock=3))}, "sold out"),
    ({"variants": (Variant("a", price=Money(900, "CNY"), stock=0, availability=Availability.BACKORDER),)}, ""),
    ({"sold_in": ()}, ""),
])  # fmt: skip
def test_the_record_of_the_product_decides(change, why):
    assert refusal(replace(TEA, **change)) == why


@pytest.mark.parametrize(("change", "why"), [
    ({"never": frozenset({"tea"})}, "excluded"),
    ({"bought": {"tea": datetime(2026, 1, 1, tzinfo=UTC)}}, "bought already"),
    ({"bought": {"tea": datetime(2026, 1, 1, tzinfo=UTC)}, "again": lambda id: True}, ""),
    ({"country": ""}, ""),
    ({"country": "DE"}, "not sold in this country"),
    ({"hidden": lambda id, product: product.title.en == "Green tea"}, "hidden by a rule"),
])  # fmt: skip
def test_who_asks_decides(change, why):
    assert refusal(TEA, replace(WHO, **change)) == why


def test_the_word_of_the_record_on_being_used_up_counts_more_than_what_buyers_do():
    bought = replace(WHO, bought={"tea": datetime(2026, 1, 1, tzinfo=UTC)})
    assert refusal(replace(TEA, consumable=True), bought) == ""
    assert refusal(replace(TEA, consumable=False), replace(bought, again=lambda id: True)) == "bought already"


@pytest.mark.parametrize("rule", ["product=tea", "brand=wild", "brand=山野", "category=TEA", "category=饮料", "category=飲料"])
def test_a_customer_excludes_by_id_brand_and_category_in_either_language(rule):
    who = replace(WHO, excluded=Excluded.of(Customer("c", excludes=("brand=Other", rule))))
    assert refusal(TEA, who) == "excluded by the customer"


def test_what_is_not_in_the_store_may_not_leave():
    assert WHO.refusal("gone", None) == "inactive"
