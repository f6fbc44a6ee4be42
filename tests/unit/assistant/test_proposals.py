"""Propose, check, show, one yes, write, read back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shopkeeper.assistant.desk import Desk
from shopkeeper.assistant.orders.protocol import Answered
from shopkeeper.assistant.proposals import Changed, Proposal, confirm, withdraw
from shopkeeper.assistant.session import Session
from shopkeeper.assistant.tools.tool import ToolError
from shopkeeper.assistant.tools.toolbox import Toolbox
from shopkeeper.shop import Customer, InvalidQuery, Order, OrderRequest, OrderStatus, RequestState
from shopkeeper.shop.policy import Policy, Refused
from small_service import ANNA, PENDING, SHIRT, Notes, annas, usd

CANCEL = {"order_id": "#1", "reason": "no longer needed"}
ITEMS = {"order_id": "#1", "item_ids": ["shirt-s"], "new_item_ids": ["shirt-l"], "payment_method_id": "gift_1"}


def proposed(desk: Desk, session: Session, tool: str, arguments: dict[str, Any]) -> Proposal:
    found = Toolbox(desk, session, Notes()).call(tool, arguments)
    assert isinstance(found, Proposal)
    return found


def test_nothing_is_written_before_the_yes(desk: Desk) -> None:
    session, notes = annas(), Notes()
    proposal = Toolbox(desk, session, notes).call("cancel_pending_order", CANCEL)
    assert desk.store.orders.get("#1") == PENDING
    assert session.proposal == proposal.to_dict()
    assert Proposal.of(proposal.to_dict()) == proposal
    assert notes.kinds == ["proposed"]
    assert "$39.98" in proposal.text.en
    assert "退到信用卡（visa 4242）" in proposal.text.zh


def test_a_yes_is_carried_out_once_and_read_back(desk: Desk) -> None:
    session, notes = annas(), Notes()
    proposed(desk, session, "cancel_pending_order", CANCEL)
    shown = session.proposal
    receipt = confirm(desk, session, notes)
    assert (receipt.state, receipt.again, notes.kinds) == (RequestState.ACKNOWLEDGED, False, ["confirmed", "done"])
    stored = desk.store.orders.get("#1")
    assert (stored.status, [p.kind for p in stored.payments]) == (OrderStatus.CANCELLED, ["payment", "refund"])
    assert receipt.order == stored
    assert "#1 is cancelled" in receipt.text.en
    with pytest.raises(InvalidQuery):
        confirm(desk, session, notes)
    session.proposal = shown  # a turn that was cut off after the write, and is said again
    again = confirm(desk, session, notes)
    assert (again.again, again.text) == (True, receipt.text)
    assert desk.store.orders.get("#1") == stored


def test_a_gift_card_pays_the_difference(desk: Desk) -> None:
    session = annas()
    text = proposed(desk, session, "modify_pending_order_items", ITEMS).text
    assert "T-shirt (blue, S), $20.00, for T-shirt (red, L), $25.50. The difference of $5.50 is paid by gift card." in text.en
    confirm(desk, session, Notes())
    assert desk.store.customers.get("anna_1").payment_methods[1].balance == usd(0)
    order = desk.store.orders.get("#1")
    assert (order.lines[0].variant_id, order.lines[0].unit_price) == ("shirt-l", usd(2550))
    assert order.total == usd(4548)


@pytest.mark.parametrize("change", ["price", "order", "policy"])
def test_what_changed_since_it_was_shown_is_shown_anew(desk: Desk, change: str) -> None:
    session, notes = annas(), Notes()
    before = proposed(desk, session, "modify_pending_order_items", ITEMS | {"payment_method_id": "card_1"})
    if change == "price":
        cheaper = replace(SHIRT, variants=tuple(replace(v, price=usd(2100)) if v.id == "shirt-l" else v for v in SHIRT.variants))
        desk.store.products.put([cheaper])
    elif change == "order":
        desk.store.orders.put([replace(PENDING, lines=PENDING.lines[:1])])
    else:
        desk = replace(desk, policy=Policy(return_days=14))
    kept = desk.store.orders.get("#1")
    with pytest.raises(Changed) as changed:
        confirm(desk, session, notes)
    assert desk.store.orders.get("#1") == kept
    assert session.proposal == changed.value.proposal.to_dict()
    assert changed.value.proposal.token != before.token
    assert notes.kinds == ["confirmed", "proposed"]
    assert confirm(desk, session, notes).order != kept


def test_what_is_not_possible_any_more_is_refused(desk: Desk) -> None:
    session = annas()
    proposed(desk, session, "modify_pending_order_items", ITEMS)
    desk.store.products.put([replace(SHIRT, variants=tuple(replace(v, stock=0) for v in SHIRT.variants))])
    with pytest.raises(Refused, match="not available"):
        confirm(desk, session, Notes())
    assert session.proposal is None
    assert desk.store.orders.get("#1") == PENDING


def test_an_order_that_is_sent_meanwhile_is_not_cancelled(desk: Desk) -> None:
    session = annas()
    proposed(desk, session, "cancel_pending_order", CANCEL)
    desk.store.orders.put([replace(PENDING, status=OrderStatus.SHIPPED)])
    with pytest.raises(Refused) as refused:
        confirm(desk, session, Notes())
    assert refused.value.rule == "pending"


def test_a_gift_card_is_not_spent_twice(desk: Desk) -> None:
    first, second = annas(), annas()
    proposed(desk, first, "modify_pending_order_items", ITEMS)
    proposed(desk, second, "modify_pending_order_items", ITEMS | {"order_id": "#2"})
    confirm(desk, first, Notes())
    with pytest.raises(Refused) as refused:
        confirm(desk, second, Notes())
    assert refused.value.rule == "gift_card_balance"


def test_a_new_proposal_and_a_no_void_the_one_before(desk: Desk) -> None:
    session = annas()
    proposed(desk, session, "cancel_pending_order", CANCEL)
    proposed(desk, session, "modify_user_address", _address(user_id="anna_1"))
    confirm(desk, session, Notes())
    assert desk.store.orders.get("#1") == PENDING
    assert desk.store.customers.get("anna_1").address.line1 == "5 Lake Road"
    proposed(desk, session, "cancel_pending_order", CANCEL)
    withdraw(session)
    with pytest.raises(InvalidQuery):
        confirm(desk, session, Notes())


def test_a_failed_write_leaves_everything_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    session = annas()
    proposed(desk, session, "modify_pending_order_items", ITEMS)

    def broken(records: Any) -> Any:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(desk.store.customers, "put", broken)
        with pytest.raises(OSError, match="disk full"):
            confirm(desk, session, Notes())
    assert (desk.store.orders.get("#1"), desk.store.customers.get("anna_1")) == (PENDING, ANNA)
    assert confirm(desk, session, Notes()).again is False


@pytest.mark.parametrize(("state", "words"), [(RequestState.REQUESTED, "waiting"), (RequestState.REFUSED, "did not accept")])
def test_an_order_system_elsewhere_has_the_last_word(desk: Desk, state: RequestState, words: str) -> None:
    class Elsewhere:
        def submit(self, request: OrderRequest, order: Order, customer: Customer) -> Answered:
            assert (request.state, order) == (RequestState.REQUESTED, PENDING)
            return Answered(state, "wait")

        def status(self, order_id: str) -> None:
            return None

    session, desk = annas(), replace(desk, orders=Elsewhere())
    proposed(desk, session, "modify_pending_order_items", ITEMS)
    receipt = confirm(desk, session, Notes())
    stored = desk.store.orders.get("#1")
    assert (stored.lines, stored.payments, stored.status) == (PENDING.lines, PENDING.payments, OrderStatus.PENDING)
    assert [(r.state, r.answer) for r in stored.requests] == [(state, "wait")]
    assert desk.store.customers.get("anna_1") == ANNA
    assert words in receipt.text.en
    refusal = Toolbox(desk, session, Notes())
    if state is RequestState.REQUESTED:
        with pytest.raises(Refused, match="under way"):
            refusal.call("cancel_pending_order", CANCEL)
    else:
        assert isinstance(refusal.call("cancel_pending_order", CANCEL), Proposal)


def test_a_proposal_of_somebody_else_is_not_carried_out(desk: Desk) -> None:
    session = annas()
    proposed(desk, session, "cancel_pending_order", CANCEL)
    stolen = Session("s2", customer_id="wei_2", proposal=session.proposal)
    with pytest.raises(ToolError) as error:
        confirm(desk, stolen, Notes())
    assert error.value.code == "not_found"
    assert desk.store.orders.get("#1") == PENDING


def _address(**more: str) -> dict[str, str]:
    return {"address1": "5 Lake Road", "address2": "", "city": "Salem", "state": "MA", "country": "USA", "zip": "01970", **more}
