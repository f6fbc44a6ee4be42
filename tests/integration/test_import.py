"""Files into a real store, and the death of the process on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from shopkeeper.store import open_store
from shopkeeper.store.importers import import_file

# Stands in for a power cut: the process kills itself once so many rows are in.
DYING = """
import os, signal, sys
from pathlib import Path
from shopkeeper.store import open_store
from shopkeeper.store.importers import import_file

def die(progress):
    if progress.rows >= int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

import_file(open_store(sys.argv[1]), sys.argv[2], rejects_dir=Path(sys.argv[2]).parent, progress=die)
"""


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path}/shop.db")
    yield opened
    opened.close()


def products(count, first=0):
    rows = (f"{n},茶杯 {n},{'面议' if n % 500 == 7 else f'{n}.50'},白色\n" for n in range(first, count))
    return "id,标题,价格,颜色\n" + "".join(rows)


def test_a_file_goes_into_the_store_once(store, tmp_path):
    path = tmp_path / "products.csv"
    path.write_text(products(1200), "utf-8")
    first = import_file(store, path)
    revision = store.products.revision()
    again = import_file(store, path)
    assert (first.new, first.rejected, store.products.count()) == (1197, 3, 1197)
    assert (again.unchanged, again.new, again.changed, again.rejected) == (1197, 0, 0, 3)
    assert store.products.revision() == revision
    assert store.products.get("42").title.zh == "茶杯 42"


def test_a_dry_run_leaves_the_store_as_it_is(store, tmp_path):
    path = tmp_path / "products.csv"
    path.write_text(products(100), "utf-8")
    assert import_file(store, path, dry_run=True).new == 99
    assert (store.products.count(), store.products.revision()) == (0, 0)
    assert list(tmp_path.glob("*.rejects.jsonl")) == []


@pytest.mark.parametrize("at", [1000, 2000, 4000])
def test_after_a_kill_the_same_command_goes_on_and_loses_nothing(tmp_path, at):
    path = tmp_path / "products.csv"
    path.write_text(products(4500), "utf-8")
    url = f"sqlite:///{tmp_path}/shop.db"
    died = subprocess.run([sys.executable, "-c", DYING, url, str(path), str(at)], env=os.environ, check=False)
    assert died.returncode == -signal.SIGKILL
    store = open_store(url)
    accepted = store.products.count()
    report = import_file(store, path, rejects_dir=tmp_path)
    assert accepted == at - at // 500
    assert (report.resumed, report.read, report.new, report.rejected) == (at, 4500, 4491, 9)
    assert store.products.count() == 4491
    assert len(report.rejects_file.read_text("utf-8").splitlines()) == 9
    store.close()


def test_a_variant_that_another_product_has_costs_its_own_product_only(store, tmp_path):
    path = tmp_path / "products.csv"
    path.write_text("id,variant_id,title,price\na,S1,Hat,5\nb,S1,Cap,6\nc,S2,Bag,7\n", "utf-8")
    report = import_file(store, path)
    assert (report.new, report.rejected, [p.id for p in store.products.all()]) == (2, 1, ["a", "c"])
    assert report.reasons[0].expected == "an id that no other product's variant has (product 'a' has it)"
    assert (report.reasons[0].row, report.rejects_file.exists()) == (3, True)
    again = import_file(store, path)
    assert (again.unchanged, again.rejected) == (2, 1)


def test_orders_whose_lines_stand_apart_are_whole(store, tmp_path):
    path = tmp_path / "orders.csv"
    lines = [f"{n % 700},p{n},1,2026-05-01,5\n" for n in range(2100)]
    path.write_text("order_id,product_id,quantity,date,price\n" + "".join(lines), "utf-8")
    report = import_file(store, path, currency="EUR")
    assert (report.new, report.changed) == (700, 0)
    assert {len(order.lines) for order in store.orders.all()} == {3}
    assert import_file(store, path, currency="EUR").unchanged == 700


def test_a_customer_a_review_an_event_and_a_document_find_their_tables(store, tmp_path):
    files = {
        "customers": "customer_id,name,email\nc1,王芳,w@example.com\n", "reviews": "product_id,rating,text\np1,5,Good\n",
        "events": "event,user_id,item_id,timestamp\nview_item,c1,p1,2026-05-01\n", "documents": "question,answer\nHow long?,Two days\n",
    }  # fmt: skip
    for kind, content in files.items():
        path = tmp_path / f"{kind}.csv"
        path.write_text(content, "utf-8")
        assert import_file(store, path).kind == kind
        assert getattr(store, kind).count() == 1


def test_products_that_share_a_sku_all_come_in_and_come_again_the_same(store, tmp_path):
    path = tmp_path / "products.csv"
    path.write_text("id,sku,title,price\na,X,Mug,1\nb,X,Pot,2\nc,Y,Cup,3\n", "utf-8")
    first, again = import_file(store, path), import_file(store, path)
    assert [v.id for id in "abc" for v in store.products.get(id).variants] == ["X", "b/X", "Y"]
    assert (first.new, first.rejected, again.unchanged) == (3, 0, 3)
    told = "1 × variants share their SKU with another product: each has an id of its own, see the report on data quality"
    assert told in first.notes
