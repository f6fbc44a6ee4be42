"""The shopping guide without a conversation: over HTTP and for agents, the same functions."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from mcp.client import Client

from shopkeeper.app.api import create_app
from shopkeeper.app.bootstrap import open_helpdesk
from shopkeeper.app.mcp.server import server
from shopkeeper.app.mcp.tool import Caller
from shopkeeper.shop import Attribute, Localized
from small_shop import product, small_shop
from waiting import waited

KETTLES = (Localized("家电", "Appliances"), Localized("水壶", "Kettles"))
WEIGHT = Localized("重量", "Weight")


def kettle(id, price, kilos):
    facts = (Attribute(WEIGHT, kilos, "kg"),) if kilos else ()
    made = product(id, f"{id.title()} kettle", f"{id}水壶", prices=[price], category=KETTLES)
    return type(made)(**{**{name: getattr(made, name) for name in made.__slots__}, "attributes": facts})


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("guide") / "shop", helpdesk=open_helpdesk)
    shop.put_products([kettle("iota", 89.0, 1.2), kettle("kappa", 129.0, 0.9), kettle("mu", 59.0, None)])
    yield shop
    shop.close()


@pytest.fixture
def ask(shop):
    client = TestClient(create_app(shop), base_url="http://127.0.0.1")
    return lambda path, status=200, **asked: _answered(client.post(f"/v1/guide{path}", json=asked), status)


def _answered(answer, status):
    assert answer.status_code == status, answer.text
    return answer.json()


def call(shop, name, **arguments):
    async def asked():
        async with Client(server(shop, lambda context: Caller())) as client:
            result = await client.call_tool(name, arguments)
            return result.content[0].text if result.is_error else result.structured_content

    return waited(asked())


def test_a_message_is_read_into_the_brief_that_was_sent(ask):
    first = ask("", message="水壶")
    assert {each["id"] for each in first["products"]} == {"iota", "kappa", "mu"}
    then = ask("", message="100元以内", brief=first["brief"])
    assert then["brief"]["budget"]
    assert {each["id"] for each in then["products"]} == {"iota", "mu"}
    assert all(each["sources"] for each in then["products"])
    back = ask("", brief=then["brief"], remove=then["brief"]["budget"])
    assert back["total"] == 3


def test_when_nothing_fits_it_says_what_to_take_out(ask):
    brief = ask("", message="kettle")["brief"]
    found = ask("", brief={**brief, "conditions": ["price<20"]})
    assert found["products"] == []
    [way] = [each for each in found["relax"] if each["remove"] == found["brief"]["budget"]]
    assert way["total"] == 3


def test_nothing_said_is_an_empty_brief_and_what_is_none_is_refused(ask):
    assert ask("")["brief"]["need"] == ""
    assert "condition" in ask("", 422, brief={"conditions": ["cheap"]})["error"]["message"]
    assert ask("", 422, brief={"leanings": [{"field": "price", "direction": 7}]})["error"]["field"].endswith("direction")


def test_products_are_compared(ask):
    found = ask("/compare", ids=["iota", "kappa"], language="zh")
    assert [each["id"] for each in found["products"]] == ["iota", "kappa"]
    assert next(row for row in found["rows"] if row["name"] == "重量")["differs"]
    assert ask("/compare", 404, ids=["iota", "nothing"])["error"]["type"] == "not_found"


def test_the_first_of_all_is_named_with_how_many_do_not_say(ask):
    lightest = ask("/superlative", query="kettle", field="weight", direction="least")
    assert ([each["id"] for each in lightest["products"]], lightest["known"], lightest["unknown"]) == (["kappa"], 2, 1)
    assert [each["id"] for each in ask("/superlative", query="kettle", field="price")["products"]] == ["kappa"]
    assert ask("/superlative", query="kettle", field="brightness")["field"] is None


def test_agents_have_the_same(shop, ask):
    assert call(shop, "guide_choice", message="kettle", meta={"a": 1}) == ask("", message="kettle")
    assert call(shop, "compare_products", ids=["iota", "kappa"]) == ask("/compare", ids=["iota", "kappa"])
    found = call(shop, "find_superlative", query="kettle", field="weight", direction="least")
    assert found["products"][0]["id"] == "kappa"
    assert "ids" in call(shop, "compare_products", ids="iota")
