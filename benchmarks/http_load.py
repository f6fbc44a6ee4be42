"""How many searches a second the server answers on this machine, load generator included.

Starts `shopkeeper serve` with a process a core over the 50,000 products of `search_speed.py`, and
asks distinct queries over so many kept-alive connections from a process of its own. The load
generator's share of the processor time is measured and stated: here it takes it from the server.

    python benchmarks/http_load.py [--work FOLDER]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import numpy as np
from _catalogue import queries, shop_at
from _machine import loop_ms, write

PORT = 8791
SECONDS = 10
ROUNDS = 4
RATES = ("as fast as it goes", 150)


def main() -> None:
    """Measures and writes results/http_load.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/search_speed"))
    parser.add_argument("--connections", type=int, default=4)
    args = parser.parse_args()
    shop = shop_at(args.work)
    asked, products = queries(shop, 24_000), shop.store.products.count()
    shop.close()
    workers = os.cpu_count() or 1
    command = [sys.executable, "-m", "shopkeeper", "serve", "--shop", str(args.work), "--port", str(PORT), "--workers", str(workers)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait()
        asyncio.run(_load(asked[:300], args.connections, None, 3))
        share = (len(asked) - 300) // (ROUNDS * len(RATES))
        parts = iter([asked[300 + i * share : 300 + (i + 1) * share] for i in range(ROUNDS * len(RATES))])
        runs = [{str(rate): _run(next(parts), args.connections, rate) for rate in RATES} for _ in range(ROUNDS)]
    finally:
        server.terminate()
        server.wait(10)
    for number, run in enumerate(runs, 1):
        print(*(f"round {number}, {name}: {figures}" for name, figures in run.items()), sep="\n")
    fastest = max((run[str(RATES[0])] for run in runs), key=lambda each: each["searches_per_s"])
    middle = sorted((run[str(RATES[0])] for run in runs), key=lambda each: each["searches_per_s"])[ROUNDS // 2]
    result = {
        "products": products, "workers": workers, "connections": args.connections,
        "median_round": middle, "quickest_round": fastest, "rounds": runs,
    }
    print(write("http_load", "python benchmarks/http_load.py", result))


def _wait() -> None:
    for _ in range(300):
        try:
            if urlopen(f"http://127.0.0.1:{PORT}/health").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def _run(asked: list[str], connections: int, rate: str | int) -> dict[str, Any]:
    loop = loop_ms()
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    took, errors = asyncio.run(_load(asked, connections, rate if isinstance(rate, int) else None, SECONDS))
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "loop_ms": loop, "searches_per_s": round(len(took) / seconds, 1), "errors": errors, "searches": len(took),
        "p50_ms": round(float(np.percentile(took, 50)), 1), "p95_ms": round(float(np.percentile(took, 95)), 1),
        "p99_ms": round(float(np.percentile(took, 99)), 1),
        "load_generator_share_of_one_core": round(own / seconds, 3),
    }


async def _load(asked: list[str], connections: int, rate: int | None, seconds: float) -> tuple[list[float], int]:
    """Sends queries for so long; with a `rate`, at that many a second in all. A query waits for its
    time, not for the answer before it, so that a slow answer is not left out of the figures."""
    took: list[float] = []
    errors, started = 0, time.perf_counter()
    todo = iter(enumerate(asked))

    async def client() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        for number, query in todo:
            due = started + number / rate if rate else time.perf_counter()
            if time.perf_counter() < due:
                await asyncio.sleep(due - time.perf_counter())
            if time.perf_counter() - started > seconds:
                break
            writer.write(f"GET /v1/search?q={quote(query)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            errors += await _status(reader) != 200
            took.append((time.perf_counter() - due) * 1000)
        writer.close()

    await asyncio.gather(*(client() for _ in range(connections)))
    return took, errors


async def _status(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


if __name__ == "__main__":
    main()
