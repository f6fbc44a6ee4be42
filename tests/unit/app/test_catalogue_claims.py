"""The lies in an existing catalogue are found; a run goes on after a stop; imports and campaigns say so."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest

from shopkeeper import open_shop
from shopkeeper.app.catalogue_claims import check_catalogue
from shopkeeper.app.cli.main import run
from shopkeeper.shop import Attribute, Customer, InvalidFile, Localized
from small_shop import product

COTTON = Attribute(Localized("材质", "material"), Localized("纯棉", "cotton"))
COPY = {
    "a": Localized(en="Made of cotton. The best-selling shirt."), "b": Localized(en="Made of cotton.", zh="真丝面料，全网最低价。"),
    "c": Localized(en="Made of wool."),
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    opened = open_shop(str(tmp_path_factory.mktemp("lies") / "shop"), create=True)
    shirts = {id: product(id, f"Shirt {id}", prices=[59.0]) for id in COPY}
    opened.put_products([replace(shirts[id], attributes=(COTTON,), description=text) for id, text in COPY.items()])
    yield opened
    opened.close()


def test_each_product_has_a_line_with_what_does_not_hold(shop, tmp_path):
    found = check_catalogue(shop.store, tmp_path / "lies.jsonl")
    rows = {row["product_id"]: row["doubts"] for row in map(json.loads, (tmp_path / "lies.jsonl").read_text("utf-8").splitlines())}
    assert (found.products, found.doubtful, set(rows)) == (3, 3, set("abc"))
    doubt = rows["a"][0]
    assert (doubt["field"], doubt["claims"][0]["text"], doubt["mended"]) == ("description", "best-selling", "Made of cotton. The shirt.")
    assert [each["language"] for each in rows["b"]] == ["zh"]
    assert found.counts["contradicted", "material"] == 2


@pytest.mark.parametrize("name", ["lies.jsonl", "lies.csv"])
def test_a_run_that_was_stopped_goes_on(shop, tmp_path, name):
    whole, out = tmp_path / f"whole-{name}", tmp_path / name
    check_catalogue(shop.store, whole)
    lines = whole.read_bytes().splitlines(keepends=True)
    for cut in (len(lines[0]) + 20, len(whole.read_bytes()) - 5):
        out.write_bytes(whole.read_bytes()[:cut])
        check_catalogue(shop.store, out)
        assert out.read_bytes() == whole.read_bytes()
    assert check_catalogue(shop.store, out).earlier == 2
    (tmp_path / "other.jsonl").write_text('{"no": "run"}\n')
    with pytest.raises(InvalidFile, match="expected what an earlier `claims catalogue` wrote"):
        check_catalogue(shop.store, tmp_path / "other.jsonl")


def test_the_command_prints_how_much_of_what_and_exits_with_1(shop, tmp_path, capsys):
    args = ["--shop", str(shop.data_dir), "--out", str(tmp_path / "a.csv"), "--market", "cn", "--language", "zh"]
    assert run(["claims", "catalogue", *args]) == 1
    out = capsys.readouterr().out
    assert out.startswith("3 products checked; 3 say what their record does not; written to ")
    assert "forbidden    superlative   2" in out
    rows = list(csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8")))
    assert {row["product_id"] for row in rows} == set("abc")
    assert any("《广告法》第九条第三项" in row["reason"] for row in rows)


def test_an_import_names_copy_that_contradicts_its_record(tmp_path):
    shop = open_shop(str(tmp_path / "shop"), create=True)
    row = {"id": "x", "title": {"en": "Shirt"}, "description": {"en": "Made of wool."},
           "variants": [{"id": "x1", "price": {"amount": 900, "currency": "CNY"}}],
           "attributes": [{"name": {"en": "material"}, "value": {"en": "cotton"}}]}  # fmt: skip
    (tmp_path / "p.jsonl").write_text(json.dumps(row) + "\n")
    notes = shop.import_file(tmp_path / "p.jsonl").notes
    shop.close()
    told = "copy: 1 statements of the first 1 products contradict their own record; see: shopkeeper claims catalogue --out claims.csv"
    assert notes[-1] == told


def test_a_campaign_takes_no_text_that_contradicts_a_product_that_it_names(shop, tmp_path, capsys):
    shop.put("customers", [Customer("k", email="k@shop.example", language="en")])
    text, args = tmp_path / "mail.txt", ["campaign", "start", "sale", "--channel", "email", "--shop", str(shop.data_dir)]
    text.write_text("Subject: News\n\nShirt a, now 49 yuan.\n", "utf-8")
    assert run([*args, "--out", str(tmp_path / "out.csv"), "--copy", str(text)]) == 2
    assert "“49 yuan” may not go out: the record says otherwise of this amount of money: price" in capsys.readouterr().err
    text.write_text("Subject: News\n\nShirt a, the finest shirt.\n", "utf-8")
    assert run([*args, "--out", str(tmp_path / "out.csv"), "--copy", str(text)]) == 0
    assert "copy: no record supports “finest”" in capsys.readouterr().err
