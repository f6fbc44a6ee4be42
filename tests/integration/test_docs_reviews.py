"""docs/reviews.md and docs/catalog.md are true: their commands and Python run over a demo shop, and the planted batch is found there
and nothing else."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime, time
from pathlib import Path

from shopkeeper import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.store.demo import build, truth

DOCS = Path(__file__).parents[2] / "docs"
PAGE = "\n".join((DOCS / name).read_text("utf-8") for name in ("reviews.md", "catalog.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SIZE = {"products": 120, "customers": 900}


def test_every_example_runs_and_the_planted_fault_is_found(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPKEEPER_SHOP", "demo-shop")
    shop = open_shop("demo-shop", create=True)
    build(shop.store, Path("demo-shop/media"), **SIZE)
    shop.close()
    for language, content in BLOCK.findall(PAGE):
        if language == "sh":
            for line in content.splitlines():
                assert run(shlex.split(line)[1:]) == 0, line
        elif language == "python":
            exec(compile(content, "docs/reviews.md", "exec"), {})
    assert "on average" in capsys.readouterr().out
    assert run(["reviews", "--alerts", "--json"]) == 0
    alerts, fault = json.loads(capsys.readouterr().out)["alerts"], truth(**SIZE).fault
    assert {each["product_id"] for each in alerts} == {fault.product_id}
    assert "durability" in {each["aspect"] for each in alerts}
    assert all(datetime.fromisoformat(each["since"]) >= datetime.combine(fault.since, time(), UTC) for each in alerts)
