from pathlib import Path

import pytest

from shopkeeper.app.texts import product_facts, product_text, texts
from shopkeeper.models.corpus import Text
from shopkeeper.shop import (
    Attribute,
    Conversation,
    Document,
    DocumentKind,
    InvalidFile,
    Localized,
    Message,
    Product,
    Review,
    Speaker,
    Variant,
)
from shopkeeper.store import open_store

MUG = Product(
    "p1", Localized("马克杯", "Mug"), (Variant("v1"),), description=Localized("釉面温润。", ""), brand=Localized(en="Yan"),
    category=(Localized("厨房", "Kitchen"), Localized("杯子", "Cups")),
    attributes=(Attribute(Localized("容量", "Volume"), 350.0, "ml"), Attribute(Localized("可微波", "Microwave safe"), True),
                Attribute(Localized("颜色", "Colour"), Localized("白色", "white"))),
)


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    yield store
    store.close()


def test_a_product_is_its_title_its_facts_and_its_description_in_each_language():
    assert product_text(MUG, "zh") == "马克杯\n类目：厨房 > 杯子\n容量：350 ml\n可微波：是\n颜色：白色\n\n釉面温润。"
    assert product_text(MUG, "en") == "Mug\nBrand: Yan\nCategory: Kitchen > Cups\nVolume: 350 ml\nMicrowave safe: yes\nColour: white"
    assert product_facts(MUG, "en")[0] == ("Brand", "Yan")


def test_the_records_of_a_shop_come_kind_by_kind_in_order_of_their_ids(store):
    store.products.put([MUG])
    store.documents.put([Document("d", DocumentKind.FAQ, Localized("退货", ""), Localized("七天内可退。", ""))])
    store.reviews.put([Review("r2", "p1", 5, "很好"), Review("r1", "p1", 4, "Good", title="Fine")])
    store.conversations.put([Conversation("c", (Message(Speaker.SYSTEM, "be kind"), Message(Speaker.CUSTOMER, "到哪了？"),
                                                Message(Speaker.AGENT, "明天到")), language="zh")])
    assert list(texts(store))[2:] == [
        Text("document", "退货\n\n七天内可退。"), Text("review", "Fine\nGood"), Text("review", "很好"),
        Text("conversation", "顾客：到哪了？\n客服：明天到"),
    ]
    assert [text.source for text in texts(store)][:2] == ["product", "product"]


def test_files_of_any_kind_are_texts(store, tmp_path: Path):
    plain, rows, table = tmp_path / "a.txt", tmp_path / "b.jsonl", tmp_path / "c.csv"
    plain.write_text("first\nline two\n\nsecond\r\n\r\n", encoding="utf-8-sig")
    rows.write_text('{"id": 7, "text": "third", "note": "left out"}\n', encoding="utf-8")
    table.write_text("titel,inhalt\nfourth,more of it\n", encoding="utf-8")
    found = [text for text in texts(store, [plain, rows, table]) if text.text.strip()]
    assert found == [Text("a.txt", "first\nline two"), Text("a.txt", "second"), Text("b.jsonl", "third"),
                     Text("c.csv", "fourth\nmore of it")]
    assert list(texts(store, [table], {"inhalt": "text"})) == [Text("c.csv", "more of it")]


@pytest.mark.parametrize(("name", "content", "why"), [
    ("none.txt", None, "no such file"), ("bad.txt", b"\xff\xfe\x00\xd8", "expected a text in UTF-8"),
])
def test_a_file_that_is_no_text_is_refused(store, tmp_path, name, content, why):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidFile, match=why):
        list(texts(store, [tmp_path / name]))
