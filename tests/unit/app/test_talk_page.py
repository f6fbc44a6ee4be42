"""A conversation in the console with the orders beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.web.console import orders_of, waited
from shopkeeper.assistant.inbox import Handoffs
from shopkeeper.assistant.session import Session
from shopkeeper.shop import Customer, Fulfilment, Money, Order, OrderLine, OrderStatus
from small_shop import small_shop

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory):
    shop = small_shop(tmp_path_factory.mktemp("talk") / "shop")
    shop.store.customers.put([Customer("c1", name="Ann")])
    line = OrderLine("gone", 2, Money(990, "CNY"), title="Tin <mug>")
    shop.store.orders.put([
        Order(f"o{n}", (line,), "CNY", NOW - timedelta(days=n), "c1", OrderStatus.SHIPPED,
              fulfilments=(Fulfilment("f", (), "SF", f"T{n}"),))
        for n in range(6)
    ])  # fmt: skip
    shop.store.dialogues.put(Session("talk", customer_id="c1").kept(NOW))
    shop.store.audit.append("talk", [(NOW, "said", {"text": "where is it?"})])
    yield shop
    shop.close()


@pytest.mark.parametrize(("language", "status", "more"), [("en", "on its way", "6 orders in all"), ("zh", "已发货", "共 6 个订单")])
def test_the_newest_orders_stand_beside_the_talk(shop, language, status, more):
    client = TestClient(create_app(shop), base_url="http://127.0.0.1:8777", headers={"sec-fetch-site": "same-origin"})
    page = client.get(f"/console/conversations/talk?lang={language}").text
    assert page.count('<section class="order">') == 4
    assert [each for each in (more, status, "SF T0") if each not in page] == []
    assert "SF T5" not in page
    assert "Tin &lt;mug&gt; × 2" in page


def test_what_cannot_be_done_is_said_and_what_was_written_stays(shop):
    client = TestClient(create_app(shop), base_url="http://127.0.0.1:8777", headers={"sec-fetch-site": "same-origin"})
    client.post("/console/conversations/talk", data={"do": "take", "who": "Mei"})
    answer = client.post("/console/conversations/talk?lang=en", data={"do": "answer", "who": "Li", "text": "It is <here>"})
    assert answer.status_code == 422
    assert "must take it over first" in answer.text
    assert "It is &lt;here&gt;</textarea>" in answer.text


def test_orders_that_were_spoken_of_come_first(shop):
    case = replace(Handoffs(shop.store).case("talk"), orders=("o5",))
    assert [order.id for order in orders_of(shop.store, case)[0]] == ["o5", "o0", "o1", "o2"]


@pytest.mark.parametrize(("minutes", "said"), [
    (1, "waits for 1 min"), (59, "waits for 59 min"), (150, "waits for 2 h"), (5000, "waits for 3 days"),
])  # fmt: skip
def test_a_wait_is_told_in_words(shop, minutes, said):
    case = Handoffs(shop.store).case("talk")
    assert waited(case, case.since + timedelta(minutes=minutes), "en") == said
