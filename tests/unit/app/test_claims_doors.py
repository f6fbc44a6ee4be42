"""The claim ledger's doors: command and route."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run
from shopkeeper.app.web.claims import Piece, pairs_of, pieces_of
from shopkeeper.shop import Attribute, Localized
from small_shop import product, small_shop

FORM = {"sec-fetch-site": "same-origin"}
TEXT = "A red kettle for 59 yuan, CE certified. The lightest kettle."


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("claims") / "shop")
    kettle = product("mu", "Mu kettle", "Mu水壶", prices=[59.0])
    marked = Attribute(Localized("认证", "certification"), Localized("CE", "CE"))
    facts = (marked, Attribute(Localized("颜色", "colour"), Localized("红色", "red")))
    shop.put_products([type(kettle)(**{**{name: getattr(kettle, name) for name in kettle.__slots__}, "attributes": facts})])
    yield shop
    shop.close()


@pytest.fixture(scope="module")
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def test_a_text_is_held_against_a_product(client):
    answer = client.post("/v1/claims/check", json={"text": TEXT, "product_id": "mu"}).json()
    found = {claim["text"]: claim for claim in answer["claims"]}
    assert not answer["holds"]
    verdicts = [found[text]["verdict"] for text in ("59 yuan", "CE certified", "lightest")]
    assert verdicts == ["supported", "supported", "unsupported"]
    assert found["lightest"]["reason"] == {"zh": "这个最高级用语没有任何记录可以证明", "en": "no record supports this superlative"}
    nothing = client.post("/v1/claims/check", json={"text": "Hello there", "facts": [["a", 1]]}).json()
    assert nothing == {"text": "Hello there", "holds": True, "claims": [], "tone": []}


def test_a_text_is_mended_and_its_tone_remarked(client):
    text = "The award-winning Mu kettle costs 99 yuan. Hurry up!"
    answer = client.post("/v1/claims/check", json={"text": text, "product_id": "mu", "mend": True}).json()
    assert [remark["manner"] for remark in answer["tone"]] == ["pressure"]
    assert answer["mended"]["text"].startswith("The Mu kettle")
    assert "99" not in answer["mended"]["text"]


@pytest.mark.parametrize(("body", "status"), [
    ({"text": "a", "market": "mars"}, 422), ({"text": "a", "product_id": "nobody"}, 404), ({"text": "a", "facts": "b"}, 422), ({}, 422)])
def test_a_wrong_request_is_refused(client, body, status):
    assert client.post("/v1/claims/check", json=body).status_code == status


def test_the_command_reads_texts_files_and_facts(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "copy.txt").write_text("CE certified", "utf-8")
    (tmp_path / "facts.json").write_text('[["certification", "CE"]]', "utf-8")
    assert run(["claims", "check", "copy.txt", "--facts", "facts.json"]) == 0
    line = "supported    certification 0-12 “CE certified”  the record supports this certificate: certification (CE)"
    assert capsys.readouterr().out.startswith(line)
    assert run(["claims", "check", "全网最低价", "--market", "cn", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["claims"][0]["verdict"] == "forbidden"
    assert run(["claims", "check", "A CE certified lamp. It cures colds.", "--facts", "facts.json", "--mend"]) == 1
    assert capsys.readouterr().out.endswith("\n\nA CE certified lamp.\n")
    assert run(["claims", "check", "Hello there"]) == 0
    assert capsys.readouterr().out == "no claims\n"


@pytest.mark.parametrize(("args", "said"), [
    (["missing.txt"], "missing.txt: no such file"), (["a", "--facts", "missing.json"], "missing.json: No such file or directory"),
    (["a", "--facts", "bad.json"], "bad.json: expected JSON"),
    (["a", "--facts", "text.json"], "text.json: expected [[name, value], …] or an object of facts")])
def test_bad_input_is_one_sentence(tmp_path, capsys, monkeypatch, args, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.json").write_text("{", "utf-8")
    (tmp_path / "text.json").write_text('"a"', "utf-8")
    assert run(["claims", "check", *args]) == 2
    assert capsys.readouterr().err.startswith(said)


def test_the_page_colours_every_claim_and_shows_what_is_left(client):
    text = "A CE certified kettle. It cures <b>insomnia</b> and cures colds."
    shown = client.post("/console/claims?lang=en", data={"text": text, "facts": "认证：CE\ncolour: red", "market": "uk"}, headers=FORM).text
    assert '<a class="supported" href="#claim-1">CE certified<sup>1</sup></a>' in shown
    assert "✗" not in shown
    assert "⊘ forbidden" in shown
    assert "&lt;b&gt;insomnia" in shown
    assert '<div class="checked">A CE certified kettle.</div>' in shown
    assert "可以发布" in client.post("/console/claims?lang=zh", data={"text": "通过CE认证", "facts": "认证：CE"}, headers=FORM).text


def test_the_page_takes_the_copy_of_a_product(client):
    assert '<div class="checked" lang="">Mu kettle</div>' in client.get("/console/claims?lang=en&product=mu").text
    assert "没有编号为“nobody”的商品" in client.get("/console/claims?lang=zh&product=nobody").text
    assert client.get("/console/claims", headers={"x-forwarded-for": "1.2.3.4"}).status_code == 403


def test_where_notes_overlap_the_worst_gives_the_colour():
    notes = [{"span": [0, 6], "verdict": "supported"}, {"span": [2, 4], "verdict": "contradicted"}]
    assert pieces_of("abcdefgh", notes) == [
        Piece("ab", "supported", (1,)), Piece("cd", "contradicted", (1, 2)), Piece("ef", "supported", (1,)), Piece("gh")]
    assert pairs_of("材质：纯棉\n\nnothing\nsize: 42: wide") == [["材质", "纯棉"], ["size", "42: wide"]]
