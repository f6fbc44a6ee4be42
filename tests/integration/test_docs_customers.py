"""docs/customers.md is true: the commands and the Python of what customers did, and of campaigns, run over a small demo shop."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from shopkeeper import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.customers.segments import BY_KEY
from shopkeeper.store.demo import build

PAGE = (Path(__file__).parents[2] / "docs" / "customers.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _sections() -> str:
    did, _, rest = PAGE.partition("## What customers will do")
    return did + rest.partition("## Campaigns")[2]


def test_every_example_runs_and_does_what_the_page_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPKEEPER_SHOP", "demo-shop")
    shop = open_shop("demo-shop", create=True)
    build(shop.store, Path("demo-shop/media"), products=60, customers=60)
    shop.close()
    shown = ""
    for language, name, content in BLOCK.findall(_sections()):
        if name:
            Path(name).write_text(content, "utf-8")
        elif language == "sh":
            for line in content.splitlines():
                assert run(shlex.split(line)[1:]) == 0, line
        else:
            exec(compile(content, "docs/customers.md", "exec"), {})
        shown += capsys.readouterr().out
    assert "visits bought" in shown
    assert "order:o" in shown
    assert "are held out" in shown
    assert "Plotly.newPlot" in Path("funnel.html").read_text("utf-8")
    assert Path("audience.csv").read_text("utf-8").startswith("Email,Phone")
    assert next(Path("mails").glob("*.eml")).read_bytes().count(b"List-Unsubscribe") == 1


def test_every_group_stands_on_the_page():
    assert {key for key in BY_KEY if f"`{key}`" not in PAGE} == set()
    for kind in BY_KEY.values():
        assert kind.key in ("left-basket", "comparing") or f"{kind.name.en} · {kind.name.zh}" in PAGE
