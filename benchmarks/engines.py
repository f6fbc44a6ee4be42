"""The search engine `postgres` beside `local`: do they find the same, and how long does each take?

- quality: the three sets of judgments of search_quality.py, each catalogue in both engines: ndcg@10, how many of the first ten hits
  are the same, and the same filters and facets on every query.
- speed: 50,000 real products; the same distinct queries by both, plain, under filters and with facets; beside them what no search by
  that engine can do without (the floor: encode the query, one statement that does nothing).
- large: the same with the 500,000 products of scale.py, and how much of the first ten hits is the same.

    python benchmarks/engines.py quality|speed|large [--work FOLDER]

PostgreSQL runs on the same machine (benchmarks/_postgres.py), reached over a Unix socket.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scale
from _catalogue import queries, shop_at
from _machine import RESULTS, loop_ms, write
from _postgres import SETUP, server
from search_quality import DEPTH, METRICS, SETS, _judgments, _metrics, _shop, _values

from shopkeeper import Shop, open_shop
from shopkeeper.evaluation import compare
from shopkeeper.search.task import measure

ENGINES = ("local", "postgres")
QUERIES, WARM = 150, 30
LARGE = 500_000
CONDITIONS = (["price<300"], ["price<300", "in_stock=true"], ["brand=Brand 7"], ["price>=100", "price<110"])
FACETS = ["brand", "category", "price", "in_stock"]


def main() -> None:
    """Measures and writes results/engines.json, keeping what other steps wrote there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--work", type=Path, default=Path("build/engines"))
    options = parser.parse_args()
    os.environ["SERVER"] = server(options.work / "server")
    known = json.loads(path.read_text()) if (path := RESULTS / "engines.json").exists() else {}
    kept = {step: known[step] for step in STEPS if step in known}
    result = {"server": SETUP, **kept, options.step: STEPS[options.step](options.work)}
    print(write("engines", "python benchmarks/engines.py quality|speed|large", result))


def _beside(folder: Path, name: str) -> Shop:
    """The same shop with its index in PostgreSQL."""
    os.environ["SHOPKEEPER_ENGINE"] = f"postgres:{_with_schema(name)}"
    shop = open_shop(str(folder))
    del os.environ["SHOPKEEPER_ENGINE"]
    return shop


def _with_schema(name: str) -> str:
    url = os.environ["SERVER"]
    return f"{url}{'&' if '?' in url else '?'}schema={name}"


def _quality(work: Path) -> dict[str, Any]:
    out = {}
    for name in SETS:
        local = _shop(name, work / "quality")
        remote = _beside(work / "quality" / name, name)
        print(remote.index(rebuild=True))
        out[name] = _compared(local, remote, name)
        print(name, json.dumps(out[name], indent=1))
        local.close()
        remote.close()
    return out


def _compared(local: Shop, remote: Shop, name: str) -> dict[str, Any]:
    judgments = _judgments(name)
    reports = [measure(_hits(shop), judgments, DEPTH) for shop in (local, remote)]
    same, totals, facets, wrong = [], [], [], 0
    for query in list(judgments)[:200]:
        first, second = (shop.search(query, k=10, facets=FACETS) for shop in (local, remote))
        ours, theirs = ([hit.id for hit in found.hits] for found in (first, second))
        same.append(len(set(ours) & set(theirs)) / max(len(ours), len(theirs), 1) if ours or theirs else 1.0)
        totals.append(first.total == second.total)
        facets.append(first.facets == second.facets)
        for where in CONDITIONS[:2]:
            passing = [{hit.id for hit in shop.search(query, k=200, where=where)} for shop in (local, remote)]
            wrong += len(passing[1] - set(local._index.query(_asked(where)).ids))
    differences = {metric: compare(_values([reports[1]], metric), _values([reports[0]], metric)).to_dict() for metric in METRICS}
    return {
        "queries": len(judgments), **{engine: _metrics(report) for engine, report in zip(ENGINES, reports, strict=True)},
        "postgres less local": differences, "overlap@10": round(float(np.mean(same)), 4),
        "same_ten_hits": round(float(np.mean([each == 1 for each in same])), 4), "same_total": round(float(np.mean(totals)), 4),
        "same_facets": round(float(np.mean(facets)), 4), "hits_that_fail_a_filter": wrong,
    }


