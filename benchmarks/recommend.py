"""How well and how fast recommendations foresee, beside peers in the same run; and new products reached through their title alone.

Beauty, toys and sports: everybody's last product, all products ranked, models fitted on all before it (`foresight.py`), and once more
without the last but one. Peers: item-kNN, EASE (Steck 2019) and, where it is installed, ALS of `implicit` with usual settings that
were not tuned. Games-6k: all that was done with a random fifth of the products is withheld, and a product is reached by the nearness of
its title to those of what a shopper met.

    python benchmarks/recommend.py [--sets beauty toys sports] [--models NAME …] [--no-cold]
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from _machine import RESULTS, data, loop_ms, write
from scipy import linalg, sparse

from shopkeeper.evaluation import mean
from shopkeeper.models.encoder import load_encoder
from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.history import History
from shopkeeper.recommend.sources.protocol import Scored, Source, best
from shopkeeper.recommend.task import MODELS, foresee, read_sequences

SETS = ("beauty", "toys", "sports")
WITHHELD, SEED, LATELY = 0.2, 0, 0.9
EASE_L2, KNN_SHRINK, ALS = 200.0, 20.0, {"factors": 128, "regularization": 0.05, "iterations": 15, "alpha": 20.0}


class Dense:
    """A peer: scores of all products for what a customer met, by a function of their rows."""

    def __init__(self, name: str, history: History, scores: Callable[[Any], Any]) -> None:
        self.name, self._history, self._scores = name, history, scores

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`."""
        rows = np.array(self._history.products.rows(asked.recent), np.int64)
        rows = np.concatenate([self._history.of(asked.customer)["item"].astype(np.int64), rows])
        scores = np.asarray(self._scores(rows), np.float32)
        return best(np.arange(len(scores)), scores - min(0.0, float(scores.min())), np.full(len(scores), -1), n)


def _met(history: History) -> Any:
    every, n = history.every(), len(history.products)
    users = np.unique(every.users, return_inverse=True)[1]
    return sparse.csr_matrix((np.ones(len(users), np.float32), (users, every.deeds["item"])), (int(users.max()) + 1, n))


def item_knn(history: History) -> Source:
    """Cosine of products over customers, shrunk, the 200 nearest kept by nobody: all of them."""
    met = _met(history)
    counts = np.asarray(met.sum(0)).ravel()
    together = (met.T @ met).tocoo()
    near = together.data / (np.sqrt(counts[together.row] * counts[together.col]) + KNN_SHRINK)
    near[together.row == together.col] = 0
    matrix = sparse.csr_matrix((near, (together.row, together.col)), together.shape)
    return Dense("item-kNN", history, lambda rows: np.asarray(matrix[rows].sum(0)).ravel())


def ease(history: History) -> Source:
    """EASE: the ridge regression of each product on all others, in closed form."""
    met = _met(history)
    gram = (met.T @ met).toarray()
    gram[np.diag_indices_from(gram)] += EASE_L2
    inverse = linalg.inv(gram, overwrite_a=True, check_finite=False)
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return Dense("EASE", history, lambda rows: weights[rows].sum(0))


def als(history: History) -> Source:
    """Alternating least squares of the library `implicit`; a customer's factors are made of what they met when they ask."""
    from implicit.als import AlternatingLeastSquares

    fitted = AlternatingLeastSquares(**ALS, random_state=0, num_threads=1)
    fitted.fit(_met(history), show_progress=False)
    n = len(history.products)

    def scores(rows: Any) -> Any:
        own = sparse.csr_matrix((np.ones(len(rows), np.float32), (np.zeros(len(rows), int), rows)), (1, n))
        return fitted.item_factors @ fitted.recalculate_user(0, own)

    return Dense("implicit ALS", history, scores)


PEERS: dict[str, Callable[[History], Source]] = {"item-kNN": item_knn, "EASE": ease, "implicit ALS": als}


