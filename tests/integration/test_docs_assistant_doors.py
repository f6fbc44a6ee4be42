"""What docs/assistant.md shows of the assistant's doors runs as it stands, against a shop that is served."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from browser.server import start_server
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.identity import customer_of
from shopkeeper.app.mcp.server import TOOLS
from shopkeeper.app.settings import Settings
from shopkeeper.shop import Customer

PAGE = (Path(__file__).parents[2] / "docs" / "assistant.md").read_text("utf-8")
SECRET = "a long random text"


def block(kind, holds):
    """The one block of a kind that holds some words."""
    (found,) = [each for each in re.findall(rf"```{kind}[^\n]*\n(.*?)```", PAGE, re.DOTALL) if holds in each]
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs") / "shop"
    shop = open_shop(str(folder), create=True)
    shop.store.customers.put([Customer("c0005", "Ada Lin", "ada@example.com")])
    shop.close()
    (folder / "shopkeeper.toml").write_text(block("toml", "widget_origins"))
    return folder


@pytest.fixture(scope="module")
def url(folder):
    server, url = start_server(folder)
    yield url
    server.terminate()
    assert server.wait(timeout=30) == 0


def test_the_settings_exist():
    known = {field.name for field in fields(Settings)}
    shown = [tomllib.loads(each) for each in re.findall(r"```toml[^\n]*\n(.*?)```", PAGE, re.DOTALL)]
    assert {name for each in shown for name in each} <= known
    assert {"customer_secret", "widget_origins", "llm"} <= {name for each in shown for name in each}


def test_the_library_talks(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder.parent)
    exec(block("python", "open_shop"), scope := {})
    scope["shop"].close()
    first, second = capsys.readouterr().out.splitlines()
    assert first.strip()
    assert second.startswith("[('user', 'Where is my order?')")


def test_a_signed_customer_is_believed(url):
    exec(block("python", "def customer_token"), scope := {})
    token = scope["customer_token"]("c0005", SECRET)
    assert customer_of(token, SECRET, datetime.now(UTC)) == "c0005"
    known = httpx.post(f"{url}/v1/chat", json={"message": "Where is my order?", "customer": token}, timeout=60).json()
    assert "identity" not in [action["about"] for action in known["actions"]]
    assert httpx.post(f"{url}/v1/chat", json={"message": "hi", "customer": "c0005"}, timeout=60).status_code == 401


def test_the_answer_has_the_shown_shape(url):
    shown, asked = json.loads(block("json", '"text"')), json.loads(re.search(r"-d '(.*?)'", block("console", "/v1/chat"))[1])
    answer = httpx.post(f"{url}/v1/chat", json=asked, timeout=60).json()
    assert answer.keys() == shown.keys()
    assert answer["actions"] == shown["actions"]


def test_the_openai_client_talks(url, capsys):
    exec(block("python", "from openai").replace("http://127.0.0.1:8777", url), {})
    assert len(capsys.readouterr().out.split()) > 5


def test_pages_of_the_shown_origins_may_embed_the_widget(url):
    asks = {"origin": "https://shop.example", "access-control-request-method": "POST"}
    assert httpx.options(f"{url}/v1/chat", headers=asks).headers["access-control-allow-origin"] == "https://shop.example"
    assert httpx.get(f"{url}/widget.js").status_code == 200


def test_the_named_tools_are_there():
    named = re.findall(r"`([a-z_]+)`", PAGE.partition("### Agents: MCP")[2].partition("The customer is found out")[0])
    assert len(named) > 15
    assert set(named) <= TOOLS.keys()
