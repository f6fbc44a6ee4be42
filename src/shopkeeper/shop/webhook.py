"""Who outside is told what changes in the shop."""

from __future__ import annotations

import hashlib
import hmac
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from .errors import InvalidRecord
from .product import require_id

TOPICS = (
    "product.updated", "product.deleted", "stock.updated", "price.updated", "order.updated", "order.deleted", "customer.updated",
    "customer.deleted", "cart.checkout",
)
SHORTEST_SECRET = 16
FIRST, LONGEST = 5.0, 3 * 3600.0  # seconds before the second try, and the most between two
OLDEST = 300.0  # seconds that a signature is good for, before and after the clock of who checks it


def signed(body: str, secret: str, at: datetime) -> str:
    """`t=<unix seconds>,v1=<hexadecimal HMAC-SHA256 of "t.body">`: the moment is signed too, so that a
    receiver can refuse what is old."""
    moment = int(at.timestamp())
    return f"t={moment},v1={hmac.new(secret.encode(), f'{moment}.{body}'.encode(), hashlib.sha256).hexdigest()}"


def is_signed(body: str, secret: str, signature: str, at: datetime) -> bool:
    """Whether a signature is that of `signed`, made with this secret at about this moment."""
    try:
        moment = int(signature.partition("t=")[2].partition(",")[0])
        made = datetime.fromtimestamp(moment, UTC)
    except (ValueError, OverflowError, OSError):
        return False
    good = hmac.compare_digest(signed(body, secret, made).encode(), signature.encode())
    return good and bool(secret) and abs((at - made).total_seconds()) <= OLDEST


def wait_after(attempts: int, draw: Callable[[], float] = random.random) -> timedelta:
    """How long to wait after so many tries that failed: twice as long each time, half of it by chance, so
    that many messages that failed together do not come together again."""
    longest = min(FIRST * 2 ** (attempts - 1), LONGEST)
    return timedelta(seconds=longest * (0.5 + draw() / 2))


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
