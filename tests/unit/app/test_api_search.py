import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.api.application import route_names
from unit.app.fake_shop import FakeShop, earbuds, product


@pytest.fixture
def shop():
    return FakeShop([earbuds(), product("mug", "Coffee mug", "咖啡杯", brand="Hario")])


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def test_search_answers_what_the_library_answers(client, shop):
    answer = client.get("/v1/search", params={"q": "earbuds", "facet": ["brand"]})
    assert answer.status_code == 200
    assert answer.json() == shop.search("earbuds", facets=["brand"]).to_dict()


def test_every_parameter_reaches_the_library(client, shop):
    asked = {"k": 3, "where": ["price<500", "brand=Hario"], "language": "zh", "next": "0", "explain": True, "mode": "text", "weight": 0.25,
             "synonyms": False, "sort": "-price", "literal": True, "without": ["color=red"]}
    client.get("/v1/search", params={"q": "mug", "facet": ["brand", "price"], **asked})
    assert shop.calls == [{"query": "mug", "facets": ["brand", "price"], **asked}]


def test_a_search_as_json_is_the_same_search(client):
    by_address = client.get("/v1/search", params={"q": "mug", "k": 1})
    by_body = client.post("/v1/search", json={"q": "mug", "k": 1})
    assert by_body.json() == by_address.json()


@pytest.mark.parametrize(("parameters", "field"), [
    ({"k": 0}, "k"), ({"k": 101}, "k"), ({"k": "many"}, "k"), ({"q": "x" * 1001}, "q"), ({"language": "fr"}, "language"),
    ({"mode": "magic"}, "mode"), ({"weight": 2}, "weight"), ({"colour": "red"}, "colour"),
])
def test_a_bad_parameter_is_named(client, parameters, field):
    answer = client.get("/v1/search", params=parameters)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["type"] == "invalid_request"
    assert error["field"] == field
    assert error["message"].startswith(field)


def test_a_filter_that_is_none_says_so(client):
    answer = client.get("/v1/search", params={"where": "cheap"})
    assert answer.status_code == 422
    assert answer.json() == {"error": {"type": "invalid_query", "message": "where: 'cheap' is not a filter"}}


def test_similar_products_and_an_unknown_one(client):
    assert [hit["id"] for hit in client.get("/v1/similar/buds").json()["hits"]] == ["mug"]
    missing = client.get("/v1/similar/ghost")
    assert missing.status_code == 404
    assert missing.json()["error"] == {"type": "not_found", "message": "no product has the id 'ghost'"}


def test_match_ranks_texts_and_similarity_compares_two(client):
    matches = client.post("/v1/match", json={"query": "mug", "texts": ["a mug", "a shoe"], "k": 1}).json()["matches"]
    assert matches == [{"index": 0, "text": "a mug", "score": 1.0}]
    assert client.post("/v1/similarity", json={"a": "x", "b": "x"}).json() == {"similarity": 1.0}


def test_a_similarity_is_explained_on_demand_and_its_attention_on_more(client):
    answer = client.post("/v1/similarity", json={"a": "red shoe", "b": "蓝牙耳机", "explain": True}).json()
    assert answer["similarity"] == 0.25
    first = answer["explanation"]["texts"][0]
    assert first["words"][0] == {"text": "red", "start": 0, "end": 3, "share": 0.4}
    assert first["base"] + sum(word["share"] for word in first["words"]) == pytest.approx(first["value"])
    assert answer["explanation"]["alignment"] == [[0.2, 0, 0], [0, 0, 0], [0, 0, 0.05]]
    assert "attention" not in answer["explanation"]
    full = client.post("/v1/similarity", json={"a": "red shoe", "b": "蓝牙耳机", "explain": True, "attention": True}).json()
    assert [len(each["layers"][1][2]) for each in full["explanation"]["attention"]] == [4, 4]


def test_a_written_text_is_explained(client):
    answer = client.post("/v1/explain", json={"prompt": "red shoe", "written": " for summer"}).json()
    assert [(token["text"], token["shares"][0]) for token in answer["tokens"]] == [("for", 0.7), ("summer", 0.7)]
    assert (answer["method"], answer["tokens"][0]["logprob"], "attention" in answer) == ("occlusion", -0.693147, False)
    assert "attention" in client.post("/v1/explain", json={"prompt": "a", "written": "b", "attention": True}).json()
    assert client.post("/v1/explain", json={"prompt": "a", "written": ""}).status_code == 422


def test_a_body_that_is_not_json_is_told_apart_from_a_wrong_one(client):
    broken = client.post("/v1/similarity", content=b"{", headers={"content-type": "application/json"})
    assert (broken.status_code, broken.json()["error"]["type"]) == (400, "invalid_json")
    wrong = client.post("/v1/similarity", json={"a": "x"})
    assert (wrong.status_code, wrong.json()["error"]["field"]) == (422, "b")


def test_the_description_names_every_route(client):
    paths = client.get("/openapi.json").json()["paths"]
    described = {name.replace(":path", "") for name in route_names() if name.startswith("/v1/")}
    assert set(paths) == described | {"/health", "/metrics", "/version"}


def test_a_search_is_told_whose_visit_it_belongs_to(client, shop):
    client.get("/v1/search", params={"q": "mug", "session_id": "s1", "customer_id": "c1"})
    client.get("/v1/search", params={"q": "mug"}, headers={"x-session-id": "s2"})
    client.get("/?q=mug", headers={"cookie": "shopkeeper_session=s3"})
    client.get("/?q=mug")
    assert shop.visits[:4] == [("s1", "c1"), ("s2", None), ("s3", None), (None, None)]
