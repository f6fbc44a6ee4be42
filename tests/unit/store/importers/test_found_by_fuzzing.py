"""What mutated files brought to light: each once crashed the import or kept it busy without end."""

from __future__ import annotations

import json
import time

import pytest

from shopkeeper.shop import InvalidFile, InvalidRecord
from shopkeeper.store import open_store
from shopkeeper.store.importers import import_file
from shopkeeper.text.money import parse_money
from shopkeeper.text.numbers import parse_number

RANKING = {"event": "ranking", "id": "r", "timestamp": "1700000000", "user": "u", "session": "s", "items": [{"id": "p"}], "fields": []}
GA4 = {"event_name": "view_item", "event_timestamp": 1700000000000000, "event_params": [], "items": [{"item_id": "p"}]}


def lines(*records):
    return "\n".join(json.dumps(each) for each in records)


@pytest.mark.parametrize("change", [{"fields": 0.5}, {"items": 7.5}, {"fields": [{"name": ["x"], "value": 1}]}, {"fields": "abc"}])
def test_a_ranking_with_something_else_for_a_list_is_read_or_rejected(imported, change):
    report, _ = imported(lines(RANKING, {**RANKING, **change}), "events.jsonl")
    assert report.read == 2


@pytest.mark.parametrize("change", [{"event_params": 3}, {"event_params": [{"key": {}, "value": 1}]}, {"event_name": {"a": 1}},
                                    {"event_name": ["view_item"]}])
def test_an_event_of_ga4_with_something_else_for_a_name_is_read_or_rejected(imported, change):
    report, _ = imported(lines(GA4, {**GA4, **change}), "events.jsonl")
    assert report.read == 2


def test_two_products_that_share_several_variants_are_told_apart(tmp_path):
    rows = "id,title,sku,group_id,price\n" + "".join(f"{sku},Hat,{sku},{group},5\n" for group, sku in (
        ("1", "a"), ("2", "a"), ("2", "b"), ("3", "a"), ("3", "3/a")))
    (tmp_path / "products.csv").write_text(rows)
    store = open_store(tmp_path / "shop.db")
    report = import_file(store, tmp_path / "products.csv", kind="products")
    assert (report.new, [v.id for v in store.products.get("2").variants]) == (2, ["2/a", "b"])
    assert [(r.field, r.count) for r in report.reasons] == [("variants.id", 2)]
    store.close()


def test_a_refusal_is_one_line_whatever_the_columns_are_called(write, store):
    path = write('"one\ntwo",x\n1,2\n')
    with pytest.raises(InvalidFile) as refused:
        import_file(store, path)
    assert "\n" not in str(refused.value)
    assert "one two" in str(refused.value)


def test_many_columns_of_one_name_are_numbered_at_once(write, store):
    started = time.process_time()
    with pytest.raises(InvalidFile):
        import_file(store, write("x" + ",a" * 4900 + "\n1\n"))
    assert time.process_time() - started < 2


def test_a_price_or_a_number_of_thousands_of_characters_is_none():
    started = time.process_time()
    with pytest.raises(InvalidRecord):
        parse_money("\x1c" * 30_000 + "5", "CNY")
    assert parse_number("9" * 30_000) is None
    assert time.process_time() - started < 0.5


def test_a_number_of_thousands_of_figures_in_one_piece_of_json_is_no_number(write, store):
    with pytest.raises(InvalidFile, match="cannot be read"):
        import_file(store, write('[{"id": 1, "price": ' + "9" * 5000 + "}]", "a.json"))
