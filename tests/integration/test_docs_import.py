"""docs/import.md, docs/export.md and docs/quality.md are true: files are written, commands run, output compared, from top to bottom."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shopkeeper.app.cli.main import app
from shopkeeper.store.importers.synonyms import KINDS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "import.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", ["import.md", "export.md", "quality.md"])
def test_every_example_does_what_the_page_says(tmp_path, monkeypatch, page):
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((DOCS / page).read_text("utf-8"))
    for _, name, content in blocks:
        if name:
            Path(name).write_text(content, "utf-8")
    printed = ""
    for language, _, content in blocks:
        if language == "sh":
            printed = "".join(run(line) for line in content.splitlines())
        elif language == "python":
            exec(compile(content, page, "exec"), {})
        elif language == "text":
            missing = [line for line in content.splitlines() if line.rstrip() not in printed]
            assert missing == [], printed


def run(line):
    result = CliRunner().invoke(app, shlex.split(line)[1:])
    allowed = (0, 1) if line.startswith("shopkeeper quality") else (0,)  # 1: it found an error
    assert result.exit_code in allowed, f"{line}: {result.output}"
    return result.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_stands_on_the_page(kind):
    [row] = re.findall(rf"^\| `{kind}` \|.*$", PAGE, re.MULTILINE)
    assert {target for target, _ in KINDS[kind].values()} == set(re.findall(r"`(\w+)`", row)) - {kind}
