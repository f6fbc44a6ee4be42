"""What buyers say, at the command line, by HTTP and in the console."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run
from shopkeeper.app.kept import Kept
from shopkeeper.shop import Localized, Product, Review, Variant
from small_shop import small_shop

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("opinions") / "shop")
    shop.put("products", [Product("a", Localized(en="Speaker", zh="音箱"), (Variant("a"),))])
    fine = [Review(f"f{n:02}", "a", 5.0, "声音清楚，很满意", at=START + timedelta(days=n)) for n in range(40)]
    bad = [Review(f"x{n}", "a", 1.0, "It broke after a week, runs small <b>", at=START + timedelta(days=40 + n)) for n in range(6)]
    shop.store.reviews.put([*fine, *bad, Review("paid", "a", 5.0, "好评返现 加微信 abc", at=START)])
    yield shop
    shop.close()


@pytest.fixture(scope="module")
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def test_a_text_is_read(client):
    found = client.post("/v1/opinions", json={"text": "面料柔软，但是尺码偏小"}).json()["opinions"]
    said = [(each["aspect"], each["polarity"], each["quote"]) for each in found]
    assert said == [("material", 1, "面料柔软"), ("size", -1, "尺码偏小")]
    assert found[0]["name"] == {"zh": "材质", "en": "material"}


def test_the_summary_of_a_product_and_of_the_shop(client):
    found = client.get("/v1/reviews/summary", params={"product": "a"}).json()
    sound = next(each for each in found["aspects"] if each["key"] == "sound")
    assert (found["reviews"], sound["good"], sound["bad"]) == (47, 40, 0)
    assert client.get("/v1/reviews/summary").json()["reviews"] == 47
    assert client.get("/v1/reviews/summary", params={"product": "nothing"}).status_code == 404


def test_new_faults_what_looks_made_and_who_says_so(client):
    alerts = client.get("/v1/reviews/alerts").json()["alerts"]
    assert {each["aspect"] for each in alerts} == {"durability", "size"}
    assert alerts[0]["since"].startswith("2026-02-10")
    assert client.get("/v1/reviews/suspicious").json()["suspicious"][0]["review_id"] == "paid"
    assert client.get("/v1/reviews/saying", params={"text": "尺码偏小"}).json()["products"] == [{"id": "a", "reviews": 6, "speak_of_it": 6}]
    assert [each["month"] for each in client.get("/v1/reviews/months").json()["months"]] == ["2026-01", "2026-02"]
    assert "aspects" in client.get("/v1/reviews/unanswered", params={"product": "a"}).json()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_console_shows_them_and_escapes_them(client, language):
    page = client.get("/console/reviews", params={"lang": language}).text
    assert "<b>" not in page.split("<main")[1].replace("<b>{", "")
    assert ("新出现的问题" if language == "zh" else "New faults") in page
    one = client.get("/console/reviews", params={"lang": language, "product": "a"}).text
    assert "x5" in one
    assert "/?where=saying%3D" in one or "where=saying" in one


@pytest.mark.parametrize(("language", "words"), [("en", "Being counted"), ("zh", "正在统计")])
def test_the_first_visit_shows_what_is_known_and_says_that_it_counts(client, shop, monkeypatch, language, words):
    go, counted = threading.Event(), shop.reviews.everything
    monkeypatch.setattr(shop, "kept", Kept())
    monkeypatch.setattr(shop.reviews, "everything", lambda: go.wait(20) and counted())
    first = client.get("/console/reviews", params={"lang": language}).text
    assert words in first
    assert "data-again" in first
    assert str(shop.store.reviews.count()) in first
    one = client.get("/console/reviews", params={"lang": language, "product": "a"}).text
    assert "data-again" in one
    assert shop.reviews.summary("a").headline(language) in one, "what its own reviews come to is known at once"
    go.set()
    shop.kept.close()
    after = client.get("/console/reviews", params={"lang": language}).text
    assert words not in after
    assert shop.reviews.summary().headline(language) in after


def test_one_reading_comes_to_what_the_four_questions_do(shop):
    all = shop.reviews.everything()
    ours = shop.reviews
    assert (all.summary, all.months, all.alerts, all.suspicious) == (ours.summary(), ours.months(), ours.alerts(), ours.suspicious())
    assert all.alerts


def test_the_command(shop, capsys):
    where = ["--shop", str(shop.data_dir)]
    assert run(["reviews", "a", *where]) == 0
    said = capsys.readouterr().out
    assert "sound 音质" in said
    assert "40" in said
    assert run(["reviews", "--alerts", "--json", *where]) == 0
    assert json.loads(capsys.readouterr().out)["alerts"][0]["product_id"] == "a"
    for flags in (["--suspicious"], ["--months"], ["--saying", "runs small"], ["--text", "便宜又好用"], ["a", "--unanswered"]):
        assert run(["reviews", *flags, *where]) == 0
        assert capsys.readouterr().out.strip()
    assert run(["reviews", "--unanswered", *where]) == 2
    assert run(["reviews", "--alerts", "--months", *where]) == 2
    assert run(["reviews", "nothing", *where]) == 2


def test_aspects_are_measured_on_a_users_file(tmp_path, capsys):
    rows = [{"text": "屏幕很清晰", "aspect": "屏幕", "polarity": 1},
            {"text": "battery is bad", "aspect": "battery", "polarity": "negative"},
            {"text": "hello", "aspect": "hello", "polarity": 0}]  # fmt: skip
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    assert run(["evaluate", "aspects", "--data", str(file), "--json", "--gate", "polarity_accuracy>=0.9"]) == 0
    metrics = json.loads(capsys.readouterr().out)["metrics"]
    assert metrics["aspect_recall"]["value"] == pytest.approx(2 / 3, abs=1e-5)
    file.write_text('{"text": "x", "aspect": "x", "polarity": 7}', "utf-8")
    assert run(["evaluate", "aspects", "--data", str(file)]) == 2
    assert "row 1, polarity" in capsys.readouterr().err


def test_products_are_searched_by_what_reviews_say(shop, client):
    shop.put("products", [Product("quiet", Localized(en="Speaker for the desk", zh="桌面音箱"), (Variant("q"),))])
    shop.index()
    found = client.post("/v1/search", json={"q": "speaker", "where": ["saying=声音清楚"]}).json()
    assert [each["id"] for each in found["hits"]] == ["a"]
    assert found["total"] == 1
    assert "saying=声音清楚" in found["understood"]["where"]
    both = {each["id"] for each in client.post("/v1/search", json={"q": "speaker"}).json()["hits"]}
    assert both == {"a", "quiet"}
    for nobody in ("saying=battery lasts long", "评价说=续航很差"):
        assert client.post("/v1/search", json={"q": "speaker", "where": [nobody]}).json()["hits"] == []
    assert client.post("/v1/search", json={"q": "", "where": ["saying=clear sound|runs small"]}).json()["total"] == 1
    assert "expected saying=TEXT" in client.post("/v1/search", json={"q": "x", "where": ["saying!=runs small"]}).json()["error"]["message"]


def test_what_a_new_review_says_is_found_at_once(shop, client):
    asked = {"q": "", "where": ["saying=battery lasts long"]}
    assert client.post("/v1/search", json=asked).json()["total"] == 0
    shop.store.reviews.put([Review(f"b{n}", "quiet", 5.0, "The battery lasts long.", at=START) for n in range(2)])
    assert [each["id"] for each in client.post("/v1/search", json=asked).json()["hits"]] == ["quiet"]
