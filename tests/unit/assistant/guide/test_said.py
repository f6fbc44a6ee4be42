"""What a message asks the guide to do, and which product it points at."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.guide.facts import item
from shopkeeper.assistant.guide.said import act, declines, pointed, yes_no
from shopkeeper.text.people import generic, occasion, recipient
from small_guide import PRODUCTS

SHOWN = [item(each) for each in PRODUCTS if each.id in ("h3", "h4", "k1")]  # red and black; white; steel


@pytest.mark.parametrize(
    ("text", "asked"),
    [("对比一下前两款", "compare"), ("compare the first two", "compare"), ("第一个和第二个有什么区别", "compare"), ("which one is better", "compare"),
     ("不要这个", "dislike"), ("not the second one", "dislike"), ("有没有类似的第一款", "like"), ("more like the first one", "like"),
     ("就要第二个", "take"), ("i'll take the red one", "take"), ("加购物车", "take"), ("第一个有黑色吗", "stock"), ("is it in stock", "stock"),
     ("does it come in m", "stock"), ("有没有别的颜色", "stock"), ("还有别的吗", "more"), ("anything else?", "more"), ("为什么推荐这个", "why"),
     ("tell me about the second", "detail"), ("重新开始", "reset"), ("要黑色的", ""), ("a red kettle", ""), ("500以内", ""), ("wireless headphones", "")],
)  # fmt: skip
def test_acts(text: str, asked: str) -> None:
    assert act(text) == asked


@pytest.mark.parametrize(
    ("text", "ids"),
    [("第二个", ["h4"]), ("the first one", ["h3"]), ("the first and the last one", ["h3", "k1"]), ("前两款", ["h3", "h4"]), ("the red one", ["h3"]),
     ("那个白色的", ["h4"]), ("gamma", ["h3"]), ("不锈钢的那个", ["k1"]), ("第五个", []), ("cheaper please", []), ("the difference between 1 and 3", ["h3", "k1"]), ("1和2哪个好", ["h3", "h4"]), ("这几款", ["h3", "h4", "k1"])],
)  # fmt: skip
def test_points_at(text: str, ids: list[str]) -> None:
    assert pointed(text, SHOWN) == ids


def test_this_one_is_the_one_in_focus() -> None:
    assert pointed("这个有货吗", SHOWN, focus="h4") == ["h4"]
    assert pointed("is it quiet", SHOWN[:1]) == ["h3"]


@pytest.mark.parametrize("text", ["随便", "都行", "no preference", "i don't mind", "whatever", "不知道", "you choose", "无所谓"])
def test_does_not_care(text: str) -> None:
    assert declines(text)


def test_does_care() -> None:
    assert not declines("要红色的")
    assert not declines("something red")


@pytest.mark.parametrize(("text", "answer"), [("要", True), ("yes please", True), ("不用", False), ("no", False), ("不锈钢", None), ("red", None), ("有", True)])
def test_yes_or_no(text: str, answer: bool | None) -> None:
    assert yes_no(text) is answer


def test_whom_it_is_for_and_when() -> None:
    said, _ = recipient("送女朋友的耳机") or (None, None)
    assert said is not None
    assert said.en == "girlfriend"
    assert (recipient("a gift for my dad") or [None])[0] == recipient("给爸爸买")[0]  # type: ignore[index]
    assert recipient("baby stroller") is None
    assert (occasion("生日礼物") or [None])[0] is not None
    assert generic("生日 礼物") == "生日"
    assert generic("a gift") == ""
