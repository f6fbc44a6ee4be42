"""The tools for agents, asked by the real MCP client."""

from __future__ import annotations

import pytest
from mcp.client import Client

from echo_brain import EchoBrain
from shopkeeper.app.mcp.server import server
from shopkeeper.app.mcp.tool import Caller
from small_shop import product, small_shop
from waiting import waited


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mcp") / "shop"
    shop = small_shop(folder, brain=EchoBrain(), checkout_url="https://pay.example/{variant_id}:{quantity},...")
    mug = product("mug", "Blue mug", "蓝色杯子", prices=(20, 25), facts=[("Material", "Enamel")], options=[("Colour", "Blue")])
    shop.put_products([mug, product("cup", "Red cup", "红色杯子", prices=(90,), stock=0)])
    yield shop
    shop.close()


@pytest.fixture
def call(shop):
    """Calls a tool and answers what it said, the text of a refusal where it refused."""
    def call(name, **arguments):
        async def ask():
            async with Client(server(shop, lambda context: Caller(None, "https://shop.example"))) as client:
                result = await client.call_tool(name, arguments)
                return result.content[0].text if result.is_error else result.structured_content

        return waited(ask())

    return call


def test_the_tools_have_the_names_that_agents_know(shop):
    async def names():
        async with Client(server(shop, lambda context: Caller())) as client:
            return {tool.name: tool for tool in (await client.list_tools()).tools}

    tools = waited(names())
    assert {*"search_catalog search_shop_catalog lookup_catalog get_product".split(),
            *"create_cart get_cart update_cart cancel_cart create_checkout".split()} <= tools.keys()
    assert tools["search_catalog"].annotations.read_only_hint
    assert not tools["create_cart"].annotations.read_only_hint


@pytest.mark.parametrize("arguments", [
    {"query": "blue mug"},
    {"catalog": {"query": "blue mug", "filters": {"price": {"max": 3000}, "available": True}, "pagination": {"limit": 1}},
     "meta": {"ucp-agent": {"profile": "https://agent.example"}}}])
def test_products_are_found_in_the_words_of_ucp(call, arguments):
    found = call("search_catalog", **arguments)
    first = found["products"][0]
    assert (first["id"], first["title"]) == ("mug", "Blue mug")
    assert first["price_range"] == {"min": {"amount": 2000, "currency": "CNY"}, "max": {"amount": 2500, "currency": "CNY"}}
    assert first["url"] == "https://shop.example/p/mug"
    assert first["variants"][0]["options"] == [{"name": "Colour", "label": "Blue"}]
    assert call("search_shop_catalog", query="blue mug", context="a present")["products"][0]["id"] == "mug"


def test_filters_narrow_and_the_language_is_that_of_the_query(call):
    assert [each["id"] for each in call("search_catalog", query="杯子", filters={"price": {"min": 5000}})["products"]] == ["cup"]
    assert call("search_catalog", query="杯子", filters={"available": True})["products"][0]["title"] == "蓝色杯子"


def test_products_are_looked_up_by_their_ids_or_those_of_variants(call):
    found = call("lookup_catalog", catalog={"ids": ["mug/1", "cup", "nothing"]})
    assert [each["id"] for each in found["products"]] == ["mug", "cup"]
    assert found["messages"] == [{"type": "warning", "code": "not_found", "content": "nothing"}]
    one = call("get_product", catalog={"id": "mug/1"})["product"]
    assert one["metadata"]["attributes"] == [{"name": "Material", "value": "Enamel", "unit": ""}]
    assert "nothing" in call("get_product", id="nothing")


def test_a_basket_is_filled_changed_and_handed_over_to_be_paid(call):
    cart = call("create_cart", cart={"line_items": [{"item": {"id": "mug/0"}, "quantity": 2}]})
    assert cart["totals"] == [{"type": "subtotal", "amount": 4000}]
    assert call("update_cart", cart_id=cart["id"], add_items=[{"variant_id": "mug/1"}])["totals"][0]["amount"] == 6500
    assert call("update_cart", id=cart["id"], cart={"line_items": [{"item": {"id": "mug/1"}}]})["totals"][0]["amount"] == 2500
    paid = call("create_checkout", checkout={"cart_id": cart["id"]})
    assert (paid["status"], paid["continue_url"]) == ("requires_escalation", "https://pay.example/mug%2F1:1")
    assert call("get_cart", id=cart["id"])["line_items"][0]["item"]["title"] == "Blue mug"
    assert call("cancel_cart", id=cart["id"])["status"] == "canceled"
    assert "cart" in call("get_cart", id=cart["id"])


@pytest.mark.parametrize(("name", "arguments", "says"), [
    ("search_catalog", {"query": 5}, "query: expected a text"), ("search_catalog", {"filters": "x"}, "filters: expected an object"),
    ("lookup_catalog", {}, "ids: expected a list"), ("create_cart", {"line_items": ["x"]}, "line_items[0]"),
    ("create_cart", {"line_items": [{"variant_id": "cup/0"}]}, "lines[0]"), ("fly", {}, "there is no tool 'fly'")])
def test_a_call_that_cannot_be_made_is_told_so(call, name, arguments, says):
    assert says in call(name, **arguments)


@pytest.mark.parametrize(("name", "arguments", "unknown"), [
    ("recommend_products", {"like": "mug", "product": "mug"}, "product"), ("search_catalog", {"query": "mug", "max_price": 3}, "max_price"),
    ("get_cart", {"basket": "x"}, "basket"), ("get_order_details", {"order": "1"}, "order"),
    ("search_shop_policies_and_faqs", {"question": "returns"}, "question"),
])  # fmt: skip
def test_an_argument_that_a_tool_does_not_take_is_refused_by_name(call, name, arguments, unknown):
    said = call(name, **arguments)
    assert said.startswith(f"{unknown}: there is no such argument; expected meta, ")


def test_the_language_and_the_context_may_be_told_to_any_tool(call):
    assert call("recommend_products", catalog={"like": "mug"}, language="en", context={"language": "en"}, meta={})["products"]
