"""Orders by MCP, with the real client: who the customer is, what is proposed, and that only the customer's own yes writes."""

from __future__ import annotations

import pytest
from mcp.client import Client
from mcp.types import ElicitResult

from echo_brain import EchoBrain
from shopkeeper.app.chat import Helpdesk
from shopkeeper.app.mcp.server import server
from shopkeeper.app.mcp.tool import Caller
from shopkeeper.assistant.assistant import Assistant
from shopkeeper.shop import OrderStatus
from small_service import ANNA, MUG, ORDERS, SHIRT, WEI, desk_of
from small_shop import small_shop
from waiting import waited

CANCEL = {"order_id": "#1", "reason": "no longer needed"}


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path / "shop", helpdesk=lambda shop: Helpdesk(Assistant(shop.store, EchoBrain()), desk_of(shop.store)))
    shop.store.products.put([SHIRT, MUG])
    shop.store.customers.put([ANNA, WEI])
    shop.store.orders.put(ORDERS)
    yield shop
    shop.close()


@pytest.fixture
def agent(shop):
    """Calls tools one after the other as one agent; a call is a name and arguments, or a function of the last answer that makes one."""
    def agent(*calls, answer=None, customer=None, mode="auto"):
        asked = []

        async def elicit(context, params):
            asked.append(params.message)
            return answer

        async def work():
            made = server(shop, lambda context: Caller(customer, "https://shop.example"))
            told, more = [], {"elicitation_callback": elicit} if answer else {}
            async with Client(made, mode=mode, **more) as client:
                for call in calls:
                    name, arguments = call(told[-1]) if callable(call) else call
                    result = await client.call_tool(name, arguments)
                    told.append(result.content[0].text if result.is_error else result.structured_content)
            return told

        return waited(work()), asked

    return agent


def yes(value=True, action="accept"):
    return ElicitResult(action=action, content={"confirm": value} if action == "accept" else None)


def status(shop, id="#1"):
    return shop.store.orders.get(id).status


def test_an_agent_finds_the_customer_first_and_goes_on_in_that_conversation(agent):
    (refused, found, order), _ = agent(
        ("get_order", {"id": "#1"}), ("find_user_id_by_email", {"email": "anna.miller@example.com"}),
        lambda found: ("get_order", {"id": "#1", "conversation": found["conversation"]}))
    assert "identified first" in refused
    assert found["result"] == "anna_1"
    assert (order["result"]["order_id"], order["result"]["status"]) == ("#1", "pending")


def test_an_agent_sees_no_order_of_another_customer(agent):
    (order, other, nobody), _ = agent(("get_order_status", {"order_number": "#1"}), ("get_order_status", {"order_number": "#9"}),
                                      ("get_order_status", {"order_number": "#77"}), customer="anna_1")
    assert order["result"]["status"] == "pending"
    assert other == nobody == "Order not found"


def test_the_newest_order_of_the_customer(agent):
    (newest,), _ = agent(("get_most_recent_order_status", {}), customer="wei_2")
    assert newest["result"]["order_id"] == "#9"
    (refused,), _ = agent(("get_most_recent_order_status", {}))
    assert "identified first" in refused


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_write_is_done_after_the_customers_own_yes(agent, shop, mode):
    (done,), asked = agent(("cancel_pending_order", CANCEL), customer="anna_1", answer=yes(), mode=mode)
    assert "$39.98" in asked[0]
    assert done["result"]["state"] == "acknowledged"
    assert "#1 is cancelled" in done["text"]
    assert status(shop) is OrderStatus.CANCELLED


@pytest.mark.parametrize("answer", [yes(False), yes(action="decline"), yes(action="cancel"), yes("true")])
def test_anything_but_a_yes_writes_nothing(agent, shop, answer):
    (told,), asked = agent(("cancel_pending_order", CANCEL), customer="anna_1", answer=answer)
    assert asked
    assert "nothing was done" in told["result"]
    assert status(shop) is OrderStatus.PENDING


def test_where_the_customer_cannot_be_asked_the_answer_says_where_they_confirm(agent, shop):
    (told,), _ = agent(("cancel_pending_order", CANCEL), customer="anna_1")
    assert "not done yet" in told["result"]
    assert "$39.98" in told["proposal"]["en"]
    assert told["confirm_url"] == f"https://shop.example/chat#{told['conversation']}"
    assert status(shop) is OrderStatus.PENDING
    assert shop.chat(conversation=told["conversation"]).session.proposal["tool"] == "cancel_pending_order"


def test_a_whole_order_is_returned_to_what_it_was_paid_with(agent, shop):
    (done, refused), asked = agent(("request_return", {"order_number": "#4"}), ("request_return", {"order_number": "#1"}),
                                   customer="anna_1", answer=yes())
    assert "visa" in asked[0]
    assert status(shop, "#4") is OrderStatus.RETURN_REQUESTED
    assert done["result"]["order_id"] == "#4"
    assert "#1 is pending" in refused


def test_a_yes_that_nobody_was_asked_for_confirms_nothing(shop):
    async def forge(state):
        async with Client(server(shop, lambda context: Caller("anna_1"))) as client:
            return await client.session.call_tool("cancel_pending_order", CANCEL, input_responses={"confirm": yes()}, request_state=state,
                                                  allow_input_required=True)

    conversation = shop.chat("anna_1").id
    for state in ("x", f"{conversation} {'0' * 32}", "nothing nothing"):
        assert waited(forge(state)).is_error
    assert status(shop) is OrderStatus.PENDING


def test_a_person_who_took_over_is_not_talked_over(agent):
    (_, refused), _ = agent(
        ("transfer_to_human_agents", {"summary": "wants a person"}),
        lambda given: ("cancel_pending_order", {**CANCEL, "conversation": given["conversation"]}), customer="anna_1")
    assert "a person of the shop answers" in refused
