"""How well recommendations foresee what people did last, on a file of sequences."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from ..evaluation import Interval, Report, mean
from ..evaluation.beyond import beyond
from ..shop import InvalidFile, InvalidQuery
from .foresight import CUTS, FEWEST, Foreseen, Foresight, Progress, Sequences
from .history import History
from .sources.basket import Basket
from .sources.people import People
from .sources.popular import Popular
from .sources.protocol import Source
from .sources.repeat import Repeat
from .sources.sequence import Sequence
from .sources.served import Served
from .sources.trend import Trend
from .suited import USUAL, blended, suited

Make = Callable[[History], Source]
PEOPLE = USUAL  # weight of alike people beside sequences


def mixed(history: History) -> Source:
    """Sequences and alike people, mixed by the usual weight."""
    return blended(Sequence(history), People(history), PEOPLE)


def served(history: History) -> Source:
    """The front page's list: sequences, alike people, baskets, what rises and what is due again together."""
    return Served(history, [Sequence(history), People(history), Basket(history), Trend(history), Repeat(history)])


MODELS: dict[str, Make] = {
    "suited": suited, "mixed": mixed, "served": served, "sequence": Sequence, "people": People, "basket": Basket, "popular": Popular,
}  # fmt: skip


def read_sequences(path: Path) -> Sequences:
    """Reads lines `user item item …`, oldest first, also gzipped. `InvalidFile` names a line that is none, or a customer told twice."""
    found: dict[str, list[str]] = {}
    for number, line in _lines(path):
        customer, *products = line.split()
        if not products:
            raise InvalidFile(f"{path} line {number}: expected a customer and products in the order of time, got {line.strip()[:80]!r}")
        if customer in found:
            raise InvalidFile(f"{path} line {number}: customer {customer} has a line already; expected one line a customer")
        found[customer] = products
    if not any(len(products) >= FEWEST for products in found.values()):
        raise InvalidFile(f"{path}: expected customers with at least {FEWEST} products each; none of {len(found)} has")
    return list(found.items())


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            yield from ((number, line) for number, line in enumerate(file, 1) if line.strip())
    except FileNotFoundError:
        raise InvalidFile(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise InvalidFile(f"{path}: expected lines of text, `user item item …` ({type(error).__name__}: {error})") from None


def model(name: str) -> Make:
    """The model of a name; `InvalidQuery` when there is none."""
    if name not in MODELS:
        raise InvalidQuery(f"model: expected one of {', '.join(MODELS)}, got {name!r}")
    return MODELS[name]


def evaluate(sequences: Sequences, make: Make, *, progress: Progress | None = None) -> Report:
    """hr@5, hr@10, ndcg@5 and ndcg@10 of the last product of everybody with at least three, all products that they did not meet yet
    ranked; with `fit_s` and `ms_per_user`. The model is fitted on all but the last product. `…_train_only`: fitted without the last
    but one too, and asked with it, as papers do that tune on it. Intervals over people.

    What accuracy does not say, of the first ten that each of these people gets, without what they met (see `evaluation.beyond`):
    `coverage@10` is the share of all products that stand in some list (Ziegler et al. 2005), `gini@10` how unequally the places are
    shared out among all, 0 to 1; `novelty@10` the mean of -log2 of a product's share of all that was done, bits (Vargas and Castells
    2011); `popularity@10` how often a recommended product was met over how often any is (Yin et al. 2012): 1 favours nobody."""
    full, fit_s = foresee(sequences, make, progress=progress)
    short, _ = foresee(sequences, make, unfitted=1, progress=progress)
    metrics: dict[str, Interval] = {}
    for suffix, outcome in (("", full), ("_train_only", short)):
        for cut in CUTS:
            metrics |= {f"hr@{cut}{suffix}": mean(outcome.hits(cut)), f"ndcg@{cut}{suffix}": mean(outcome.gains(cut))}
    metrics |= {f"{name}@{max(CUTS)}": figure for name, figure in beyond(full.lists, _met(sequences)).items()}
    metrics |= {"fit_s": Interval(fit_s, fit_s, fit_s), "ms_per_user": mean(full.ms)}
    people = [customer for customer, products in sequences if len(products) >= FEWEST]
    products = len({product for _, each in sequences for product in each})
    rows = zip(people, full.hits(10), full.gains(10), strict=True)
    counts = {"people": len(people), "left out (too short)": len(sequences) - len(people), "products": products}
    return Report("recommend", metrics, counts, tuple({"key": who, "hr@10": hit, "ndcg@10": gain} for who, hit, gain in rows))


def _met(sequences: Sequences) -> dict[str, float]:
    """How often each product was met before what is hidden; those that are hidden alone 0 times."""
    met = dict.fromkeys((product for _, products in sequences for product in products), 0.0)
    for _, products in sequences:
        for product in products[:-1] if len(products) >= FEWEST else products:
            met[product] += 1
    return met


def foresee(sequences: Sequences, make: Make, *, unfitted: int = 0, progress: Progress | None = None) -> tuple[Foreseen, float]:
    """What a model makes of everybody's last product, and the seconds to fit it; `unfitted` as of `Foresight`."""
    trial = Foresight.of(sequences, unfitted=unfitted)
    start = perf_counter()
    source = make(trial.history)
    fit_s = perf_counter() - start
    return trial.ask(source, progress), fit_s
