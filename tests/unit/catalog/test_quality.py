"""What is missing or wrong in a catalogue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shopkeeper.catalog.quality import examine
from shopkeeper.catalog.quality_words import CHECKS, Severity
from shopkeeper.shop import Attribute, Image, InvalidQuery, Localized, Money, Option, Product, ProductStatus, Variant

SIZE = Localized("尺码", "Size")


def cny(amount):
    return Money(amount, "CNY")


def product(id="p", *variants, **fields):
    """A product without a fault, but for what is said."""
    whole = Product(
        id, Localized(zh=f"搪瓷杯 {id} 号", en=f"Enamel mug {id}"), variants or (Variant(f"{id}-v", sku=f"{id}-sku", price=cny(900)),),
        description=Localized(zh="结实。", en="Sturdy."), brand=Localized(en="Acme"), category=(Localized(zh="杯子", en="Cups"),),
        images=(Image("/mug.jpg"),),
    )  # fmt: skip
    return replace(whole, **fields)


def found(*products, **options):
    """The findings as (check, product, variant, field, got)."""
    report = examine(products, "CNY", examples=100, **options)
    return [(f.check, f.product_id, f.variant_id, f.field, f.got) for tally in report.tallies for f in tally.examples]


def test_a_product_without_a_fault_has_no_finding():
    report = examine([product("a"), product("b")], "CNY")
    assert (report.checked, report.faulty, report.errors, report.tallies, report.remark()) == (2, 0, 0, (), "")


def test_a_brand_that_is_an_attribute_is_one():
    named = product("a", brand=Localized(), attributes=(Attribute(Localized(zh="品牌"), Localized(zh="漫步者")),))
    assert found(named) == []


@pytest.mark.parametrize(
    ("variant", "finding"),
    [
        (Variant("v"), ("missing_price", "variants.price", "")), (Variant("v", price=cny(0)), ("zero_price", "variants.price", "¥0.00")),
        (Variant("v", price=Money(5, "USD")), ("wrong_currency", "variants.price", "USD")),
        (Variant("v", price=cny(5), compare_at=Money(9, "EUR")), ("wrong_currency", "variants.price", "EUR")),
        (Variant("v", price=cny(900), compare_at=cny(800)), ("compare_at_below_price", "variants.compare_at", "¥8.00 < ¥9.00")),
        (Variant("v", price=cny(900), stock=-2), ("negative_stock", "variants.stock", "-2")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_variant(variant, finding):
    check, field, got = finding
    assert found(product("p", variant)) == [(check, "p", "v", field, got)]


@pytest.mark.parametrize(
    ("fields", "check", "field"),
    [
        ({"description": Localized()}, "empty_description", "description"), ({"brand": Localized()}, "missing_brand", "brand"),
        ({"category": ()}, "missing_category", "category"), ({"images": ()}, "missing_image", "images"),
    ],
)  # fmt: skip
def test_what_a_product_lacks(fields, check, field):
    assert found(product("p", **fields)) == [(check, "p", "", field, "")]


def test_the_picture_of_a_variant_is_a_picture():
    assert found(product("p", Variant("v", price=cny(1), image="/v.jpg"), images=())) == []


@pytest.mark.parametrize(
    ("title", "check", "field"),
    [
        (Localized(zh="杯子", en="Enamel mug"), "short_title", "title.zh"), (Localized(zh="搪瓷杯子", en="Mug"), "short_title", "title.en"),
        (Localized(zh="搪" * 61, en="Enamel mug"), "long_title", "title.zh"),
        (Localized(zh="搪瓷杯子", en="m" * 151), "long_title", "title.en"),
    ],
)  # fmt: skip
def test_titles_too_short_and_too_long(title, check, field):
    assert [(f[0], f[3]) for f in found(product("p", title=title))] == [(check, field)]


@pytest.mark.parametrize("title", [Localized(zh="搪瓷杯子", en="Mug blue"), Localized(zh="搪" * 60, en="m" * 150)])
def test_titles_at_the_limits_are_good(title):
    assert found(product("p", title=title)) == []


def test_codes_that_several_variants_have_are_found_on_each_once():
    a = product("a", Variant("a1", sku="X", barcode="1", price=cny(1)))
    b = product("b", Variant("b1", sku="X", price=cny(1)), Variant("b2", sku="Y", barcode="1", price=cny(1), options=(Option(SIZE, SIZE),)))
    c = product("c", Variant("c1", sku="X", price=cny(1)))
    assert found(a, b, c) == [
        ("duplicate_sku", "a", "a1", "variants.sku", "X"), ("duplicate_sku", "b", "b1", "variants.sku", "X"),
        ("duplicate_sku", "c", "c1", "variants.sku", "X"),
        ("duplicate_barcode", "a", "a1", "variants.barcode", "1"), ("duplicate_barcode", "b", "b2", "variants.barcode", "1"),
    ]  # fmt: skip
    assert [(t.check.name, t.count, t.products) for t in examine([a, b, c], "CNY").tallies] == [
        ("duplicate_sku", 3, 3), ("duplicate_barcode", 2, 2),
    ]  # fmt: skip


def test_titles_that_look_the_same_are_duplicates():
    one, two = (Localized(zh=f"搪瓷杯子{n}", en=title) for n, title in enumerate(("Enamel  Mug", "enamel mug")))
    assert [f[:2] for f in found(product("a", title=one), product("b", title=two))] == [("duplicate_title", "a"), ("duplicate_title", "b")]


def test_variants_that_a_shopper_cannot_tell_apart():
    small, red = Option(SIZE, Localized(en="S")), Option(Localized(en="Colour"), Localized(en="red"))
    same = product("p", *(Variant(f"v{n}", price=cny(1), options=o) for n, o in enumerate(((small,), (small, red), (small,)))))
    assert found(same) == [("same_options", "p", "v2", "variants.options", "Size=S (v0)")]


def test_several_currencies_in_a_product():
    mixed = product("p", Variant("v", price=cny(1)), Variant("w", price=Money(1, "USD"), options=(Option(SIZE, SIZE),)))
    assert [f[0] for f in found(mixed)] == ["wrong_currency", "mixed_currencies"]


def test_one_language_is_a_finding_where_the_shop_has_two():
    english = product("e", title=Localized(en="Tea pot of glass"), description=Localized(en="Clear."))
    half = product("h", description=Localized(zh="透明。"))
    assert found(product("a"), english, half) == [
        ("missing_chinese", "e", "", "title.zh", ""), ("missing_chinese", "e", "", "description.zh", ""),
        ("missing_english", "h", "", "description.en", ""),
    ]  # fmt: skip


def test_a_shop_of_one_language_lacks_none():
    others = [product(str(n), title=Localized(en=f"Tea pot number {n}"), description=Localized(en="Clear.")) for n in range(20)]
    assert found(*others, product("b")) == []
    assert examine([*others, product("b")], "CNY").faulty == 0


@pytest.mark.parametrize("status", [ProductStatus.DRAFT, ProductStatus.ARCHIVED])
def test_products_that_nobody_can_see_are_left_out(status):
    report = examine([product("p", Variant("v"), status=status)], "CNY")
    assert (report.checked, report.faulty, str(report)) == (0, 0, "the shop has no active products yet")


def test_only_the_checks_that_are_named_are_made():
    bare = product("p", Variant("v"), images=())
    assert [f[0] for f in found(bare, checks=["missing_image"])] == ["missing_image"]
    with pytest.raises(InvalidQuery, match="check 'prices': expected one of missing_price, zero_price"):
        examine([], "CNY", checks=["prices"])


def test_the_report_counts_shares_and_keeps_the_first_examples():
    report = examine([product(str(n), Variant(f"v{n}"), images=()) for n in range(4)] + [product("good")], "CNY", examples=2)
    assert (report.checked, report.faulty, report.errors) == (5, 4, 4)
    shown = report.to_dict()
    assert [(c["check"], c["severity"], c["count"], c["products"], c["share"]) for c in shown["checks"]] == [
        ("missing_price", "error", 4, 4, 0.8), ("missing_image", "warning", 4, 4, 0.8),
    ]  # fmt: skip
    assert shown["checks"][0]["findings"] == [
        {"check": "missing_price", "severity": "error", "product_id": id, "variant_id": f"v{id}", "field": "variants.price",
         "expected": "a price: without one it cannot be sold", "got": None} for id in "01"
    ]  # fmt: skip


def test_the_text_is_in_the_shops_language():
    faulty = [product("p", Variant("v"))]
    assert str(examine(faulty, "CNY", language="zh")).splitlines() == [
        "检查了 1 个在售商品，1 个（100.0%）有问题，其中错误 1 处",
        "错误  没有价格：1 个商品（100.0%），1 处；应为一个价格；没有价格不能出售  [missing_price]",
        "    p / v  variants.price",
    ]
    assert str(examine(faulty, "CNY", language="en")).splitlines()[:2] == [
        "1 active product checked, 1 (100.0%) with findings; 1 error",
        "error    price missing: 1 product (100.0%), 1 finding; expected a price: without one it cannot be sold  [missing_price]",
    ]


def test_without_a_language_it_is_that_of_most_titles():
    chinese = [product("p", title=Localized(zh="搪瓷杯子")), product("q", title=Localized(zh="玻璃茶壶")), product("r")]
    assert (examine(chinese, "CNY").language, examine([product("r")], "CNY").language) == ("zh", "en")


@pytest.mark.parametrize("check", CHECKS.values(), ids=list(CHECKS))
def test_every_check_speaks_both_languages(check):
    assert all((check.title.zh, check.title.en, check.expected.zh, check.expected.en))
    assert check.severity in Severity


def test_a_remark_points_to_the_command():
    assert examine([product("p", Variant("v"))], "CNY", language="en").remark() == (
        "data quality: 1 of 1 product with findings (1 error); see: shopkeeper quality"
    )
    assert "shopkeeper quality" in examine([product("p", Variant("v"))], "CNY", language="zh").remark()
