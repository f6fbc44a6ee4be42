"""What a shop costs as it grows: time to build, memory, disk, time of a search, recall of the vectors.

Real titles, recombined (`_recombined.py`), 10,000 to a million of them. Building and searching run in processes of their own, so that
the memory of each is its own. The vector of a title is that of its two halves together: each of 86,000 halves is encoded once, which
takes minutes where a million titles would take hours; what a build and a search cost is the same. One core, and searches of a large
catalogue, whose parts run side by side, on two as well.

    python benchmarks/scale.py [--work FOLDER] [--memory MB] [--sizes N ...]

What is not run stays in the file of results as it was.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from _catalogue import queries
from _machine import RESULTS, loop_ms, write
from _recombined import recombined, recombined_with_halves

from shopkeeper import Shop, open_shop
from shopkeeper.models.cache import VectorCache
from shopkeeper.models.encoder import CachedEncoder
from shopkeeper.search.engines.local.index import LARGE

SIZES = (10_000, 50_000, 200_000, 500_000, 1_000_000)
BATCH = 1000
QUERIES, WARM = 400, 50
FILTERS = {"price<300": "about a third of the products", "brand=Brand 7": "one product in 500"}
PICTURE = Path(__file__).parents[1] / "docs" / "images" / "scale.png"


def main() -> None:
    """Measures each size and writes results/scale.json and docs/images/scale.png."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/scale"))
    parser.add_argument("--memory", type=int, help="MB of vectors kept in memory, as the setting index_memory_mb")
    parser.add_argument("--sizes", type=int, nargs="+", choices=SIZES, default=SIZES)
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("--size", type=int)
    options = parser.parse_args()
    if options.step:
        print(json.dumps(STEPS[options.step](options.work, options.size)))
        return
    if options.memory is not None:
        os.environ["SHOPKEEPER_INDEX_MEMORY_MB"] = str(options.memory)
    path = RESULTS / "scale.json"
    found = {row["products"]: row for row in json.loads(path.read_text())["sizes"]} if path.exists() else {}
    for size in options.sizes:
        found[size] = _measured(options.work, size)
        rows = [found[size] for size in SIZES if size in found]
        print(write("scale", "python benchmarks/scale.py", {"cores": 1, "memory_mb": options.memory, "filters": FILTERS, "sizes": rows}))
    _plot(rows)


def _measured(work: Path, size: int) -> dict[str, Any]:
    steps = [step for step in STEPS if step != "search_two_cores" or size >= LARGE]
    row = {"products": size, "loop_ms": loop_ms(), **{step: _child(work, size, step) for step in steps}}
    print(json.dumps(row), flush=True)
    return row


