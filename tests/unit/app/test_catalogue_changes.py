"""Many products changed at once: told before, done as told, kept in the audit, undone as far as it is still so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app import catalogue_changes
from shopkeeper.app.api import create_app
from shopkeeper.app.catalogue_changes import apply, key_of, last, planned, undo
from shopkeeper.shop import Attribute, InvalidQuery, Localized, Money, NotFound, Product, ProductStatus, Variant
from small_shop import small_shop

FORM = {"sec-fetch-site": "same-origin"}
KINDS = ((Localized("杯子", "Mugs"), "stoneware mug"), (Localized("椅子", "Chairs"), "oak chair"))


def product(n):
    category, words = KINDS[n % 2]
    facts = () if n == 4 else (Attribute(Localized(en="Material"), Localized(en="Stoneware" if n % 2 == 0 else "Oak")),)
    price = Money.of("1" if n == 7 else str(10 + n % 5 + 200 * (n % 2)), "CNY")
    return Product(f"q{n:02}", Localized(en=f"{words} no {n // 2}"), (Variant(f"w{n}", price=price),),
                   category=(KINDS[1][0] if n == 6 else category,), attributes=facts)  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("changes") / "shop")
    shop.store.products.put([product(n) for n in range(80)])
    shop.index()
    yield shop
    shop.close()


@pytest.fixture
def shop(opened):
    opened.store.products.put([product(n) for n in range(80)])
    return opened


@pytest.fixture(scope="module")
def client(opened):
    return TestClient(create_app(opened), base_url="http://127.0.0.1", headers=FORM, follow_redirects=False)


def test_nothing_is_done_before_it_is_confirmed(shop):
    revision = shop.store.products.revision()
    [change] = planned(shop, "hide", ["q01", "nothing", "q01"])
    assert (change.product_id, change.field, change.before, change.after) == ("q01", "status", "active", "draft")
    assert planned(shop, "show", ["q01"]) == [], "it is shown already"
    assert shop.store.products.revision() == revision


def test_what_is_hidden_is_found_no_more_and_again_when_it_is_undone(shop):
    done = apply(shop, "hide", planned(shop, "hide", ["q01"]), "Mei")
    assert shop.store.products.get("q01").status is ProductStatus.DRAFT
    assert "q01" not in {hit.id for hit in shop.search("oak chair no 0", k=50).hits}
    entry = shop.store.audit.newest(1)[0]
    assert (entry.actor, entry.kind, entry.subject) == ("Mei", "catalog.change", "catalog")
    undo(shop, done.number, "Mei")
    assert "q01" in {hit.id for hit in shop.search("oak chair no 0", k=50).hits}
    assert last(shop)[0].undone
    with pytest.raises(InvalidQuery, match="undone already"):
        undo(shop, done.number, "Mei")
    with pytest.raises(NotFound):
        undo(shop, 10_000, "Mei")


@pytest.mark.parametrize(("value", "minor"), [("99.9", 9990), ("-10%", 900), ("+5.5%", 1055), ("0", 0)])
def test_prices_are_put_and_kept_in_the_history(shop, value, minor):
    changes = planned(shop, "price", ["q00"], value)
    done = apply(shop, "price", changes, "Mei")
    assert shop.store.products.get("q00").price == Money(minor, "CNY")
    assert shop.store.history.prices("w0")[-1].price == Money(minor, "CNY")
    undo(shop, done.number, "Mei")
    assert shop.store.products.get("q00").price == Money(1000, "CNY")
    assert shop.store.history.prices("w0")[-1].price == Money(1000, "CNY")


def test_the_price_to_expect_is_put_where_it_is_odd(shop):
    [change] = planned(shop, "price", ["q07"], "expected")
    assert change.before["amount"] == 100
    assert change.after["amount"] > 1000


@pytest.mark.parametrize("value", ["", "cheap", "-1", "1e9", "5%", "=1+1"])
def test_a_price_that_is_none_is_refused(shop, value):
    with pytest.raises(InvalidQuery, match="price: expected an amount such as"):
        planned(shop, "price", ["q00"], value)


def test_proposed_values_are_accepted_by_their_key_and_taken_back(shop):
    key = key_of("q04", Localized(en="Material"))
    [change] = planned(shop, "accept", [key, "q04=Nothing"])
    assert change.before is None
    done = apply(shop, "accept", [change], "Mei")
    assert shop.store.products.get("q04").attributes == (Attribute(Localized(en="Material"), Localized(en="Stoneware")),)
    assert planned(shop, "accept", [key]) == []
    undo(shop, done.number, "Mei")
    assert shop.store.products.get("q04").attributes == ()


def test_a_move_goes_to_the_category_in_both_languages(shop):
    found = [each.product_id for each in shop.catalogue.moves()]
    assert found == ["q06"]
    [change] = planned(shop, "move", found)
    apply(shop, "move", [change], "Mei")
    assert shop.store.products.get("q06").category == (KINDS[0][0],)


def test_what_was_changed_by_others_since_is_left_alone(shop):
    changes = planned(shop, "price", ["q00", "q02"], "50")
    shop.store.products.put([replace(product(0), variants=(Variant("w0", price=Money(7700, "CNY")),))])
    done = apply(shop, "price", changes, "Mei")
    assert [each.product_id for each in done.changes] == ["q02"]
    shop.store.products.put([replace(product(2), variants=(Variant("w2", price=Money(8800, "CNY")),))])
    assert undo(shop, done.number, "Mei").changes == ()
    assert shop.store.products.get("q02").price == Money(8800, "CNY")


def test_too_many_at_once_are_refused(shop, monkeypatch):
    monkeypatch.setattr(catalogue_changes, "MOST", 2)
    with pytest.raises(InvalidQuery, match="at most 2 products"):
        planned(shop, "hide", ["q00", "q01", "q02"])


def test_the_page_filters_chooses_confirms_and_undoes(shop, client):
    page = client.get("/console/catalog", params={"lang": "zh", "q": "CHAIR q39", "category": "Chairs"}).text
    assert page.count('class="pick"') == 1
    assert client.get("/console/catalog", params={"check": "empty_description", "lang": "en"}).text.count('class="pick"') == 50
    further = client.get("/console/catalog", params={"start": 50, "lang": "en"}).text
    assert (further.count('class="pick"') >= 30, "51–" in further) == (True, True)
    asked = client.get("/console/catalog/change", params={"do": "price", "key": ["q00", "q02"], "value": "-10%", "lang": "zh"}).text
    assert "将改动 2 处" in asked
    assert "<del>¥10</del> → <ins>¥9</ins>" in asked
    answer = client.post("/console/catalog/change?lang=zh", data={"do": "price", "key": ["q00", "q02"], "value": "-10%"})
    assert answer.headers["location"] == "/console/catalog?show=changes&lang=zh"
    page = client.get(answer.headers["location"]).text
    assert "改价" in page
    number = last(shop)[0].number
    assert client.post(f"/console/catalog/changes/{number}", data={"do": "undo"}).status_code == 303
    assert "已撤销" in client.get("/console/catalog?show=changes&lang=zh").text
    assert shop.store.products.get("q00").price == Money(1000, "CNY")


def test_the_page_says_what_is_wrong_with_a_price_and_that_nothing_is_chosen(client):
    answer = client.get("/console/catalog/change", params={"do": "price", "key": "q00", "value": "<b>", "lang": "zh"})
    assert (answer.status_code, "请填写价格" in answer.text) == (422, True)
    assert "没有要改的" in client.get("/console/catalog/change", params={"do": "hide", "lang": "zh"}).text
    assert client.get("/console/catalog/change", params={"do": "delete", "key": "q00"}).status_code == 422
    assert client.post("/console/catalog/change", data={"do": "delete", "key": "q00"}).status_code == 422


def test_hidden_products_are_listed_and_shown_again(shop, client):
    client.post("/console/catalog/change", data={"do": "hide", "key": "q10"})
    page = client.get("/console/catalog?show=hidden&lang=en").text
    assert "hidden</dd>" in page
    assert page.count('class="pick"') == 1
    client.post("/console/catalog/change", data={"do": "show", "key": "q10"})
    assert shop.store.products.get("q10").status is ProductStatus.ACTIVE


def test_descriptions_are_queued_for_those_chosen(shop, client):
    assert "2" in client.get("/console/catalog/change", params={"do": "write", "key": ["q00", "q02"], "lang": "en"}).text
    answer = client.post("/console/catalog/change", data={"do": "write", "key": ["q00", "q02", "gone"]})
    assert answer.headers["location"] == "/console/jobs"
    [job] = shop.store.queue.newest(1, kind="write")
    assert job.arguments == {"kind": "description", "products": ["q00", "q02"]}


def test_over_http(shop, client):
    told = client.post("/v1/catalog/changes", json={"action": "hide", "keys": ["q12"], "dry_run": True}).json()
    assert told == {"number": None, "changes": [{"product_id": "q12", "field": "status", "before": "active", "after": "draft"}]}
    assert shop.store.products.get("q12").status is ProductStatus.ACTIVE
    done = client.post("/v1/catalog/changes", json={"action": "hide", "keys": ["q12"]}).json()
    assert shop.store.products.get("q12").status is ProductStatus.DRAFT
    assert client.get("/v1/catalog/changes").json()["changes"][0]["number"] == done["number"]
    assert client.post(f"/v1/catalog/changes/{done['number']}/undo", json={}).status_code == 200
    assert shop.store.products.get("q12").status is ProductStatus.ACTIVE
    assert client.post(f"/v1/catalog/changes/{done['number']}/undo", json={}).status_code == 422
    assert client.post("/v1/catalog/changes", json={"action": "delete", "keys": ["q12"]}).status_code == 422
