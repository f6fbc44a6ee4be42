"""docs/ab-tests.md is true: its commands and its Python run from top to bottom, over a small demo shop with visitors."""

from __future__ import annotations

import re
import shlex
from datetime import timedelta
from pathlib import Path

from shopkeeper import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.recommend.tuning import Tuning
from shopkeeper.store.demo import build
from small_experiment import visited

PAGE = (Path(__file__).parents[2] / "docs" / "ab-tests.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def visit() -> None:
    """The visitors of the experiment that the page has begun: the new arm is clicked more and sells as much."""
    shop = open_shop("demo-shop")
    plan = shop.store.experiments.get("no-trend")
    step = timedelta(microseconds=100)
    visited(shop.store, {"plain": 0.2, "new": 0.5}, {"plain": 0.4, "new": 0.4}, n=600, plan=plan, start=plan.started_at, step=step)
    shop.close()


def test_every_example_runs_and_does_what_the_page_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPKEEPER_SHOP", "demo-shop")
    shop = open_shop("demo-shop", create=True)
    build(shop.store, Path("demo-shop/media"), products=60, customers=10)
    shop.index()
    shop.close()
    shown = ""
    for language, content in BLOCK.findall(PAGE):
        if language == "sh":
            for line in content.splitlines():
                assert run(shlex.split(line)[1:]) == 0, line
                if " start " in line:
                    visit()
        elif language == "python":
            exec(compile(content, "docs/ab-tests.md", "exec"), {})
        shown += capsys.readouterr().out
    assert "no-trend: started with the arms plain, new" in shown
    assert "new is better than plain" in shown
    assert "“new”" in shown
    assert "no-trend: stopped" in shown
    assert "600 lists in 600 sessions" in shown
    assert "The log cannot tell" in shown  # nothing was left to chance in it
    assert "doubly_robust" in shown
    assert "new unguarded" in shown or "new better" in shown


def test_what_an_arm_may_change_stands_on_the_page():
    fields = {name for name in Tuning.__dataclass_fields__ if name not in ("weights", "copies")} | {"without", "weight.SOURCE", "copy"}
    assert {name for name in fields if f"`{name}=" not in PAGE} == set()
