"""The doors to data quality: command, route, and the line after an import."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from shopkeeper import open_shop
from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run

GOOD = "id,title,price,brand,category,image,description\nm,Enamel mug,9,Acme,Cups,/m.jpg,Sturdy\n"
BAD = "id,sku,title,price,description\na,X,Enamel mug,,Sturdy\nb,X,Tea pot of glass,5,Clear\n"


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(str(tmp_path / "shop"), create=True)
    yield opened
    opened.close()


@pytest.fixture
def bad(shop, tmp_path):
    (tmp_path / "bad.csv").write_text(BAD)
    return shop.import_file(tmp_path / "bad.csv")


def test_an_import_ends_with_a_line_that_points_to_what_it_brought(bad):
    assert bad.notes[-1] == "data quality: 2 of 2 products with findings (3 errors); see: shopkeeper quality"


def test_the_line_is_in_the_language_of_the_report_whatever_that_of_the_titles(shop, tmp_path):
    (tmp_path / "zh.csv").write_text("id,title,price\na,搪瓷杯子,\nb,玻璃茶壶,5\n", "utf-8")
    assert shop.import_file(tmp_path / "zh.csv").notes[-1].startswith("data quality: 2 of 2 products with findings")
    assert str(shop.quality()).startswith("检查了 2 个在售商品")


def test_a_row_that_replaces_another_is_told_of_and_is_one_product(shop, tmp_path):
    (tmp_path / "twice.csv").write_text("sku,title,price\nA,Enamel mug,9\nA,Tea pot of glass,5\n")
    report = shop.import_file(tmp_path / "twice.csv")
    assert (report.read, shop.store.products.count()) == (2, 1)
    assert report.notes[-2] == "1 × rows replaced by a later row with the same id"
    assert report.notes[-1].startswith("data quality: 1 of 1 product with findings")


def test_an_import_without_a_fault_says_nothing_of_quality(shop, bad, tmp_path):
    (tmp_path / "good.csv").write_text(GOOD)
    assert shop.import_file(tmp_path / "good.csv").notes == ()


def test_the_command_exits_with_1_on_an_error_and_prints_the_report(bad, tmp_path, capsys):
    assert run(["quality", "--shop", str(tmp_path / "shop")]) == 1
    out = capsys.readouterr().out
    assert out.startswith("2 active products checked, 2 (100.0%) with findings; 3 errors\n")
    assert "[duplicate_sku]\n    a / X  variants.sku: X\n    b / b/X  variants.sku: X\n" in out


def test_the_command_prints_json_in_a_language(bad, tmp_path, capsys):
    assert run(["quality", "--shop", str(tmp_path / "shop"), "--json", "--language", "zh", "--check", "missing_image"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["errors"], [(c["check"], c["title"], c["count"]) for c in shown["checks"]]) == (0, [("missing_image", "没有图片", 2)])


def test_an_unknown_check_is_refused_with_those_there_are(tmp_path, shop, capsys):
    assert run(["quality", "--shop", str(tmp_path / "shop"), "--check", "colour"]) == 2
    assert "check 'colour': expected one of missing_price" in capsys.readouterr().err


def test_the_route_answers_the_same(shop, bad):
    client = TestClient(create_app(shop), base_url="http://127.0.0.1")
    shown = client.get("/v1/quality", params={"examples": 1, "check": ["missing_price", "duplicate_sku"]}).json()
    assert (shown["products"], shown["errors"]) == (2, 3)
    assert [(c["check"], c["count"], len(c["findings"])) for c in shown["checks"]] == [("duplicate_sku", 2, 1), ("missing_price", 1, 1)]
    assert client.get("/v1/quality", params={"check": "colour"}).status_code == 422
