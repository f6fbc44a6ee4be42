"""The console's room of search: a query tried, changes tried and kept, hits judged."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.web.strings import text
from shopkeeper.shop import LoggedSearch, Rule, RuleAction, judgment
from small_tuning import tea_shop, undo


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = tea_shop(tmp_path_factory.mktemp("room") / "shop")
    yield shop
    shop.close()


@pytest.fixture(autouse=True)
def clean(shop):
    yield
    undo(shop)


@pytest.fixture(scope="module")
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1", headers={"sec-fetch-site": "same-origin", "accept": "text/html"})


def words(answer):
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_query_says_how_it_was_understood_and_why_each_hit_is_there(client, shop):
    shop.synonyms.add("brew > tea pot")
    shop.rules.put([Rule("pots", RuleAction.BOOST, ("b",), queries=("brew",))])
    said = words(client.get("/console/search", params={"q": "brew under 50", "lang": "en"}))
    assert re.search(r"Must hold Price.{1,12}50", said)
    assert "brew → tea pot synonym" in said
    assert "Boost · pots" in said
    assert re.search(r"Rules: boosted by pots \+0\.\d\d", said)
    assert "没有商品" in words(client.get("/console/search", params={"q": "qqqq", "lang": "zh"}))


def test_a_pin_is_tried_and_kept_from_the_hits(client, shop):
    shop.store.judgments.put([judgment("tea", "d", 3)])
    fields = {"q": "tea", "do": "pin", "products": "d", "queries": "tea", "at": "1"}
    first = shop.search("tea", log=False).hits[0].id
    said = words(client.get("/console/search", params={**fields, "lang": "en"}))
    assert "Dry run: Pin d at place 1 · tea" in said
    assert shop.rules.all() == []
    assert re.search(r"0\.\d+ → 1\.000" if first != "d" else "1.000 → 1.000", said)
    tried = client.post("/console/search/change", data={**fields, "step": "try"}, follow_redirects=False)
    assert tried.headers["location"].endswith("#trial")
    kept = client.post("/console/search/change?lang=en", data={**fields, "step": "keep"})
    assert "Kept. The next search follows it." in words(kept)
    [rule] = shop.rules.all()
    assert (rule.id, rule.product_ids, rule.queries) == ("pin d @ tea", ("d",), ("tea",))
    assert shop.search("tea", log=False).hits[0].id == "d"
    assert [entry.kind for entry in shop.store.audit.newest(1)] == ["rule.put"]


@pytest.mark.parametrize(("fields", "said"), [
    ({"do": "pin", "products": "nothing"}, "There is no product, rule or synonym with the ID “nothing”."),
    ({"do": "pin"}, "Please fill in product IDs or a filter"),
    ({"do": "drop-rule", "rule": "none"}, "There is no product, rule or synonym with the ID “none”."),
    ({"do": "synonym", "words": "alone"}, "Please write it as “耳机 = headphones”"),
    ({"do": "dance"}, "do: expected a change of a rule or a synonym"),
    ({"do": "pin", "products": "a", "at": "x"}, "at: expected a whole number"),
    ({"do": "weight", "weight": "2"}, "weight: expected a number from 0 to 1"),
])
def test_what_is_wrong_with_a_change_is_said_and_nothing_is_kept(client, shop, fields, said):
    assert said in words(client.get("/console/search/rules", params={**fields, "lang": "en"}))
    answer = client.post("/console/search/change?lang=en", data={**fields, "step": "keep", "back": "rules"})
    assert said in words(answer)
    assert shop.rules.all() == []


def test_a_rule_is_edited_with_its_dates_switched_off_and_removed(client, shop):
    starts, ends = datetime(2026, 11, 1, 9, 30, tzinfo=UTC), datetime(2030, 11, 12, tzinfo=UTC)
    shop.rules.put([Rule("sale", RuleAction.PIN, ("b",), queries=("tea",), starts_at=starts, ends_at=ends)])
    page = client.get("/console/search/rules", params={"edit": "sale"}).text
    assert ('name="from" value="2026-11-01"' in page, 'name="until" value="2030-11-11"' in page) == (True, True)
    fields = {"do": "pin", "rule": "sale", "products": "b, d", "queries": "tea\ncups", "from": "2026-11-01", "until": "2030-11-20",
              "step": "keep", "back": "rules"}
    client.post("/console/search/change", data=fields)
    [rule] = shop.rules.all()
    assert (rule.product_ids, rule.queries, rule.starts_at) == (("b", "d"), ("tea", "cups"), starts), "a day that stayed keeps its moment"
    assert rule.ends_at == datetime(2030, 11, 21, tzinfo=UTC)
    client.post("/console/search/change", data={"do": "switch", "rule": "sale", "step": "keep", "back": "rules"})
    assert not shop.rules.all()[0].enabled
    assert "switched off" in words(client.get("/console/search/rules?lang=en"))
    client.post("/console/search/change", data={"do": "drop-rule", "rule": "sale", "step": "keep", "back": "rules"})
    assert shop.rules.all() == []


def test_synonyms_come_and_go(client, shop):
    client.post("/console/search/change", data={"do": "synonym", "words": "brew > tea pot", "step": "keep", "back": "synonyms"})
    [made] = shop.synonyms.all()
    assert "brew → tea pot" in words(client.get("/console/search/synonyms"))
    gone = client.get("/console/search/synonyms", params={"do": "drop-synonym", "words": made.id, "lang": "en"})
    assert "Dry run: remove synonym" in words(gone)
    client.post("/console/search/change", data={"do": "drop-synonym", "words": made.id, "step": "keep", "back": "synonyms"})
    assert shop.synonyms.all() == []


def test_hits_are_judged_and_taken_back_and_the_judgments_are_a_file(client, shop):
    judged = client.post("/console/search/judge?lang=en", data={"q": "tea", "r.a": "3", "r.b": "0", "r.d": ""})
    assert "Your judgment is kept." in words(judged)
    assert shop.tuner.of("tea") == {"a": 3, "b": 0}
    said = words(client.get("/console/search/judgments?lang=en"))
    assert re.search(r"the mean over 1 judged queries", said)
    file = client.get("/console/search/judgments/jsonl")
    assert '{"query": "tea", "product_id": "a", "rating": 3}' in file.text.splitlines()
    assert client.get("/console/search/judgments/pdf").status_code == 404
    client.post("/console/search/judge", data={"q": "tea", "r.a": "", "r.b": "2"})
    assert shop.tuner.of("tea") == {"b": 2}
    assert client.post("/console/search/judge", data={"q": "tea", "r.a": "7"}).status_code == 422
    assert client.post("/console/search/judge", data={"q": "tea", "r.none": "1"}).status_code == 404
    weighed = words(client.get("/console/search/judgments", params={"do": "weight", "weight": "1", "lang": "en"}))
    assert "weight = 1" in weighed
    kept = client.post("/console/search/change?lang=en", data={"do": "weight", "weight": "1", "step": "keep", "back": "judgments"})
    assert kept.status_code == 200


def test_without_a_query_the_searches_of_shoppers_lead_on(client, shop):
    shop.store.searches.put([LoggedSearch(f"q{n}", datetime.now(UTC), "brew", "en", 0) for n in range(3)])
    said = words(client.get("/console/search?lang=en"))
    assert "brew 3 times" in said
    assert "0% clicked" in said


def test_lists_that_were_never_counted_are_said_to_be_counted(client, shop, monkeypatch):
    monkeypatch.setattr(shop.kept, "ask_all", lambda asked: dict.fromkeys(asked))
    page = client.get("/console/search?lang=en").text
    assert "Being counted" in page
    assert "data-again" in page
    assert "look_again" in page
    assert text("tune_zero_none", "en") not in page


def sent(client, content, name="judged.csv", language="en"):
    return client.post(f"/console/search/judgments?lang={language}", files={"file": (name, content)})


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_judgments_that_were_downloaded_are_uploaded_again(client, shop, form):
    judged = [judgment("tea", "a", 3), judgment("tea", "c", 0), judgment("茶", "b", 2)]
    shop.store.judgments.put(judged)
    file = client.get(f"/console/search/judgments/{form}").content
    shop.store.judgments.delete([each.id for each in judged])
    assert "Kept: 3 new, 0 changed, 0 unchanged." in words(sent(client, file, f"评分.{form}"))
    assert {(each.query, each.product_id, each.rating, each.by) for each in shop.store.judgments.all()} == {
        ("tea", "a", 3, "local"), ("tea", "c", 0, "local"), ("茶", "b", 2, "local")}
    assert "Kept: 0 new, 1 changed, 0 unchanged." in words(sent(client, "query,product_id,rating\ntea,a,1\n"))


@pytest.mark.parametrize(("language", "said"), [
    ("en", ("2 of 3 rows are wrong, so none was kept: Row 3 rating", "0 (does not fit), 1, 2 or 3 (fits exactly)", "Row 4 query")),
    ("zh", ("3 行中有 2 行不对，一条也没有保存： 第 3 行 rating", "应为0（不合适）、1、2 或 3（正合适）；实际是：9", "第 4 行 query")),
])
def test_a_file_with_wrong_rows_is_refused_row_by_row(client, shop, language, said):
    answer = sent(client, "query,product_id,rating\ntea,a,1\ntea,b,9\n,c,2\n", language=language)
    assert answer.status_code == 422
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))
    assert [each for each in said if each not in told] == []
    assert shop.store.judgments.count() == 0


@pytest.mark.parametrize(("content", "english", "chinese"), [
    ("query,product_id,rating\ntea,zz9,2\n", "none of its products is in the shop, such as zz9", "店里都没有，例如 zz9"),
    ("", "the file is empty", "文件是空的"), ("query,product_id,rating\n", "no rows", "没有数据行"),
])
def test_a_file_of_no_judgments_is_refused_with_a_reason(client, shop, content, english, chinese):
    for language, said in (("en", english), ("zh", chinese)):
        answer = sent(client, content, language=language)
        assert answer.status_code == 422
        assert said in answer.text
        assert "judged.csv" in answer.text
        assert "/tmp" not in answer.text
    assert shop.store.judgments.count() == 0


def test_products_that_the_shop_does_not_have_are_named_and_kept(client, shop):
    rows = '{"query": "tea", "product_id": "a", "rating": 2}\n{"query": "tea", "product_id": "later", "rating": 3}\n'
    said = words(sent(client, rows, "j.jsonl"))
    assert "1 of the products are not in the shop, such as later" in said
    assert shop.tuner.of("tea") == {"a": 2, "later": 3}


def test_judgments_are_uploaded_from_the_shops_own_pages_only(client, shop):
    files = {"file": ("j.csv", "query,product_id,rating\ntea,a,1\n")}
    assert client.post("/console/search/judgments", files=files, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/console/search/judgments?lang=en", data={"x": "1"}, files={"y": ("", "")}).status_code == 422
    assert shop.store.judgments.count() == 0
