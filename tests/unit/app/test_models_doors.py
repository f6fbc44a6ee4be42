"""The shop's models on the console, over HTTP and from the command line: versions, figures, gate, training as a job."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app import model_views
from shopkeeper.app.api import create_app
from shopkeeper.app.cli import models
from shopkeeper.app.cli.main import run
from shopkeeper.app.presence import Presence, alive
from shopkeeper.evaluation import Difference
from shopkeeper.models.card import Card, Data
from shopkeeper.models.training.losses import FILE, Losses, newest, read, thinned
from shopkeeper.shop import judgment
from small_shop import product, small_shop

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def difference(value, low):
    return Difference(value, low, value + 0.01, 0.04, 90)


def add(versions, day, *, of=0.0, low=0.0, training=None):
    figures = {"accuracy": 0.9 + day / 100, "accuracy difference": difference(of, low)}
    card = Card("Sentiment", "Says whether.", Data("f0", 1200, ["reviews"]), figures, "300 rows", training or {"epochs": day}, 3.0)
    return versions.add(lambda folder: (folder / "config.json").write_text("{}"), NOW + timedelta(days=day), card=card).name


@pytest.fixture
def shop(tmp_path, monkeypatch):
    shop = small_shop(tmp_path / "shop")
    shop.put_products([product("a", "Tea cup", "茶杯"), product("b", "Tea pot", "茶壶")])

    @contextmanager
    def opened(*_, **__):
        yield shop

    monkeypatch.setattr(models, "opened", opened)
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1", headers={"sec-fetch-site": "same-origin", "accept": "text/html"})


def words(answer, status=200):
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_version_is_put_in_use_only_where_nothing_speaks_against_it(client, shop, capsys):
    versions = shop.models["sentiment"]
    good, bad = add(versions, 1, of=0.02), add(versions, 2, of=-0.05, low=-0.08)
    versions.note(good, "beside it", metric="accuracy", difference=difference(0.01, -0.001))
    said = words(client.get("/console/models/sentiment?lang=en"))
    assert "accuracy -0.0500" in said
    assert f"shopkeeper models promote sentiment {bad} --anyway" in said
    refused = client.post("/console/models/sentiment?lang=en", data={"do": "promote", "version": bad})
    assert "it was measured and is worse" in words(refused, 422)
    assert versions.active is None
    taken = client.post("/console/models/sentiment?lang=en", data={"do": "promote", "version": good})
    assert "It is in use from the next request on." in words(taken)
    assert versions.active == good
    answer = client.post("/v1/capabilities/sentiment/promote", json={"version": bad})
    assert (answer.status_code, "worse: accuracy -0.0500 [-0.0800, -0.0400]" in answer.text) == (422, True)
    assert run(["models", "promote", "sentiment", bad]) == 1
    assert "is not put in use: it was measured and is worse" in capsys.readouterr().err
    assert client.post("/v1/capabilities/sentiment/promote", json={"version": bad, "anyway": True}).json()["active"] == bad
    assert run(["models", "promote", "sentiment", bad]) == 0, "it is in use already"
    assert "What was in use before is back." in words(client.post("/console/models/sentiment?lang=en", data={"do": "rollback"}))
    answer = client.post("/v1/capabilities/sentiment/rollback", json={})
    assert (answer.status_code, answer.json()["active"]) == (200, None)
    assert [entry.kind for entry in shop.store.audit.newest(4)] == ["model.rollback", "model.rollback", "model.promote", "model.promote"]


def test_two_versions_stand_side_by_side_and_have_their_cards(client, shop):
    a, b = add(shop.models["sentiment"], 1), add(shop.models["sentiment"], 2)
    said = words(client.get("/console/models/sentiment", params={"a": a, "b": b, "lang": "en"}))
    assert "accuracy 0.91 0.92" in said
    assert "epochs 1 2" in said
    assert "1,200 rows of reviews" in said
    [told] = [each for each in client.get("/v1/capabilities").json()["capabilities"] if each["capability"] == "sentiment"]
    assert [each["version"] for each in told["versions"]] == [b, a]
    assert told["versions"][0]["at"] == "2026-11-22T08:30:00+00:00"
    assert client.get(f"/v1/capabilities/sentiment/versions/{a}").json()["card"].startswith("# Sentiment")
    assert client.get("/v1/capabilities/nothing").status_code == 404
    assert "Tone of reviews" in words(client.get("/console/models?lang=en"))


def test_a_training_is_queued_watched_and_cancelled(client, shop, monkeypatch):
    said = words(client.get("/console/models/recommender?lang=en"))
    assert "No worker runs: a training only waits." in said
    monkeypatch.setattr(model_views, "find_spec", lambda _: None)
    assert "pip install 'shopkeeper[train]'".replace("'", "&#39;") in client.get("/console/models/recommender").text.replace("'", "&#39;")
    client.post("/console/models/recommender", data={"do": "train", "epochs": "2", "lr": ""})
    [job] = shop.store.queue.newest(5, kind="train")
    assert dict(job.arguments) == {"capability": "recommender", "epochs": 2.0}
    claimed = shop.store.queue.claim("w1", datetime.now(UTC))
    losses = Losses(shop.models["recommender"].folder / "runs" / "x")
    for step in range(1, 6):
        losses.add(step, 5.0 - step / 10, 4.9 if step == 5 else None)
    page = client.get("/console/models/recommender?lang=en")
    assert "data-live" in page.text
    figure = json.loads(re.search(r'<script type="application/json">(.*?)</script>', page.text, re.DOTALL)[1])
    assert [(trace["name"], len(trace["x"])) for trace in figure["data"]] == [("training loss", 5), ("validation loss", 1)]
    client.post("/console/models/recommender", data={"do": "cancel", "job": claimed.id})
    assert shop.store.queue.get(claimed.id).cancelling
    assert words(client.post("/console/models/ranker?lang=en", data={"do": "train"}), 422).count("expected either data")


def test_the_judgments_that_are_kept_can_be_learnt_from(client, shop):
    shop.store.judgments.put([judgment("tea", "a", 3)])
    assert 'value="judged"' in client.get("/console/models/ranker").text
    client.post("/console/models/ranker", data={"do": "train", "source": "judged"})
    [job] = shop.store.queue.newest(5, kind="train")
    assert dict(job.arguments) == {"capability": "ranker", "judged": True}


def test_a_worker_is_seen_while_it_lives(shop):
    assert alive(shop.data_dir) == 0
    worker = Presence(shop.data_dir)
    assert alive(shop.data_dir) == 1
    worker.close()
    assert alive(shop.data_dir) == 0


def test_the_losses_of_a_run_go_on_where_it_was_stopped_and_stay_with_the_version(tmp_path, shop):
    folder = tmp_path / "models" / "runs" / "one"
    losses = Losses(folder)
    for step in (1, 2, 3):
        losses.add(step, 1.0 / step)
    losses.add(3, validation=0.5)
    assert [(each.step, each.validation) for each in read(folder / FILE)] == [(1, None), (2, None), (3, 0.5)]
    Losses(folder, 2).add(3, 0.25)
    (folder / FILE).open("a").write('{"step": 4, "lo')
    assert [each.loss for each in read(folder / FILE)] == [1.0, 0.5, 0.25]
    assert newest(tmp_path / "models") == folder / FILE
    assert [each.step for each in thinned(read(folder / FILE), 2)] == [1, 3]
    Losses(shop.models["recommender"].folder / "runs" / "x").add(1, 2.0)
    assert read(shop.models["recommender"].get(add(shop.models["recommender"], 1)).folder / FILE)[0].loss == 2.0
