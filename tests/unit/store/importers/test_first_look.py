"""A look at a file says what its import would do, and does nothing."""

from __future__ import annotations

import pytest

from shopkeeper.shop import InvalidFile
from shopkeeper.store import open_store
from shopkeeper.store.importers import first_look, import_file, look

CUPS = "SKU,商品名称,英文名称,价格,颜色,weight_kg\nT-1,茶杯,Teacup,￥68,白色,.2\nT-2,茶壶,Teapot,￥128,透明,\nT-3,茶盘,Tray,面议,,\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    found = open_store(tmp_path_factory.mktemp("looked") / "shop.db")
    yield found
    found.close()


@pytest.fixture
def cups(tmp_path):
    path = tmp_path / "cups.csv"
    path.write_text(CUPS, "utf-8")
    return path


def test_it_says_what_each_column_becomes_and_which_rows_would_be_rejected(store, cups):
    found = look(store, cups)
    assert (found.kind, found.format, found.ids, found.read, found.new, found.rejected, found.whole) == ("products", "csv", "column SKU",
                                                                                                         3, 2, 1, True)
    assert {each.name: each.field for each in found.columns} == {
        "SKU": "sku", "商品名称": "title", "英文名称": "title_en", "价格": "price", "颜色": "attribute:颜色", "weight_kg": "weight_kg"}
    assert found.columns[0].examples == ("T-1", "T-2", "T-3")
    [row] = found.rows
    assert (row.row, row.field, row.got) == (4, "价格", "面议")
    assert row.expected.startswith("a price such as")
    assert [record["id"] for record in found.records] == ["T-1", "T-2"]
    assert store.products.count() == 0


def test_what_it_says_of_a_column_is_a_mapping_that_reads_the_same(store, cups):
    found = look(store, cups)
    again = look(store, cups, mapping={each.name: each.field for each in found.columns})
    assert (again.columns, again.records, again.rows) == (found.columns, found.records, found.rows)


def test_a_price_in_cents_of_another_currency_goes_there_and_back(store, tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("id,title,price_usd_cents\n1,Cup,990\n", "utf-8")
    assert look(store, path).columns[2].field == "price_usd_cents"
    told = look(store, path, mapping={"price_usd_cents": "price_usd_cents"})
    assert told.records[0]["variants"][0]["price"] == {"amount": 990, "currency": "USD"}


def test_a_mapping_and_a_kind_change_what_would_come_of_it(store, cups):
    found = look(store, cups, mapping={"颜色": "option:Colour", "英文名称": "ignore"})
    assert {each.name: each.field for each in found.columns}["颜色"] == "option:Colour"
    assert found.records[0]["title"] == {"zh": "茶杯"}
    assert look(store, cups, kind="documents").kind == "documents"
    with pytest.raises(InvalidFile, match="customers have no field 'price'"):
        look(store, cups, kind="customers", mapping={"价格": "price"})


def test_only_the_beginning_of_a_long_file_is_looked_at(store, tmp_path, monkeypatch):
    path = tmp_path / "long.csv"
    path.write_text("id,title\n" + "".join(f"{n},Cup {n}\n" for n in range(50)), "utf-8")
    monkeypatch.setattr(first_look, "ROWS", 20)
    found = look(store, path)
    assert (found.read, found.new, found.whole) == (20, 20, False)
    monkeypatch.setattr(first_look, "ROWS", 50)
    assert look(store, path).whole


def test_what_is_stored_already_counts_as_unchanged_or_changed(store, cups):
    import_file(store, cups)
    cups.write_text(CUPS.replace("￥128", "￥129"), "utf-8")
    found = look(store, cups)
    assert (found.new, found.changed, found.unchanged) == (0, 1, 1)
    store.products.delete(["T-1", "T-2"])


def test_names_of_a_shop_system_can_be_mapped(store, tmp_path):
    path = tmp_path / "woo.csv"
    path.write_text("ID,Type,SKU,Name,Published,Regular price\n7,simple,CUP,Cup,1,9.90\n", "utf-8")
    found = look(store, path)
    assert (found.format, found.fixed, found.new) == ("woocommerce", False, 1)
    assert {each.name: each.field for each in found.columns}["Name"] == "title"


def test_rejected_rows_are_named_up_to_a_number_and_all_counted(store, tmp_path, monkeypatch):
    path = tmp_path / "bad.csv"
    path.write_text("id,title,price\n" + "".join(f"{n},Cup,call\n" for n in range(9)), "utf-8")
    monkeypatch.setattr(first_look, "REJECTED", 4)
    found = look(store, path)
    assert (len(found.rows), found.rejected, found.reasons[0].count) == (4, 9, 9)
