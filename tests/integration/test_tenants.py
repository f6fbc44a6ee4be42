"""Two shops in one PostgreSQL database on one server process: nothing of one reaches the other."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import httpx
import pytest

from browser.server import started
from contract.postgres import PostgresServer
from shopkeeper.app.access import make_key, make_user
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.identity import customer_token
from shopkeeper.shop import Customer, Image
from shopkeeper.store import open_store
from small_shop import product

SECRET = "the secret of tea"
PAGES = ("", "?q=green", "p/green", "basket", "chat", "docs", "console/conversations", "console/recommend", "console/claims",
         "console/writing", "console/experiments", "nothing-here")


class Served(NamedTuple):
    url: str
    folder: Path
    stores: dict[str, str]


def fill(shop: str, folder: Path, *ids: str) -> None:
    """A shop of one product for each id, named after it, with an index."""
    folder.mkdir()
    secret = f'customer_secret = "{SECRET}"\n' if folder.name == "tea" else ""
    (folder / "shopkeeper.toml").write_text(f'engine = "postgres"\n{secret}')
    front = open_shop(shop, str(folder), create=True, environ={})
    front.put("products", [product(id, en=f"{id} of {folder.name}", images=(Image("pot.png"),)) for id in ids])
    front.store.customers.put([Customer("c1", email=f"c1@{folder.name}.example")])
    front.index()
    front.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> Iterator[Served]:
    folder, database = tmp_path_factory.mktemp("tenants"), postgres.new_database()
    stores = {name: f"{database}{'&' if '?' in database else '?'}schema={name}" for name in ("tea", "coffee")}
    for name, goods in (("tea", ("green", "black")), ("coffee", ("green", "roast"))):
        fill(stores[name], folder / name, *goods)
    two = "".join(f"""
[[shops]]
name = "{name}"
shop = "{stores[name]}"
data_dir = "{name}"
path = "/{name}"
""" for name in ("tea", "coffee"))
    (folder / "shops.toml").write_text(f"""{two}
