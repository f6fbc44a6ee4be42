"""A basket that is filled, looked into and emptied in words."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.guide.guide import Guide
from shopkeeper.store import Store
from small_guide import READS, SmallBasket, SmallDesk, Talker


@pytest.fixture
def basket(store: Store) -> SmallBasket:
    return SmallBasket(store)


@pytest.fixture
def shopper(store: Store, basket: SmallBasket) -> Talker:
    return Talker(Guide(SmallDesk(store, READS, basket)))


def test_the_option_that_is_missing_is_asked_for(shopper: Talker, basket: SmallBasket) -> None:
    shopper.say("Alpha headphones")
    asked = shopper.say("I'll take the first one")
    assert "ask:options" in asked.marks
    assert basket.held == {}
    reply = shopper.say("white please")
    assert basket.held == {"h1-1": 1}
    assert "Alpha Headphones (White) × 1, ¥199 each" in reply.text
    assert "1 piece now, ¥199 in all" in reply.text
    assert next(each.data["count"] for each in reply.actions if each.mark == "show:basket") == 1


@pytest.mark.parametrize(("first", "then"), [("把Xi上衣红色的加到购物车", "M码"), ("add the Xi shirt in red to my basket", "M please")])
def test_what_was_said_of_one_option_holds_while_the_other_is_asked_for(shopper: Talker, basket: SmallBasket, first: str, then: str) -> None:
    shopper.say("Xi 上衣" if "把" in first else "Xi shirt")
    asked = shopper.say(first)
    assert [each["label"] for action in asked.actions if action.mark == "ask:options" for each in action.data["choices"]] == ["M", "L"]
    shopper.say(then)
    assert basket.held == {"t1-0": 1}


@pytest.mark.parametrize(
    ("said", "held"),
    [("把第二个加到购物车", 1), ("add two of the second to my basket", 2), ("第二个来两个，放进购物车", 2), ("add it to my cart, the second one", 1),
     ("put 3 of the second into my basket", 3)])  # fmt: skip
def test_what_was_shown_is_put_in_by_its_place_and_number(shopper: Talker, basket: SmallBasket, said: str, held: int) -> None:
    shopper.say("kettle" if said.isascii() else "水壶")
    second = shopper.shown[1]
    shopper.say(said)
    assert basket.held == {f"{second}-0": held}


def test_a_product_that_was_not_shown_is_put_in_by_its_name(shopper: Talker, basket: SmallBasket) -> None:
    shopper.say("把Kappa水壶加到购物车")
    shopper.say("add the Beta headphones to my basket")
    assert basket.held == {"k2-0": 1, "h2-0": 1}


def test_a_name_that_several_have_is_asked_about(shopper: Talker, basket: SmallBasket) -> None:
    reply = shopper.say("add a kettle to my basket")
    assert basket.held == {}
    assert len(shopper.shown) > 1
    assert "Kettle" in reply.text


def test_no_more_are_put_in_than_there_are_and_no_option_that_there_is_not(shopper: Talker, basket: SmallBasket) -> None:
    shopper.say("Nu kettle")
    assert "Only 9 of Nu Kettle left" in shopper.say("add 12 of the first to my basket").text
    shopper.say("add it to my basket")
    assert "9 of Nu Kettle, and 1 in your basket already" in shopper.say("add 9 of it to my basket").text
    shopper.say("Alpha headphones")
    assert "does not come in GREEN" in shopper.say("add the green one to my basket, the first").text
    assert basket.held == {"k5-0": 1}


def test_the_basket_is_told_changed_and_emptied(shopper: Talker, basket: SmallBasket) -> None:
    assert "nothing in your basket" in shopper.say("what's in my basket?").text
    shopper.say("add the Beta headphones to my basket")
    shopper.say("add the Kappa kettle to my basket")
    told = shopper.say("show me my cart").text
    assert "1. Beta Headphones (Black) × 1 ¥299" in told
    assert "2. Kappa Kettle × 1 ¥129" in told
    assert "2 pieces now, ¥428 in all" in told
    shopper.say("remove the second one")
    assert basket.held == {"h2-0": 1}
    assert "2 of it now" in shopper.say("make it two").text
    assert basket.held == {"h2-0": 2}
    assert "empty now" in shopper.say("empty my basket").text
    assert basket.held == {}


def test_the_basket_in_chinese(shopper: Talker, basket: SmallBasket) -> None:
    assert "还没有东西" in shopper.say("购物车里有什么？").text
    shopper.say("把Beta耳机放进购物车")
    assert "× 1 ¥299" in shopper.say("看看购物车").text
    shopper.say("把Kappa水壶加入购物车")
    assert "哪一件" in shopper.say("从购物车里删掉").text
    assert "拿出来" in shopper.say("水壶").text
    assert basket.held == {"h2-0": 1}
    assert "改成了 3 件" in shopper.say("改成3个").text
    assert "空的" in shopper.say("清空购物车").text


def test_more_of_what_was_put_in_is_of_the_same_option(shopper: Talker, basket: SmallBasket) -> None:
    shopper.say("把Alpha耳机白色的加到购物车")
    shopper.say("再加两个到购物车")
    assert basket.held == {"h1-1": 3}
    shopper.say("再加一个黑色的到购物车")
    assert basket.held == {"h1-1": 3, "h1-0": 1}


def test_a_size_that_there_is_not_is_answered_with_those_that_there_are(shopper: Talker, basket: SmallBasket) -> None:
    shopper.say("add the Xi shirt in black to my basket")
    reply = shopper.say("XS")
    assert "There are M and L" in reply.text
    shopper.say("L then")
    assert basket.held == {"t1-3": 1}


def test_nothing_named_asks_what_is_meant(shopper: Talker) -> None:
    assert "Which product" in shopper.say("add it to my basket").text
    assert "哪一件" in shopper.say("加购物车").text
