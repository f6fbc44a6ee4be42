"""What the shop orders from those it buys from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from .errors import Conflict, InvalidRecord
from .localized import Localized
from .money import Money
from .product import require_id


class PurchaseState(StrEnum):
    """A draft may be changed; what was sent is on its way until it was received or cancelled."""

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    CANCELLED = "cancelled"


_NEXT = {
    PurchaseState.DRAFT: (PurchaseState.SENT, PurchaseState.CANCELLED),
    PurchaseState.SENT: (PurchaseState.RECEIVED, PurchaseState.CANCELLED),
    PurchaseState.RECEIVED: (),
    PurchaseState.CANCELLED: (),
}


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """So many of a variant, as the supplier calls it (`sku`), at what price a unit; None where nobody says."""

    variant_id: str
    quantity: int
    product_id: str = ""
    title: Localized = Localized()
    sku: str = ""
    price: Money | None = None

    def __post_init__(self) -> None:
        require_id("variant_id", self.variant_id)
        if self.quantity < 1:
            raise InvalidRecord("quantity", "a whole number of 1 or more", self.quantity)


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order to a supplier (`supplier_id` empty: nobody in particular), made at `at` by whom; when it was sent, is due to arrive and was
    received or cancelled."""

    id: str
    at: datetime
    lines: tuple[PurchaseLine, ...]
    state: PurchaseState = PurchaseState.DRAFT
    supplier_id: str = ""
    supplier: str = ""
    by: str = ""
    note: str = ""
    sent_at: datetime | None = None
    due_at: datetime | None = None
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if not self.lines:
            raise InvalidRecord("lines", "at least one line")
        if len({line.variant_id for line in self.lines}) < len(self.lines):
            raise InvalidRecord("lines.variant_id", "each variant once", [line.variant_id for line in self.lines])

    @property
    def units(self) -> int:
        """How many pieces in all."""
        return sum(line.quantity for line in self.lines)

    @property
    def amount(self) -> Money | None:
        """What it costs; None where a price is not known, or prices are in several currencies."""
        prices = [line.price for line in self.lines]
        if any(price is None for price in prices) or len({price.currency for price in prices if price}) != 1:
            return None
        sums = [line.price.amount * line.quantity for line in self.lines if line.price]
        return Money(sum(sums), prices[0].currency) if prices[0] else None

    def stepped(self, state: PurchaseState, at: datetime) -> Purchase:
        """The order in its next state. `Conflict` for one that does not come next."""
        if state not in _NEXT[self.state]:
            raise Conflict(f"order {self.id}: it is {self.state.value}, so it cannot become {state.value}")
        sent = state is PurchaseState.SENT
        return replace(self, state=state, sent_at=at if sent else self.sent_at, ended_at=None if sent else at)
