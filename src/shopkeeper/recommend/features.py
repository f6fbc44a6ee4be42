"""What a ranker knows of a candidate: who proposed it, what the shop knows of it, how it fits what the shopper met.

| feature | meaning |
|---|---|
| score, place | the score of the fixed blend (the best has 1), log(1 + place) by it |
| own SOURCE | the score that a source gave it over that source's best, 0 where it did not propose it |
| part SOURCE | what the source gave to the score of the blend |
| proposed | how many sources proposed it |
| popular, sold, again | of `Tally`: log(1 + what was done with it), log(1 + purchases of 30 days), share of buyers that come back |
| age | days that it is in the shop |
| price | log of its price over the median of what the shopper met |
| kind, root, brand | share of what the shopper met that is of its narrowest category, of its widest, of its brand |
| known | log(1 + how many different products the shopper met) |

What is not known is NaN, which a tree sends the way that fits best. The sources of `NEVER` are no features: a network that learnt from
the events by which a ranker is taught would seem to know the answers.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from .blend import Fused
from .shelf import Shelf
from .sources.protocol import Rows
from .tally import Tally, at

SOURCES = "sequence", "basket", "people", "alike", "words", "trend", "repeat"
NEVER = frozenset({"learned"})
FEATURES = (
    "score", "place", *(f"own {name}" for name in SOURCES), *(f"part {name}" for name in SOURCES), "proposed",
    "popular", "sold", "again", "age", "price", "kind", "root", "brand", "known",
)  # fmt: skip
DEPTH = 100  # candidates that are ranked again
LOOKED_BACK = 50  # products of a shopper that candidates are compared with
_DAY = 86_400.0
Values = NDArray[np.float32]


def features(fused: Fused, met: Rows, shelf: Shelf, tally: Tally, now: datetime) -> Values:
    """float32[m, len(FEATURES)] of candidates; `met` are the different products that the shopper met, the newest last."""
    facts, back = shelf.facts(fused.rows), shelf.facts(met[-LOOKED_BACK:])
    n = len(fused)
    columns = [
        fused.scores, np.log1p(np.arange(n)), *_by_source(fused, fused.own), *_by_source(fused, fused.parts), (fused.own > 0).sum(1),
        np.log1p(at(tally.popular, fused.rows)), np.log1p(at(tally.sold, fused.rows)), at(tally.again, fused.rows),
        (now.timestamp() - facts["created"]) / _DAY, np.log(facts["price"] / _median(back["price"])),
        *(_share(facts[name], back[name]) for name in ("kind", "root", "brand")), np.full(n, np.log1p(len(met))),
    ]  # fmt: skip
    return np.stack([np.asarray(column, np.float32) for column in columns], 1)


def _by_source(fused: Fused, values: Values) -> list[Values]:
    none = np.zeros(len(fused), np.float32)
    return [values[:, fused.names.index(name)] if name in fused.names else none for name in SOURCES]


def _median(prices: Values) -> float:
    known = prices[~np.isnan(prices) & (prices > 0)]
    return float(np.median(known)) if len(known) else float("nan")


def _share(theirs: NDArray[np.int32], met: NDArray[np.int32]) -> Values:
    """Which share of what was met has the same category or brand; NaN where nothing was met."""
    if not len(met):
        return np.full(len(theirs), np.nan, np.float32)
    share: Values = ((theirs[:, None] == met) & (met >= 0)).mean(1).astype(np.float32)
    return share
