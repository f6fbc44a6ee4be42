"""Rules from the command line and over HTTP."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api.application import create_app
from shopkeeper.app.cli import rules
from shopkeeper.app.cli.main import run
from shopkeeper.shop import Localized
from small_shop import product, small_shop


@pytest.fixture
def shop(tmp_path, monkeypatch):
    shop = small_shop(tmp_path)
    shop.put_products([product("a", "Tea cup", "茶杯"), product("b", "Tea pot", "茶壶", prices=[20]), product("c", "Lamp", "台灯")])

    @contextmanager
    def opened(*_, **__):
        yield shop

    monkeypatch.setattr(rules, "opened", opened)
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop, hosts=None))


def test_a_rule_is_added_listed_tried_and_deleted(shop, capsys):
    assert run(["rules", "add", "sale", "--pin", "c, b", "--at", "2", "--query", "tea", "--contains", "--until", "2030-01-31"]) == 0
    [rule] = shop.rules.all()
    assert (rule.product_ids, rule.position, rule.match.value) == (("c", "b"), 2, "contains")
    assert rule.ends_at.isoformat() == "2030-02-01T00:00:00+00:00", "the whole last day"
    capsys.readouterr()
    assert run(["rules", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["id"] == "sale"
    assert run(["rules", "try", "--hide", "--where", "price>15", "--query", "tea", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["total"] == {"before": 3, "after": 2}
    assert run(["rules", "try", "sale", "--on", "lamp"]) == 0
    assert "nothing changes" in capsys.readouterr().out
    assert (run(["rules", "delete", "sale"]), run(["rules", "delete", "sale"])) == (0, 1)


@pytest.mark.parametrize(("flags", "message"), [
    (["--pin", "a", "--hide"], "one of --pin, --boost, --bury and --hide"), ([], "one of --pin"), (["--pin", ""], "product_ids"),
    (["--hide", "--where", "price"], "where"), (["--pin", "a", "--from", "soon"], "--from: expected a date"),
    (["--pin", "a", "--from", "2026-02-02", "--until", "2026-01-01"], "ends_at"),
    (["--boost", "--where", "price<5", "--strength", "-1"], "strength"),
    (["--boost", "--where", "price<5", "--strength", "5"], "strength: expected a share of the best score: above 0, at most 1"),
])
def test_what_is_wrong_with_a_rule_is_one_sentence(shop, capsys, flags, message):
    assert run(["rules", "add", "x", *flags]) == 2
    assert message in capsys.readouterr().err
    assert shop.rules.all() == []


@pytest.mark.parametrize(("text", "message"), [
    ('{"id": "a", "action": "pin"}\n', "line 1, product_ids"), ("not json", "line 1: expected JSON"), ("\n\n", "at least one rule"),
    ('[{"id": "a", "action": "pin", "product_ids": ["b"]}, {"id": "b", "action": "fly"}]', "rule 2, action"),
])
def test_a_file_with_a_wrong_rule_is_refused_whole(shop, capsys, tmp_path, text, message):
    file = tmp_path / "rules.json"
    file.write_text(text)
    assert run(["rules", "import", str(file)]) == 2
    assert message in capsys.readouterr().err
    assert shop.rules.all() == []


def test_rules_listed_as_json_are_imported_again(shop, capsys, tmp_path):
    run(["rules", "add", "x", "--boost", "--where", "price<5", "--query", "茶", "--note", "为什么"])
    capsys.readouterr()
    run(["rules", "list", "--json"])
    (tmp_path / "rules.json").write_text(capsys.readouterr().out, "utf-8")
    assert run(["rules", "import", str(tmp_path / "rules.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"new": 0, "changed": 0, "unchanged": 1}


def test_rules_over_http_hold_from_the_next_search_on(client):
    rule = {"action": "pin", "product_ids": ["c"], "queries": ["tea"]}
    tried = client.post("/v1/rules/try", json={"rule": rule}).json()["queries"]
    assert [(move["id"], move["before"], move["after"]) for move in tried[0]["moves"] if move["id"] == "c"] == [("c", None, 1)]
    assert client.get("/v1/rules").json()["items"] == []
    assert client.put("/v1/rules", json=[{"id": "sale", **rule}]).status_code == 200
    first = client.get("/v1/search?q=tea&explain=true").json()["hits"][0]
    assert (first["id"], first["reasons"][0]["text"]) == ("c", "pinned by sale")
    assert client.patch("/v1/rules/sale", json={"enabled": False}).status_code == 200
    assert client.get("/v1/search?q=tea").json()["hits"][0]["id"] != "c"
    assert client.delete("/v1/rules/sale").status_code == 204


@pytest.mark.parametrize("body", [
    {"rule": {"action": "hide", "where": ["price"]}}, {"rule": {"action": "pin"}}, {"rule": {}}, {},
    {"rule": {"action": "pin", "product_ids": ["a"]}, "queries": ["x" * 1001]},
])
def test_a_rule_that_is_wrong_cannot_be_tried(client, body):
    assert client.post("/v1/rules/try", json=body).status_code == 422


def test_a_filter_that_cannot_be_understood_is_refused_over_http(client):
    answer = client.put("/v1/rules/x", json={"action": "hide", "where": ["price"]})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "where")
    assert client.get("/v1/rules").json()["items"] == []


def test_an_unknown_sort_is_refused_and_a_known_one_holds(client):
    assert client.get("/v1/search?sort=magic").status_code == 422
    assert client.get("/v1/search?sort=-price").json()["hits"][0]["id"] == "b"


@pytest.mark.parametrize(("name", "between"), [("rules.csv", ","), ("rules.tsv", "\t")])
def test_rules_are_imported_from_a_table(shop, capsys, tmp_path, name, between):
    rows = [["id", "action", "product_ids", "where", "queries", "position", "strength", "ends_at", "enabled"],
            ["first", "pin", "b;a", "", "tea;茶", "2", "", "2030-01-31", "no"],
            ["light", "boost", "", "brand=A|B;price<5", "", "", "0.3", "", ""]]
    (tmp_path / name).write_text("\n".join(between.join(row) for row in rows) + "\n", "utf-8")
    assert run(["rules", "import", str(tmp_path / name)]) == 0
    first, light = shop.rules.all()
    assert (first.product_ids, first.queries, first.position, first.enabled) == (("b", "a"), ("tea", "茶"), 2, False)
    assert first.ends_at.isoformat() == "2030-02-01T00:00:00+00:00"
    assert (light.where, light.strength, light.enabled) == (("brand=A|B", "price<5"), 0.3, True)


@pytest.mark.parametrize(("row", "message"), [
    ("x,pin,,", "row 2, product_ids"), ("x,boost,a,much", "row 2, strength"), ("x,fly,a,", "row 2, action"),
])
def test_a_table_with_a_wrong_rule_is_refused_by_its_row(shop, capsys, tmp_path, row, message):
    (tmp_path / "rules.csv").write_text(f"id,action,product_ids,strength\n{row}\n")
    assert run(["rules", "import", str(tmp_path / "rules.csv")]) == 2
    assert message in capsys.readouterr().err
    assert shop.rules.all() == []


def test_a_rule_of_a_category_holds_on_its_page_alone_under_either_name(shop, capsys):
    kitchen = (Localized("厨房", "Kitchen"),)
    shop.put_products([product("a", "Tea cup", "茶杯", category=kitchen), product("b", "Tea pot", "茶壶", category=kitchen)])
    assert run(["rules", "add", "pots", "--pin", "b", "--category", "Kitchen"]) == 0
    assert "in" not in capsys.readouterr().out.split("Kitchen")[1]
    assert [[hit.id for hit in shop.search("", where=where)] for where in ([], ["category=Kitchen"], ["category=厨房"])] == [
        ["a", "b", "c"], ["b", "a"], ["b", "a"]]
    assert [hit.id for hit in shop.search("cup", where=["category=kitchen"], mode="text")] == ["b", "a"], "in searches within it too"
    assert [hit.id for hit in shop.search("cup", mode="text")] == ["a"]
    shop.rules.delete(["pots"])
    assert run(["rules", "try", "--hide", "--products", "a", "--category", "厨房", "--json"]) == 0
    [tried] = json.loads(capsys.readouterr().out)
    assert (tried["query"], tried["total"]) == ("", {"before": 2, "after": 1})


def test_a_rule_of_a_place_is_about_the_recommendations_there_and_no_search(shop, capsys):
    assert run(["rules", "add", "lamps", "--pin", "c", "--place", "home", "--place", "email"]) == 0
    assert "recommendations: home, email" in capsys.readouterr().out
    assert shop.search("tea", log=False).hits[0].id != "c"
    first = {place: shop.recommend(place=place, k=1).hits[0] for place in ("home", "purchase")}
    assert (first["home"].id, first["home"].source) == ("c", "rule")
    assert first["purchase"].source != "rule"
    assert run(["rules", "add", "lamps", "--pin", "c", "--place", "moon"]) == 2


def test_a_rule_of_places_is_tried_on_the_recommendations_there(shop, client, capsys):
    assert run(["rules", "try", "--pin", "c", "--place", "home", "--place", "basket", "--on", "a", "--language", "en", "--json"]) == 0
    home, basket = json.loads(capsys.readouterr().out)
    assert (home["place"], home["on"], basket["place"], basket["on"]) == ("home", None, "basket", "a")
    assert home["moves"][0] == {"id": "c", "title": "Lamp", "before": 3, "after": 1}
    assert shop.rules.all() == [], "nothing is stored"
    body = {"rule": {"action": "hide", "product_ids": ["b"], "places": ["home"]}, "language": "en"}
    assert client.post("/v1/rules/try", json=body).json() == {"places": [{"place": "home", "on": None, "moves": [
        {"id": "c", "title": "Lamp", "before": 3, "after": 2}, {"id": "b", "title": "Tea pot", "before": 2, "after": None}]}]}


def test_a_stored_rule_of_places_is_compared_with_the_shop_without_it(shop, capsys):
    assert run(["rules", "add", "first", "--pin", "c", "--place", "home"]) == 0
    assert run(["rules", "try", "first"]) == 0
    assert re.search(r"home\n.*\n +3 +→ +1 +台灯 +c\n", capsys.readouterr().out)
    assert run(["rules", "try", "first", "--on", "nobody"]) == 2
    assert "no product or customer has the id 'nobody'" in capsys.readouterr().err
