"""A shop's sentence encoder: trained further on its own pairs of texts, measured beside the one in use, put in use unless it is worse."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..evaluation import Difference, compare, mean, ndcg
from ..models.capabilities import ENCODER
from ..models.card import Card, Data, fingerprint
from ..models.encoder import Encoder, OnnxEncoder
from ..models.encoders import OneEncoder
from ..models.sentences.pairs import Example, Pair, anchors, catalogue_pairs, judged_pairs
from ..models.split import held_out
from ..models.training.options import TrainOptions
from ..models.training.tune import search as tuned
from ..search.engines.local import LocalIndex
from ..search.indexer import Indexer
from ..search.lessons import Rated
from ..search.pages import Pages
from ..search.rules import RuleBook
from ..search.search import Search, request
from ..search.signals import StoreSignals
from ..shop import InvalidFile, InvalidQuery, Product
from ..text.language import detect

if TYPE_CHECKING:
    from .shop import Shop

FEWEST = 50  # pairs to learn from
ANCHORS = 3000  # titles whose vectors are to stay where they are
MEASURED = 2000  # pairs, or queries, that are measured on
CATALOGUE = "catalogue"
Progress = Callable[[str, int, int], None]
Measure = Callable[[Encoder], list[float]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An encoder that was made: its version, how it does on rows that it did not learn from beside the one that was in use, and
    whether it is in use now."""

    version: str
    active: bool
    pairs: int
    metric: str
    before: float
    after: float
    difference: Difference

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        figures = {"before": round(self.before, 6), "after": round(self.after, 6), "difference": self.difference.to_dict()}
        return {"version": self.version, "active": self.active, "pairs": self.pairs, "metrics": {self.metric: figures}}


@dataclass(frozen=True, slots=True)
class Lesson:
    """What an encoder learns from, and the pairs on which settings are compared. Nothing of the held-out part is in either."""

    examples: list[Example]
    validation: list[Pair]
    data: Data


def lesson(shop: Shop, rated: Rated | None) -> Lesson:
    """The shop's pairs: its catalogue's, and those of queries with products that were judged or clicked. `InvalidFile` when they
    are few."""
    products = [product for product in shop.store.products.all() if not held_out(product.id)]
    pairs = list(catalogue_pairs(products))
    if rated:
        known = {query: ratings for query, ratings in rated.ratings.items() if not held_out(query)}
        pairs += _judged(known, shop.store.products.all())
    if len(pairs) < FEWEST:
        got = f"{len(pairs)} from {len(products):,} products"
        raise InvalidFile(f"encoder: expected at least {FEWEST} pairs of texts to learn from, got {got}")
    validation = [pair for pair in pairs if held_out(f"validation {pair.b}", 10)]
    still = anchors([text for product in products[:ANCHORS] for text in product.title.all])
    data = Data(fingerprint(map(repr, pairs)), len(pairs), [CATALOGUE, *([rated.source] if rated else [])])
    return Lesson([*(pair for pair in pairs if not held_out(f"validation {pair.b}", 10)), *still], validation[:MEASURED], data)


def _judged(ratings: Mapping[str, Mapping[str, float]], products: Iterator[Product]) -> list[Pair]:
    """Each query with titles in its language, where there are such."""
    titles = {product.id: product.title for product in products}
    out: list[Pair] = []
    for query, rated in ratings.items():
        language = detect(query)
        out += judged_pairs({query: rated}, {id: titles[id].get(language) for id in rated if id in titles})
    return out


def train_encoder(
    shop: Shop, rated: Rated | None = None, *, base: str | None = None, given: Mapping[str, Any] | None = None,
    progress: Progress | None = None, found: Lesson | None = None,
) -> Outcome:
    """Trains the encoder `base` (a folder or an id on the hub; by default the shop's own that is in use) further, adds it as a version
    and puts it in use unless it is worse, on queries with judged products or else on texts of products that belong together. Killed, the
    same call goes on. `given` are options of training in place of the defaults."""
    try:
        from ..models.sentences.train import DEFAULTS
    except ModuleNotFoundError as error:
        raise InvalidQuery(f"training needs the extra [train] ({error.name} is missing); next: pip install 'shopkeeper[train]'") from None

    start, versions = time.monotonic(), shop.models[ENCODER]
    old = OnnxEncoder(versions.get(versions.active or "none").folder)
    told, options = found or lesson(shop, rated), DEFAULTS.given(**(given or {}))
    metric, measure = measure_of(shop, rated)
    work = versions.folder / "training"
    begin = base or _unpacked(old, work)
    if options.tune:
        options = tuned(options, work / "tune.jsonl", lambda tried: 1 - float(np.mean(picks(
            _fitted(begin, old, told.examples, tried, work / "trial", None), told.validation))))
    new = _fitted(begin, old, [*told.examples, *told.validation], options, work / "run", progress)
    after, before = measure(new), measure(old)
    difference = compare(after, before)
    about = {"base": base, "origin": dict(rated.origin) if rated else {}, "source": rated.source if rated else CATALOGUE}
    card = Card(
        "Sentence encoder", f"Trained further from {base or 'the encoder that was in use'} on pairs of this shop's texts.", told.data,
        {metric: mean(after), f"{metric} before": mean(before), f"{metric} difference": difference},
        f"{len(after)} rows that it did not learn from, beside version {versions.active}", options.to_dict(), time.monotonic() - start,
    )
    version = versions.add(lambda folder: _copied(new.folder, folder), card=card, about=about)
    shutil.rmtree(work)
    if active := difference.not_worse:
        shop.promote(ENCODER, version.name, progress=progress)
    return Outcome(version.name, active, told.data.rows, metric, float(np.mean(before)), float(np.mean(after)), difference)


