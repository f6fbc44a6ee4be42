"""The batch that went wrong: from a day on, a product that many buy breaks soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .shopping import Market

ASPECT = "sturdiness"
FELT = 0.12  # of the aspect, 0..1, from then on
MOOD = -0.3  # of the whole
AGO = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Fault:
    """Which product (its place and its id), what of it, and since when it leaves the shop so."""

    item: int
    product_id: str
    aspect: str
    since: date


def faulty(market: Market) -> Fault | None:
    """The product that most people want among those that can break; None in a shop without one."""
    wanted = market.wish.sum(axis=0)
    known = [place for place, item in enumerate(market.items) if ASPECT in item.quality]
    if not known:
        return None
    worst = max(known, key=lambda place: (float(wanted[place]), -place))
    return Fault(worst, market.items[worst].product.id, ASPECT, market.until - AGO)
