"""Which shop a request is for, what is refused in a shops.toml, and how shops are opened and closed."""

from __future__ import annotations

import ast
import asyncio
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

import shopkeeper
from shopkeeper.app.api.application import read_shops
from shopkeeper.app.api.tenants import TenantRouter
from shopkeeper.app.request import prefix_of
from shopkeeper.app.tenants import Tenant, Tenants, read_tenants
from shopkeeper.app.web.render import HERE, rooted
from shopkeeper.shop import ShopkeeperError
from waiting import waited

GOOD = '[[shops]]\nname = "tea"\nshop = "tea"\npath = "/tea"\n'


def written(folder, text):
    (folder / "shops.toml").write_text(text)
    return folder / "shops.toml"


def test_shops_are_read_as_seen_from_their_file(tmp_path):
    text = GOOD + '[[shops]]\nname = "b"\nshop = "postgresql://h/db?schema=b"\ndata_dir = "/data/b"\nhost = "B.Example"\n'
    found = read_tenants(written(tmp_path, "most_open = 2\n" + text))
    assert found.most_open == 2
    assert found.shops == (Tenant("tea", str(tmp_path / "tea"), "", "", "/tea"),
                           Tenant("b", "postgresql://h/db?schema=b", "/data/b", "b.example", ""))


@pytest.mark.parametrize(("text", "sentence"), [
    ("", "expected a table \\[\\[shops\\]\\] for each shop"),
    ("most_open = 0\n" + GOOD, "most_open: expected a whole number above 0, got 0"),
    ("many = 1\n" + GOOD, "many: expected shops or most_open"),
    (GOOD.replace('name = "tea"', 'name = "Tea!"'), "shop 1, name: expected a name"),
    (GOOD.replace('path = "/tea"', 'path = "/console"'), "path: expected a path such as /tea"),
    (GOOD.replace('path = "/tea"', 'path = "/a/b"'), "path: expected a path such as /tea"),
    (GOOD.replace('path = "/tea"\n', ""), "expected either host or path"),
    (GOOD + 'host = "tea.example"\n', "expected either host or path"),
    (GOOD.replace('path = "/tea"', 'host = "tea.example:80"'), "host: expected a host name"),
    (GOOD.replace('shop = "tea"', 'shop = "postgresql://u:hunter2@h/db"'), "data_dir: expected a folder"),
    (GOOD + 'shopp = "postgresql://u:hunter2@h/db"\n', "shopp: expected one of"),
    (GOOD + GOOD, "the same name"),
    (GOOD + GOOD.replace('"tea"', '"two"'), "the same path"),
    (GOOD + '[[shops]]\nname = "b"\nshop = "./tea/"\npath = "/b"\n', "the same store"),
    (GOOD + '[[shops]]\nname = "b"\nshop = "tea/b"\npath = "/b"\n', "one folder lies in the other"),
    ("".join(f'[[shops]]\nname = "{n}"\nshop = "postgresql://{n}@H/db"\ndata_dir = "{n}"\npath = "/{n}"\n' for n in "ab"),
     "the same store"),
])
def test_what_cannot_be_is_said_without_a_password(tmp_path, text, sentence):
    with pytest.raises(ShopkeeperError, match=sentence) as caught:
        read_shops(written(tmp_path, text))
    assert "hunter2" not in str(caught.value)


def test_two_shops_cannot_have_their_search_in_one_schema(tmp_path):
    for name, schema in (("a", ""), ("b", ""), ("c", "?schema=c")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "shopkeeper.toml").write_text(f'engine = "postgres:postgresql://{name}:pw@h/search{schema}"\n')
    shops = {name: f'[[shops]]\nname = "{name}"\nshop = "{name}"\npath = "/{name}"\n' for name in "abc"}
    with pytest.raises(ShopkeeperError, match="a and b: two shops have their search in the same schema"):
        read_tenants(written(tmp_path, shops["a"] + shops["b"]))
    assert len(read_tenants(written(tmp_path, shops["a"] + shops["c"])).shops) == 2


@pytest.mark.parametrize(("host", "path", "name"), [
    ("127.0.0.1:80", "/a", "a"), ("127.0.0.1", "/a/x", "a"), ("127.0.0.1", "/ab", None), ("127.0.0.1", "/", None), ("[::1]:80", "/a/", "a"),
    ("B.example:8777", "/a/", "b"), ("b.example", "/", "b"), ("c.b.example", "/", None), ("", "", None), ("b.example", "*", "b"),
])
def test_a_request_is_for_the_shop_of_its_host_or_of_its_path(host, path, name):
    found = Tenants((Tenant("a", "a", path="/a"), Tenant("b", "b", host="b.example"))).of(host, path)
    assert (found and found.name) == name


