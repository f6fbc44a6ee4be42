"""Questions of who must not be answered what: every route, asked by everybody, about their own data, another's and none.

What is expected is said here once more in rules of its own and not taken from the table that the server goes by.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException
from starlette.routing import Mount, Route

from locked_shop import ELSEWHERE, PAGE, SIGNING, Access, client_of, guarded_by, lock, shopper
from shopkeeper.app.api.application import ROUTERS
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.callers import SCOPES
from shopkeeper.shop import Conversation, Customer, Event, Message, Money, Order, OrderLine, Speaker
from shopkeeper.shop.order import Address
from small_shop import product

NOW = datetime(2026, 11, 1, tzinfo=UTC)
WHOSE = ("own", "other", "none")
MARK = {whose: f"zq{whose}mark" for whose in WHOSE}  # stands in everything that is kept about somebody
SIGNED = ("/v1/webhooks/shopify", "/v1/webhooks/woocommerce", "/v1/webhooks/orders")
ANYBODY = ("/health", "/version")  # answered whatever key is shown
ASKED = {"GET", "POST", "PUT", "PATCH", "DELETE"}
PUBLIC = re.compile(
    r"/|/(p|basket|static|media)(/.*)?|/(docs|openapi\.json|favicon\.ico|chat|widget\.js|away|suits|look|design|health|version|mcp)|"
    r"/orders(/.*)?|/console/(login|plotly\.js)|"
    r"/v1/(search|suggest|similar/.*|recommend|recommendations/[^/]*/feedback|reviews/summary|carts.*|guide.*)|"
    r"/v1/chat|/v1/chat/[^/]*\{[^/]*\}(/thumb|/survey)?|POST /v1/events")
SHOPPER = re.compile(r"/v1/models|/v1/chat/completions")
AGENT = re.compile(r"/console|/console/(logout.*|conversations.*)|GET /v1/(orders(/.*)?|conversations(/.*)?|customers/\{id:path\})")
ADMIN = re.compile(r"/console/(keys|settings)(/.*)?|/v1/webhooks.*|DELETE /v1/customers.*")


def expected(method: str, path: str) -> str:
    """The scope that a route must need, as the people who made it would say from its name."""
    if path in SIGNED:
        return "public"
    for scope, rule in (("public", PUBLIC), ("shopper", SHOPPER), ("agent", AGENT), ("admin", ADMIN)):
        if rule.fullmatch(path) or rule.fullmatch(f"{method} {path}"):
            return scope
    return "operator"


@dataclass(frozen=True, slots=True)
class Probe:
    """One question: a route, who asks, about whose data."""

    method: str
    path: str
    role: str
    whose: str

    @property
    def url(self) -> str:
        """The address, with ids of this person's records in it."""
        id = f"{self.whose}-1"
        filled = re.sub(r"\{[^}]*\}", id, self.path)
        named = {"/v1/recommend": "session_id", "/console/recommend": "who"}.get(self.path)
        named = "customer_id" if self.path in ("/v1/orders", "/v1/events", "/v1/conversations", "/v1/search") else named
        files = {"/static": "/static/design.css", "/media": "/media/none.png"}.get(self.path, filled)
        return f"{files}?{named}={id}" if named and self.method == "GET" else files

    @property
    def body(self) -> Any:
        """What is sent: about this person, where the route takes that."""
        id = f"{self.whose}-1"
        said = f"Where is my order {id}?"
        return {
            "/v1/search": {"q": MARK[self.whose], "customer_id": id}, "/v1/recommend": {"session_id": id, "like": MARK[self.whose]},
            "/v1/carts": {"customer_id": id}, "/v1/events": {"name": "purchase", "customer_id": id},
            "/v1/chat": {"message": said, "conversation": None if self.whose == "none" else id},
            "/v1/chat/completions": {"model": "shopkeeper", "user": id, "messages": [{"role": "user", "content": said}]},
            "/v1/guide": {"message": MARK[self.whose]},
            "/mcp": {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "get_order", "arguments": {"id": id}}},
        }.get(self.path, {})


def doors(app: Any) -> Iterator[tuple[str, str]]:
    """Method and path of everything that answers: REST, pages, MCP, OpenAI's interface, files."""
    routes = [route for router in ROUTERS for route in router.routes] + [r for r in app.routes if isinstance(r, Route | Mount)]
    for route in routes:
        methods = {"GET"} if isinstance(route, Mount) else {"GET", "POST", "DELETE"} if route.path == "/mcp" else route.methods & ASKED
        yield from ((method, route.path) for method in sorted(methods))


