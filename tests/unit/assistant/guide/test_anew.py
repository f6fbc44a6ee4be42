"""A wish for another thing begins anew; a wish about the same thing narrows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shopkeeper.assistant.guide.reading import _bare
from shopkeeper.assistant.guide.things import is_another
from small_guide import Talker

Talk = Callable[[], Talker]

ANOTHER = [
    ("beach dress", "black high heels"), ("beach dress", "show me handbags"), ("wireless headphones", "now show me a kettle"),
    ("a tent for two", "what about a sleeping bag"), ("running shoes", "actually, a backpack for school"), ("desk lamp", "do you have umbrellas?"),
    ("kettle", "I'm looking for a blue shirt"), ("sofa", "a coffee machine under 200"), ("lipstick", "any socks in cotton?"),
    ("mug", "forget mugs, a tea set please"),
    ("沙滩裙", "黑色的高跟鞋"), ("高跟鞋", "有没有长裙"), ("耳机", "带灯的帐篷"), ("保温杯", "有雨伞吗"), ("帐篷", "那看看睡袋吧"),
    ("连衣裙", "太贵了，看看背包"), ("吹风机", "想买一把椅子"), ("手机", "200元以内的键盘"), ("茶叶", "推荐一款适合跑步的运动鞋"), ("口红", "给爸爸买个剃须刀"),
]  # fmt: skip
THE_SAME = [
    ("headphones", "cheaper"), ("dress", "in blue"), ("handbag", "with a zip"), ("dress", "with a belt"), ("hoodie", "a hat too"),
    ("dress", "that dress in red"), ("headphones", "headphones with a case"), ("backpack", "can it hold a laptop?"), ("tent", "for my car"),
    ("shoes", "heels"), ("headphones", "true wireless earbuds"), ("dress", "also a jacket"), ("laptop", "not like that phone"),
    ("camping", "a lantern"), ("desk", "something for my office chair"), ("backpack", "a laptop backpack"), ("phone", "a bigger phone"),
    ("耳机", "便宜点的"), ("帐篷", "要防水的"), ("卫衣", "有帽子的"), ("卫衣", "要带帽子"), ("卫衣", "还要一条裤子"), ("双肩包", "装电脑的"),
    ("双肩包", "能放电脑吗"), ("裙子", "长裙"), ("鞋子", "黑色的高跟鞋"), ("耳机", "真无线耳机"), ("裙子", "配高跟鞋"), ("台灯", "看书用的"),
    ("手机", "像那个平板"), ("耳机", "那款耳机有白色吗"), ("行李箱", "不要背包"), ("露营", "帐篷"), ("水杯", "500毫升的"),
]  # fmt: skip


@pytest.mark.parametrize(("need", "said"), ANOTHER)
def test_another_thing_is_noticed(need: str, said: str) -> None:
    assert is_another(need, said)


@pytest.mark.parametrize(("need", "said"), THE_SAME)
def test_a_wish_about_the_same_thing_is_none(need: str, said: str) -> None:
    assert not is_another(need, said)


def test_it_begins_anew_says_so_and_leads_back(talk: Talk) -> None:
    shopper = talk()
    shopper.say("black headphones under 500")
    reply = shopper.say("now show me a kettle")
    assert shopper.brief["conditions"] == []
    assert shopper.brief["need"] == "kettle"
    assert "A new search: kettle" in reply.text
    assert "at most ¥500" in reply.text
    assert "go back" in reply.text
    shopper.say("go back")
    assert shopper.brief["need"] == "headphones"
    assert set(shopper.brief["conditions"]) == {"color=Black", "price<=500"}
    shopper.say("go back")
    assert shopper.brief["need"] == "kettle"


def test_it_says_so_in_chinese_too(talk: Talk) -> None:
    shopper = talk()
    shopper.say("黑色耳机 500以内")
    reply = shopper.say("看看水壶")
    assert "重新找水壶" in reply.text
    assert "黑色" in reply.text
    assert "回到刚才的" in reply.text
    shopper.say("还是回到刚才的吧")
    assert shopper.brief["need"] == "耳机"


@pytest.mark.parametrize("first", ["my budget is under 500", "我的预算是500以内"])
def test_a_budget_that_was_said_for_everything_stays(talk: Talk, first: str) -> None:
    shopper = talk()
    shopper.say(first)
    shopper.say("headphones")
    shopper.say("a kettle")
    assert shopper.brief["budget"] == ["price<=500"]
    assert shopper.brief["need"] == "kettle"


def test_a_bound_at_what_was_shown_goes_with_it(talk: Talk) -> None:
    shopper = talk()
    shopper.say("headphones")
    shopper.say("cheaper")
    shopper.say("a shirt")
    assert shopper.brief["budget"] == []
    assert shopper.brief["leanings"] == []


def test_a_size_stays_where_the_new_thing_has_it(talk: Talk) -> None:
    shopper = talk()
    shopper.say("shirt in M")
    shopper.say("a scarf")
    assert shopper.brief["size"] == ["size=M"]
    shopper.say("a kettle")
    assert shopper.brief["size"] == []


def test_a_gift_in_a_colour_becomes_a_thing_without_it_and_keeps_whom_it_is_for(talk: Talk) -> None:
    shopper = talk()
    shopper.say("red gifts for my wife under 500")
    reply = shopper.say("a kettle")
    assert (shopper.brief["recipient"], shopper.brief["need"]) == ("wife", "kettle")
    assert shopper.brief["conditions"] == ["price<=500"]
    assert "Red" in reply.text


def test_what_nobody_has_is_said_and_the_next_wish_is_heard(talk: Talk) -> None:
    shopper = talk()
    shopper.say("red shirt")
    assert "high heels" in shopper.say("black high heels").text
    shopper.say("headphones")
    assert shopper.brief["need"] == "headphones"
    assert shopper.shown


def test_a_purpose_is_narrowed_to_a_thing(talk: Talk) -> None:
    shopper = talk()
    shopper.say("something black")
    reply = shopper.say("headphones")
    assert "color=Black" in shopper.brief["conditions"]
    assert "new search" not in reply.text


def test_what_was_said_of_a_thing_that_nobody_sells_is_not_said_of_the_next(talk: Talk) -> None:
    shopper = talk()
    shopper.say("black high heels")
    shopper.say("headphones")
    assert shopper.brief["conditions"] == []


@pytest.mark.parametrize("said", ["算了，还是耳机", "never mind, the headphones", "back to the headphones", "还是刚才的耳机吧"])
def test_the_name_of_what_was_left_leads_back_to_it(talk: Talk, said: str) -> None:
    shopper = talk()
    shopper.say("black headphones under 500")
    shopper.say("a kettle")
    shopper.say(said)
    assert (shopper.brief["need"], set(shopper.brief["conditions"])) == ("headphones", {"color=Black", "price<=500"})


@pytest.mark.parametrize(("said", "need"), [("那水壶呢", "水壶"), ("水壶也看看", "水壶"), ("水壶有吗", "水壶"), ("算了，看看水壶", "水壶")])
def test_words_around_the_name_of_another_thing_are_no_need(talk: Talk, said: str, need: str) -> None:
    shopper = talk()
    shopper.say("耳机")
    shopper.say(said)
    assert shopper.brief["need"] == need


def test_a_value_that_names_a_thing_is_none(talk: Talk) -> None:
    assert not is_another("床上四件套", "1.8米床的")
    shopper = talk()
    shopper.say("耳机")
    shopper.say("装水壶的")
    assert "耳机" in shopper.brief["need"]


def test_the_short_form_of_am_is_no_size(talk: Talk) -> None:
    shopper = talk()
    shopper.say("I'm looking for a shirt")
    assert shopper.brief["size"] == []


@pytest.mark.parametrize(("said", "need"), [("我想看看床上四件套", "床上四件套"), ("有没有双肩包", "双肩包"), ("想买双跑鞋", "跑鞋"), ("来床被子", "被子")])
def test_a_measure_is_none_where_it_begins_the_name(said: str, need: str) -> None:
    assert _bare(said) == need
