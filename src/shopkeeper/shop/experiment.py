"""A test of two or more ways to do something on the shop's own visitors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from .errors import InvalidRecord
from .merchandising import PLACES
from .product import require_id

# What is counted of each visitor from the first list on that they saw: whether they clicked a recommended product, whether they bought
# anything, for how much, whether they gave a thumb down.
MEASURES = "clicked", "bought", "revenue", "disliked"
WORSE_IF_HIGHER = frozenset({"disliked"})


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the ways. `changes` are settings that hold for its visitors, as "name=value"; an arm without any is the shop as it is.
    `share` is its part of the visitors in relation to the other arms'."""

    name: str
    changes: tuple[str, ...] = ()
    share: float = 1.0

    def __post_init__(self) -> None:
        require_id("name", self.name)
        if not 0 < self.share <= 1e6:
            raise InvalidRecord("share", "a number above 0: its part of the visitors", self.share)
        for change in self.changes:
            name, sign, _ = change.partition("=")
            if not name.strip() or not sign:
                raise InvalidRecord("changes", "name=value", change)


@dataclass(frozen=True, slots=True)
class Guard:
    """A measure that must not suffer: an arm may be worse than the first by at most `margin`, a share of the first arm's own value
    (0.05: by a twentieth)."""

    measure: str
    margin: float = 0.05

    def __post_init__(self) -> None:
        _require_measure("measure", self.measure)
        if not 0 < self.margin < 1:
            raise InvalidRecord("margin", "a share of the first arm's value: above 0, below 1", self.margin)


@dataclass(frozen=True, slots=True)
class Experiment:
    """A test that runs from `started_at` until `ended_at` (None: until somebody stops it). The first arm is what the others are
    compared with.

    With `products` it is a test of the texts on these products' pages: only who sees one of them takes part, and what is counted is who put
    it into the basket ("clicked"), who bought it and for how much.

    `goal` is the measure that decides and `guards` those that must not suffer. `share` is the part of the visitors that takes
    part, `places` where (none: everywhere). `alpha` is the chance to see a difference where there is none, however often one
    looks. `detect` is the change of the goal that is worth finding, as a share of the first arm's value, and `planned` how many
    visitors of each arm that needs, as it was reckoned before the start: the test is sharpest then.
    """

    id: str
    arms: tuple[Arm, ...]
    goal: str = "clicked"
    guards: tuple[Guard, ...] = ()
    places: tuple[str, ...] = ()
    share: float = 1.0
    alpha: float = 0.05
    detect: float = 0.1
    planned: int = 10_000
    started_at: datetime | None = None
    ended_at: datetime | None = None
    note: str = ""
    products: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if "=" in self.id:
            raise InvalidRecord("id", "an id without =, which parts it from its arm in the log", self.id)
        _require_measure("goal", self.goal)
        names = [arm.name for arm in self.arms]
        if len(names) < 2 or len(set(names)) < len(names):
            raise InvalidRecord("arms", "at least two arms with names that differ", names)
        if wrong := [place for place in self.places if place not in PLACES]:
            raise InvalidRecord("places", "one of " + ", ".join(PLACES), wrong[0])
        self._require_numbers()
        if self.started_at and self.ended_at and self.ended_at < self.started_at:
            raise InvalidRecord("ended_at", "a moment after started_at", self.ended_at.isoformat())

    def _require_numbers(self) -> None:
        if not 0 < self.share <= 1:
            raise InvalidRecord("share", "a part of the visitors: above 0, at most 1", self.share)
        if not 0 < self.alpha <= 0.5:
            raise InvalidRecord("alpha", "a chance above 0, at most 0.5", self.alpha)
        if not 0 < self.detect <= 10:
            raise InvalidRecord("detect", "a change as a share of the first arm's value, such as 0.1", self.detect)
        if not 1 <= self.planned <= 10**9:
            raise InvalidRecord("planned", "visitors of each arm: 1 to 1000000000", self.planned)

    def runs(self, now: datetime) -> bool:
        """Whether visitors are assigned to its arms at this moment."""
        starts = self.started_at or datetime.max.replace(tzinfo=UTC)
        return starts <= now < (self.ended_at or datetime.max.replace(tzinfo=UTC))

    def arm(self, name: str) -> Arm | None:
        """The arm of this name."""
        return next((arm for arm in self.arms if arm.name == name), None)


def _require_measure(field: str, measure: str) -> None:
    if measure not in MEASURES:
        raise InvalidRecord(field, "one of " + ", ".join(MEASURES), measure)
