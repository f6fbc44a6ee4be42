"""A shop tells why its own language model wrote something. Needs `[train]`, for the small model."""

from __future__ import annotations

import json

import pytest

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.shop import InvalidQuery
from small_model import beginnings


@pytest.fixture
def folder(tmp_path, small_model):
    """A shop whose settings name the small model where its weights lie."""
    open_shop(str(tmp_path / "shop"), create=True).close()
    (tmp_path / "shop" / "shopkeeper.toml").write_text(f'llm = "{small_model / "model.gguf"}"\n')
    return tmp_path / "shop"


def test_the_command_shows_what_each_token_hangs_on(folder, small_model, capsys, tmp_path):
    begin, sentence = next(iter(beginnings(small_model).items()))
    assert run(["generate", begin, "--shop", str(folder), "--explain", "--explain-html", str(tmp_path / "why.html")]) == 0
    first, *table = capsys.readouterr().out.splitlines()
    assert begin + first == sentence
    assert "probability" in table[1]
    assert sum("%" in line and " +" in line for line in table) > 5
    assert "模型为什么这样写" in (tmp_path / "why.html").read_text("utf-8")
    assert run(["generate", begin, "--shop", str(folder), "--explain", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert begin + answer["text"] == answer["explanation"]["text"] == sentence
    assert "".join(token["text"] for token in answer["explanation"]["tokens"]) == answer["text"]


def test_a_model_whose_weights_are_elsewhere_cannot_be_explained(folder, small_model, tmp_path):
    (folder / "own.gguf").write_bytes((small_model / "model.gguf").read_bytes())
    (folder / "shopkeeper.toml").write_text('llm = "own.gguf"\n')
    shop = open_shop(str(folder))
    with pytest.raises(InvalidQuery, match=r"trained here, with model\.safetensors beside"):
        shop.explain_writing("a", "b")
    shop.close()
