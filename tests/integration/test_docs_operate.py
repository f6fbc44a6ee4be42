"""docs/operate.md is true: every command runs, in its order, with a real PostgreSQL server; what serves is started and asked."""

from __future__ import annotations

import io
import re
import shlex
from glob import glob
from pathlib import Path

from contract.postgres import PostgresServer
from shopkeeper.app.cli.main import run
from shopkeeper.store import open_store

PAGE = (Path(__file__).parents[2] / "docs" / "operate.md").read_text("utf-8")
BLOCK = re.compile(r"^```(sh|toml \S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DATABASE = "postgresql://shop:secret@db.example/shop"
PRODUCTS = "id,title,title_zh,price,currency\nmug,Enamel mug,搪瓷杯,12.50,CNY\npot,Tea pot of glass,玻璃茶壶,49,CNY\n"


def test_an_operator_gets_from_a_folder_to_postgresql(tmp_path, monkeypatch, postgres: PostgresServer):
    monkeypatch.chdir(tmp_path)
    Path("products.csv").write_text(PRODUCTS, "utf-8")
    url, done = postgres.new_database(), 0
    for kind, block in BLOCK.findall(PAGE):
        if kind != "sh":
            with Path(kind.removeprefix("toml ")).open("a", encoding="utf-8") as settings:
                settings.write(block.replace(DATABASE, url))
            continue
        for line in block.replace(DATABASE, url).splitlines():
            given, _, command = line.rpartition(" | ")
            monkeypatch.setattr("sys.stdin", io.StringIO(shlex.split(given)[1] + "\n" if given else ""))
            words = [each for word in shlex.split(command)[1:] for each in (sorted(glob(word)) if "*" in word else [word])]
            assert run(words) == 0, line
            done += 1
    assert done >= 18
    store = open_store(url)
    assert [product.id for product in store.products.all()] == ["mug", "pot"]
    assert [user.name for user in store.users.all()] == ["mei"]
    store.close()
