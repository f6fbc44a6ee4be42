"""What shoppers searched for, as far as it may be shown to others."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...shop import LoggedSearch
from ...text.normalise import normalise

FEWEST = 3  # sessions that must have searched for it
LONGEST = 60  # characters
MOST = 200_000  # queries that are counted at once
# E-mail addresses; telephone, card and parcel numbers; "#1001", "order 1001", 订单1001.
_PRIVATE = re.compile(r"@|\d{6,}|\d(?:[\s\-.()]*\d){7,}|#\s?\w*\d|(?:order|tracking|invoice|订单|单号|快递|运单|发票)\D*\d", re.IGNORECASE)


def is_private(query: str) -> bool:
    """Whether a query may name a person, a telephone or an order."""
    return _PRIVATE.search(normalise(query)) is not None


def frequent(searches: Iterable[LoggedSearch]) -> dict[str, int]:
    """Queries that found something and that at least three sessions searched for, with how many did. A search of
    no session counts as one of its own. The query is the corrected one where that was offered."""
    sessions: dict[str, set[str]] = {}
    for search in searches:
        query = normalise(search.meant or search.query)
        if not search.total or not 2 <= len(query) <= LONGEST or is_private(query):
            continue
        sessions.setdefault(query, set()).add(search.session_id or search.customer_id or search.id)
        if len(sessions) > MOST:
            sessions = {query: those for query, those in sessions.items() if len(those) > 1}
    return {query: len(those) for query, those in sessions.items() if len(those) >= FEWEST}
