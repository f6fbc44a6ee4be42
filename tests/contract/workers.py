"""What other processes do in the tests: each function runs in a fresh one, forked off a process that has read the program, no more."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from typing import Any

from contract.samples import order, product
from forked import processes
from shopkeeper.store import Store, open_store


def barrier(parties: int) -> Barrier:
    return processes.Barrier(parties, timeout=60)


def start(work: Callable[..., None], *arguments: Any) -> tuple[BaseProcess, Connection]:
    """A process that runs `work(pipe, *arguments)`, and our end of the pipe."""
    ours, theirs = processes.Pipe()
    process = processes.Process(target=work, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def open_at_once(pipe: Connection, url: str, barrier: Barrier, name: str) -> None:
    """Opens the store at the same moment as the others and writes one product."""
    barrier.wait()
    store = open_store(url)
    store.products.put([product(name)])
    pipe.send(store.products.revision())
    store.close()


def write_batches(pipe: Connection, url: str, barrier: Barrier, name: str, batches: int) -> None:
    """Writes products of its own and one that all the writers change."""
    store = open_store(url)
    barrier.wait()
    for batch in range(batches):
        store.products.put([product(f"{name}-{batch}"), product("shared", f"{name}-{batch}")])
    store.close()
    pipe.send("done")


def write_for_ever(pipe: Connection, url: str) -> None:
    """Writes one numbered round after the other and says so after each commit."""
    store = open_store(url)
    first = (store.jobs.load("round") or {"number": 0})["number"]
    for number in range(first + 1, 10**9):
        write_round(store, number)
        pipe.send(number)


def write_round(store: Store, number: int) -> None:
    """A round: an order and 25 products with this number, the job's progress, all in one transaction."""
    with store.transaction():
        store.products.put(product(f"p{i}", f"{number}") for i in range(25))
        store.orders.put([order(f"o{number:06}")])
        store.jobs.save("round", {"number": number})
