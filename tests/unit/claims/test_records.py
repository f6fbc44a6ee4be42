"""The facts that a product's record supports."""

from __future__ import annotations

import pytest

from shopkeeper.claims import check, false_claims
from shopkeeper.claims.records import facts_of
from shopkeeper.shop import Attribute, Localized, Money, Option, Product, Review, Variant

KETTLE = Product(
    "k1", Localized("云壶", "Cloud kettle"), (
        Variant("v1", options=(Option(Localized("颜色", "colour"), Localized("白色", "white")),), price=Money(15900, "CNY"),
                compare_at=Money(19900, "CNY"), stock=3, weight_grams=900.0),
        Variant("v2", options=(Option(Localized("颜色", "colour"), Localized("黑色", "black")),), price=Money(15900, "CNY"), stock=4)),
    description=Localized(en="Made of pure gold."), brand=Localized(en="Mu"),
    attributes=(Attribute(Localized("材质", "material"), Localized("304不锈钢", "304 stainless steel")),
                Attribute(Localized(en="capacity"), 1.7, "L"), Attribute(Localized(en="dishwasher safe"), False)))
REVIEWS = [Review(f"r{n}", "k1", stars) for n, stars in enumerate((5, 5, 4, 2))]


@pytest.mark.parametrize("text", [
    "Stainless steel, in white or black, for 159 yuan.", "容量1.7升，不锈钢材质。", "Was ¥199, now ¥159: 20% off.", "It weighs 900 g.", "Holds 1,700 ml.",
    "Not dishwasher safe.", "4 reviews.",
])
def test_what_the_record_says_holds(text):
    assert [claim.text for claim in false_claims(check(text, facts_of(KETTLE, reviews=REVIEWS)))] == []


@pytest.mark.parametrize("text", ["Pure gold.", "In red.", "For 99 yuan.", "A glass kettle.", "容量2升。", "Dishwasher safe.", "30% off", "5 reviews."])
def test_what_it_does_not_say_does_not(text):
    assert false_claims(check(text, facts_of(KETTLE, reviews=REVIEWS)))


def test_a_name_comes_in_both_languages_and_once():
    facts = facts_of(KETTLE, policy=["Return within 30 days."], brand_page="Founded in 1987.")
    assert [pair for pair in facts if pair[0] in ("材质", "material", "colour")] == [
        ["材质", "304不锈钢"], ["material", "304 stainless steel"], ["colour", "白色"], ["colour", "white"], ["colour", "黑色"], ["colour", "black"]]
    assert facts.count(["price", Money(15900, "CNY")]) == 1
    assert facts[-2:] == [["policy", "Return within 30 days."], ["brand page", "Founded in 1987."]]
