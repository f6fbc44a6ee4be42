"""What shoppers come to next, at the doors: `train recommender`, the recommendations that stand on it, `update`."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

pytest.importorskip("torch")

import small_sequences as planted
from shopkeeper.app.cli.main import run
from shopkeeper.recommend.task import MODELS
from shopkeeper.shop import Event, EventItem, InvalidFile
from small_shop import product, small_shop

END = datetime.now(UTC) - timedelta(days=1)


def looks(people: int, seed: int = 0, until: datetime = END) -> list[Event]:
    """People who begin on some day of a month and look at a product of their sequence on each day after that, until some moment."""
    draw, found = np.random.default_rng(seed), []
    for person, row in enumerate(planted.sequences(people, seed)):
        begin = until - timedelta(days=float(draw.uniform(0, 12)))
        for step, item in enumerate(row.tolist()):
            at = begin + timedelta(days=step)
            if at < until:
                found.append(Event(f"e{seed}-{person}-{step}", "view_item", at, f"c{seed}-{person}", items=(EventItem(f"sku-{item}"),)))
    return found


@pytest.fixture(scope="module", autouse=True)
def simple():
    """The rule is so simple that neighbours and alike people tell it too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shopkeeper.recommend.train.MODELS", {"popular": MODELS["popular"]})
        yield


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("shop"))
    shop.put_products([product(f"sku-{number}", f"Thing number {number}", f"东西{number}号") for number in range(planted.ITEMS)])
    shop.put_events(looks(180))
    yield shop
    shop.close()


@pytest.fixture(scope="module")
def trained(shop):
    """What `train recommender` printed."""
    found = shop.train_recommender(given=dict(zip(("epochs", "batch_size", "lr", "device"), (6, 32, 0.01, "cpu"), strict=True)))
    return found.to_dict()


def test_the_network_that_is_better_serves_without_a_restart(shop, trained):
    assert trained["active"] is True
    assert set(trained["sources"]) >= {"learned", "network alone", "popular"}
    assert trained["difference"]["low"] > 0
    assert trained["asked"] >= 20
    answer = shop.recommend(session=["sku-1", "sku-4", "sku-7"], k=5)
    assert answer.hits[0].id == "sku-10"
    assert answer.hits[0].source == "learned"


def test_the_same_events_again_are_nothing_new(shop, trained, capsys):
    assert run(["update", "recommender", "--shop", str(shop.data_dir)]) == 0
    assert capsys.readouterr().out == f"recommender: nothing new since {trained['version']}\n"


def test_new_events_are_learnt_and_the_new_version_is_measured_on_what_the_old_one_had_not_seen(shop, trained, capsys):
    shop.put_events(looks(120, seed=1, until=END + timedelta(hours=20)))
    code = run(["update", "recommender", "--json", "--shop", str(shop.data_dir)])
    found = json.loads(capsys.readouterr().out)[0]
    assert found["version"] != trained["version"]
    assert (code == 0) == (found["outcome"] == "in use")
    assert shop.models["recommender"].active == (found["version"] if code == 0 else trained["version"])
    newest = shop.models["recommender"].get(found["version"]).config
    assert newest["training"]["epochs"] == 6
    assert newest["timed"] is True


def test_a_file_of_sequences_is_learnt_from_and_what_is_not_better_is_not_used(shop, tmp_path, capsys):
    rng = np.random.default_rng(0)
    file = tmp_path / "chance.txt"
    file.write_text("".join(f"u{i} " + " ".join(f"x{each}" for each in rng.choice(60, 4, replace=False)) + "\n" for i in range(80)))
    other = small_shop(tmp_path / "other")
    other.close()
    assert run(["train", "recommender", "--data", str(file), "--shop", str(tmp_path / "other"), "--epochs", "1"]) == 1
    told = capsys.readouterr().out
    assert "what 80 shoppers came to next, among all products:" in told
    assert "ndcg@10 with the network less" in told
    assert "not better, not activated: the simple sources serve" in told


def test_a_shop_where_too_little_happened_says_what_is_missing(tmp_path, capsys):
    new = small_shop(tmp_path / "new")
    with pytest.raises(InvalidFile, match="the shop's events: expected 20 shoppers or more"):
        new.train_recommender()
    new.close()
    assert run(["train", "recommender", "--data", str(tmp_path / "none.txt"), "--shop", str(tmp_path / "new")]) == 2
    assert "none.txt: no such file" in capsys.readouterr().err