def main() -> None:
    """Measures and writes results/recommend.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", nargs="+", default=SETS, choices=SETS)
    parser.add_argument("--models", nargs="+", default=[*MODELS, *PEERS], choices=[*MODELS, *PEERS])
    parser.add_argument("--no-cold", action="store_true")
    options = parser.parse_args()
    kept = RESULTS / "recommend.json"
    result: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    found: dict[str, Any] = {"peers": {"EASE_l2": EASE_L2, "knn_shrink": KNN_SHRINK, "ALS": ALS}, "sets": result.get("sets", {})}
    if not options.no_cold:
        result["cold_start"] = cold_start()
    for name in options.sets:
        for model in options.models:
            found["sets"].setdefault(name, {})[model] = _measured(name, model)
            print(name, model, json.dumps(found["sets"][name][model]), flush=True)
            write("recommend", "python benchmarks/recommend.py", {**found, "cold_start": result.get("cold_start")})


def _measured(name: str, model: str) -> dict[str, Any] | str:
    sequences, make = read_sequences(data() / "recommend" / f"{name}.txt"), {**MODELS, **PEERS}[model]
    try:
        full, fit_s = foresee(sequences, make)
    except ImportError as error:
        return f"skipped: {error}"
    short, _ = foresee(sequences, make, unfitted=1)
    figures = {"ndcg@10": mean(full.gains(10)), "hr@10": mean(full.hits(10)), "ndcg@10_train_only": mean(short.gains(10))}
    speed = {"fit_s": round(fit_s, 2), "ms_per_user": round(float(np.mean(full.ms)), 3), "p50_ms": round(float(np.median(full.ms)), 3)}
    return {**{metric: figure.to_dict() for metric, figure in figures.items()}, **speed, "loop_ms": loop_ms()}


def cold_start() -> dict[str, Any]:
    """Games-6k: hr@10 of each customer's last product among those whose last is withheld; ranked among all products that they did not meet,
    and among the withheld alone. Popularity counts what is left, so that it cannot know a withheld product."""
    titles, histories = _games()
    draw = np.random.default_rng(SEED)
    withheld = np.zeros(len(titles), bool)
    withheld[draw.permutation(len(titles))[: int(WITHHELD * len(titles))]] = True
    start = perf_counter()
    vectors = load_encoder().encode(titles)
    encoded_s = perf_counter() - start
    popular = np.bincount(np.concatenate([met for met, _ in histories]), minlength=len(titles)) * ~withheld
    asked = [(met[~withheld[met]][-10:], met, last) for met, last in histories if withheld[last] and (~withheld[met]).any()]
    kinds = {"title": partial(_by_title, vectors), "popularity": lambda _: popular, "random": lambda _: draw.random(len(titles))}
    out: dict[str, Any] = {"customers": len(asked), "products": len(titles), "withheld": int(withheld.sum())}
    out["encoded_s"] = round(encoded_s, 1)
    for name, scores in kinds.items():
        every, cold = zip(*(_found(scores(warm), met, last, withheld) for warm, met, last in asked), strict=True)
        out[name] = {"hr@10": mean(every).to_dict(), "hr@10 among the withheld": mean(cold).to_dict()}
        print("cold start", name, out[name], flush=True)
    return out


def _by_title(vectors: Any, warm: Any) -> Any:
    return vectors @ (vectors[warm[::-1]] * LATELY ** np.arange(len(warm))[:, None]).sum(0).astype(np.float32)


def _found(scores: Any, met: Any, last: int, withheld: Any) -> tuple[float, float]:
    scores = np.array(scores, np.float64)
    scores[met] = -np.inf
    return float((scores >= scores[last]).sum() <= 10), float((scores[withheld] >= scores[last]).sum() <= 10)


def _games() -> tuple[list[str], list[tuple[Any, int]]]:
    """The titles by number, and of each customer what they met and their last product."""
    folder: Path = data() / "recommend"
    with gzip.open(folder / "Games-6k.item.gz", "rt", encoding="utf-8") as file:
        titles = [line.rstrip("\n").split("\t")[1] for line in file][1:]
    with gzip.open(folder / "Games-6k.test.inter.gz", "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    return titles, [(np.array(met.split(), np.int64), int(last)) for _, met, last in rows]


if __name__ == "__main__":
    RESULTS.mkdir(exist_ok=True)
    main()
