"""docs/jobs.md is true: its commands run, from top to bottom, and its table is the one of the program."""

from __future__ import annotations

import re
import shlex
import signal
from pathlib import Path

import httpx
import pytest

from browser.server import start_server
from shopkeeper.app.cli.main import run
from shopkeeper.app.jobs import described
from shopkeeper.store import open_store

PAGE = (Path(__file__).parents[2] / "docs" / "jobs.md").read_text("utf-8")
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "goods.csv").write_text(re.search(r"```csv goods.csv\n(.*?)```", PAGE, re.DOTALL)[1])
    handlers = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGUSR1)}
    yield tmp_path
    for each, handler in handlers.items():
        signal.signal(each, handler)


def test_the_commands_run(here, capsys):
    lines = [line for block in BLOCK.findall(PAGE) for line in block.splitlines()]
    for line in (line for line in lines if line.startswith("shopkeeper")):
        assert run(shlex.split(line)[1:]) == 0, f"{line}: {capsys.readouterr().err}"
    store = open_store(here / "shop" / "shop.db")
    assert store.products.count() == 2
    assert {job.kind: str(job.state) for job in store.queue.newest()} == {"import": "done", "write": "waiting", "index": "waiting"}
    assert [each.schedule.id for each in store.schedules.all()] == ["nightly"]
    store.close()
    server, url = start_server(here / "shop")
    try:
        body, = re.findall(r"-d '(.*)'", PAGE)
        made = httpx.post(f"{url}/v1/jobs", content=body, headers={"content-type": "application/json"}, timeout=60).json()
        assert made["arguments"] == {"horizon": 14}
        assert made in httpx.get(f"{url}/v1/jobs?state=waiting&limit=20", timeout=60).json()["jobs"]
        assert httpx.delete(f"{url}/v1/jobs/{made['id']}", timeout=60).json()["state"] == "cancelled"
    finally:
        server.terminate()
        server.wait(30)


def test_the_table_names_every_kind_and_argument():
    table = dict(re.findall(r"^\| `([a-z-]+)` \| .* \| (.*) \|$", PAGE, re.MULTILINE))
    for name, _, arguments in described():
        assert re.findall(r"`(\w+)`", table[name]) == [each for each, _ in arguments], name
