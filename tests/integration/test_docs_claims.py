"""docs/claims.md is true: its commands and its Python run over a small demo shop and say what the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from shopkeeper import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.claims.markets import MARKETS
from shopkeeper.store.demo import build

PAGE = (Path(__file__).parents[2] / "docs" / "claims.md").read_text("utf-8")
SAYS = (
    "supported    discount      43-50 “20% off”", "unsupported  superlative   4-8 “best”", "contradicted material      27-33 “walnut”",
    "contradicted stock         21-25 “仅剩3件”", "《广告法》第九条第三项", "forbidden    word          3-15 “eco-friendly”",
    "\n\nAn oak lamp for $79.\n", "contradicted walnut the record says otherwise",
)  # fmt: skip
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_example_runs_and_does_what_the_page_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPKEEPER_SHOP", "demo-shop")
    shop = open_shop("demo-shop", create=True)
    build(shop.store, Path("demo-shop/media"), products=12, customers=2)
    shop.close()
    codes, shown = [], ""
    for language, name, content in BLOCK.findall(PAGE):
        if name:
            Path(name).write_text(content, "utf-8")
        elif language == "sh":
            codes += [run(shlex.split(line)[1:]) for line in content.splitlines()]
        else:
            exec(compile(content, "docs/claims.md", "exec"), {})
        shown += capsys.readouterr().out
    assert codes == [0, *[1] * (len(codes) - 1)]
    for told in SAYS:
        assert told in shown, told
    assert Path("lies.csv").read_text("utf-8").startswith("product_id,field,language,verdict")


def test_every_market_stands_on_the_page():
    assert {market for market in MARKETS if f"`{market}`" not in PAGE} == set()
