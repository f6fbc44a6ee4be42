"""docs/writing.md is true: its commands and its Python run over a small demo shop, and its examples hold."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from shopkeeper import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.store.demo import build

PAGE = (Path(__file__).parents[2] / "docs" / "writing.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FIRST_LINE = re.compile(r"^\*\*.+\*\* \((\w+), \w+(?:, \w+)?\)$", re.MULTILINE)


def test_every_example_runs_and_does_what_the_page_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPKEEPER_SHOP", "demo-shop")
    shop = open_shop("demo-shop", create=True)
    build(shop.store, Path("demo-shop/media"), products=20, customers=40)
    shop.index()
    shop.close()
    shown = ""
    for language, name, content in BLOCK.findall(PAGE):
        if name:
            Path(name).write_text(content, "utf-8")
        elif language == "sh":
            for line in content.splitlines():
                assert run(shlex.split(line)[1:]) == 0, (line, capsys.readouterr().err)
        elif language == "python":
            exec(compile(content, "docs/writing.md", "exec"), {})
        shown += capsys.readouterr().out
    assert "✓ " in shown
    assert "products: about" in shown
    assert "19 drafts written; 1 products had an open one" in shown
    assert Path("pairs.jsonl").exists()
    shop = open_shop("demo-shop")
    assert shop.store.drafts.states()["published"] == 1
    shop.close()


def test_there_are_twenty_examples_in_each_language():
    english, _, chinese = PAGE.partition("### English")[2].partition("### 中文")
    assert (len(FIRST_LINE.findall(english)), len(FIRST_LINE.findall(chinese))) == (20, 20)
