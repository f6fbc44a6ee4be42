"""How the recommendations of a shop stand: what they know, which sources serve, and how often each was shown and clicked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .asked import Asked
from .kept import Made
from .online import Measured, Part
from .recommend import Recommender

TRIED = 50  # products, those wanted most, that each source is asked about
BY_PRODUCT = frozenset({"sequence", "basket", "people", "alike", "learned"})  # sources that go from one product to others


@dataclass(frozen=True, slots=True)
class Serving:
    """A source that serves. `answers` is to how many of the products that were tried it has another to show beside, None where it goes by
    something else than a product; `part` how often its products were shown and clicked."""

    name: str
    answers: int | None
    part: Part


@dataclass(frozen=True, slots=True)
class Status:
    """The recommendations at this moment: from how many `deeds` of shoppers the `sources` were made, and when; how many `products` can be
    bought, and about how many of them the sources were asked (`tried`)."""

    sources: tuple[Serving, ...]
    products: int
    deeds: int
    made_at: datetime
    tried: int


def status(recommender: Recommender, measured: Measured, now: datetime | None = None) -> Status:
    """How a recommender stands, with what was `measured` of its lists."""
    now, made = now or datetime.now(UTC), recommender.kept.newest()
    kept, standing = recommender.kept, recommender.kept.standing()
    ids = kept.history.products.ids(standing[:TRIED].tolist())
    sources = tuple(
        Serving(each.name, answers, measured.sources.get(each.name, Part(0, 0)))
        for each, answers in zip(made.sources, _answers(made, ids), strict=True)
    )
    return Status(sources, len(standing), made.deeds, now - timedelta(seconds=time.monotonic() - made.at), len(ids))


def _answers(made: Made, ids: list[str]) -> list[int | None]:
    """By source, about how many of the products it says anything."""
    asked = [Asked("product", about=(id,)) for id in ids]
    return [sum(bool(len(source.candidates(each, 1))) for each in asked) if source.name in BY_PRODUCT else None for source in made.sources]
