"""docs/keys.md is true: its commands run, its Python asks a real server with the keys that they made, its settings are settings."""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
import tomllib
import urllib.error
import urllib.request
from dataclasses import fields
from pathlib import Path

import pytest

from browser.server import start_server
from shopkeeper.app import passwords
from shopkeeper.app.api.exposure import CannotServe
from shopkeeper.app.api.server import serve
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.app.settings import Settings
from small_shop import product

PAGE = (Path(__file__).parents[2] / "docs" / "keys.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)(?: \S+)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(kind):
    return [content for language, content in BLOCK.findall(PAGE) if language == kind]


def typed(line, monkeypatch):
    """Runs a line of a shell, with what is piped into it."""
    said, _, command = line.rpartition(" | ")
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(shlex.split(said)[1:]) + "\n"))
    return run(shlex.split(command)[1:])


def test_every_example_runs_and_does_what_the_page_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPKEEPER_SHOP", "shop")
    monkeypatch.setattr(passwords, "COST", 16)
    shop = open_shop("shop", create=True)
    shop.store.products.put([product("p", "mug")])
    shop.index()
    shop.close()
    for line in "".join(blocks("sh")).splitlines():
        assert typed(line, monkeypatch) == 0, line
    shown = capsys.readouterr().out
    keys = re.findall(r"(key_\w+): ([sp]k_[\w-]{43})", shown)
    assert [secret[:3] for _, secret in keys] == ["sk_", "sk_", "pk_"]
    assert "anna  admin" in shown
    assert run(shlex.split(f"shopkeeper keys rotate {keys[1][0]} --overlap 24")[1:]) == 0
    assert run(shlex.split(f"shopkeeper keys revoke {keys[2][0]}")[1:]) == 0
    capsys.readouterr()
    assert run(["keys", "list", "--json"]) == 0
    assert [key["state"] for key in json.loads(capsys.readouterr().out)] == ["good", "good", "revoked", "good"]
    server, url = start_server(Path("shop"))
    try:
        exec(blocks("python")[0], {"SHOP": url, "KEY": keys[1][1]})
        assert capsys.readouterr().out.split() == ["1", "0"]
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(f"{url}/v1/orders")
    finally:
        server.terminate()
        assert server.wait(timeout=30) == 0


def test_the_settings_are_settings_and_others_are_served_with_them(tmp_path, monkeypatch):
    given = tomllib.loads(blocks("toml")[0])
    assert set(given) <= {field.name for field in fields(Settings)}
    monkeypatch.chdir(tmp_path)
    open_shop("shop", create=True).close()
    Path("shop/shopkeeper.toml").write_text(blocks("toml")[0], "utf-8")
    with pytest.raises(CannotServe, match="neither a key nor a user with the scope admin"):
        serve("shop", "0.0.0.0", 0)
