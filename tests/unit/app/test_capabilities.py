"""The table of capabilities holds every door that there is, and no door that there is not."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
import typer

from shopkeeper.app.api.application import routed
from shopkeeper.app.capabilities import CAPABILITIES
from shopkeeper.app.cli.main import app
from shopkeeper.app.mcp.server import TOOLS
from shopkeeper.app.scopes import needed
from shopkeeper.app.web.rooms import GROUPS

DOCS = Path(__file__).parents[3] / "docs"


def commands(group=None, path=""):
    for name, command in (group or typer.main.get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{path}{name} ")
        else:
            yield path + name


@cache
def doors():
    routes = {re.sub(r":path\}", "}", path) for path in routed().openapi()["paths"]}
    return {
        "commands": set(commands()), "routes": {path.removeprefix("/v1") for path in routes} | {"/mcp"}, "tools": set(TOOLS),
        "pages": {room.path for group in GROUPS.values() for room in group},
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["commands", "routes", "tools", "pages"])
def test_every_door_is_in_the_table(kind):
    named = [pattern for each in CAPABILITIES for pattern in getattr(each, kind)]
    assert sorted(door for door in doors()[kind] if not any(fnmatchcase(door, pattern) for pattern in named)) == []


@pytest.mark.parametrize("kind", ["commands", "routes", "tools"])
def test_every_door_of_the_table_is_there(kind):
    there = doors()[kind]
    named = [pattern for each in CAPABILITIES for pattern in getattr(each, kind)]
    assert [pattern for pattern in named if not any(fnmatchcase(door, pattern) for door in there)] == []


def test_pages_and_documentation_are_there():
    for each in CAPABILITIES:
        assert (DOCS / each.doc).exists(), each.doc
        for path in each.pages:
            assert needed("GET", path.replace("ID", "{id:path}")) in ("public", "agent", "operator", "admin")


def test_names_are_there_in_both_languages():
    for chinese, english in (each.name for each in CAPABILITIES):
        assert re.search(r"[一-鿿]", chinese)
        assert english.isascii()
