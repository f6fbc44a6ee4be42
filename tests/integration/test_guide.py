"""The guide over the real search of a small shop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shopkeeper.assistant.desk import Desk
from shopkeeper.assistant.guide.brief import Brief
from shopkeeper.assistant.guide.conditions import passing
from shopkeeper.assistant.guide.guide import Guide
from small_guide import PRODUCTS, Talker
from small_shop import small_shop

CONVERSATIONS = [
    ["耳机 500元以内", "要黑色的", "要降噪的", "太贵了", "还有别的吗", "随便"],
    ["水壶", "不要玻璃的", "便宜一点的", "最轻的是哪个", "算了，看看耳机", "红色的"],
    ["headphones under 500 yuan", "in black", "noise cancelling", "cheaper", "anything else?", "no preference"],
    ["a kettle, not glass", "something lighter", "the cheapest kettle", "red shirt", "in M", "not the first one"],
]


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guide]:
    shop = small_shop(tmp_path_factory.mktemp("guide") / "shop")
    shop.put_products(PRODUCTS)
    yield Guide(Desk(shop.store, search=shop.search, similar=shop.similar, fields=shop.fields))
    shop.close()


def shown(reply: Any) -> list[dict[str, Any]]:
    return [each for action in reply.actions if action.mark == "show:products" for each in action.data["products"]]


@pytest.mark.parametrize("lines", CONVERSATIONS, ids=["zh pods", "zh kettle", "en pods", "en kettle"])
def test_nothing_is_shown_outside_the_brief_without_saying_what_it_lacks(guide: Guide, lines: list[str]) -> None:
    shopper = Talker(guide)
    for line in lines:
        reply = shopper.say(line)
        holds = Brief.of(shopper.brief).holds
        for card in shown(reply):
            product = guide.skills.finder.items([card["id"]])[0].product
            assert card["misses"] or passing(product, holds), (line, card["id"])
        assert all(source.id for source in reply.sources)


def test_conditions_are_those_that_the_search_reads(guide: Guide) -> None:
    shopper = Talker(guide)
    shopper.say("headphones under 500 yuan, not red")
    assert shopper.brief["budget"] == ["price<500"]
    assert [each.lower() for each in shopper.brief["must_not"]] == ["color!=red"]


def test_the_cheapest_is_the_cheapest_of_the_records(guide: Guide) -> None:
    shopper = Talker(guide)
    shopper.say("最便宜的耳机")
    pods = [each for each in PRODUCTS if each.category[-1].en == "Headphones"]
    assert shopper.shown == [min(pods, key=lambda each: each.price.amount if each.price else 0).id]


def test_a_question_is_asked_with_the_products_and_its_answer_holds(guide: Guide) -> None:
    shopper = Talker(guide)
    reply = shopper.say("耳机")
    question = next(each.data for each in reply.actions if each.mark == "ask:choice")
    shopper.say(question["choices"][0]["label"])
    where = question["choices"][0]["where"]
    assert where in Brief.of(shopper.brief).where


def test_the_brief_is_kept_between_two_guides(guide: Guide) -> None:
    shopper = Talker(guide)
    shopper.say("headphones under 500 yuan")
    other = Talker(Guide(guide.skills.desk))
    other.session.memory = shopper.session.memory
    other.say("in black")
    assert {"price<500"} < set(other.brief["conditions"])
