import json

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.shop import to_dict
from unit.app.fake_shop import FakeShop, earbuds, product


@pytest.fixture
def shop():
    return FakeShop([earbuds()])


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def test_a_product_is_read_as_its_whole_record(client):
    assert client.get("/v1/products/buds").json() == to_dict(earbuds())


def test_an_id_may_hold_slashes_spaces_and_chinese(client, shop):
    record = to_dict(product("耳机/1 a?b", "Odd id"))
    assert client.put("/v1/products/%E8%80%B3%E6%9C%BA%2F1%20a%3Fb", json=record).status_code == 201
    assert client.get("/v1/products/%E8%80%B3%E6%9C%BA%2F1%20a%3Fb").json() == record


def test_put_creates_then_replaces(client):
    record = to_dict(product("mug", "Mug"))
    assert client.put("/v1/products/mug", json=record).status_code == 201
    again = client.put("/v1/products/mug", json={**record, "title": {"en": "Cup"}})
    assert (again.status_code, again.json()["title"]) == (200, {"en": "Cup"})


def test_put_takes_the_id_from_the_address_and_refuses_another(client):
    record = to_dict(product("mug", "Mug"))
    record.pop("id")
    assert client.put("/v1/products/mug", json=record).json()["id"] == "mug"
    other = client.put("/v1/products/mug", json={**record, "id": "jug"})
    assert (other.status_code, other.json()["error"]["field"]) == (422, "id")


def test_a_wrong_field_is_named_by_its_path(client):
    record = to_dict(earbuds())
    record["variants"][1]["price"]["amount"] = "cheap"
    answer = client.put("/v1/products/buds", json=record)
    assert answer.status_code == 422
    assert answer.json()["error"] == {"type": "invalid_record", "field": "variants[1].price.amount",
                                      "message": "variants[1].price.amount: expected a whole number, got 'cheap'"}


def test_patch_changes_what_it_names_and_nothing_else(client):
    answer = client.patch("/v1/products/buds", json={"title": {"en": "Buds"}}, headers={"content-type": "application/merge-patch+json"})
    assert answer.json() == {**to_dict(earbuds()), "title": {"en": "Buds"}}
    assert client.patch("/v1/products/buds", json={"id": "mine"}).status_code == 422
    assert client.patch("/v1/products/ghost", json={"tags": []}).status_code == 404


def test_delete_says_whether_there_was_one(client):
    assert client.delete("/v1/products/buds").status_code == 204
    assert client.delete("/v1/products/buds").status_code == 404
    assert client.get("/v1/products/buds").status_code == 404


def test_many_are_deleted_by_id(client, shop):
    shop.put_products([product("mug", "Mug")])
    assert client.delete("/v1/products", params={"id": ["mug", "buds", "ghost"]}).json() == {"deleted": 2}
    assert client.delete("/v1/products").status_code == 422


def test_bulk_puts_the_good_ones_in_and_names_the_others(client, shop):
    nameless = {**to_dict(product("b", "B")), "title": {}}
    answer = client.post("/v1/products", json=[to_dict(product("a", "A")), nameless, "what", to_dict(earbuds())])
    assert answer.status_code == 207
    assert answer.json() == {"accepted": 2, "new": 1, "changed": 1, "unchanged": 0, "rejected": [
        {"index": 1, "field": "title", "expected": "a text in Chinese or English", "got": None},
        {"index": 2, "field": "product", "expected": "an object", "got": "what"}]}
    assert "a" in shop.store.products
    assert "b" not in shop.store.products


def test_bulk_without_a_fault_is_200(client):
    assert client.post("/v1/products", json=[to_dict(product("a", "A"))]).status_code == 200


def test_bulk_reads_json_lines(client):
    lines = json.dumps(to_dict(product("a", "A"))) + "\n{broken\n\n" + json.dumps(to_dict(product("b", "B"))) + "\n"
    answer = client.post("/v1/products", content=lines, headers={"content-type": "application/x-ndjson"})
    assert answer.json() == {"accepted": 2, "new": 2, "changed": 0, "unchanged": 0,
                             "rejected": [{"index": 1, "field": "", "expected": "a JSON object on each line", "got": "{broken"}]}


def test_bulk_that_is_not_json_is_refused_whole(client):
    answer = client.post("/v1/products", content="[{", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_json")


def test_an_event_needs_only_a_name(client, shop):
    answer = client.post("/v1/events", json={"name": "select_item", "query_id": "q-1", "items": [{"product_id": "buds", "position": 2}]})
    assert answer.json() == {"accepted": 1, "new": 1, "changed": 0, "unchanged": 0, "rejected": []}
    (event,) = shop.store.events.values()
    assert (event.name, event.query_id, event.items[0].position, event.at.tzinfo is not None) == ("select_item", "q-1", 2, True)


def test_events_come_in_many_and_keep_their_own_id_and_time(client, shop):
    good = {"id": "e1", "at": "2026-01-02T03:04:05+00:00", "name": "view_item"}
    answer = client.post("/v1/events", json=[good, {"name": "dance"}])
    assert answer.status_code == 207
    assert answer.json()["rejected"] == [{"index": 1, "field": "name", "expected": "a GA4 event name such as view_item", "got": "dance"}]
    assert shop.store.events.get("e1").at.isoformat() == good["at"]
