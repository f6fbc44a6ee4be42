"""Recommendations at the doors: HTTP, the pages, the command line, agents."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.bootstrap import open_recommender
from shopkeeper.app.cli.main import run
from shopkeeper.app.identity import customer_token
from shopkeeper.app.mcp.catalog import recommend as for_agents
from shopkeeper.app.mcp.tool import Caller
from shopkeeper.recommend.log import RecommendationLog
from shopkeeper.shop import Customer, Event, EventItem, InvalidQuery, NotIndexed
from small_shop import product as small_product
from small_shop import small_shop
from unit.app.fake_shop import FakeShop, product

SECRET = "s" * 32
NOW = datetime.now(UTC)


@pytest.fixture
def shop(tmp_path):
    return FakeShop([product(f"mug-{i:02}", f"Mug {i:02}", f"杯子 {i:02}") for i in range(20)], tmp_path)


@pytest.fixture
def client(shop):
    shop.secrets = {"customer": SECRET}
    return TestClient(create_app(shop), base_url="http://127.0.0.1", headers={"sec-fetch-site": "same-origin"})


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A shop of cups in which one was looked at in a visit."""
    folder = tmp_path_factory.mktemp("recommend") / "shop"
    shop = small_shop(folder)
    shop.put_products([small_product(f"cup-{n}", f"Blue cup {n}", f"蓝色杯子 {n}", prices=(20 + n,)) for n in range(6)])
    shop.put_events([Event("e1", "view_item", NOW, session_id="visit-1", items=(EventItem("cup-1"),))])
    yield shop
    shop.close()


def test_the_question_goes_to_the_shop_as_it_was_asked(client, shop):
    answer = client.get("/v1/recommend", params={"like": "a mug under 100", "k": 3, "session": ["mug-01", "mug-02"], "country": "CN"},
                        headers={"x-session-id": "visit-1"}).json()
    assert [hit["id"] for hit in answer["hits"]] == ["mug-00", "mug-01", "mug-02"]
    assert answer["query_id"] == "rec_1"
    assert answer["hits"][0]["reason"] == {"zh": "大家都买", "en": "Everybody buys it"}
    asked = shop.asked[-1]
    assert (asked["customer"], asked["session_id"], asked["like"], asked["country"]) == (None, "visit-1", "a mug under 100", "CN")
    assert asked["session"] == ["mug-01", "mug-02"]
    assert client.post("/v1/recommend", json={"place": "basket", "basket": ["mug-01-v"]}).json()["place"] == "basket"


def test_whose_history_counts_is_signed_by_the_shop(client, shop):
    good = customer_token("c1", SECRET, NOW + timedelta(hours=1))
    assert client.post("/v1/recommend", json={"customer": good}).status_code == 200
    assert shop.asked[-1]["customer"] == "c1"
    foreign, old = customer_token("c1", "another secret", NOW + timedelta(hours=1)), customer_token("c1", SECRET, NOW - timedelta(hours=1))
    for bad in ("c1", foreign, old):
        assert client.post("/v1/recommend", json={"customer": bad}).status_code == 401
    assert len(shop.asked) == 1


def test_a_question_that_is_wrong_is_told(client):
    assert client.get("/v1/recommend", params={"k": 0}).status_code == 422
    assert client.get("/v1/recommend", params={"place": "moon"}).status_code == 422
    assert client.post("/v1/recommend", json={"who": "c1"}).status_code == 422
    assert client.get("/v1/recommend", params={"product": "none"}).status_code == 404


def test_every_page_has_its_shelf_with_reasons_and_what_was_sent_away_stays_away(client, shop):
    home = client.get("/?lang=en").text
    assert re.findall(r'data-id="([^"]+)"', home)[:2] == ["mug-00", "mug-01"]
    assert 'data-query-id="rec_1"' in home
    assert "Everybody buys it" in home
    assert "大家都买" in client.get("/?lang=zh").text
    page = client.get("/p/mug-03?lang=en").text
    assert "Goes well with it" in page
    assert 'data-id="mug-03"' not in page
    sent = client.post("/away", data={"product": "mug-00", "back": "/?lang=en", "list": "rec_1"}, follow_redirects=False)
    assert shop.rated == [("rec_1", False, "mug-00")]
    assert (sent.status_code, sent.headers["location"]) == (303, "/?lang=en")
    assert 'data-id="mug-00"' not in client.get("/").text
    assert shop.asked[-1]["exclude"] == ["mug-00"]


