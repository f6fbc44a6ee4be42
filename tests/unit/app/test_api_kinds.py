"""Every kind of record over HTTP: the same routes for all, on a real store."""

import json

import pytest
from fastapi.testclient import TestClient

from contract.samples import KINDS
from shopkeeper.app.api import create_app
from shopkeeper.app.api.kinds import RESOURCES
from shopkeeper.shop import to_dict
from small_shop import small_shop

NAMES = [resource.kind for resource in RESOURCES]
MERGE = {"content-type": "application/merge-patch+json"}


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path)
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def sample(kind, id, which=0):
    return to_dict(KINDS[kind][which](id))


@pytest.mark.parametrize("kind", NAMES)
def test_a_record_is_created_replaced_read_and_deleted(client, kind):
    address = f"/v1/{kind}/%E7%BC%96%E5%8F%B7%2F1%23"
    assert client.get(address).status_code == 404
    first, second = sample(kind, "编号/1#"), sample(kind, "编号/1#", 1)
    assert (client.put(address, json=first).status_code, client.get(address).json()) == (201, first)
    assert (client.put(address, json=second).status_code, client.get(address).json()) == (200, second)
    assert client.delete(address).status_code == 204
    gone = client.delete(address)
    assert (gone.status_code, gone.json()["error"]["type"]) == (404, "not_found")


@pytest.mark.parametrize("kind", NAMES)
def test_a_patch_that_makes_no_record_is_refused_and_changes_nothing(client, kind):
    client.put(f"/v1/{kind}/x", json=sample(kind, "x"))
    assert client.patch(f"/v1/{kind}/x", json={"id": "y"}).status_code == 422
    assert client.patch(f"/v1/{kind}/x", json={"nosuch": 1}).json()["error"]["field"] == "nosuch"
    assert client.patch(f"/v1/{kind}/ghost", json={}).status_code == 404
    assert client.get(f"/v1/{kind}/x").json() == sample(kind, "x")


@pytest.mark.parametrize("kind", NAMES)
def test_bulk_takes_the_good_ones_and_names_the_others_by_index(client, kind):
    lines = "\n".join([json.dumps(sample(kind, "a")), "{broken", json.dumps({"id": ""}), json.dumps(sample(kind, "b"))])
    answer = client.put(f"/v1/{kind}", content=lines, headers={"content-type": "application/x-ndjson"})
    assert answer.status_code == 207
    # Two samples of products would share a variant's id if it did not hold theirs.
    assert (answer.json()["new"], [each["index"] for each in answer.json()["rejected"]]) == (2, [1, 2])
    assert client.put(f"/v1/{kind}", json=[sample(kind, "a")]).json()["unchanged"] == 1
    assert client.delete(f"/v1/{kind}", params={"id": ["a", "b", "c"]}).json() == {"deleted": 2}


@pytest.mark.parametrize("kind", NAMES)
def test_a_list_is_read_page_by_page_in_the_order_of_ids(client, kind):
    client.put(f"/v1/{kind}", json=[sample(kind, id) for id in ("c", "a", "é", "b", "中")])
    seen, mark, pages = [], "", 0
    while mark is not None:
        answer = client.get(f"/v1/{kind}", params={"k": 2, "next": mark}).json()
        seen, mark, pages = seen + [item["id"] for item in answer["items"]], answer["next"], pages + 1
    assert (seen, pages) == (["a", "b", "c", "é", "中"], 3)


def test_a_page_that_is_just_full_is_the_last(client):
    client.put("/v1/suppliers", json=[{"id": "a"}, {"id": "b"}])
    assert client.get("/v1/suppliers", params={"k": 2}).json()["next"] is None


@pytest.mark.parametrize(("kind", "asked", "ids"), [
    ("orders", {"customer_id": "c2"}, ["b"]), ("orders", {"status": "pending", "customer_id": "c1"}, ["a"]),
    ("orders", {"status": "shipped"}, []), ("reviews", {"product_id": "p1"}, ["a", "b"]), ("events", {"name": "add_to_cart"}, ["b"]),
    ("documents", {"kind": "policy"}, ["b"]), ("conversations", {"customer_id": "c1"}, ["a"]), ("customers", {"email": "x\0"}, []),
])
def test_a_list_is_asked_by_the_fields_that_the_store_indexes(client, kind, asked, ids):
    client.put(f"/v1/{kind}", json=[sample(kind, "a"), sample(kind, "b", 1)])
    assert [item["id"] for item in client.get(f"/v1/{kind}", params=asked).json()["items"]] == ids


def test_a_field_that_a_list_cannot_be_asked_by_is_named_with_those_that_it_can(client):
    answer = client.get("/v1/orders", params={"note": "x"})
    assert answer.status_code == 422
    assert answer.json()["error"]["message"] == "orders cannot be asked by 'note', only by: customer_id, status, k, next"


def test_a_patch_merges_objects_removes_what_is_null_and_replaces_lists(client):
    before = {"name": "李雷", "tags": ["vip", "new"], "address": {"city": "杭州", "country": "CN"}, "phone": "1"}
    client.put("/v1/customers/c1", json=before)
    changes = {"address": {"city": "上海"}, "phone": None, "tags": ["vip"]}
    answer = client.patch("/v1/customers/c1", json=changes, headers=MERGE)
    assert answer.json() == {"id": "c1", "name": "李雷", "tags": ["vip"], "address": {"city": "上海", "country": "CN"}}


def test_a_product_written_patched_or_deleted_is_found_so_at_once(client):
    client.put("/v1/products", json=[sample("products", "a"), sample("products", "b")])
    client.patch("/v1/products/a", json={"title": {"en": "Teapot"}}, headers=MERGE)
    client.delete("/v1/products/b")
    answer = client.get("/v1/search", params={"q": "teapot", "mode": "text"}).json()
    assert ([hit["id"] for hit in answer["hits"]], client.get("/v1/search").json()["total"]) == (["a"], 1)


def test_the_description_names_every_record_and_every_filter(client):
    described = client.get("/openapi.json").json()
    assert {resource.record.__name__ for resource in RESOURCES} <= described["components"]["schemas"].keys()
    for resource in RESOURCES:
        names = {parameter["name"] for parameter in described["paths"][f"/v1/{resource.kind}"]["get"]["parameters"]}
        assert names == {"k", "next", "id", *resource.filters}


def test_records_are_asked_for_by_their_ids_also_those_that_are_words_of_the_api(client):
    words = ("value", "churn", "next", "intention", "funnel", "visits", "cohorts", "segments", "编号/1#")
    for id in words:
        assert client.put(f"/v1/customers/{id.replace('#', '%23')}", json=sample("customers", id)).status_code == 201
    found = client.get("/v1/customers", params={"id": [*words, "nobody"]}).json()
    assert found == {"items": [sample("customers", id) for id in words], "next": None}
    assert client.get("/v1/customers", params={"id": "value", "name": "x"}).status_code == 422
    assert client.get("/v1/customers/value/profile").json()["id"] == "value"
