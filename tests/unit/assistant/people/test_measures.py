"""What is counted of conversations: resolution, hand-off, satisfaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shopkeeper.assistant.assistant import Assistant
from shopkeeper.assistant.feedback import survey, thumb
from shopkeeper.assistant.inbox import Handoffs
from shopkeeper.assistant.measures import measure
from shopkeeper.assistant.retention import erase, forget
from shopkeeper.assistant.transcript import conversations
from shopkeeper.shop import InvalidQuery, Money, NotFound, Order, OrderLine, OrderRequest, RequestKind, RequestState
from shopkeeper.store import Store

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
LATE = AT + 30 * DAY


def done(store: Store, id: str, state: RequestState, token: str = "t") -> None:
    """Says in the audit that something was done to an order, whose row is in this state."""
    request = OrderRequest(token, RequestKind.CANCEL, AT, state)
    store.orders.put([Order("#W1", (OrderLine("p", 1, Money(100, "USD")),), "USD", AT, "c", requests=(request,))])
    store.audit.append(id, [(AT, "done", {"token": "t", "tool": "cancel_pending_order", "order_id": "#W1"})])


def test_a_conversation_that_left_nothing_open_is_resolved_after_seven_quiet_days(assistant: Assistant, store: Store, id: str) -> None:
    assistant.start(customer_id="c")
    assistant.say(id, "hello")
    early, late = measure(store, AT + 6 * DAY).all, measure(store, LATE).all
    assert (early.conversations, early.undecided, early.resolved) == (1, 1, 0)
    assert (late.conversations, late.undecided, late.resolved, late.alone) == (1, 0, 1, 1)
    assert late.to_dict()["rates"]["resolution"]["value"] == 1
    assert early.rates["resolution"] is None


@pytest.mark.parametrize(("state", "counted"), [
    (RequestState.ACKNOWLEDGED, "resolved"), (RequestState.REQUESTED, "undecided"), (RequestState.REFUSED, "unresolved")])
def test_what_was_done_must_stand_in_the_order(assistant: Assistant, store: Store, id: str, state: RequestState, counted: str) -> None:
    assistant.say(id, "cancel it")
    done(store, id, state)
    assert getattr(measure(store, LATE).all, counted) == 1


def test_what_is_not_in_the_order_was_not_done(assistant: Assistant, store: Store, id: str) -> None:
    assistant.say(id, "cancel it")
    done(store, id, RequestState.ACKNOWLEDGED, token="another")
    assert measure(store, LATE).all.unresolved == 1


def test_who_comes_again_within_seven_days_was_not_helped(assistant: Assistant, store: Store, clock: Any, id: str) -> None:
    assistant.say(id, "hello")
    clock.at = AT + 6 * DAY
    assistant.say(assistant.start(customer_id="c").id, "again")
    clock.at = AT + 20 * DAY
    assistant.say(assistant.start(customer_id="c").id, "something else")
    found = measure(store, LATE + 30 * DAY)
    assert (found.all.resolved, found.all.unresolved) == (2, 1)
    assert [(each["day"], each["unresolved"]) for each in found.to_dict()["days"]] == [
        ("2026-03-01", 1), ("2026-03-07", 0), ("2026-03-21", 0)]
    assert measure(store, LATE, since=AT + 10 * DAY).all.conversations == 1


def test_hand_offs_are_counted_by_reason_and_a_left_one_is_none(assistant: Assistant, desk: Handoffs, store: Store, id: str) -> None:
    assistant.say(id, "person")
    other = assistant.start().id
    assistant.say(other, "broken")
    desk.take_over(other, "Anna")
    desk.close(other, "Anna")
    tally = measure(store, LATE).all
    assert tally.handed_off == {"policy": 1, "fault": 1}
    assert (tally.unresolved, tally.resolved, tally.alone) == (1, 1, 0)


def test_thumbs_and_stars_count_once_the_last_one(assistant: Assistant, store: Store, id: str) -> None:
    assistant.say(id, "hello")
    first = thumb(store, id, False)
    assistant.say(id, "hello")
    assert thumb(store, id, True) != first
    thumb(store, id, True, number=first, words="after all")
    survey(store, id, 2)
    survey(store, id, 4, "很好")
    tally = measure(store, LATE).all
    assert (tally.thumbs_up, tally.thumbs_down, tally.surveys, tally.satisfied, tally.to_dict()["mean_stars"]) == (2, 0, 1, 1, 4)
    with pytest.raises(NotFound):
        thumb(store, id, True, number=10**6)
    with pytest.raises(NotFound):
        thumb(store, "x", True)
    with pytest.raises(NotFound):
        survey(store, "x", 3)
    for stars in (0, 6, True):
        with pytest.raises(InvalidQuery, match="from 1 to 5"):
            survey(store, id, stars)


def test_old_conversations_are_forgotten_and_those_of_a_person_at_once(assistant: Assistant, store: Store, clock: Any, id: str) -> None:
    assistant.say(id, "hello")
    clock.at = AT + 10 * DAY
    guest = assistant.start().id
    assistant.say(guest, "hello")
    assert [record.id for record in conversations(store)] == sorted([id, guest])
    assert forget(store, 0, LATE) == 0
    assert forget(store, 21, LATE) == 1
    assert (store.dialogues.get(id), store.audit.of(id)) == (None, [])
    assert store.audit.of(guest)
    store.dialogues.put(replace(store.dialogues.get(guest), customer_id="c"))
    assert (erase(store, "c"), erase(store, "c")) == (1, 0)
    assert list(conversations(store)) == []
