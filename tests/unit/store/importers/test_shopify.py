"""Shopify's product file, old and new headers, in and out."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from shopkeeper.shop import Attribute, Availability, Image, InvalidFile, Localized, Money, Option, Product, ProductStatus, Variant
from strategies import sellable

OLD = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,"
    "Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Barcode,"
    "Image Src,Image Position,Image Alt Text,Variant Image,Cost per item,Status,Fabric (product.metafields.custom.fabric)\n"
)
SHIRT = (
    'shirt,Linen shirt,"<p>Cool &amp; light</p>",Acme,Apparel > Shirts,Top,"summer, linen",true,Size,S,SH-S,180,shopify,4,deny,29.90,39.90,'
    "'690123,https://a.example/1.jpg,1,Front,,11.5,active,linen\n"
    "shirt,,,,,,,,,M,SH-M,190,shopify,0,continue,29.90,,,https://a.example/2.jpg,2,,https://a.example/m.jpg,,,\n"
)
IMAGE_ROW = "shirt,,,,,,,,,,,,,,,,,,https://a.example/3.jpg,3,Back,,,,\n"
NEW = (
    "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,"
    "Option1 value,Price,Compare-at price,"
    "Cost per item,Inventory tracker,Inventory quantity,Continue selling when out of stock,Weight value (grams),"
    "Product image URL,Image position,Image alt text,Variant image URL\n"
)


def test_rows_of_a_handle_are_one_product(imported):
    report, records = imported(OLD + SHIRT + IMAGE_ROW, currency="USD")
    product = records["shirt"]
    assert (report.format, report.read, report.new, report.rejected) == ("shopify", 3, 1, 0)
    assert product.title == Localized(en="Linen shirt")
    assert product.description == Localized(en="Cool & light")
    assert product.category == (Localized(en="Apparel"), Localized(en="Shirts"))
    assert product.tags == ("summer", "linen")
    assert [(v.id, v.options, v.price, v.stock, v.weight_grams) for v in product.variants] == [
        ("SH-S", (Option(Localized(en="Size"), Localized(en="S")),), Money(2990, "USD"), 4, 180),
        ("SH-M", (Option(Localized(en="Size"), Localized(en="M")),), Money(2990, "USD"), 0, 190),
    ]  # fmt: skip
    assert [(v.availability, v.in_stock) for v in product.variants] == [(None, True), (Availability.BACKORDER, True)]
    first = product.variants[0]
    assert (first.compare_at, first.cost, first.barcode) == (Money(3990, "USD"), Money(1150, "USD"), "690123")
    assert product.images == (
        Image("https://a.example/1.jpg", Localized(en="Front")), Image("https://a.example/2.jpg"),
        Image("https://a.example/3.jpg", Localized(en="Back")), Image("https://a.example/m.jpg"),
    )  # fmt: skip
    assert {a.name.all[0]: a.value for a in product.attributes} == {"Fabric": Localized(en="linen"), "类型": Localized(en="Top")}


def test_todays_headers_say_the_same(imported):
    rows = (
        'Linen shirt,shirt,"<p>Cool</p>",Acme,Apparel > Shirts,Top,summer,true,active,SH-S,690123,Size,S,29.90,39.90,11.5,shopify,'
        "4,false,180,https://a.example/1.jpg,1,Front,\n,shirt,,,,,,,,SH-M,,,M,29.90,,,shopify,0,TRUE,190,,,,\n"
    )
    _, records = imported(NEW + rows, currency="USD")
    product = records["shirt"]
    assert [(v.sku, v.stock, v.options[0].name.en) for v in product.variants] == [("SH-S", 4, "Size"), ("SH-M", 0, "Size")]
    assert product.brand == Localized(en="Acme")


def test_headers_are_known_whatever_their_case(imported):
    report, records = imported((OLD.upper() + SHIRT), currency="USD")
    assert (report.format, len(records["shirt"].variants)) == ("shopify", 2)


def test_a_title_alone_is_a_product(imported):
    _, records = imported("Title,URL handle,Option1 name,Price\nGift card,,,\nHat,hat,,5\n")
    assert set(records) == {"gift-card", "hat"}
    assert records["gift-card"].variants[0].price is None


def test_rows_of_one_handle_may_stand_apart(imported):
    hat, cap = "hat,Hat,,,,,,,,,HAT,,,,,5,,,,,,,,,\n", "cap,Cap,,,,,,,,,CAP,,,,,5,,,,,,,,,\n"
    text = OLD + SHIRT + hat + IMAGE_ROW + cap + IMAGE_ROW.replace("/3", "/4")
    report, records = imported(text)
    assert (report.new, report.changed) == (3, 0)
    assert [image.url[-5:] for image in records["shirt"].images] == ["1.jpg", "2.jpg", "3.jpg", "4.jpg", "m.jpg"]
    again, _ = imported(text)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)


def test_default_title_is_no_option(imported):
    _, records = imported("Handle,Title,Option1 Name,Option1 Value,Variant Price\nhat,Hat,Title,Default Title,5\n")
    assert records["hat"].variants[0].options == ()


def test_unpublished_and_archived_products_are_not_active(imported):
    rows = "a,A,false,active,5\nb,B,true,archived,5\nc,C,true,active,5\n"
    _, records = imported("Handle,Title,Published,Status,Variant Price\n" + rows)
    assert [records[id].status for id in "abc"] == [ProductStatus.DRAFT, ProductStatus.ARCHIVED, ProductStatus.ACTIVE]


def test_a_bad_variant_is_rejected_and_comes_back_corrected_from_the_rejects(imported, store, tmp_path):
    report, records = imported(OLD + SHIRT.replace("deny,29.90", "deny,cheap"), "shop.csv", currency="USD")
    assert [(r.field, r.row) for r in report.reasons] == [("Variant Price", 2)]
    assert [v.id for v in records["shirt"].variants] == ["SH-M"]
    corrected = report.rejects_file.read_text("utf-8").replace('"cheap"', '"29.90"')
    again, records = imported(corrected, "shop.csv.rejects.jsonl", currency="USD")
    assert (again.changed, again.rejected) == (1, 0)
    assert {v.id for v in records["shirt"].variants} == {"SH-S", "SH-M"}
    assert len(records["shirt"].images) == 3
    once_more, _ = imported(corrected, "shop.csv.rejects.jsonl", currency="USD")
    assert (once_more.changed, once_more.unchanged) == (0, 1)


def test_a_later_row_can_be_corrected_though_it_has_no_title(imported):
    report, _ = imported(OLD + SHIRT.replace("continue,29.90", "continue,cheap"), "shop.csv", currency="USD")
    _, records = imported(report.rejects_file.read_text("utf-8").replace('"cheap"', '"31"'), "shop.csv.rejects.jsonl", currency="USD")
    assert [(v.id, v.price, v.options[0].name.en) for v in records["shirt"].variants] == [
        ("SH-S", Money(2990, "USD"), "Size"), ("SH-M", Money(3100, "USD"), "Size"),
    ]  # fmt: skip


def test_rows_without_handle_and_title_are_rejected(imported):
    report, records = imported("Handle,Title,Variant Price\n,,5\nhat,Hat,5\nbag,,5\n")
    assert set(records) == {"hat"}
    assert [(r.field, r.row) for r in report.reasons] == [("Handle", 2), ("Title", 4)]


def test_columns_can_be_mapped_in_a_shopify_file_too(imported):
    _, records = imported("Handle,Title,Variant Price,Washing\nhat,Hat,5,cold\n", mapping={"washing": "attribute:Care"})
    assert records["hat"].attributes[0].name == Localized(en="Care")
    with pytest.raises(InvalidFile, match="Washing=care: expected one of"):
        imported("Handle,Title,Variant Price,Washing\nhat,Hat,5,cold\n", mapping={"Washing": "care"})


def test_a_file_that_is_not_shopifys_is_refused_as_one(imported):
    with pytest.raises(InvalidFile, match="expected Shopify's columns"):
        imported("id,title\n1,hat\n", format="shopify")


FILE = "shopify/products.csv"


def test_the_sample_has_8_rows_of_which_4_products_come_and_2_rows_are_rejected(sample):
    report, records = sample(FILE, currency="USD")
    assert (report.format, report.read, report.new, report.rejected) == ("shopify", 8, 4, 2)
    assert set(records) == {"linen-shirt", "mug", "old-hat", "cap"}
    assert [(r.field, r.row) for r in report.reasons] == [("Variant Price", 7), ("Title", 9)]
    assert [v.id for v in records["cap"].variants] == ["CAP-M"]


def test_the_sample_goes_out_and_comes_back_the_same(sample, same_again, tmp_path):
    sample(FILE, currency="USD")
    before, after, written = same_again("out.csv", "shopify")
    assert after == before
    assert (written.rows, written.notes) == (7, ())
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8", newline="")))
    names = ("Handle", "Option1 Value", "Variant Inventory Qty", "Variant Inventory Policy", "Image Src")
    shown = [tuple(r[name].rpartition("/")[2] for name in names) for r in rows]
    assert shown[1:5] == [
        ("linen-shirt", "S", "4", "deny", "1.jpg"), ("linen-shirt", "M", "-1", "continue", "2.jpg"), ("linen-shirt", "", "", "", "3.jpg"),
        ("linen-shirt", "", "", "", "m.jpg"),
    ]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(sellable(options=("Color", "尺码", "Fit")))
def test_products_come_back_from_shopify(store, same_again, product):
    back = [v.availability if v.availability is Availability.BACKORDER and v.stock is not None else None for v in product.variants]
    variants = tuple(replace(v, availability=how) for v, how in zip(product.variants, back, strict=True))
    held = replace(product, created_at=None, url="", variants=variants)
    store.products.records = {held.id: held}
    before, after, written = same_again("out.csv", "shopify", currency=held.price.currency)
    assert (after, written.notes) == (before, ())


def test_what_shopify_cannot_hold_is_told(store, same_again):
    options = tuple(Option(Localized(en=name), Localized(en="x")) for name in ("Color", "Size", "Fit", "Length"))
    variant = Variant("a", options=options, price=Money(5, "EUR"), availability=Availability.BACKORDER)
    facts = (Attribute(Localized(en="Care"), Localized(en="cold")), Attribute(Localized(en="Care"), Localized(en="dry")))
    store.products.records = {"p": Product("p", Localized(en="Hat", zh="帽"), (variant,), tags=("a, b",), attributes=facts, url="/p")}
    _, after, written = same_again("out.csv", "shopify")
    told = {note.removeprefix("left out: ").partition(" (")[0] for note in written.notes}
    assert told == {
        "texts in the other language", "a fourth option", "that what is not counted can be back-ordered",
        "where a tag that holds a comma ends", "further values of an attribute", "the address of its page",
        "prices in a currency that is not the shop's",
        "that there is no SKU: the id stands in its place",
    }  # fmt: skip
    assert after["p"].price is None
