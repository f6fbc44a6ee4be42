"""Categories, attributes, prices and duplicates at the command line and by HTTP."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run
from shopkeeper.shop import Attribute, Localized, Money, Product, Variant
from small_shop import small_shop

KINDS = (("Mugs", "stoneware mug"), ("Chairs", "oak chair"))


def product(n):
    category, words = KINDS[n % 2]
    facts = () if n == 4 else (Attribute(Localized(en="Material"), Localized(en="Stoneware" if n % 2 == 0 else "Oak")),)
    price = Money.of("1" if n == 7 else str(10 + n % 5 + 200 * (n % 2)), "USD")
    level = KINDS[1][0] if n == 6 else category
    return Product(
        f"q{n:02}",
        Localized(en=f"{words} no {n // 2}"),
        (Variant(f"w{n}", price=price),),
        category=(Localized(en=level),),
        attributes=facts,
    )


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("catalog") / "shop")
    shop.store.products.put([product(n) for n in range(80)])
    yield shop
    shop.close()


@pytest.fixture(scope="module")
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def test_by_http(client):
    found = client.post("/v1/catalog/classify", json={"text": "a stoneware mug"}).json()
    assert found["guesses"][0]["path"] == ["Mugs"]
    assert found["way"][0]["path"] == ["Mugs"]
    assert client.post("/v1/catalog/classify", json={"text": "q01"}).json()["guesses"][0]["path"] == ["Chairs"]
    said = client.post("/v1/catalog/attributes", json={"text": "纯棉 red mug 300ml"}).json()
    assert said["quantities"][0]["base"] == 300
    said = said["vocabulary"]
    assert {(each["attribute"], each["value"]) for each in said} >= {("material", "cotton"), ("colour", "red")}
    gaps = client.get("/v1/catalog/missing").json()["suggestions"]
    assert [(each["product_id"], each["value"]["en"]) for each in gaps] == [("q04", "Stoneware")]
    assert client.get("/v1/catalog/price", params={"product": "q00"}).json()["expected"]["low"] > 1
    assert client.get("/v1/catalog/odd-prices").json()["odd"][0]["product_id"] == "q07"
    assert client.get("/v1/catalog/price", params={"product": "nothing"}).status_code == 404
    assert "duplicates" in client.get("/v1/catalog/duplicates").json()
    assert "moves" in client.get("/v1/catalog/moves").json()
    first = client.get("/v1/catalog/scores", params={"limit": 1}).json()["scores"][0]
    assert first["score"] < 100
    assert first["fixes"][0]["points"] >= first["fixes"][-1]["points"] > 0
    assert [each["product_id"] for each in client.get("/v1/catalog/scores", params={"product": "q03"}).json()["scores"]] == ["q03"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("show", "said"), [("scores", "q00"), ("prices", "q07"), ("moves", ""), ("values", "q04"), ("twice", "")])
def test_the_console_page(client, show, said, language):
    answer = client.get("/console/catalog", params={"show": show, "lang": language})
    assert answer.status_code == 200
    assert said in answer.text


def test_a_list_that_there_is_not(client):
    assert client.get("/console/catalog", params={"show": "nothing"}).status_code == 422


def test_at_the_command_line(shop, tmp_path, capsys):
    where = ["--shop", str(shop.data_dir)]
    assert run(["classify", "oak chair", *where]) == 0
    assert "Chairs" in capsys.readouterr().out
    tree = tmp_path / "tree.txt"
    tree.write_text("# mine\n12 - Food > Tea\nKitchen > Mugs\n", "utf-8")
    assert run(["classify", "a mug", "--taxonomy", str(tree), "--json", *where]) == 0
    assert json.loads(capsys.readouterr().out)["guesses"][0]["path"] == ["Kitchen", "Mugs"]
    for command in (
        ["classify", "--moves"],
        ["attributes", "red cotton shirt"],
        ["attributes", "--missing"],
        ["price", "q00"],
        ["price", "--odd"],
        ["quality", "--worst", "3"],
        ["duplicates"],
    ):
        assert run([*command, *where]) == 0
        assert run([*command, *where, "--json"]) == 0
        assert capsys.readouterr().out.strip()
    assert run(["classify", *where]) == 2
    assert run(["price", *where]) == 2
    assert run(["classify", "x", "--taxonomy", str(tmp_path / "none.txt"), *where]) == 2
    assert "expected a text file" in capsys.readouterr().err


def test_a_users_rows_are_measured_and_learnt_from(shop, tmp_path, capsys):
    titles = tmp_path / "titles.jsonl"
    rows = [{"input": f"Zarvo{n % 3} mug red {n}", "category": "Cups", "target_scores": {"Brand": {f"Zarvo{n % 3}": 1}}} for n in range(40)]
    titles.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert run(["evaluate", "attributes", "--data", str(titles), "--json", "--shop", str(shop.data_dir)]) in (0, 2)
    capsys.readouterr()
    assert run(["train", "attributes", "--data", str(titles), "--json", "--shop", str(shop.data_dir)]) == 0
    assert json.loads(capsys.readouterr().out)["learnt"] == 40
    assert run(["evaluate", "attributes", "--data", str(titles), "--gate", "micro_f1>=0.9", "--shop", str(shop.data_dir)]) == 0
    placed = tmp_path / "placed.jsonl"
    placed.write_text(
        "\n".join(json.dumps({"title": f"{KINDS[n % 2][1]} {n}", "path": KINDS[n % 2][0], "price": 10 + n % 3}) for n in range(120)),
        "utf-8",
    )
    capsys.readouterr()
    assert run(["evaluate", "classify", "--data", str(placed), "--json", "--shop", str(shop.data_dir)]) == 0
    assert json.loads(capsys.readouterr().out)["metrics"]["accuracy"]["value"] > 0.9
    assert run(["evaluate", "price", "--data", str(placed), "--json", "--shop", str(shop.data_dir)]) == 0
    assert json.loads(capsys.readouterr().out)["metrics"]["mape"]["value"] < 0.3
