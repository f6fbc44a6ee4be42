"""docs/privacy.md is followed to the letter: every command of it works, and its figures are those of the code."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest

from shopkeeper import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.app.settings import Settings
from unit.app.privacy import planted
from unit.text.personal.measured import measured, sentences

DOC = Path(__file__).parents[2] / "docs" / "privacy.md"


def commands() -> list[str]:
    blocks = re.findall(r"```bash\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_each_command_works_in_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shop = open_shop(str(tmp_path / "shop"), create=True)
    planted.plant_rows(shop.store)
    shop.close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPKEEPER_SHOP", str(tmp_path / "shop"))
    head, done = "", 0
    for command in commands():
        line, _, into = command.replace("demo-c17", planted.ID).replace('"$(cat head.txt)"', head).partition(" > ")
        assert run(shlex.split(line)[1:]) == 0, command
        said = capsys.readouterr().out
        head = said.strip() if line.endswith("audit head") else head
        done += 1
        if into:
            Path(into).write_text(said)
    assert done == 9
    assert json.loads(Path("certificate.json").read_text())["customer"] == planted.ID


def test_the_table_of_days_is_that_of_the_settings() -> None:
    told = dict(re.findall(r"\| `(\w+_days)` \| (\d+) \|", DOC.read_text("utf-8")))
    assert told == {key.name: str(key.default) for key in fields(Settings) if key.name.endswith("_days")}


def test_the_figures_of_masking_are_those_that_are_measured() -> None:
    text = DOC.read_text("utf-8")
    recall, precision, marks = measured(kept_back=True)["all"]
    assert f"recall {recall:.1%}".replace("%", " %") in text
    assert f"precision {precision:.1%}".replace("%", " %") in text
    assert f"({marks} marks; addresses" in text
    assert f"{len(sentences(kept_back=False)) + len(sentences(kept_back=True))} hand-written sentences" in text
