"""Webhooks out, to a real server that fails, redirects and is slow."""

import dataclasses
import hashlib
import hmac
import json
import re
import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.live import deliver as module
from shopkeeper.app.live.deliver import FIRST, LONGEST, TRIES, delivering, wait_after
from shopkeeper.shop import Customer, InvalidRecord
from shopkeeper.shop.webhook import Webhook
from small_shop import small_shop

SECRET = "0123456789abcdef"
HERE = ["127.0.0.1"]  # where the receivers of these tests are
send = partial(module.send, inside=HERE)
deliver = partial(module.deliver, post=send)
NOW = datetime(2999, 1, 1, tzinfo=UTC)


class Receiver(ThreadingHTTPServer):
    """Remembers what it got; answers by `answers`, one after the other, then 200."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.got, self.answers, self.arrived = [], [], threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook?a=1"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        status = self.server.answers.pop(0) if self.server.answers else 200
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.server.arrived.set()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    with Receiver() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path, webhook_hosts=HERE)
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


@pytest.fixture
def hook(shop, receiver):
    hook = Webhook("h", receiver.url, ("customer.updated", "customer.deleted"), SECRET)
    shop.store.webhooks.put([hook])
    return hook


def names(receiver):
    return [json.loads(body)["data"].get("name") for _, _, body in receiver.got]


def test_a_change_arrives_signed_with_its_id_and_topic(shop, receiver, hook):
    shop.put("customers", [Customer("c", "李雷")])
    assert deliver(shop.store, lambda: NOW) == 1
    [(path, headers, body)] = receiver.got
    moment, mac = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["Shopkeeper-Signature"]).groups()
    assert mac == hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    message = json.loads(body)
    assert (path, headers["Shopkeeper-Topic"], headers["Shopkeeper-Delivery"], message["data"]) == (
        "/hook?a=1", "customer.updated", message["id"], {"id": "c", "name": "李雷"})
    assert deliver(shop.store, lambda: NOW) == 0, "once it arrived it is not sent again"


def test_what_fails_is_sent_again_under_the_same_id_after_a_while(shop, receiver, hook):
    receiver.answers = [500]
    shop.put("customers", [Customer("c", "a")])
    assert deliver(shop.store, lambda: NOW) == 0
    assert deliver(shop.store, lambda: NOW) == 0, "not yet"
    assert deliver(shop.store, lambda: NOW + timedelta(seconds=FIRST)) == 1
    assert len({headers["Shopkeeper-Delivery"] for _, headers, _ in receiver.got}) == 1


def test_messages_of_one_record_keep_their_order_and_others_go_on_beside(shop, receiver, hook):
    receiver.answers = [503]
    for name in ("first", "second"):
        shop.put("customers", [Customer("c", name)])
    shop.put("customers", [Customer("d", "other")])
    deliver(shop.store, lambda: NOW)
    assert names(receiver) == ["first", "other"]
    for hours in (1, 2, 3):
        deliver(shop.store, lambda hours=hours: NOW + timedelta(hours=hours))
    assert names(receiver) == ["first", "other", "first", "second"]


def test_after_the_last_try_a_message_is_dead_and_can_be_sent_once_more(shop, receiver, hook, client):
    receiver.answers = [404] * TRIES
    shop.put("customers", [Customer("c", "a")])
    for day in range(TRIES + 3):
        deliver(shop.store, lambda day=day: NOW + timedelta(days=day))
    [dead] = shop.store.outbox.all("dead")
    assert (len(receiver.got), dead.attempts, dead.error) == (TRIES, TRIES, "answered 404")
    assert client.get("/v1/webhooks/h/messages").json()["messages"][0]["error"] == "answered 404"
    assert client.post("/v1/webhooks/h/retry", json={}).json() == {"retried": 1}
    assert deliver(shop.store, lambda: NOW) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(shop, receiver, hook, status):
    receiver.answers = [status]
    shop.put("customers", [Customer("c", "a")])
    deliver(shop.store, lambda: NOW)
    assert ([path for path, _, _ in receiver.got], shop.store.outbox.all("waiting")[0].error) == (["/hook?a=1"], f"answered {status}")


def test_an_address_that_does_not_answer_is_a_try_that_failed(shop, hook, monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", 0.2)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as silent:  # takes connections and never serves them
        late = dataclasses.replace(hook, url=f"http://127.0.0.1:{silent.server_port}/")
        shop.put("customers", [Customer("c", "a")])
        [message] = shop.store.outbox.all("waiting")
        assert send(late, message, NOW).startswith("TimeoutError")
    assert send(dataclasses.replace(hook, url="http://127.0.0.1:1/"), message, NOW).startswith("ConnectionRefusedError")


def test_what_is_on_its_way_to_a_webhook_that_was_switched_off_is_dead(shop, receiver, hook):
    shop.put("customers", [Customer("c", "a")])
    shop.store.webhooks.put([dataclasses.replace(hook, enabled=False)])
    assert (deliver(shop.store, lambda: NOW), receiver.got, len(shop.store.outbox.all("dead"))) == (0, [], 1)


def test_a_server_sends_by_itself(shop, receiver, hook):
    with delivering(shop):
        shop.put("customers", [Customer("c", "a")])
        assert receiver.arrived.wait(10)


def test_waits_double_up_to_the_longest_and_are_drawn():
    assert [wait_after(n, lambda: 1.0).total_seconds() for n in (1, 2, 3)] == [FIRST, 2 * FIRST, 4 * FIRST]
    assert wait_after(1, lambda: 0.0).total_seconds() == FIRST / 2
    assert wait_after(60, lambda: 1.0).total_seconds() == LONGEST


@pytest.mark.parametrize("url", ["ftp://a.example/", "file:///etc/passwd", "javascript:alert(1)", "//a.example", "http://", "http://u:p@a.example/",
                                 "http://a.example:port/", "http://a.example/\r\nX: y", "http://商店.example/"])
def test_only_addresses_of_http_are_told(url):
    with pytest.raises(InvalidRecord) as refused:
        Webhook("h", url, ("product.updated",), SECRET)
    assert refused.value.field == "url"


def test_webhooks_are_made_changed_and_removed_over_http_and_their_secret_is_shown_once(client, shop, receiver):
    made = client.post("/v1/webhooks", json={"url": receiver.url, "topics": ["customer.updated"]})
    id, secret = made.json()["id"], made.json()["secret"]
    assert (made.status_code, len(secret) >= 32) == (201, True)
    assert secret not in client.get("/v1/webhooks").text + client.get(f"/v1/webhooks/{id}").text
    changed = client.put(f"/v1/webhooks/{id}", json={"url": receiver.url, "topics": ["order.updated"], "enabled": False})
    assert (changed.json()["topics"], changed.json()["enabled"], "secret" in changed.json()) == (["order.updated"], False, False)
    assert shop.store.webhooks.get(id).secret == secret
    assert client.put("/v1/webhooks/mine", json={"url": receiver.url, "topics": ["order.updated"], "secret": SECRET}).status_code == 201
    assert [client.delete(f"/v1/webhooks/{id}").status_code for _ in range(2)] == [204, 404]
    assert [hook["id"] for hook in client.get("/v1/webhooks").json()["webhooks"]] == ["mine"]


@pytest.mark.parametrize(("change", "field"), [({"url": "ftp://x"}, "url"), ({"topics": ["weather"]}, "topics"), ({"topics": []}, "topics"),
                                               ({"secret": "short"}, "secret")])
def test_a_webhook_that_cannot_be_is_refused_by_its_field(client, change, field):
    answer = client.post("/v1/webhooks", json={"url": "https://a.example/", "topics": ["order.updated"], **change})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
