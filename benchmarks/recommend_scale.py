"""What recommendations cost as a shop grows: time of one, time to make the sources, memory, and how soon an event changes an answer.

`answer` is a whole answer of `shop.recommend`, as the storefront asks for one, in a SQLite shop with an index: 20,000 products of real
titles, 100,000 customers with 10 orders and events each. `sizes` are the sources that know most, by themselves: 100,000
shoppers with 20 deeds each, 20,000 to 1,000,000 products. Tastes are groups of products that follow one another, wanted
unequally (Zipf). One core, nobody asked twice, no answer kept. Each runs in a process of its own.

    python benchmarks/recommend_scale.py [--sizes N …] [--shoppers N] [--work FOLDER]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from _machine import RESULTS, loop_ms, write
from _recommend_shop import GROUP, made, shoppers

from shopkeeper.models.sequences.options import Recipe
from shopkeeper.models.vectors import VectorIndex, write_vectors
from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.history import History
from shopkeeper.recommend.sources.basket import Basket
from shopkeeper.recommend.sources.mixed import Mixed
from shopkeeper.recommend.sources.people import People
from shopkeeper.recommend.sources.protocol import Source
from shopkeeper.recommend.sources.sequence import Sequence as SequenceSource
from shopkeeper.shop import Event, EventItem
from shopkeeper.store import open_store

SIZES = (20_000, 100_000, 300_000, 1_000_000)
SHOPPERS, DEEDS, OWN = 100_000, 20, 10  # deeds of a shopper, in the sources by themselves and in the whole shop
ASKED, WARM = 2_000, 100
EVENTS, TRIES = 50_000, 20
PICTURE = Path(__file__).parents[1] / "docs" / "images" / "recommend-scale.png"


def main() -> None:
    """Measures each size and writes results/recommend_scale.json and docs/images/recommend-scale.png."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--shoppers", type=int, default=SHOPPERS)
    parser.add_argument("--work", type=Path, default=Path("build/recommend_scale"), help="where the shop is made, once")
    parser.add_argument("--step", choices=["serve", "event", "fill", "answer"])
    options = parser.parse_args()
    if options.step:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        steps = {"serve": _serve, "event": _event, "fill": partial(_fill, options.work), "answer": partial(_answer, options.work)}
        print(json.dumps(steps[options.step](options.sizes[0], options.shoppers)))
        return
    shop = ["--work", str(options.work)]
    filled = _child("fill", SIZES[0], options.shoppers, shop)
    answer = {"loop_ms": loop_ms(), **_child("answer", SIZES[0], options.shoppers, shop), **filled}
    print(json.dumps(answer), flush=True)
    event = _child("event", SIZES[0], options.shoppers)
    rows: list[dict[str, Any]] = []
    for size in options.sizes:
        rows.append({"loop_ms": loop_ms(), **_child("serve", size, options.shoppers)})
        print(json.dumps(rows[-1]), flush=True)
        result = {"cores": 1, "answer": answer, "event_to_answer": event, "sizes": rows}
        write("recommend_scale", "python benchmarks/recommend_scale.py", result)
    _plot(rows)


def _child(step: str, size: int, shoppers: int, more: Sequence[str] = ()) -> dict[str, Any]:
    command = [sys.executable, __file__, "--step", step, "--sizes", str(size), "--shoppers", str(shoppers), *more]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1])
    return found


def _fill(work: Path, products: int, people: int) -> dict[str, Any]:
    """Makes the shop, if it is not there yet."""
    start, folder = time.perf_counter(), work / f"{products}-{people}-{OWN}"
    made(folder, products, people, OWN).close()
    return {"store_mb": round(sum(path.stat().st_size for path in folder.glob("shop.db*")) / 2**20),
            "fill_s": round(time.perf_counter() - start)}


def _answer(work: Path, products: int, people: int) -> dict[str, Any]:
    """Whole answers for the front page, one customer after another."""
    shop = made(work / f"{products}-{people}-{OWN}", products, people, OWN)
    out: dict[str, Any] = {"products": products, "shoppers": people, "deeds": people * OWN, "memory_before_mb": _memory()}
    start = time.perf_counter()
    shop.recommend(log=False)
    out["ready_s"] = round(time.perf_counter() - start, 1)
    who = np.random.default_rng(1).permutation(people).tolist()
    left: list[int] = []

    def ask(user: int) -> None:
        left.append(len(shop.recommend(customer=f"u{user}", log=False)))

    # In the first answers after a start it is searched for what is alike; a server finds that out beforehand.
    out["first"] = _times(ask, who[: WARM + ASKED])
    start = time.perf_counter()
    shop.recommender.look_ahead()
    out["ahead_s"] = round(time.perf_counter() - start, 1)
    out["answer"] = _times(ask, who[WARM + ASKED : 2 * (WARM + ASKED)])
    out |= {"products_an_answer": round(sum(left) / len(left), 2), "memory_mb": _memory(), "memory_peak_mb": _peak()}
    shop.close()
    return out


