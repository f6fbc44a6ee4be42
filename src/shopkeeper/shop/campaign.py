"""Advertising to some customers: who was written to and who was held out, to see what it brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .errors import InvalidRecord
from .money import Money
from .order import CHANNELS
from .product import require_id


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign that was started at `at`. `audience` says in words who was meant. `sent` are the ids of the customers whose addresses
    went out, `held` those of the same audience who were held out by chance: what they buy is what would have been bought anyway.
    `hold_out` is their intended share, `cost` of one contact; `copy` the SHA-256 of the text that was approved, in hexadecimal."""

    id: str
    channel: str
    at: datetime
    audience: str = ""
    hold_out: float = 0.1
    sent: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    cost: Money | None = None
    copy: str = ""

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if self.channel not in CHANNELS:
            raise InvalidRecord("channel", "one of " + ", ".join(CHANNELS), self.channel)
        if not 0 <= self.hold_out < 1:
            raise InvalidRecord("hold_out", "a share of the audience: 0 or more, below 1", self.hold_out)
        if not set(self.sent).isdisjoint(self.held):
            raise InvalidRecord("held", "customers who were not written to", sorted(set(self.sent) & set(self.held))[0])
