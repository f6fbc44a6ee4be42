import json
import random
import sys

import pytest

pytest.importorskip("torch")

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.models.capabilities import Models
from shopkeeper.models.language import sizes
from shopkeeper.models.language.sizes import Plan
from shopkeeper.models.training.options import TrainOptions
from shopkeeper.shop import Review

MINI = Plan(400, {"width": 32, "layers": 1, "heads": 2, "kv_heads": 1, "inner": 64, "context": 32},
            TrainOptions(epochs=3, batch_size=8, lr=1e-2, warmup=0.1))


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    draw = random.Random(0)
    front = open_shop(str(folder), create=True)
    front.store.reviews.put([Review(f"r{i}", "p", 5, f"The {draw.choice(['red', '黑色'])} mug no. {i} cost {draw.randint(10, 99)}，很好用")
                             for i in range(300)])
    front.close()
    return folder


@pytest.fixture(autouse=True)
def mini(monkeypatch):
    monkeypatch.setitem(sizes.PLANS, "tiny", MINI)


def open_models(shop):
    return Models(shop / "models")["language-model"]


def answer(capsys, *args):
    code = run([*args, "--json"])
    printed = capsys.readouterr()
    return code, json.loads(printed.out) if printed.out else None, printed.err


@pytest.fixture(scope="module")
def first(shop):
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sizes.PLANS, "tiny", MINI)
        assert run(["train", "language-model", "--size", "tiny", "--shop", str(shop)]) == 0
    return shop


def test_it_trains_and_is_used_from_then_on(first, capsys):
    code, report, _ = answer(capsys, "evaluate", "language-model", "--shop", str(first))
    assert code == 0
    assert report["metrics"].keys() == {"bits_per_byte", "perplexity", "bits_per_byte_5gram", "perplexity_5gram", "bits_per_byte_xz"}
    assert report["metrics"]["bits_per_byte"]["low"] < report["metrics"]["bits_per_byte"]["value"]
    assert not list(first.glob("models/language-model/runs/*"))
    code, listed, _ = answer(capsys, "models", "list", "--shop", str(first))
    assert [each["active"] for each in listed if each["capability"] == "language-model"] == [True]


def test_a_worse_one_is_kept_and_not_used(first, capsys):
    code, outcome, told = answer(capsys, "train", "language-model", "--size", "tiny", "--epochs", "0.1", "--shop", str(first))
    assert (code, outcome["active"]) == (1, False)
    assert outcome["saved"]["high"] < -0.01
    card = next(version.card for version in open_models(first).all() if version.name == outcome["version"])
    assert "on the held-out documents: bits a byte saved -" in card
    assert "documents (train " in told
    assert "step 2 of 2: loss " in told
    assert "Loading" not in told  # bars of libraries


def test_texts_of_a_file_can_be_measured(first, capsys, tmp_path):
    file = tmp_path / "other.jsonl"
    file.write_text("\n".join(json.dumps({"body": f"The red mug no. {i} cost {i}，很好用"}) for i in range(5)), encoding="utf-8")
    code, report, _ = answer(capsys, "evaluate", "language-model", "--data", str(file), "--map", "body=text", "--shop", str(first))
    assert (code, report["counts"]) == (0, {"documents": 5})


def test_an_update_trains_again_only_when_there_are_new_texts(first, capsys):
    newest = open_models(first).all()[-1]
    code, found, _ = answer(capsys, "update", "language-model", "--shop", str(first))
    assert (code, found[0]["outcome"], found[0]["version"]) == (0, "nothing new", newest.name)
    front = open_shop(str(first))
    front.store.reviews.put([Review(f"s{i}", "p", 5, f"这把{i}号雨伞不错 {i * 7} umbrella") for i in range(80)])
    front.close()
    code, found, _ = answer(capsys, "update", "language-model", "--shop", str(first))
    again = open_models(first).all()[-1]
    assert again.name == found[0]["version"] != newest.name
    assert again.config["training"] == newest.config["training"]
    assert again.config["data"]["rows"] > newest.config["data"]["rows"]
    assert (found[0]["outcome"], code) == (("in use", 0) if again.active else ("not in use", 1))


def test_one_in_use_that_cannot_be_measured_stays(first, capsys):
    versions = open_models(first)
    versions.promote(versions.add(lambda folder: (folder / "config.json").write_text("{}")).name)  # such as a GGUF file that was brought
    code, outcome, told = answer(capsys, "train", "language-model", "--size", "tiny", "--epochs", "0.1", "--shop", str(first))
    assert (code, outcome["active"], outcome["saved"]) == (1, False, None)
    assert "in use stays, as it cannot be measured" in told
    versions.rollback()


@pytest.mark.parametrize(("args", "why"), [
    (["--lora"], "--lora: expected --base too"), (["--from-scratch", "--base", "x"], "expected either --from-scratch or --base"),
    (["--lr", "0"], "--lr: expected more than 0, got 0"), (["--device", "abacus"], "--device: expected cpu, cuda"),
    (["--data", "gone.csv"], "gone.csv"),
])
def test_what_cannot_be_is_refused_in_a_sentence(shop, capsys, args, why):
    code, _, told = answer(capsys, "train", "language-model", "--size", "tiny", "--shop", str(shop), *args)
    assert code == 2
    assert why in told
    assert "Traceback" not in told


def test_before_one_is_trained_there_is_nothing_to_measure(tmp_path, capsys):
    open_shop(str(tmp_path), create=True).close()
    code, _, told = answer(capsys, "evaluate", "language-model", "--shop", str(tmp_path))
    assert (code, told) == (2, "no language model is in use; next: shopkeeper train language-model\n")


def test_without_the_extra_it_says_what_to_install(shop, capsys, monkeypatch):
    for name in [name for name in sys.modules if name.startswith(("shopkeeper.models.language.", "shopkeeper.models.training.", "torch"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "torch", None)
    code, _, told = answer(capsys, "train", "language-model", "--shop", str(shop))
    assert code == 2
    assert told == "training needs the extra [train] (torch is missing); next: pip install 'shopkeeper[train]'\n"
