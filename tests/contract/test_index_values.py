"""What an index says of the values of a shop: which there are, and what products of a kind have."""

from __future__ import annotations

import pytest

from shopkeeper.search.filters import parse_filter
from shopkeeper.shop import Attribute, Localized
from shopkeeper.text.analyse import analyse_query
from small_shop import D, batch, product

COLOUR, RED, BLUE = Localized("颜色", "Colour"), Localized("红色", "Red"), Localized("蓝色", "Blue")
KETTLES, SHIRTS, ALL = Localized("水壶", "Kettles"), Localized("衬衫", "Shirts"), Localized("全部", "Everything")


def kettle(id: str, litres: float):
    made = product(id, f"Electric kettle {id}", "电热水壶", category=(ALL, KETTLES))
    capacity = Attribute(Localized("容量", "Capacity"), litres, "L")
    return type(made)(made.id, made.title, made.variants, category=made.category, attributes=(capacity,))


SHOP = [
    kettle("k1", 1.5), kettle("k2", 2.0),
    product("s1", "Red cotton shirt", "红色棉衬衫", facts=[(COLOUR, RED)], category=(ALL, SHIRTS)),
    product("s2", "Blue linen shirt", facts=[(COLOUR, BLUE)], category=(ALL, SHIRTS)),
]


@pytest.fixture
def index(make):
    made = make()
    made.replace([batch(SHOP)], 1)
    return made


def test_the_values_of_a_field_come_with_its_names_counts_and_units(index):
    fields = index.values().fields
    assert (fields["color"].words, fields["color"].products) == ([RED, BLUE], 2)
    assert COLOUR in fields["color"].names
    capacity = fields["capacity"]
    assert (capacity.products, capacity.low, capacity.high, list(capacity.units)) == (2, 1.5, 2.0, ["L"])


def test_values_are_the_same_object_until_there_are_new_ones(index):
    before = index.values()
    assert index.values() is before
    green = Localized("绿色", "Green")
    index.upsert(batch([product("s3", "Green shirt", facts=[(COLOUR, green)])]), [], 2)
    after = index.values()
    assert after is not before
    assert after.origin is before.origin
    assert after.fields["color"].words == [RED, BLUE, green]
    assert after.products == 5


def test_a_new_build_has_another_origin(index):
    before = index.values().origin
    index.replace([batch(SHOP[:2])], 2)
    assert index.values().origin is not before
    assert "color" not in index.values().fields


def test_what_the_products_of_a_text_or_category_have_in_a_field(index):
    for kind in (analyse_query("kettle"), analyse_query("水壶"), parse_filter("category=Kettles")):
        carried = index.carried(kind, ["capacity", "color"])
        assert carried["capacity"] == (1.0, 1.0, "L", frozenset())
        assert carried["color"].share == 0.0
    shirts = index.carried(parse_filter("category=衬衫"), ["color"])["color"]
    assert (shirts.share, shirts.numbers, shirts.words) == (1.0, 0.0, {0, 1})


def test_of_a_kind_that_the_shop_does_not_know_nothing_is_carried(index):
    assert index.carried(analyse_query("xylophone"), ["color"]) == {}
    assert index.carried(parse_filter("category=xylophones"), ["color"]) == {}
    assert index.kind(analyse_query("xylophone")) is None


def test_the_kind_of_a_text_is_the_narrowest_category_of_most_that_it_finds(index):
    assert index.kind(analyse_query("kettle")) == KETTLES
    assert index.kind(analyse_query("棉衬衫")) == SHIRTS


def test_a_product_that_went_away_is_carried_no_more(index):
    index.upsert(([], batch([])[1].reshape(0, D)), ["k1", "k2"], 2)
    assert index.carried(parse_filter("category=Kettles"), ["capacity"]) == {}
