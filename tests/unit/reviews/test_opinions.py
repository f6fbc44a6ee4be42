"""What a text says of what, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.reviews.lexicon import names, sense
from shopkeeper.reviews.opinions import OTHER, opinions, strongest
from shopkeeper.reviews.sayings import sayings


def said(text, mood=None):
    return [(each.aspect, each.polarity) for each in opinions(text, mood)]


@pytest.mark.parametrize(("text", "expected"), [
    ("屏幕很清晰，电池不耐用", [("screen", 1), ("battery", -1)]),
    ("便宜", [("value", 1)]),
    ("有点贵", [("value", -1)]),
    ("味道不刺鼻", [("smell", 1)]),
    ("尺码偏小，不过面料柔软", [("size", -1), ("material", 1)]),
    ("做工粗糙", [("quality", -1)]),
    ("用料实在，老人也会用", [("quality", 1)]),
    ("做工实在太差了", [("quality", -1)]),
    ("用料不实在", [("quality", -1)]),
    ("没有色差", [("colour", 1)]),
    ("噪音大", [("noise", -1)]),
    ("空间大", [("storage", 1)]),
    ("屏幕有点小", [("screen", -1)]),
    ("物流太慢", [("delivery", -1)]),
    ("並不舒服", [("comfort", -1)]),
    ("沒讓我失望", [("overall", 1)]),
    ("The fabric is soft but it runs small.", [("material", 1), ("size", -1)]),
    ("Not comfortable at all", [("comfort", -1)]),
    ("The battery doesn't last; great sound.", [("sound", 1)]),
    ("It broke after a week", [("durability", -1)]),
    ("shipping was too slow", [("delivery", -1)]),
    ("no smell, no complaints", [("smell", 1), ("overall", 1)]),
    ("true to size and not itchy", [("size", 1), ("material", 1)]),
])  # fmt: skip
def test_each_aspect_with_its_judgement(text, expected):
    assert said(text) == expected


def test_a_clause_without_an_aspect_goes_on_about_the_last_one():
    assert said("屏幕很大，非常清晰") == [("screen", 1), ("screen", 1)]
    assert ("overall", 1) in said("物流很慢，值得购买")


def test_what_is_in_no_list_is_an_aspect_of_its_own():
    found = opinions("The kickstand is great")
    assert [(each.aspect, each.term, each.polarity) for each in found] == [(OTHER, "kickstand", 1)]
    assert opinions("支架很好用")[0].polarity == 1


def test_the_mood_reads_what_no_word_judges():
    text = "这个电池我真的服了"
    assert said(text) == []
    assert said(text, lambda clause: 0.03) == [("battery", -1)]
    assert said(text, lambda clause: 0.5) == []


def test_quotes_are_the_words_as_written():
    text = "Ｎｉｃｅ！ 做工粗糙，不推薦。"
    quotes = [each.quote(text) for each in opinions(text)]
    assert quotes == ["Ｎｉｃｅ", "做工粗糙", "不推薦"]


def test_one_opinion_an_aspect_and_the_complaint_wins():
    assert [(each.aspect, each.polarity) for each in strongest(opinions("屏幕好。屏幕有问题。"))] == [("screen", -1)]


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_place_is_in_it(text):
    for each in opinions(text):
        assert 0 <= each.start < each.end <= len(text)
        assert each.aspect in names() or (each.aspect == OTHER and each.term)
        assert each.polarity in (-1, 0, 1)


@pytest.mark.parametrize("text", ["价格不高不低", "味道不浓不淡", "颜色不深不浅", "声音不大不小"])
def test_neither_one_nor_the_other_is_no_complaint(text):
    assert not [found for found in opinions(text, lambda clause: 0.01) if found.polarity]


def test_a_not_alone_still_turns_a_judgement():
    assert [found.polarity for found in opinions("质量不好")] == [-1]


@pytest.mark.parametrize("text", [
    "I really wanted to love this dress", "just in case", "I was going back and forth between two", "it is the size that I'd like", "a little bit",
    "it looks like nothing I know", "还没用", "不用多说", "可以用单手", "这是系统自带的", "It does not look big", "I was worried it would be frumpy",
    "read the reviews", "一个小故事",
])  # fmt: skip
def test_words_that_only_seem_to_judge(text):
    assert said(text) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("性价比很高", [("value", 1)]),
    ("价格很高", [("value", -1)]),
    ("续航跟标的差不多", []),
    ("声音有点大", [("sound", -1)]),
    ("裤子有点大", [("size", -1)]),
    ("穿着有点大", [("size", -1)]),
    ("Slightly large but wearable", [("size", -1)]),
    ("It runs a little small", [("size", -1)]),
    ("The screen is a little small", [("screen", -1)]),
    ("They did not skimp on the material", [("material", 1)]),
    ("The packaging is plain", [("packaging", -1)]),
    ("not too stiff or scratchy", [("material", 1)]),
    ("it keeps it from looking frumpy", [("looks", 1)]),
    ("we could not be more pleased", [("overall", 1)]),
    ("Well made", [("quality", 1)]),
    ("I am a huge fan", [("overall", 1)]),
    ("perfect for summer", [("season", 1)]),
    ("great for work", [("use", 1)]),
    ("日常够用", [("use", 1)]),
    ("用着不比外国的差", [("overall", 1)]),
    ("色泽漂亮。非常不满意", [("colour", 1), ("overall", -1)]),
    ("I like the colour, easy top to wear", [("colour", 1), ("overall", 1)]),
])  # fmt: skip
def test_what_is_meant_by_the_words_around_it(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize("text", ["商品不错", "这本书不错", "完全不错", "The dress is great", "差差差，真的很差", "全五星好评"])
def test_the_thing_itself_and_mere_adverbs_are_no_aspect(text):
    assert {aspect for aspect, _ in said(text)} == {"overall"}


def test_what_goes_on_about_an_unlisted_subject_is_not_nameless():
    assert all(each.term for each in opinions("支架很好用，非常好") if each.aspect == OTHER)


def test_the_mood_reads_no_plain_fact_and_no_circumstance():
    assert said("I usually wear a size 4. I bought it for a wedding", lambda clause: 0.99) == []


def test_a_quote_leaves_out_what_joins_it():
    text = "面料柔软，但是尺码偏小。But the sleeves are too long"
    assert [each.quote(text) for each in opinions(text)] == ["面料柔软", "尺码偏小", "the sleeves are too long"]


def test_a_size_fails_in_two_directions():
    assert [sense("size", words) for words in ("runs small", "偏大", "unflattering")] == ["small", "large", ""]
    assert {each.sense for each in sayings() if each.aspect == "size"} == {"", "small", "large"}
    for each in sayings():
        for text in each.text.all:
            read = [(found.aspect, found.polarity, sense(found.aspect, found.words) if found.polarity < 0 else "") for found in opinions(text)]
            assert read == [(each.aspect, each.polarity, each.sense)]
