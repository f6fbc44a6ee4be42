"""Experiments by every door: commands, HTTP, the console's pages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run
from shopkeeper.app.web import experiments as pages
from shopkeeper.app.web.strings import text
from shopkeeper.shop import LoggedRecommendation
from small_experiment import AT, PLAN, visited
from small_shop import small_shop

FORM = {"sec-fetch-site": "same-origin"}
ARMS = [{"name": "plain"}, {"name": "new", "changes": ["without=trend"]}]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("experiments") / "shop")
    visited(shop.store, {"plain": 0.2, "new": 0.45}, {"plain": 0.4, "new": 0.6})
    shop.store.experiments.put([PLAN])
    yield shop
    shop.close()


@pytest.fixture(scope="module")
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1", follow_redirects=False)


@pytest.fixture
def ask(shop, monkeypatch, capsys):
    """Runs a command on the open shop: its exit code, what it printed, and its complaint."""
    monkeypatch.setattr("shopkeeper.app.bootstrap.open_shop", lambda *_, **__: shop)
    monkeypatch.setattr(shop, "close", lambda: None)

    def asked(*words):
        code = run(["experiments", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


def test_an_experiment_is_started_shown_and_stopped_by_commands(ask):
    code, out, _ = ask("start", "mixed", "--arm", "plain", "--arm", "new: diversity=0.5; without=trend", "--guard", "revenue:0.1",
                       "--shares", "3,1", "--place", "home")
    assert code == 0
    assert "mixed: started with the arms plain, new" in out
    assert "each arm needs about" in out
    _, out, _ = ask("show", "mixed")
    assert "arm new (1): diversity=0.5; without=trend" in out
    assert "guard revenue: at most 10% worse" in out
    _, out, _ = ask("list", "--json")
    assert json.loads(out)[0]["id"] == "mixed"
    assert ask("stop", "mixed")[:2] == (0, "mixed: stopped\n")
    code, _, err = ask("stop", "mixed")
    assert (code, err) == (2, "mixed: this experiment does not run\n")


@pytest.mark.parametrize(("words", "complaint"), [
    (("start", "e", "--arm", "a", "--arm", "b"), "e: there is an experiment of this id already"),
    (("start", "x", "--arm", "a", "--arm", "b: colour=red"), "'colour=red': expected margin"),
    (("start", "x", "--arm", "a"), "arms: expected at least two arms"),
    (("start", "x", "--arm", "a", "--arm", "b", "--shares", "1"), "shares: expected one for each of the 2 arms"),
    (("start", "x", "--arm", "a", "--arm", "b", "--guard", "revenue:much"), "guard: expected a measure and a margin"),
    (("start", "x", "--arm", "a", "--arm", "b", "--goal", "joy"), "goal: expected one of clicked"),
    (("result", "nothing"), "no experiment has the id 'nothing'"),
])
def test_what_is_wrong_is_said_in_a_sentence(ask, words, complaint):
    code, _, err = ask(*words)
    assert code == 2
    assert complaint in err


def test_the_result_is_told_in_both_languages(ask):
    code, out, _ = ask("result", "e")
    assert code == 0
    assert "new is better than plain: take it over." in out
    assert "Revenue a visitor: surely no more than 30% worse." in out
    assert "“new”比“plain”好：可以改用它。" in ask("result", "e", "--language", "zh")[1]
    found = json.loads(ask("result", "e", "--json")[1])
    assert found["arms"][1]["verdict"] == "better"
    assert found["sentences"][0].startswith("new is better")


def test_what_recommendations_bring_in_is_measured(ask, client):
    code, out, _ = ask("measures", "--days", "36500")
    assert code == 0
    assert "1,200 lists in 1,200 sessions" in out
    found = client.get("/v1/recommendations/measures", params={"days": 36_500}).json()
    rate = found["click_through"]
    assert rate["low"] < 0.325 < rate["high"]
    assert found["places"]["home"]["shown"] == found["lists"] == 1200
    assert found["conversion"]["low"] < 0.5 < found["conversion"]["high"]


def test_experiments_over_http(client):
    begun = client.post("/v1/experiments", json={"id": "http", "arms": ARMS, "goal": "bought"})
    assert begun.status_code == 201
    assert begun.json()["started_at"]
    assert client.get("/v1/experiments/http").json()["arms"][1]["changes"] == ["without=trend"]
    assert "http" in [each["id"] for each in client.get("/v1/experiments").json()["experiments"]]
    result = client.get("/v1/experiments/http/result", params={"language": "zh"}).json()
    assert result["sentences"] == ["“new”：访客还太少，什么都不能说。"]
    assert client.post("/v1/experiments/http/stop", json={}).json()["ended_at"]
    assert client.post("/v1/experiments", json={"id": "x", "arms": ARMS[:1]}).status_code == 422
    assert client.get("/v1/experiments/nothing").status_code == 404


@pytest.mark.parametrize("path", ["/v1/experiments", "/v1/experiments/e/result", "/v1/recommendations/measures", "/console/experiments"])
def test_what_is_for_the_people_of_the_shop_is_not_told_through_a_proxy(client, path):
    assert client.get(path).status_code == 200
    assert client.get(path, headers={"x-forwarded-for": "1.2.3.4"}).status_code == 403


def test_a_thumb_is_kept_with_its_list_the_last_one_counts(client, shop):
    shop.store.recommendations.put([LoggedRecommendation("rec_t", AT, "home", ("p1", "p2"))])
    address = "/v1/recommendations/rec_t/feedback"
    for thumb in ({"up": True, "product_id": "p1"}, {"up": False}, {"up": False, "product_id": "p1"}):
        assert client.post(address, json=thumb).status_code == 204
    kept = shop.store.recommendations.get("rec_t").thumbs
    assert [(thumb.product_id, thumb.up) for thumb in kept] == [("", False), ("p1", False)]
    assert client.post(address, json={"up": True, "product_id": "p9"}).status_code == 422
    assert client.post("/v1/recommendations/rec_no/feedback", json={"up": True}).status_code == 404
    shop.store.recommendations.delete(["rec_t"])


@pytest.mark.parametrize(("language", "said"), [("zh", "“new”比“plain”好：可以改用它。"), ("en", "new is better than plain: take it")])
def test_the_console_says_how_an_experiment_stands(client, language, said):
    html = client.get(f"/console/experiments/e?lang={language}").text
    assert said in html
    assert html.count('class="change ') == 3  # nobody gave a thumb down
    assert "style=" not in html
    assert "e</b>" in client.get(f"/console/experiments?lang={language}").text


def test_the_console_begins_and_stops_an_experiment(client, shop):
    begun = client.post("/console/experiments", data={"id": "页", "changes": "without=trend", "goal": "revenue"}, headers=FORM)
    assert begun.status_code == 303
    kept = shop.store.experiments.get("页")
    assert ([arm.name for arm in kept.arms], kept.goal, kept.guards[0].measure) == (["plain", "new"], "revenue", "bought")
    assert client.get(begun.headers["location"]).status_code == 200
    assert client.post(begun.headers["location"], headers=FORM | {"content-type": "application/x-www-form-urlencoded"}).status_code == 303
    assert shop.store.experiments.get("页").ended_at is not None
    for changes in ("", "colour=red"):
        wrong = client.post("/console/experiments", data={"id": "x", "changes": changes, "goal": "clicked"}, headers=FORM)
        assert wrong.status_code == 422


@pytest.mark.parametrize(("fields", "english"), [
    ({"changes": ""}, "expected what the new arm changes"), ({"changes": "colour=red"}, "'colour=red': expected"),
    ({"changes": "diversity=9"}, "expected a number from 0 to 1"), ({"part": "0"}, "part: expected a whole number from 1 to 99"),
    ({"id": "a=b"}, "an id without ="), ({"id": "e"}, "there is an experiment of this id already"),
])  # fmt: skip
def test_what_is_wrong_with_an_experiment_is_said_on_its_form(client, shop, fields, english):
    before = shop.store.experiments.count()
    for language in ("en", "zh"):
        answer = client.post(f"/console/experiments?lang={language}", data={"id": "y", "changes": "without=trend", **fields}, headers=FORM)
        assert answer.status_code == 422
        said = unescape(re.search(r'role="alert">(.*?)</p>', answer.text)[1])
        assert english in said if language == "en" else not said.isascii()
        assert english not in said or language == "en"
        assert f'value="{fields.get("id", "y")}"' in answer.text, "what was filled in stays"
    assert shop.store.experiments.count() == before


@pytest.mark.parametrize(("language", "said"), [("en", "each arm needs about"), ("zh", "每组约需")])
def test_the_console_says_how_long_an_experiment_would_take(client, shop, language, said, monkeypatch):
    before, plan = shop.store.experiments.count(), {"id": "y", "changes": "without=trend", "part": "20", "detect": "5", "do": "plan"}
    for days, words in ((12.4, said), (None, text("experiment_length_unknown", language))):
        monkeypatch.setattr(pages, "planned", lambda store, plan, *more, days=days: (replace(plan, planned=4100), days))
        answer = client.post(f"/console/experiments?lang={language}", data=plan, headers=FORM)
        assert answer.status_code == 200
        assert words in answer.text
        assert bool(days) == (f"5% {'的差别' if language == 'zh' else 'each arm'}" in answer.text) == ("4,100" in answer.text)
    assert shop.store.experiments.count() == before


def test_a_part_of_the_visitors_sees_the_change(client, shop):
    plan = {"id": "fifth", "changes": "without=trend", "part": "20", "detect": "5", "note": "cheap?", "do": "start"}
    assert client.post("/console/experiments", data=plan, headers=FORM).status_code == 303
    kept = shop.store.experiments.get("fifth")
    assert ([arm.share for arm in kept.arms], kept.detect, kept.note) == ([0.8, 0.2], 0.05, "cheap?")
    shop.experiments.stop("fifth", datetime.now(UTC))
