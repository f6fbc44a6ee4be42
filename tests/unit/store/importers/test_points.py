"""Stock and prices over time, into a real store."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from shopkeeper.shop import Localized, Money, PriceChange, Product, StockChange, Variant
from shopkeeper.store import open_store
from shopkeeper.store.importers import import_file

MAY = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "shop.db")
    opened.products.put([
        Product("mug", Localized(en="Mug"), (Variant("mug-1", sku="M-1", barcode="6901234567892", stock=5, price=Money(900, "CNY")),)),
        Product("shirt", Localized(en="Shirt"), (Variant("s", sku="SH-S"), Variant("m", sku="SH-M"), Variant("l", sku="SH-L"))),
    ])  # fmt: skip
    yield opened
    opened.close()


@pytest.fixture
def take(store, write, tmp_path):
    def run(content, name="file.csv", **options):
        return import_file(store, write(content, name), rejects_dir=tmp_path / "rejects", **options)

    return run


def stock_of(store, product, variant):
    return store.products.get(product).variant(variant).stock


def test_stock_goes_by_sku_barcode_or_id_and_is_set_on_the_product(store, take):
    report = take("货号,库存数量,盘点日期\nM-1,12,2024-05-01\nSH-S,3,2024-05-01\n6901234567892,11,2024-05-02\nm,0,2024-05-01\n")
    assert (report.kind, report.new, report.rejected) == ("stock", 4, 0)
    assert [stock_of(store, *v) for v in (("mug", "mug-1"), ("shirt", "s"), ("shirt", "m"), ("shirt", "l"))] == [11, 3, 0, None]
    assert [p.quantity for p in store.history.stock("mug-1")] == [12, 11]


def test_the_same_stock_file_again_changes_nothing(store, take):
    text = "sku,quantity\nM-1,12\nSH-S,3\n"
    path = take(text).file
    os.utime(path, (1714521600, 1714521600))
    assert import_file(store, path).new == 2  # another moment: the file says when it was written
    again = import_file(store, path)
    assert (again.unchanged, again.new, again.changed) == (2, 0, 0)
    assert store.history.stock("m") == []
    assert StockChange("mug-1", MAY, 12) in store.history.stock("mug-1")
    assert "as of 2024-05-01 00:00 UTC, when the file was written" in again.ids


@pytest.mark.parametrize(
    ("row", "field", "expected"),
    [
        ("NONE,1", "sku", "the id, SKU or barcode of a variant that the shop has"),
        ("shirt,1", "sku", "the code of one variant (this one fits 3)"),
        (",1", "sku", "the id, SKU or barcode of a variant"),
        ("M-1,many", "stock", "a number"), ("M-1,1.5", "stock", "a whole number"), ("M-1,", "stock", "a quantity"),
    ],
)  # fmt: skip
def test_a_level_that_is_wrong_is_rejected_with_its_reason(take, row, field, expected):
    report = take(f"sku,stock\nSH-S,1\n{row}\n")
    assert (report.new, [(r.field, r.expected, r.row) for r in report.reasons]) == (1, [(field, expected, 3)])


def test_a_corrected_row_of_stock_comes_in(store, take):
    report = take("sku,stock\nSH-S,1\nM-1,many\n")
    corrected = report.rejects_file.read_text("utf-8").replace("many", "7")
    assert take(corrected, "file.csv.rejects.jsonl", kind="stock").new == 1
    assert stock_of(store, "mug", "mug-1") == 7


def test_places_of_one_variant_add_up(store, take):
    text = "Handle,Title,SKU,Location,On hand (current)\n"
    text += "mug,Mug,M-1,Shanghai,4\nshirt,Shirt,SH-S,Shanghai,1\nmug,Mug,M-1,Berlin,5\nshirt,Shirt,SH-S,Berlin,not stocked\n"
    report = take(text)
    assert (report.kind, report.read, report.new) == ("stock", 4, 2)
    assert (stock_of(store, "mug", "mug-1"), stock_of(store, "shirt", "s")) == (9, 1)


def test_a_wrong_place_rejects_the_sum(store, take):
    report = take("sku,warehouse,qty\nM-1,A,4\nM-1,B,x\nSH-S,A,2\n")
    assert (report.new, report.rejected, stock_of(store, "mug", "mug-1")) == (1, 2, 5)


def test_prices_are_history_and_the_newest_is_the_price(store, take):
    text = "sku,price,currency,effective_from\nM-1,12.50,CNY,2024-05-02\nM-1,11,CNY,2024-05-01\n"
    text += "SH-S,$5,USD,2024-05-01\nM-1,13,CNY,2999-01-01\n"
    report = take(text)
    assert (report.kind, report.new) == ("prices", 4)
    assert store.products.get("mug").price == Money(1250, "CNY")
    assert [p.price.amount for p in store.history.prices("mug-1")] == [1100, 1250, 1300]
    assert store.products.get("shirt").variant("s").price == Money(500, "USD")
    assert any(note.startswith("1 × rows are of a moment to come") for note in report.notes)


@pytest.mark.parametrize("price", ["free", "-1", ""])
def test_a_price_that_is_none_is_rejected(take, price):
    report = take(f"条码,售价\n6901234567892,{price}\n")
    assert (report.kind, report.rejected, report.reasons[0].field) == ("prices", 1, "售价")


def test_points_come_back_from_their_own_jsonl(store, take):
    known, unknown = (f'{{"variant_id": "{id}", "at": "2024-05-01T00:00:00+00:00", "quantity": 4}}\n' for id in ("s", "no"))
    report = take(known + unknown, "stock.jsonl")
    assert (report.kind, report.new, report.rejected, report.reasons[0].field) == ("stock", 1, 1, "variant_id")
    price = '{"variant_id": "s", "at": "2024-05-01T00:00:00+00:00", "price": {"amount": 400, "currency": "USD"}}\n'
    assert take(price, "prices.jsonl").kind == "prices"
    assert store.history.prices("s") == [PriceChange("s", MAY, Money(400, "USD"))]


def test_a_dry_run_says_what_would_be_and_writes_nothing(store, take):
    report = take("sku,stock,date\nM-1,1,2024-05-01\nM-1,1,2024-05-01\n", dry_run=True)
    assert (report.new, report.unchanged, stock_of(store, "mug", "mug-1")) == (1, 1, 5)


def test_a_table_that_could_be_stock_or_prices_has_to_say_which(take):
    from shopkeeper.shop import InvalidFile

    with pytest.raises(InvalidFile, match="say the kind"):
        take("sku,price,stock\nM-1,5,2\n")
    assert take("sku,price,stock\nM-1,5,2\n", kind="stock").new == 1