def _child(work: Path, size: int, step: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--work", str(work), "--step", step, "--size", str(size)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1])


def _shop(work: Path, size: int, cores: int = 1) -> Shop:
    """The shop of this size, for a process of so many cores; all sizes share one cache of vectors."""
    folder = work / str(size)
    (folder / "index").mkdir(parents=True, exist_ok=True)
    shared = (work / "vectors.cache").resolve()
    shared.touch()
    if not (folder / "index" / "vectors.cache").exists():
        (folder / "index" / "vectors.cache").symlink_to(shared)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    return open_shop(str(folder), create=True)


def _fill(work: Path, size: int) -> dict[str, Any]:
    """The products in the store, and their vectors in the cache; only the first is timed."""
    shop = _shop(work, size)
    start, have = time.perf_counter(), shop.store.products.count()
    source = islice(recombined(size), have, None)
    while batch := list(islice(source, BATCH)):
        shop.store.products.put(batch)
    took = time.perf_counter() - start
    _know_vectors(shop, work, size)
    return {"products_per_s": round((size - have) / took) if have < size else None}


def _know_vectors(shop: Shop, work: Path, size: int) -> None:
    """The vector of every title in the shared cache: the sum of those of its halves, at length 1."""
    halves = CachedEncoder(shop.encoder, VectorCache(work / "halves.cache"))
    told: dict[str, Any] = {}
    summed = VectorCache(work / "vectors.cache")
    known = CachedEncoder(shop.encoder, summed, lambda parts: ([told[text] for text in part] for part in parts))
    source = recombined_with_halves(size)
    while batch := list(islice(source, BATCH)):
        both = halves.encode([half for _, pair in batch for half in pair])
        vectors = both[::2] + both[1::2]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        told.clear()
        told.update(("".join(pair), vector) for (_, pair), vector in zip(batch, vectors, strict=True))
        known.encode(list(told))


def _build(work: Path, size: int) -> dict[str, Any]:
    """A whole build with every vector known, without the file of suggestions."""
    shop = _shop(work, size)
    report = shop._follow(rebuild=True)
    return {
        "seconds": round(report.seconds, 1), "products_per_s": round(report.products / report.seconds), "encoded": report.encoded,
        "peak_memory_mb": _peak(), "index_mb": _size(work, size, "index/gen-*/**/*"), "store_mb": _size(work, size, "shop.db*"),
    }


def _search(work: Path, size: int) -> dict[str, Any]:
    """Distinct queries, none asked twice, in a process that does nothing else."""
    shop = _shop(work, size)
    asked = queries(shop, 2 * QUERIES + WARM)
    before = _peak()
    for query in asked[:WARM]:
        shop.search(query)
    plain, filtered = asked[WARM : WARM + QUERIES], asked[WARM + QUERIES :]
    out = {"search": _times(shop, plain, ()), "under_a_filter": _times(shop, filtered, ("price<300",)), "memory_before_mb": before}
    return {**out, "peak_memory_mb": _peak(), "vectors": _recall(shop, plain[:200])}


def _search_on_two(work: Path, size: int) -> dict[str, Any]:
    """The same queries with two cores."""
    shop = _shop(work, size, 2)
    asked = queries(shop, 2 * QUERIES + WARM)
    for query in asked[:WARM]:
        shop.search(query)
    plain, filtered = asked[WARM : WARM + QUERIES], asked[WARM + QUERIES :]
    return {"search": _times(shop, plain, ()), "under_a_filter": _times(shop, filtered, ("price<300",))}


def _times(shop: Shop, asked: Sequence[str], where: Sequence[str]) -> dict[str, float]:
    took = []
    for query in asked:
        start = time.perf_counter()
        shop.search(query, where=where)
        took.append((time.perf_counter() - start) * 1000)
    return {"p50_ms": round(float(np.percentile(took, 50)), 2), "p95_ms": round(float(np.percentile(took, 95)), 2)}


def _recall(shop: Shop, asked: Sequence[str]) -> dict[str, float]:
    """The share of the ten nearest by exact cosines that the vector part finds, for queries with an English word."""
    generation = shop._index._current()
    every = np.concatenate(list(_blocks(generation.vectors)))
    vectors = shop.encoder.encode([query for query in asked if query.isascii()])
    known = every.any(1)  # products without an English title have no vector
    masks = {"all": known} | {name: known & generation.columns.kept(_parsed(name), len(every)).products for name in FILTERS}
    out = {}
    for name, mask in masks.items():
        found = [_shared(generation.vectors, every, vector, mask, None if name == "all" else mask) for vector in vectors]
        out[f"recall@10 {name}"] = round(float(np.mean(found)), 4)
    return out


def _shared(index: Any, every: Any, vector: Any, among: Any, mask: Any) -> float:
    exact = np.where(among, every @ vector, -1)
    size = min(10, int(among.sum()))
    best = np.argpartition(-exact, size - 1)[:size]
    rows, _ = index.search(vector, size, mask)
    return len(np.intersect1d(best, rows)) / size


def _blocks(vectors: Any, size: int = 50_000) -> Iterator[Any]:
    for start in range(0, len(vectors), size):
        yield np.array(vectors.vectors(np.arange(start, min(start + size, len(vectors)))))


def _parsed(name: str) -> Any:
    from shopkeeper.search.filters import parse_filters

    return parse_filters([name])


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _size(work: Path, size: int, pattern: str) -> float:
    return round(sum(p.stat().st_size for p in (work / str(size)).glob(pattern) if p.is_file()) / 2**20, 1)


def _plot(rows: list[dict[str, Any]]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    sizes = [row["products"] for row in rows]
    panels = {
        "search, ms": {"p50": [r["search"]["search"]["p50_ms"] for r in rows], "p95": [r["search"]["search"]["p95_ms"] for r in rows],
                       "p50 under a filter": [r["search"]["under_a_filter"]["p50_ms"] for r in rows]},
        "peak memory, MB": {"searching": [r["search"]["peak_memory_mb"] for r in rows],
                            "building": [r["build"]["peak_memory_mb"] for r in rows]},
        "build, s (vectors known)": {"one core": [r["build"]["seconds"] for r in rows]},
        "disk, MB": {"index": [r["build"]["index_mb"] for r in rows], "store": [r["build"]["store_mb"] for r in rows]},
    }
    figure, axes = pyplot.subplots(1, len(panels), figsize=(15, 3.6))
    for axis, (title, lines) in zip(axes, panels.items(), strict=True):
        for label, values in lines.items():
            axis.plot(sizes, values, marker="o", label=label)
        axis.set(title=title, xscale="log", xlabel="products", ylim=(0, None), xticks=sizes)
        axis.set_xticklabels([f"{size // 1000}k" if size < 1_000_000 else f"{size // 1_000_000}M" for size in sizes])
        axis.minorticks_off()
        axis.grid(alpha=0.3)
        axis.legend(frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(PICTURE, dpi=110)


STEPS = {"fill": _fill, "build": _build, "search": _search, "search_two_cores": _search_on_two}

if __name__ == "__main__":
    RESULTS.mkdir(exist_ok=True)
    main()
