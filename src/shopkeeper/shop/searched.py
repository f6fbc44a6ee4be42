"""What was searched, and what the shop answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .localized import Language
from .product import require_id


@dataclass(frozen=True, slots=True)
class LoggedSearch:
    """One search: `id` is its query_id, to which events tie what happened next. `product_ids` are the
    first hits in their order; `where` the filters that held, both asked for and understood; `sort` the
    order that was asked for; `meant` the corrected query that was offered; `relaxed` the conditions that
    were left out to find anything."""

    id: str
    at: datetime
    query: str = ""
    language: Language | None = None
    total: int = 0
    product_ids: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    sort: str = ""
    meant: str = ""
    relaxed: tuple[str, ...] = ()
    session_id: str | None = None
    customer_id: str | None = None
    took_ms: float = 0.0

    def __post_init__(self) -> None:
        require_id("id", self.id)
