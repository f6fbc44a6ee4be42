"""What was recommended, and by which chance it stood where it stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .errors import InvalidRecord
from .localized import Language
from .merchandising import PLACES
from .product import require_id


@dataclass(frozen=True, slots=True)
class Thumb:
    """What a shopper thought of a recommended product; an empty `product_id` means the whole list."""

    up: bool
    product_id: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LoggedRecommendation:
    """One list of recommendations that was shown. `id` is what events name as their query_id to tie to it what happened next.

    `product_ids` are the products in their order; `propensities` the chance, above 0 and at most 1, that each stood at its
    place (none: nothing was left to chance); `sources` where each came from. `arms` are the experiments that the list was part
    of, as "experiment=arm". What was asked: the products that the page is `about` and the list's `relation` to them, the `recent`
    ones of the session, what the shopper `likes` in own words, `language` and `country`. `thumbs` are what they said of it later.
    """

    id: str
    at: datetime
    place: str
    product_ids: tuple[str, ...] = ()
    propensities: tuple[float, ...] = ()
    sources: tuple[str, ...] = ()
    arms: tuple[str, ...] = ()
    customer_id: str | None = None
    session_id: str | None = None
    about: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    relation: str = ""
    likes: str = ""
    language: Language | None = None
    country: str = ""
    took_ms: float = 0.0
    thumbs: tuple[Thumb, ...] = ()

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if self.place not in PLACES:
            raise InvalidRecord("place", "one of " + ", ".join(PLACES), self.place)
        if len(set(self.product_ids)) < len(self.product_ids):
            raise InvalidRecord("product_ids", "products that differ from each other", list(self.product_ids))
        for name in ("propensities", "sources"):
            if len(getattr(self, name)) not in (0, len(self.product_ids)):
                raise InvalidRecord(name, f"one for each of the {len(self.product_ids)} products, or none", list(getattr(self, name)))
        if wrong := [chance for chance in self.propensities if not 0 < chance <= 1]:
            raise InvalidRecord("propensities", "chances above 0 and at most 1", wrong[0])
        for arm in self.arms:
            experiment, _, name = arm.partition("=")
            if not experiment or not name:
                raise InvalidRecord("arms", "experiment=arm", arm)

    @property
    def visitor(self) -> str | None:
        """Who saw it, as experiments count people: the customer, or without one the session; None when neither is known."""
        return visitor_of(self.customer_id, self.session_id)


def visitor_of(customer_id: str | None, session_id: str | None) -> str | None:
    """A person as experiments know them: "customer/ID", else "session/ID", else None."""
    return f"customer/{customer_id}" if customer_id else f"session/{session_id}" if session_id else None