[[shops]]
name = "gone"
shop = "gone"
path = "/gone"
""")
    server, url = started("--shops", str(folder / "shops.toml"), SHOPKEEPER_CUSTOMER_SECRET="of the environment")
    yield Served(url, folder, stores)
    server.terminate()
    assert server.wait(timeout=30) == 0


def get(served: Served, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{served.url}{path}", headers=headers, timeout=60)


def ids(answer: httpx.Response) -> list[str]:
    return sorted(hit["id"] for hit in answer.json()["hits"])


def test_each_shop_finds_its_own_products_only(served: Served) -> None:
    assert ids(get(served, "/tea/v1/search?q=")) == ["black", "green"]
    assert ids(get(served, "/coffee/v1/search?q=")) == ["green", "roast"]
    assert get(served, "/tea/v1/products/green").json()["title"]["en"] == "green of tea"
    assert get(served, "/coffee/v1/products/green").json()["title"]["en"] == "green of coffee"
    assert get(served, "/tea/v1/products/roast").status_code == 404
    assert get(served, "/coffee/v1/products/black").status_code == 404


def test_nobody_answers_at_no_shops_address(served: Served) -> None:
    for path in ("/v1/search?q=", "/", "/teas/v1/search?q=", "/console/conversations", "/metrics"):
        assert get(served, path).status_code == 404
    assert get(served, "/tea/v1/search?q=", host="elsewhere.example").status_code == 421
    assert get(served, "/health").json() == {"status": "ok"}


def test_a_shop_that_cannot_be_opened_holds_up_no_other(served: Served) -> None:
    answer = get(served, "/gone/v1/search?q=")
    assert (answer.status_code, answer.json()["error"]["type"]) == (503, "not_open")
    assert str(served.folder) not in answer.text
    assert get(served, "/tea/health").json()["status"] == "ok"


@pytest.mark.parametrize("page", PAGES)
def test_every_address_on_a_page_is_under_the_path_of_its_shop(served: Served, page: str) -> None:
    answer = get(served, f"/tea/{page}", accept="text/html", cookie="lang=en")
    assert answer.status_code == (404 if page == "nothing-here" else 200)
    found = [unescape(each) for each in re.findall(r'\s(?:href|src|action|formaction|data-[a-z]+)="([^"]*)"', answer.text)]
    own = {urljoin(f"/tea/{page}", each) for each in found if each.startswith(("/", "?")) }
    assert len(own) > 5
    assert {each for each in own if not each.startswith("/tea/")} == set()


def test_the_links_of_a_page_lead_on(served: Served) -> None:
    front = get(served, "/tea/", accept="text/html").text
    for link in sorted(set(re.findall(r'(?:href|src)="(/[^"]*)"', front))):
        answer = get(served, unescape(link), accept="text/html")
        assert answer.status_code == 200 or link == "/tea/media/pot.png", link
    assert get(served, "/tea").headers["location"] == "/tea/"
    assert get(served, "/tea/openapi.json").json()["servers"] == [{"url": "/tea"}]


def test_a_basket_and_its_cookie_stay_in_their_shop(served: Served) -> None:
    with httpx.Client(base_url=served.url, headers={"origin": served.url}, timeout=60) as browser:
        added = browser.post("/tea/basket/add", data={"variant": "green/0"})
        assert added.headers["location"].startswith("/tea/basket?added=")
        assert "Path=/tea" in re.split(r";\s*", added.headers["set-cookie"])
        assert "data-line" in browser.get("/tea/basket", headers={"accept": "text/html"}).text
        assert "data-line" not in browser.get("/coffee/basket", headers={"accept": "text/html"}).text
        assert [cookie.path for cookie in browser.cookies.jar if cookie.name == "shopkeeper_cart"] == ["/tea"]
        cart = browser.cookies.get("shopkeeper_cart")
    assert get(served, f"/tea/v1/carts/{cart}").status_code == 200
    assert get(served, f"/coffee/v1/carts/{cart}").status_code == 404


def test_a_token_a_conversation_and_a_cursor_of_one_shop_are_nothing_in_another(served: Served) -> None:
    token, other = (customer_token("c1", secret, datetime.now(UTC) + timedelta(hours=1)) for secret in (SECRET, "of the environment"))

    def say(name: str, **more: str) -> httpx.Response:
        return httpx.post(f"{served.url}/{name}/v1/chat", json={"message": "hello", **more}, timeout=60)

    began = say("tea", customer=token)
    assert began.status_code == 200
    assert say("tea", customer=other).status_code == 401
    for each in (token, other):  # the coffee shop has no secret of its own, and that of the server's environment is not lent to it
        refused = say("coffee", customer=each)
        assert (refused.status_code, "takes no signed customers" in refused.text) == (401, True)
    assert get(served, f"/tea/v1/chat/{began.json()['conversation']}").status_code == 200
    assert get(served, f"/coffee/v1/chat/{began.json()['conversation']}").status_code == 404
    assert say("coffee", conversation=began.json()["conversation"]).status_code == 404
    mark = get(served, "/tea/v1/search?q=&k=1").json()["next"]
    assert get(served, f"/tea/v1/search?next={mark}").status_code == 200
    assert get(served, f"/coffee/v1/search?next={mark}").status_code == 422


def test_measurements_and_logs_are_a_shops_own(served: Served) -> None:
    def searches(name: str) -> int:
        return int(re.findall(r"^shopkeeper_searches_total (\d+)", get(served, f"/{name}/metrics").text, re.M)[0])

    before = searches("coffee")
    for _ in range(3):
        get(served, "/tea/v1/search?q=zzyzx-of-tea")
    assert searches("tea") >= 3
    assert searches("coffee") == before
    assert not {"tea", "gone"} & set(re.findall(r"\w+", get(served, "/coffee/metrics").text))


def test_a_key_and_a_session_of_one_shop_open_nothing_in_another(served: Served) -> None:
    """The last one: from here on both shops are locked."""
    keys = {}
    for name in ("tea", "coffee"):
        store = open_store(served.stores[name])
        keys[name] = make_key(store, "admin", "the owner", datetime.now(UTC))[1]
        make_user(store, "ann", "admin", f"the long password of {name}", datetime.now(UTC))
        store.close()
    assert wait_for(lambda: get(served, "/tea/v1/orders").status_code == 401 == get(served, "/coffee/v1/orders").status_code)
    for name, other in (("tea", "coffee"), ("coffee", "tea")):
        assert get(served, f"/{name}/v1/orders", authorization=f"Bearer {keys[name]}").status_code == 200
        assert get(served, f"/{other}/v1/orders", authorization=f"Bearer {keys[name]}").status_code == 401
    with httpx.Client(base_url=served.url, headers={"origin": served.url, "accept": "text/html"}, timeout=60) as browser:
        assert browser.get("/tea/console/claims").headers["location"].startswith("/tea/console/login?next=")
        form = browser.get("/tea/console/login?next=/console/claims")
        asked = re.findall(r'name="asked" value="([^"]+)"', form.text)[0]
        entry = {"name": "ann", "password": "the long password of tea", "asked": asked, "next": "/console/claims"}
        assert browser.post("/tea/console/login", data=entry).headers["location"] == "/tea/console/claims"
        assert {cookie.path for cookie in browser.cookies.jar} <= {"/tea", "/tea/console/login"}
        assert browser.get("/tea/console/claims").status_code == 200
        session = {"cookie": f"shopkeeper_console={browser.cookies['shopkeeper_console']}", "accept": "text/html"}
        assert browser.get("/coffee/console/claims").status_code == 303
    assert get(served, "/coffee/console/claims", **session).status_code == 303, "though somebody carries it over"


def wait_for(true: Callable[[], bool]) -> bool:
    return any(true() or time.sleep(0.2) for _ in range(50))
