"""Orders from invoice lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest

from shopkeeper.shop import Money, Order, OrderLine, OrderRequest, OrderStatus, RequestKind, RequestState
from shopkeeper.store import open_store
from shopkeeper.store.exporters import export_file
from shopkeeper.store.importers import import_file

AT = datetime(2026, 5, 1, tzinfo=UTC)
HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
LINES = (
    "536365,85123A,WHITE HOLDER,6,2010-12-01 08:26,2.55,17850.0,United Kingdom\n"
    "536365,71053,LANTERN,2,2010-12-01 08:26,3.39,17850.0,United Kingdom\n"
    "536366,71053,LANTERN,1,2010-12-01 09:00,3.39,0.0,France\n"
)


@pytest.fixture
def kept(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    yield store
    store.close()


def test_what_customers_asked_of_an_order_outlives_a_file_that_does_not_know_of_it(kept, tmp_path):
    store, file = kept, tmp_path / "orders.csv"
    file.write_text(HEADER + LINES)
    import_file(store, file, currency="GBP")
    asked = OrderRequest("r1", RequestKind.CANCEL, AT, RequestState.REQUESTED)
    store.orders.put([replace(store.orders.get("536365"), requests=(asked,))])
    report = import_file(store, file, currency="GBP")
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)
    assert store.orders.get("536365").requests == (asked,)


def test_requests_come_back_from_a_file_that_has_them_and_an_answer_is_not_undone(kept, tmp_path):
    store = kept
    store.orders.put([Order("o", (OrderLine("p", 1, Money(100, "GBP")),), "GBP", AT, requests=(
        OrderRequest("r1", RequestKind.CANCEL, AT, RequestState.REQUESTED), OrderRequest("r2", RequestKind.ADDRESS, AT)))])
    file = tmp_path / "orders.jsonl"
    export_file(store, file, kind="orders", format="jsonl", currency="GBP", language="en")
    before = store.orders.get("o")
    store.orders.delete(["o"])
    import_file(store, file, currency="GBP")
    assert store.orders.get("o") == before
    answered = replace(before.requests[0], state=RequestState.REFUSED)
    later = OrderRequest("r3", RequestKind.PAYMENT, AT)
    store.orders.put([replace(before, requests=(answered, later))])
    import_file(store, file, currency="GBP")
    assert store.orders.get("o").requests == (answered, later, before.requests[1])


def test_lines_of_an_invoice_are_an_order(imported):
    report, records = imported(HEADER + LINES, currency="GBP")
    order = records["536365"]
    assert (report.kind, report.read, report.new) == ("orders", 3, 2)
    assert [(line.product_id, line.quantity, line.unit_price) for line in order.lines] == [
        ("85123A", 6, Money(255, "GBP")), ("71053", 2, Money(339, "GBP")),
    ]  # fmt: skip
    assert order.total == Money(2208, "GBP")
    assert (order.placed_at, order.customer_id) == (datetime(2010, 12, 1, 8, 26, tzinfo=UTC), "17850")
    assert (order.status, order.address.country) == (OrderStatus.DELIVERED, "GB")
    assert records["536366"].customer_id is None


def test_lines_may_stand_apart_and_be_alike(imported):
    text = HEADER + LINES + LINES
    report, records = imported(text, currency="GBP")
    assert (report.read, report.new, report.changed) == (6, 2, 0)
    assert [line.quantity for line in records["536365"].lines] == [6, 2, 6, 2]
    again, _ = imported(text, currency="GBP")
    assert (again.unchanged, again.changed) == (2, 0)


def test_a_credit_note_is_a_returned_order_of_positive_quantities(imported):
    _, records = imported(HEADER + "C536379,D,Discount,-1,2010-12-01 09:41,27.50,14527,Germany\n")
    assert records["C536379"].status is OrderStatus.RETURNED
    assert records["C536379"].lines[0].quantity == 1


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("7,A,B,0,2010-12-01,5,1,France", "Quantity"), ("7,A,B,-2,2010-12-01,5,1,France", "Quantity"),
        ("7,A,B,1,2010-12-01,-5,1,France", "UnitPrice"),
        ("7,A,B,1,2010-12-01,free,1,France", "UnitPrice"), ("7,A,B,1,then,5,1,France", "InvoiceDate"),
        (",A,B,1,2010-12-01,5,1,France", "InvoiceNo"),
        ("7,A,B,,2010-12-01,5,1,France", "Quantity"), ("7,,,1,2010-12-01,5,1,France", "product_id"),
        ("7,A,B,1,2010-12-01,$5 €,1,France", "UnitPrice"),
    ],
)  # fmt: skip
def test_a_line_that_is_wrong_is_rejected_and_the_others_stay(imported, line, field):
    report, records = imported(HEADER + LINES + line + "\n", currency="GBP")
    assert set(records) == {"536365", "536366"}
    assert [(r.field, r.row) for r in report.reasons] == [(field, 5)]


def test_a_corrected_line_joins_its_order(imported):
    report, _ = imported(HEADER + LINES.replace("LANTERN,2", "LANTERN,two"), "inv.csv", currency="GBP")
    assert report.rejected == 1
    corrected = report.rejects_file.read_text("utf-8").replace('"two"', '"2"')
    again, records = imported(corrected, "inv.csv.rejects.jsonl", currency="GBP")
    assert (again.changed, again.rejected) == (1, 0)
    assert [line.quantity for line in records["536365"].lines] == [6, 2]
    assert imported(corrected, "inv.csv.rejects.jsonl", currency="GBP")[0].unchanged == 1


def test_lines_in_two_currencies_are_no_order(imported):
    report, records = imported(HEADER + "1,A,B,1,2010-12-01,5 USD,1,France\n1,A,B,1,2010-12-01,5 EUR,1,France\n")
    assert (records, report.rejected) == ({}, 2)


def test_shopifys_order_file_is_read(imported):
    _, records = imported(
        "Name,Email,Fulfillment Status,Currency,Shipping,Taxes,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
        "Lineitem sku\n"
        "#1001,a@example.com,fulfilled,USD,4.00,1.00,2.00,2024-05-01 08:30:00 +0000,2,Linen shirt - S,29.90,SH-S\n"
        "#1001,a@example.com,,,,,,2024-05-01 08:30:00 +0000,1,Hat,5.00,HAT\n"
    )
    order = records["#1001"]
    assert order.total == Money(6780, "USD")
    assert (order.status, order.customer_id, order.lines[0].sku) == (OrderStatus.SHIPPED, "a@example.com", "SH-S")


def test_chinese_order_lines_are_read(imported):
    header = "订单号,商品名称,货号,数量,单价,下单时间,订单状态,收货地址\n"
    _, records = imported(header + "A1,耳机,E1,2,￥99,2024年5月1日 8:30,已发货,深圳市南山区\n")
    order = records["A1"]
    assert (order.status, order.lines[0].product_id, order.lines[0].unit_price) == (OrderStatus.SHIPPED, "E1", Money(9900, "CNY"))
    assert order.address.line1 == "深圳市南山区"


def test_orders_come_from_parquet_with_numbers_for_ids(store, tmp_path):
    from shopkeeper.store.importers import import_file

    path = tmp_path / "orders.parquet"
    pl.DataFrame(
        {"InvoiceNo": [536365, 536365], "StockCode": ["A",
        "B"], "Quantity": [1, 2], "UnitPrice": [2.55, 1.0], "InvoiceDate": ["2010-12-01"] * 2}
    ).write_parquet(path)
    report = import_file(store, path, currency="GBP")
    assert (report.kind, report.new, len(store.orders.records["536365"].lines)) == ("orders", 1, 2)
