"""Requests of orders that live elsewhere: noted with the change, sent until they are answered, taken in once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from order_server import done, hangs_up, order_server, says, sleeps
from shopkeeper.assistant.inbox import Handoffs
from shopkeeper.assistant.orders import settle as settling
from shopkeeper.assistant.orders import wire
from shopkeeper.assistant.orders.protocol import Answered
from shopkeeper.assistant.orders.sender import LEASE, LOOKS, TRIES
from shopkeeper.assistant.orders.settle import decide, retry, settle
from shopkeeper.shop import InvalidQuery, NotFound, OrderStatus, RequestState, to_dict
from shopkeeper.shop.policy import Refused
from shopkeeper.shop.webhook import is_signed
from shopkeeper.store import Store
from small_service import ANNA, BY_GIFT, PENDING
from unit.assistant.orders.elsewhere import CANCEL, HOUR, SECRET, Elsewhere

LONG = timedelta(hours=4)  # longer than any pause between two tries


def test_until_it_is_answered_the_order_stays_and_the_reply_says_so(store: Store) -> None:
    there = Elsewhere(store)
    receipt = there.ask()
    assert receipt.state is RequestState.REQUESTED
    assert "waiting for the shop's order system" in receipt.text.en
    assert store.orders.get("#1").status is OrderStatus.PENDING
    assert store.orders.get("#1").payments == PENDING.payments
    [pending] = store.order_requests.all("waiting")
    assert (pending.id, pending.order_id, pending.dialogue_id) == (receipt.token, "#1", "s1")
    with pytest.raises(Refused) as refused:
        there.ask(**CANCEL)
    assert refused.value.rule == "request_open"


def test_what_the_system_did_is_done_here_and_told(store: Store) -> None:
    with order_server(done) as system:
        there = Elsewhere(store, system.url)
        token = there.ask().token
        assert there.send() == 1
        order = store.orders.get("#1")
        assert (order.status, there.request().state) == (OrderStatus.CANCELLED, RequestState.ACKNOWLEDGED)
        assert [(each.kind, str(each.amount)) for each in order.payments] == [("payment", "$39.98"), ("refund", "$39.98")]
        assert store.order_requests.of("#1") == []
        assert there.told() == ["Order #1 is cancelled. $39.98 goes back to credit card (visa 4242) (within 5 to 7 business days)."]
        assert there.send(LONG) == 0
        assert system.keys == [token]


def test_what_is_sent_is_signed_and_holds_the_request_and_the_order(store: Store) -> None:
    with order_server(done) as system:
        there = Elsewhere(store, system.url)
        there.ask()
        there.send()
        [(method, path, body, headers)] = system.asked
    assert (method, path, headers["content-type"]) == ("POST", "/requests", "application/json")
    assert (body["request"]["kind"], body["request"]["state"], body["request"]["reason"]) == ("cancel", "requested", "no longer needed")
    assert (body["order"]["id"], body["customer"]) == ("#1", to_dict(ANNA))
    assert is_signed(headers["text"], SECRET, headers["shopkeeper-signature"], there.now)
    assert not is_signed(headers["text"] + " ", SECRET, headers["shopkeeper-signature"], there.now)
    assert not is_signed(headers["text"], SECRET, headers["shopkeeper-signature"], there.now + HOUR)


def test_what_the_system_refuses_leaves_everything_as_it_was_and_is_told(store: Store) -> None:
    with order_server(says(422, {"reason": "already at the packing table"})) as system:
        there = Elsewhere(store, system.url)
        there.ask(order_id="#5", reason="no longer needed")
        assert there.send() == 1
    order = store.orders.get("#5")
    assert (order.status, order.payments, store.customers.get(ANNA.id)) == (BY_GIFT.status, BY_GIFT.payments, ANNA)
    assert (there.request("#5").state, there.request("#5").answer) == (RequestState.REFUSED, "already at the packing table")
    assert there.told() == ["The shop's order system did not accept the request for order #5: already at the packing table"]


def test_money_goes_to_a_gift_card_only_when_the_system_did_it(store: Store) -> None:
    with order_server(done) as system:
        there = Elsewhere(store, system.url)
        there.ask(order_id="#5", reason="no longer needed")
        before = store.customers.get(ANNA.id)
        there.send()
    assert before == ANNA
    assert str(store.customers.get(ANNA.id).payment_methods[1].balance) == "$15.49"


@pytest.mark.parametrize("bad", [
    says(500), says(503), says(429), hangs_up, says(401), says(404), says(302, location="/elsewhere"), says(200, "<html>welcome</html>"),
    says(200, {}), says(200, {"state": "done"}), says(200, {"state": "acknowledged", "order": {"id": 1}}), says(200, ["acknowledged"])])
def test_what_is_no_answer_is_tried_again_under_the_same_key(store: Store, bad: Any) -> None:
    with order_server(bad, done) as system:
        there = Elsewhere(store, system.url)
        token = there.ask().token
        assert there.send() == 0
        assert store.orders.get("#1").status is OrderStatus.PENDING
        [pending] = store.order_requests.all("waiting")
        assert pending.attempts == 1
        assert pending.error
        assert (there.send(), there.send(LONG)) == (0, 1)
        assert system.keys == [token, token]
    assert store.orders.get("#1").status is OrderStatus.CANCELLED


def test_a_system_that_is_too_slow_is_asked_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "TIMEOUT", 0.1)
    with order_server(sleeps(0.4), done) as system:
        there = Elsewhere(store, system.url)
        there.ask()
        assert (there.send(), there.send(LONG)) == (0, 1)
        assert len(set(system.keys)) == 1
    assert store.orders.get("#1").status is OrderStatus.CANCELLED


def test_a_system_says_when_it_wants_to_be_asked_again(store: Store) -> None:
    with order_server(says(503, retry_after="120"), done) as system:
        there = Elsewhere(store, system.url)
        there.ask()
        there.send()
        assert (there.send(timedelta(seconds=119)), there.send(timedelta(seconds=1))) == (0, 1)
        assert len(system.asked) == 2


def test_after_many_tries_a_person_is_asked_and_settles_it(store: Store) -> None:
    with order_server(says(500)) as system:
        there = Elsewhere(store, system.url)
        token = there.ask().token
        for _ in range(TRIES + 2):
            there.send(LONG)
        assert len(system.keys) == TRIES
    [dead] = store.order_requests.all("dead")
    [case] = Handoffs(store, there.clock).inbox()
    assert (dead.id, case.id, case.reason, case.detail) == (token, "s1", "orders", f"cancel of order #1 ({token}): answered 500")
    assert "a colleague" in there.told()[0]
    assert there.request().state is RequestState.REQUESTED
    with pytest.raises(InvalidQuery):
        decide(store, token, RequestState.REQUESTED, "", there.now)
    decide(store, token, RequestState.ACKNOWLEDGED, "", there.now)
    assert store.orders.get("#1").status is OrderStatus.CANCELLED
    for act in (lambda: decide(store, token, RequestState.REFUSED, "", there.now), lambda: retry(store, token, there.now)):
        with pytest.raises(NotFound):
            act()


def test_a_person_sends_a_request_once_more(store: Store) -> None:
    with order_server(says(409, {"reason": "another"}), done) as system:
        there = Elsewhere(store, system.url)
        token = there.ask().token
        there.send()
        assert "another" in store.order_requests.all("dead")[0].error
        retry(store, token, there.now)
        assert there.send() == 1
        assert len(system.keys) == 2


def test_an_alert_without_a_conversation_makes_one(store: Store) -> None:
    with order_server(says(409)) as system:
        there = Elsewhere(store, system.url)
        token = there.ask().token
        store.dialogues.delete(["s1"])
        there.send()
    [case] = Handoffs(store, there.clock).inbox()
    assert (case.id, case.customer_id, case.channel) == (f"request-{token}", ANNA.id, "orders")


def test_what_is_accepted_is_asked_about_until_it_is_answered(store: Store) -> None:
    accepted = says(202, {"state": "requested"})
    with order_server(accepted, says(200, {"state": "requested"}), hangs_up, done) as system:
        there = Elsewhere(store, system.url)
        token = there.ask().token
        for _ in range(3):
            assert there.send(LOOKS) == 0
        assert store.order_requests.of("#1")[0].state == "accepted"
        assert there.send(HOUR) == 1
        assert [(method, path) for method, path, _, _ in system.asked] == [("POST", "/requests")] + [("GET", f"/requests/{token}")] * 3
        _, _path, _, headers = system.asked[1]
        assert headers["shopkeeper-signature"].startswith("t=")
    assert store.orders.get("#1").status is OrderStatus.CANCELLED


def test_what_a_system_has_forgotten_is_sent_again(store: Store) -> None:
    with order_server(says(202, {"state": "requested"}), says(404), done) as system:
        there = Elsewhere(store, system.url)
        there.ask()
        assert (there.send(), there.send(LOOKS)) == (0, 1)
        assert [method for method, _, _, _ in system.asked] == ["POST", "GET", "POST"]


def test_what_is_accepted_and_never_answered_comes_before_a_person(store: Store) -> None:
    with order_server(says(202, {"state": "requested"})) as system:
        there = Elsewhere(store, system.url)
        there.ask()
        there.send()
        there.send(timedelta(days=3))
        assert store.order_requests.all("dead")[0].error == "accepted two days ago and not answered since"
        assert system.asked


def test_the_order_as_the_system_has_it_counts(store: Store) -> None:
    theirs = to_dict(PENDING) | {"status": "cancelled", "note": "from the warehouse"}
    with order_server(says(200, {"state": "acknowledged", "order": theirs, "reason": "in time"})) as system:
        there = Elsewhere(store, system.url)
        there.ask()
        there.send()
    order = store.orders.get("#1")
    assert (order.status, order.note, order.payments, there.request().answer) == (
        OrderStatus.CANCELLED, "from the warehouse", PENDING.payments, "in time")
    assert there.told() == ["The shop's order system has carried out your request: order #1 is cancelled now."], "nothing of money"


def test_an_answer_that_comes_twice_counts_once(store: Store) -> None:
    there = Elsewhere(store)
    token = there.ask().token
    assert not settle(store, token, Answered(RequestState.REQUESTED), there.now)
    assert settle(store, token, Answered(RequestState.ACKNOWLEDGED), there.now)
    assert not settle(store, token, Answered(RequestState.REFUSED, "too late"), there.now)
    assert (there.request().state, len(there.told()), len(store.orders.get("#1").payments)) == (RequestState.ACKNOWLEDGED, 1, 2)


def test_an_order_that_was_read_in_anew_meanwhile_is_not_paid_back_twice(store: Store) -> None:
    there = Elsewhere(store)
    token = there.ask().token
    store.orders.put([replace(PENDING, status=OrderStatus.CANCELLED)])
    settle(store, token, Answered(RequestState.ACKNOWLEDGED), there.now)
    assert store.orders.get("#1").payments == PENDING.payments
    assert there.request().state is RequestState.ACKNOWLEDGED


def test_a_request_whose_order_is_gone_comes_before_a_person(store: Store) -> None:
    there = Elsewhere(store)
    there.ask()
    store.orders.delete(["#1"])
    there.send()
    assert "is not here any more" in store.order_requests.all("dead")[0].error
    assert Handoffs(store, there.clock).inbox()


def test_an_answer_that_cannot_be_taken_in_comes_before_a_person_and_holds_up_nobody(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with order_server(done) as system:
        there = Elsewhere(store, system.url)
        there.ask()
        there.ask(order_id="#5", reason="no longer needed")
        real = settling.carry_out

        def breaks(order: Any, *more: Any) -> Any:
            if order.id == "#1":
                raise ValueError("{a line} is gone")
            return real(order, *more)

        monkeypatch.setattr(settling, "carry_out", breaks)
        assert there.send() == 1
    [dead] = store.order_requests.all("dead")
    assert (dead.order_id, dead.error) == ("#1", "ValueError: {a line} is gone")
    assert store.orders.get("#5").status is OrderStatus.CANCELLED


def test_an_answer_that_does_not_end_is_none(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LONGEST", 1000)
    with order_server(says(200, {"state": "acknowledged", "reason": "x" * 2000})) as system:
        there = Elsewhere(store, system.url)
        there.ask()
        there.send()
    assert "does not end" in store.order_requests.all("waiting")[0].error


def test_two_senders_do_not_send_the_same_at_once_and_one_that_died_is_followed(store: Store) -> None:
    with order_server(done) as system:
        there = Elsewhere(store, system.url)
        there.ask()
        assert len(store.order_requests.claim(there.now, there.now + LEASE)) == 1, "another process has it and dies"
        assert (there.send(), there.send(LEASE)) == (0, 1)
        assert len(system.asked) == 1


def test_a_system_is_asked_where_an_order_stands(store: Store) -> None:
    with order_server(says(200, {"status": "shipped"}), says(200, {"status": "lost"}), says(404), hangs_up) as system:
        orders = Elsewhere(store, system.url).desk.orders
        assert [orders.status("#1") for _ in range(4)] == [OrderStatus.SHIPPED, None, None, None]
        assert orders.status("nothing") is None
        assert system.asked[0][1] == "/orders/%231"


def test_nobody_at_the_address_is_no_answer(store: Store) -> None:
    there = Elsewhere(store)
    there.ask()
    for url in ("http://127.0.0.1:1", "http://", "https://127.0.0.1:1", "http://[bad"):
        there.url = url
        assert there.send(LONG) == 0
    assert store.order_requests.all("waiting")[0].attempts == 4
