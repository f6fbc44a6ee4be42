"""A shop in which one person stands everywhere, beside others who must not be touched."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from shopkeeper.app.shop import Shop
from shopkeeper.shop import (
    Address,
    Campaign,
    Cart,
    Conversation,
    Customer,
    Draft,
    DraftVersion,
    Event,
    EventItem,
    Fulfilment,
    LoggedRecommendation,
    LoggedSearch,
    Money,
    Order,
    OrderLine,
    OrderRequest,
    PaymentKind,
    PaymentMethod,
    RequestKind,
    RequestState,
    Review,
)
from shopkeeper.shop.conversation import Message, Speaker
from shopkeeper.shop.webhook import Webhook
from shopkeeper.store.messages import FAILED, Answer, Delivery, Link
from shopkeeper.store.protocol import Dialogue, Pending, Store

AT = datetime(2026, 10, 1, 8, tzinfo=UTC)
ID, NAME, EMAIL, PHONE = "cust-7731-zx", "庄周蝶梦", "zhuangzhou.plant@example.com", "13812347731"
HOUSE, SESSION, DIALOGUE, SECRET = "杭州市西湖区蝶梦路77号3幢1103室", "sess-9f31ab77c2", "talk-77-zx", "蝶梦的秘密心愿"
NEEDLES = (ID, NAME, EMAIL, PHONE, "138-1234-7731", "138 1234 7731", "蝶梦路77号", SESSION, SECRET, "7731zx-card")
OTHER = Customer("cust-0001-aa", "李宁", "li.ning.other@example.com", "13900000001", Address("南京东路1号2幢301室"))
TABLES = {
    "customers", "carts", "orders", "reviews", "events", "event_items", "searches", "recommendations", "exposures", "conversations",
    "dialogues", "audit", "contacts", "drafts", "order_requests", "inbox", "outbox", "answers", "links", "jobs", "queue", "products",
}  # fmt: skip


def plant(shop: Shop, *, product: bool = False) -> None:
    """Puts the person into every table and every kind of file; into a product, for whose sake the index is made anew, where asked for."""
    plant_rows(shop.store, in_product=product)
    plant_files(shop.data_dir)


def plant_rows(store: Store, *, in_product: bool = False) -> None:
    """The person in every table that can hold one."""
    from contract.samples import product

    store.webhooks.put([Webhook("hook", "https://shop.example/told", ("order.updated",), "a secret of enough letters")])
    store.products.put([product("p1", f"茶杯（{EMAIL}定制）" if in_product else "茶杯"), product("p2", "李宁 跑鞋")])
    methods = (PaymentMethod("7731zx-card", PaymentKind.CREDIT_CARD, "visa", "4242"),)
    person = Customer(ID, NAME, EMAIL, PHONE, Address(HOUSE, "", "杭州", "浙江", "310000", "CN"), payment_methods=methods)
    store.customers.put([person, OTHER])
    store.carts.put([Cart("cart-p", customer_id=ID), Cart("cart-o", customer_id=OTHER.id)])
    change = OrderRequest("req-1", RequestKind.ADDRESS, AT, RequestState.REQUESTED, address=Address(HOUSE))
    mine = Order("o-1", (OrderLine("p1", 1, Money(100, "CNY")),), "CNY", AT, ID, address=person.address, note=f"{NAME}收，{SECRET}",
                 fulfilments=(Fulfilment("f1", (), "SF", f"SF{PHONE}"),), requests=(change,))
    other = Order("o-2", (OrderLine("p2", 1, Money(100, "CNY")),), "CNY", AT, OTHER.id, address=OTHER.address, note="转交邻居")
    store.orders.put([mine, other])
    store.order_requests.put(Pending("req-1", "o-1", DIALOGUE, "waiting", AT, AT, payload=json.dumps({"address": HOUSE})))
    store.order_requests.put(Pending("req-2", "o-1", DIALOGUE, "dead", AT, AT, error=f"{EMAIL} unknown", payload=json.dumps({"to": PHONE})))
    store.reviews.put([Review("r-1", "p1", 5, f"很好，{NAME}，电话138 1234 7731", EMAIL, ID, at=AT), Review("r-2", "p1", 4, "好", at=AT)])
    store.events.put([
        Event("e-1", "purchase", AT, ID, SESSION, (EventItem("p1"),), transaction_id="o-1"), Event("e-3", "view_item", AT, OTHER.id, "s-o"),
        Event("e-2", "view_item", AT - timedelta(hours=1), None, SESSION, (EventItem("p1"),), query=f"{EMAIL} 茶杯")])  # fmt: skip
    store.searches.put([
        LoggedSearch("q-1", AT, SECRET, session_id=SESSION), LoggedSearch("q-2", AT, f"订单 {PHONE}", customer_id=ID),
        LoggedSearch("q-3", AT, "茶杯", session_id="s-o")])  # fmt: skip
    store.recommendations.put([
        LoggedRecommendation("l-1", AT, "home", ("p1",), arms=("e=a",), customer_id=ID, likes=SECRET),
        LoggedRecommendation("l-2", AT, "home", ("p1",), arms=("e=a",), session_id=SESSION), LoggedRecommendation("l-3", AT, "home")])
    store.conversations.put([Conversation("c-1", (Message(Speaker.CUSTOMER, SECRET, AT),), ID)])
    store.dialogues.put(Dialogue(DIALOGUE, ID, "open", AT, json.dumps({"customer": ID, "said": SECRET})))
    store.audit.append(DIALOGUE, [(AT, "said", {"text": SECRET}), (AT, "called", {"email": EMAIL})])
    store.audit.append("talk-other", [(AT, "said", {"text": "你好"})])
    store.audit.note("Mei", "export", f"customer/{ID}", {"file": "x"}, AT)
    store.audit.note("Mei", "looked", "orders", {"query": EMAIL}, AT)
    store.campaigns.put([Campaign("k", "email", AT)])
    store.contacts.add("k", [ID, OTHER.id], [])
    store.drafts.put([
        Draft("d-1", "reply", "zh", (DraftVersion(f"亲爱的{NAME}", AT, "Mei"),), about="r-1"),
        Draft("d-2", "email", "zh", (DraftVersion(f"写给{NAME} {EMAIL}", AT, "Mei"),))])  # fmt: skip
    body = {"id": 7, "customer": {"id": ID}, "note": NAME, "email": EMAIL}
    store.inbox.put(Delivery("shopify/1", "shopify", "orders/create", FAILED, AT, "no", json.dumps(body)))
    store.inbox.put(Delivery("shopify/2", "shopify", "orders/create", FAILED, AT, f"{EMAIL}: expected another", "{broken" + EMAIL))
    store.outbox.announce("order.updated", "order/o-1", {"note": NAME, "phone": f"+86 {PHONE}"})
    store.answers.put(Answer(f"key-{ID}", "x", 200, json.dumps({"name": NAME, "email": EMAIL}), AT))
    store.links.put([Link(f"shopify/customer/{ID}", ID, AT), Link("shopify/customer/other", OTHER.id, AT)])
    store.jobs.save("import/1", {"file": "a.csv", "rows": [{"email": EMAIL, "name": NAME}]})
    store.queue.add("import", {"file": "a.csv", "who": EMAIL}, AT)


def plant_files(folder: Path) -> None:
    """The person in every kind of file that a shop's folder may hold."""
    row = {"customer_id": ID, "email": EMAIL, "name": NAME, "city": "杭州"}
    other = {"customer_id": OTHER.id, "email": OTHER.email, "name": OTHER.name, "city": "南京"}
    rejects = folder / "rejects"
    rejects.mkdir()
    rejected = [{"file": "a", "row": n, "values": values} for n, values in enumerate((row, other, {"customer_id": ID, "x": "1"}))]
    lines = (json.dumps(each, ensure_ascii=bool(n)) + "\n" for n, each in enumerate(rejected))
    (rejects / "orders.csv.rejects.jsonl").write_text("".join(lines))
    (folder / "errors.log").write_text(f"2026 failed for {NAME} <{EMAIL}>\nfailed for somebody else\n", "utf-8")
    table = f"customer_id,email,name\n{OTHER.id},{OTHER.email},{OTHER.name}\n{ID},{EMAIL},\"{NAME}\n第二行\"\n"
    (folder / "customers.csv").write_text(table, "utf-8")
    (folder / "customers-gbk.csv").write_bytes(table.encode("gb18030"))
    (folder / "customers.csv.gz").write_bytes(gzip.compress(table.encode("utf-8-sig")))
    with zipfile.ZipFile(folder / "export.zip", "w") as packed:
        packed.writestr("customers.csv", table)
        packed.writestr("readme.txt", "nobody")
    pl.DataFrame([row, other]).write_parquet(folder / "customers.parquet")
    (folder / "notes.md").write_text(f"call {NAME}: {PHONE}\nand others\n", "utf-8")
    work = folder / "models" / "sentiment" / "training" / "abc"
    work.mkdir(parents=True)
    (work / "corpus.json").write_text(json.dumps([f"{NAME} {EMAIL}"]))
    with closing(sqlite3.connect(folder / "opinions.db")) as database:
        database.execute("CREATE TABLE IF NOT EXISTS opinions (key BLOB PRIMARY KEY, found TEXT NOT NULL) WITHOUT ROWID")
        database.executemany("INSERT INTO opinions VALUES (?, ?)", [(b"1", f"{NAME} {EMAIL}"), (b"2", "fine")])
        database.commit()
    with closing(sqlite3.connect(folder / "index" / "pages.db")) as database:
        database.execute("INSERT INTO frozen (query_id, at, body, scores) VALUES ('q', 0, ?, x'')", (f'["{EMAIL}"]'.encode(),))
        database.commit()
    with closing(sqlite3.connect(folder / "index" / "suggest.db")) as database:
        database.execute("CREATE TABLE IF NOT EXISTS entries (entry INTEGER PRIMARY KEY, text TEXT)")
        database.execute("INSERT INTO entries (text) VALUES (?)", (EMAIL,))
        database.commit()


def found_in(folder: Path) -> dict[str, list[str]]:
    """Which files name the person, byte for byte, packed ones unpacked too."""
    out = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        contents = path.read_bytes()
        if path.suffix == ".gz":
            contents += gzip.decompress(contents)
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as packed:
                contents += b"".join(packed.read(name) for name in packed.namelist())
        if path.suffix == ".parquet":
            contents += pl.read_parquet(path).write_json().encode()
        if named := needles(contents):
            out[path.relative_to(folder).as_posix()] = named
    return out


def needles(contents: bytes) -> list[str]:
    """Which of the person's words stand in bytes, however they are written."""
    forms = {needle: {needle.encode(), needle.encode("gb18030"), json.dumps(needle)[1:-1].encode()} for needle in NEEDLES}
    return [needle for needle, ways in forms.items() if any(way in contents for way in ways)]
