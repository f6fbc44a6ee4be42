"""The mark of the built-in demo shop, which its pages tell from a shop of somebody's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..store.protocol import Store

BUILT = "demo"  # the name of the mark among what the store keeps for jobs


def is_demo(store: Store) -> bool:
    """Whether a shop is the built-in one, built to its end."""
    return store.jobs.load(BUILT) is not None
