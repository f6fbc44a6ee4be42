"""How well search works, on a user's own judgments: rows `{query, product_id, rating}`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from ..evaluation import Report, judged, mean, ndcg, only_judged, percentile, recall, reciprocal_rank
from ..shop import InvalidFile, InvalidRecord
from ..text.spreadsheet import Sheet

Judgments = dict[str, dict[str, float]]  # query -> product id -> rating
Search = Callable[[str], Sequence[str]]

# Gains are 2^rating, so a rating of thousands is a mistake in the file, not a very good product.
MAX_RATING = 20.0
METRICS = ("ndcg@10", "ndcg@10_judged", "mrr@10", "recall@100", "judged@10")


def evaluate(search: Search, rows: Iterable[Mapping[str, Any]], k: int = 200, *, source: str = "judgments", seed: int = 0,
             progress: Callable[[str, int, int], None] | None = None) -> Report:
    """Searches every query of `rows` and measures what came back.

    `search(query)` answers up to `k` product ids, best first. `rows` are `{query, product_id, rating}`, rating 0 or more
    (0 = not relevant). `source` names them in errors. See `measure` for the report.
    """
    return measure(search, read_judgments(enumerate(rows, 1), source), k, seed=seed, progress=progress)


def measure(search: Search, judgments: Judgments, k: int = 200, *, seed: int = 0,
            progress: Callable[[str, int, int], None] | None = None) -> Report:
    """ndcg@10 (unjudged = 0), ndcg@10_judged (unjudged removed from the first k), mrr@10, recall@100, judged@10 and the
    latency p50_ms, p95_ms of one search after another, each with a 95 % interval over queries.

    A query without a relevant product has no ndcg, mrr or recall and is counted apart. One untimed search goes first.
    """
    search(next(iter(judgments)))
    rows = []
    for done, (query, ratings) in enumerate(judgments.items(), 1):
        rows.append(_row(search, query, ratings, k))
        if progress:
            progress("evaluate", done, len(judgments))
    metrics = {name: mean(values, seed) for name in METRICS if (values := [r[name] for r in rows if r[name] is not None])}
    took = [row["ms"] for row in rows]
    metrics |= {"p50_ms": percentile(took, 50, seed), "p95_ms": percentile(took, 95, seed)}
    return Report("search", metrics, _counts(rows, judgments), tuple(rows))


def read_judgments(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> Judgments:
    """Numbered rows as ratings by query and product; of a repeated pair the highest rating holds.

    `InvalidRecord` names source, row and field; `InvalidFile` when no row gives a relevant product.
    """
    out: Judgments = {}
    for number, row in rows:
        query, id = (_text(row, name, source, number) for name in ("query", "product_id"))
        ratings = out.setdefault(query, {})
        ratings[id] = max(ratings.get(id, 0.0), _rating(row, source, number))
    if not any(rating > 0 for ratings in out.values() for rating in ratings.values()):
        raise InvalidFile(f"{source}: expected at least one row with a rating above 0")
    return out


def write_rows(report: Report, path: Path) -> None:
    """The report query by query as CSV, worst ndcg@10 first; with a byte-order mark, so that spreadsheets read the Chinese."""
    rows = sorted(report.rows, key=lambda row: (row["ndcg@10"] is None, row["ndcg@10"] or 0.0))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = Sheet(file)
        sheet.row(["query", *list(rows[0])[1:]])
        sheet.rows([" ".join(value) if isinstance(value, list) else value for value in row.values()] for row in rows)


def _row(search: Search, query: str, ratings: Mapping[str, float], k: int) -> dict[str, Any]:
    start = perf_counter()
    ranking = list(search(query))[:k]
    took = (perf_counter() - start) * 1000
    best = sorted((id for id, r in ratings.items() if r > 0), key=lambda id: (-ratings[id], id))
    return {
        "key": query,
        "ndcg@10": ndcg(ranking, ratings, 10),
        "ndcg@10_judged": ndcg(only_judged(ranking, ratings), ratings, 10),
        "mrr@10": reciprocal_rank(ranking, ratings, 10),
        "recall@100": recall(ranking, ratings, 100),
        "judged@10": judged(ranking, ratings, 10),
        "ms": round(took, 3),
        "relevant": len(best),
        "found": len(ranking),
        "top": ranking[:10],
        "missed": [id for id in best if id not in ranking[:10]][:10],
    }


def _counts(rows: Sequence[Mapping[str, Any]], judgments: Judgments) -> dict[str, int]:
    return {
        "queries": len(rows),
        "judgments": sum(map(len, judgments.values())),
        "queries without a relevant product (left out)": sum(not row["relevant"] for row in rows),
        "queries without an answer": sum(not row["found"] for row in rows),
    }


def _text(row: Mapping[str, Any], name: str, source: str, number: int) -> str:
    value = row.get(name)
    if value is None or isinstance(value, bool | list | dict) or not str(value).strip():
        raise InvalidRecord(f"{source}, row {number}, {name}", "a text", value)
    return str(value).strip()


def _rating(row: Mapping[str, Any], source: str, number: int) -> float:
    value = row.get("rating")
    try:
        rating = math.nan if isinstance(value, bool) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        rating = math.nan
    if not 0 <= rating <= MAX_RATING:
        raise InvalidRecord(f"{source}, row {number}, rating", f"a number from 0 to {MAX_RATING:g}", value)
    return rating
