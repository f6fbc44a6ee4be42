"""The numbers of a policy, what it answers, and how it refuses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from ..errors import ShopkeeperError
from ..localized import Localized
from ..money import Money
from ..order import Customer, Order, OrderRequest


@dataclass(frozen=True, slots=True)
class Policy:
    """What a shop allows. Days count from the day a parcel arrived, that day not included; None: no limit.
    `cancel_reasons` are those that count, none: any does. `refund_to_gift_card` allows a refund to a gift card of the
    customer besides the way they paid."""

    cancel_reasons: tuple[str, ...] = ("no longer needed", "ordered by mistake")
    return_days: int | None = None
    exchange_days: int | None = None
    refund_to_gift_card: bool = True

    @property
    def version(self) -> str:
        """Another one whenever a rule is another one."""
        return hashlib.blake2b(repr(astuple(self)).encode(), digest_size=8).hexdigest()


class Refused(ShopkeeperError):
    """What the policy forbids: the name of the rule, the reason and what is possible instead for the shopper, and the facts of it."""

    def __init__(self, rule: str, text: Localized, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(text.en)
        self.rule, self.text, self.facts = rule, text, dict(facts or {})


class Stamp(NamedTuple):
    """Under which id a request is carried out once, and when it is asked for."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a request makes of an order and of its customer. `order` and `request` are None where only the customer changes."""

    order: Order | None
    customer: Customer
    request: OrderRequest | None = None

    @property
    def amount(self) -> Money | None:
        """What the customer pays (below 0: gets back)."""
        return self.request.amount if self.request else None
