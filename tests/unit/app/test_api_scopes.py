"""Every route has a scope, and the route that is unlocked is the one that answers."""

import re

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException
from starlette.routing import Mount, Route

from locked_shop import guarded_by
from shopkeeper.app.api import create_app
from shopkeeper.app.api.application import ROUTERS
from shopkeeper.app.api.auth import FORWARDED, guarded
from shopkeeper.app.callers import SCOPES, Caller
from shopkeeper.app.scopes import SCOPE_OF, needed
from unit.app.fake_shop import FakeShop, earbuds
from waiting import waited

ASKED = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def doors(app):
    """Method and path template of everything that answers: REST, pages, MCP, OpenAI's interface, files."""
    routes = [route for router in ROUTERS for route in router.routes]
    routes += [route for route in app.routes if isinstance(route, Route | Mount)]
    for route in routes:
        if isinstance(route, Mount):
            yield "GET", route.path
        elif route.path == "/mcp":
            yield from (("GET", "/mcp"), ("POST", "/mcp"), ("DELETE", "/mcp"))
        else:
            yield from ((method, route.path) for method in route.methods & ASKED)


@pytest.fixture(scope="module")
def app():
    return create_app(FakeShop([earbuds()]))


def test_every_route_stands_in_the_table_and_every_line_of_it_is_a_route(app):
    assert set(doors(app)) == set(SCOPE_OF)


def test_what_is_not_known_is_for_admins_and_head_is_get():
    assert needed("GET", "/v1/something-new") == needed("TRACE", "/v1/search") == needed("POST", "/p/{id:path}") == "admin"
    assert needed("HEAD", "/") == "public"


def test_each_scope_may_what_those_before_it_may():
    for height, scope in enumerate(SCOPES):
        assert [Caller(scope=scope).may(each) for each in SCOPES] == [depth <= height for depth in range(len(SCOPES))]


def filled(path):
    return re.sub(r"\{(\w+)(:path)?\}", lambda found: "a/b" if found[2] else "abc", path)


async def told(request: Request):
    raise HTTPException(418, f"{request.scope['route'].path} {request.scope['state']['door']}")


def test_the_route_that_is_unlocked_is_the_one_that_answers():
    with guarded_by(told):
        app = create_app(FakeShop([earbuds()]))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        for method, path in doors(app):
            if path not in ("/static", "/media", "/mcp", "/openapi.json"):
                answer = client.request(method, filled(path), headers={"content-type": "application/json"})
                assert answer.json()["error"]["message"] == f"{path} {path}"


def test_another_route_than_the_one_that_was_unlocked_does_not_answer(app):
    request = Request({"type": "http", "route": Route("/v1/orders", told), "state": {"door": "/v1/search"}})
    with pytest.raises(RuntimeError, match="another route"):
        waited(guarded(request))


@pytest.mark.parametrize("header", FORWARDED)
def test_what_a_proxy_passed_on_gets_what_anybody_gets(app, header):
    client = TestClient(app, base_url="http://127.0.0.1")
    assert client.get("/v1/search?q=", headers={header: "203.0.113.9"}).status_code == 200
    answer = client.get("/v1/products", headers={header: "203.0.113.9"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (403, "forbidden")
    assert client.get("/v1/products").status_code != 403
    page = client.get("/console/writing", headers={header: "203.0.113.9", "accept": "text/html", "accept-language": "zh"})
    assert page.status_code == 403
    assert "<html" in page.text
