"""What every store keeps of other systems: messages that came, ids that stand for others, answers that were given, messages that go out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

DONE, FAILED, KEPT = "done", "failed", "privacy"  # states of a delivery


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that another system sent. `key` is its own id of it, `state` `DONE` or `FAILED` (then
    `error` says why and `body` is what came) or `KEPT` (a request about a person that was carried out)."""

    key: str
    source: str
    topic: str
    state: str
    at: datetime
    error: str = ""
    body: str = ""


class Inbox(Protocol):
    """The messages that came."""

    def put(self, delivery: Delivery) -> None:
        """Keeps a message or what became of it."""

    def get(self, key: str) -> Delivery | None:
        """What became of a message; None when it never came."""

    def all(self, state: str) -> list[Delivery]:
        """Those in this state, oldest first."""

    def forget(self, before: datetime) -> None:
        """Drops those that were done before a moment."""


@dataclass(frozen=True, slots=True)
class Link:
    """What another system's id (`key`, such as "shopify/product/42") stands for here. `at` is the moment
    of the newest state of it that was taken in, `quantity` how many of it lie in one place."""

    key: str
    record_id: str
    at: datetime | None = None
    quantity: int | None = None


class Links(Protocol):
    """What the ids of other systems stand for."""

    def put(self, found: Iterable[Link]) -> None:
        """Keeps links; one of the same key is replaced."""

    def get(self, key: str) -> Link | None:
        """The link of this key."""

    def below(self, prefix: str) -> list[Link]:
        """The links whose keys begin so, in their order."""

    def of(self, record_id: str) -> list[Link]:
        """The links that lead to a record."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request with an idempotency key was answered. `request` is a hash of it."""

    key: str
    request: str
    status: int
    body: str
    at: datetime


class Answers(Protocol):
    """Answers to requests that may be sent again."""

    def get(self, key: str) -> Answer | None:
        """The answer under this key."""

    def put(self, answer: Answer) -> None:
        """Keeps an answer."""

    def forget(self, before: datetime) -> None:
        """Drops those of before a moment."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way to a webhook, "waiting" or, after too many tries, "dead". `key` is the record
    that it is about."""

    id: str
    webhook_id: str
    topic: str
    key: str
    body: str
    state: str
    error: str
    attempts: int
    at: datetime
    due_at: datetime


class Outbox(Protocol):
    """The messages that are to be told outside. Writing a product, an order, a customer, stock or prices
    puts them there for the webhooks that want them, in the same transaction."""

    def announce(self, topic: str, key: str, data: Any) -> None:
        """Tells of something else, in the surrounding transaction if there is one."""

    def due(self, now: datetime, limit: int = 100) -> list[Outgoing]:
        """The messages to be sent now, oldest first; of a record none before those that came earlier."""

    def all(self, state: str, limit: int = 1000) -> list[Outgoing]:
        """The oldest in this state."""

    def delivered(self, id: str) -> None:
        """Forgets a message that arrived."""

    def failed(self, id: str, error: str, due_at: datetime | None) -> None:
        """Counts a try that failed; the next is at `due_at`, None when it was the last."""

    def retry(self, ids: Sequence[str], now: datetime) -> int:
        """Sends messages once more as if they were new; how many there were."""

    def forget(self, keys: Sequence[str]) -> None:
        """Drops what was to be told about some records (`key` of `announce`, such as "order/7"), waiting or given up."""

    def drop(self, webhook_id: str) -> None:
        """Forgets what was on its way to a webhook."""
