"""docs/postgres.md is true: its lines of settings and its commands work, on a shop in a folder and on one in PostgreSQL."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from shopkeeper import open_shop
from shopkeeper.app.cli.main import run
from small_shop import product

PAGE = (Path(__file__).parents[2] / "docs" / "postgres.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
URL = "postgresql://user:password@host/database?schema=my_shop"


def test_one_line_and_two_commands_put_the_index_into_postgresql(postgres, tmp_path, monkeypatch, capsys):
    section = PAGE.split("## The search engine")[1]
    lines = [content for language, content in BLOCK.findall(section) if language == "toml"]
    commands = [line for language, content in BLOCK.findall(section) if language == "sh" for line in content.splitlines()]
    assert (len(lines), len(commands)) == (2, 2)
    monkeypatch.chdir(tmp_path)
    for line, arguments in zip(lines, ((postgres.new_database(), str(tmp_path / "data")), (str(tmp_path / "folder"),)), strict=True):
        folder = Path(arguments[-1])
        open_shop(*arguments, create=True, environ={}).store.products.put([product("a", "Wireless headphones")])
        (folder / "shopkeeper.toml").write_text(line.replace(URL, f"{postgres.new_database()}&schema=my_shop"))
        monkeypatch.setenv("SHOPKEEPER_SHOP", arguments[0])
        monkeypatch.setenv("SHOPKEEPER_DATA_DIR", str(folder))
        for command in commands:
            assert run(shlex.split(command)[1:]) == 0, command
        assert "Wireless headphones" in capsys.readouterr().out
        assert not list(folder.glob("index/gen-*"))
