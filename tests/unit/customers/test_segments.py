"""Groups of customers with a name, what they like, and what is known of one of them."""

from __future__ import annotations

import pytest

from shopkeeper.customers.customers import Customers
from shopkeeper.customers.people import fifths, people
from shopkeeper.customers.segments import BY_KEY
from shopkeeper.customers.tastes import tastes
from shopkeeper.shop import InvalidQuery, Localized, NotFound, Product, Variant
from shopkeeper.store import open_store
from unit.customers.conftest import END, order


@pytest.fixture(scope="module")
def ours(told_shop):
    return Customers(told_shop)


def test_everybody_is_in_one_group_and_revenue_adds_up(ours, told_shop):
    found = ours.segments()
    ids = [person.id for each in found.segments for person in each.members]
    assert sorted(ids) == sorted({person.id for person in people(told_shop)})
    assert sum(each.revenue_share for each in found.segments) == pytest.approx(1)
    assert found.people == 23


def test_groups_fit_the_stories(ours):
    found = ours.segments()
    assert found.of("ann").kind.key == "best"
    assert found.of("bob").kind.key == "looking"
    assert found.of("cy").kind.key == "silent"
    assert found.of("t19").kind.key == "once"
    assert [person.id for person in found.get("left-basket").members] == ["bob"]
    assert found.get("最好的顾客").kind is found.get("Best customers").kind
    assert found.get("comparing").members == ()
    with pytest.raises(InvalidQuery, match="segment: expected one of best, regulars"):
        found.get("whales")


def test_names_and_advice_are_in_both_languages():
    for kind in BY_KEY.values():
        for text in (kind.name, kind.who, kind.advice):
            assert text.zh
            assert text.en.isascii()


def test_equal_values_are_in_one_fifth():
    import numpy as np

    assert fifths(np.array([1.0, 1, 1, 1, 1, 1, 1, 1, 2, 9])) == [1] * 8 + [5, 5]


def test_what_a_group_likes_is_what_it_buys_more_than_others(ours):
    told = ours.tastes(ours.segments())["best"]
    assert (told.reviews, told.stars) == (2, 3.5)
    assert [(quote.review_id, quote.text) for quote in told.quotes] == [("r1", "Light and fast."), ("r2", "太淡了")]
    assert told.categories == (), "of fewer than three customers nothing is said"
    assert told.said("zh")[0] == "2 条评价，平均 3.5 星"


def test_a_shop_without_anybody(tmp_path):
    store = open_store(tmp_path / "shop.db")
    empty = Customers(store)
    assert empty.segments().segments == ()
    assert empty.segments().said("zh") == "还没有顾客下过单。"
    assert empty.funnel().said("en") == "No visits are recorded in these days."
    assert empty.cohorts().cohorts == ()
    store.close()


def test_a_profile_says_where_each_fact_comes_from(ours, told_shop):
    facts = {fact.about: fact for fact in ours.profile("ann").facts}
    belongs = "属于“最好的顾客”：最近买过，买得勤，花得也多。"
    assert facts["lifecycle"].text.zh == belongs + "共 8 单，商品合计 ¥3,440.00；最近一单在 2026-09-25（5 天前）。"
    assert facts["rhythm"].text.en == "Usually buys about every 30 days."
    assert facts["category"].text.en == "Most interested in these categories: Running Shoes, Tea."
    assert facts["size"].text.zh == "常选的尺码：跑鞋 40（8 次）。"
    assert facts["size"].evidence == tuple(f"order:a{n}" for n in range(8))
    assert facts["searches"].evidence == ("event:e1",)
    assert facts["consents"].text.en == "Agreed to be advertised to by e-mail, advertising networks."
    for fact in facts.values():
        kinds = {"order": told_shop.orders, "event": told_shop.events, "review": told_shop.reviews, "customer": told_shop.customers}
        for record in fact.evidence:
            kind, _, id = record.partition(":")
            assert kinds[kind].get(id)


def test_a_profile_of_who_only_looked_and_of_nobody(ours):
    bob = {fact.about: fact.text.en for fact in ours.profile("bob").facts}
    assert bob["lifecycle"].startswith("Belongs to “Looking, not buying yet”: have an account")
    assert bob["consents"] == "Did not agree to any advertising."
    assert f"{END:%Y}" in bob["lifecycle"]
    with pytest.raises(NotFound, match="no customer has the id 'nobody'"):
        ours.profile("nobody")


def test_goods_that_stand_in_no_category_are_told_by_their_titles(tmp_path):
    store = open_store(tmp_path / "shop.db")
    goods = Product("lamp", Localized("台灯", "Lamp"), (Variant("lamp"),)), Product("bell", Localized("铃", "Bell"), (Variant("bell"),))
    store.products.put(goods)
    store.orders.put([order(f"l{n}", f"a{n}", 3, ("lamp", "lamp", 100)) for n in range(4)])
    store.orders.put([order(f"b{n}", f"b{n}", 3, ("bell", "bell", 100)) for n in range(4)])
    members = {f"{kind}{n}": kind for kind in "ab" for n in range(4)}
    found = tastes(store, members, END)
    assert [each.name.en for each in found["a"].products] == ["Lamp"]
    assert found["a"].said("zh") == ["多买：台灯 (×2.0)"]
    assert found["a"].to_dict()["products"][0]["customers"] == 4
    store.close()