class Prober:
    """A locked shop, two doors to it, and everybody who may come to them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "shopkeeper.toml").write_text(f'customer_secret = "{SIGNING}"\nlimits = "off"\n')
        self.shop = open_shop(str(folder), create=True)
        _fill(self.shop)
        self.access: Access = lock(self.shop.store)
        self.real = client_of(self.shop)
        with guarded_by(_let_in):
            self.gate = client_of(self.shop)
        for door in (self.real, self.gate):
            door.__enter__()  # one event loop for all questions, as a server has
        self.kept = self.state()

    def close(self) -> None:
        """Closes the shop."""
        for door in (self.real, self.gate):
            door.__exit__()
        self.shop.close()

    def roles(self) -> dict[str, tuple[dict[str, str], str]]:
        """Who asks: their headers, and the scope that they have ("" for those who are refused whatever they ask)."""
        access = self.access
        keys = {scope: (access.key(scope), scope) for scope in ("shopper", "agent", "operator", "admin")}
        users = {f"{role} session": (access.session(role), role) for role in ("agent", "operator", "admin")}
        return {
            "nobody": ({}, "public"), "customer": (shopper("own-1"), "public"), "publishable": (access.key("publishable", PAGE), "shopper"),
            "publishable elsewhere": (access.key("publishable", ELSEWHERE), ""), "expired": (access.key("expired"), ""),
            "revoked": (access.key("revoked"), ""), "forged": ({"authorization": "Bearer sk_" + "0" * 43}, ""), **keys, **users,
            "admin session, foreign form": (access.session("admin", form=False), "admin"),
            "ended session": ({"cookie": "shopkeeper_console=" + "0" * 43}, "public"),
        }

    def probes(self) -> list[Probe]:
        """All of them: about somebody's data where an address or a body names somebody, else once."""
        found = []
        for method, path in doors(self.real.app):
            named = "{" in path or Probe(method, path, "", "own").body or "?" in Probe(method, path, "", "own").url
            found += [Probe(method, path, role, whose) for role in self.roles() for whose in (WHOSE if named else ("none",))]
        return found

    def ask(self, probe: Probe) -> str:
        """What is wrong with the answer to a probe; empty for nothing."""
        headers, scope = self.roles()[probe.role]
        if probe.role == "admin session, foreign form" and probe.method not in ("GET", "HEAD"):
            scope = "public"
        needed = expected(probe.method, probe.path)
        if probe.path in ANYBODY:
            return self._leaks(probe, headers)
        if not scope or SCOPES.index(scope) < SCOPES.index(needed):
            return self._refused(probe, headers)
        return self._admitted(probe, headers) or (self._leaks(probe, headers) if scope in ("public", "shopper") else "")

    def state(self) -> tuple[Any, ...]:
        """What no refused question may change."""
        store = self.shop.store
        return (*(getattr(store, kind).fingerprint() for kind in ("products", "customers", "orders", "conversations", "rules", "webhooks")),
                len(store.keys.all()), len(store.users.all()))

    def _refused(self, probe: Probe, headers: dict[str, str]) -> str:
        answer = _ask(self.real, probe, headers)
        if answer.status_code not in (401, 403):
            return f"{answer.status_code}, expected 401 or 403"
        if set(answer.json()) != {"error"} or any(mark in answer.text for mark in MARK.values()):
            return f"a refusal says too much: {answer.text[:80]}"
        return ""

    def _admitted(self, probe: Probe, headers: dict[str, str]) -> str:
        if probe.path in ("/static", "/media", "/openapi.json", "/mcp"):
            return "" if (status := _ask(self.real, probe, headers).status_code) not in (401, 403) else f"{status}, expected to be let in"
        status = _ask(self.gate, probe, headers).status_code
        return "" if status == 418 else f"{status}, expected to be let in"

    def _leaks(self, probe: Probe, headers: dict[str, str]) -> str:
        answer = _ask(self.real, probe, headers)
        theirs = probe.role == "customer" and probe.whose == "own"
        said = [whose for whose in WHOSE if MARK[whose] in answer.text.replace(f"q={MARK[whose]}", "") and not theirs]
        if said and probe.path not in ("/v1/search", "/v1/recommend", "/v1/guide"):  # these repeat the words that were searched for
            return f"shows what is kept about {said}"
        return f"{answer.status_code}" if answer.status_code == 500 else ""


def sample(probes: list[Probe], number: int, seed: int) -> list[Probe]:
    """Some of them: one of every route, then others by chance."""
    dice = random.Random(seed)
    mixed = dice.sample(probes, len(probes))
    first = {(probe.method, probe.path): probe for probe in reversed(mixed)}
    rest = [probe for probe in mixed if first[probe.method, probe.path] is not probe]
    return [*first.values(), *rest][:number]


async def _let_in(request: Request) -> None:
    raise HTTPException(418)


def _ask(client: TestClient, probe: Probe, headers: dict[str, str]) -> Any:
    more: dict[str, Any] = {} if probe.method in ("GET", "DELETE") else {"json": probe.body}
    streams = ", text/event-stream" if probe.method == "POST" else ""  # a GET of /mcp would be a stream without an end
    client.cookies.clear()
    return client.request(probe.method, probe.url, headers={"accept": f"application/json{streams}", **headers}, **more)


def _fill(shop: Any) -> None:
    shop.store.products.put([product("p", "Tea mug", stock=5), product("q", "Oolong tea", stock=5)])
    for whose in ("own", "other"):
        id, mark = f"{whose}-1", MARK[whose]
        home = Address(line1=mark, postcode="200030")
        shop.store.customers.put([Customer(id, f"{mark} Smith", f"mail@{mark}.example", "13800138000", home)])
        shop.store.orders.put([Order(id, (OrderLine("p", 1, Money(1000, "CNY"), "p/0"),), "CNY", NOW, id, note=mark)])
        shop.store.events.put([Event(id, "view_item", NOW, id, id, query=mark)])
        shop.store.conversations.put([Conversation(id, (Message(Speaker.CUSTOMER, mark),), id)])
    shop.index()
