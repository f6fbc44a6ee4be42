"""The writer with a language model over real servers: one that keeps to its data, and llama.cpp's own with a model that babbles."""

from __future__ import annotations

import json

import pytest

from lies import escaped
from lying_server import lying_server
from random_goods import goods
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.models.language.budget import Budget
from shopkeeper.models.language.price import Price
from shopkeeper.models.language.served import ServedModel
from shopkeeper.writing import Brief, GroundedWriter, Writer
from shopkeeper.writing.llm import LlmWriter
from shopkeeper.writing.realise.en.realiser import English
from shopkeeper.writing.realise.zh.realiser import Chinese
from small_model import model_server


def grounded():
    return GroundedWriter({"en": English(), "zh": Chinese()})


def test_what_an_honest_model_writes_is_published():
    counts, _ = escaped(32, grounded(), model="honest")
    assert counts["written by llm"] >= 28


def test_a_shop_whose_settings_name_a_model_writes_with_it(tmp_path, capsys):
    open_shop(str(tmp_path), create=True).close()
    with lying_server() as url:
        toml = f'llm = "{url}"\nllm_model = "honest"\nllm_price = "1/10"\nllm_budget_usd = 5.0\n'
        (tmp_path / "shopkeeper.toml").write_text(toml, "utf-8")
        code = run(["write", "description", "--keywords", "Halden mug, navy, ceramic", "--shop", str(tmp_path), "--json"])
    copy = json.loads(capsys.readouterr().out)
    copy = copy[0] if isinstance(copy, list) else copy
    assert (code, copy["writer"]) == (0, "llm")
    assert copy["cost"] > 0 < copy["tokens"]


@pytest.fixture(scope="module")
def babbling(tmp_path_factory):
    """A model of weights drawn by chance, with room for a whole order."""
    pytest.importorskip("torch")
    from shopkeeper.models.language.gguf import export_gguf
    from shopkeeper.models.language.layout import Trainable
    from shopkeeper.models.tokenizer import SPECIAL, learn
    from shopkeeper.models.transformer import Llama, Shape

    folder = tmp_path_factory.mktemp("babbling")
    tokenizer = learn(["plain words of a shop, of mugs and kettles"], 300)
    shape = Shape(tokenizer.get_vocab_size(), 32, 1, 2, 1, 64, 8192)
    Trainable(Llama(shape), tokenizer, SPECIAL.index("<|endoftext|>"), shape.context).save(folder)
    export_gguf(folder, folder / "model.gguf")
    return folder


def test_a_model_that_knows_nothing_of_copy_never_does_harm(babbling, tmp_path):
    price = Price(0.5, 2)
    budget = Budget(tmp_path / "used.json", 1_000_000, price=price)
    with model_server(babbling) as url:
        served = ServedModel(url, key="a-key", budget=budget)
        author = LlmWriter(lambda: served)
        copy = Writer([author, grounded()]).write(goods(1, "en"), Brief("title", "en"))
        served.close()
    assert copy.holds
    assert json.dumps(copy.to_dict())
    assert copy.writer == "grounded"
    assert budget.used > 100
    assert budget.spent > 0
