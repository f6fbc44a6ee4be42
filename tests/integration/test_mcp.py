"""The real MCP client against a running server and against the command, with the shop's own assistant behind both."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import ElicitResult

from browser.server import start_server
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.identity import customer_token
from shopkeeper.shop import Document, DocumentKind, Localized, OrderStatus
from shopkeeper.store import open_store
from small_service import ANNA, MUG, ORDERS, SHIRT, WEI
from waiting import waited

SECRET = "a secret of the shop"
FIND = ("find_user_id_by_email", {"email": "anna.miller@example.com"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("agents") / "shop"
    shop = open_shop(str(folder), create=True)
    shop.store.customers.put([ANNA, WEI])
    shop.store.orders.put(ORDERS)
    shop.put_products([SHIRT, MUG])
    shop.store.documents.put([Document("returns", DocumentKind.POLICY, Localized("退货", "Returns"), Localized(
        "收货后七天内可以退货。", "You may return an item within seven days of delivery."))])
    shop.close()
    (folder / "shopkeeper.toml").write_text(f'customer_secret = "{SECRET}"\ncurrency = "USD"\n')
    return folder


@pytest.fixture(scope="module")
def url(folder):
    server, url = start_server(folder)
    yield url
    server.terminate()
    assert server.wait(timeout=30) == 0


async def yes(context, params):
    return ElicitResult(action="accept", content={"confirm": True})


def asked(transport, *calls, **more):
    """The answers to calls by one client; a call may be a function of the answer before it."""
    async def work():
        told = []
        async with Client(transport, **more) as client:
            for call in calls:
                name, arguments = call(told[-1]) if callable(call) else call
                result = await client.call_tool(name, arguments)
                told.append(result.content[0].text if result.is_error else result.structured_content)
        return told

    return waited(work())


def status(folder, id):
    store = open_store(folder / "shop.db")
    try:
        return store.orders.get(id).status
    finally:
        store.close()


def test_over_http_an_agent_finds_a_product_and_the_customers_order(url):
    found, order, refused = asked(
        f"{url}/mcp", ("search_catalog", {"query": "mug"}), ("get_order_status", {"order_number": "#1"}), ("no_such_tool", {}))
    assert found["products"][0]["id"] == "mug"
    assert found["products"][0]["url"] == f"{url}/p/mug"
    assert "identified first" in order
    assert "there is no tool" in refused
    (policy,) = asked(f"{url}/mcp", ("search_shop_policies_and_faqs", {"query": "What is your return policy?"}))
    assert "within seven days" in policy["answer"]
    assert policy["sources"][0]["id"] == "returns"
    anna, own = asked(f"{url}/mcp", FIND, lambda told: ("get_order_status", {
        "order_number": "#3", "conversation": told["conversation"]}))
    assert (anna["result"], own["result"]["status"]) == ("anna_1", "shipped")


def test_over_http_a_signed_token_says_who_the_customer_is(url):
    def newest(token):
        client = httpx2.AsyncClient(headers={"authorization": f"Bearer {token}"})
        return asked(streamable_http_client(f"{url}/mcp", http_client=client), ("get_most_recent_order_status", {}))[0]

    soon = datetime.now(UTC) + timedelta(minutes=5)
    assert newest(customer_token("wei_2", SECRET, soon))["result"]["order_id"] == "#9"
    assert "not signed" in newest(customer_token("wei_2", "another secret", soon))


def test_over_http_a_write_waits_for_the_customers_own_yes(url, folder):
    cancel = lambda told: ("cancel_pending_order", {"order_id": "#2", "reason": "no longer needed", "conversation": told["conversation"]})  # noqa: E731
    _, proposed = asked(f"{url}/mcp", FIND, cancel)
    assert proposed["confirm_url"].startswith(f"{url}/chat#")
    assert status(folder, "#2") is OrderStatus.PENDING
    _, done = asked(f"{url}/mcp", FIND, cancel, elicitation_callback=yes)
    assert "#2" in done["text"]
    assert status(folder, "#2") is OrderStatus.CANCELLED


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_over_stdin_and_stdout(folder, mode):
    id = {"auto": "#1", "legacy": "#5"}[mode]
    command = StdioServerParameters(command=sys.executable, args=["-m", "shopkeeper", "mcp", "--shop", str(folder), "--customer", "anna_1"],
                                    env={**os.environ})
    found, done = asked(stdio_client(command), ("get_product", {"id": "mug"}),
                        ("cancel_pending_order", {"order_id": id, "reason": "no longer needed"}), elicitation_callback=yes, mode=mode)
    assert found["product"]["title"] == "Mug"
    assert done["result"]["order_id"] == id
    assert status(folder, id) is OrderStatus.CANCELLED
