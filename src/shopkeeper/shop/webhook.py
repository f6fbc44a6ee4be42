"""Who outside is told what changes in the shop."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from .errors import InvalidRecord
from .product import require_id

TOPICS = (
    "product.updated", "product.deleted", "stock.updated", "price.updated", "order.updated", "order.deleted", "customer.updated",
    "customer.deleted", "cart.checkout",
)
SHORTEST_SECRET = 16


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told of some topics. What is sent there is signed with `secret`."""

    id: str
    url: str
    topics: tuple[str, ...]
    secret: str = field(repr=False)
    enabled: bool = True
    created_at: datetime | None = None

    def __post_init__(self) -> None:
        require_id("id", self.id)
        _require_address(self.url)
        if not self.topics:
            raise InvalidRecord("topics", "at least one of " + ", ".join(TOPICS))
        for topic in self.topics:
            if topic not in TOPICS:
                raise InvalidRecord("topics", "some of " + ", ".join(TOPICS), topic)
        if len(self.secret) < SHORTEST_SECRET:
            raise InvalidRecord("secret", f"at least {SHORTEST_SECRET} characters")


def _require_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good or not url.isascii() or not url.isprintable() or " " in url:
        raise InvalidRecord("url", "an address that begins with http:// or https://, without a user name", url)
