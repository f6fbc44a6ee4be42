"""The whole way by the command line, with the real store, encoder and index."""

from __future__ import annotations

import json

import pytest

from shopkeeper.app.cli.main import run

CATALOGUE = """id,title,description,price,brand,stock,color
e1,蓝牙耳机 wireless earbuds 运动防水,跑步时不会掉,￥199.00,听风,3,黑色
e2,Wireless earbuds,Light and waterproof for running,29.90 USD,Edifier,0,white
k1,Electric kettle 1.7 L,Boils in three minutes,￥89.50,Hario,12,white
k2,保温杯 500ml,不锈钢，保温十二小时,￥59.00,Hario,5,黑色
bad,,no title,￥1.00,x,1,red
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOPKEEPER_SHOP", raising=False)
    (tmp_path / "catalogue.csv").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def answer(capsys, *command):
    """The JSON that a command prints."""
    capsys.readouterr()
    assert run([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def shop(folder):
    for command in (["init"], ["import", "catalogue.csv"], ["index"]):
        assert run(command) == 0
    return folder


def test_a_file_becomes_a_shop_that_is_searched_in_both_languages(shop, capsys):
    assert answer(capsys, "search", "保温杯")["hits"][0]["id"] == "k2"
    assert answer(capsys, "search", "kettle")["hits"][0]["id"] == "k1"
    found = answer(capsys, "search", "", "--where", "brand=Hario", "--facet", "color", "--language", "en")
    assert found["total"] == 2
    assert sum(count["count"] for count in found["facets"]["color"]) == 2
    assert [hit["id"] for hit in answer(capsys, "similar", "e2")["hits"]] == ["e1"]
    assert -1 <= answer(capsys, "similarity", "earbuds", "headphones")["similarity"] <= 1


def test_the_same_file_twice_changes_nothing_and_a_bad_row_is_kept_aside(shop, capsys):
    report = answer(capsys, "import", "catalogue.csv")[0]
    assert (report["new"], report["changed"], report["unchanged"], report["rejected"]) == (0, 0, 4, 1)
    assert (shop / "shop" / "rejects").exists()
    assert answer(capsys, "index")["encoded"] == 0


def test_a_dry_run_changes_nothing(folder, capsys):
    run(["init"])
    assert answer(capsys, "import", "catalogue.csv", "--dry-run")[0]["new"] == 4
    assert answer(capsys, "init")["products"] == 0


def test_pages_follow_each_other_without_overlap(shop, capsys):
    first = answer(capsys, "search", "--k", "3")
    second = answer(capsys, "search", "--next", first["next"], "--k", "3")
    assert {hit["id"] for hit in first["hits"]} | {hit["id"] for hit in second["hits"]} == {"e1", "e2", "k1", "k2"}
    assert second["next"] is None


def test_search_is_measured_and_gated(shop, capsys):
    (shop / "judged.csv").write_text("query,product_id,rating\n保温杯,k2,3\nkettle,k1,3\n", encoding="utf-8")
    assert run(["evaluate", "search", "--data", "judged.csv", "--save", "run.json", "--gate", "mrr@10>=1"]) == 0
    assert run(["evaluate", "search", "--data", "judged.csv", "--against", "run.json", "--gate", "p50_ms<0"]) == 1
    captured = capsys.readouterr()
    assert "less run.json" in captured.out
    assert captured.err.startswith("gate failed: p50_ms<0")


@pytest.mark.parametrize(("command", "sentence"), [
    (["search", "x"], "no shop in this folder"),
    (["search", "x", "--shop", "mongodb://here"], "not a kind of store"),
    (["evaluate", "search", "--data", "catalogue.csv"], "query: expected a text, got nothing"),
    (["import", "catalogue.csv", "--kind", "orders", "--shop", "made"], "catalogue.csv: none of its 5 rows"),
    (["search", "x", "--shop", "made"], "index"),
    (["search", "--next", "nonsense", "--shop", "made"], "nonsense"),
])
def test_what_cannot_be_done_is_said_in_one_sentence(folder, capsys, command, sentence):
    run(["init", "--shop", "made"])
    capsys.readouterr()
    assert run(command) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert "unexpected" not in captured.err
    assert captured.err.count("\n") == 1


def test_a_filter_that_cannot_be_read_is_said_in_one_sentence(shop, capsys):
    assert run(["search", "x", "--where", "price<cheap"]) == 2
    assert "price" in capsys.readouterr().err


def test_doctor_says_what_to_do_next(shop, capsys):
    assert run(["doctor"]) == 0
    run(["init", "--shop", "empty"])
    capsys.readouterr()
    assert run(["doctor", "--shop", "empty"]) == 1
    assert "shopkeeper index" in capsys.readouterr().out


def test_doctor_tells_what_was_imported_and_not_indexed(shop, capsys, tmp_path):
    (tmp_path / "more.csv").write_text("id,title,price\nz1,Zebrawood board,12\nz2,Zebrawood tray,15\n")
    assert run(["import", str(tmp_path / "more.csv")]) == 0
    capsys.readouterr()
    assert run(["doctor"]) == 0
    assert "2 not searchable yet" in capsys.readouterr().out


def test_doctor_does_not_offer_to_make_a_shop_where_one_cannot_be_opened(capsys, tmp_path):
    (tmp_path / "shop.db").write_text("no database " * 100)
    assert run(["doctor", "--shop", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "is not a SQLite database" in shown
    assert "init" not in shown


def test_serve_says_that_there_is_no_shop_before_it_gives_an_address(capsys, tmp_path):
    assert run(["serve", "--shop", str(tmp_path / "none"), "--port", "0"]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("no shop in this folder")) == ("", 1)
