"""A product's score and what to mend first."""

from __future__ import annotations

from shopkeeper.catalog.attributes.missing import Usual
from shopkeeper.catalog.score import scores
from shopkeeper.shop import Attribute, Image, Localized, Money, Product, ProductStatus, Variant

MUGS = (Localized(en="Mugs"),)


def mug(id, **changes):
    whole = {
        "title": Localized(en=f"Stoneware mug number {id}"), "variants": (Variant(f"v{id}", price=Money(900, "USD")),), "category": MUGS,
        "brand": Localized(en="Farhill"), "description": Localized(en="A mug."), "images": (Image("/a.jpg"),),
        "attributes": (Attribute(Localized(en="Material"), Localized(en="stoneware")),),
    }  # fmt: skip
    return Product(id, **{**whole, **changes})


def scored(*products):
    return scores(products, "USD", Usual(products))


def test_what_is_wrong_takes_points_and_what_costs_most_is_first():
    found = scored(*(mug(f"{n}") for n in range(4)), mug("x", variants=(Variant("vx"),), images=(), attributes=()))
    assert [(each.product_id, each.value) for each in found[:2]] == [("x", 100 - 40 - 15 - 3), ("0", 100)]
    assert [fix.check for fix in found[0].fixes] == ["missing_price", "missing_image", "attribute"]
    assert found[0].fixes[2].what.en == "Material is not given"


def test_a_check_counts_once_however_many_variants_it_concerns():
    [found] = scored(mug("x", variants=(Variant("a", options=()), Variant("b", sku="b"))))
    assert [fix.check for fix in found.fixes].count("missing_price") == 1


def test_of_two_with_one_title_both_lose_points():
    same = {"title": Localized(en="The same title")}
    assert {each.value for each in scored(mug("a", **same), mug("b", **same))} == {85}


def test_drafts_have_no_score_and_no_score_is_below_0():
    draft = mug("d", status=ProductStatus.DRAFT)
    worst = mug("w", title=Localized(en="x"), variants=(Variant("w", price=Money(0, "EUR"), stock=-1), Variant("w2")), category=(),
                brand=Localized(), description=Localized(), images=(), attributes=())
    assert [(each.product_id, each.value) for each in scored(draft, worst)] == [("w", 0)]