def _unpacked(encoder: OnnxEncoder, work: Path) -> str:
    from ..models.sentences.recover import recover

    folder = work / f"base-{encoder.fingerprint}"
    if not folder.exists():
        aside = folder.with_suffix(".part")
        recover(encoder.folder, aside)
        aside.rename(folder)
    return str(folder)


def _fitted(
    base: str, old: OnnxEncoder, examples: Sequence[Example], options: TrainOptions, work: Path, progress: Progress | None,
) -> OnnxEncoder:
    """The trained encoder, as serving reads it."""
    from ..models.export import export_encoder
    from ..models.sentences.train import fit_encoder

    start, first = time.monotonic(), 0

    def tell(step: int, steps: int, loss: float) -> None:
        nonlocal first
        first = first or step  # a run that goes on begins in the middle
        if progress:
            left = (time.monotonic() - start) / (step - first + 1) * (steps - step)
            progress(f"training: loss {loss:.4f}, {left / 60:.0f} min left", step, steps)

    fit_encoder(base, examples, work / "trained", options, tell)
    export_encoder(str(work / "trained"), work / "exported", languages=old.languages, max_tokens=old.max_tokens, related=old.related)
    return OnnxEncoder(work / "exported")


def _copied(source: Path, folder: Path) -> None:
    shutil.copytree(source, folder, dirs_exist_ok=True)


def measure_of(shop: Shop, rated: Rated | None) -> tuple[str, Measure]:
    """What an encoder is measured by on the held-out part: nDCG@10 of search where products were judged or clicked, else how often a text
    lies nearer to the one it belongs to than to another. `InvalidFile` when the part is empty."""
    if rated:
        told = [(query, ratings) for query, ratings in rated.ratings.items() if held_out(query) and max(ratings.values(), default=0.0) > 0]
        if told:
            few = dict(told[:MEASURED])
            return "ndcg@10", lambda encoder: _searched(shop, encoder, few)
    pairs = list(catalogue_pairs(product for product in shop.store.products.all() if held_out(product.id)))[:MEASURED]
    if len(pairs) < 2:
        raise InvalidFile("encoder: expected products to measure on, got too few")
    return "auc", lambda encoder: picks(encoder, pairs).tolist()


def picks(encoder: Encoder, pairs: Sequence[Pair]) -> NDArray[np.float64]:
    """For each pair, which share of the other second texts lies farther from its first than its own (a draw counts half): float64[n],
    whose mean is the area under the ROC curve of telling pairs by their cosine."""
    first, second = (encoder.encode([getattr(pair, side) for pair in pairs]) for side in ("a", "b"))
    near = first @ second.T
    own = np.diag(near)[:, None]
    other = np.array([[a.b != b.b for b in pairs] for a in pairs])
    wins = ((near < own) + 0.5 * (near == own)) * other
    shares: NDArray[np.float64] = wins.sum(1) / np.maximum(other.sum(1), 1)
    return shares


def _searched(shop: Shop, encoder: Encoder, queries: Mapping[str, Mapping[str, float]]) -> list[float]:
    """nDCG@10 of each query in an index of the whole catalogue with this encoder. Its vectors are kept, so that promoting it is quick."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, one, products = Path(scratch), OneEncoder(encoder), shop.store.products
        index, pages = LocalIndex(folder / "index", encoder.dimensions, encoder.fingerprint), Pages(folder / "pages.db")
        with closing(index), closing(pages), closing(StoreSignals(shop.store.activity)) as signals:
            Indexer(products, index, one, shop.cached).catch_up()
            search = Search(index, one, products.glance, pages, signals, RuleBook(shop.store.rules))
            return [ndcg(search.examine(request(query)).ids, ratings, 10) or 0.0 for query, ratings in queries.items()]
