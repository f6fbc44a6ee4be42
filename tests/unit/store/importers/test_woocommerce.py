"""WooCommerce's product file, in and out."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from shopkeeper.shop import Attribute, Availability, InvalidFile, Localized, Money, ProductStatus
from shopkeeper.store.importers.products import OTHER_CATEGORIES
from shopkeeper.store.importers.woocommerce import GROUPED
from strategies import sellable

FILE = "woocommerce/products.csv"
HEADER = "ID,Type,SKU,Name,Published,In stock?,Stock,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)\n"


def english(variant):
    return {o.name.en or o.name.zh: o.value.en or o.value.zh for o in variant.options}


def test_the_sample_has_16_rows_of_which_7_products_come_and_4_rows_are_rejected(sample):
    report, records = sample(FILE, currency="USD")
    assert (report.format, report.read, report.new, report.rejected) == ("woocommerce", 16, 7, 4)
    assert set(records) == {"TEE", "21", "POT", "EBOOK", "33", "MAT", "SET"}
    assert [(r.field, r.row, r.example) for r in report.reasons] == [
        ("Parent", 14, "'NOWHERE'"), ("Regular price", 15, "'ask us'"), ("SKU", 16, "nothing"), ("Name", 17, "nothing"),
    ]  # fmt: skip
    assert report.notes == (
        "1 × a variation that is switched off: left out",
        "1 × a sale price outside its days: the regular price counts until the file is imported in them",
    )


def test_variations_join_their_parent_by_sku_or_id_before_or_after_it(sample):
    tee = sample(FILE, currency="USD")[1]["TEE"]
    assert [(v.id, english(v), v.stock) for v in tee.variants] == [
        ("tee-blue", {"Color": "Blue", "Size": "S"}, -2), ("tee-red", {"Color": "Red", "Size": "S"}, 4),
    ]  # fmt: skip
    assert [(v.price, v.compare_at, v.availability) for v in tee.variants] == [
        (Money(2500, "USD"), Money(2990, "USD"), Availability.BACKORDER), (Money(2990, "USD"), None, None),
    ]  # fmt: skip
    assert {round(v.weight_grams) for v in tee.variants} == {227}  # the parent's half pound
    assert [v.image[-7:] for v in tee.variants] == ["", "red.jpg"]


def test_a_product_has_its_texts_category_tags_and_pictures(sample):
    tee = sample(FILE, currency="USD")[1]["TEE"]
    assert tee.description == Localized(en="Cool on hot days.\n\nWashed linen.\n\n• Made in Portugal")
    assert (tee.category, tee.brand) == ((Localized(en="Clothing"), Localized(en="Shirts")), Localized(en="Acme"))
    assert tee.tags == ("summer", '"cool"', "wash, wear")
    assert [image.url[-8:] for image in tee.images] == ["/tee.jpg", "back.jpg", "/red.jpg"]
    assert tee.attributes == (
        Attribute(OTHER_CATEGORIES, Localized(en="Sale")), Attribute(OTHER_CATEGORIES, Localized(en="Gifts, small > For him")),
    )  # fmt: skip


def test_a_parent_without_a_sku_goes_by_its_id_and_shares_its_stock(sample):
    mug = sample(FILE, currency="USD")[1]["21"]
    assert [(v.id, v.sku, v.stock) for v in mug.variants] == [("22", "", 30), ("23", "", 0)]
    assert [a.value for a in mug.attributes if a.name == Localized(zh="产地")] == [Localized(zh="河北"), Localized(zh="广东")]
    assert {(a.name.en, a.value, a.unit) for a in mug.attributes if a.name.en} == {("length", 8.5, "cm"), ("height", 9.0, "cm")}


def test_simple_external_and_grouped_products(sample):
    records = sample(FILE, currency="USD")[1]
    assert (records["POT"].description.en, records["POT"].variants[0].barcode) == ("Glass.\nDishwasher safe.", "4006381333931")
    assert records["POT"].variants[0].in_stock is False
    assert records["MAT"].url == "https://sports.example/mat"
    assert [a.value.en for a in records["SET"].attributes if a.name == GROUPED] == ["POT", "id:21"]
    assert records["SET"].price is None


def test_only_what_is_published_and_shown_is_active(sample):
    records = sample(FILE, currency="USD")[1]
    assert {id for id, p in records.items() if p.status is ProductStatus.DRAFT} == {"EBOOK", "33"}
    assert records["EBOOK"].price == Money(900, "USD")  # its sale ended in January


def test_a_corrected_variation_joins_its_product(sample, imported):
    report, _ = sample(FILE, currency="USD")
    kept = [json.loads(line) for line in report.rejects_file.read_text("utf-8").splitlines()]
    assert [k["row"] for k in kept] == [14, 15, 16, 17]
    lost = json.dumps(kept[0] | {"values": kept[0]["values"] | {"Parent": "TEE"}})
    again, records = imported(lost + "\n", "products.csv.rejects.jsonl", currency="USD")
    assert (again.changed, again.rejected) == (1, 0)
    assert [v.id for v in records["TEE"].variants] == ["tee-blue", "tee-red", "lost-1"]
    assert records["TEE"].tags == ("summer", '"cool"', "wash, wear")


def test_a_variation_whose_parent_is_wrong_says_so(imported):
    report, records = imported(HEADER + "1,variable,T,,1,1,,,,,\n2,variation,T-1,T red,1,1,,5,T,Color,red\n3,simple,S,Hat,1,1,,5,,,\n")
    assert set(records) == {"S"}
    assert [(r.field, r.expected, r.row) for r in report.reasons] == [
        ("Name", "a title", 2), ("Parent", "a parent that is right: its own row was rejected", 3),
    ]  # fmt: skip


def test_a_variable_product_without_variations_is_shown_and_not_sold(imported):
    _, records = imported(HEADER + "1,variable,T,Tee,1,1,,,,Color,\"red, blue\"\n", currency="USD")
    assert [(v.id, v.price) for v in records["T"].variants] == [("T", None)]
    assert [a.value.en for a in records["T"].attributes] == ["red", "blue"]


def test_headers_may_be_chinese(imported):
    text = (
        "ID,类型,SKU,名称,已发布,有货？,库存,常规售价,促销价格,分类,父级,属性 1 名称,属性 1 值,重量 (kg)\n"
        '1,variable,T,衬衫,1,1,,,,衣服 > 上衣,,颜色,"红, 蓝",0.2\n2,variation,T-1,,1,1,5,99,89,,T,颜色,红,\n'
        '3,variation,T-2,,1,1,0,99,,,T,颜色,蓝,\n'
    )
    report, records = imported(text)
    assert (report.format, [(v.price, v.stock, v.weight_grams) for v in records["T"].variants]) == (
        "woocommerce", [(Money(8900, "CNY"), 5, 200), (Money(9900, "CNY"), 0, 200)],
    )  # fmt: skip
    assert records["T"].category == (Localized(zh="衣服"), Localized(zh="上衣"))


def test_a_column_can_be_mapped(imported):
    text = HEADER.replace("ID,", "Care,") + "cold,simple,S,Hat,1,1,,5,,,\n"
    assert imported(text, mapping={"Care": "attribute:Care"})[1]["S"].attributes[0].value == Localized(en="cold")


def test_a_file_that_is_not_woocommerces_is_refused_as_one(imported):
    with pytest.raises(InvalidFile, match="expected WooCommerce's product columns"):
        imported("id,title\n1,hat\n", format="woocommerce")


def test_the_sample_goes_out_and_comes_back_the_same(sample, same_again):
    sample(FILE, currency="USD")
    before, after, written = same_again("out.csv", "woocommerce")
    assert after == before
    assert written.notes == ()


def test_what_goes_out_is_as_woocommerce_writes_it(sample, same_again, tmp_path):
    sample(FILE, currency="USD")
    same_again("out.csv", "woocommerce")
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8", newline="")))
    shown = [(r["ID"], r["Type"], r["SKU"], r["Parent"], r["Stock"], r["In stock?"], r["Attribute 1 value(s)"]) for r in rows]
    assert shown[:3] == [
        ("21", "variable", "", "", "", "1", "300ml, 500ml"), ("22", "variation", "", "id:21", "30", "1", "300ml"),
        ("23", "variation", "", "id:21", "0", "0", "500ml"),
    ]  # fmt: skip
    assert [r["Categories"] for r in rows if r["SKU"] == "TEE"] == ["Clothing > Shirts, Sale, Gifts\\, small > For him"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(sellable())
def test_products_come_back_from_woocommerce(store, same_again, product):
    status = ProductStatus.DRAFT if product.status is ProductStatus.ARCHIVED else product.status
    back = [v.availability is Availability.BACKORDER or None for v in product.variants]
    variants = [replace(v, cost=None, availability=b and v.availability) for v, b in zip(product.variants, back, strict=True)]
    held = replace(product, created_at=None, status=status, variants=tuple(variants))
    store.products.records = {held.id: held}
    before, after, written = same_again("out.csv", "woocommerce", currency=held.price.currency)
    assert after == before
    assert {note for note in written.notes if "currency" not in note} == set()
