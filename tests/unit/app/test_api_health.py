import threading

import pytest
from fastapi.testclient import TestClient

import shopkeeper
from shopkeeper.app.api import create_app, health
from shopkeeper.app.api.metrics import Meter
from shopkeeper.shop.breaker import Breaker
from unit.app.fake_shop import FakeShop, earbuds, product


@pytest.fixture
def shop():
    return FakeShop([earbuds()])


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def samples(text):
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def test_health_counts_the_products_and_names_the_encoder(client):
    assert client.get("/health").json() == {
        "status": "ok", "products": 1, "searchable": 1, "revision": {"store": 1, "index": 1}, "encoder": "bag",
    }


def test_health_shows_how_far_the_index_is_behind(shop, client):
    shop.put_products([product("cup", "Cup"), product("pot", "Pot")])
    answer = client.get("/health").json()
    assert (answer["status"], answer["products"], answer["searchable"], answer["revision"]) == ("ok", 3, 1, {"store": 3, "index": 1})


def test_health_says_when_there_is_no_index_yet(shop, client):
    shop.searchable, shop.indexed_revision = 0, -1
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["status"], answer.json()["revision"]) == (503, "not_indexed", {"store": 1, "index": -1})
    assert samples(client.get("/metrics").text)["shopkeeper_searchable_products"] == "0"


def test_version_is_the_packages_own(client):
    assert client.get("/version").json()["version"] == shopkeeper.__version__


def test_metrics_count_requests_by_route_and_status(client):
    client.get("/v1/products/buds")
    client.get("/v1/products/ghost")
    client.get("/nowhere")
    found = samples(client.get("/metrics").text)
    assert found['shopkeeper_requests_total{route="/v1/products/{id:path}",status="2xx"}'] == "1"
    assert found['shopkeeper_requests_total{route="/v1/products/{id:path}",status="4xx"}'] == "1"
    assert found['shopkeeper_requests_total{route="other",status="4xx"}'] == "1"
    assert found['shopkeeper_request_seconds_count{route="/v1/products/{id:path}"}'] == "2"
    assert (found["shopkeeper_products"], found["shopkeeper_searchable_products"]) == ("1", "1")


def test_metrics_count_searches_and_those_that_found_nothing(client):
    client.get("/v1/search?q=earbuds")
    client.get("/v1/search?q=spaceship")
    client.get("/?q=spaceship")
    found = samples(client.get("/metrics").text)
    assert (found["shopkeeper_searches_total"], found["shopkeeper_zero_results_total"]) == ("3", "2")


def test_a_histogram_is_cumulative_and_ends_with_all():
    meter = Meter(["/x"])
    for seconds in (0.0005, 0.001, 0.03, 7.0):
        meter.observe("/x", 200, seconds)
    found = samples(meter.text({}))
    bounds = ("0.001", "0.025", "0.05", "2.5", "+Inf")
    buckets = [found[f'shopkeeper_request_seconds_bucket{{route="/x",le="{bound}"}}'] for bound in bounds]
    assert buckets == ["2", "2", "3", "3", "4"]
    assert float(found['shopkeeper_request_seconds_sum{route="/x"}']) == pytest.approx(7.0315)


def test_processes_that_share_a_folder_answer_with_their_sum(tmp_path, monkeypatch):
    first = Meter(["/x"], tmp_path)
    monkeypatch.setattr("os.getpid", lambda: 424242)
    second = Meter(["/x"], tmp_path)
    first.observe("/x", 200, 0.01)
    second.observe("/x", 200, 0.01)
    second.searched(0)
    assert first.text({}) == second.text({})
    found = samples(first.text({}))
    assert found['shopkeeper_requests_total{route="/x",status="2xx"}'] == "2"
    assert found["shopkeeper_zero_results_total"] == "1"


class Hanging(FakeShop):
    """A shop whose store does not answer until it is told to."""

    def __init__(self):
        super().__init__([earbuds()])
        self.answers, self.asked_for = threading.Event(), 0
        self.store.products.count = self.count

    def count(self):
        self.asked_for += 1
        self.answers.wait(10)
        return 1


def test_health_answers_though_the_store_hangs_and_asks_it_once(monkeypatch):
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    shop = Hanging()
    client = TestClient(create_app(shop), base_url="http://127.0.0.1")
    for _ in range(3):
        answer = client.get("/health")
        assert (answer.status_code, answer.json()["status"], answer.json()["products"]) == (503, "unavailable", None)
        assert client.get("/metrics").status_code == 200
    assert shop.asked_for == 1
    shop.answers.set()
    client.get("/health")  # the one that hung comes to its end
    assert client.get("/health").json()["status"] == "ok"


def test_health_and_metrics_show_what_is_left_alone(shop, client):
    shop.breakers = {"llm": Breaker("the model", RuntimeError, (RuntimeError,), failures=1, clock=lambda: 0.0)}
    assert client.get("/health").json()["parts"] == {"llm": "closed"}
    with pytest.raises(RuntimeError), shop.breakers["llm"].watch():
        raise RuntimeError("gone")
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["status"], answer.json()["parts"]) == (200, "degraded", {"llm": "open"})
    assert samples(client.get("/metrics").text)['shopkeeper_breaker_open{part="llm"}'] == "1"
