"""What is asked of the recommendations: for whom, where, about which products."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, get_args

from ..shop import LANGUAGES, PLACES, InvalidQuery, Language

MOST = 100  # products of one answer
LONGEST = 1000  # characters of a wish
Relation = Literal["similar", "goes_with"]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, checked: `InvalidQuery` names what is wrong.

    `place` is one of `shop.PLACES`. `customer` and `session` are ids, as far as they are known; `recent` the products that were
    looked at in this session, the newest last; `about` those that the page shows: on a product's page it, in the basket its
    lines, after a purchase those of the order. A product's page has two lists, `relation` says which: what is similar to it,
    or what goes with it. `likes` is a wish in the shopper's own words. `country` (ISO 3166 alpha-2, in
    letters of either case) is where it would be sent, empty: not known. The products of `exclude` never come. `tastes` are
    what the customer wrote of themselves; the recommender reads them from their record.
    """

    place: str = "home"
    customer: str | None = None
    session: str | None = None
    recent: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    likes: str = ""
    relation: Relation = "similar"
    k: int = 10
    language: Language | None = None
    country: str = ""
    exclude: frozenset[str] = frozenset()
    explain: bool = False
    tastes: tuple[str, ...] = ()
    now: datetime = field(default_factory=_now)

    def __post_init__(self) -> None:
        if self.place not in PLACES:
            raise InvalidQuery(f"place: expected one of {', '.join(PLACES)}, got {self.place!r}")
        if self.relation not in get_args(Relation):
            raise InvalidQuery(f"relation: expected {' or '.join(get_args(Relation))}, got {self.relation!r}")
        if not 1 <= self.k <= MOST:
            raise InvalidQuery(f"k: expected 1 to {MOST}, got {self.k}")
        if self.language is not None and self.language not in LANGUAGES:
            raise InvalidQuery(f"language: expected zh or en, got {self.language!r}")
        if self.country and not (len(self.country) == 2 and self.country.isascii() and self.country.isalpha()):
            raise InvalidQuery(f"country: expected two letters such as CN, got {self.country!r}")
        object.__setattr__(self, "country", self.country.upper())
        if len(self.likes) > LONGEST:
            raise InvalidQuery(f"likes: expected at most {LONGEST} characters, got {len(self.likes)}")
        if self.place == "product" and len(self.about) != 1:
            raise InvalidQuery(f"product: expected the one product that the page is about, got {len(self.about)}")
