"""The how-tos are true: what they show runs as it stands, against real servers on this machine."""

from __future__ import annotations

import re
import shutil
import tomllib
from dataclasses import fields

import pytest

from browser.server import start_server
from pages import DOCS, blocks, typed, walk
from shopkeeper import open_shop
from shopkeeper.app.settings import Settings
from shopkeeper.store.demo import build
from small_model import model_server
from small_shop import product
from waiting import waited

PAGES = ("shopify.md", "woocommerce.md", "own-database.md", "own-model.md", "ray.md", "agents.md")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def shop(here):
    """A shop `shop` with two kettles."""
    found = open_shop("shop", create=True)
    found.put_products([product("k1", "red kettle"), product("k2", "blue kettle")])
    found.index()
    found.close()
    return here / "shop"


def test_settings_that_a_page_shows_are_settings():
    known = {field.name for field in fields(Settings)}
    shown = [tomllib.loads(content) for page in PAGES for language, _, content in blocks(page) if language == "toml"]
    assert len(shown) >= 6
    assert {name for each in shown for name in each} <= known


def test_shopify(here):
    walk("shopify.md")


def test_woocommerce(here):
    walk("woocommerce.md")


def test_a_database_of_ones_own(here, capsys):
    walk("own-database.md", shop="shop")
    assert "['Copper kettle'" in (said := capsys.readouterr().out)
    assert said.endswith("\n1\n")


def test_a_language_model_of_ones_own(shop, small_model):
    [server, file] = [content for language, name, content in blocks("own-model.md") if language == "toml"]
    shutil.copy(small_model / "model.gguf", shop / "small.gguf")
    for settings, name in ((server, "server"), (file, "file")):
        [commands] = [content for _, found, content in blocks("own-model.md") if found == name]
        with model_server(small_model) as address:
            (shop / "shopkeeper.toml").write_text(_at(settings, address), "utf-8")
            (shop / "shopkeeper.toml").chmod(0o600)  # as init makes it
            said = [typed(line) for line in commands.splitlines()]
        assert all(text.strip() for text in said), said


def _at(settings: str, address: str) -> str:
    """The settings of the page, for the server that is there."""
    return re.sub(r"^llm_model.*$", "", settings, flags=re.MULTILINE).replace("http://127.0.0.1:11434/v1", address) + 'llm_key = "a-key"\n'


def test_ray(shop):
    walk("ray.md")


def test_an_agent_fills_a_basket(shop, capsys):
    [code] = [content for language, _, content in blocks("agents.md") if language == "python"]
    exec(code, scope := {})
    server, url = start_server(shop)
    try:
        title, cart = waited(scope["ask"](url))
    finally:
        server.terminate()
        server.wait(30)
    assert title == "red kettle"
    assert cart["line_items"]
    assert int(capsys.readouterr().out.split()[0]) > 15


@pytest.fixture
def demo_shop(here):
    """A small shop with the names of the Chinese pages."""
    found = open_shop("demo-shop", create=True)
    build(found.store, here / "demo-shop" / "media", products=60, customers=10)
    found.index()
    found.close()


def test_the_chinese_page_of_importing(here):
    walk("zh/import.md")


def test_the_chinese_pages_of_searching_and_of_the_assistant(demo_shop):
    walk("zh/search.md")
    walk("zh/assistant.md", shop="demo-shop")


def test_the_chinese_pages_are_in_the_list():
    listed = (DOCS / "zh" / "README.md").read_text("utf-8")
    assert [path.name for path in (DOCS / "zh").glob("*.md") if path.name != "README.md" and f"({path.name})" not in listed] == []
