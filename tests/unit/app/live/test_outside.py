"""What webhooks may reach: the public internet, and of the shop's own networks what a setting names."""

import socket
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from shopkeeper.app.api import create_app
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import app
from shopkeeper.app.live.deliver import send
from shopkeeper.app.live.outside import is_public, require_outside
from shopkeeper.app.settings import load
from shopkeeper.shop import InvalidRecord
from shopkeeper.shop.webhook import Webhook
from shopkeeper.store.messages import Outgoing
from small_shop import small_shop

NOW = datetime(2999, 1, 1, tzinfo=UTC)
PRIVATE = (
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "198.18.0.1",
    "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "fec0::1",
    "ff02::1", "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:a9fe:a9fe::",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:0:4136:e378:8000:63bf:80ff:fffe", "64:ff9b:1::1", "2001:db8::1", "100::1",
)  # fmt: skip
SPELT = ("http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://[::ffff:a9fe:a9fe]/latest/meta-data",
         "http://169.254.169.254/", "http://localhost:8777/", "http://LOCALHOST/", "http://db.internal/", "http://printer.local/", "http://0/",
         "http://localhost./", "http://[::1]:5432/")  # fmt: skip


@pytest.fixture
def caught():
    """A server on this machine, and the paths that it was asked for."""
    paths = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            paths.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, paths
        server.shutdown()


def told(url, inside=()):
    message = Outgoing("m", "h", "order.updated", "o", "{}", "waiting", "", 0, NOW, NOW)
    return send(Webhook("h", url, ("order.updated",), "0123456789abcdef"), message, NOW, inside)


def resolves(monkeypatch, *answers):
    """Names stand for these addresses, one list of them for each time that one is asked for."""
    rest, real = list(answers), socket.getaddrinfo

    def fake(host, port, *args, **more):
        if host.replace(".", "").isdigit() or more.get("flags"):
            return real(host, port, *args, **more)
        found = rest.pop(0) if len(rest) > 1 else rest[0]
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(socket, "getaddrinfo", fake)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_none_of_the_public_internet(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "2002:808:808::", "64:ff9b::808:808"])
def test_a_public_address_is_one_in_every_form(address):
    assert is_public(address)


@pytest.mark.parametrize("url", SPELT)
def test_an_address_that_names_a_private_place_is_refused_when_it_is_given(url):
    with pytest.raises(InvalidRecord, match="public internet"):
        require_outside(url, ())


def test_the_api_and_the_command_line_refuse_it_with_its_field(tmp_path):
    shop = small_shop(tmp_path / "shop")
    client = TestClient(create_app(shop), base_url="http://127.0.0.1")
    said = {"url": "http://169.254.169.254/latest/", "topics": ["order.updated"]}
    for answer in (client.post("/v1/webhooks", json=said), client.put("/v1/webhooks/x", json=said)):
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, "url")
    assert list(shop.store.webhooks.all()) == []
    shop.close()
    open_shop(str(tmp_path / "other"), create=True).close()
    done = CliRunner().invoke(app, ["webhooks", "add", said["url"], "--topic", "order.updated", "--shop", str(tmp_path / "other")])
    assert isinstance(done.exception, InvalidRecord) or done.exit_code == 2


def test_nothing_is_sent_into_a_private_network_whatever_name_leads_there(monkeypatch, caught):
    port, paths = caught
    for answers in (["127.0.0.1"], ["::ffff:127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["169.254.169.254"]):
        resolves(monkeypatch, answers)
        assert "private network" in told(f"http://shop.example:{port}/a")
    assert paths == []


def test_a_name_that_changes_its_address_is_reached_at_the_one_that_was_checked(monkeypatch, caught):
    port, paths = caught
    reached = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: reached.append(address[0]) or (_ for _ in ()).throw(OSError("no")))
    resolves(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    told(f"http://rebinds.example:{port}/a")
    assert (reached, paths) == (["93.184.216.34"], [])


def test_the_setting_names_who_may_be_told_inside(tmp_path, caught):
    port, paths = caught
    assert told(f"http://127.0.0.1:{port}/a", inside=["127.0.0.1"]) == ""
    assert paths == ["/a"]
    (tmp_path / "shopkeeper.toml").write_text('webhook_hosts = "erp.lan 10.0.0.7 fd00::1"\n')
    shop = open_shop(str(tmp_path), create=True)
    assert shop.webhook_hosts == {"erp.lan", "10.0.0.7", "fd00::1"}
    require_outside("http://erp.lan:8000/hook", shop.webhook_hosts)
    shop.close()
    (tmp_path / "shopkeeper.toml").write_text('webhook_hosts = "http://erp.lan/"\n')
    with pytest.raises(InvalidRecord, match="names of hosts"):
        load(str(tmp_path))
