"""Flat files with a variant a row: groups become products with variants."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from shopkeeper.shop import Attribute, Availability, Localized, Money, Option, ProductStatus
from shopkeeper.store.importers.grouped import in_common

HEADER = "id,item_group_id,title,price,color,size,brand,image,mpn\n"
SHIRTS = (
    "s-1,shirt,Linen shirt - red S,20 USD,red,S,Acme,https://a.example/r.jpg,M1\n"
    "hat,,Hat,9 USD,blue,,Acme,https://a.example/h.jpg,M9\n"
    "s-2,shirt,Linen shirt - red M,21 USD,red,M,Acme,https://a.example/r.jpg,M2\n"
)


def options(variant):
    return [(o.name.zh or o.name.en, o.value.zh or o.value.en) for o in variant.options]


def test_rows_of_a_group_are_one_product_wherever_they_stand(imported):
    report, records = imported(HEADER + SHIRTS)
    assert (report.read, report.new, report.rejected, set(records)) == (3, 2, 0, {"shirt", "hat"})
    assert report.ids == "column item_group_id, else id"
    assert [(v.id, v.price) for v in records["shirt"].variants] == [("s-1", Money(2000, "USD")), ("s-2", Money(2100, "USD"))]
    again, _ = imported(HEADER + SHIRTS)
    assert (again.unchanged, again.changed) == (2, 0)


def test_what_differs_is_an_option_and_what_does_not_an_attribute(imported):
    _, records = imported(HEADER + SHIRTS)
    shirt = records["shirt"]
    assert [options(v) for v in shirt.variants] == [[("size", "S")], [("size", "M")]]
    assert {(a.name.en, a.value.en) for a in shirt.attributes} == {("color", "red"), ("mpn", "M1"), ("mpn", "M2")}
    assert options(records["hat"].variants[0]) == []


def test_the_title_is_what_the_variants_have_in_common(imported):
    assert imported(HEADER + SHIRTS)[1]["shirt"].title == Localized(en="Linen shirt - red")


@pytest.mark.parametrize(
    ("titles", "common"),
    [
        (["Shirt - red", "Shirt - blue"], "Shirt"), (["Shirt", "Shirt"], "Shirt"), (["Shirt", "Shirt red"], "Shirt"), ([], ""),
        (["Shirts for men", "Shirts for me"], "Shirts for"), (["骨瓷杯（红色）", "骨瓷杯（蓝色）"], "骨瓷杯"),
        (["Red shirt", "Blue shirt"], "Red shirt"),
        (["Shirt 128 GB", "Shirt 1 TB"], "Shirt"),
    ],
)  # fmt: skip
def test_titles_are_cut_at_words(titles, common):
    assert in_common(titles) == common


def test_a_parent_row_speaks_for_the_product_and_is_no_variant(imported):
    text = (
        "sku,parent_sku,title,description,颜色,价格,库存\nT-R,T,茶杯 红,,红色,68,3\nT,,骨瓷茶杯,景德镇烧制,,,\n"
        "T-B,T,茶杯 蓝,,蓝色,70,0\nK,,茶壶,,,128,1\n"
    )
    report, records = imported(text)
    assert (report.new, report.rejected, set(records)) == (2, 0, {"T", "K"})
    cup = records["T"]
    assert (cup.title.zh, cup.description.zh) == ("骨瓷茶杯", "景德镇烧制")
    assert [(v.id, v.sku, options(v), v.stock) for v in cup.variants] == [
        ("T-R", "T-R", [("颜色", "红色")], 3), ("T-B", "T-B", [("颜色", "蓝色")], 0),
    ]  # fmt: skip


def test_groups_are_known_by_chinese_names(imported):
    _, records = imported("商品编号,商品组,标题,售价,尺码\n1,g,裙,99,S\n2,g,裙,99,M\n")
    assert [options(v) for v in records["g"].variants] == [[("尺码", "S")], [("尺码", "M")]]


def test_options_may_stand_in_one_cell(imported):
    row = {"id": "1", "group_id": "g", "title": "Shoe", "price": 5, "color": "Black", "variant_dict": {"Color": "Black", "Width": "wide"}}
    red = row | {"id": "2", "variant_dict": {"Color": "Red"}, "color": "Red"}
    _, records = imported(json.dumps(row) + "\n" + json.dumps(red), "p.jsonl")
    assert [options(v) for v in records["g"].variants] == [[("Color", "Black"), ("Width", "wide")], [("Color", "Red")]]
    assert records["g"].attributes == ()


def test_of_two_rows_with_one_id_and_no_group_the_later_counts(imported):
    _, records = imported("id,group_id,title,price\na,,Old,5\na,,New,6\n")
    assert (records["a"].title.en, len(records["a"].variants)) == ("New", 1)


def test_a_variant_that_is_wrong_is_rejected_and_joins_its_product_when_corrected(imported):
    report, records = imported(HEADER + SHIRTS.replace("21 USD", "cheap"), "shop.csv")
    assert [(r.field, r.row, r.count) for r in report.reasons] == [("price", 4, 1)]
    assert [v.id for v in records["shirt"].variants] == ["s-1"]
    corrected = report.rejects_file.read_text("utf-8").replace('"cheap"', '"21 USD"')
    again, records = imported(corrected, "shop.csv.rejects.jsonl")
    assert (again.changed, again.rejected) == (1, 0)
    assert [(v.id, v.price) for v in records["shirt"].variants] == [("s-1", Money(2000, "USD")), ("s-2", Money(2100, "USD"))]
    assert records["shirt"].brand == Localized(en="Acme")


def test_a_group_without_any_title_is_rejected_row_by_row(imported):
    report, records = imported("id,group_id,title,price\n1,g,,5\n2,g,,6\n3,,Hat,7\n")
    assert (set(records), report.rejected, [(r.field, r.count) for r in report.reasons]) == ({"3"}, 2, [("title", 2)])


def test_a_product_is_on_sale_while_one_of_its_variants_is(imported):
    text = "id,group_id,title,status,price\n1,g,Hat,draft,5\n2,g,Hat,active,5\n3,h,Bag,draft,5\n"
    _, records = imported(text)
    assert (records["g"].status, records["h"].status) == (ProductStatus.ACTIVE, ProductStatus.DRAFT)


@pytest.mark.parametrize(
    ("said", "stock", "how", "at"),
    [
        ("in stock", None, None, None), ("out_of_stock", 0, None, None), ("preorder", None, Availability.PREORDER, None),
        ("pre_order", None, Availability.PREORDER, None), ("Pre-Order", None, Availability.PREORDER, None),
        ("preorder 2026-12-01", None, Availability.PREORDER, datetime(2026, 12, 1, tzinfo=UTC)),
        ("预售（2026年12月1日发货）", None, Availability.PREORDER, datetime(2026, 12, 1, tzinfo=UTC)),
        ("backorder", None, Availability.BACKORDER, None),
        ("available_on_backorder", None, Availability.BACKORDER, None), ("unknown", None, None, None), ("discontinued", 0, None, None),
        ("https://schema.org/PreOrder", None, Availability.PREORDER, None), ("limited_stock", None, None, None), ("缺货", 0, None, None),
    ],
)  # fmt: skip
def test_every_vocabulary_of_availability_is_read(imported, said, stock, how, at):
    _, records = imported(f"id,title,price,availability\n1,Hat,5,{said}\n")
    [variant] = records["1"].variants
    assert (variant.stock, variant.availability, variant.available_at) == (stock, how, at)
    assert variant.in_stock is (stock is None)


def test_an_availability_that_nobody_knows_is_rejected(imported):
    report, _ = imported("id,title,price,availability\n1,Hat,5,perhaps\n2,Cap,5,in_stock\n")
    assert str(report.reasons[0].expected) == "an availability such as in_stock, out_of_stock, preorder or backorder"


def test_a_date_of_availability_has_a_column_of_its_own(imported):
    _, records = imported("id,title,price,availability,availability_date\n1,Hat,5,preorder,2026-12-01T08:00+08:00\n")
    assert records["1"].variants[0].available_at == datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "price"),
    [
        ("2026-11-01/2026-11-30", 8), ("2026-11-01T00:00Z/2026-11-20T00:00Z", 8), ("2026-11-21/2026-11-30", 10),
        ("2026-11-01/2026-11-19", 10), ("2026-11-01/2026-11-20", 8), ("", 8),
    ],
)  # fmt: skip
def test_a_sale_price_counts_from_its_first_day_to_its_last(imported, days, price):
    now = datetime(2026, 11, 20, tzinfo=UTC)
    report, records = imported(f"id,title,price,sale_price,sale_price_effective_date\n1,Hat,10,8,{days}\n", currency="USD", now=now)
    [variant] = records["1"].variants
    assert (variant.price, variant.compare_at) == (Money(price * 100, "USD"), Money(1000, "USD") if price == 8 else None)
    assert bool(report.notes) is (price == 10)


def test_attributes_that_do_not_tell_variants_apart_are_kept_with_every_value(imported):
    _, records = imported("id,group_id,title,price,size,note\n1,g,Hat,5,S,a\n2,g,Hat,5,M,b\n")
    assert records["g"].attributes == tuple(Attribute(Localized(en="note"), Localized(en=value)) for value in "ab")


def test_siblings_with_pictures_of_their_own_keep_them(imported):
    _, records = imported("id,group_id,title,price,color,image\n1,g,Hat,5,red,/r.jpg\n2,g,Hat,5,blue,/b.jpg\n")
    assert [v.image for v in records["g"].variants] == ["/r.jpg", "/b.jpg"]
    assert [image.url for image in records["g"].images] == ["/r.jpg", "/b.jpg"]
    assert options(records["g"].variants[0]) == [("color", "red")]
    assert Option(Localized(en="color"), Localized(en="red")) in records["g"].variants[0].options
