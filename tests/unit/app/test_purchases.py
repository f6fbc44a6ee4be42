"""Orders to suppliers: drafted from the advice, changed, sent, received; what is on its way is not ordered again."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from fastapi.testclient import TestClient

from shopkeeper.app import purchasing
from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run
from shopkeeper.demand import learned
from shopkeeper.demand.ordering import on_its_way, reorder
from shopkeeper.demand.purchase import order_sheet
from shopkeeper.demand.reorder import Policy
from shopkeeper.shop import (
    Conflict,
    InvalidQuery,
    InvalidRecord,
    Localized,
    Money,
    Order,
    OrderLine,
    Product,
    Purchase,
    PurchaseLine,
    PurchaseState,
    Supplier,
    SupplierItem,
    Variant,
)
from small_shop import small_shop

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
AT = datetime(2026, 5, 1, tzinfo=UTC)
PRODUCTS = [Product(f"p{n}", Localized(f"伞 {n}", f"=Umbrella {n}"), (Variant(f"p{n}-a", stock=2, sku=f"S{n}"),)) for n in range(4)]
FORM = {"sec-fetch-site": "same-origin"}


def sold(products):
    draw = np.random.default_rng(0)
    for day in range(100):
        for product in products:
            if units := int(draw.poisson(2)):
                line = OrderLine(product.id, units, Money(1000, "CNY"), product.variants[0].id)
                yield Order(f"o{day}-{product.id}", (line,), "CNY", START + timedelta(days=day), "c1")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("purchases") / "shop")
    shop.put("products", PRODUCTS)
    shop.put("orders", list(sold(PRODUCTS)))
    items = tuple(SupplierItem(f"p{n}-a", Money(500 + n, "CNY"), pack=10, sku=f"Y{n}") for n in range(3))
    shop.store.suppliers.put([Supplier("yiwu", "义乌小商品", lead_days=7, items=items)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learned, "ROUNDS", 10)
        assert run(["train", "forecast", "--horizon", "42", "--shop", str(shop.data_dir)]) == 0
    yield shop
    shop.close()


@pytest.fixture
def shop(opened):
    opened.store.purchases.delete([each.id for each in opened.store.purchases.all()])
    opened.store.products.put(PRODUCTS)
    return opened


@pytest.fixture(scope="module")
def client(opened):
    return TestClient(create_app(opened), base_url="http://127.0.0.1", headers=FORM, follow_redirects=False)


def due(shop):
    return {line.item.variant_id: line for line in reorder(shop.store, shop.demand.coherent(), Policy(0.95)) if line.due}


def test_a_draft_is_made_for_each_supplier_and_not_twice(shop):
    nobody, yiwu = purchasing.draft(shop, Policy(0.95), "Mei", now=AT)
    assert (nobody.supplier_id, yiwu.supplier, yiwu.state) == ("", "义乌小商品", PurchaseState.DRAFT)
    assert next((line.variant_id, line.sku, line.price) for line in yiwu.lines) == ("p0-a", "Y0", Money(500, "CNY"))
    assert all(line.quantity % 10 == 0 for line in yiwu.lines)
    assert yiwu.amount == Money(sum(line.quantity * line.price.amount for line in yiwu.lines), "CNY")
    assert nobody.amount is None
    assert purchasing.draft(shop, Policy(0.95), "Mei") == []
    assert set(due(shop)) == {f"p{n}-a" for n in range(4)}, "a draft is not on its way"


def test_what_was_sent_is_on_its_way_until_it_has_come(shop):
    _, order = purchasing.draft(shop, Policy(0.95), "Mei")
    order = purchasing.change(shop, order.id, {"p0-a": 40, "p1-a": 0}, "Mei", note=" by ship ")
    assert ([line.variant_id for line in order.lines], order.lines[0].quantity, order.note) == (["p0-a", "p2-a"], 40, "by ship")
    purchasing.step(shop, order.id, PurchaseState.SENT, "Mei", now=AT)
    assert on_its_way(shop.store) == {"p0-a": 40, "p2-a": order.lines[1].quantity}
    assert "p0-a" not in due(shop)
    lines = {line.item.variant_id: line for line in reorder(shop.store, shop.demand.coherent(), Policy(0.95), coming={"p0-a": 2})}
    assert lines["p0-a"].item.coming == 42
    with pytest.raises(Conflict, match="only a draft can be changed"):
        purchasing.change(shop, order.id, {"p0-a": 1}, "Mei")
    done = purchasing.step(shop, order.id, PurchaseState.RECEIVED, "Mei", stock=True, now=datetime.now(UTC))
    assert (done.sent_at, on_its_way(shop.store)) == (AT, {})
    assert shop.store.products.get("p0").variants[0].stock == 42
    assert shop.store.history.stock("p0-a")[-1].quantity == 42
    with pytest.raises(Conflict, match="it is received, so it cannot become cancelled"):
        purchasing.step(shop, order.id, PurchaseState.CANCELLED, "Mei")
    told = [(entry.kind, entry.actor) for entry in shop.store.audit.newest(3, subject=f"purchase/{order.id}")]
    assert told == [("purchase.received", "Mei"), ("purchase.sent", "Mei"), ("purchase.draft", "Mei")]


def test_the_stock_is_left_alone_unless_asked(shop):
    before = {each.id: each.variants[0].stock for each in shop.store.products.all()}
    _, order = purchasing.draft(shop, Policy(0.95), "Mei")
    purchasing.step(shop, order.id, PurchaseState.SENT, "Mei")
    purchasing.step(shop, order.id, PurchaseState.RECEIVED, "Mei")
    assert {each.id: each.variants[0].stock for each in shop.store.products.all()} == before


@pytest.mark.parametrize("quantities", [{"p0-a": -1}, {"p0-a": 10**7}, {"p1-a": 0, "p0-a": 0, "p2-a": 0}])
def test_quantities_that_are_none_are_refused(shop, quantities):
    _, order = purchasing.draft(shop, Policy(0.95), "Mei")
    if quantities.get("p0-a") == 0:
        quantities = {line.variant_id: 0 for line in order.lines}
    with pytest.raises(InvalidQuery):
        purchasing.change(shop, order.id, quantities, "Mei")


def test_no_cell_of_an_order_is_a_formula():
    line = PurchaseLine("v1", 3, "p1", Localized(en='=HYPERLINK("http://evil")'), "+SKU", Money(250, "CNY"))
    order = Purchase("o1", AT, (line,), supplier_id="@s", supplier="-cmd|x", due_at=AT)
    [row] = csv.DictReader(io.StringIO(order_sheet(order)))
    assert (row["title"], row["sku"], row["supplier"]) == ("'=HYPERLINK(\"http://evil\")", "'+SKU", "'@s")
    assert (row["supplier_name"], row["quantity"], row["unit_price"], row["amount"], row["arrives"]) == (
        "'-cmd|x", "3", "2.50", "7.50", "2026-05-01")


def test_an_order_has_lines_each_of_another_variant():
    with pytest.raises(InvalidRecord):
        Purchase("o", AT, ())
    with pytest.raises(InvalidRecord):
        Purchase("o", AT, (PurchaseLine("v", 1), PurchaseLine("v", 2)))
    with pytest.raises(InvalidRecord):
        PurchaseLine("v", 0)


def test_the_pages_in_both_languages(shop, client):
    assert "生成采购单草稿" in client.get("/console/demand?lang=zh").text
    answer = client.post("/console/demand/orders?lang=zh", data={"service": "0.95"})
    assert answer.headers["location"] == "/console/demand/orders?state=draft&lang=zh"
    page = client.get(answer.headers["location"]).text
    assert "义乌小商品" in page
    order = next(each for each in shop.store.purchases.all() if each.supplier)
    page = client.get(f"/console/demand/orders/{order.id}?lang=en").text
    assert 'name="quantity:p0-a"' in page
    wrong = client.post(f"/console/demand/orders/{order.id}?lang=zh", data={"do": "keep", "quantity:p0-a": "many"})
    assert (wrong.status_code, "数量应为 0 到 1,000,000 的整数" in wrong.text) == (422, True)
    sent = client.post(f"/console/demand/orders/{order.id}", data={"do": "sent", "quantity:p0-a": "70", "note": "急"})
    assert sent.headers["location"] == f"/console/demand/orders/{order.id}"
    assert on_its_way(shop.store)["p0-a"] == 70
    page = client.get(f"/console/demand/orders/{order.id}?lang=zh").text
    assert "已发出" in page
    assert "标记为已收货" in page
    sheet = client.get(f"/console/demand/orders/{order.id}/csv")
    assert "attachment" in sheet.headers["content-disposition"]
    assert sheet.text.startswith("\ufeffsupplier,")
    assert client.post(f"/console/demand/orders/{order.id}", data={"do": "cancelled"}).status_code == 303
    assert client.post(f"/console/demand/orders/{order.id}", data={"do": "sent"}).status_code == 409
    assert client.post(f"/console/demand/orders/{order.id}", data={"do": "eat"}).status_code == 422
    assert client.get("/console/demand/orders/none").status_code == 404


def test_over_http(shop, client):
    made = client.post("/v1/purchases", json={}).json()["orders"]
    assert [each.get("supplier_id", "") for each in made] == ["", "yiwu"]
    id = made[1]["id"]
    changed = client.post(f"/v1/purchases/{id}", json={"quantities": {"p0-a": 90}, "state": "sent"}).json()
    assert (changed["state"], changed["lines"][0]["quantity"]) == ("sent", 90)
    assert [each["id"] for each in client.get("/v1/purchases", params={"state": "sent"}).json()["orders"]] == [id]
    assert client.get(f"/v1/purchases/{id}").json()["sent_at"]
    assert client.post(f"/v1/purchases/{id}", json={"state": "draft"}).status_code == 422
    assert client.get("/v1/purchases/none").status_code == 404


def test_at_the_command_line(shop, tmp_path, capsys):
    where = ["--shop", str(shop.data_dir)]
    capsys.readouterr()
    assert run(["purchases", "draft", "--json", *where]) == 0
    id = json.loads(capsys.readouterr().out)["orders"][1]["id"]
    assert run(["purchases", "show", id, "--out", str(tmp_path / "o.csv"), *where]) == 0
    assert (tmp_path / "o.csv").read_text("utf-8-sig").startswith("supplier,")
    assert run(["purchases", "mark", id, "sent", *where]) == 0
    assert run(["purchases", "list", "--state", "sent", *where]) == 0
    assert id in capsys.readouterr().out
    assert run(["purchases", "mark", id, "sent", *where]) != 0
    assert run(["purchases", "show", "none", *where]) == 2
