"""A PostgreSQL server that is busy, silent or gone is waited for as long as was agreed, then a sentence says so."""

from __future__ import annotations

import socket
import threading
import time

import pytest
from sqlalchemy import text

from shopkeeper.shop import Customer
from shopkeeper.store import StoreError, open_store
from shopkeeper.store.limits import Limits
from shopkeeper.store.opening import database_of


def test_a_statement_that_takes_too_long_is_stopped(postgres):
    store = open_store(postgres.new_database(), limits=Limits(statement_s=0.1))
    with pytest.raises(StoreError, match="canceling statement due to statement timeout"), database_of(store).reading() as connection:
        connection.execute(text("SELECT pg_sleep(30)"))
    store.customers.put([Customer("c")])
    store.close()


def test_a_writer_waits_for_another_no_longer_than_agreed(postgres):
    url = postgres.new_database()
    first, second = open_store(url), open_store(url, limits=Limits(lock_s=0.1))
    with first.transaction(), pytest.raises(StoreError, match="canceling statement due to lock timeout"):
        second.customers.put([Customer("c")])
    second.customers.put([Customer("c")])
    first.close()
    second.close()


def test_no_more_connections_are_taken_than_agreed(postgres):
    store = open_store(postgres.new_database(), limits=Limits(connections=2, connect_s=0.2))
    database, release = database_of(store), threading.Event()

    def hold() -> None:
        with database.reading():
            release.wait(10)

    holders = [threading.Thread(target=hold) for _ in range(2)]
    for holder in holders:
        holder.start()
    time.sleep(0.1)
    with pytest.raises(StoreError, match=r"all connections .* were busy for too long: raise database_connections"):
        store.customers.count()
    release.set()
    for holder in holders:
        holder.join()
    assert store.customers.count() == 0
    store.close()


def test_a_server_that_accepts_and_says_nothing_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        with pytest.raises(StoreError, match=r"refused: .*timeout"):
            open_store(f"postgresql://shop:secret-word@127.0.0.1:{silent.getsockname()[1]}/shop", limits=Limits(connect_s=2))
        assert time.monotonic() - started < 20
