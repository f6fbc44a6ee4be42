"""docs/demand.md is true: its commands and its Python run over a small demo shop."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from shopkeeper import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.demand import learned
from shopkeeper.demand.calendar import EVENTS
from shopkeeper.store.demo import build

PAGE = (Path(__file__).parents[2] / "docs" / "demand.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_example_runs_and_does_what_the_page_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPKEEPER_SHOP", "demo-shop")
    monkeypatch.setattr(learned, "ROUNDS", 30)
    shop = open_shop("demo-shop", create=True)
    build(shop.store, Path("demo-shop/media"), products=60, customers=60)
    shop.close()
    rows = [f"{id},{day},{(day * 7 + len(id)) % 5}" for id in ("a", "bb", "ccc") for day in range(40)]
    Path("sales.csv").write_text("\n".join(["id,date,quantity", *rows]), "utf-8")
    shown = ""
    for language, content in BLOCK.findall(PAGE):
        if language == "sh":
            for line in content.splitlines():
                assert run(shlex.split(line)[1:]) == 0, line
        else:
            exec(compile(content, "docs/demand.md", "exec"), {})
        shown += capsys.readouterr().out
    assert "in use now" in shown
    assert "variants are due" in shown
    assert "coverage_80" in shown
    assert "Plotly.newPlot" in Path("audio.html").read_text("utf-8")
    assert Path("orders.csv").read_text("utf-8-sig").startswith("supplier,")


def test_every_event_stands_on_the_page():
    flat = " ".join(PAGE.split()).lower()
    assert {event.key for event in EVENTS if event.name.zh.lower() not in flat and event.name.en.lower() not in flat} == set()
