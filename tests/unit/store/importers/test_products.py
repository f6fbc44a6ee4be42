"""Products from flat tables."""

from __future__ import annotations

import json

import pytest

from shopkeeper.shop import Attribute, Image, Localized, Money, Option, ProductStatus

HEADER = "编号,标题,描述,品牌,一级类目,类目,标签,售价,原价,库存,重量(kg),条码,图片,链接,颜色,是否上架\n"


def test_a_chinese_table_needs_no_mapping(imported):
    report, records = imported(
        HEADER + "p1,无线耳机,<p>轻&amp;巧</p><script>x</script>,漫步者,数码,耳机,蓝牙、降噪,￥299,399,12,0.25,690123,https://a.example/1.jpg,/p/1,白色,是\n"
    )
    product = records["p1"]
    assert (report.kind, report.new, report.rejected) == ("products", 1, 0)
    assert product.title == Localized(zh="无线耳机")
    assert product.description == Localized(zh="轻&巧")
    assert product.category == (Localized(zh="数码"), Localized(zh="耳机"))
    assert product.tags == ("蓝牙", "降噪")
    assert product.attributes == (Attribute(Localized(zh="颜色"), Localized(zh="白色")),)
    assert product.images == (Image("https://a.example/1.jpg"),)
    [variant] = product.variants
    assert (variant.price, variant.compare_at) == (Money(29900, "CNY"), Money(39900, "CNY"))
    assert (variant.stock, variant.weight_grams, variant.barcode) == (12, 250, "690123")


def test_text_goes_to_the_language_it_is_in_unless_the_column_says(imported):
    _, records = imported("id,title,title_en,brand\n1,Apple 苹果手机,Apple phone,Apple\n2,Plain shoe,,鞋王\n")
    assert records["1"].title == Localized(zh="Apple 苹果手机", en="Apple phone")
    assert records["2"].title == Localized(en="Plain shoe")
    assert records["2"].brand == Localized(zh="鞋王")


def test_prices_in_cents_are_told_by_header_or_mapping(imported):
    _, records = imported("id,title,price_usd_cents\n1,shoe,4995\n")
    assert records["1"].price == Money(4995, "USD")
    _, records = imported("id,title,price\n1,shoe,4995\n", mapping={"price": "price_cents"}, currency="EUR")
    assert records["1"].price == Money(4995, "EUR")


def test_a_sale_price_is_the_price_and_the_regular_one_is_struck_through(imported):
    _, records = imported("id,title,Regular price,Sale price,currency\n1,shoe,50,40,USD\n2,hat,30,,USD\n")
    assert [(v.price, v.compare_at) for p in records.values() for v in p.variants] == [
        (Money(4000, "USD"), Money(5000, "USD")), (Money(3000, "USD"), None),
    ]  # fmt: skip


def test_unknown_columns_become_attributes_with_their_type(imported):
    record = {"id": "1", "title": "shoe", "attr_n_width": 33.5, "attr_b_vegan": False, "attr_t_form_factor": "Low"}
    record["specs"] = [["材质", "皮"]]
    _, records = imported(json.dumps(record), "p.jsonl")
    assert [(a.name.all[0], a.value) for a in records["1"].attributes] == [
        ("材质", Localized(zh="皮")), ("width", 33.5), ("vegan", False), ("form factor", Localized(en="Low")),
    ]  # fmt: skip


def test_numbers_with_units_are_numbers_and_codes_are_not(imported):
    _, records = imported("id,title,screen,year,model,lead\n1,tv,55 英寸,2024,1234,007\n")
    values = {a.name.en: (a.value, a.unit) for a in records["1"].attributes}
    assert values == {
        "screen": (55.0, "英寸"), "year": (2024.0, ""), "model": (Localized(en="1234"), ""), "lead": (Localized(en="007"), ""),
    }  # fmt: skip


def test_a_weight_without_unit_stays_an_attribute(imported):
    _, records = imported("id,title,weight,price\n1,shoe,2.5,9\n2,hat,2.5kg,9\n")
    assert records["1"].variants[0].weight_grams is None
    assert records["1"].attributes == (Attribute(Localized(en="weight"), 2.5),)
    assert records["2"].variants[0].weight_grams == 2500
    assert records["2"].attributes == ()


def test_ids_come_from_id_then_handle_then_sku_then_the_row(imported):
    assert set(imported("id,handle,sku,title\n1,h,s,shoe\n,h,s,shoe\n,,s,shoe\n")[1]) == {"1", "h", "s"}
    report, records = imported("title,price\nbag,5\ncap,5\n")
    assert "hash of the row" in report.ids
    assert len([id for id in records if id.startswith("h") and len(id) == 21]) == 2


def test_availability_without_a_number_is_not_counted_or_none_left(imported):
    _, records = imported("id,title,availability,price\n1,shoe,in stock,5\n2,hat,out_of_stock,5\n3,cap,有货,5\n")
    assert [p.variants[0].stock for p in records.values()] == [None, 0, None]


def test_status_and_options(imported):
    _, records = imported("id,title,status,size\n1,shoe,draft,42\n2,hat,下架,L\n3,cap,on sale,M\n", mapping={"size": "option:Size"})
    assert [p.status for p in records.values()] == [ProductStatus.DRAFT, ProductStatus.DRAFT, ProductStatus.ACTIVE]
    assert records["2"].variants[0].options == (Option(Localized(en="Size"), Localized(en="L")),)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("1,shoe,call us,5,", "售价"), ("1,shoe,-5,5,", "售价"), ("1,,5,5,", "标题"), ("1,shoe,5,many,", "库存"), ("1,shoe,5,1.5,", "库存"),
        ("1,shoe,5,5,javascript:alert(1)", "图片"), ("x" * 201 + ",shoe,5,5,", "编号"),
    ],
)  # fmt: skip
def test_a_row_that_is_wrong_is_rejected_with_its_column(imported, row, field):
    report, records = imported(f"编号,标题,售价,库存,图片\n{row}\n9,hat,5,5,\n")
    assert set(records) == {"9"}
    assert [(r.field, r.count, r.row) for r in report.reasons] == [(field, 1, 2)]


def test_barcodes_in_a_list_are_the_first_and_an_attribute_of_all(imported):
    _, records = imported('{"id": "1", "title": "ink", "ean": ["001", "002"]}', "p.jsonl")
    assert records["1"].variants[0].barcode == "001"
    assert records["1"].attributes[0].value == Localized(en="001, 002")
