"""What the shop's order system is still to be asked, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from contract.samples import AT, DAY
from shopkeeper.store import Store
from shopkeeper.store.protocol import Pending

SECOND = timedelta(seconds=1)


def pending(id: str, order: str = "o", seconds: int = 0, state: str = "waiting") -> Pending:
    return Pending(id, order, "gespräch", state, AT + seconds * SECOND, AT + seconds * SECOND)


def ids(found: list[Pending]) -> list[str]:
    return [each.id for each in found]


def test_a_request_is_kept_replaced_and_dropped(store: Store) -> None:
    first = pending("请求")
    store.order_requests.put(first)
    assert (store.order_requests.get("请求"), store.order_requests.get("x")) == (first, None)
    given_up = replace(first, state="dead", attempts=12, error="answered 500\0", due_at=AT + DAY)
    store.order_requests.put(given_up)
    assert store.order_requests.all("waiting") == []
    assert store.order_requests.all("dead") == [replace(given_up, error="answered 500 ")]
    store.order_requests.drop(["请求", "x"])
    assert store.order_requests.of("o") == []


def test_what_is_claimed_is_nobody_elses_until_its_time_is_over(store: Store) -> None:
    for each in (pending("a", "1"), pending("b", "2", 1), pending("c", "3", 99)):
        store.order_requests.put(each)
    now, until = AT + 5 * SECOND, AT + 30 * SECOND
    assert ids(store.order_requests.claim(now, until)) == ["a", "b"]
    assert store.order_requests.claim(now, until) == []
    assert ids(store.order_requests.claim(until, until + DAY, limit=1)) == ["a"]
    assert ids(store.order_requests.claim(until, until + DAY)) == ["b"]


def test_requests_of_an_order_go_one_after_the_other(store: Store) -> None:
    for each in (pending("z", "o", 0), pending("a", "o", 0), pending("late", "o", 1), pending("other", "p", 2)):
        store.order_requests.put(each)
    later = AT + DAY
    assert ids(store.order_requests.claim(later, later)) == ["a", "other"]
    store.order_requests.drop(["a"])
    store.order_requests.put(replace(pending("z", "o", 0), state="accepted"))
    assert ids(store.order_requests.claim(later, later)) == ["z", "other"]
    store.order_requests.put(replace(pending("z", "o", 0), state="dead"))
    assert ids(store.order_requests.claim(later, later)) == ["late", "other"]
    assert ids(store.order_requests.of("o")) == ["z", "late"]
