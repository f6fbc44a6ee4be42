"""Amounts with a unit."""

from __future__ import annotations

import timeit

import pytest

from shopkeeper.text.units import find_quantities, grams, parse_quantity


@pytest.mark.parametrize(
    ("text", "value", "unit", "count", "base"),
    [
        ("2.5kg", 2.5, "kg", 1, 2500), ("500 ml", 500, "ml", 1, 500), ("15.6英寸", 15.6, "in", 1, 396.24), ('17"', 17, "in", 1, 431.8),
        ("3 x 200g", 200, "g", 3, 200), ("200g×3", 200, "g", 3, 200), ("五百克", 500, "g", 1, 500), ("半斤", 0.5, "jin", 1, 250),
        ("１５克", 15, "g", 1, 15), ("1,5 L", 1.5, "l", 1, 1500), ("256GB", 256, "gb", 1, 256), ("20000mAh", 20000, "mah", 1, 20000),
        ("二十四小时", 24, "h", 1, 24), ("1TB", 1, "tb", 1, 1024),
    ],
)  # fmt: skip
def test_a_quantity_is_read(text, value, unit, count, base):
    quantity = parse_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.unit, quantity.count) == (value, unit, count)
    assert quantity.base == pytest.approx(base)


@pytest.mark.parametrize("text", ["", "kg", "5", "5 apples", "2kg and more", "iPhone 15"])
def test_what_is_no_quantity_is_none(text):
    assert parse_quantity(text) is None


def test_quantities_are_found_in_a_title():
    found = list(find_quantities("有机咖啡豆 五百克 礼盒 6.1英寸 3x200ml USB2m"))
    assert [(q.value, q.unit, q.count) for q in found] == [(500, "g", 1), (6.1, "in", 1), (200, "ml", 3)]


def test_a_quantity_says_where_it_stands():
    title = "Coffee 250 g, ground"
    [quantity] = find_quantities(title)
    assert title[quantity.start : quantity.end] == "250 g"


def test_a_weight_is_grams_when_its_unit_is_known():
    assert grams("2.5kg") == 2500
    assert grams("2.5", "kg") == 2500
    assert grams("3 x 200g") == 600
    assert grams("2.5") is None
    assert grams("500 ml") is None


@pytest.mark.parametrize(
    "many", [lambda n: "1" * n, lambda n: "1," * (n // 2), lambda n: "千" * n, lambda n: "1x" * (n // 2)])  # fmt: skip
def test_ten_times_as_many_digits_take_about_ten_times_as_long(many):
    def seconds(length):
        text = many(length)
        return min(timeit.repeat(lambda: list(find_quantities(text)), number=1, repeat=3))

    assert seconds(50_000) < 40 * max(seconds(5_000), 0.02)  # a hundred times, if each digit were read from


def test_a_number_is_read_as_a_whole():
    assert [(q.value, q.unit, q.count) for q in find_quantities("12345 x 200g, 1.5 x 3kg, 二两，三斤")] == [
        (200, "g", 1), (3, "kg", 1), (2, "liang", 1), (3, "jin", 1)]  # fmt: skip
