"""Advertising to some customers: who was written to and who was held out, to see what it brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .errors import InvalidRecord
from .localized import Localized
from .money import Money
from .order import CHANNELS
from .product import require_id


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign that was started at `at`. `audience` says in words who was meant. Who was written to and who was held out by chance stands
    in `Store.contacts`; `hold_out` is the intended share of the latter, whose purchases are those that would have been made anyway. `cost`
    is that of one contact, `text` what was approved and goes out in each language, `copy` its SHA-256 in hexadecimal."""

    id: str
    channel: str
    at: datetime
    audience: str = ""
    hold_out: float = 0.1
    cost: Money | None = None
    copy: str = ""
    text: Localized = Localized()

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if self.channel not in CHANNELS:
            raise InvalidRecord("channel", "one of " + ", ".join(CHANNELS), self.channel)
        if not 0 <= self.hold_out < 1:
            raise InvalidRecord("hold_out", "a share of the audience: 0 or more, below 1", self.hold_out)
