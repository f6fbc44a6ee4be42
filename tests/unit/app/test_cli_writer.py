"""`train writer`: from the shop's own copy and files, and whether what was taught writes from then on."""

import json
import sys

import pytest

pytest.importorskip("torch")

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.shop import Attribute, Localized, Product, Variant
from small_writer import small_base, small_pairs

QUICK = ["--epochs", "1", "--lr", "0.01", "--batch-size", "16", "--device", "cpu"]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return str(small_base(tmp_path_factory.mktemp("base")))


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    front = open_shop(str(folder), create=True)
    red = (Attribute(Localized("颜色", "Colour"), Localized("红", "red")),)
    told = [Localized("", f"A red mug no. {i * 31}.") for i in range(6)]
    front.store.products.put([Product(f"p{i}", Localized("", f"Mug {i}"), (Variant(f"p{i}"),), description=said, attributes=red)
                              for i, said in enumerate(told)])
    front.close()
    return folder


def answer(capsys, *args):
    code = run(["train", "writer", *args, "--json"])
    printed = capsys.readouterr()
    return code, json.loads(printed.out) if printed.out else None, printed.err


def rows(path, pairs):
    path.write_text("\n".join(json.dumps({"name": p.title, "facts": [list(f) for f in p.facts], "said": p.copy}) for p in pairs), "utf-8")
    return str(path)


def test_it_learns_from_the_shop_and_files_and_is_not_used_where_rules_are_nearer(shop, base, capsys, tmp_path):
    file = rows(tmp_path / "best.jsonl", small_pairs())
    code, found, told = answer(capsys, "--shop", str(shop), "--base", base, "--data", file, "--map", "name=title,said=copy", *QUICK)
    assert "pairs of facts and copy to learn from" in told
    assert found["held_out_pairs"] > 3
    assert found["metrics"].keys() == {"own", "grounded"}
    assert (code == 0) == found["active"]
    own, rules = (found["metrics"][name]["rouge_l"]["value"] for name in ("own", "grounded"))
    assert found["rouge_l_gained"]["value"] == pytest.approx(own - rules, abs=1e-4)
    front = open_shop(str(shop))
    version = front.models["writer"].get(found["version"])
    assert "best.jsonl (150), products (6)" in version.card
    assert "ROUGE-L on held-out pairs against the grounded writer" in version.card
    assert (version.folder / "model.gguf").exists()
    assert not list(shop.glob("models/writer/runs/*"))
    front.close()


@pytest.mark.parametrize(("row", "why"), [
    ({"facts": {"a": "b"}}, "copy: expected the text that was written"),
    ({"copy": "a text", "facts": []}, "facts: expected names and values"),
])
def test_a_row_that_is_no_pair_is_named(shop, base, capsys, tmp_path, row, why):
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps(row), "utf-8")
    code, _, told = answer(capsys, "--shop", str(shop), "--base", base, "--data", str(file))
    assert code == 2
    assert f"bad.jsonl, row 1, {why}" in told


def test_without_a_base_or_the_extra_it_says_what_to_do(shop, tmp_path, capsys, monkeypatch):
    empty = tmp_path / "empty"
    open_shop(str(empty), create=True).close()
    code, _, told = answer(capsys, "--shop", str(empty))
    assert (code, "next: shopkeeper train language-model" in told) == (2, True)
    needing = ("shopkeeper.models.language.copy", "shopkeeper.models.training.", "torch")
    for name in [name for name in sys.modules if name.startswith(needing)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "torch", None)
    code, _, told = answer(capsys, "--shop", str(empty))
    assert (code, "pip install 'shopkeeper[train]'" in told) == (2, True)