@pytest.mark.parametrize(("language", "question", "thanks"), [
    ("en", "Do these suit you?", "Thank you, that is noted."), ("zh", "这些推荐合您的意吗？", "谢谢，您的意见已记下。"),
])  # fmt: skip
def test_a_visitor_says_whether_a_shelf_suits_and_is_thanked_for_it(client, shop, language, question, thanks):
    page = client.get(f"/p/mug-03?lang={language}").text
    assert page.count(question) == 2
    assert thanks not in page
    back = f"/p/mug-03?lang={language}"
    sent = client.post("/suits", data={"list": "rec_1", "shelf": "similar", "up": "1", "back": back}, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{back}&rated=similar#suits")
    after = client.get(sent.headers["location"]).text
    assert (after.count(question), after.count(thanks)) == (1, 1)
    client.post("/suits", data={"list": "rec_2", "shelf": "similar", "up": "0"}, follow_redirects=False)
    assert shop.rated == [("rec_1", True, ""), ("rec_2", False, "")]
    assert client.post("/suits", data={"back": "//evil.example"}, follow_redirects=False).headers["location"].startswith("/?rated=")


def test_the_front_page_does_not_say_that_others_buy_where_nothing_was_sold(client, shop, monkeypatch):
    assert "What others buy" in client.get("/?lang=en").text
    told = shop.recommend()
    unsold = replace(told, hits=tuple(replace(hit, source="new") for hit in told))
    monkeypatch.setattr(shop, "recommend", lambda *_, **__: unsold)
    home = client.get("/?lang=en").text
    assert "New in the shop" in home
    assert "What others buy" not in home


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""])
def test_the_way_back_never_leaves_the_shop(client, back):
    assert client.post("/away", data={"product": "mug-00", "back": back}, follow_redirects=False).headers["location"] == "/"


def test_what_is_sent_away_is_kept_only_of_products_and_not_without_end(client):
    client.post("/away", data={"product": "no such product"}, follow_redirects=False)
    assert "shopkeeper_away" not in client.cookies
    for _ in range(3):
        for i in range(20):
            client.post("/away", data={"product": f"mug-{i:02}"}, follow_redirects=False)
    assert client.cookies["shopkeeper_away"].split("|") == [f"mug-{i:02}" for i in range(20)]

    long = [f"{i}{'x' * 190}" for i in range(30)]
    client.app.state.shop.put_products([product(id, id) for id in long])
    for id in long:
        client.post("/away", data={"product": id}, follow_redirects=False)
    kept = client.cookies["shopkeeper_away"].split("|")
    assert kept == long[-len(kept) :]
    assert 10 <= len(kept) <= 15


def test_a_visit_changes_the_next_answer_over_http(real):
    client = TestClient(create_app(real), base_url="http://127.0.0.1")
    hits = client.get("/v1/recommend", headers={"x-session-id": "visit-1"}, params={"k": 3, "language": "en"}).json()["hits"]
    assert len(hits) == 3
    assert all(hit["price"]["currency"] == "CNY" for hit in hits)
    assert {hit["because"] for hit in hits} == {"cup-1"}
    assert "cup-1" not in {hit["id"] for hit in hits} or all("Blue cup 1" in hit["reason"]["en"] for hit in hits)


def test_the_command_line_answers_with_reasons(real, capsys):
    folder = str(real.data_dir)
    assert run(["recommend", "--session", "cup-1", "--k", "3", "--language", "en", "--shop", folder]) == 0
    table = capsys.readouterr().out
    assert "Blue cup 1" in table
    assert run(["recommend", "--product", "cup-1", "--json", "--shop", folder]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["place"] == "product"
    assert "cup-1" not in {hit["id"] for hit in answer["hits"]}
    assert run(["recommend", "--product", "none", "--shop", folder]) == 2
    assert "none" in capsys.readouterr().err
    assert run(["recommend", "--country", "China", "--shop", folder]) == 2
    assert "two letters" in capsys.readouterr().err


def test_agents_are_given_products_with_reasons(real):
    caller = Caller(None, "https://shop.example")
    answer = for_agents(real, {"product_id": "cup-1", "limit": 2, "language": "zh"}, caller)
    assert len(answer["products"]) == 2
    assert all(each["reason"] and each["url"].startswith("https://shop.example/p/") for each in answer["products"])
    with pytest.raises(InvalidQuery, match="limit"):
        for_agents(real, {"limit": "many"}, caller)


def test_before_there_is_an_index_only_a_wish_of_now_must_wait(tmp_path):
    shop = small_shop(tmp_path)
    shop.store.products.put([small_product("cup", "Blue cup", "蓝色杯子")])
    shop.store.customers.put([Customer("ann", tastes=("蓝色杯子, 300以内",))])
    assert [hit.id for hit in shop.recommend("ann", log=False)] == ["cup"]
    with pytest.raises(NotIndexed):
        shop.recommend(like="杯子")
    shop.close()


def test_a_shop_speaks_the_language_of_its_titles(tmp_path):
    shop = small_shop(tmp_path / "english")
    assert shop.spoken() == "zh"
    shop.put_products([small_product("a", "red shirt"), small_product("b", "blue hat")])
    assert shop.spoken() == "en"
    assert shop.recommend(log=False).language == "en"
    shop.close()


def test_lists_that_the_log_lost_stand_among_the_metrics(tmp_path):
    shop = small_shop(tmp_path / "shop", recommender=lambda shop: open_recommender(
        shop, index=shop._index, log=RecommendationLog(shop.store.recommendations, room=1)))
    app = create_app(shop)
    shop.recommender.log.on_drop(3)
    assert "\nshopkeeper_recommendations_not_logged_total 3\n" in app.state.meter.text({})
    shop.close()
