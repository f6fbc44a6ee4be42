"""What the demo shop hides from itself, for tests and benchmarks: what an analysis should find."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .build import open_market
from .catalogue import Item
from .customers import Taste
from .faults import Fault, faulty
from .slips import Slips, slips
from .words import kinds


@dataclass(frozen=True, slots=True)
class Truth:
    """`quality[product][aspect]` and `appeal[product]` about 0..1, `tastes[customer]`, the season of each
    product, for each product type the types that are bought along with it, likeliest first, the batch that
    breaks (`fault`), and the products whose price and category are wrong (`slips`)."""

    quality: dict[str, dict[str, float]]
    appeal: dict[str, float]
    tastes: dict[str, Taste]
    season: dict[str, str]
    kind: dict[str, str]
    complements: dict[str, tuple[str, ...]]
    fault: Fault | None
    slips: Slips | None


def truth(seed: int = 7, *, products: int = 1000, customers: int = 2000, until: date = date(2026, 9, 30)) -> Truth:
    """The hidden side of the shop that `build` makes from the same arguments."""
    market = open_market(seed, products, customers, until)
    items: dict[str, Item] = {item.product.id: item for item in market.items}
    return Truth(
        quality={id: dict(item.quality) for id, item in items.items()},
        appeal={id: item.appeal for id, item in items.items()},
        tastes={person.customer.id: person.taste for person in market.people},
        season={id: item.kind.season for id, item in items.items()},
        kind={id: item.kind.key for id, item in items.items()},
        complements={kind.key: kind.complements for kind in kinds()},
        fault=faulty(market),
        slips=slips(market),
    )
