"""The queries with the parse a person would make: that the files are what tests/queries/README.md says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.search.document import index_document
from shopkeeper.search.filters import Filter, field_key, parse_filters, value_key
from shopkeeper.store.demo.catalogue import catalogue
from shopkeeper.text.language import detect
from shopkeeper.text.normalise import has_cjk

FOLDER = Path(__file__).parents[2] / "queries"
LANGUAGES = ("zh", "en")
FILES = [f"{language}.{half}" for language in LANGUAGES for half in ("dev", "test")]
SORTS = {None, "price", "-price", "newest", "popularity", "rating"}


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


ROWS = {name: _rows(name) for name in FILES}
each_file = pytest.mark.parametrize("name", FILES)


def _filters(name: str) -> list[tuple[str, Filter]]:
    return [(row["query"], condition) for row in ROWS[name] for condition in parse_filters(row["where"])]


@pytest.fixture(scope="module")
def shop() -> tuple[dict[str, set[str]], set[str]]:
    """The keyword values of the demo shop by field, in both languages, and its number fields."""
    words: dict[str, set[str]] = {}
    numbers: set[str] = set()
    for item in catalogue(7, 1000, date(2026, 9, 30)):
        document = index_document(item.product)
        if document is None:
            continue
        for part in (document, *document.variants):
            for field, values in part.keywords.items():
                words.setdefault(field, set()).update(value_key(text) for value in values for text in value.all)
            numbers |= part.numbers.keys()
    words["in_stock"] = {"yes", "no"}  # the catalogue alone has no stock
    return words, numbers


@each_file
def test_a_file_has_enough_queries_each_of_the_same_shape(name: str) -> None:
    assert len(ROWS[name]) >= 110
    for row in ROWS[name]:
        assert list(row) == ["query", "where", "text", "sort"]
        assert row["query"].strip() == row["query"] != ""
        assert isinstance(row["text"], str)


@each_file
def test_a_quarter_of_the_queries_asks_for_nothing_but_words(name: str) -> None:
    plain = [row for row in ROWS[name] if not row["where"] and not row["sort"]]
    assert 4 * len(plain) >= len(ROWS[name])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_query_stands_twice_in_the_halves_of_a_language(language: str) -> None:
    queries = [value_key(row["query"]).replace(" ", "") for half in ("dev", "test") for row in ROWS[f"{language}.{half}"]]
    assert len(queries) == len(set(queries))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_halves_hold_the_same_mixture_of_fields_and_orders(language: str) -> None:
    dev, test = (ROWS[f"{language}.{half}"] for half in ("dev", "test"))
    for field in ("price", "brand", "color", "in_stock", "age"):
        counts = [sum(any(c.field == field for c in parse_filters(row["where"])) for row in rows) for rows in (dev, test)]
        assert min(counts) >= 4
        assert max(counts) <= 1.5 * min(counts)
    assert all(any(row["sort"] == sort for row in rows) for sort in SORTS for rows in (dev, test))


@each_file
def test_most_queries_of_a_file_are_in_its_language(name: str) -> None:
    language = name[:2]
    fitting = [row for row in ROWS[name] if detect(row["query"]) == language]
    assert len(fitting) >= 0.9 * len(ROWS[name])
    assert any(has_cjk(row["query"]) and any(c.isascii() and c.isalpha() for c in row["query"]) for row in ROWS[name])


@each_file
def test_every_filter_is_written_as_the_house_writes_it(name: str) -> None:
    for row in ROWS[name]:
        assert [str(condition) for condition in parse_filters(row["where"])] == row["where"], row["query"]
        assert len(row["where"]) == len(set(row["where"]))


@each_file
def test_every_field_is_one_of_the_demo_shop(name: str, shop: tuple[dict[str, set[str]], set[str]]) -> None:
    words, numbers = shop
    for query, condition in _filters(name):
        assert condition.field == field_key(condition.field)
        assert condition.field in words.keys() | numbers, query


@each_file
def test_every_positive_value_but_a_brand_exists_in_the_demo_shop(name: str, shop: tuple[dict[str, set[str]], set[str]]) -> None:
    words, numbers = shop
    for query, condition in _filters(name):
        if condition.op != "=" or condition.field == "brand" or _is_number(condition, numbers):
            continue
        assert {value_key(value) for value in condition.values} <= words.get(condition.field, set()), query


@each_file
def test_a_comparison_is_of_a_number_field(name: str, shop: tuple[dict[str, set[str]], set[str]]) -> None:
    for query, condition in _filters(name):
        if condition.op not in ("=", "!="):
            assert condition.field in shop[1], query
            condition.ranges()


@each_file
def test_the_text_is_what_is_left_of_the_query_in_its_order(name: str) -> None:
    for row in ROWS[name]:
        letters = iter(filter(str.isalnum, row["query"]))
        assert all(letter in letters for letter in filter(str.isalnum, row["text"])), row["query"]
        if not row["where"] and not row["sort"]:
            assert row["text"], row["query"]


@each_file
def test_the_order_is_one_of_the_known(name: str) -> None:
    assert {row["sort"] for row in ROWS[name]} <= SORTS


def _is_number(condition: Filter, numbers: set[str]) -> bool:
    """Whether this compares numbers: some fields (capacity) are a number for some products and a word for others."""
    return condition.field in numbers and not any(any(c.isalpha() for c in value) for value in condition.values)
