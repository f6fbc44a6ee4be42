"""The feed of the Agentic Commerce Protocol: a folder, or either of its files."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from shopkeeper.shop import Attribute, Availability, InvalidFile, Localized, Money, Option, Product, ProductStatus, Variant
from shopkeeper.store.importers import import_file
from shopkeeper.store.importers.products import OTHER_CATEGORIES
from strategies import sellable

FOLDER = "acp"


def english(variant):
    return {o.name.en: o.value.en for o in variant.options}


@pytest.mark.parametrize("name", [FOLDER, "acp/products.jsonl"])
def test_the_sample_has_7_lines_of_which_3_products_come_and_4_lines_are_rejected(sample, name):
    report, records = sample(name)
    assert (report.format, report.read, report.new, report.rejected) == ("acp", 7, 3, 4)
    assert set(records) == {"prod_tee", "prod_cup", "prod_yen"}
    assert [(r.field, r.row) for r in report.reasons] == [
        ("variants[0].price", 4), ("variants[0].availability.status", 5), ("variants", 6), ("id", 7),
    ]  # fmt: skip


def test_the_metadata_stands_for_the_folder_and_is_told(sample, store, tmp_path):
    first, _ = sample(FOLDER)
    again = import_file(store, tmp_path / "acp" / "metadata.json", rejects_dir=tmp_path / "rejects")
    assert again.notes == first.notes == ("feed feed_tea_us, target_country US, updated_at 2026-11-19T08:00:00Z",)
    assert (again.unchanged, again.rejected) == (3, 4)


def test_variants_have_their_price_state_and_options(sample):
    tee = sample(FOLDER)[1]["prod_tee"]
    assert [(v.id, english(v), v.stock, v.availability) for v in tee.variants] == [
        ("tee-r-s", {"Color": "Red", "Size": "S"}, None, None), ("tee-b-s", {"Color": "Blue", "Size": "S"}, None, Availability.PREORDER),
        ("tee-g-s", {"Color": "Green", "Size": "S"}, None, Availability.BACKORDER),
    ]  # fmt: skip
    first = tee.variants[0]
    assert (first.price, first.compare_at, first.barcode) == (Money(2490, "USD"), Money(2990, "USD"), "4006381333931")


def test_a_product_has_its_texts_categories_and_pictures(sample):
    tee = sample(FOLDER)[1]["prod_tee"]
    assert (tee.description.en, tee.category) == ("Washed linen.", (Localized(en="Clothing"), Localized(en="Shirts")))
    assert [(image.url[-7:], image.alt.en) for image in tee.images] == [("tee.jpg", "Front"), ("red.jpg", "")]
    assert tee.attributes == (
        Attribute(OTHER_CATEGORIES, Localized(en="Sale")), Attribute(Localized(en="condition"), Localized(en="new")),
    )  # fmt: skip


def test_a_title_is_what_the_variants_have_in_common_and_what_is_gone_cannot_be_sold(sample):
    records = sample(FOLDER)[1]
    assert (records["prod_cup"].title, records["prod_cup"].in_stock) == (Localized(zh="骨瓷茶杯"), False)
    assert records["prod_yen"].price == Money(12000, "JPY")


def test_corrected_lines_come_in(sample, imported):
    report, _ = sample(FOLDER)
    corrected = report.rejects_file.read_text("utf-8").replace("79.99", "7999")
    again, records = imported(corrected, "products.jsonl.rejects.jsonl", format="acp")
    assert (again.new, again.rejected, records["prod_float"].price) == (1, 3, Money(7999, "USD"))


def test_a_folder_without_products_is_refused(store, tmp_path):
    (tmp_path / "metadata.json").write_text('{"id": "feed"}')
    for path in (tmp_path, tmp_path / "metadata.json"):
        with pytest.raises(InvalidFile, match=r"expected a file, or a folder with products\.jsonl"):
            import_file(store, path)


@pytest.mark.parametrize("content", ["{", "[]", '{"name": "x"}'])
def test_metadata_that_is_none_is_refused(sample, store, tmp_path, content):
    sample(FOLDER)
    (tmp_path / "acp" / "metadata.json").write_text(content)
    with pytest.raises(InvalidFile, match=r"metadata\.json: expected a JSON object with the id of the feed"):
        import_file(store, tmp_path / "acp")


def test_names_are_fixed(imported):
    line = json.dumps({"id": "p", "title": "Hat", "variants": [{"id": "a", "title": "Hat"}]})
    with pytest.raises(InvalidFile, match="without a mapping"):
        imported(line, "p.jsonl", format="acp", mapping={"title": "title"})
    with pytest.raises(InvalidFile, match="expected products of the Agentic Commerce Protocol"):
        imported("id,title\n1,hat\n", format="acp")


@pytest.mark.parametrize("out", ["feed", "products.jsonl", "products.jsonl.gz"])
def test_the_sample_goes_out_and_comes_back_the_same(sample, same_again, out):
    sample(FOLDER)
    before, after, written = same_again(out, "acp")
    assert after == before
    assert (written.records, written.rows) == (3, 6)
    assert written.notes == ()


def test_a_folder_goes_out_with_its_metadata(sample, same_again, tmp_path):
    sample(FOLDER)
    same_again("feed", "acp")
    assert sorted(path.name for path in (tmp_path / "feed").iterdir()) == ["metadata.json", "products.jsonl"]
    assert json.loads((tmp_path / "feed" / "metadata.json").read_bytes())["id"] == "feed"
    first = json.loads((tmp_path / "feed" / "products.jsonl").read_text("utf-8").splitlines()[1])
    assert [v["title"] for v in first["variants"]] == ["Linen tee - Red / S", "Linen tee - Blue / S", "Linen tee - Green / S"]
    assert [v["availability"] for v in first["variants"]] == [
        {"available": True, "status": "in_stock"}, {"available": True, "status": "preorder"}, {"available": True, "status": "backorder"},
    ]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(sellable(options=("Color", "尺码")))
def test_products_come_back_from_acp(store, same_again, product):
    counted = [None if v.availability or v.stock else v.stock for v in product.variants]
    variants = tuple(replace(v, cost=None, weight_grams=None, stock=n) for v, n in zip(product.variants, counted, strict=True))
    plain = replace(product, created_at=None, status=ProductStatus.ACTIVE, tags=(), attributes=(), brand=Localized())
    held = replace(plain, variants=variants)
    store.products.records = {held.id: held}
    before, after, written = same_again("feed", "acp", currency=held.price.currency)
    assert (after, written.notes) == (before, ())


def test_what_it_cannot_hold_is_told(store, same_again):
    small = (Option(Localized(en="Size"), Localized(en="S")),)
    variant = Variant("a", sku="S", weight_grams=5, cost=Money(1, "USD"), stock=4, options=small)
    facts = (Attribute(Localized(en="Care"), Localized(en="cold")),)
    store.products.records = {"p": Product("p", Localized(en="Hat"), (variant,), brand=Localized(en="Acme"), tags=("x",), attributes=facts)}
    *_, written = same_again("feed", "acp")
    told = {note.removeprefix("left out: ").partition(" (")[0] for note in written.notes}
    assert told == {
        "the cost", "the weight", "the stock as a number", "tags", "the brand", "attributes but the condition",
        "that SKU and id differ: one of them is there",
    }  # fmt: skip
