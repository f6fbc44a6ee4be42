"""What Milvus is given: numbers as codes, bytes as texts, addresses; without a Milvus."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.search.engines.milvus import Place, codes, rows
from shopkeeper.search.engines.remote.backend import Clause, Lead, Values
from shopkeeper.search.filters import Range
from shopkeeper.shop import InvalidRecord

numbers = st.floats(allow_nan=False) | st.integers(-1000, 1000).map(float)


def has(values: list[Values], clause: Clause) -> bool:
    """Whether an entry passes a condition on codes, worked out as Milvus does."""
    some, _ = codes.codes_of(values)
    written = codes.condition([clause])
    asked = {int(code) for code in written.partition("[")[2].partition("]")[0].split(",")}
    return bool(asked & set(some))


@given(st.lists(numbers, min_size=1, max_size=3), numbers, numbers)
def test_a_number_in_a_range_has_one_of_its_codes(held, low, high):
    span = Range(min(low, high), max(low, high))
    if any(span.low <= number <= span.high for number in held):
        assert has([Values([], {"weight": held})], Clause(ranges=(("weight", span),)))


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_number_far_outside_of_a_range_has_none(low, high):
    span = Range(min(low, high), max(low, high))
    for number in (span.low / 20, -span.low, 0.0, span.high * 20):
        assert not has([Values([], {"weight": [number]})], Clause(ranges=(("weight", span),)))


@given(numbers, numbers)
def test_a_range_is_a_few_codes(low, high):
    span = Range(min(low, high), max(low, high))
    assert codes.condition([Clause(ranges=(("weight", span),))]).count(",") <= codes.FEW + 1


def test_a_field_does_not_answer_for_another():
    assert not has([Values([], {"width": [5.0]})], Clause(ranges=(("weight", Range(0, 10)),)))


def test_conditions_are_on_what_any_variant_has_and_negated_ones_on_what_all_have():
    some, shared = codes.codes_of([Values([3, 7], {}), Values([7, 9], {})])
    assert (some, shared) == ([3, 7, 9], [7])
    assert codes.condition([Clause((3, 9)), Clause((7,), negated=True)]) == (
        f"(array_contains_any(codes, [3, 9, {codes.ANY}])) and not array_contains_any(shared, [7])")
    assert codes.condition([Clause(), Clause(negated=True)]) == "(row < 0)"


def test_prices_have_columns_of_their_own():
    assert codes.prices_of([Values([], {"price": [20.0, 5.0]}), Values([], {})]) == (5.0, 20.0)
    low, high = codes.prices_of([Values([], {})])
    assert low > high
    written = codes.condition([Clause(ranges=(("price", Range(-math.inf, 500, high_open=True)),))])
    assert written == "((price_low <= 500 and price_high >= -5e+299))"


def test_an_entry_of_more_codes_than_an_array_holds_passes_every_condition():
    values = [Values([], {"size": [float(i) for i in range(2000)]})]
    assert codes.codes_of(values)[0] == [codes.ANY]
    assert has(values, Clause((5,)))


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=4))
def test_bytes_come_back_as_they_were(parts):
    assert rows.unpacked(rows.packed(parts)) == parts


def test_long_bytes_are_cut_to_what_a_column_takes():
    packed = rows.packed([bytes(100_000)])
    assert len(packed) == 3
    assert max(map(len, packed)) <= rows.CHUNK
    assert rows.unpacked(packed) == [bytes(100_000)]


def test_words_that_count_against_a_product_are_not_sought():
    sought = rows.query_of([Lead("t:shirt", 1, 0.5, 0.2), Lead("n:red", 0, -0.1, 0.0)])
    assert sorted(sought.values()) == [0.2, 0.5]


@pytest.mark.parametrize(("text", "uri", "token", "database"), [
    ("http://milvus:19530", "http://milvus:19530", "", ""),
    ("https://root:p%40ss@milvus.example/shop", "https://milvus.example:19530", "root:p@ss", "shop"),
    ("try.db", "/folder/try.db", "", ""),
])
def test_an_address_is_read(text, uri, token, database):
    place = Place.of(text, Path("/folder"))
    assert place[:3] == (uri, token, database)
    assert "ss@" not in place.shown


@pytest.mark.parametrize("text", ["", "somewhere", "ftp://user:secret@host/x", "http://"])
def test_another_address_is_refused_without_its_password(text):
    with pytest.raises(InvalidRecord, match="expected `milvus:http://host:19530`") as caught:
        Place.of(text, Path("/folder"))
    assert "secret" not in str(caught.value)


def test_the_numbers_of_lexemes_are_spread_over_buckets():
    assert len(np.unique(rows.hashed([f"x:{i}" for i in range(1000)]) & np.uint64(31))) == 32
