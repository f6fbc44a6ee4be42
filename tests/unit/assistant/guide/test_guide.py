"""Conversations with the guide over a small shop."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from shopkeeper.assistant.desk import Desk
from shopkeeper.assistant.guide.brief import Brief
from shopkeeper.assistant.guide.guide import Guide
from shopkeeper.shop import Customer, NotFound
from shopkeeper.store.protocol import Store
from small_guide import SmallDesk, Talker

Talk = Callable[[], Talker]


def test_shows_what_fits_and_asks_one_question_that_helps(talk: Talk) -> None:
    shopper = talk()
    reply = shopper.say("headphones")
    assert reply.marks == ("show:products", "ask:choice", "show:brief")
    assert 1 <= len(reply.actions[0].data["products"]) <= 4
    assert shopper.brief["category"] == "Headphones"
    json.dumps(shopper.session.memory)


def test_answers_narrow_and_a_question_is_never_asked_twice(talk: Talk) -> None:
    shopper, asked = talk(), list[str]()
    reply = shopper.say("耳机")
    for answer in ("随便", "无所谓", "都行", "随便", "都可以"):
        asked += [each.data["field"] for each in reply.actions if each.mark == "ask:choice"]
        reply = shopper.say(answer)
    assert len(asked) == len(set(asked)) > 1


def test_a_budget_and_a_colour_in_chinese_are_conditions(talk: Talk) -> None:
    shopper = talk()
    shopper.say("耳机 500以内")
    reply = shopper.say("要黑色的")
    assert shopper.brief["budget"] == ["price<=500"]
    assert shopper.brief["must"] == ["color=Black"]
    assert {each["id"] for each in reply.actions[0].data["products"]} <= {"h1", "h2", "h3", "h7"}


def test_a_second_thought_takes_the_first_back(talk: Talk) -> None:
    shopper = talk()
    shopper.say("headphones in black")
    shopper.say("actually red")
    assert shopper.brief["must"] == ["color=Red"]


def test_a_feature_that_the_search_does_not_read_is_read_from_the_candidates(talk: Talk) -> None:
    shopper = talk()
    shopper.say("耳机")
    shopper.say("要降噪的")
    assert shopper.brief["must"] == ["active_noise_cancelling=yes"]
    assert set(shopper.shown) <= {"h2", "h3", "h4", "h5", "h8"}


def test_what_is_denied_among_the_candidates_must_not_be(talk: Talk) -> None:
    shopper = talk()
    shopper.say("kettle")
    shopper.say("not glass")
    assert shopper.brief["must_not"] == ["material!=borosilicate glass"]
    assert not {"k2", "k4"} & set(shopper.shown)


def test_cheaper_is_cheaper_than_what_was_shown(talk: Talk) -> None:
    shopper = talk()
    before = shopper.say("headphones").actions[0].data["products"]
    after = shopper.say("太贵了").actions[0].data["products"]
    assert max(each["price"]["amount"] for each in after) < min(each["price"]["amount"] for each in before)


def test_cheaper_than_one_that_is_pointed_at(talk: Talk) -> None:
    shopper = talk()
    shopper.say("headphones with noise cancelling")
    price = shopper.say("the first one").actions[0].data["products"][0]["price"]["amount"]
    shopper.say("like the first one but cheaper")
    assert shopper.brief["budget"] == [f"price<{price / 100:g}"]


def test_another_kind_keeps_the_budget_and_drops_what_was_of_the_old_kind(talk: Talk) -> None:
    shopper = talk()
    shopper.say("预算500以内，想买耳机")
    shopper.say("要降噪的")
    shopper.say("看看水壶")
    assert shopper.brief["conditions"] == ["price<=500"]
    assert set(shopper.shown) <= {"k1", "k2", "k3", "k4", "k5"}


def test_nothing_is_shown_as_if_it_fitted_and_what_to_relax_is_told(talk: Talk) -> None:
    shopper = talk()
    shopper.say("headphones under 50")
    reply = shopper.say("headphones under 50")
    shown = reply.actions[0].data["products"]
    assert shown[0]["id"] == "h6"
    assert shown[0]["misses"] == ["¥49 over budget"]
    assert "¥99" in reply.text
    assert "ask:choice" in reply.marks
    after = shopper.say("yes")
    assert shopper.brief["budget"] == []
    assert all(not each["misses"] for each in after.actions[0].data["products"])


def test_what_the_shop_does_not_have_is_not_invented(talk: Talk) -> None:
    reply = talk().say("helicopter")
    assert reply.marks == ("ask:preference", "show:brief")
    assert "helicopter" in reply.text
    assert reply.sources == ()


@pytest.mark.parametrize(
    ("text", "ids"), [("最便宜的水壶", ["k3"]), ("the cheapest headphones", ["h6"]), ("续航最长的耳机", ["h5"]), ("the lightest kettle", ["k2", "k4"])],
)  # fmt: skip
def test_superlatives_are_of_the_whole_catalogue(talk: Talk, text: str, ids: list[str]) -> None:
    shopper = talk()
    shopper.say(text)
    assert shopper.shown == ids


def test_a_superlative_tells_ties_and_what_is_not_known_with_units_converted(talk: Talk) -> None:
    text = talk().say("the lightest kettle").text
    assert "2 of them equal" in text
    assert "1 more do not state it" in text


def test_a_superlative_under_conditions(talk: Talk) -> None:
    shopper = talk()
    shopper.say("红色的耳机")
    reply = shopper.say("哪个最贵")
    assert shopper.shown == ["h3"]
    assert "¥399" in reply.text


def test_the_best_rated_comes_with_the_number_of_reviews(talk: Talk) -> None:
    shopper = talk()
    reply = shopper.say("best rated headphones")
    assert shopper.shown == ["h3"]  # h1 has five stars of one review
    assert "5.0 stars from 4 reviews" in reply.text


def test_compares_with_differences_first(talk: Talk) -> None:
    shopper = talk()
    shopper.say("headphones with noise cancelling")
    reply = shopper.say("compare the first two")
    rows = next(each.data["rows"] for each in reply.actions if each.mark == "show:comparison")
    assert [row["differs"] for row in rows] == sorted((row["differs"] for row in rows), reverse=True)
    assert len({source.id for source in reply.sources}) == 2


def test_compare_of_what_is_not_sold_is_an_error(guide: Guide) -> None:
    with pytest.raises(NotFound):
        guide.compare(["h1", "nothing"], language="en")


def test_a_size_is_answered_from_the_stock_of_the_variants(talk: Talk) -> None:
    shopper = talk()
    shopper.say("上衣")
    place = "一二"[shopper.shown.index("t2")]
    assert "没有L" in shopper.say(f"第{place}个有L码吗").text
    assert "有货" in shopper.say(f"第{place}个有M码吗").text


def test_without_a_basket_it_says_where_to_buy(talk: Talk) -> None:
    shopper = talk()
    shopper.say("Beta headphones")
    assert "¥299" in shopper.say("I'll take the first one").text


def test_one_that_is_not_liked_is_not_shown_again(talk: Talk) -> None:
    shopper = talk()
    shopper.say("kettle")
    first = shopper.shown[0]
    shopper.say("not the first one")
    assert first not in shopper.shown
    assert shopper.brief["disliked"] == [first]


def test_more_shows_others(talk: Talk) -> None:
    shopper = talk()
    shopper.say("headphones")
    before = set(shopper.shown)
    shopper.say("还有别的吗")
    assert shopper.shown
    assert not before & set(shopper.shown)


def test_similar_ones_keep_the_brief(talk: Talk) -> None:
    shopper = talk()
    shopper.say("headphones under 300")
    shopper.say("more like the first one")
    assert shopper.brief["liked"]
    assert set(shopper.shown) <= {"h1", "h2", "h6", "h7", "h8"}


def test_every_card_names_the_records_that_it_comes_from(talk: Talk) -> None:
    shopper = talk()
    reply = shopper.say("要黑色的耳机")
    assert {source.id for source in reply.sources} == set(shopper.shown)
    assert any(source.field.endswith("options") and source.quote == "黑色" for source in reply.sources)


def test_starting_over_forgets_the_brief(talk: Talk) -> None:
    shopper = talk()
    shopper.say("headphones under 500")
    reply = shopper.say("start over")
    assert Brief.of(shopper.brief).empty
    assert "ask:preference" in reply.marks


def test_a_brief_that_was_changed_from_outside_holds(talk: Talk) -> None:
    shopper = talk()
    shopper.say("headphones under 300")
    brief = Brief.of(shopper.brief)
    brief.remove("price<300")
    shopper.session.memory["guide"]["brief"] = brief.to_dict()
    shopper.say("要降噪的")
    assert shopper.brief["conditions"] == ["active_noise_cancelling=yes"]


def test_tastes_order_what_is_otherwise_equal(store: Store, guide: Guide) -> None:
    store.customers.put([Customer("c1", tastes=("Black is my favourite colour",))])
    plain, own = ([card.item.id for card in guide.recommend(Brief(need="headphones"), language="en", customer_id=id, k=8).cards] for id in (None, "c1"))
    assert plain.index("h4") < plain.index("h5")  # neither has reviews
    assert own.index("h5") < own.index("h4")
    assert own[0] == plain[0]


def test_the_functions_serve_by_themselves(guide: Guide) -> None:
    brief = guide.refine(Brief(), "headphones under 300", language="en")
    found = guide.recommend(brief, language="en")
    assert found.total == 5
    assert found.question is not None
    most = guide.superlative("kettle", "weight", 1, language="en")
    assert most is not None
    assert [each.id for each in most.best] == ["k3"]
    assert guide.relax(Brief(need="headphones", conditions=["price<50"]), language="en")[0].dropped == ("price<50",)


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [("随便", True), ("cheaper", True), ("the second one", True), ("compare them", True), ("太贵了", True), ("where is my order", False), ("我的快递到哪了", False)],
)  # fmt: skip
def test_knows_what_goes_on_with_the_guide(talk: Talk, guide: Guide, text: str, goes_on: bool) -> None:
    shopper = talk()
    assert not guide.continues(shopper.session, text)
    shopper.say("headphones")
    assert guide.continues(shopper.session, text) is goes_on


def test_nothing_over_is_a_ceiling(store: Store) -> None:
    desk = SmallDesk(store, {"at most 300": "price<=300"})
    assert Guide(desk).refine(Brief(), "headphones nothing over 300", language="en").conditions == ["price<=300"]


def test_a_denied_material_is_never_asked_for(talk: Talk) -> None:
    shopper = talk()
    shopper.say("a kettle, no glass, please")
    assert shopper.brief["must_not"] == ["material!=borosilicate glass"]
    assert shopper.brief["must"] == []


def test_what_no_record_states_is_told(talk: Talk) -> None:
    shopper = talk()
    shopper.say("headphones")
    assert "foldable" in shopper.say("foldable").text


def test_a_bare_number_answers_a_price_question_and_another_sentence_does_not(talk: Talk, guide: Guide) -> None:
    shopper = talk()
    shopper.say("kettle")
    shopper.session.memory["guide"]["open"] = {"question": {
        "field": "price", "name": {"zh": "价格", "en": "price"}, "kind": "price", "gain": 1.0,
        "choices": [{"label": {"zh": "", "en": "under 100"}, "where": "price<100"}],
    }}  # fmt: skip
    memory = json.loads(json.dumps(shopper.session.memory))
    shopper.say("about 90")
    assert shopper.brief["budget"] == ["price<=90"]
    shopper.session.memory = memory
    shopper.say("四个人用")
    assert shopper.brief["budget"] == []


def test_a_desk_with_a_bare_search_is_served_too(store: Store) -> None:
    reply = Talker(Guide(Desk(store))).say("headphones")
    assert "ask:preference" in reply.marks


def test_when_nothing_is_cheaper_that_is_told(talk: Talk) -> None:
    shopper = talk()
    shopper.say("最便宜的耳机")
    reply = shopper.say("再便宜点")
    assert "¥99" in reply.text
    assert shopper.brief["budget"] == []


def test_the_number_of_a_product_follows_the_last_list(talk: Talk) -> None:
    shopper = talk()
    shopper.say("headphones")
    first, second = shopper.shown[:2]
    shopper.say("compare the second and the first")
    assert shopper.shown == [second, first]


def test_the_cheapest_in_a_size_is_by_the_price_of_that_size(talk: Talk) -> None:
    shopper = talk()
    shopper.say("scarf in L")
    reply = shopper.say("the cheapest")
    assert shopper.shown == ["w2"]
    assert "¥200" in reply.text
    assert "¥150" not in reply.text


def test_without_x_is_x_free(talk: Talk) -> None:
    shopper = talk()
    shopper.say("a scarf without wool")
    assert shopper.brief["must"] == ["wool_free=yes"]
    assert shopper.shown == ["w1"]


def test_cheaper_than_the_second(talk: Talk) -> None:
    shopper = talk()
    shopper.say("headphones")
    price = shopper.guide.skills.finder.items(shopper.shown)[1].facts["price"].number
    shopper.say("比第二个便宜的有吗")
    assert shopper.brief["budget"] == [f"price<{price:g}"]


def test_more_may_be_spent(talk: Talk) -> None:
    shopper = talk()
    shopper.say("耳机 500以内")
    shopper.say("贵一点也可以")
    assert shopper.brief["budget"] == []


def test_a_measure_that_no_record_gives_is_told(talk: Talk) -> None:
    shopper = talk()
    shopper.say("耳机")
    assert "声音小一点" in shopper.say("声音小一点").text
    assert "不敢乱排" in shopper.say("声音最小的是哪个").text


def test_the_best_rated_is_of_those_that_have_enough_reviews(talk: Talk) -> None:
    assert "of the 2 headphones (with at least 3 reviews)" in talk().say("best rated headphones").text


def test_a_gift_begins_anew_and_keeps_the_budget(talk: Talk) -> None:
    shopper = talk()
    shopper.say("kettle under 500")
    shopper.say("送女朋友什么礼物好")
    assert shopper.brief["need"] == shopper.brief["category"] == ""
    assert shopper.brief["recipient"] == "女朋友"
    assert shopper.brief["budget"] == ["price<=500"]


def test_a_sentence_that_names_no_thing_is_not_said_again_as_one(talk: Talk) -> None:
    for text in ("我阳台那个旧柜子的门总是自己弹开你说该拿它如何是好呢", "the door of that old cupboard on our balcony keeps springing open and nobody here knows what to do"):
        assert text[4:20] not in talk().say(text).text
    assert "鱼竿" in talk().say("鱼竿").text
