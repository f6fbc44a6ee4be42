"""A text without what may not be said still reads as a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.claims import check, false_claims
from shopkeeper.claims.mend import mend

OAK = [["material", "oak"], ["price", "$79"], ["材质", "纯棉"]]


@pytest.mark.parametrize(("text", "left"), [
    ("An award-winning lamp with a warm glow.", "A lamp with a warm glow."), ("The best-selling lamp for evenings.", "The lamp for evenings."),
    ("A warm, award-winning oak lamp", "A warm oak lamp"), ("最柔软的纯棉，睡着很舒服。", "柔软的纯棉，睡着很舒服。"), ("This lamp costs $99 and is made of oak.", "This lamp costs $79 and is made of oak."),
    ("It is made of oak and cures insomnia.", "It is made of oak."), ("Made of oak, CE certified, and good to look at.", "Made of oak, and good to look at."),
    ("纯棉面料，全网最低价，贴着睡很舒服。", "纯棉面料，贴着睡很舒服。"), ("国家级品质。纯棉面料，穿着舒服。", "纯棉面料，穿着舒服。"), ("纯棉，穿着很舒服；全网最低价。", "纯棉，穿着很舒服。"),
    ("A lamp (CE certified) with a warm glow.", "A lamp with a warm glow."), ("- Oak\n- Award-winning\n- A warm glow", "- Oak\n\n- A warm glow"),
    ("【全网最低价】纯棉 家里穿 出门穿", "纯棉 家里穿 出门穿"),
    ("Buyers rave about it, and it is made of oak.", "It is made of oak."),
])  # fmt: skip
def test_the_smallest_cut_is_made(text, left):
    assert mend(text, check(text, OAK)).text == left


@pytest.mark.parametrize("text", [
    "It cures insomnia.", "全网最低价。", "Silk from the finest worms, head to toe.", "治疗失眠，很有效。", "Winner of the Red Dot Award, with a glow.", "获奖设计，很美。",
])  # fmt: skip
def test_no_husk_is_left(text):
    mended = mend(text, check(text, OAK))
    assert mended.text == ""
    assert mended.cut


def test_a_text_that_holds_is_left_as_it_is():
    assert mend("  Made of oak.\n\n", check("Made of oak.", OAK)).text == "  Made of oak.\n\n"


@settings(max_examples=60)
@given(st.lists(st.sampled_from([
    "The best-selling lamp. ", "It costs $99, and it is made of oak. ", "Warm light, CE certified. ", "最柔软的纯棉，", "治疗失眠，", "很舒服。", "\n- Award-winning\n", "Only 3 left! ", "A lamp for the desk; "]),
    max_size=8).map("".join))  # fmt: skip
def test_what_was_false_is_gone_from_what_is_left(text):
    for _ in range(4):
        text = mend(text, check(text, OAK)).text
    assert not false_claims(check(text, OAK))
