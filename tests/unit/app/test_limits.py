"""How much one caller may ask of a shop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from starlette.requests import Request

from shopkeeper.app.api import create_app
from shopkeeper.app.api.limits import address_of
from shopkeeper.app.api.proxies import Proxies
from shopkeeper.app.limits import RATES, Buckets, DayBudget, rates_of
from shopkeeper.app.settings import load
from shopkeeper.shop import InvalidRecord
from shopkeeper.store import open_store
from unit.app.fake_shop import FakeShop, earbuds
from waiting import waited

PASSED = {"x-forwarded-for": "203.0.113.7"}  # what the server takes for somebody from outside


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_bucket_lets_a_burst_through_and_then_the_rate():
    clock = Clock()
    buckets = Buckets({"search": 2.0}, clock)
    assert [buckets.wait("k", "search") for _ in range(9)] == [0] * 8 + [1]
    clock.now = 0.5
    assert [buckets.wait("k", "search") for _ in range(2)] == [0, 1]
    clock.now = 1000.0
    assert [buckets.wait("k", "search") for _ in range(9)] == [0] * 8 + [1]


def test_a_slow_rate_says_how_long_to_wait():
    buckets = Buckets({"bulk": 0.1}, Clock())
    assert [buckets.wait("k", "bulk") for _ in range(6)] == [0] * 5 + [10]


def test_callers_and_sorts_have_buckets_of_their_own_and_what_has_no_rate_no_limit():
    buckets = Buckets({"search": 1.0, "chat": 1.0}, Clock())
    assert [buckets.wait("a", "search") for _ in range(6)] == [0] * 5 + [1]
    assert (buckets.wait("b", "search"), buckets.wait("a", "chat"), buckets.wait("a", "write")) == (0, 0, 0)


def test_a_caller_who_is_forgotten_is_one_who_did_not_come_lately(monkeypatch):
    monkeypatch.setattr("shopkeeper.app.limits.KNOWN", 2)
    buckets = Buckets({"chat": 1.0}, Clock())
    for _ in range(5):
        buckets.wait("a", "chat")
    buckets.wait("b", "chat")
    assert buckets.wait("a", "chat") == 1
    buckets.wait("c", "chat")
    assert buckets.wait("a", "chat") == 1


@pytest.mark.parametrize(("text", "rates"), [
    ("", dict(RATES)), ("off", {}), ("chat=0.5", {**RATES, "chat": 0.5}), ("search=0 write=7", {"chat": 2.0, "write": 7.0, "bulk": 2.0}),
])
def test_what_the_setting_means(text, rates):
    assert rates_of(text) == rates


def test_a_setting_that_means_nothing_is_refused(tmp_path):
    (tmp_path / "shopkeeper.toml").write_text('limits = "search=fast"\n')
    with pytest.raises(InvalidRecord, match="limits: expected off, or rates such as `search=50 chat=2`, got 'search=fast'"):
        load(str(tmp_path), environ={})


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "shop.db")
    yield store
    store.close()


def test_a_budget_is_kept_over_processes_and_days(store):
    now = [datetime(2026, 11, 27, 23, 59, tzinfo=UTC)]
    one, two = (DayBudget(store, 45, lambda: now[0]) for _ in range(2))
    taken = [budget.take("k") for _ in range(40) for budget in (one, two)]
    assert taken.count(True) == 45
    assert not taken[-1]
    assert one.take("other")
    assert one.tomorrow() == 60
    now[0] += timedelta(minutes=2)
    assert one.take("k")
    assert store.jobs.load("budget:k") == {"day": "2026-11-28", "used": 2}


def test_what_a_process_had_taken_when_it_was_killed_is_lost_to_the_day(store):
    assert DayBudget(store, 100).take("k")
    again = DayBudget(store, 100)
    assert sum(again.take("k") for _ in range(200)) == 95


@pytest.fixture
def shop():
    shop = FakeShop([earbuds()])
    shop.rates = {"search": 1.0, "chat": 1.0}
    return shop


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1", client=("127.0.0.1", 5))


def test_a_caller_who_sends_too_much_is_told_when_to_come_back(client):
    answers = [client.get("/v1/search?q=buds", headers=PASSED) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert answers[-1].headers["retry-after"] in ("1", "2")
    assert answers[-1].json()["error"]["type"] == "rate_limited"
    assert client.get("/v1/search?q=buds", headers={"x-forwarded-for": "203.0.113.8"}).status_code == 200
    assert client.get("/v1/products/buds", headers=PASSED).status_code == 403, "what a caller may not do is said before how often"
    assert "shopkeeper_requests_limited_total 2" in client.get("/metrics").text


def test_a_person_who_is_too_quick_gets_a_page_in_their_language(client):
    for _ in range(6):
        page = client.get("/?q=buds&lang=zh", headers={**PASSED, "accept": "text/html"})
    assert (page.status_code, "操作太频繁" in page.text, page.headers["retry-after"]) == (429, True, "1")


def test_who_sits_at_the_machine_of_an_open_shop_is_not_counted(client):
    assert {client.get("/v1/search?q=buds").status_code for _ in range(20)} == {200}


@pytest.mark.parametrize(("sender", "passed", "counted"), [
    ("127.0.0.1", "", "127.0.0.1"), ("127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"), ("203.0.113.9", "8.8.8.8", "203.0.113.9"),
    ("2001:db8:1:2:3:4:5:6", "", "2001:0db8:0001:0002"), ("::1", "2001:db8:1:2::9", "2001:0db8:0001:0002"),
    ("203.0.113.9", "nonsense", "203.0.113.9"),
    ("testclient", "", "testclient"),
])
def test_the_address_that_a_request_is_counted_under(sender, passed, counted):
    headers = [(b"x-forwarded-for", passed.encode())] if passed else []
    found = []

    async def app(scope, receive, send):
        found.append(address_of(Request(scope)))

    waited(Proxies(app, ["127.0.0.1", "::1"])({"type": "http", "client": (sender, 1), "headers": headers}, None, None))
    assert found == [counted]
