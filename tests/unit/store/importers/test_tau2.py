"""The database of tau2-bench's retail domain, in and out."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.shop import InvalidFile, ItemChange, Localized, Money, OrderStatus, RequestKind
from shopkeeper.store import open_store
from shopkeeper.store.exporters import export_file
from shopkeeper.store.importers import import_file

SAMPLE = Path(__file__).parents[3] / "samples" / "tau2" / "db.json"
REAL = Path(os.environ.get("SHOPKEEPER_DATA", "")) / "service" / "tau2_retail" / "db.json"


def test_all_kinds_come_in_at_once(store: Any, tmp_path: Path) -> None:
    report = import_file(store, SAMPLE, currency="USD", rejects_dir=tmp_path)
    assert (report.kind, report.format, report.new, report.rejected) == ("records", "tau2", 9, 0)
    assert import_file(store, SAMPLE, format="tau2", currency="USD", rejects_dir=tmp_path).unchanged == 9
    jacket = store.products.records["7001"]
    assert (jacket.title, jacket.variant("82").in_stock) == (Localized(en="Rain Jacket"), False)
    assert jacket.variant("81").price == Money(8950, "USD")
    assert store.products.records["7002"].title == Localized("保温杯")
    lena = store.customers.records["lena_vogel_1"]
    assert (lena.name, lena.address.country, lena.payment_methods[1].balance) == ("Lena Vogel", "US", Money(1230, "USD"))
    order = store.orders.records["#A1"]
    assert [(line.variant_id, line.quantity) for line in order.lines] == [("81", 1), ("81", 1), ("91", 1)]
    assert order.placed_at > store.orders.records["#B2"].placed_at
    changed = store.orders.records["#B2"]
    assert (changed.status, changed.requests[0].kind) == (OrderStatus.PENDING, RequestKind.ITEMS)
    assert store.orders.records["#D4"].requests[0].items == (ItemChange("83", 2),)
    assert store.orders.records["#E5"].requests[0].amount == Money(450, "USD")


def test_a_dry_run_writes_nothing(store: Any, tmp_path: Path) -> None:
    report = import_file(store, SAMPLE, currency="USD", dry_run=True)
    assert (report.new, len(report.preview), store.products.records) == (9, 3, {})


@pytest.mark.parametrize("name", ["out.json", "out.json.gz"])
def test_it_comes_out_as_it_went_in(tmp_path: Path, name: str) -> None:
    _round_trip(SAMPLE, tmp_path, name)


@pytest.mark.skipif(not REAL.is_file(), reason="the benchmark's own file is not here")
def test_the_benchmarks_own_file_comes_out_as_it_went_in(tmp_path: Path) -> None:
    _round_trip(REAL, tmp_path, "out.json")


def _round_trip(path: Path, folder: Path, name: str) -> None:
    store = open_store(folder / "shop.db")
    import_file(store, path, currency="USD", rejects_dir=folder)
    report = export_file(store, folder / name, format="tau2", currency="USD")
    written = (folder / name).read_bytes()
    expected = json.loads(path.read_bytes())
    for user in expected["users"].values():  # countries other than the USA come out as their code
        user["address"]["country"] = {"Norway": "NO"}.get(user["address"]["country"], user["address"]["country"])
    assert json.loads(gzip.decompress(written) if name.endswith(".gz") else written) == expected
    assert (report.kind, report.notes) == ("records", ())
    store.close()


def test_what_the_format_cannot_hold_is_said(tmp_path: Path) -> None:
    from small_service import PENDING, service, usd

    store = service(tmp_path)
    store.orders.put([type(PENDING)(**{n: getattr(PENDING, n) for n in PENDING.__slots__} | {"shipping": usd(100)})])
    report = export_file(store, tmp_path / "out.json", format="tau2", currency="CNY")
    assert {note.split(" (")[0] for note in report.notes} == {
        "left out: a currency that is not the shop's", "left out: the shipping", "left out: quantities: each piece is an item"}
    items = json.loads((tmp_path / "out.json").read_bytes())["orders"]["#1"]["items"]
    assert [item["item_id"] for item in items] == ["shirt-s", "mug-w", "mug-w"]
    store.close()


@pytest.mark.parametrize(("path", "value", "said"), [
    (("orders", "#A1", "status"), "lost", "status: expected one of pending, processed"),
    (("orders", "#A1", "items", 0, "price"), "89", "items[0].price: expected an amount, got '89'"),
    (("orders", "#A1", "payment_history", 0, "transaction_type"), "gift", "kind: expected payment or refund"),
    (("products", "7001", "variants", "81", "available"), 1, "variants.81.available: expected true or false, got 1"),
    (("users", "lena_vogel_1", "payment_methods", "gift_88", "source"), "cash", "payment_methods.gift_88.source: expected one of"),
    (("users", "lena_vogel_1", "address", "zip"), 97201, "address.zip: expected a text, got 97201"),
])  # fmt: skip
def test_a_wrong_record_is_kept_aside_and_comes_in_corrected(
    store: Any, tmp_path: Path, path: tuple[Any, ...], value: Any, said: str
) -> None:
    data = json.loads(SAMPLE.read_bytes())
    place = data
    for key in path[:-1]:
        place = place[key]
    right, place[path[-1]] = place[path[-1]], value
    (tmp_path / "db.json").write_text(json.dumps(data), "utf-8")
    report = import_file(store, tmp_path / "db.json", currency="USD")
    assert (report.new, report.rejected) == (8, 1)
    assert report.rejects_file
    rejected = json.loads(report.rejects_file.read_bytes())
    assert said in rejected["reason"]
    rejected["values"] = json.loads(json.dumps(rejected["values"]).replace(json.dumps(value), json.dumps(right)))
    report.rejects_file.write_text(json.dumps(rejected), "utf-8")
    again = import_file(store, report.rejects_file, currency="USD")
    assert (again.format, again.rejected, again.new + again.changed) == ("tau2", 0, 1)


@pytest.mark.parametrize(("content", "options", "said"), [
    ('{"products": {}, "orders": {"a": ', {}, "expected one JSON object with products, users and orders"),
    ('{"products": {}, "shelves": {}}', {}, "got 'shelves'"),
    ('[{"id": 1}]', {"format": "tau2"}, "expected the database of tau2-bench's retail domain"),
    ('{"products": {"a": 1}}', {"kind": "orders", "format": "tau2"}, "without a kind or a mapping"),
])  # fmt: skip
def test_what_is_no_such_file_is_refused(store: Any, tmp_path: Path, content: str, options: dict[str, Any], said: str) -> None:
    (tmp_path / "db.json").write_text(content, "utf-8")
    with pytest.raises(InvalidFile, match="json") as error:
        import_file(store, tmp_path / "db.json", **options)
    assert said in str(error.value)
