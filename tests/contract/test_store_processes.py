"""Several processes at one store, and processes that are killed."""

from __future__ import annotations

import os
import random
import sqlite3

import pytest

from contract import workers
from shopkeeper.store import Store, open_store

ROUNDS = int(os.environ.get("SHOPKEEPER_SOAK", "3"))


def test_processes_that_open_a_new_store_at_once_all_succeed(bare_url: str) -> None:
    barrier = workers.barrier(4)
    started = [workers.start(workers.open_at_once, bare_url, barrier, f"p{i}") for i in range(4)]
    assert sorted(pipe.recv() for _, pipe in started)[-1] == 4
    for process, _ in started:
        process.join()
        assert process.exitcode == 0
    store = open_store(bare_url)
    assert [product.id for product in store.products.all()] == ["p0", "p1", "p2", "p3"]
    store.close()


def test_a_follower_misses_no_change_while_two_processes_write(store: Store, url: str) -> None:
    barrier = workers.barrier(3)
    started = [workers.start(workers.write_batches, url, barrier, name, 30) for name in "ab"]
    barrier.wait()
    followed: dict[str, int] = {}
    while not all(pipe.poll() for _, pipe in started):
        _follow(store, followed)
    _follow(store, followed)
    for process, _ in started:
        process.join()
        assert process.exitcode == 0
    assert followed == {change.id: change.revision for change in store.products.changes(0)}
    assert len(followed) == 61
    assert store.products.revision() == 120


def _follow(store: Store, followed: dict[str, int]) -> None:
    for change in store.products.changes(max(followed.values(), default=0)):
        assert change.revision > max(followed.values(), default=0)
        followed[change.id] = change.revision


def test_what_was_committed_survives_kill_9(bare_url: str) -> None:
    chance = random.Random(7)
    for _ in range(ROUNDS):
        acknowledged = _killed_writer(bare_url, chance)
        store = open_store(bare_url)
        assert acknowledged <= _whole_rounds(store)
        workers.write_round(store, _whole_rounds(store) + 1)
        store.close()
    if bare_url.startswith("sqlite"):
        with sqlite3.connect(bare_url.removeprefix("sqlite:///")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _killed_writer(url: str, chance: random.Random) -> int:
    """Kills a writer at a random moment after its first commit; the last round that it acknowledged."""
    process, pipe = workers.start(workers.write_for_ever, url)
    last = pipe.recv()
    for _ in range(chance.randrange(20)):
        last = pipe.recv()
    process.kill()
    process.join()
    while pipe.poll():
        try:
            last = pipe.recv()
        except EOFError:
            break
    return last


def _whole_rounds(store: Store) -> int:
    """The number of rounds; each is there with all that belongs to it."""
    number = (store.jobs.load("round") or {"number": 0})["number"]
    assert store.orders.count() == number
    products = list(store.products.all())
    assert {product.title.zh for product in products} == {str(number)}
    assert len(products) == 25
    assert store.products.revision() == 25 * number
    return number


def test_a_process_killed_while_it_makes_the_store_leaves_a_place_to_open(bare_url: str) -> None:
    chance = random.Random(11)
    for _ in range(ROUNDS):
        process, pipe = workers.start(workers.write_for_ever, bare_url)
        pipe.poll(chance.uniform(0.0, 0.6))
        process.kill()
        process.join()
        store = open_store(bare_url)
        assert store.products.count() in (0, 25)
        store.close()


@pytest.mark.parametrize("deleted", [False, True])
def test_a_change_in_another_process_is_seen_at_once(store: Store, url: str, deleted: bool) -> None:
    alone = workers.barrier(1)
    process, pipe = workers.start(workers.open_at_once, url, alone, "p")
    assert pipe.recv() == 1
    process.join()
    if deleted:
        store.products.delete(["p"])
    assert store.products.revision() == 1 + deleted
    assert [(change.id, change.deleted) for change in store.products.changes(0)] == [("p", deleted)]
