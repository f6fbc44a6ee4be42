"""How long a search takes in process, on one core, and how fast products are indexed.

50,000 distinct real products and distinct queries; no result is ever cached. Beside the whole it
times the parts that no search of this kind can do without (the floor: encode the query, read the
term lists, scan the vectors), in the same run.

    taskset -c 0 python benchmarks/search_speed.py [--work FOLDER]
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from _catalogue import SIZE, products, queries, shop_at
from _machine import loop_ms, write

from shopkeeper import Shop, open_shop
from shopkeeper.search.engines.protocol import IndexQuery
from shopkeeper.text.analyse import analyse_query

ROUNDS = 5
QUERIES = 1500  # over all rounds; none is asked twice
FRESH = 600  # products that are encoded anew to measure the rate of a first index


def main() -> None:
    """Measures and writes results/search_speed.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/search_speed"))
    work = parser.parse_args().work
    shop = shop_at(work)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    asked = queries(shop, QUERIES + 100)
    for query in asked[QUERIES:]:
        shop.search(query)
    rounds = [_round(shop, asked[i * QUERIES // ROUNDS : (i + 1) * QUERIES // ROUNDS]) for i in range(ROUNDS)]
    times = {name: _median([each[name] for each in rounds]) for name in rounds[0] if name != "loop_ms"}
    quickest = min(rounds, key=lambda each: each["search"]["p50_ms"])
    for name, figures in times.items():
        best = quickest[name]["p50_ms"]
        print(f"{name:34} p50 {figures['p50_ms']:6.2f} ms  p95 {figures['p95_ms']:6.2f} ms  quickest round p50 {best:6.2f} ms")
    floor = times["floor: encode + terms + vectors"]["p50_ms"]
    indexing = _indexing(shop)
    print(f"ratio to the floor {times['search']['p50_ms'] / floor:.2f}; {indexing}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = {
        "products": len(shop._index), "queries": QUERIES, "cores": 1, "search_to_floor": round(times["search"]["p50_ms"] / floor, 2),
        "median_round": times, "quickest_round": quickest, "rounds": rounds,
        "indexing": indexing, "peak_memory_mb": round(memory), "disk_mb": _disk(work),
    }
    print(write("search_speed", "taskset -c 0 python benchmarks/search_speed.py", result))


def _runs(shop: Shop) -> dict[str, Callable[[str], Any]]:
    index, encoder = shop._index, shop.encoder

    def floor(query: str) -> Any:
        vector = encoder.encode([query])[0]
        return index.query(IndexQuery(analyse_query(query), vector))

    return {
        "search": lambda query: shop.search(query),
        "search with three facets": lambda query: shop.search(query, facets=["brand", "category", "price"]),
        "search under a filter": lambda query: shop.search(query, where=["price<300", "in_stock=true"]),
        "search with reasons": lambda query: shop.search(query, explain=True),
        "by text alone": lambda query: shop.search(query, mode="text"),
        "floor: encode + terms + vectors": floor,
        "encode": lambda query: encoder.encode([query]),
    }


def _round(shop: Shop, asked: Sequence[str]) -> dict[str, Any]:
    """Every kind of search over the same queries, with the speed of the processor at the time."""
    return {"loop_ms": loop_ms(), **{name: _times(run, asked) for name, run in _runs(shop).items()}}


def _median(figures: list[dict[str, float]]) -> dict[str, float]:
    return {key: round(float(np.median([each[key] for each in figures])), 3) for key in figures[0]}


def _times(run: Callable[[str], Any], asked: Sequence[str]) -> dict[str, float]:
    took = []
    for query in asked:
        start = time.perf_counter()
        run(query)
        took.append((time.perf_counter() - start) * 1000)
    return {"p50_ms": round(float(np.percentile(took, 50)), 3), "p95_ms": round(float(np.percentile(took, 95)), 3)}


def _indexing(shop: Shop) -> dict[str, float]:
    """Products a second: new ones (encoded), and the whole catalogue when every text is known."""
    folder = Path(tempfile.mkdtemp())
    fresh = open_shop(str(folder), create=True)
    every = SIZE // FRESH
    fresh.store.products.put([product for i, product in enumerate(products()) if i % every == 0])
    first = fresh.index()
    fresh.close()
    shutil.rmtree(folder)
    again = shop.index(rebuild=True)
    return {"new_products_per_s": round(first.written / first.seconds, 1), "known_products_per_s": round(again.written / again.seconds)}


def _disk(work: Path) -> dict[str, float]:
    size = {name: sum(p.stat().st_size for p in work.glob(pattern)) / 2**20 for name, pattern in (
        ("store", "shop.db*"), ("index", "index/gen-*/**/*"), ("vector cache", "index/vectors.cache*"),
    )}
    return {name: round(mb, 1) for name, mb in size.items()}


if __name__ == "__main__":
    main()
