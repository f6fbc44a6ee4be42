"""Connections to the public internet only: an address that somebody gave never leads into this machine's own networks.

A name is resolved once. Every address that it has must be public, and the connection goes to one of these very addresses, so that a name
which answers differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from ...shop import InvalidRecord

_NAT64 = ip_network("64:ff9b::/96")
_OWN_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
EXPECTED = "an address in the public internet, or one whose host the setting webhook_hosts names"


class Inside(OSError):
    """The address lies in a private network."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet. IPv6 addresses that carry an IPv4 one (mapped, 6to4, Teredo, NAT64) are
    as public as that is."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip in _NAT64 or ip.ipv4_mapped:
            return is_public(str(IPv4Address(int(ip) & 0xFFFFFFFF)))
        carried = [ip.sixtofour, *(ip.teredo or ())]
        if ip.is_site_local or not all(is_public(str(each)) for each in carried if each):
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def require_outside(url: str, allowed: Collection[str]) -> None:
    """`InvalidRecord` for a URL that names a private place outright: a private address in any spelling, or a name of this machine's own.
    What other names stand for is looked at when they are used."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host in allowed:
        return
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (socket.gaierror, UnicodeError):
        private = host == "localhost" or host.endswith(_OWN_NAMES)
    else:
        private = not all(is_public(str(each[4][0])) for each in found)
    if private:
        raise InvalidRecord("url", EXPECTED, url)


def connection(url: str, allowed: Collection[str], timeout: float) -> http.client.HTTPConnection:
    """A connection for a request to a URL; one into a private network fails with `Inside` unless its host is one of those allowed."""
    parts = urlsplit(url)
    kind = _Https if parts.scheme == "https" else _Http
    made = kind(parts.hostname or "", parts.port, timeout=timeout)
    made.inside = (parts.hostname or "") in allowed
    return made


class _Http(http.client.HTTPConnection):
    inside = False

    def connect(self) -> None:
        self.sock = _socket(self.host, self.port, self.timeout, self.inside)


class _Https(_Http):
    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _socket(host: str, port: int, timeout: float | None, inside: bool) -> socket.socket:
    """Connected to the first address that answers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not inside and not all(is_public(str(each[4][0])) for each in found):
        raise Inside(f"{host} lies in a private network; the setting webhook_hosts names those that may be told")
    failed: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in found:
        made = socket.socket(family, kind, protocol)
        made.settimeout(timeout)
        try:
            made.connect(address)
        except OSError as error:
            made.close()
            failed = error
        else:
            return made
    raise failed
