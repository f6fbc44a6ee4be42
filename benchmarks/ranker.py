"""Does a ranker that is learnt from judgments beat the default order, on queries that it did not see?

Each catalogue of `search_quality.py` is a shop that trains on its own judgments, as `shopkeeper train ranker --data` does: five
folds of queries, three draws of the folds, the mean of each query over the draws, a paired bootstrap over queries. "Both" puts the
queries of both catalogues into one comparison. homedepot (600 queries of eight judged products and more, titles only) was not looked at
while the features and the recipe were chosen. The time is that of features, trees and order for one search.

    python benchmarks/ranker.py [--work FOLDER]
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from _machine import data, loop_ms, write
from search_quality import _judgments, _shop

from shopkeeper import Shop, open_shop
from shopkeeper.evaluation import compare
from shopkeeper.search.lessons import from_judgments
from shopkeeper.search.ranker import rerank
from shopkeeper.search.search import request
from shopkeeper.search.task import Judgments, read_judgments
from shopkeeper.search.train import Example, Recipe, fit, per_query
from shopkeeper.shop import Localized, Product, Variant

ENGLISH = ("icecat", "crowdflower")
HOMEDEPOT = "search/homedepot/judgments.dev.jsonl.gz"
METRICS = ("ndcg@10", "ndcg@10_judged")


def main() -> None:
    """Measures and writes results/ranker.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/search_quality"))
    work = parser.parse_args().work
    found: dict[str, tuple[Any, Any]] = {}
    result: dict[str, Any] = {"recipe": asdict(Recipe())}
    for name in (*ENGLISH, "homedepot"):
        shop = _homedepot_shop(work) if name == "homedepot" else _shop(name, work)
        examples = from_judgments(_homedepot() if name == "homedepot" else _judgments(name), shop.examined).examples
        found[name] = per_query(examples)
        if name == "crowdflower":
            result["ms"] = _times(shop, examples)
        shop.close()
        result[name] = _figures(*found[name])
        print(name, json.dumps(result[name], indent=1))
    result["both"] = _figures(*(np.concatenate([found[name][side] for name in ENGLISH]) for side in (0, 1)))
    print("both", json.dumps(result["both"], indent=1))
    print(write("ranker", "python benchmarks/ranker.py", result))


def _figures(trained: Any, untrained: Any) -> dict[str, Any]:
    return {
        metric: {"untrained": round(float(untrained[:, i].mean()), 4), "trained": round(float(trained[:, i].mean()), 4),
                 "difference": compare(trained[:, i].tolist(), untrained[:, i].tolist()).to_dict()}
        for i, metric in enumerate(METRICS)
    } | {"queries": len(trained)}


def _times(shop: Shop, examples: Sequence[Example]) -> dict[str, float]:
    search, booster = shop._search, fit(examples)
    asked = [request(each.query) for each in examples]
    seen, took = [search._look(each, search._reading(each)) for each in asked], []
    for each in seen * 3:
        start = perf_counter()
        said = booster.predict(search._features(each), num_threads=1, validate_features=False)
        rerank(each.fused, np.asarray(said, np.float32))
        took.append((perf_counter() - start) * 1000)
    return {"p50": round(float(np.median(took)), 2), "p95": round(float(np.percentile(took, 95)), 2), "loop_ms": loop_ms()}


def _homedepot() -> Judgments:
    with gzip.open(data() / HOMEDEPOT, "rt") as file:
        judged = read_judgments(enumerate(map(json.loads, file), 1), HOMEDEPOT)
    queries = sorted(query for query, ratings in judged.items() if len(ratings) >= 8)
    random.Random(3).shuffle(queries)
    return {query: judged[query] for query in queries[:600]}


def _homedepot_shop(work: Path) -> Shop:
    shop = open_shop(str(work / "homedepot"), create=True)
    with gzip.open(data() / HOMEDEPOT, "rt") as file:
        titles = {row["product_id"]: row["title"] for row in map(json.loads, file)}
    shop.store.products.put(Product(id, Localized(en=title), (Variant(f"{id}-v"),)) for id, title in titles.items())
    shop.index(rebuild=True)
    return shop


if __name__ == "__main__":
    main()
