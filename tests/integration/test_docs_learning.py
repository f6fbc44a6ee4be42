"""The pages on searches, ranking and recommendations are true: their commands and programs run, top to bottom, on the demo shop."""

from __future__ import annotations

import re
import shlex
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli import demo
from shopkeeper.app.cli.main import app
from shopkeeper.app.demo_mark import BUILT
from shopkeeper.search.features import FEATURES
from shopkeeper.shop import LoggedSearch
from shopkeeper.store.demo import build

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAY_BE_NO = "shopkeeper train ranker"  # exit code 1 says "not better"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A smaller demo shop where `shopkeeper demo` would build the whole one."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "demo-shop").mkdir()
    (folder / "demo-shop" / "shopkeeper.toml").write_text(demo._SETTINGS)
    with closing(open_shop(str(folder / "demo-shop"), create=True)) as shop:
        build(shop.store, shop.data_dir / "media", products=160, customers=200)
        shop.store.jobs.save(BUILT, {"built": True})
        shop.index()
    walks = [[(start + step) % 40 + 1 for step in range(6)] for start in range(200)]
    (folder / "sequences.txt").write_text("".join(f"{user} {' '.join(map(str, walk))}\n" for user, walk in enumerate(walks)))
    return folder


@pytest.mark.parametrize("page", ["searches.md", "ranking.md", "recommend.md"])
def test_every_command_and_program_of_the_page_runs(page, folder, monkeypatch):
    monkeypatch.chdir(folder)
    blocks = BLOCK.findall((DOCS / page).read_text("utf-8"))
    assert {language for language, _ in blocks} == {"sh", "python"}
    for language, content in blocks:
        if language == "python":
            exec(compile(content, page, "exec"), {})
            continue
        for line in content.splitlines():
            result = CliRunner().invoke(app, shlex.split(line, comments=True)[1:])
            assert result.exit_code in ((0, 1) if line.startswith(MAY_BE_NO) else (0,)), f"{line}: {result.output}"
            assert result.stdout, line


def test_the_page_on_searches_names_every_field_of_the_log():
    [table] = re.findall(r"## What is kept of a search\n(.*?)\n\n[^|]", (DOCS / "searches.md").read_text("utf-8"), re.DOTALL)
    named = set(re.findall(r"`(\w+)`", "\n".join(row.split("|")[1] for row in table.splitlines() if row.startswith("|"))))
    assert named == set(LoggedSearch.__dataclass_fields__)


def test_the_page_on_ranking_names_every_feature():
    [table] = re.findall(r"## What it looks at\n(.*?)\n\n[^|]", (DOCS / "ranking.md").read_text("utf-8"), re.DOTALL)
    named = set(re.findall(r"\w+", " ".join(row.split("|")[1] for row in table.splitlines() if row.startswith("|"))))
    assert set(FEATURES) - {"rank", "text_rank", "vector_rank"} <= named
