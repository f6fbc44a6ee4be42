"""Google Merchant's feed as text, RSS and Atom, in and out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from shopkeeper.shop import Attribute, Availability, InvalidFile, Localized, Money, Option, Product, ProductStatus, Variant
from shopkeeper.store.importers.products import OTHER_CATEGORIES
from shopkeeper.store.importers.rows import read_rows
from strategies import sellable

TEXT, RSS, ATOM = "google/products.tsv", "google/products.xml", "google/atom-gbk.xml"


def english(variant):
    return {o.name.en: o.value.en for o in variant.options}


def test_the_text_sample_has_7_rows_of_which_3_products_come_and_2_rows_are_rejected(sample):
    report, records = sample(TEXT)
    assert (report.format, report.read, report.new, report.rejected) == ("google", 7, 3, 2)
    assert set(records) == {"SHIRT", "POT", "茶-1"}
    assert [(r.field, r.row, r.example) for r in report.reasons] == [("price", 7, "'ask us'"), ("availability", 8, "'perhaps'")]


def test_items_of_a_group_are_variants(sample):
    shirt = sample(TEXT)[1]["SHIRT"]
    assert (shirt.title, shirt.category) == (Localized(en="Linen shirt"), (Localized(en="Clothing"), Localized(en="Shirts")))
    assert [(v.id, english(v), v.availability, v.available_at) for v in shirt.variants] == [
        ("LS-R-S", {"color": "red", "size": "S"}, None, None),
        ("LS-R-M", {"color": "red", "size": "M"}, Availability.PREORDER, datetime(2026, 12, 1, tzinfo=UTC)),
        ("LS-B-S", {"color": "blue", "size": "S"}, Availability.BACKORDER, None),
    ]  # fmt: skip
    first = shirt.variants[0]
    assert (first.price, first.compare_at) == (Money(2490, "USD"), Money(2990, "USD"))
    assert (first.barcode, first.weight_grams) == ("4006381333931", 180)
    assert [v.image[-5:] for v in shirt.variants] == ["r.jpg", "r.jpg", "b.jpg"]


def test_details_are_attributes_and_a_category_is_googles_where_the_shop_names_none(sample):
    records = sample(TEXT)[1]
    assert [(a.name.en, a.value) for a in records["SHIRT"].attributes[:2]] == [("Weave", Localized(en="plain")), ("Threads", 120.0)]
    pot = records["POT"]
    assert pot.attributes[0].value == Localized(en="1:2, or 3")
    assert pot.category == (Localized(en="Home & Garden"), Localized(en="Kitchen & Dining"))
    assert (pot.price, pot.in_stock) == (Money(4900, "USD"), False)  # its sale was in January


def test_the_rss_sample_has_4_items_of_which_2_products_come_and_1_item_is_rejected(sample):
    report, records = sample(RSS)
    assert (report.format, report.read, report.new, report.rejected) == ("google", 4, 2, 1)
    assert [(r.field, r.row, r.example) for r in report.reasons] == [("link", 4, "'javascript:alert(1)'")]
    shirt, cup = records["SHIRT"], records["CUP"]
    assert (shirt.title.en, shirt.url) == ("Linen shirt", "https://g.example/shirt?a=1&b=2")
    assert (shirt.description.en, shirt.brand.en) == ("Washed linen\n\n• cool & light", "Acme & Sons")
    assert [image.url[-8:] for image in shirt.images] == ["le/r.jpg", "le/b.jpg", "back.jpg", "side.jpg"]
    assert shirt.attributes == (
        Attribute(Localized(en="Weave"), Localized(en="plain, close")), Attribute(Localized(en="Weight"), 180.0, "g"),
        Attribute(OTHER_CATEGORIES, Localized(en="Sale")),
    )  # fmt: skip
    assert (cup.variants[0].availability, cup.variants[0].available_at) == (Availability.PREORDER, datetime(2026, 12, 24, 1, tzinfo=UTC))


def test_the_atom_sample_in_gbk_has_2_items(sample):
    report, records = sample(ATOM)
    assert (report.format, report.encoding, report.read, report.new, report.rejected) == ("google", "gb18030", 2, 2, 0)
    tea = records["T-1"]
    assert (tea.title.zh, tea.description.zh, tea.url) == ("龙井茶 250克", "明前龙井", "https://g.example/longjing")
    assert records["T-2"].in_stock


def test_corrected_items_come_in(sample, imported):
    report, _ = sample(RSS)
    corrected = report.rejects_file.read_text("utf-8").replace("javascript:alert(1)", "https://g.example/ok")
    again, records = imported(corrected, "products.xml.rejects.jsonl", format="google")
    assert (again.new, again.rejected, records["BAD"].url) == (1, 0, "https://g.example/ok")


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>', '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
    ],
)  # fmt: skip
def test_entities_of_a_feeds_own_are_refused(imported, declared):
    feed = f'<?xml version="1.0"?>{declared}<rss><channel><item><id>1</id><title>&a;</title></item></channel></rss>'
    with pytest.raises(InvalidFile, match="a feed without definitions of its own"):
        imported(feed, "bomb.xml")


def test_what_follows_broken_xml_is_one_rejected_row(imported):
    feed = "<rss><item><id>1</id><title>Hat</title><link>/1</link></item><item><id>2</id><title>C&nbsp;p</title></item></rss>"
    report, records = imported(feed, "feed.xml")
    assert (set(records), report.read, report.rejected) == ({"1"}, 2, 1)
    assert report.reasons[0].expected.startswith("well-formed XML; what follows cannot be read (undefined entity: line 1")


def test_a_feed_that_ends_too_early_says_so(imported):
    report, records = imported("<rss><channel><item><id>1</id><title>Hat</title></item><item><id>2</id>", "feed.xml")
    assert (set(records), report.rejected) == ({"1"}, 1)


def test_elements_deep_within_each_other_are_refused(imported):
    feed = "<rss><item><id>1</id><title>Hat</title></item>" + "<a>" * 100_000
    report, records = imported(feed, "feed.xml")
    assert (set(records), report.reasons[0].expected) == ({"1"}, "at most 64 elements within each other")


def test_damaged_bytes_cost_their_own_item(write):
    feed = "<rss>" + "".join(f"<item><id>{n}</id><title>杯子</title></item>" for n in range(30)) + "</rss>"
    damaged = feed.encode().replace("杯".encode(), b"\xe6\x9d", 1)
    path = write(damaged, "feed.xml")
    from shopkeeper.store.importers.rows import open_source

    rows = list(open_source(path).rows())
    assert [row.number for row in rows if row.problem] == [1]
    assert len(rows) == 30


def test_rows_of_a_feed_can_be_read_for_other_uses(write):
    path = write("<feed><entry><id>1</id><link href='/a'/><g:note xmlns:g='x'><g:by>me</g:by></g:note></entry></feed>", "feed.xml")
    assert [row.values for row in read_rows(path)] == [{"id": "1", "link": "/a", "note": {"by": "me"}}]


def test_a_web_page_is_no_feed(imported):
    with pytest.raises(InvalidFile, match="got a web page"):
        imported("<!DOCTYPE html><html><body>Sign in</body></html>", "feed.xml")


def test_a_file_without_ids_and_titles_is_refused_as_googles(imported):
    with pytest.raises(InvalidFile, match="expected products in Google's feed"):
        imported("name,cost\nhat,1\n", format="google")


@pytest.mark.parametrize("name", [TEXT, RSS, ATOM])
@pytest.mark.parametrize("out", ["out.tsv", "out.xml", "out.xml.gz"])
def test_the_samples_go_out_and_come_back_the_same(sample, same_again, name, out):
    sample(name)
    before, after, written = same_again(out, "google")
    assert after == before
    assert written.rows == sum(len(p.variants) for p in before.values())


@pytest.mark.parametrize("out", ["out.tsv", "out.xml"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(sellable(options=("color", "size")) | sellable(options=("Flavor", "尺码")))
def test_products_come_back_from_google(store, same_again, out, product):
    held = replace(product, created_at=None, status=ProductStatus.ACTIVE, tags=(), variants=tuple(
        replace(v, stock=0 if v.stock is not None and v.availability is None else None) for v in product.variants
    ))  # fmt: skip
    store.products.records = {held.id: held}
    before, after, written = same_again(out, "google", currency=held.price.currency)
    assert after == before
    assert written.notes == ()


def test_options_under_names_of_the_shops_own_keep_them(store, same_again, tmp_path):
    colour = Localized(zh="颜色", en="Colour")
    variants = tuple(Variant(id, sku=id, options=(Option(colour, Localized(en=value)),)) for id, value in (("a", "red"), ("b", "128GB")))
    store.products.records = {"p": Product("p", Localized(en="Hat"), variants)}
    _, after, _ = same_again("out.tsv", "google", language="zh")
    assert [o for v in after["p"].variants for o in v.options] == [
        Option(Localized(zh="颜色"), Localized(en="red")), Option(Localized(zh="颜色"), Localized(en="128GB")),
    ]  # fmt: skip
    assert (tmp_path / "out.tsv").read_text("utf-8").count("\tred\t") == 1


def test_what_is_not_on_sale_is_not_shown_to_google(store, same_again):
    store.products.records = {id: Product(id, Localized(en="Hat"), (Variant(id, sku=id),), status=s) for id, s in
                              (("a", ProductStatus.ACTIVE), ("b", ProductStatus.DRAFT), ("c", ProductStatus.ARCHIVED))}  # fmt: skip
    _, after, written = same_again("out.xml", "google")
    assert (set(after), written.notes) == ({"a"}, ("left out: what is not on sale (2 of the products, first: b)",))
    assert (written.records, written.rows) == (1, 1)
    assert ": 1 products (google) in " in str(written)


def test_hostile_texts_stay_text(store, same_again):
    title = Localized(en='</g:title><script>"&amp;" ]]>')
    store.products.records = {"a": Product("a", Localized(en="x"), (Variant("a", sku="a"),), brand=title)}
    _, after, _ = same_again("out.xml", "google")
    assert "<script>" not in json.dumps(after["a"].brand.en)
