"""Mappings as a person writes them."""

from __future__ import annotations

import pytest

from shopkeeper.shop import InvalidFile
from shopkeeper.store.importers import parse_mapping


def test_pairs_are_split_at_commas_and_the_last_equals_sign():
    assert parse_mapping(["price=price_cents, 名称=title", "a=b=id"]) == {"price": "price_cents", "名称": "title", "a=b": "id"}


def test_later_pairs_win():
    assert parse_mapping(["a=title", "a=brand"]) == {"a": "brand"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("m.toml", '"价格, 元" = "price"\n'), ("m.toml", '[mapping]\n"价格, 元" = "price"\n'), ("m.json", '{"价格, 元": "price"}')],
)
def test_a_file_holds_names_with_commas(write, name, content):
    assert parse_mapping([str(write(content, name))]) == {"价格, 元": "price"}


@pytest.mark.parametrize(("name", "content"), [("m.toml", "a ="), ("m.json", "[1]"), ("m.json", '{"a": 1}'), ("m.json", "{")])
def test_a_file_that_is_no_mapping_is_refused_by_name(write, name, content):
    with pytest.raises(InvalidFile, match=r"m\.(?:toml|json): expected"):
        parse_mapping([str(write(content, name))])


def test_what_is_neither_is_refused(tmp_path):
    with pytest.raises(InvalidFile, match="expected theirs=ours"):
        parse_mapping(["price"])
    with pytest.raises(InvalidFile, match=r"none\.toml: cannot be read"):
        parse_mapping([str(tmp_path / "none.toml")])
