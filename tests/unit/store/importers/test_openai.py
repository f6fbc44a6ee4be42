"""OpenAI's product feed under its newer and older names, in and out."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from shopkeeper.shop import Attribute, Availability, InvalidFile, Localized, Money, Option, Product, ProductStatus, Variant
from strategies import sellable

FILE, OLDER = "openai/feed.jsonl", "openai/older-names.csv"


def english(variant):
    return {o.name.en: o.value.en for o in variant.options}


def test_the_sample_has_7_rows_of_which_3_products_come_and_2_rows_are_rejected(sample):
    report, records = sample(FILE)
    assert (report.format, report.read, report.new, report.rejected) == ("openai", 7, 3, 2)
    assert set(records) == {"TRAIL", "KETTLE", "杯"}
    assert [(r.field, r.row, r.example) for r in report.reasons] == [("price", 5, "'12 QQQ'"), ("variant_dict", 6, "'red or blue'")]


def test_variant_dict_says_what_tells_variants_apart(sample):
    shoe = sample(FILE)[1]["TRAIL"]
    assert (shoe.title.en, shoe.description.en) == ("Trail shoe", "Light and dry.")
    assert [(v.id, english(v), v.availability, v.available_at) for v in shoe.variants] == [
        ("TR-10", {"color": "Black", "size": "10"}, None, None),
        ("TR-11", {"color": "Black", "size": "11"}, Availability.PREORDER, datetime(2026, 12, 15, tzinfo=UTC)),
        ("TR-RED", {"color": "Red", "size": "10"}, Availability.BACKORDER, None),
    ]  # fmt: skip
    first = shoe.variants[0]
    assert (first.price, first.compare_at, round(first.weight_grams)) == (Money(5999, "USD"), Money(7999, "USD"), 680)
    assert [(a.name.en, a.value) for a in shoe.attributes if a.unit == "in"] == [("length", 12.0), ("width", 8.0), ("height", 5.0)]
    assert [(a.name.en, a.value) for a in shoe.attributes if "star" in a.name.en] == [("star rating", 4.5)]


def test_an_unknown_availability_is_not_counted(sample):
    records = sample(FILE)[1]
    assert (records["KETTLE"].variants[0].stock, records["杯"].variants[0].stock) == (None, 0)


def test_the_sample_of_older_names_has_5_rows_of_which_2_products_come_and_2_rows_are_rejected(sample):
    report, records = sample(OLDER)
    assert (report.format, report.delimiter, report.read, report.new, report.rejected) == ("openai", ";", 5, 2, 2)
    assert [(r.field, r.row, r.example) for r in report.reasons] == [("id", 5, "nothing"), ("inventory_quantity", 6, "'a few'")]
    hat = records["HAT"]
    assert [(english(v), v.stock, v.availability) for v in hat.variants] == [
        ({"color": "red"}, 12, None), ({"color": "blue"}, 0, Availability.PREORDER),
    ]  # fmt: skip
    assert (hat.description.en, hat.variants[1].price) == ("Made by hand.\nOne size.", Money(1900, "USD"))


def test_a_file_without_ids_is_refused_as_openais(imported):
    with pytest.raises(InvalidFile, match="expected products in OpenAI's feed"):
        imported("name,cost\nhat,1\n", format="openai")


def test_a_picture_without_an_address_is_left_out_and_the_others_come(imported):
    pictures = [{"a": {"b": {}}}, "https://o.example/sole.jpg", {"url": "https://o.example/top.jpg", "alt": "Top"}]
    row = {"item_id": "CUP", "title": "Cup", "url": "https://o.example/cup", "price": "9 USD", "availability": "in_stock",
           "is_eligible_search": True, "is_eligible_checkout": False, "additional_image_urls": pictures}  # fmt: skip
    cup = imported(json.dumps(row) + "\n", name="feed.jsonl", format="openai")[1]["CUP"]
    assert [(image.url[-8:], image.alt.en) for image in cup.images] == [("sole.jpg", ""), ("/top.jpg", "Top")]


@pytest.mark.parametrize("name", [FILE, OLDER])
@pytest.mark.parametrize("out", ["out.jsonl", "out.csv", "out.tsv", "out.jsonl.gz"])
def test_the_samples_go_out_and_come_back_the_same(sample, same_again, name, out):
    sample(name)
    before, after, written = same_again(out, "openai")
    assert after == before
    assert written.rows == sum(len(p.variants) for p in before.values())


@pytest.mark.parametrize("out", ["out.jsonl", "out.csv"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(sellable(options=("color", "Flavor")) | sellable(options=("尺码", "Size")))
def test_products_come_back_from_openai(store, same_again, out, product):
    material = Attribute(Localized(en="material"), Localized(en="linen"))
    held = replace(
        product, created_at=None, status=ProductStatus.ACTIVE, tags=(), attributes=(material,) if product.attributes else (),
        variants=tuple(replace(v, cost=None, availability=None if v.stock else v.availability) for v in product.variants),
    )  # fmt: skip
    store.products.records = {held.id: held}
    before, after, written = same_again(out, "openai", currency=held.price.currency)
    assert after == before
    assert written.notes == ()


def test_what_goes_out_has_openais_words(store, same_again, tmp_path):
    red = (Option(Localized(en="Color"), Localized(en="red")),)
    variants = (
        Variant("a", price=Money(1250, "USD"), compare_at=Money(1500, "USD"), options=red, availability=Availability.PREORDER),
        Variant("b", price=Money(1250, "JPY"), stock=0, options=(Option(Localized(en="Color"), Localized(en="blue")),)),
    )
    facts = (Attribute(Localized(en="Care"), Localized(en="cold")), Attribute(Localized(en="length"), 12.0, "cm"))
    store.products.records = {"p": Product("p", Localized(en="Hat"), variants, attributes=facts)}
    *_, written = same_again("out.csv", "openai")
    first, second = csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8", newline=""))
    assert [first[n] for n in ("item_id", "group_id", "availability", "price", "sale_price", "color", "length", "dimensions_unit")] == [
        "a", "p", "pre_order", "15.00 USD", "12.50 USD", "red", "12", "cm",
    ]  # fmt: skip
    assert json.loads(first["variant_dict"]) == {"Color": "red"}
    assert [second[n] for n in ("availability", "price", "listing_has_variations")] == ["out_of_stock", "1250 JPY", "true"]
    assert "left out: attributes that the feed has no column for (1 of the products, first: p)" in written.notes
