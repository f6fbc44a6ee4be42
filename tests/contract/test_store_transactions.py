"""Transactions, nested ones and threads."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contract.samples import order, product
from shopkeeper.shop import Customer, InvalidRecord, Variant
from shopkeeper.store import Store, open_store
from shopkeeper.store.opening import database_of
from shopkeeper.store.watching import watch_statements


class Interrupted(Exception):
    """Something of the caller's that goes wrong inside a transaction."""


@contextmanager
def interrupted(store: Store) -> Iterator[None]:
    """A transaction that fails after all that is done in it."""
    with pytest.raises(Interrupted), store.transaction():  # noqa: PT012
        yield
        raise Interrupted


def test_a_transaction_writes_all_kinds_together(store: Store) -> None:
    with store.transaction():
        store.products.put([product("p1")])
        store.orders.put([order("o1")])
        assert store.products.count() == 1
    assert store.orders.count() == 1


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    store.customers.put([Customer("c")])
    with interrupted(store):
        store.products.put([product("p1")])
        store.orders.put([order("o1")])
        store.customers.delete(["c"])
    assert store.products.count() == store.orders.count() == store.products.revision() == 0
    assert store.customers.count() == 1


def test_a_nested_transaction_commits_with_the_outer_one(store: Store) -> None:
    with interrupted(store), store.transaction():
        store.customers.put([Customer("inner")])
    assert store.customers.count() == 0
    with store.transaction(), store.transaction():
        store.customers.put([Customer("inner")])
    assert store.customers.count() == 1


def test_a_nested_transaction_that_fails_takes_only_its_own_writes(store: Store) -> None:
    with store.transaction():
        store.customers.put([Customer("before")])
        with interrupted(store):
            store.customers.put([Customer("inside")])
        store.customers.put([Customer("after")])
    assert [c.id for c in store.customers.all()] == ["after", "before"]


def test_a_put_that_is_refused_leaves_the_transaction_usable(store: Store) -> None:
    store.products.put([product("p", "t", Variant("v"))])
    with store.transaction():
        with pytest.raises(InvalidRecord):
            store.products.put([product("good"), product("bad", "t", Variant("v"))])
        store.products.put([product("good")])
    assert [p.id for p in store.products.all()] == ["good", "p"]


def test_a_put_whose_records_fail_to_come_writes_nothing(store: Store) -> None:
    def records():
        yield from (Customer(f"c{i}") for i in range(1_500))
        raise Interrupted

    with pytest.raises(Interrupted):
        store.customers.put(records())
    assert store.customers.count() == 0


def test_others_see_a_transaction_only_when_it_is_whole(store: Store, url: str) -> None:
    other = open_store(url)
    with store.transaction():
        store.products.put([product("p1")])
        assert other.products.count() == other.products.revision() == 0
        assert list(other.products.changes(0)) == []
    assert other.products.count() == other.products.revision() == 1
    other.close()


def test_a_stream_that_is_left_open_blocks_no_writer(store: Store) -> None:
    store.customers.put(Customer(f"{i:04}") for i in range(1_500))
    stream = store.customers.all()
    first = next(stream)
    store.customers.put([Customer("new")])
    assert store.customers.delete([first.id]) == 1
    assert len(list(islice(stream, 2_000))) == 1_500


def test_many_threads_share_a_store(store: Store) -> None:
    def work(worker: int) -> int:
        for i in range(10):
            with store.transaction():
                store.products.put([product(f"{worker}-{i}")])
                store.jobs.save(f"job {worker}", {"at": i})
            assert store.products.get(f"{worker}-{i}").id == f"{worker}-{i}"
        return sum(1 for _ in store.products.all())

    with ThreadPoolExecutor(24) as pool:
        seen = list(pool.map(work, range(24)))
    assert max(seen) == store.products.count() == store.products.revision() == 240
    assert [change.revision for change in store.products.changes(0)] == list(range(1, 241))


def test_a_thread_that_fails_leaves_the_others_writing(store: Store) -> None:
    def fail(_: int) -> None:
        with interrupted(store):
            store.customers.put([Customer("never")])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(fail, range(40)))
    store.customers.put([Customer("c")])
    assert store.customers.count() == 1


def test_a_statement_that_is_refused_says_why_on_a_connection_of_its_own_and_on_a_held_one(store: Store) -> None:
    wrong, right = text("SELECT nothing FROM products"), text("SELECT count(*) FROM products")
    database = database_of(store)
    with pytest.raises(DBAPIError, match="nothing"):
        database.rows(wrong)
    with store.together():
        with pytest.raises(DBAPIError, match="nothing"):
            database.rows(wrong)
        assert [tuple(row) for row in database.rows(right)] == [(0,)]
    with store.transaction():
        assert [tuple(row) for row in database.rows(right)] == [(0,)]


def test_statements_are_told_to_who_watches_them(store: Store) -> None:
    seen: list[str] = []
    watch_statements(store, seen.append, lambda _: None)
    store.products.revision()
    assert ["max(products.revision)" in each for each in seen] == [True]
    with store.together():
        store.products.glance(["p"])
    assert "payload" in seen[-1]
