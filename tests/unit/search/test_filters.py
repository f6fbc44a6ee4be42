import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shopkeeper.search.filters import Filter, Range, escape, escape_field, field_key, parse_filter, parse_filters, value_key
from shopkeeper.shop import InvalidQuery

values = st.text(min_size=1, max_size=12).filter(lambda text: text.strip())


@pytest.mark.parametrize(("text", "expected"), [
    ("price<500", Filter("price", "<", ("500",))),
    (" price >= 20 ", Filter("price", ">=", ("20",))),
    ("brand=Edifier", Filter("brand", "=", ("Edifier",))),
    ("brand!=Sony", Filter("brand", "!=", ("Sony",))),
    ("color = red | blue", Filter("color", "=", ("red", "blue"))),
    ("颜色=红色|蓝色", Filter("颜色", "=", ("红色", "蓝色"))),
    ("Battery Life=20..30", Filter("battery_life", "=", ("20..30",))),
    ("Ｐｒｉｃｅ<9", Filter("price", "<", ("9",))),
    ("a=b=c", Filter("a", "=", ("b=c",))),
    ("a=<b>", Filter("a", "=", ("<b>",))),
    ("a=x\ny", Filter("a", "=", ("x\ny",))),
    (r"a=x\|y|z", Filter("a", "=", ("x|y", "z"))),
    (r"a=C:\dir", Filter("a", "=", (r"C:\dir",))),
    (r"a\<b=1", Filter("a<b", "=", ("1",))),
])
def test_a_filter_is_a_field_an_operator_and_values(text, expected):
    assert parse_filter(text) == expected


@pytest.mark.parametrize("text", ["", "price", "=5", "price<", "price=", "price=|", "price<1|2", "<>", "==", "\\=", "price<\n"])
def test_what_is_no_filter_is_refused_by_its_own_text(text):
    with pytest.raises(InvalidQuery) as error:
        parse_filters(["brand=a", text])
    assert repr(text) in str(error.value)


@given(values, values)
@example("|", "\\")
@example("a\\", "\\|")
@example("..", "<5")
def test_any_two_values_can_be_asked_for_by_escaping_them(one, other):
    parsed = parse_filter(f"field={escape(one)}|{escape(other)}")
    assert parsed.values == (one.strip(), other.strip())


@given(values, values)
@example("a=b", "x")
@example("price!", "<=")
def test_any_field_can_be_asked_for_by_escaping_its_name(name, value):
    if key := field_key(name):
        assert parse_filter(f"{escape_field(name)}={escape(value)}").field == key


@given(st.text(max_size=30))
def test_any_text_is_a_filter_that_reads_back_the_same_or_is_refused(text):
    try:
        parsed = parse_filter(text)
    except InvalidQuery:
        return
    assert parse_filter(str(parsed)) == parsed if parsed.field else parsed.values


@pytest.mark.parametrize(("text", "expected"), [
    ("price<500", Range(-math.inf, 500, high_open=True)),
    ("price<=500", Range(-math.inf, 500)),
    ("price>5", Range(5, math.inf, low_open=True)),
    ("price>=-5", Range(-5, math.inf)),
    ("price=5", Range(5, 5)),
    ("price!=1,299.5", Range(1299.5, 1299.5)),
    ("price=20..30", Range(20, 30)),
    ("price=20..<30", Range(20, 30, high_open=True)),
    ("price=..30", Range(-math.inf, 30)),
    ("price=-5..", Range(-5, math.inf)),
])
def test_a_filter_on_a_number_is_a_range(text, expected):
    assert parse_filter(text).ranges() == [expected]


@pytest.mark.parametrize("text", ["price<cheap", "price=a..b", "price=1..2..3", "price<nan", "price<inf", "price>1e999", "price<1..2"])
def test_a_number_that_is_none_is_refused_with_the_filter_and_an_example(text):
    with pytest.raises(InvalidQuery, match="price is a number, expected one such as price<500") as error:
        parse_filter(text).ranges()
    assert text in str(error.value)


@pytest.mark.parametrize(("name", "key"), [("Battery Life", "battery_life"), ("in-stock", "in_stock"), (" 颜色 ", "颜色"), ("Ｌ", "l")])
def test_a_field_has_one_key_however_it_is_written(name, key):
    assert field_key(name) == key


@pytest.mark.parametrize(("one", "other"), [("Café", "cafe"), ("紅色", "红色"), ("TRUE", "yes"), ("0", "no"), ("Ｌ", "l"), ("a  b", "A B")])
def test_values_are_compared_without_regard_to_how_they_are_written(one, other):
    assert value_key(one) == value_key(other)


@pytest.mark.parametrize(("one", "other"), [("Colour", "color"), ("Product colours", "product_colors"), ("类目", "分类"), ("库存", "有货")])
def test_names_of_one_field_are_one_key(one, other):
    assert field_key(one) == field_key(other)
