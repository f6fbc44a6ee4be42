"""Recommendations of a small shop, from the front door."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.app.bootstrap import open_recommender
from shopkeeper.recommend.log import RecommendationLog
from shopkeeper.recommend.tuning import Tuning
from shopkeeper.shop import (
    Address,
    Arm,
    Customer,
    Event,
    EventItem,
    Experiment,
    InvalidQuery,
    Localized,
    Money,
    NotFound,
    Order,
    OrderLine,
    Rule,
    RuleAction,
    StockChange,
    Variant,
)
from shopkeeper.store import open_store
from small_shop import product, small_shop

NOW = datetime.now(UTC)
MUGS = [product(f"mug{i}", f"Blue tea mug number {i}", f"蓝色茶杯{i}号", category=(Localized("厨房", "Kitchen"), Localized("杯", "Mugs")))
        for i in range(6)]
PENS = [product(f"pen{i}", f"Red ink pen {i}", f"红墨水笔{i}", category=(Localized("文具", "Stationery"),), brand=Localized(en="Quill"))
        for i in range(6)]  # fmt: skip


@pytest.fixture
def shop(tmp_path):
    front = small_shop(tmp_path / "shop")
    front.put_products([*MUGS, *PENS])
    yield front
    front.close()


def looked(id, *products, ago=1, **who):
    return Event(id, "view_item", NOW - timedelta(minutes=ago), items=tuple(map(EventItem, products)), **who)


def bought(id, *products, customer="anna", ago=5):
    lines = tuple(OrderLine(each, 1, Money(1000, "CNY"), f"{each}/0") for each in products)
    return Order(id, lines, "CNY", NOW - timedelta(days=ago), customer_id=customer)


def ids(answer):
    return [hit.id for hit in answer.hits]


def test_a_shop_where_nothing_happened_recommends_the_newest(tmp_path):
    front = small_shop(tmp_path / "new")
    assert front.recommend().hits == ()
    front.put_products([product("old", "Old", created_at=NOW - timedelta(days=9)), product("new", "New", created_at=NOW)])
    front.recommender.kept._looked = 0.0
    answer = front.recommend()
    assert ids(answer) == ["new", "old"]
    assert answer.hits[0].reason.en == f"New in the shop since {NOW.day} {NOW:%B}"
    assert answer.id.startswith("rec_")
    front.close()


def test_what_was_looked_at_leads_to_what_is_alike_and_the_reason_says_so(shop):
    answer = shop.recommend(session=["mug1"], k=3)
    assert all(hit.id.startswith("mug") and hit.id != "mug1" for hit in answer.hits[:2])
    assert answer.hits[0].source == "alike"
    assert answer.hits[0].because == "mug1"
    assert answer.hits[0].reason == Localized("与你看过的「蓝色茶杯1号」相似", "Similar to “Blue tea mug number 1”, which you looked at")


def test_a_wish_in_words_is_searched_for_with_its_conditions(shop):
    shop.put_products([product("dear", "Blue tea mug of gold", prices=[900])])
    answer = shop.recommend(like="blue mug under 50", language="en")
    assert set(ids(answer)) == {mug.id for mug in MUGS}
    assert answer.hits[0].reason.en == "Fits what you said: “blue mug under 50”"


def test_what_a_customer_wrote_of_themselves_counts_from_the_first_minute(shop):
    shop.store.customers.put([Customer("bo", tastes=("I like red ink pens",), language="en")])
    answer = shop.recommend("bo", k=4)
    assert all(hit.id.startswith("pen") and hit.source == "words" for hit in answer.hits[:2])
    assert answer.hits[0].title.startswith("Red ink pen")
    assert answer.hits[0].reason.zh == "符合你说的「I like red ink pens」"


def test_a_product_page_has_what_is_similar_and_what_is_not(shop):
    assert {id[:3] for id in ids(shop.recommend(product="mug0", k=4))} == {"mug"}
    assert {id[:3] for id in ids(shop.recommend(product="mug0", relation="goes_with", k=4))} == {"pen"}
    with pytest.raises(NotFound, match="nothing"):
        shop.recommend(product="nothing")


def test_a_basket_may_name_variants_and_does_not_get_its_own(shop):
    answer = shop.recommend(basket=["mug0/0", "pen0"], k=12)
    assert answer.place == "basket"
    assert not {"mug0", "pen0"} & set(ids(answer))
    assert len(answer) == 10


def test_what_was_bought_does_not_come_again_unless_it_is_used_up(shop):
    shop.store.orders.put([bought("o1", "mug1", "pen1")])
    shop.patch_product("pen1", {"consumable": True})
    found = ids(shop.recommend("anna", k=12))
    assert "mug1" not in found
    assert "pen1" in found
    assert len(found) == 11


def test_own_exclusions_country_and_what_is_not_wanted_now(shop):
    shop.store.customers.put([Customer("anna", excludes=("brand=quill",))])
    shop.patch_product("mug2", {"sold_in": ["FR"]})
    assert set(ids(shop.recommend("anna", country="CN", exclude=["mug0"], k=12))) == {"mug1", "mug3", "mug4", "mug5"}
    assert "mug2" in ids(shop.recommend("anna", country="FR", k=12))
    assert "mug2" in ids(shop.recommend("anna", country="fr", k=12))
    shop.store.customers.put([Customer("lea", address=Address(country="cn"))])
    assert "mug2" not in ids(shop.recommend("lea", k=12))


def test_rules_of_a_place_pin_hide_and_are_told(shop):
    shop.put("rules", [Rule("show", RuleAction.PIN, ("pen5",), position=2, places=("home",)),
                       Rule("away", RuleAction.HIDE, where=("brand=Quill",), places=("basket",)),
                       Rule("more", RuleAction.BOOST, ("mug5",), strength=1.0, places=("home",))])
    answer = shop.recommend(session=["mug1"], k=5)
    assert answer.hits[1].id == "pen5"
    assert answer.hits[1].reason == Localized("店主推荐", "The shop's own pick")
    assert [share.text for share in answer.hits[1].reasons] == ["pinned by show"]
    assert (answer.hits[0].id, answer.hits[0].reasons[0].text) == ("mug5", "boosted by more")
    assert not {id for id in ids(shop.recommend(basket=["mug1"], k=12)) if id.startswith("pen")}


def test_a_server_finds_what_is_alike_before_it_is_asked(shop, monkeypatch):
    shop.recommender.look_ahead()
    alike = next(source for source in shop.recommender.kept.newest().sources if source.name == "alike")
    monkeypatch.setattr(alike, "_near", lambda id, n: pytest.fail("the index is asked again"))
    assert all(hit.source == "alike" for hit in shop.recommend(product="mug1", k=5))


def test_what_another_process_sold_out_a_moment_ago_does_not_leave(shop, tmp_path):
    assert "mug2" in ids(shop.recommend(product="mug1", k=5))
    other = open_store(f"sqlite:///{tmp_path}/shop/shop.db")
    other.products.set_stock([StockChange("mug2/0", NOW, 0)])
    other.close()
    answer = shop.recommend(product="mug1", k=5)
    assert "mug2" not in ids(answer)
    assert len(answer) == 5


def test_an_event_changes_the_next_answers_within_a_second(shop):
    assert not any(hit.because for hit in shop.recommend(session_id="s1", k=3))
    shop.put_events([looked("e1", "pen3", session_id="s1")])
    shop.recommender.kept._looked -= 1  # a second later
    assert {hit.because for hit in shop.recommend(session_id="s1", k=3)} == {"pen3"}


def test_what_is_sold_out_or_withdrawn_now_does_not_leave_though_the_shelf_does_not_know_yet(shop):
    shop.recommend(session=["mug1"])
    shop.store.products.put([product("mug2", "Blue tea mug number 2", stock=0)])
    shop.store.products.delete(["mug3"])
    assert set(ids(shop.recommend(session=["mug1"], k=12))) & {"mug2", "mug3"} == set()


def test_the_parts_of_a_score_are_told_when_asked_for(shop):
    answer = shop.recommend(session=["mug1"], explain=True, k=2)
    assert {(share.kind, share.text) for share in answer.hits[0].reasons} == {("source", "alike")}
    assert "Similar to" in answer.explain() or "相似" in answer.explain()
    assert answer.to_dict()["hits"][0]["reason"].keys() == {"zh", "en"}


def test_a_shop_without_recommendations_says_so(tmp_path):
    front = small_shop(tmp_path / "bare", recommender=None)
    with pytest.raises(InvalidQuery, match="without recommendations"):
        front.recommend()
    front.close()


def test_what_was_shown_is_kept_with_the_arms_of_the_visitor(tmp_path):
    front = small_shop(tmp_path / "shop", recommender=lambda shop: open_recommender(
        shop, index=shop._index, log=RecommendationLog(shop.store.recommendations)))
    front.put_products(MUGS)
    front.experiments.start(
        Experiment("mix", (Arm("as-is"), Arm("chance", ("explore=0.5",)))), NOW - timedelta(days=1))
    answers = [front.recommend(session_id=f"s{i}", session=["mug1"], k=3) for i in range(8)]
    assert not front.store.recommendations.get_many([front.recommend(log=False).id])
    front.close()
    kept = open_store(f"sqlite:///{tmp_path}/shop/shop.db").recommendations.get_many([answer.id for answer in answers])
    assert [kept[answer.id].product_ids for answer in answers] == [tuple(ids(answer)) for answer in answers]
    assert {record.arms for record in kept.values()} == {("mix=as-is",), ("mix=chance",)}
    assert {bool(record.propensities) for record in kept.values()} == {True, False}
    assert all(record.recent == ("mug1",) and record.place == "home" for record in kept.values())


def test_margin_and_stock_to_clear_lift_and_are_told(tmp_path):
    front = small_shop(tmp_path / "shop", recommender=lambda shop: open_recommender(shop, index=shop._index, tuning=Tuning(0.5, 0.5)))
    few, many = (Variant(f"{id}/0", price=Money(1000, "CNY"), cost=Money(cost, "CNY"), stock=stock) for id, cost, stock in
                 (("few", 900, 1), ("many", 200, 900)))
    front.put_products([*MUGS, replace(MUGS[0], id="few", variants=(few,)), replace(MUGS[0], id="many", variants=(many,))])
    hit = front.recommend(session=["mug1"], k=3).hits[0]
    assert (hit.id, [share.text for share in hit.reasons]) == ("many", ["margin 80%", "stock to clear: 900 pieces"])
    front.close()