def _serve(products: int, people: int) -> dict[str, Any]:
    history = History.of_sequences((who, [f"p{row}" for row in rows]) for who, rows in shoppers(products, people, DEEDS))
    for product in range(products):
        history.products.add(f"p{product}")  # those too that nobody met
    history_mb = _memory()
    out: dict[str, Any] = {"products": products, "shoppers": people, "deeds": people * DEEDS}
    sources: dict[str, Source] = {}
    for kind in (SequenceSource, People, Basket):
        start, used = time.perf_counter(), time.process_time()
        sources[kind.name] = kind(history)
        out[f"{kind.name}_fit_s"] = round(time.perf_counter() - start, 1)
        out[f"{kind.name}_fit_cpu_s"] = round(time.process_time() - used, 1)
    sources["mixed"] = Mixed([(sources["sequence"], 1.0), (sources["people"], 0.6), (sources["basket"], 0.3)])
    who = np.random.default_rng(1).permutation(people)[: ASKED + WARM].tolist()
    out |= {name: _times(lambda user, source=source: source.candidates(Asked(customer=f"u{user}"), 100), who)  # type: ignore[misc]
            for name, source in sources.items()}
    out |= {"memory_history_mb": history_mb, "memory_mb": _memory(), "memory_peak_mb": _peak()}
    return {**out, "network": _network(products)}


def _network(products: int) -> dict[str, Any]:
    """The search of a trained network's index for the products that are likeliest next; made-up vectors in groups, as products lie."""
    draw, d = np.random.default_rng(2), Recipe().width
    groups = draw.normal(size=(max(1, products // GROUP), d))
    with tempfile.TemporaryDirectory() as folder:
        parts = (groups[np.arange(start, min(start + 10_000, products)) // GROUP % len(groups)] for start in range(0, products, 10_000))
        shaken = ((part + draw.normal(0, 0.5, part.shape)).astype(np.float32) for part in parts)
        write_vectors(Path(folder), (part / np.linalg.norm(part, axis=1, keepdims=True) for part in shaken), d)
        index = VectorIndex(Path(folder), products, d)
        asked = index.vectors(draw.integers(0, products, ASKED + WARM)) + draw.normal(0, 0.05, (ASKED + WARM, d)).astype(np.float32)
        return _times(lambda i: index.search(asked[i], 150), list(range(ASKED + WARM)))


def _times(ask: Callable[[int], object], who: list[int]) -> dict[str, float]:
    took, used = [], 0.0
    for place, user in enumerate(who):
        cpu, start = time.thread_time(), time.perf_counter()
        ask(user)
        if place >= WARM:
            took.append((time.perf_counter() - start) * 1000)
            used += time.thread_time() - cpu
    p50, p95 = np.percentile(took, [50, 95])
    return {"p50_ms": round(float(p50), 3), "p95_ms": round(float(p95), 3), "cpu_ms": round(used * 1000 / len(took), 3)}


def _event(*_: int) -> dict[str, Any]:
    """From an event in the store to an answer that it changed, of a shop with many events."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "shop.db")
        met = ((who, i, f"p{row}") for who, each in shoppers(20_000, EVENTS // DEEDS, DEEDS) for i, row in enumerate(each))
        store.events.put(_looked(f"e{who}-{i}", who, product, at + timedelta(hours=i)) for who, i, product in met)
        start = time.perf_counter()
        history = History.read(store)
        read_s = time.perf_counter() - start
        source, took = SequenceSource(history), []
        for i in range(TRIES):
            before = source.candidates(Asked(session=f"s{i}"), 10).rows.tolist()
            event = _looked(f"new{i}", None, f"p{i * 50}", datetime.now(UTC), f"s{i}")
            start = time.perf_counter()
            store.events.put([event])
            history.catch_up(store)
            after = source.candidates(Asked(session=f"s{i}"), 10).rows.tolist()
            took.append((time.perf_counter() - start) * 1000)
            assert after != before, "the event did not change the answer"
        store.close()
    return {"events": EVENTS, "read_all_s": round(read_s, 1), "p50_ms": round(float(np.median(took)), 1), "max_ms": round(max(took), 1)}


def _looked(id: str, who: str | None, product: str, at: datetime, session: str | None = None) -> Event:
    return Event(id, "view_item", at, who, session, (EventItem(product),))


def _memory() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _plot(rows: list[dict[str, Any]]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    sizes = [row["products"] for row in rows]
    panels = {
        "one answer, ms (p50)": {
            name: [row[name]["p50_ms"] for row in rows] for name in ("sequence", "people", "basket", "mixed", "network")
        },
        "memory, MB": {"serving": [row["memory_mb"] for row in rows], "making the sources": [row["memory_peak_mb"] for row in rows]},
        "making the sources, s of a core": {name: [row[f"{name}_fit_cpu_s"] for row in rows] for name in ("sequence", "people", "basket")},
    }
    figure, axes = pyplot.subplots(1, len(panels), figsize=(13, 3.6))
    for axis, (title, lines) in zip(axes, panels.items(), strict=True):
        for label, values in lines.items():
            axis.plot(sizes, values, marker="o", label=label)
        axis.set(title=title, xscale="log", xlabel="products", ylim=(0, None), xticks=sizes)
        axis.set_xticklabels([f"{size // 1000}k" for size in sizes])
        axis.minorticks_off()
        axis.grid(alpha=0.3)
        axis.legend(frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(PICTURE, dpi=110)


if __name__ == "__main__":
    RESULTS.mkdir(exist_ok=True)
    main()
