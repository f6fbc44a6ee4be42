"""Variants in an index: filters hold on one variant, products count once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.test_index import COLOR, batch, random_tests
from shopkeeper.search.engines.protocol import IndexQuery
from shopkeeper.search.filters import parse_filter
from shopkeeper.shop import Localized, Money, Option, Product, Variant
from shopkeeper.text.analyse import analyse_query
from small_shop import product

SIZE = Localized("尺码", "Size")
COLOURS = {"red": Localized("红色", "Red"), "blue": Localized("蓝色", "Blue")}


def shoe(id, *variants, title="shoe", **more):
    """Variants as (colour, size, price in major units or None, stock)."""
    made = tuple(
        Variant(f"{id}/{i}", options=(Option(COLOR, COLOURS[colour]), Option(SIZE, Localized(en=str(size)))),
                price=None if price is None else Money(round(price * 100), "CNY"), stock=stock)
        for i, (colour, size, price, stock) in enumerate(variants)
    )
    return Product(id, Localized(en=title), made, **more)


SHOES = [
    shoe("apart", ("red", 41, 100, 3), ("blue", 42, 100, 3)),
    shoe("both", ("red", 42, 150, 3), ("blue", 41, 90, 0)),
    shoe("gone", ("red", 42, 80, 0), ("red", 41, 80, 2)),
    shoe("out", ("red", 42, 200, 0)),
    product("plain", "shoe laces", prices=[5], facts=[(COLOR, COLOURS["red"])]),
]


@pytest.fixture
def index(make):
    index = make()
    index.replace([batch(SHOES[:2])], 1)
    index.upsert(batch(SHOES[2:]), [], 2)
    return index


def query(index, *where, text=None, **options):
    return index.query(IndexQuery(analyse_query(text) if text else None, None, tuple(map(parse_filter, where)), **options))


@pytest.mark.parametrize(("where", "ids"), [
    (["color=red", "size=42"], ["both", "gone", "out"]),
    (["颜色=红色", "尺码=42", "有货=是"], ["both"]),
    (["color=red", "size=42", "in_stock=no"], ["out"]),
    (["color=red", "price<120"], ["apart", "gone", "plain"]),
    (["size=42", "price<=100", "in_stock=yes"], ["apart"]),
    (["color!=red"], ["apart", "both"]),
    (["color!=red", "in_stock!=yes"], []),
    (["in_stock=no"], ["out"]),
    (["in_stock=yes|no"], ["apart", "both", "gone", "out", "plain"]),
    (["in_stock=yes", "in_stock=no"], []),
    (["in_stock=maybe"], []),
    (["in_stock!=maybe"], ["apart", "both", "gone", "out", "plain"]),
])
def test_all_filters_hold_on_one_variant(index, where, ids):
    assert query(index, *where).ids == ids
    assert sorted(query(index, *where, text="shoe").ids) == ids


@pytest.mark.parametrize(("where", "variants"), [
    ([], [["both/0", "both/1"], ["plain/0"], []]),
    (["color=red"], [["both/0"], ["plain/0"], []]),
    (["price<100"], [["both/1"], ["plain/0"], []]),
    (["in_stock=yes", "color=blue"], [[], [], []]),
])
def test_the_variants_that_hold_the_filters_are_named(index, where, variants):
    assert index.variants(tuple(map(parse_filter, where)), ["both", "plain", "nobody"]) == variants


def test_prices_are_those_of_the_variants_that_pass(index):
    assert query(index).prices().tolist() == [100, 90, 80, 200, 5]
    assert query(index, "color=red").prices().tolist() == [100, 150, 80, 200, 5]
    found = query(index, "color=red", text="shoe")
    assert dict(zip(found.ids, found.prices().tolist(), strict=True)) == {"apart": 100, "both": 150, "gone": 80, "out": 200, "plain": 5}


def test_a_facet_counts_products_once_and_only_by_variants_that_pass(index):
    def counts(*where, field):
        return {count.value: count.count for count in query(index, *where).facets([field], "en")[field]}

    assert counts(field="color") == {"Red": 5, "Blue": 2}
    assert counts(field="size") == {"41": 3, "42": 4}
    assert counts("color=red", field="size") == {"41": 2, "42": 3}
    assert counts("color=red", "size=42", field="in_stock") == {"yes": 1, "no": 1}
    assert counts(field="in_stock") == {"yes": 4, "no": 1}


def test_asked_for_besides_products_join_where_they_pass_the_filters(index):
    assert sorted(query(index, text="laces", also=("both", "nobody", "plain")).ids) == ["both", "plain"]
    assert query(index, "size=41", text="laces", also=("both", "plain")).ids == ["both"]
    assert query(index, "size=99", text="laces", also=("both",)).ids == []
    found = query(index, text="laces", also=("both",))
    assert found.positions(["nobody", "plain", "apart", "both"]) == [found.ids.index("plain"), found.ids.index("both")]


def test_candidates_say_which_of_them_pass_further_filters(index):
    found = query(index, "size=42")
    assert found.ids == ["apart", "both", "gone", "out"]
    assert found.passing([parse_filter("color=red"), parse_filter("price>100")]).tolist() == [False, True, False, True]
    assert found.passing([]).all()
    assert query(index, "size=99").passing([parse_filter("color=red")]).tolist() == []


def test_candidates_know_since_when_a_product_is_sold(make):
    from contract.samples import AT

    index = make()
    index.replace([batch([product("a", "x", created_at=AT)])], 1)
    index.upsert(batch([product("b", "x")]), [], 2)
    for reader in (index, make()):
        created = query(reader).created()
        assert created[0] == AT.timestamp()
        assert np.isnan(created[1])


variants = st.lists(
    st.tuples(st.sampled_from(["red", "blue"]), st.sampled_from([41, 42, 43]), st.sampled_from([None, 10, 20, 30]), st.integers(0, 1)),
    min_size=1, max_size=5,
)
conditions = st.lists(st.sampled_from(
    ["color=red", "color!=red", "size=42", "size=41|43", "price<=20", "price>10", "in_stock=yes", "in_stock=no"]), max_size=4)


def holds(variant, condition):
    colour, size, price, stock = variant
    known = price is not None
    return {
        "color=red": colour == "red", "color!=red": colour != "red", "size=42": size == 42, "size=41|43": size != 42,
        "price<=20": known and price <= 20, "price>10": known and price > 10, "in_stock=yes": stock > 0,
    }[condition]


def passing(product, where):
    """The variants of a product that hold all filters; none when it is to be out of stock and one can be sold."""
    if "in_stock=no" in where and any(variant[3] for variant in product):
        return []
    return [i for i, variant in enumerate(product) if all(holds(variant, condition) for condition in where if condition != "in_stock=no")]


@random_tests
@given(st.lists(variants, min_size=1, max_size=6), conditions, conditions)
def test_filters_variants_prices_and_counts_are_exact(make, products, where, more):
    index, half = make(), len(products) // 2
    documents = [shoe(f"p{i}", *each) for i, each in enumerate(products)]
    index.replace([batch(documents[:half])], 1)
    index.upsert(batch(documents[half:]), [], 2)
    expected = {f"p{i}": passed for i, each in enumerate(products) if (passed := passing(each, where))}
    found = query(index, *where)
    assert found.ids == list(expected)
    named = index.variants(tuple(map(parse_filter, where)), found.ids)
    assert named == [[f"{id}/{i}" for i in passed] for id, passed in expected.items()]
    prices = [[price for i in passed if (price := products[int(id[1:])][i][2]) is not None] for id, passed in expected.items()]
    assert np.allclose(found.prices(), [min(each, default=np.nan) for each in prices], equal_nan=True)
    assert found.passing(tuple(map(parse_filter, more))).tolist() == [bool(passing(products[int(id[1:])], more)) for id in expected]
    for field, counts in found.facets(["color", "size", "in_stock", "price"], "en").items():
        for count in counts:
            assert len(query(index, *where, f"{field}={count.value}").ids) == count.count
