"""Does a search get better when what its shopper met before is lifted (the setting `search_taste`)?

Over the search log of a shop, by default a demo shop: every search of which a hit was clicked and of whose visitor something was known
by then. The order with and without taste, on the same candidates; how high the clicked products stand. Half of the visitors choose the
share (the best nDCG@10), the other half are measured, with the 95 % interval of the paired difference over visitors. Beside it the same
for clicks on products alone that the visitor had not met before.

    python benchmarks/taste.py SHOP
"""

from __future__ import annotations

import argparse
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from _machine import write

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.shop import Shop
from shopkeeper.evaluation import compare
from shopkeeper.evaluation.ranking import ndcg, reciprocal_rank
from shopkeeper.recommend.taste import Liking, Tastes
from shopkeeper.recommend.watermark import micros
from shopkeeper.search.ranker import rerank
from shopkeeper.search.search import TASTED, Examined

SHARES = (0.025, 0.05, 0.1, 0.2, 0.4)
DEEP = 10


@dataclass(frozen=True)
class Case:
    """A search: its answer without taste, what its visitor likes of the first hits, which hits they clicked."""

    who: str
    found: Examined
    liking: Liking
    clicked: frozenset[str]


def main() -> None:
    """Measures and writes results/taste.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shop", help="the folder of a shop with a search log")
    shop = open_shop(parser.parse_args().shop)
    cases = list(cases_of(shop))
    halves = [[case for case in cases if zlib.crc32(case.who.encode()) % 2 == half] for half in (0, 1)]
    chosen = max(SHARES, key=lambda share: float(np.mean(measured(halves[0], share, "ndcg"))))
    known = sum(len(met(case)) for case in cases) / sum(len(case.clicked) for case in cases)
    result = {
        "searches": len(cases), "visitors": len({case.who for case in cases}), "share": chosen, "clicks_on_met": round(known, 3),
        "test": figures(halves[1], chosen),
        "test_clicks_on_new": {str(share): figures(list(new_to_them(halves[1])), share) for share in SHARES},
        "liking_ms": milliseconds(shop, cases),
    }
    shop.close()
    print(result)
    print(write("taste", "python benchmarks/taste.py demo-shop", result))


def cases_of(shop: Shop) -> Iterable[Case]:
    """The searches that can tell something."""
    clicked = defaultdict(set)
    for event in shop.store.events.all(name="select_item"):
        clicked[event.query_id].update(item.product_id for item in event.items)
    tastes, known = Tastes(shop.recommender.kept), dict[str, Examined]()
    for search in shop.store.searches.all():
        if search.id not in clicked or not search.session_id or search.sort or search.where:
            continue
        if search.query not in known:
            known[search.query] = shop.examined(search.query)
        found = known[search.query]
        liking = tastes.liking(search.session_id, found.ids[:TASTED], micros(search.at))
        if liking is not None:
            yield Case(search.customer_id or search.session_id, found, liking, frozenset(clicked[search.id]))


def measured(cases: Sequence[Case], share: float, measure: str) -> list[float]:
    """How good the order with a share of taste is: the mean over the searches of each visitor, visitors in their order."""
    by_visitor = defaultdict(list)
    for case in cases:
        order = rerank(case.found.fused, share * case.liking).order[:TASTED].tolist()
        ids = dict(zip(case.found.fused.order.tolist(), case.found.ids, strict=True))
        of = ndcg if measure == "ndcg" else reciprocal_rank
        by_visitor[case.who].append(of([ids[place] for place in order], dict.fromkeys(case.clicked, 1.0), DEEP) or 0.0)
    return [float(np.mean(values)) for _, values in sorted(by_visitor.items())]


def figures(cases: Sequence[Case], share: float) -> dict[str, Any]:
    """Without and with taste, and the paired difference."""
    out: dict[str, Any] = {"searches": len(cases)}
    for name, measure in (("mrr@10", "mrr"), ("ndcg@10", "ndcg")):
        plain, lifted = measured(cases, 0.0, measure), measured(cases, share, measure)
        out[name] = {"without": round(float(np.mean(plain)), 4), "with": round(float(np.mean(lifted)), 4),
                     "difference": compare(lifted, plain).to_dict()}
    return out


def met(case: Case) -> set[str]:
    """The products that a visitor clicked and had met before."""
    before = {id for id, liked in zip(case.found.ids, case.liking.tolist(), strict=False) if liked == 1.0}
    return before & case.clicked


def new_to_them(cases: Iterable[Case]) -> Iterable[Case]:
    """The searches with clicks on products that their visitors had not met, and these clicks alone."""
    for case in cases:
        if fresh := case.clicked - met(case):
            yield Case(case.who, case.found, case.liking, frozenset(fresh))


def milliseconds(shop: Shop, cases: Sequence[Case]) -> float:
    """The median time that taste takes of a search."""
    tastes, times = Tastes(shop.recommender.kept), []
    sessions = [search.session_id for search, _ in zip(shop.store.searches.all(), range(300), strict=False) if search.session_id]
    for session, case in zip(sessions, cases, strict=False):
        start = perf_counter()
        tastes.liking(session, case.found.ids[:TASTED])
        times.append(1000 * (perf_counter() - start))
    return round(float(np.median(times)), 3)


if __name__ == "__main__":
    main()
