"""Is our search better than the plain way, on real catalogues with human judgments?

Both are measured in the same run, on the same products, with the same encoder:

- plain: BM25 over title and description, cosines of title and description, each divided by its best
  score, .6 on the vectors. For Chinese titles: BM25 over characters and pairs of them.
- ours: `Shop.search` as anybody gets it.

    python benchmarks/search_quality.py [--work FOLDER]

The first run encodes 30,000 products (about ten minutes on two cores); later ones find the vectors in FOLDER.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from _machine import data, write

from shopkeeper import Shop, open_shop
from shopkeeper.evaluation import Report, compare
from shopkeeper.models.cache import VectorCache
from shopkeeper.models.encoder import CachedEncoder, load_encoder
from shopkeeper.search.task import Judgments, measure, read_judgments
from shopkeeper.shop import Product
from shopkeeper.text.analyse import analyse, analyse_query

DEPTH = 200
SETS = {
    "icecat": ("search/icecat/products.jsonl.gz", "search/icecat/judgments.dev.jsonl", {"price": "price_cents"}),
    "crowdflower": ("search/crowdflower/products.jsonl.gz", "search/crowdflower/judgments.dev.jsonl.gz", {}),
    "zh": ("search/zh/products.jsonl.gz", "search/zh/judgments.dev.jsonl", {}),
}
METRICS = ("ndcg@10", "ndcg@10_judged", "mrr@10", "recall@100")


def main() -> None:
    """Measures all three sets and writes results/search_quality.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/search_quality"))
    work = parser.parse_args().work
    runs: dict[str, tuple[Report, Report]] = {}
    for name in SETS:
        shop, judgments = _shop(name, work), _judgments(name)
        runs[name] = (measure(_ours(shop), judgments, DEPTH), measure(_plain(shop, name, work), judgments, DEPTH))
        print(name, *(f"\n  {label:6} {_line(report)}" for label, report in zip(("ours", "plain"), runs[name], strict=True)))
        shop.close()
    result: dict[str, Any] = {
        name: {"ours": _metrics(ours), "plain": _metrics(plain), "difference": _difference([ours], [plain])}
        for name, (ours, plain) in runs.items()
    }
    english = [runs[name] for name in ("icecat", "crowdflower")]
    result["icecat and crowdflower"] = {"difference": _difference([o for o, _ in english], [p for _, p in english])}
    for name, each in result.items():
        print(f"ours less plain, {name}:", *(f"\n  {metric:16} {d}" for metric, d in each["difference"].items()))
        each["difference"] = {metric: d.to_dict() for metric, d in each["difference"].items()}
    print(write("search_quality", "python benchmarks/search_quality.py", {"sets": result}))


def _shop(name: str, work: Path) -> Shop:
    products, _, mapping = SETS[name]
    shop = open_shop(str(work / name), create=True)
    shop.import_file(data() / products, mapping=mapping, kind="products")
    shop.index(rebuild=True, progress=lambda phase, done, total: print(f"\r{name}: {phase} {done}/{total}", end="", flush=True))
    print()
    return shop


def _judgments(name: str) -> Judgments:
    path = data() / SETS[name][1]
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        return read_judgments(enumerate(map(json.loads, file), 1), path.name)


def _ours(shop: Shop) -> Callable[[str], Sequence[str]]:
    return lambda query: [hit.id for hit in shop.search(query, k=DEPTH)]


def _plain(shop: Shop, name: str, work: Path) -> Callable[[str], Sequence[str]]:
    products = list(shop.store.products.all())
    ids = np.array([product.id for product in products])
    text = _Bm25([_chinese(_words(p)) if name == "zh" else analyse(_words(p)).words for p in products])
    if name == "zh":
        return lambda query: ids[_best(text.scores(list(dict.fromkeys(_chinese(query)))))].tolist()
    cache = CachedEncoder(shop.encoder, VectorCache(shop.data_dir / "index" / "vectors.cache"))
    vectors = cache.encode([_words(product) for product in products])
    encoder: CachedEncoder | Any = load_encoder()

    def search(query: str) -> Sequence[str]:
        words, cosine = text.scores(analyse_query(query).words), vectors @ encoder.encode([query])[0]
        return ids[_best(0.4 * words / max(words.max(), 1e-9) + 0.6 * cosine / cosine.max())].tolist()

    return search


def _words(product: Product) -> str:
    title, about = product.title.all[0], product.description.all
    return f"{title}. {about[0]}" if about else title


def _chinese(text: str) -> list[str]:
    words, grams = analyse(text)
    return [word for word in words if word.isascii()] + grams


def _best(scores: Any) -> Any:
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    return order[scores[order] > 0]


class _Bm25:
    """BM25 of one field, by tantivy, for all documents at once."""

    def __init__(self, documents: list[list[str]]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("row", fast=True)
        builder.add_text_field("text", tokenizer_name="terms", index_option="freq")
        self._schema, self._n = builder.build(), len(documents)
        index = tantivy.Index(self._schema)
        index.register_tokenizer("terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        writer = index.writer(100_000_000, 1)
        for row, terms in enumerate(documents):
            document = tantivy.Document()
            document.add_unsigned("row", row)
            document.add_text("text", " ".join(terms))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def scores(self, terms: list[str]) -> Any:
        parts = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "text", term, "freq")) for term in terms]
        hits = self._searcher.search(tantivy.Query.boolean_query(parts), self._n, count=False).hits
        out = np.zeros(self._n)
        if hits:
            out[self._searcher.fast_field_values("row", [address for _, address in hits])] = [score for score, _ in hits]
        return out


def _values(reports: list[Report], metric: str) -> list[float]:
    return [row[metric] for report in reports for row in report.rows if row[metric] is not None]


def _difference(ours: list[Report], plain: list[Report]) -> dict[str, Any]:
    return {metric: compare(_values(ours, metric), _values(plain, metric)) for metric in METRICS}


def _metrics(report: Report) -> dict[str, Any]:
    return {name: interval.to_dict() for name, interval in report.metrics.items()}


def _line(report: Report) -> str:
    return "  ".join(f"{name} {interval.value:.4f}" for name, interval in report.metrics.items())


if __name__ == "__main__":
    main()
