import socket

import pytest

from shopkeeper.app.api import server


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "shop.example", "10.0.0.1"])
def test_only_this_machine_is_served(host):
    with pytest.raises(server.CannotServe, match="only this machine itself is served"):
        server.listen(host, 0)


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
