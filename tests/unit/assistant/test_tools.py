"""The tools: what each answers, what is refused, what stays hidden."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shopkeeper.assistant.desk import Desk
from shopkeeper.assistant.proposals import Proposal
from shopkeeper.assistant.session import Session, Status
from shopkeeper.assistant.tools.tool import TOOLS, ToolError
from shopkeeper.assistant.tools.toolbox import Toolbox
from shopkeeper.shop.policy import Refused
from small_service import ANNA, DELIVERED, NOW, WEI, Notes, annas

HOME = {"address1": "5 Lake Road", "address2": "", "city": "Salem", "state": "MA", "country": "USA", "zip": "01970"}
WRITES: dict[str, dict[str, Any]] = {
    "cancel_pending_order": {"order_id": "#1", "reason": "no longer needed"},
    "modify_pending_order_address": {"order_id": "#1", **HOME},
    "modify_pending_order_items": {"order_id": "#1", "item_ids": ["shirt-s"], "new_item_ids": ["shirt-m"], "payment_method_id": "card_1"},
    "modify_pending_order_payment": {"order_id": "#1", "payment_method_id": "paypal_1"},
    "modify_user_address": {"user_id": "anna_1", **HOME},
    "return_delivered_order_items": {"order_id": "#4", "item_ids": ["mug-w", "mug-w"], "payment_method_id": "card_1"},
    "exchange_delivered_order_items": {
        "order_id": "#4", "item_ids": ["mug-w"], "new_item_ids": ["mug-b"], "payment_method_id": "card_1"},
}  # fmt: skip


def call(desk: Desk, name: str, session: Session | None = None, /, **arguments: Any) -> Any:
    return Toolbox(desk, session or annas(), Notes()).call(name, arguments)


def code(desk: Desk, name: str, session: Session | None = None, /, **arguments: Any) -> str:
    with pytest.raises(ToolError) as error:
        call(desk, name, session, **arguments)
    assert error.value.text.zh
    return f"{error.value.code}: {error.value}"


def test_the_tools_have_the_names_of_the_benchmark() -> None:
    assert {
        "find_user_id_by_email", "find_user_id_by_name_zip", "get_user_details", "get_order_details", "get_product_details",
        "get_item_details", "list_all_product_types", "calculate", "transfer_to_human_agents", *WRITES,
    } <= set(TOOLS)
    assert {name for name, tool in TOOLS.items() if tool.writes} == set(WRITES)


def test_a_tool_describes_itself() -> None:
    schema = TOOLS["cancel_pending_order"].openai()["function"]
    assert schema["description"].startswith("Cancel a pending order.")
    assert "order_id:" not in schema["description"]
    assert schema["parameters"]["required"] == ["order_id", "reason"]
    reason = schema["parameters"]["properties"]["reason"]
    assert reason == {
        "type": "string", "description": "the reason for cancellation, either 'no longer needed' or 'ordered by mistake'"}
    items = TOOLS["return_delivered_order_items"].schema["properties"]["item_ids"]
    assert (items["type"], items["items"]) == ("array", {"type": "string"})
    assert all(text.get("description") for tool in TOOLS.values() for text in tool.schema["properties"].values())


@pytest.mark.parametrize("email", ["Anna.Miller@example.com", " anna.miller@EXAMPLE.com "])
def test_a_customer_is_found_by_email(desk: Desk, email: str) -> None:
    session, notes = Session("s1"), Notes()
    assert Toolbox(desk, session, notes).call("find_user_id_by_email", {"email": email}) == "anna_1"
    assert session.customer_id == "anna_1"
    assert notes.kinds == ["called", "identity"]


@pytest.mark.parametrize(("first", "last", "zip", "found"), [
    ("Anna", "Miller", "02101", "anna_1"), ("anna", "MILLER", " 02101 ", "anna_1"), ("伟", "张", "310000", "wei_2"),
])  # fmt: skip
def test_a_customer_is_found_by_name_and_zip(desk: Desk, first: str, last: str, zip: str, found: str) -> None:
    assert call(desk, "find_user_id_by_name_zip", Session("s"), first_name=first, last_name=last, zip=zip) == found


def test_who_is_not_there_or_not_alone_is_not_found(desk: Desk) -> None:
    desk.store.customers.put([replace(WEI, id="wei_3", email="")])
    session = Session("s")
    for name, arguments in (
        ("find_user_id_by_email", {"email": "nobody@example.com"}), ("find_user_id_by_email", {"email": " "}),
        ("find_user_id_by_name_zip", {"first_name": "Anna", "last_name": "Miller", "zip": "02102"}),
        ("find_user_id_by_name_zip", {"first_name": "", "last_name": "", "zip": ""}),
        ("find_user_id_by_name_zip", {"first_name": "伟", "last_name": "张", "zip": "310000"}),
    ):  # fmt: skip
        assert code(desk, name, session, **arguments) == "not_found: User not found"
    assert session.customer_id is None


def test_one_conversation_serves_one_customer(desk: Desk) -> None:
    session = annas()
    assert code(desk, "find_user_id_by_email", session, email="wei@example.cn") == "not_found: User not found"
    assert call(desk, "find_user_id_by_email", session, email=ANNA.email) == "anna_1"
    assert session.customer_id == "anna_1"


@pytest.mark.parametrize("name", [name for name, tool in TOOLS.items() if tool.identity])
def test_identity_comes_first(desk: Desk, name: str) -> None:
    arguments = WRITES.get(name, {"user_id": "anna_1"} if name == "get_user_details" else {"order_id": "#1"})
    assert code(desk, name, Session("s"), **arguments).startswith("identity_required: ")


@pytest.mark.parametrize("name", ["get_user_details", "get_order_details", *WRITES])
def test_what_is_somebody_elses_is_as_if_it_were_not_there(desk: Desk, name: str) -> None:
    other = WRITES.get(name, {})
    if name.endswith(("user_details", "user_address")):
        answers = [code(desk, name, **(other | {"user_id": id})) for id in ("wei_2", "nobody")]
    else:
        answers = [code(desk, name, **(other | {"order_id": id})) for id in ("#9", "#nothing")]
    assert len(set(answers)) == 1
    assert answers[0].startswith("not_found: ")


def test_an_order_is_told_as_the_benchmark_does_and_more(desk: Desk) -> None:
    found = call(desk, "get_order_details", order_id="#4")
    assert {name: found[name] for name in ("order_id", "user_id", "status", "payment_history", "currency", "total")} == {
        "order_id": "#4", "user_id": "anna_1", "status": "delivered", "currency": "USD", "total": 49.97,
        "payment_history": [{"transaction_type": "payment", "amount": 49.97, "payment_method_id": "card_1"}],
    }
    assert found["items"][0] == {
        "name": "T-shirt", "product_id": "shirt", "item_id": "shirt-s", "price": 20.0, "options": {"colour": "blue", "size": "S"},
        "quantity": 1,
    }
    assert found["fulfillments"][0]["delivered_at"] == DELIVERED.fulfilments[0].delivered_at.isoformat()  # type: ignore[union-attr]
    assert found["address"]["country"] == "USA"


def test_a_customer_and_the_catalogue_are_told(desk: Desk) -> None:
    user = call(desk, "get_user_details", user_id="anna_1")
    assert user["orders"] == ["#1", "#2", "#3", "#4", "#5"]
    assert user["payment_methods"]["gift_1"] == {"source": "gift_card", "id": "gift_1", "balance": 5.5}
    assert user["name"] == {"first_name": "Anna", "last_name": "Miller"}
    product = call(desk, "get_product_details", Session("s"), product_id="shirt")
    assert (product["name"], product["currency"], product["variants"]["shirt-x"]["available"]) == ("T-shirt", "USD", False)
    item = call(desk, "get_item_details", Session("s"), item_id="shirt-l")
    assert (item["price"], item["options"], item["product_id"]) == (25.5, {"colour": "red", "size": "L"}, "shirt")
    assert call(desk, "list_all_product_types", Session("s")) == {"Mug": "mug", "T-shirt": "shirt"}
    assert code(desk, "get_product_details", product_id="x") == "not_found: Product not found"
    assert code(desk, "get_item_details", item_id="shirt") == "not_found: Item not found"


@pytest.mark.parametrize("name", WRITES)
def test_a_tool_that_writes_only_proposes(desk: Desk, name: str) -> None:
    before = (list(desk.store.orders.all()), list(desk.store.customers.all()))
    session, notes = annas(), Notes()
    proposal = Toolbox(desk, session, notes).call(name, WRITES[name])
    assert isinstance(proposal, Proposal)
    assert proposal.text.zh
    assert proposal.text.en
    assert (list(desk.store.orders.all()), list(desk.store.customers.all())) == before
    assert (notes.kinds, session.proposal) == (["proposed"], proposal.to_dict())


def test_an_item_named_twice_is_two_pieces(desk: Desk) -> None:
    text = call(desk, "return_delivered_order_items", **WRITES["return_delivered_order_items"]).text
    assert "2 × Mug (white). Once they are back, $19.98 goes to credit card (visa 4242)." in text.en


def test_what_the_policy_forbids_is_noted(desk: Desk) -> None:
    notes = Notes()
    with pytest.raises(Refused):
        Toolbox(desk, annas(), notes).call("cancel_pending_order", {"order_id": "#3", "reason": "no longer needed"})
    assert notes[0][0] == "refused"
    assert (notes[0][1]["tool"], notes[0][1]["rule"]) == ("cancel_pending_order", "pending")


@pytest.mark.parametrize(("name", "arguments", "said"), [
    ("drop_tables", {}, "unknown_tool: there is no tool 'drop_tables'"),
    ("get_order_details", {}, "order_id: missing, expected a text"),
    ("get_order_details", {"order_id": 7}, "order_id: expected a text, got '7'"),
    ("get_order_details", {"order_id": "#1", "user_id": "x"}, "user_id: no such argument; there are: order_id"),
    ("get_order_details", {"order_id": "x" * 5000}, "order_id: expected a text"),
    ("return_delivered_order_items", {"order_id": "#4", "item_ids": "mug-w", "payment_method_id": "card_1"},
     "item_ids: expected a list of at most 100 entries, each a text, got 'mug-w'"),
    ("return_delivered_order_items", {"order_id": "#4", "item_ids": [1], "payment_method_id": "card_1"}, "item_ids: expected a list"),
    ("return_delivered_order_items", {"order_id": "#4", "item_ids": [" "], "payment_method_id": "card_1"}, "item_ids: expected ids"),
    ("exchange_delivered_order_items", {"order_id": "#4", "item_ids": ["mug-w"], "new_item_ids": [], "payment_method_id": "card_1"},
     "new_item_ids: expected as many as item_ids (1), got 0"),
])  # fmt: skip
def test_arguments_are_checked_by_name(desk: Desk, name: str, arguments: dict[str, Any], said: str) -> None:
    assert said in code(desk, name, **arguments)


@pytest.mark.parametrize(("expression", "result"), [
    ("2 + 2", "4.0"), ("3131.1 + 4777.75 + 367.38", "8276.23"), ("(1 - 3) * -2 / 3", "1.33"), ("0.1+0.2", "0.3"), ("+5", "5.0"),
])  # fmt: skip
def test_sums_are_exact(desk: Desk, expression: str, result: str) -> None:
    assert call(desk, "calculate", Session("s"), expression=expression) == result


@pytest.mark.parametrize("expression", [
    "2 ** 9999", "__import__('os')", "1 / 0", "a", "1 +", "(" * 200 + ")" * 200, "1" * 301, "'a' * 9", "1j", "1e999", "1e300 * 1e300",
])  # fmt: skip
def test_only_sums_are_calculated(desk: Desk, expression: str) -> None:
    assert code(desk, "calculate", Session("s"), expression=expression).startswith("bad_arguments: expression: expected numbers")


def test_a_person_is_called(desk: Desk) -> None:
    session = annas()
    assert call(desk, "transfer_to_human_agents", session, summary="Wants a discount.") == "Transfer successful"
    assert session.status is Status.WAITING
    assert session.handoff == {"reason": "asked", "summary": "Wants a discount.", "at": NOW.isoformat()}
