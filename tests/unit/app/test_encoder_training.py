"""A tiny encoder that a shop trains on its own products, through the command, and what it does with the outcome."""

import json
from contextlib import closing

import numpy as np
import pytest
from typer.testing import CliRunner

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import app
from shopkeeper.app.encoder_training import picks
from shopkeeper.models.export import export_encoder
from shopkeeper.models.sentences.pairs import Pair
from shopkeeper.models.split import held_out
from shopkeeper.shop import Localized
from small_shop import BagEncoder, product
from tiny_bert import SIGNS, WORDS, tiny_bert

KINDS = [f"{a} {b}" for a in WORDS[6:12] for b in WORDS[6:18]]


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    export_encoder(str(tiny_bert(folder / "source")), folder / "encoder", languages=("zh", "en"), max_tokens=32)
    return folder / "encoder"


@pytest.fixture
def folder(tmp_path, exported):
    with closing(open_shop(str(tmp_path / "shop"), create=True)) as shop:
        versions = shop.models["encoder"]
        versions.promote(versions.add(lambda to: [(to / path.name).write_bytes(path.read_bytes()) for path in exported.iterdir()]).name)
        shop.put_products([product(f"p{i:02}", kind, SIGNS[i % 7 : i % 7 + 4], description=Localized(en=f"the {kind} for a mug"))
                           for i, kind in enumerate(KINDS)])
    return tmp_path / "shop"


def run(*command, code=0):
    result = CliRunner().invoke(app, [*command, "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_an_encoder_is_trained_measured_used_and_updated(folder):
    # Given a shop with an encoder that knows nothing
    shop = "--shop", str(folder)
    # When it is trained on the catalogue
    made = run("train", "encoder", "--epochs", "6", "--lr", "0.003", *shop)
    # Then it is better on products that it did not see, in use, and the index is of its vectors
    assert made["active"]
    figures = made["metrics"]["auc"]
    assert figures["after"] > figures["before"] + 0.05
    version = run("models", "show", "encoder", *shop)
    assert (version["version"], version["config"]["source"]) == (made["version"], "catalogue")
    assert version["config"]["data"]["rows"] == made["pairs"]
    with closing(open_shop(str(folder))) as opened:
        assert opened.encoder.folder.name == made["version"]
    assert not (folder / "models" / "encoder" / "training").exists()
    # And an update does nothing until there are new products
    assert run("update", "encoder", *shop)[0]["outcome"] == "nothing new"
    with closing(open_shop(str(folder))) as opened:
        new = [product(f"n{i}", f"teapot {kind}", description=Localized(en=f"a {kind}")) for i, kind in enumerate(KINDS[:20])]
        opened.put_products(new)
    found = CliRunner().invoke(app, ["update", *shop, "--json"])
    assert json.loads(found.stdout)[0]["outcome"] == ("in use" if found.exit_code == 0 else "not in use")


def test_with_judgments_search_itself_is_measured_and_a_worse_one_is_not_used(folder, tmp_path):
    rows = [{"query": kind, "product_id": f"p{i:02}", "rating": 3} for i, kind in enumerate(KINDS)]
    assert any(held_out(row["query"]) for row in rows)
    (tmp_path / "judged.jsonl").write_text("\n".join(map(json.dumps, rows)))
    before = run("models", "show", "encoder", "--shop", str(folder))["version"]
    command = ["train", "encoder", "--data", str(tmp_path / "judged.jsonl"), "--epochs", "1", "--lr", "3", "--warmup", "0"]
    made = CliRunner().invoke(app, [*command, "--shop", str(folder), "--json"])
    found = json.loads(made.stdout)
    assert list(found["metrics"]) == ["ndcg@10"]
    difference = found["metrics"]["ndcg@10"]["difference"]
    assert found["active"] is (difference["value"] >= 0 or difference["low"] >= -0.01) is (made.exit_code == 0)
    assert (run("models", "show", "encoder", "--shop", str(folder))["version"] == before) is not found["active"]


def test_too_little_to_learn_from_is_said(tmp_path):
    with closing(open_shop(str(tmp_path), create=True)) as shop:
        shop.put_products([product("a", "teapot")])
    result = CliRunner().invoke(app, ["train", "encoder", "--shop", str(tmp_path)])
    assert "expected at least 50 pairs of texts to learn from, got 1" in str(result.exception)


def test_the_share_of_texts_that_lie_farther_away_than_the_right_one():
    pairs = [Pair("cotton shirt", "shirt of cotton"), Pair("teapot", "teapot"), Pair("hat", "lamp")]
    assert picks(BagEncoder(), pairs)[:2].tolist() == [1.0, 1.0]
    assert picks(BagEncoder(), pairs)[2] < 1
    assert np.isfinite(picks(BagEncoder(), [Pair("a", "b"), Pair("c", "b")])).all()
