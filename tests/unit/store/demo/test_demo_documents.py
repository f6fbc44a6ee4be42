from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from shopkeeper.shop import Document, DocumentKind
from shopkeeper.store.demo import orders
from shopkeeper.store.demo.catalogue import catalogue
from shopkeeper.store.demo.documents import documents


@pytest.fixture(scope="module")
def shelf() -> dict[str, Document]:
    return {document.id: document for document in documents(catalogue(7, 96, date(2026, 9, 30)), date(2026, 9, 30))}


def test_policies_questions_and_manuals_are_all_there(shelf: dict[str, Document]) -> None:
    counts = Counter(document.kind for document in shelf.values())
    assert counts[DocumentKind.POLICY] == 7
    assert counts[DocumentKind.FAQ] >= 30
    assert counts[DocumentKind.MANUAL] >= 8


def test_every_document_is_in_both_languages(shelf: dict[str, Document]) -> None:
    for document in shelf.values():
        assert all((document.title.zh, document.title.en, document.body.zh, document.body.en))
        assert not re.search(r"[一-鿿]", document.body.en)
        assert not re.search(r"[{}|]|  ", document.body.en + document.body.zh)


def test_the_shipping_fee_is_the_one_that_orders_pay(shelf: dict[str, Document]) -> None:
    free, fee = orders.FREE_SHIPPING_FROM // 100, orders.SHIPPING // 100
    for id in ("policy-shipping", "faq-01"):
        assert f"满{free}元" in shelf[id].body.zh
        assert f"{fee}元" in shelf[id].body.zh
        assert f"¥{free}" in shelf[id].body.en
        assert f"¥{fee} " in shelf[id].body.en.replace(".", " ")


def test_the_welcome_discount_is_the_one_that_orders_get(shelf: dict[str, Document]) -> None:
    [answer] = [d.body for d in shelf.values() if d.title.en == "Is there an offer for new customers?"]
    assert f"满{orders.WELCOME_FROM // 100}元立减{orders.WELCOME // 100}元" in answer.zh
    assert f"¥{orders.WELCOME // 100} off a first order of ¥{orders.WELCOME_FROM // 100}" in answer.en


def test_a_manual_belongs_to_the_products_of_its_type(shelf: dict[str, Document]) -> None:
    items = {item.product.id: item for item in catalogue(7, 96, date(2026, 9, 30))}
    manuals = [document for document in shelf.values() if document.kind is DocumentKind.MANUAL]
    for manual in manuals:
        assert len({items[id].kind.key for id in manual.product_ids}) == 1
