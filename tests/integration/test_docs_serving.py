"""What docs/models.md shows of serving language models runs as it stands."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from browser.server import start_server
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.app.settings import Settings

WHOLE = (Path(__file__).parents[2] / "docs" / "models.md").read_text("utf-8")
PAGE = WHOLE.partition("## Serving language models")[2].partition("\n## ")[0]


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def here(tmp_path, monkeypatch, small_model):
    """A folder with a shop `myshop`, whose model is the small one, and the files of the examples."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPKEEPER_SHOP", "myshop")
    open_shop("myshop", create=True).close()
    shutil.copy(small_model / "model.gguf", "myshop/small.gguf")
    shutil.copytree(small_model, "my-llama")
    Path("myshop/shopkeeper.toml").write_text('llm = "small.gguf"\n')
    Path("order.json").write_text(json.dumps({"type": "object", "properties": {"size": {"enum": [42]}}, "required": ["size"]}))
    Path("yes-no.gbnf").write_text('root ::= "yes" | "no"')


def test_the_settings_exist():
    known = {field.name for field in fields(Settings)}
    shown = [tomllib.loads(block) for block in blocks("toml")]
    assert len(shown) == 2
    assert {name for block in shown for name in block} <= known


def test_the_commands_write(here, capsys):
    commands = re.findall(r"^shopkeeper (generate .*?)(?:  #.*)?$", PAGE, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        assert run(shlex.split(command)) == 0, command
    assert capsys.readouterr().out.splitlines()[-1] in ("yes", "no")


def test_the_python_runs(here, capsys, monkeypatch):
    library, client, export = blocks("python")
    exec(library, {})
    assert "size" in capsys.readouterr().out
    exec(export, {})
    assert Path("my-llama.gguf").exists()
    server, url = start_server(Path("myshop"))
    exec(client.replace("http://127.0.0.1:8777", url), {})
    server.terminate()
    assert server.wait(timeout=30) == 0
    assert capsys.readouterr().out.startswith("['shopkeeper', 'small-model")
