"""Which models learnt from a person, so that they are made anew."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from ...models.capabilities import Models
from ..update import own

# The tables whose rows of persons a capability's model learns from.
SOURCES = {
    "ranker": ("events", "searches"), "encoder": ("events", "searches"), "language-model": ("reviews", "conversations"),
    "sentiment": ("reviews",), "value": ("orders",), "uplift": ("orders", "recommendations"), "intention": ("events",),
    "recommender": ("events", "orders"), "recommend-ranker": ("events", "recommendations"),
}  # fmt: skip


def mark(models: Models, tables: Collection[str], now: datetime) -> list[dict[str, str]]:
    """Marks the versions that were made here and whose sources held rows of the person; which they are. Those that learnt from files of
    one's own are among them: nobody knows what stood in those."""
    found = list[dict[str, str]]()
    for capability, sources in SOURCES.items():
        if not set(sources) & set(tables) or capability not in models:
            continue
        for version in own(models[capability]):
            models[capability].mark(version.name, f"learnt from a person who was forgotten on {now:%Y-%m-%d}; run: shopkeeper update")
            found.append({"capability": capability, "version": version.name})
    return found
