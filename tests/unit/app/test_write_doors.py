"""Writing and drafts by the command line and over HTTP."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run
from small_copy import as_it_was, copy_shop

SAID = "Linen shirt, 180 g, edition a."


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    shop = copy_shop(tmp_path_factory.mktemp("texts") / "shop")
    yield shop
    shop.close()


@pytest.fixture
def shop(opened):
    yield opened
    as_it_was(opened)


@pytest.fixture(scope="module")
def door(opened):
    return TestClient(create_app(opened), base_url="http://127.0.0.1", follow_redirects=False)


@pytest.fixture
def client(shop, door):
    return door


@pytest.fixture
def ask(shop, monkeypatch, capsys):
    """Runs a command on the open shop: its exit code, what it printed, and its remarks."""
    monkeypatch.setattr("shopkeeper.app.bootstrap.open_shop", lambda *_, **__: shop)
    monkeypatch.setattr(shop, "close", lambda: None)

    def asked(*words):
        code = run(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


def test_a_text_is_printed_with_its_claims(ask, shop):
    code, out, err = ask("write", "description", "shirt", "--language", "en")
    assert (code, err) == (0, "")
    assert out.startswith(SAID + "\n\n  ✓ 180 g  (quantity: ")
    assert shop.store.drafts.count() == 0


def test_a_text_is_kept_told_and_published_by_commands(ask, shop):
    code, out, _ = ask("write", "description", "shirt", "--language", "en", "--market", "cn", "--draft", "--json")
    id = json.loads(out)["draft"]
    assert (code, json.loads(out)["text"], json.loads(out)["label"]["visible"]) == (0, SAID, "yes")
    edited = ask("drafts", "edit", id, "Only 180 g: a linen shirt.", "--by", "Tom", "--note", "livelier")
    assert edited[:2] == (0, f"{id}: version 2 is draft\n")
    assert ask("drafts", "approve", id, "--by", "Mei")[:2] == (0, f"{id}: version 2 is approved\n")
    assert ask("drafts", "publish", id, "--by", "Mei")[1] == f"{id}: version 2 is published\n"
    assert shop.store.products.get("shirt").description.en == "Only 180 g: a linen shirt."
    _, out, _ = ask("drafts", "show", id)
    assert "version 2 edited by Tom: livelier" in out
    assert "✓ 180 g" in out
    assert json.loads(ask("drafts", "list", "--state", "published", "--json")[1])[0]["label"]["edited"] == "yes"
    assert id in ask("drafts", "list")[1]


def test_a_notice_that_the_market_asks_for_is_a_remark(ask):
    assert ask("write", "title", "shirt", "--language", "zh", "--market", "cn")[2] == "本文案由软件根据商品资料生成\n"


def test_keywords_facts_and_several_texts(ask, tmp_path):
    code, out, _ = ask("write", "title", "--keywords", "wireless earbuds, noise cancelling", "--n", "2", "--json")
    assert (code, len(json.loads(out))) == (0, 2)
    file = tmp_path / "facts.json"
    file.write_text('[["title", "Oak desk"], ["Width", "120 cm"]]')
    assert "120 cm" in ask("write", "description", "--facts", str(file))[1]
    (tmp_path / "brand.md").write_text("# Story\nWe began in 1990.")
    assert ask("write", "description", "shirt", "--brand", str(tmp_path / "brand.md"))[0] == 0


def test_all_products_at_once(ask, shop):
    assert ask("write", "title", "--all", "--language", "en", "--forecast")[1].startswith("2 products: about ")
    code, out, err = ask("write", "title", "--all", "--language", "en")
    assert code == 0
    assert out.startswith("2 drafts written; 0 products had an open one, of 0 nothing may be said; 200 tokens, $0.00\n")
    assert "writing (2 of 2)" in err
    assert json.loads(ask("write", "title", "--all", "--language", "en", "--json")[1])["had"] == 2


@pytest.mark.parametrize(("words", "complaint"), [
    (("write", "description"), "expected one of: the id of a product, keywords, or facts"),
    (("write", "description", "no"), "no product has the id 'no'"),
    (("write", "poem", "shirt"), "'poem' is not one of"),
    (("write", "title", "shirt", "--all"), "expected --all (and --forecast) without a product"),
    (("write", "title", "shirt", "--forecast"), "expected --all (and --forecast)"),
    (("write", "title", "--facts", "none.json"), "none.json: expected [[name, value], …]"),
    (("write", "title", "shirt", "--brand", "none.md"), "none.md: expected a page of text"),
    (("write", "title", "shirt", "--segment", "kings"), "segment: expected one of best"),
    (("drafts", "approve", "no", "--by", "Mei"), "no draft has the id 'no'"),
])
def test_what_is_wrong_is_said_in_a_sentence(ask, words, complaint):
    code, _, err = ask(*words)
    assert code == 2
    assert complaint in err


@pytest.mark.parametrize("wrong", ["[]", '[["a", null]]', "nonsense"])
def test_facts_that_are_none_are_refused(ask, tmp_path, wrong):
    (tmp_path / "facts.json").write_text(wrong)
    code, _, err = ask("write", "title", "--facts", str(tmp_path / "facts.json"))
    assert (code, "facts.json: expected [[name, value], …]" in err) == (2, True)


def test_the_same_over_http(client, shop):
    made = client.post("/v1/write", json={"kind": "description", "id": "shirt", "language": "en", "draft": True}).json()
    assert (made["text"], made["writer"]) == (SAID, "clerk")
    at = f"/v1/drafts/{made['draft']}"
    found = client.get("/v1/drafts", params={"state": "draft", "product_id": "shirt", "kind": "description"}).json()
    assert ([each["id"] for each in found["drafts"]], found["states"]) == ([made["draft"]], {"draft": 1})
    assert (found["drafts"][0]["present"], found["drafts"][0]["state"]) == ("A shirt.", "draft")
    checked = client.post(f"{at}/check", json={"text": "Linen shirt, 90 g."}).json()
    assert (checked["holds"], checked["claims"][0]["span"], checked["claims"][0]["verdict"]) == (False, [13, 17], "contradicted")
    edited = client.post(f"{at}/edit", json={"by": "Tom", "text": "Linen, 90 g.", "version": 1}).json()
    assert edited["versions"][1]["claims"][-1]["verdict"] == "contradicted"
    refused = client.post(f"{at}/approve", json={"by": "Mei"})
    assert (refused.status_code, refused.json()["error"]["type"]) == (422, "invalid_query")
    client.post(f"{at}/edit", json={"by": "Tom", "text": "Linen, 180 g."})
    stale = client.post(f"{at}/approve", json={"by": "Mei", "version": 2})
    assert (stale.status_code, stale.json()["error"]["type"]) == (409, "conflict")
    assert client.post(f"{at}/approve", json={"by": "Mei", "version": 3}).json()["state"] == "approved"
    assert client.post(f"{at}/publish", json={"by": "Mei", "note": "for spring"}).json()["published"] == 3
    assert client.get("/v1/search", params={"q": "linen 180"}).json()["total"] >= 1
    told = client.get(f"{at}/history").json()["history"]
    assert [(each["what"], each["by"]) for each in told] == [
        ("written", "shopkeeper"), ("edited", "Tom"), ("edited", "Tom"), ("approved", "Mei"), ("published", "Mei")]
    assert client.post(f"{at}/reject", json={"by": "Mei"}).status_code == 409


def test_a_test_is_begun_by_both_doors(ask, client, shop, tmp_path):
    written = [ask("write", kind, "shirt", "--language", "en", "--draft", "--json")[1] for kind in ("title", "description")]
    ids = [json.loads(each)["draft"] for each in written]
    for id in ids:
        ask("drafts", "approve", id, "--by", "Mei")
    assert ask("drafts", "test", ids[0])[1].startswith(f"{ids[0]}-1: started")
    assert client.post(f"/v1/drafts/{ids[1]}/test", json={"goal": "clicked"}).json()["products"] == ["shirt"]
    assert client.post(f"/v1/drafts/{ids[1]}/test", json={}).status_code == 422
    assert ask("drafts", "export", str(tmp_path / "pairs.jsonl"))[1].startswith("2 texts written to ")


def test_parts_are_edited_by_their_names(client):
    made = client.post("/v1/write", json={"kind": "email", "id": "shirt", "language": "en", "draft": True}).json()
    parts = {"subject": "New", "body": "Linen, 180 g."}
    edited = client.post(f"/v1/drafts/{made['draft']}/edit", json={"by": "Tom", "fields": parts}).json()
    assert edited["versions"][1]["text"] == "New\nLinen, 180 g."
    assert edited["versions"][1]["fields"] == [{"name": "subject", "text": "New"}, {"name": "body", "text": "Linen, 180 g."}]


@pytest.mark.parametrize(("path", "body", "status"), [
    ("/v1/write", {"kind": "title"}, 422), ("/v1/write", {"kind": "title", "id": "no"}, 404),
    ("/v1/write", {"kind": "poem", "id": "x"}, 422),
    ("/v1/drafts/no/approve", {"by": "Mei"}, 404), ("/v1/drafts/no/approve", {}, 422), ("/v1/drafts/no/check", {"text": "x"}, 404),
])
def test_http_refuses_in_one_shape(client, path, body, status):
    answer = client.post(path, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_drafts_are_for_the_people_of_the_shop(client):
    for path in ("/v1/drafts", "/v1/drafts/x/history"):
        assert client.get(path, headers={"x-forwarded-for": "10.0.0.1"}).status_code == 403
