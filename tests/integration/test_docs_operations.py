"""docs/backup.md and docs/monitoring.md are true: their commands run from top to bottom, their settings and metrics exist."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from browser.server import make_shop
from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run
from shopkeeper.app.settings import Settings, load
from unit.app.fake_shop import FakeShop

ROOT = Path(__file__).parents[2]
BACKUP, MONITORING, STORE = ((ROOT / "docs" / name).read_text("utf-8") for name in ("backup.md", "monitoring.md", "store.md"))
URL = "postgresql://shop:secret@db.example/shop"


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a shop in it."""
    monkeypatch.chdir(tmp_path)
    make_shop(tmp_path / "shop", products=5, customers=3)
    return tmp_path


def test_a_shop_is_saved_put_back_and_moved_as_the_page_says(here, postgres, capsys):
    url = postgres.new_database()
    for command in "".join(blocks(BACKUP, "sh")).splitlines():
        words = shlex.split(command.replace(URL, url))
        if words[0] == "mkdir":
            (here / words[1]).mkdir()
        else:
            assert run(words[1:]) == 0, f"{command}\n{capsys.readouterr()}"
        if "migrate" in words and url in words:
            [settings] = blocks(BACKUP, "toml")
            (here / "shop/shopkeeper.toml").write_text(settings.replace(URL, url))
    printed = capsys.readouterr().out
    assert "shop.zip: whole" in printed
    assert printed.count("the same in both") == 2
    assert load(str(here / "back")).store == ""
    assert run(["doctor", "--shop", str(here / "new")]) == 0


def test_doctor_is_run_as_the_page_says(here, capsys):
    [command] = blocks(MONITORING, "sh")
    assert run(shlex.split(command)[1:]) == 0, capsys.readouterr().out
    assert "audit" in capsys.readouterr().out


def test_the_settings_exist():
    known = {field.name for field in fields(Settings)}
    shown = [tomllib.loads(block) for page in (BACKUP, MONITORING, STORE) for block in blocks(page, "toml")]
    assert {name for block in shown for name in block} <= known


def metrics():
    text = TestClient(create_app(FakeShop()), base_url="http://127.0.0.1").get("/metrics").text
    return set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE)) | {"shopkeeper_breaker_open"}


def test_the_metrics_of_the_page_the_alerts_and_the_dashboard_exist():
    deploy = (ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8") + (ROOT / "deploy/grafana/shopkeeper.json").read_text("utf-8")
    named = set(re.findall(r"shopkeeper_[a-z_]+[a-z]", deploy))
    assert {re.sub(r"_bucket$", "", name) for name in named} - metrics() == set()
    assert set(re.findall(r"`(shopkeeper_[a-z_]+[a-z])(?=[`{])", MONITORING)) - metrics() == set()
    panels = json.loads((ROOT / "deploy/grafana/shopkeeper.json").read_text("utf-8"))["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels) > 10


def test_a_line_of_the_log_has_the_members_that_the_page_shows():
    [line] = blocks(MONITORING, "json")
    assert set(json.loads(line)) == {"at", "level", "logger", "message", "request_id", "method", "route", "status", "ms", "scope", "key"}
