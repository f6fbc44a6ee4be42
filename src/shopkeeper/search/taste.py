"""What is known of who searches, as the search is handed it.

It goes by the session alone: a customer's id is no secret, and by the order of an answer others could learn what that customer bought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from .features import Values


class Taste(Protocol):
    """Says how far each of some products is lifted for the visitor of a session."""

    def __call__(self, session: str, ids: Sequence[str]) -> Values | None:
        """float32[n], to be added to the fused scores; None where nothing is known of who searches."""
