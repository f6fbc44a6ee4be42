import socket
from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.app import passwords
from shopkeeper.app.access import make_key, make_user
from shopkeeper.app.api import exposure, server, working
from shopkeeper.app.settings import Settings
from shopkeeper.app.tenants import Tenant
from shopkeeper.store import open_store

NOW = datetime.now(UTC)


@pytest.fixture
def shop(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "COST", 16)
    store = open_store(tmp_path / "shop.db")
    yield store
    store.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "shop.example", "10.0.0.1"])
def test_a_shop_that_cannot_tell_who_asks_is_served_to_this_machine_only(shop, tmp_path, host):
    make_key(shop, "operator", "not enough", NOW)
    make_key(shop, "admin", "over", NOW - timedelta(days=2), expires_at=NOW - timedelta(days=1))
    with pytest.raises(server.CannotServe, match=f"--host {host}: others .* neither a key nor a user with the scope admin"):
        server.serve(str(tmp_path), host, 0)


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_shop_that_others_reach_says_under_which_names(shop, tmp_path, host):
    make_user(shop, "anna", "admin", "correct horse battery", NOW)
    with pytest.raises(server.CannotServe, match=f"--host {host}: say under which names .*shop.example"):
        server.serve(str(tmp_path), host, 0)
    exposure.require_locks(host, Settings(shop=str(tmp_path), hosts="shop.example"))
    exposure.require_locks(host, Settings(shop=str(tmp_path)), named="tea.example")


def test_the_names_of_a_shop_are_its_settings_and_the_address_itself():
    found = Settings(hosts="shop.example tea.example")
    assert exposure.names_of("0.0.0.0", found) == ("shop.example", "tea.example")
    assert exposure.names_of("10.0.0.1", found) == ("shop.example", "tea.example", "10.0.0.1")
    assert exposure.names_of("2001:db8::1", Settings()) == ("[2001:db8::1]",)
    assert working.hosts_of(found, None, "127.0.0.1") == ("127.0.0.1", "localhost", "[::1]", "shop.example", "tea.example")
    assert working.hosts_of(found, Tenant("tea", "tea", host="tea.example"), "0.0.0.0") == ("tea.example",)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_loopback_addresses_are_served(host):
    assert server.is_loopback(host)


def test_a_port_in_use_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(server.CannotServe, match=f"127.0.0.1:{port} cannot be used"):
            server.listen("127.0.0.1", port)


def test_port_0_is_any_free_one():
    with server.listen("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0
