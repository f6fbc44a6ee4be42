"""The search log: what was searched is kept in the background, so that no search waits for it or fails by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ..shop import LoggedSearch
from ..store.behind import ROOM, Behind
from ..store.protocol import Searches
from ..text.personal import mask
from .result import SearchResult


class SearchLog(Behind[LoggedSearch]):
    """Keeps searches in `searches` for so many `days` (0: for ever), see `Behind`. E-mail addresses and telephone numbers in a query
    are masked before it is written."""

    def __init__(self, searches: Searches, *, days: int = 180, room: int = ROOM) -> None:
        super().__init__(searches, "search log", days=days, room=room)

    def note(self, query: str, result: SearchResult, *, session_id: str | None = None, customer_id: str | None = None) -> None:
        """Remembers that `query` was answered by `result`; costs microseconds. A search without words is browsing and is not kept."""
        if not query.strip():
            return
        self.put(LoggedSearch(
            result.query_id, datetime.now(UTC), query, result.language, result.total, result.leading, result.understood.where,
            result.understood.sort, result.did_you_mean or "", result.relaxed, session_id=session_id, customer_id=customer_id,
            took_ms=round(result.took_ms, 2),
        ))  # fmt: skip

    def _prepared(self, record: LoggedSearch) -> LoggedSearch:
        return replace(record, query=mask(record.query), meant=mask(record.meant))
