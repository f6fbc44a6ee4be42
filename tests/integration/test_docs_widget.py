"""docs/widget.md is true: its commands run, its example is there, its weights and its policy are those of the files. What it shows of a
page is tried in tests/browser/test_widget.py."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.app.web.render import STATIC

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "widget.md").read_text("utf-8")
COMMANDS = "".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S)).splitlines()


def test_the_commands_make_publishable_keys_and_name_the_example(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPKEEPER_SHOP", "shop")
    open_shop("shop", create=True).close()
    made = [shlex.split(line) for line in COMMANDS if line.startswith("shopkeeper")]
    for line in made:
        assert run(line[1:]) == 0, line
    assert len(re.findall(r"pk_[\w-]{43}", capsys.readouterr().out)) == len(made) == 2
    [example] = [shlex.split(line)[1] for line in COMMANDS if line.startswith("python")]
    served = runpy.run_path(str(ROOT / example))["policy"]("https://SHOP")
    [told] = re.findall(r"^```text\n(.*?)\n```$", PAGE, re.M | re.S)
    for each in told.split("; "):
        name, address = each.split()
        assert re.search(rf"{name}[^;]* {re.escape(address)}[;\s]", served), each


def test_the_weights_are_those_of_the_files():
    rows = re.findall(r"^\| [^|]*?: ((?:`[a-z]+\.js`(?:, )?)+) \| (?:under )?([\d,]+)", PAGE, re.M)
    assert len(rows) == 3
    for names, told in rows:
        files = [STATIC / "widget.js" if name == "widget.js" else STATIC / "widget" / name for name in re.findall(r"[a-z]+\.js", names)]
        size = sum(file.stat().st_size for file in files)
        assert 0.9 * int(told.replace(",", "")) - 1500 < size <= int(told.replace(",", "")), (names, size)
