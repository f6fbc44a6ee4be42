"""For how long a shop keeps what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Days:
    """For how many days each kind is kept; 0: for ever. Orders and reviews stay, but lose who they are of."""

    searches: int = 0
    recommendations: int = 0
    baskets: int = 0
    conversations: int = 0
    events: int = 0
    orders: int = 0
    reviews: int = 0
    messages: int = 0
    rejects: int = 0
