"""Stock levels and prices as other systems send them: which are good, for which variant, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ...shop import InvalidRecord, PriceChange, PriceUpdate, StockChange, StockUpdate
from ...store.protocol import Applied, By, Products

if TYPE_CHECKING:
    from ..shop import Shop

Update = StockUpdate | PriceUpdate
AHEAD = timedelta(minutes=5)  # by which another system's clock may be ahead of ours: a level of tomorrow would bar all of today's
_CALLED = {"variant_id": "the id", "sku": "the SKU", "barcode": "the barcode"}
_NAMED_BY: dict[str, By] = {"variant_id": "id", "sku": "sku", "barcode": "barcode"}


@dataclass(slots=True)
class LevelsReport:
    """What came of a list of updates; `rejected` by their place in it, as in any bulk request."""

    accepted: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        rejected = sorted(self.rejected, key=lambda each: int(each["index"]))
        return {"accepted": self.accepted, "changed": self.changed, "unchanged": self.unchanged, "older": self.older, "rejected": rejected}


def set_levels(shop: Shop, updates: Iterable[tuple[int, Update]], now: datetime | None = None) -> LevelsReport:
    """Sets stock and prices, each update with its place, the good ones though others be refused;
    searches see them when it returns."""
    report, now = LevelsReport(), now or datetime.now(UTC)
    updates = [(index, each) for index, each in updates if _due(index, each, now, report)]
    with shop.store.transaction():
        known = list(_known(shop.store.products, updates, report))
        applied = _apply(shop.store.products, known, now)
    if applied.changed:
        shop.catch_up()
    report.accepted, report.changed, report.unchanged, report.older = len(known), applied.changed, applied.unchanged, applied.older
    return report


def rejection(index: int, error: InvalidRecord) -> dict[str, Any]:
    """What is wrong with one of many records, as bulk answers say it."""
    got = None if error.got is None else str(error.got)[:80]
    return {"index": index, "field": error.field, "expected": error.expected, "got": got}


def _due(index: int, update: Update, now: datetime, report: LevelsReport) -> bool:
    if update.at is None or update.at <= now + AHEAD:
        return True
    report.rejected.append(rejection(index, InvalidRecord("at", "a moment that is not in the future", update.at.isoformat())))
    return False


def _known(products: Products, updates: Sequence[tuple[int, Update]], report: LevelsReport) -> Iterable[tuple[str, Update]]:
    """The updates whose variant there is, with its id."""
    coded = products.by_code([code for _, update in updates for name in _NAMED_BY if (code := getattr(update, name))])
    for index, update in updates:
        name = next(name for name in _NAMED_BY if getattr(update, name))
        found = [each.variant_id for each in coded.get(getattr(update, name), ()) if each.by == _NAMED_BY[name]]
        if len(found) == 1:
            yield found[0], update
        else:
            several = f"{_CALLED[name]} of one variant, but {len(found)} have it: {', '.join(found[:3])}"
            expected = several if found else f"{_CALLED[name]} of a variant of this shop"
            report.rejected.append(rejection(index, InvalidRecord(name, expected, getattr(update, name))))


def _apply(products: Products, known: Sequence[tuple[str, Update]], now: datetime) -> Applied:
    stock = [StockChange(id, each.at or now, each.quantity) for id, each in known if isinstance(each, StockUpdate)]
    prices = [PriceChange(id, each.at or now, each.price) for id, each in known if isinstance(each, PriceUpdate)]
    until = now + AHEAD
    return (products.set_stock(stock, until) if stock else Applied()) + (products.set_prices(prices, until) if prices else Applied())
