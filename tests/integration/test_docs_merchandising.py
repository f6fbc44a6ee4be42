"""docs/merchandising.md is true: its commands and its Python run from top to bottom, over a small demo shop."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from pathlib import Path

from shopkeeper import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.shop import Rule
from shopkeeper.store.demo import build

PAGE = (Path(__file__).parents[2] / "docs" / "merchandising.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_example_runs_and_does_what_the_page_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shop = open_shop("demo-shop", create=True)
    build(shop.store, Path("demo-shop/media"), products=80, customers=10)
    shop.index()
    shop.close()
    shown = ""
    for language, name, content in BLOCK.findall(PAGE):
        if name:
            Path(name).write_text(content, "utf-8")
        elif language == "sh":
            for line in content.splitlines():
                if not line.startswith("shopkeeper demo"):
                    assert run(shlex.split(line)[1:]) == 0, line
        else:
            exec(compile(content, "docs/merchandising.md", "exec"), {})
        shown += capsys.readouterr().out
    assert "pin at 1" in shown
    assert "boost by 0.3" in shown
    assert "1 deleted" in shown
    assert "2 new" in shown
    assert "pinned by tea-first" in shown
    assert re.search(r"^ +\S+  →  +2  .*p0005$", shown, re.MULTILINE), "tried: p0005 at the second place"


def test_every_field_of_a_rule_stands_on_the_page():
    table = PAGE.partition("| field |")[2].partition("\n\n")[0]
    first_column = "".join(row.split("|")[1] for row in table.splitlines() if "`" in row)
    assert {field.name for field in fields(Rule)} == set(re.findall(r"`(\w+)`", first_column))
