"""The sample files of stock, prices, promotions, suppliers and conversations: their records, their rejects."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopkeeper.shop import Message, Money, Speaker, SupplierItem
from shopkeeper.store import open_store
from unit.store.importers.sample_shop import products, take


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "shop.db")
    opened.products.put(products())
    yield opened
    opened.close()


def day(month, date, hour=0, minute=0):
    return datetime(2024, month, date, hour, minute, tzinfo=UTC)


def stock(store, id):
    return store.products.get(store.products.by_variant([id])[id]).variant(id).stock


def test_shopifys_stock_file(store, tmp_path):
    report, reasons = take(store, "stock/shopify-inventory.csv", tmp_path)
    assert (report.kind, report.read, report.new) == ("stock", 6, 3)
    assert reasons == [("SKU", 7, 1)]
    assert [stock(store, id) for id in ("mug-v", "SHIRT-S", "SHIRT-M")] == [17, 3, -2]


def test_a_count_in_chinese_in_gb18030(store, tmp_path):
    report, reasons = take(store, "stock/盘点.csv", tmp_path)
    assert (report.kind, report.encoding, report.read, report.new) == ("stock", "gb18030", 8, 5)
    assert reasons == [("商品编码", 7, 1), ("可用库存", 8, 1), ("盘点时间", 9, 1)]
    assert [stock(store, id) for id in ("mug-v", "lamp", "SHIRT-S", "SHIRT-M")] == [18, 1200, 0, -3]
    assert [point.quantity for point in store.history.stock("SHIRT-M")] == [6, -3]


def test_a_price_list(store, tmp_path):
    report, reasons = take(store, "prices/price-list.tsv", tmp_path)
    assert (report.kind, report.read, report.new) == ("prices", 8, 5)
    assert reasons == [("Price", 6, 1), ("Price", 7, 1), ("SKU", 8, 1)]
    assert [point.price for point in store.history.prices("mug-v")] == [Money(1250, "CNY"), Money(1190, "CNY")]
    assert store.products.get("lamp").price == Money(7900, "USD")
    assert store.products.get("linen-shirt").variant("SHIRT-S").price == Money(129900, "EUR")
    assert report.notes == ("1 × rows are of a moment to come: they are kept as history, and the products stay as they are",)


def test_promotions_in_chinese(store, tmp_path):
    report, reasons = take(store, "promotions/活动.csv", tmp_path)
    assert (report.kind, report.read, report.new) == ("promotions", 7, 2)
    assert reasons == [("结束时间", 6, 1), ("折扣", 7, 1), ("活动编号", 8, 1)]
    sale, new = store.promotions.get("618"), store.promotions.get("NEW")
    assert (sale.title.zh, sale.percent_off, sale.starts_at, sale.ends_at) == ("年中大促", 20.0, day(6, 1), day(6, 19))
    assert sale.product_ids == ("enamel-mug", "linen-shirt", "老款")
    assert (new.percent_off, new.product_ids, new.ends_at) == (5.0, ("linen-shirt", "enamel-mug"), day(7, 1, 22))
    assert report.notes == ("1 × products of promotions are not in the shop; their codes are kept",)


def test_promotions_as_json(store, tmp_path):
    report, reasons = take(store, "promotions/campaigns.jsonl", tmp_path)
    assert (report.kind, report.new, reasons) == ("promotions", 2, [("start_date", 3, 1)])
    sale = store.promotions.get("sale")
    assert (sale.title.zh, sale.title.en, sale.percent_off) == ("夏季", "Summer sale", 15.0)
    assert (sale.product_ids, sale.ends_at) == (("enamel-mug", "linen-shirt"), day(7, 1))
    assert store.promotions.get("all").product_ids == ()


def test_suppliers_with_what_they_deliver(store, tmp_path):
    report, reasons = take(store, "suppliers/供应商.csv", tmp_path)
    assert (report.kind, report.read, report.new) == ("suppliers", 6, 2)
    assert reasons == [("货号", 4, 1), ("起订量", 6, 1), ("供应商编号", 7, 1)]
    first, second = store.suppliers.get("S1"), store.suppliers.get("S2")
    assert (first.name, first.email, first.lead_days, first.minimum_order) == ("景德镇瓷业", "sales@jdz.example", 7.0, Money(50000, "CNY"))
    assert first.items == (
        SupplierItem("mug-v", Money(420, "CNY"), minimum=12, pack=6, sku="JDZ-88"),
        SupplierItem("SHIRT-S", Money(2000, "CNY"), lead_days=10.0),
    )
    assert (second.name, second.items, first.note) == ("棉麻工坊", (), "周五发货")


def test_a_corrected_item_joins_its_supplier(store, tmp_path):
    report, _ = take(store, "suppliers/供应商.csv", tmp_path)
    corrected = report.rejects_file.read_text("utf-8").replace("帽子", "SHIRT-M").splitlines()[0]
    report.rejects_file.write_text(corrected, "utf-8")
    again, _ = take(store, report.rejects_file, tmp_path)
    assert (again.kind, again.changed, again.rejected) == ("suppliers", 1, 0)
    assert [item.variant_id for item in store.suppliers.get("S1").items] == ["mug-v", "SHIRT-S", "SHIRT-M"]


def test_messages_by_the_row(store, tmp_path):
    report, reasons = take(store, "conversations/chats.csv", tmp_path)
    assert (report.kind, report.read, report.new) == ("conversations", 8, 2)
    assert reasons == [("message", 9, 1), ("sender", 7, 1), ("time", 8, 1)]
    first, second = store.conversations.get("t1"), store.conversations.get("t2")
    assert [m.speaker for m in first.messages] == [Speaker.CUSTOMER, Speaker.AGENT, Speaker.SYSTEM]
    assert first.messages[0] == Message(Speaker.CUSTOMER, "Where is my order #1001?", day(5, 1, 8, 30))
    assert (first.customer_id, first.order_id, first.channel) == ("c1", "#1001", "web")
    assert [(m.speaker, m.text) for m in second.messages] == [
        (Speaker.ASSISTANT, "您好，请问有什么可以帮您？"), (Speaker.CUSTOMER, "杯子碎了，\n能退吗？"),
    ]  # fmt: skip


def test_a_corrected_message_takes_its_place(store, tmp_path):
    report, _ = take(store, "conversations/chats.csv", tmp_path)
    [line] = [line for line in report.rejects_file.read_text("utf-8").splitlines() if "yesterday" in line]
    report.rejects_file.write_text(line.replace("yesterday", "2024-05-01 09:00:30"), "utf-8")
    assert take(store, report.rejects_file, tmp_path)[0].changed == 1
    assert [m.text for m in store.conversations.get("t2").messages][1] == "可以的"


def test_whole_conversations(store, tmp_path):
    report, reasons = take(store, "conversations/messages.jsonl", tmp_path)
    assert (report.kind, report.new, reasons) == ("conversations", 2, [("messages[1]", 3, 1), ("messages", 4, 1)])
    first = store.conversations.get("m1")
    assert first.language == "zh"
    assert first.messages == (Message(Speaker.CUSTOMER, "这个杯子能进微波炉吗？"), Message(Speaker.ASSISTANT, "搪瓷杯不能进微波炉。"))


SAMPLES = ("stock/shopify-inventory.csv", "prices/price-list.tsv", "promotions/活动.csv", "suppliers/供应商.csv", "conversations/chats.csv")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_sample_again_changes_nothing(store, tmp_path, name):
    first, _ = take(store, name, tmp_path)
    again, _ = take(store, name, tmp_path)
    assert (again.new, again.changed, again.unchanged, again.rejected) == (0, 0, first.new, first.rejected)
