"""How many are left and what they cost now: the updates a shop's stock system sends all day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .errors import InvalidRecord
from .money import Money


@dataclass(frozen=True, slots=True)
class StockUpdate:
    """How many of a variant are on hand since `at` (now, when it is left out). The variant is named
    by its id, or by a SKU or barcode that no other variant has. None are left at a quantity of 0."""

    quantity: int
    variant_id: str = ""
    sku: str = ""
    barcode: str = ""
    at: datetime | None = None

    def __post_init__(self) -> None:
        _one_name(self)
        if self.quantity < 0:
            raise InvalidRecord("quantity", "a whole number of 0 or more", self.quantity)


@dataclass(frozen=True, slots=True)
class PriceUpdate:
    """What a variant costs since `at`; it is named as in `StockUpdate`."""

    price: Money
    variant_id: str = ""
    sku: str = ""
    barcode: str = ""
    at: datetime | None = None

    def __post_init__(self) -> None:
        _one_name(self)
        if self.price.amount < 0:
            raise InvalidRecord("price.amount", "an amount of 0 or more", self.price.amount)


def _one_name(update: StockUpdate | PriceUpdate) -> None:
    given = [name for name in ("variant_id", "sku", "barcode") if getattr(update, name).strip()]
    if len(given) != 1:
        raise InvalidRecord(given[1] if given else "variant_id", "one of variant_id, sku and barcode", ", ".join(given) or None)
