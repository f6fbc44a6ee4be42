"""docs/tenants.md and docs/load.md run as they stand."""

from __future__ import annotations

import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

import httpx
import pytest

from browser.server import started
from shopkeeper.app.api.application import read_shops
from shopkeeper.app.api.gate import ROOMS
from shopkeeper.app.cli.main import run
from shopkeeper.app.limits import RATES
from shopkeeper.app.settings import Settings, load
from shopkeeper.app.tenants import Tenant

DOCS = Path(__file__).parents[2] / "docs"
TENANTS, LOAD = ((DOCS / name).read_text("utf-8") for name in ("tenants.md", "load.md"))


def blocks(page, kind):
    return re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("tea", "coffee"):
        Path(f"{name}.csv").write_text(f"id,title,price\n{name}-1,A cup of {name},9.90\n")
    return tmp_path


def test_the_five_minutes_lead_to_two_shops(here):
    made, serving, *_ = blocks(TENANTS, "bash")
    for line in made.splitlines():
        assert run(shlex.split(line)[1:]) == 0, line
    Path("shops.toml").write_text(blocks(TENANTS, "toml")[0])
    command = shlex.split(serving)
    assert command[:2] == ["shopkeeper", "serve"]
    server, url = started(*command[2:])
    try:
        for name in ("tea", "coffee"):
            found = httpx.get(f"{url}/{name}/v1/search?q=cup", timeout=60).json()
            assert [hit["id"] for hit in found["hits"]] == [f"{name}-1"]
    finally:
        server.terminate()
        assert server.wait(timeout=30) == 0


def test_the_other_files_of_shops_are_read(tmp_path):
    (tmp_path / "shops.toml").write_text(blocks(TENANTS, "toml")[1])
    assert [tenant.host for tenant in read_shops(tmp_path / "shops.toml").shops] == ["tea.example"]
    told = set(re.findall(r"^\| `(\w+)`", TENANTS, re.M))
    assert {field.name for field in fields(Tenant)} <= told


def test_the_settings_and_figures_of_load_are_those_of_the_program(tmp_path):
    (shown,) = blocks(LOAD, "toml")
    assert set(tomllib.loads(shown)) <= {field.name for field in fields(Settings)}
    (tmp_path / "shopkeeper.toml").write_text(shown)
    assert load(str(tmp_path), environ={}).key_budget == 100_000
    rates = re.findall(r"^\| `(\w+)` \|[^|]*\| (\d+) \|$", LOAD, re.M)
    assert {name: float(rate) for name, rate in rates} == dict(RATES)
    at_once = ", ".join(f"{room.at_once} `{work}`" for work, room in ROOMS.items())
    assert at_once in LOAD
    assert f"({', '.join(str(room.waiting) for room in ROOMS.values())})" in LOAD
