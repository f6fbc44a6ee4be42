"""Engines for what one machine cannot hold, on 19,406 real products (icecat): `milvus` and `postgres` beside `local`.

Every query is asked of one engine after the other, so that all see the machine in the same state: the time of a search, with facets and
under filters; ndcg@10 on human judgments; how many of the first ten hits are those of `local`; the time to build. What Milvus takes for
the parts of a question stands beside it.

Milvus is Milvus Lite in a process of its own, on one machine: what a cluster does with more of them is not measured here.

    python benchmarks/distributed.py [--work FOLDER] [--queries N]

Words of a query are only searched for here (the setting `understand` is false), so that conditions are those that stand in the table.

The first run encodes the products (some minutes); later ones find the vectors in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from _catalogue import queries
from _machine import loop_ms, write
from _postgres import SETUP, server
from search_quality import _judgments, _shop

from shopkeeper import Shop, open_shop
from shopkeeper.search.engines.milvus import client
from shopkeeper.search.task import measure

SET = "icecat"
FACETS = ["brand", "category", "price"]
ASKED: dict[str, dict[str, Any]] = {
    "search": {}, "with three facets": {"facets": FACETS}, "price<30000": {"where": ["price<30000"]}, "brand=HP": {"where": ["brand=HP"]},
}
WARM = 2
client.ANSWER_S = 60.0  # a machine that others use too is slow at times: that is to be measured, not given up


def main() -> None:
    """Measures and writes results/distributed.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/distributed"))
    parser.add_argument("--queries", type=int, default=100)
    options = parser.parse_args()
    os.environ["SHOPKEEPER_UNDERSTAND"] = "false"  # words of a query that become filters are not the engines' doing
    local = open_shop(str(options.work / SET)) if (options.work / SET / "index" / "CURRENT").exists() else _shop(SET, options.work)
    with _milvus(options.work / "milvus.db") as milvus:
        urls = {"postgres": f"postgres:{server(options.work / 'server')}", "milvus": f"milvus:{milvus}"}
        shops = {"local": local, **{engine: _beside(options.work / SET, url) for engine, url in urls.items()}}
        built = _built({engine: shops[engine] for engine in urls}, options.work / "built.json")
        print(built, flush=True)
        result: dict[str, Any] = {
            "products": len(local._index), "queries": options.queries, "build_s": built, "loop_ms": loop_ms(),
            "disk_mb": {"milvus": _size(options.work / "milvus.db"), "local": _size(options.work / SET / "index", "gen-")},
            "milvus_lite": version("milvus-lite"), "pymilvus": version("pymilvus"), "postgres": SETUP,
        }
        asked = queries(local, options.queries + WARM)
        for name, measured in (
            ("parts_of_milvus_ms", lambda: _parts(shops["milvus"], asked[:8])), ("quality", lambda: _quality(shops)),
            ("milliseconds", lambda: _times(shops, asked)),
        ):
            result[name] = measured()
            print(name, json.dumps(result[name]), write("distributed", "python benchmarks/distributed.py", result), flush=True)


def _beside(folder: Path, engine: str) -> Shop:
    """The same shop with its index in another engine."""
    os.environ["SHOPKEEPER_ENGINE"] = engine
    shop = open_shop(str(folder))
    del os.environ["SHOPKEEPER_ENGINE"]
    return shop


def _built(shops: dict[str, Shop], noted: Path) -> dict[str, float]:
    """Seconds of each build, which a run that comes later does not do again."""
    if not noted.exists():
        noted.write_text(json.dumps({engine: round(_build(shop), 1) for engine, shop in shops.items()}))
    return dict(json.loads(noted.read_text()))


def _build(shop: Shop) -> float:
    start = time.perf_counter()
    shop.index(rebuild=True)
    return time.perf_counter() - start


def _times(shops: dict[str, Shop], asked: Sequence[str]) -> dict[str, Any]:
    """p50 and p95 of each kind of search by each engine, in milliseconds."""
    out: dict[str, Any] = {}
    for name, how in ASKED.items():
        took: dict[str, list[float]] = {engine: [] for engine in shops}
        for number, query in enumerate(asked):
            for engine, shop in shops.items():
                start = time.perf_counter()
                shop.search(query, **how)
                if number >= WARM:
                    took[engine].append((time.perf_counter() - start) * 1000)
        out[name] = {engine: _shown(each) for engine, each in took.items()}
        print(name, json.dumps(out[name]), flush=True)
    return out


def _quality(shops: dict[str, Shop]) -> dict[str, Any]:
    """ndcg@10 by engine, and how many of the first ten hits are those of `local`."""
    judgments = _judgments(SET)
    hits = {engine: {query: [hit.id for hit in shop.search(query, k=200)] for query in judgments} for engine, shop in shops.items()}
    ndcg = {engine: measure(found.__getitem__, judgments, 200).metrics["ndcg@10"].value for engine, found in hits.items()}
    ours = hits["local"]
    same = {engine: [len({*found[query][:10]} & {*ours[query][:10]}) / max(len(ours[query][:10]), 1) for query in judgments if ours[query]]
            for engine, found in hits.items() if engine != "local"}
    return {"queries": len(judgments), "ndcg@10": {engine: round(value, 4) for engine, value in ndcg.items()},
            "overlap@10": {engine: round(float(np.mean(each)), 4) for engine, each in same.items()}}


def _parts(shop: Shop, asked: Sequence[str]) -> dict[str, Any]:
    """What Milvus takes for one question each: the state, 650 by words, 200 by vector, 500 entries by id."""
    index: Any = shop._index._index
    backend, facts = index._backend, index._backend._kept.facts()
    ids = index._backend.passing(facts.generation, (), False, 500)[0]
    vectors = shop.encoder.encode(list(asked))
    rows = backend._client.query(f"{backend._name}_{facts.generation}", f"row < {len(asked)}", ("sparse",))
    words = [dict(list(row["sparse"].items())[:12]) for row in rows]  # six words of a real product
    runs: dict[str, Callable[[int], Any]] = {
        "state": lambda i: backend.state(),
        "650 by words": lambda i: backend._nearest(facts.generation, "sparse", words[i % len(words)], 650, "", {}),
        "200 by vector": lambda i: backend._nearest(facts.generation, "dense", vectors[i], 200, "", {}),
        "200 by vector, price<300": lambda i: backend._nearest(facts.generation, "dense", vectors[i], 200, "price_low <= 300", {}),
        "200 by vector, one of three codes": lambda i: backend._nearest(
            facts.generation, "dense", vectors[i], 200, "array_contains_any(codes, [5, 6, 7])", {}),
        "500 entries": lambda i: backend.get(facts.generation, ids),
    }
    return {name: _shown([_took(run, i) for i in range(len(asked))]) for name, run in runs.items()}


def _took(run: Callable[[int], Any], number: int) -> float:
    start = time.perf_counter()
    run(number)
    return (time.perf_counter() - start) * 1000


def _shown(took: Sequence[float]) -> dict[str, float]:
    return {"p50": round(float(np.percentile(took, 50)), 1), "p95": round(float(np.percentile(took, 95)), 1)}


@contextmanager
def _milvus(folder: Path) -> Iterator[str]:
    """The URL of a Milvus Lite in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _size(folder: Path, part: str = "") -> float:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and part in str(path)) / 2**20, 1)


if __name__ == "__main__":
    main()
