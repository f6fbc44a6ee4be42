"""What a shop may have models for, and where their versions lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..shop import InvalidQuery, NotFound
from .versions import CONFIG, Versions

ENCODER, WRITER = "encoder", "writer"
SHIPPED = Path(__file__).parent / "shipped"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,49}")


@dataclass(frozen=True, slots=True)
class Capability:
    """What models are trained for. `without` says what holds when none is in use."""

    name: str
    without: str


CAPABILITIES = {
    each.name: each for each in (
        Capability("ranker", "the untrained order holds"),
        Capability(ENCODER, "search goes by words alone"),
        Capability("language-model", "texts come from the shop's records alone"),
        Capability(WRITER, "texts about products come from rules alone"),
        Capability("sentiment", "reviews are not read"),
        Capability("attributes", "attributes are read by the vocabulary alone"),
        Capability("value", "the value of customers is said by Pareto/NBD, fitted on the spot"),
        Capability("uplift", "no experiment says whom an action changes"),
        Capability("forecast-day", "methods for daily sales are chosen when a forecast is asked for"),
        Capability("forecast-week", "methods for weekly sales are chosen when a forecast is asked for"),
        Capability("forecast-month", "methods for monthly sales are chosen when a forecast is asked for"),
        Capability("intention", "the intention of visitors is not read"),
        Capability("recommend-sources", "the sources of recommendations look at every shop in the same way"),
        Capability("recommend-ranker", "recommendations are put in order by fixed weights of their sources"),
        Capability("recommender", "the simple sources of recommendations serve alone"),
    )
}  # fmt: skip


class Models:
    """The versions of each capability's models in a shop's folder `models`: those of `CAPABILITIES`, and whatever else is there,
    such as a classifier that was brought under a name of its own."""

    def __init__(self, folder: Path, shipped: Path = SHIPPED) -> None:
        self._folder, self._shipped = folder, shipped

    def __getitem__(self, name: str) -> Versions:
        """The versions for a capability; `NotFound` for one that there is not."""
        if name not in CAPABILITIES and name not in self:
            raise NotFound(f"model (there are {', '.join(self)})", name)
        return self.named(name)

    def __contains__(self, name: str) -> bool:
        return name in set(self)

    def __iter__(self) -> Iterator[str]:
        """The names, the known ones first."""
        yield from CAPABILITIES
        there = {path.relative_to(self._folder).parts[0] for path in self._folder.glob(f"*/*/{CONFIG}")}
        yield from sorted(name for name in there - CAPABILITIES.keys() if _NAME.fullmatch(name))

    def named(self, name: str) -> Versions:
        """The versions for a capability that need not be there yet; `InvalidQuery` for what is no name."""
        if not _NAME.fullmatch(name):
            raise InvalidQuery(f"name: expected small letters, digits and hyphens, at most 50, got {name!r}")
        shipped = self._shipped / name
        return Versions(self._folder / name, shipped if (shipped / CONFIG).exists() else None)
