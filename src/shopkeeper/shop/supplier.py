"""Who the shop buys from, and on which terms."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import InvalidRecord
from .money import Money
from .product import require_id


@dataclass(frozen=True, slots=True)
class SupplierItem:
    """What a supplier asks for a variant: price, the least that is sold, in packs of how many, and
    days from order to arrival (None: the supplier's own)."""

    variant_id: str
    price: Money | None = None
    minimum: int = 1
    pack: int = 1
    lead_days: float | None = None
    sku: str = ""

    def __post_init__(self) -> None:
        require_id("variant_id", self.variant_id)
        _at_least("minimum", self.minimum, 1)
        _at_least("pack", self.pack, 1)
        _at_least("lead_days", self.lead_days, 0)


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier. `lead_days` is how long an order takes to arrive, `lead_days_sd` how much that
    varies (standard deviation)."""

    id: str
    name: str = ""
    email: str = ""
    lead_days: float | None = None
    lead_days_sd: float | None = None
    minimum_order: Money | None = None
    items: tuple[SupplierItem, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        require_id("id", self.id)
        _at_least("lead_days", self.lead_days, 0)
        _at_least("lead_days_sd", self.lead_days_sd, 0)
        if len({item.variant_id for item in self.items}) < len(self.items):
            raise InvalidRecord("items.variant_id", "each variant once", [item.variant_id for item in self.items])


def _at_least(field: str, value: float | None, least: int) -> None:
    if value is not None and not value >= least:
        raise InvalidRecord(field, f"a number of {least} or more", value)