def _asked(where: Sequence[str]) -> Any:
    from shopkeeper.search.engines.protocol import IndexQuery
    from shopkeeper.search.filters import parse_filters

    return IndexQuery(filters=parse_filters(where))


def _hits(shop: Shop) -> Callable[[str], Sequence[str]]:
    return lambda query: [hit.id for hit in shop.search(query, k=DEPTH)]


def _speed(work: Path) -> dict[str, Any]:
    folder = work / "speed"
    local = open_shop(str(folder)) if (folder / "shop.db").exists() else shop_at(folder)
    return _timed(local, _beside(folder, "speed"))


def _large(work: Path) -> dict[str, Any]:
    folder = work / "large" / str(LARGE)
    if not (folder / "index" / "CURRENT").exists():
        for step in ("fill", "build"):
            scale.STEPS[step](work / "large", LARGE)
    local, remote = open_shop(str(folder)), _beside(folder, "large")
    found = _timed(local, remote)
    asked = queries(local, QUERIES + WARM)[WARM:]
    same = [len({hit.id for hit in local.search(query)} & {hit.id for hit in remote.search(query)}) / 10 for query in asked]
    return {**found, "overlap@10": round(float(np.mean(same)), 4)}


def _timed(local: Shop, remote: Shop) -> dict[str, Any]:
    built: dict[str, Any] = {}
    if remote._index.revision != local.store.products.revision():
        report = remote.index()
        built = {"build_s": round(report.seconds, 1)}
    asked, backend = queries(local, QUERIES + WARM), remote._index._backend
    out: dict[str, Any] = {
        "products": len(local._index), **built, "queries": QUERIES, "loop_ms": loop_ms(), "database_mb": _database_mb(backend),
    }  # fmt: skip
    for name, run in _runs().items():
        for query in asked[:WARM]:
            run(local, query), run(remote, query)
        each = {engine: lambda query, run=run, shop=shop: run(shop, query) for engine, shop in zip(ENGINES, (local, remote), strict=True)}
        out[name] = _beside_each_other(each, asked[WARM:])
        print(name, json.dumps(out[name]), flush=True)
    floor = {"encode": lambda query: local.encoder.encode([query]), "one statement": lambda query: backend.state()}
    return {**out, "floor": _beside_each_other(floor, asked[WARM:])}


def _database_mb(backend: Any) -> dict[str, float]:
    with backend._connections.reading() as connection:
        found = connection.execute(
            "SELECT split_part(relname, '_', 3), pg_total_relation_size(oid) FROM pg_class "
            "WHERE relkind = 'r' AND relname LIKE 'search\\_%' AND pg_table_is_visible(oid)").fetchall()
    return {part: round(size / 2**20, 1) for part, size in found}


def _runs() -> dict[str, Callable[[Shop, str], Any]]:
    return {
        "search": lambda shop, query: shop.search(query),
        "with four facets": lambda shop, query: shop.search(query, facets=FACETS),
        **{" ".join(where): lambda shop, query, where=where: shop.search(query, where=where) for where in CONDITIONS},
    }


def _beside_each_other(runs: dict[str, Callable[[str], Any]], asked: Sequence[str]) -> dict[str, dict[str, float]]:
    """The times of each, query by query in turn, so that all have the same load of the machine."""
    took: dict[str, list[float]] = {name: [] for name in runs}
    for query in asked:
        for name, run in runs.items():
            start = time.perf_counter()
            run(query)
            took[name].append((time.perf_counter() - start) * 1000)
    return {name: {f"p{p}_ms": round(float(np.percentile(each, p)), 2) for p in (50, 95)} for name, each in took.items()}


STEPS = {"quality": _quality, "speed": _speed, "large": _large}

if __name__ == "__main__":
    main()
