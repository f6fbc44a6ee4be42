"""The Python on the front pages and the examples of docs/search.md and docs/demo.md run as they stand."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from shopkeeper import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.store.demo import build
from shopkeeper.store.demo.searches import MISSING

ROOT = Path(__file__).parents[2]
PRODUCTS = (
    "id,title,title_zh,description,price,brand\n"
    "p-0001,Wireless running earbuds,适合跑步的无线耳机,Light and sweatproof,299,Edifier\n"
    "p-0002,Waterproof jacket,防水外套,Keeps the rain out,459,Northpane\n"
    "p-0003,Desk lamp,台灯,Warm light for reading,99,Glow\n"
)


def python_of(page):
    """The first Python block of a page."""
    return re.search(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)[1]


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_ten_lines_of_the_front_page_run(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("products.csv", "商品.csv"):
        Path(name).write_text(PRODUCTS, encoding="utf-8")
    scope = {}
    exec(python_of(page), scope)
    shown = capsys.readouterr().out
    assert "3 new" in shown
    assert "适合跑步的无线耳机 ¥299.00" in shown
    assert ("词：" if page == "README.zh-CN.md" else "term: ") in shown
    assert scope["shop"].store.products.get("p-0001").title.get("en" if page == "README.md" else "zh") in ("A better title", "更好的标题")
    scope["shop"].close()


ORDERS = "order_id,placed_at,sku,quantity,price\no-1,2026-09-01,p-0001,2,299\n"
REVIEWS = '{"id": "r-1", "product_id": "p-0001", "rating": 5, "text": "Light."}\n'
JUDGMENTS = '{"query": "earbuds", "product_id": "p-0001", "rating": 3}\n'
FILES = {
    "README.md": {"products.csv": PRODUCTS, "orders.csv": ORDERS, "reviews.jsonl": REVIEWS, "judgments.jsonl": JUDGMENTS},
    "README.zh-CN.md": {"商品.csv": PRODUCTS, "订单.csv": ORDERS, "评价.jsonl": REVIEWS, "标注.jsonl": JUDGMENTS},
}


@pytest.mark.parametrize("page", FILES)
def test_the_commands_of_the_front_page_run(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name, text in FILES[page].items():
        Path(name).write_text(text, encoding="utf-8")
    commands = re.findall(r"^shopkeeper ((?!serve|train).*)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) >= 10
    for command in commands:
        # A catalogue of three products without pictures has findings, which is the answer 1.
        assert run(shlex.split(command, comments=True)) in ((0, 1) if command.startswith("quality") else (0,)), command
    assert "p-0001" in Path("feed.xml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built") / "demo-shop"
    shop = open_shop(str(folder), create=True)
    build(shop.store, folder / "media", products=80, customers=10)
    shop.index()
    shop.close()
    return folder


@pytest.fixture
def demo_shop(built, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(built, "demo-shop")


def test_what_the_demo_tells_was_found_nowhere_is_found_nowhere(demo_shop):
    shop = open_shop("demo-shop")
    found = {text: shop.search(text).total for wanted in MISSING for text in wanted.all}
    assert not any(found.values()), found
    shop.close()


def test_the_commands_of_the_search_page_run(demo_shop, capsys):
    page = (ROOT / "docs/search.md").read_text(encoding="utf-8")
    commands = re.findall(r"^shopkeeper ((?:search|suggest|synonyms) .*)$", page, re.MULTILINE)
    assert len(commands) >= 6
    for command in commands:
        assert run(shlex.split(command, comments=True)) == 0
    shown = capsys.readouterr().out
    assert "brand: " in shown
    assert "colour: " in shown
    assert "+0." in shown
    for claim in re.findall(r"# (term: .*|did you mean: .*|您是不是要找：.*)", (ROOT / "docs/search.md").read_text(encoding="utf-8")):
        assert claim in shown


def test_the_filters_that_the_search_page_calls_the_same_are(demo_shop):
    same = re.search(r"\*\*: (`.*?`), (`.*?`) and (`.*?`) are the same filter", (ROOT / "docs/search.md").read_text(encoding="utf-8"))
    shop = open_shop("demo-shop")
    totals = {shop.search(where=[words.strip("`")]).total for words in same.groups()}
    shop.close()
    assert len(totals) == 1
    assert totals != {0}


def test_the_python_of_the_search_page_runs(demo_shop, capsys):
    scope = {}
    exec(python_of("docs/search.md"), scope)
    assert scope["result"].hits
    assert "vector" in capsys.readouterr().out
    scope["shop"].close()


def test_the_python_of_the_demo_page_makes_a_shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scope = {}
    exec(python_of("docs/demo.md"), scope)
    shop = scope["shop"]
    assert shop.searchable == shop.store.products.count() == 60
    assert any(Path("demo/media").iterdir())
    shop.close()