class Shops:
    """Opens shops that answer with their name and what they see of the request; keeps who was opened and closed."""

    def __init__(self):
        self.log, self.broken = [], set()

    @contextmanager
    def __call__(self, tenant):
        self.log.append(f"+{tenant.name}")
        if tenant.name in self.broken:
            raise OSError("no such disk")
        yield self.app(tenant.name)
        self.log.append(f"-{tenant.name}")

    def app(self, name):
        async def answer(scope, receive, send):
            request = Request(scope)
            if scope["path"] == "/away":
                response = RedirectResponse("/basket?a=1", 303)
                response.set_cookie("whole", "1")
                response.set_cookie("part", "1", path="/console")
            elif scope["path"] == "/out":
                response = RedirectResponse("https://elsewhere.example/")
            else:
                response = Response(f"{name} {scope['path']} {scope['raw_path'].decode()} {prefix_of(request)}")
            await response(scope, receive, send)

        return answer


def asked(router, *paths, host="127.0.0.1"):
    async def all_of_them():
        transport = httpx.ASGITransport(router)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
            return [await client.get(path) for path in paths]

    return waited(all_of_them())


@pytest.fixture
def shops():
    return Shops()


@pytest.fixture
def router(shops):
    return TenantRouter(Tenants(tuple(Tenant(name, name, path=f"/{name}") for name in "abc"), most_open=2), shops)


def test_a_shop_sees_paths_of_its_own_and_who_asks_sees_the_prefix(router):
    whole, coded, away, out, bare = asked(router, "/a/p/x", "/%61/p/%2Fx%20y", "/a/away", "/a/out", "/a?q=1")
    assert whole.text == "a /p/x /p/x /a"
    assert coded.text == "a /p//x y /p/%2Fx%20y /a"
    assert away.headers["location"] == "/a/basket?a=1"
    cookies = [each.split("; ") for each in away.headers.get_list("set-cookie")]
    assert [next(part for part in each if part.startswith("Path")) for each in cookies] == ["Path=/a", "Path=/a/console"]
    assert out.headers["location"] == "https://elsewhere.example/"
    assert (bare.status_code, bare.headers["location"]) == (308, "/a/?q=1")


def test_a_shop_is_opened_when_it_is_asked_and_the_one_idle_longest_closed_when_there_are_many(router, shops):
    assert router.opened == []
    asked(router, "/a/", "/b/", "/a/")
    assert shops.log == ["+a", "+b"]
    asked(router, "/c/")
    assert (shops.log, router.opened) == (["+a", "+b", "+c", "-b"], ["a", "c"])
    router.close()
    assert sorted(shops.log[4:]) == ["-a", "-c"]


def test_a_shop_is_opened_once_however_many_come(shops):
    router = TenantRouter(Tenants((Tenant("a", "a", path="/a"),)), shops)

    async def at_once():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(router), base_url="http://h") as client:
            return await asyncio.gather(*(client.get("/a/") for _ in range(20)))

    assert {answer.status_code for answer in waited(at_once())} == {200}
    assert shops.log == ["+a"]


def test_a_shop_that_cannot_be_opened_is_left_alone_for_a_while(router, shops, caplog):
    shops.broken.add("a")
    first, second, other = asked(router, "/a/", "/a/v1/search", "/b/")
    assert (first.status_code, second.status_code, other.status_code) == (503, 503, 200)
    assert second.json()["error"] == {"type": "not_open", "message": "this shop cannot be opened at the moment"}
    assert shops.log == ["+a", "+b"]
    assert "no such disk" in caplog.text


def test_every_address_that_a_template_writes_out_gets_the_prefix():
    """An attribute that a template gives an address of this shop must be one of those that `rooted` knows."""
    import re

    for file in sorted((HERE / "templates").glob("*.html")):
        for attribute in re.findall(r'\s([a-z-]+)="/(?!/)', file.read_text("utf-8")):
            assert rooted(f'<a {attribute}="/x">', "/tea") == f'<a {attribute}="/tea/x">', (file.name, attribute)
    assert rooted('<a href="//x"><p>href=&#34;/x', "/tea") == '<a href="//x"><p>href=&#34;/x'
    assert rooted('<a href="/x">', "") == '<a href="/x">'


def test_no_cache_of_the_whole_process_holds_something_of_a_shop():
    """What a function remembers for as long as the process lives goes by its arguments; none of these is a shop or a part of one."""
    shops = {"Shop", "Store", "Settings", "Index", "Encoder", "Database", "Request", "Models", "Products", "Search"}
    found = []
    files = [file for file in sorted(Path(shopkeeper.__file__).parent.rglob("*.py")) if "cache\n" in file.read_text("utf-8")
             or "lru_cache(" in file.read_text("utf-8")]
    assert len(files) > 30
    for file in files:
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and any("cache" in ast.unparse(each) for each in node.decorator_list):
                hints = [each.annotation for each in node.args.args if each.annotation]
                taken = {name.id for hint in hints for name in ast.walk(hint) if isinstance(name, ast.Name)}
                found.append(f"{file.name}:{node.name}") if taken & shops else None
    assert found == []
