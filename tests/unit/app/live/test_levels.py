"""Stock and prices over HTTP: set, refused by index, and seen by the next search."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.live.levels import set_levels
from shopkeeper.shop import Localized, Money, Product, StockUpdate, Variant
from small_shop import BagEncoder, small_shop

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def mug(id, **variant):
    return Product(id, Localized("马克杯", "Mug"), (Variant(f"{id}-v", price=Money(9900, "CNY"), stock=3, **variant),))


@pytest.fixture
def encoder():
    return BagEncoder()


@pytest.fixture
def shop(tmp_path, encoder):
    shop = small_shop(tmp_path, encoder)
    shop.put_products([mug("a", sku="A1", barcode="690"), mug("b", sku="B1", barcode="690")])
    encoder.texts.clear()
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def found(client, where):
    return [hit["id"] for hit in client.get("/v1/search", params={"where": where}).json()["hits"]]


def test_stock_is_set_by_id_sku_or_barcode_and_found_so_at_once(client, shop, encoder):
    shop.put_products([mug("c", barcode="691")])
    encoder.texts.clear()
    updates = [{"variant_id": "a-v", "quantity": 0}, {"sku": "B1", "quantity": 3}, {"barcode": "691", "quantity": 0}]
    answer = client.put("/v1/stock", json=updates)
    assert (answer.status_code, answer.json()) == (200, {"accepted": 3, "changed": 2, "unchanged": 1, "older": 0, "rejected": []})
    assert found(client, "in_stock=true") == ["b"]
    assert client.get("/v1/products/c").json()["variants"][0]["stock"] == 0
    assert encoder.texts == [], "no text was encoded for it"


def test_stock_below_0_is_refused_and_the_others_go_in(client):
    answer = client.put("/v1/stock", json=[{"sku": "A1", "quantity": -5}, {"sku": "B1", "quantity": 2}])
    assert (answer.status_code, answer.json()["accepted"]) == (207, 1)
    [refused] = answer.json()["rejected"]
    assert refused == {"index": 0, "field": "quantity", "expected": "a whole number of 0 or more", "got": "-5"}


def test_a_price_is_filtered_by_and_shown_at_once(client):
    assert client.put("/v1/prices", json=[{"sku": "A1", "price": {"amount": 1250, "currency": "CNY"}}]).json()["changed"] == 1
    [hit] = client.get("/v1/search", params={"where": "price<20"}).json()["hits"]
    assert (hit["id"], hit["price"]) == ("a", {"amount": 1250, "currency": "CNY"})


def test_each_update_that_is_refused_is_named_by_its_place_and_the_others_go_in(client):
    lines = ('{"sku": "A1", "quantity": 1}\n{"sku": "ghost", "quantity": 1}\n{"barcode": "690", "quantity": 1}\n{"quantity": 1}\n{oops\n'
             '{"sku": "A1", "quantity": "many"}\n{"variant_id": "ghost", "quantity": 2}\n{"sku": "A1", "barcode": "690", "quantity": 1}\n')
    answer = client.put("/v1/stock", content=lines, headers={"content-type": "application/x-ndjson"})
    assert (answer.status_code, answer.json()["accepted"]) == (207, 1)
    assert [(each["index"], each["field"], each["got"]) for each in answer.json()["rejected"]] == [
        (1, "sku", "ghost"), (2, "barcode", "690"), (3, "variant_id", None), (4, "", "{oops"),
        (5, "quantity", "many"), (6, "variant_id", "ghost"), (7, "barcode", "sku, barcode")]
    assert answer.json()["rejected"][1]["expected"] == "the barcode of one variant, but 2 have it: a-v, b-v"


def test_an_update_that_is_older_than_what_is_known_changes_nothing(client, shop):
    moment = datetime.now(UTC) - timedelta(hours=1)
    client.put("/v1/stock", json=[{"sku": "A1", "quantity": 0, "at": moment.isoformat()}])
    late = client.put("/v1/stock", json=[{"sku": "A1", "quantity": 9, "at": (moment - timedelta(seconds=1)).isoformat()}])
    assert (late.json()["accepted"], late.json()["older"], found(client, "in_stock=true")) == (1, 1, ["b"])
    assert [point.quantity for point in shop.store.history.stock("a-v")] == [9, 0]


def test_a_level_of_tomorrow_is_refused_as_it_would_bar_those_of_today(shop):
    at = (NOW + timedelta(days=1)).isoformat()
    report = set_levels(shop, [(0, StockUpdate(1, sku="A1", at=NOW + timedelta(days=1)))], NOW)
    assert report.to_dict()["rejected"] == [{"index": 0, "field": "at", "expected": "a moment that is not in the future", "got": at}]


def test_a_negative_price_is_refused_by_its_field(client):
    answer = client.put("/v1/prices", json=[{"sku": "A1", "price": {"amount": -1, "currency": "CNY"}}])
    assert answer.json()["rejected"][0]["field"] == "price.amount"


def test_another_process_sees_a_new_level_at_its_next_search(shop, tmp_path):
    other = small_shop(tmp_path)
    assert [hit.id for hit in other.search("", where=["in_stock=true"])] == ["a", "b"]
    set_levels(shop, [(0, StockUpdate(0, sku="A1"))])
    assert [hit.id for hit in other.search("", where=["in_stock=true"])] == ["b"]
    other.close()


def test_a_product_that_is_a_draft_keeps_its_levels_and_shows_them_when_it_is_published(client):
    client.patch("/v1/products/a", json={"status": "draft"})
    client.put("/v1/stock", json=[{"sku": "A1", "quantity": 0}])
    assert found(client, "in_stock=false") == []
    client.patch("/v1/products/a", json={"status": "active"})
    assert found(client, "in_stock=false") == ["a"]


def test_many_changed_levels_never_ask_for_a_build(shop):
    shop.put_products([mug(f"m{i}", sku=f"M{i}") for i in range(700)])
    report = set_levels(shop, [(i, StockUpdate(i % 2, sku=f"M{i}")) for i in range(700)])
    assert (report.changed, shop.search("", where=["in_stock=false"]).total, shop.index().rebuilt) == (700, 350, False)


def test_levels_never_read_the_whole_catalogue(shop, monkeypatch):
    monkeypatch.setattr(type(shop.store.products), "all", lambda *_, **__: pytest.fail("the whole catalogue was read"))
    assert set_levels(shop, [(0, StockUpdate(0, sku="A1"))]).changed == 1
