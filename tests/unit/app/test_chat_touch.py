"""What a page does to a conversation by hand: chips of the brief, comparisons, the product that is looked at, cards of orders."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.api.cards import dressed
from shopkeeper.app.bootstrap import open_helpdesk
from shopkeeper.assistant.reply import Act, Action, Reply
from shopkeeper.shop import Attribute, Customer, Fulfilment, Localized, Money, Order, OrderLine, OrderStatus
from small_shop import product, small_shop

KETTLES = (Localized("家电", "Appliances"), Localized("水壶", "Kettles"))
WEIGHT = Localized("重量", "Weight")
DAY = datetime(2026, 11, 3, tzinfo=UTC)


def kettle(id, price):
    made = product(id, f"{id.title()} kettle", f"{id}水壶", prices=[price], category=KETTLES)
    return type(made)(**{**{name: getattr(made, name) for name in made.__slots__}, "attributes": (Attribute(WEIGHT, 1.2, "kg"),)})


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("touch") / "shop", helpdesk=open_helpdesk)
    shop.put_products([kettle("iota", 89.0), kettle("kappa", 129.0), kettle("mu", 59.0)])
    yield shop
    shop.close()


@pytest.fixture
def ask(shop):
    client = TestClient(create_app(shop), base_url="http://127.0.0.1")

    def asked(status=200, **query):
        answer = client.post("/v1/chat", json=query)
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


def chips(reply):
    return next(each["chips"] for each in reply["actions"] if each["about"] == "brief")


def shown(reply):
    return {each["id"] for action in reply["actions"] if action["about"] == "products" for each in action["products"]}


def test_a_chip_is_taken_out_of_the_brief_and_the_transcript_says_so(ask, shop):
    first = ask(message="水壶，100元以内")
    [price] = [each for each in chips(first) if each.get("field") == "price"]
    assert shown(first) == {"iota", "mu"}
    then = ask(conversation=first["conversation"], remove=[price["remove"]])
    assert shown(then) == {"iota", "kappa", "mu"}
    assert not [each for each in chips(then) if each.get("field") == "price"]
    said = [turn.text for turn in shop.chat(conversation=first["conversation"]).turns() if turn.role == "user"]
    assert said[1] == f"去掉：{price['label']}"


def test_a_chip_is_changed_by_words_or_by_a_condition(ask):
    first = ask(message="a kettle under 60")
    [price] = [each["remove"] for each in chips(first) if each.get("field") == "price"]
    wider = ask(conversation=first["conversation"], remove=[price], message="under 100")
    assert shown(wider) == {"iota", "mu"}
    [price] = [each["remove"] for each in chips(wider) if each.get("field") == "price"]
    dear = ask(conversation=first["conversation"], remove=[price], add=["price>=100"])
    assert shown(dear) == {"kappa"}


def test_a_brief_of_which_nothing_is_left_asks_what_is_wanted(ask):
    first = ask(message="推荐一个水壶")
    then = ask(conversation=first["conversation"], remove=[each["remove"] for each in chips(first)])
    assert chips(then) == []
    assert [each["about"] for each in then["actions"] if each["type"] == "ask"] == ["preference"]


def test_ticked_products_stand_side_by_side_and_are_what_is_spoken_of(ask):
    reply = ask(compare=["mu", "kappa"], language="en")
    [table] = [each for each in reply["actions"] if each["about"] == "comparison"]
    assert [each["id"] for each in table["products"]] == ["mu", "kappa"]
    assert ["price", ["¥59", "¥129"]] in [[row["name"], row["values"]] for row in table["rows"]]
    assert "Kappa kettle" in ask(conversation=reply["conversation"], message="add the second one to my basket")["text"]


@pytest.mark.parametrize(("query", "status"), [
    ({"compare": ["mu", "gone"]}, 404), ({"compare": ["mu", "mu"]}, 422), ({"add": ["???"]}, 422), ({}, 422), ({"message": ""}, 422),
    ({"message": "x", "about": "gone"}, 404)])
def test_what_cannot_be_done_is_refused(ask, query, status):
    ask(status, **query)


@pytest.mark.parametrize(("text", "said"), [
    ("多少钱？", "¥59"), ("重量多少？", "1.2"), ("How heavy is it?", "1.2"), ("What does it cost?", "¥59")])
def test_a_question_is_about_the_product_that_is_looked_at(ask, text, said):
    reply = ask(message=text, about="mu")
    assert said in reply["text"]
    assert "ask:identity" not in [f"{each['type']}:{each['about']}" for each in reply["actions"]]


def test_orders_are_shown_to_whose_they_are(shop):
    shop.store.customers.put([Customer("ada"), Customer("bo")])
    parcel = Fulfilment("f1", ("mu-1",), "Fast", "T-1", DAY)
    shop.store.orders.put([Order("#1", (OrderLine("mu", 2, Money(5900, "CNY")),), "CNY", DAY, "ada", OrderStatus.SHIPPED,
                                 fulfilments=(parcel,))])
    reply = Reply("x", "en", (Action(Act.SHOW, "order", {"ids": ["#1", "#2"]}), Action(Act.DONE, "cancel", {"order_id": "#1"}))).to_dict()
    first, done = dressed(shop, reply, "ada")["actions"]
    assert first["cards"] == done["cards"] == [{
        "id": "#1", "status": "shipped", "status_text": "on its way", "total_text": "¥118", "placed_text": "3 November 2026",
        "lines": [{"title": "Mu kettle", "quantity": 2}],
        "parcels": [{"carrier": "Fast", "number": "T-1", "sent_text": "3 November 2026", "there_text": ""}]}]
    for other in ("bo", None):
        assert "cards" not in dressed(shop, reply, other)["actions"][0]
