"""Which column is which field."""

from __future__ import annotations

import pytest

from shopkeeper.shop import InvalidFile
from shopkeeper.store.importers.columns import Columns, Header, guess_kind, label_of, read_header


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Price (INR)", Header("price", "INR")), ("price_min_usd", Header("pricemin", "USD")), ("售价（分）", Header("售价", minor=True)),
        ("price_usd_cents", Header("price", "USD", True)), ("标题(英文)", Header("标题", language="en")),
        ("title_zh", Header("title", language="zh")),
        ("中文标题", Header("标题", language="zh")), ("Weight (kg)", Header("weight", unit="kg")), ("ProductName", Header("productname")),
        ("价格(元)", Header("价格", "CNY")), ("Price $", Header("price", "USD")), ("Top", Header("top")), ("en", Header("en")),
        ("spin try", Header("spintry")),
    ],
)  # fmt: skip
def test_a_header_says_currency_unit_and_language(name, header):
    assert read_header(name) == header


def fields(kind, *names, mapping=None):
    return {name: str(field) for name, field in Columns(kind, names, mapping).fields.items()}


def test_columns_are_known_in_both_languages():
    assert fields("products", "商品编号", "标题", "售价", "品牌", "库存") == {
        "商品编号": "id", "标题": "title", "售价": "price", "品牌": "brand", "库存": "stock",
    }  # fmt: skip
    assert fields("products", "ProductID", "ProductName", "Price (INR)", "PrimaryColor") == {
        "ProductID": "id", "ProductName": "title", "Price (INR)": "price (INR)", "PrimaryColor": "attribute:Primary Color",
    }  # fmt: skip


def test_of_two_columns_for_a_field_the_better_known_wins_and_the_other_is_an_attribute():
    assert fields("products", "name", "title") == {"name": "attribute:name", "title": "title"}


def test_a_column_for_each_language_has_its_own_place():
    assert fields("products", "title_zh", "title_en", "title") == {"title_zh": "title_zh", "title_en": "title_en", "title": "title"}


def test_a_mapping_goes_before_every_guess():
    mapping = {"info": "title_en", "价": "price_cents", "X": "ignore", "颜色": "option:颜色"}
    found = fields("products", "title", "info", "价", "x", "颜色", mapping=mapping)
    assert found == {"title": "title", "info": "title_en", "价": "price_cents", "x": "ignore", "颜色": "option:颜色"}


def test_a_mapping_to_an_unknown_field_says_which_there_are():
    with pytest.raises(InvalidFile, match=r"info=titel: products have no field 'titel'; expected one of .*title"):
        Columns("products", ["info"], {"info": "titel"})


def test_pictures_that_differ_in_size_only_are_one():
    assert fields("products", "img_thumb", "img_high", "img_low", "image_count") == {
        "img_thumb": "ignore", "img_high": "image", "img_low": "ignore", "image_count": "ignore",
    }  # fmt: skip
    assert fields("products", "image", "image2", "additional_image_link")["image2"] == "image"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("attr_t_printing_colours", "printing colours"), ("PrimaryColor", "Primary Color"), ("材质", "材质"), ("attr_b_rohs", "rohs"),
        ("attr_t_contrast_ratio__typical_", "contrast ratio (typical)"), ("Fabric (product.metafields.custom.fabric)", "Fabric"),
        ("Screen size", "Screen size"), ("attribute:Colour", "Colour"),
    ],
)  # fmt: skip
def test_an_attributes_name_is_readable(name, label):
    assert label_of(name) == label


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ("id title", "products"), ("商品名称 价格 库存", "products"), ("id name price quantity created_at", "products"),
        ("InvoiceNo StockCode Description Quantity InvoiceDate UnitPrice CustomerID Country", "orders"),
        ("订单号 商品名称 数量 单价 下单时间", "orders"), ("id customer_id product_id quantity price date", "orders"),
        ("review_id product_id rating text", "reviews"), ("商品编号 评分 评论内容", "reviews"),
        ("event user_id item_id timestamp", "events"),
        ("用户id 商品id 行为类型 时间戳", "events"), ("customer_id name email city", "customers"), ("姓名 手机号 城市", "customers"),
        ("question answer", "documents"), ("标题 正文", "documents"), ("id title price review_rating handle", "products"), ("a b c", None),
    ],
)  # fmt: skip
def test_the_kind_of_rows_shows_in_the_columns(names, kind):
    assert guess_kind(names.split()) == kind
