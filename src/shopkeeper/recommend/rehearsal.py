"""What a rule would change of the recommendations, without it being stored: the same lists with and without it, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from ..shop import Language, NotFound, Rule
from ..store.protocol import Store
from .asked import Asked
from .recommend import Recommender
from .result import Recommendations
from .rules import about

SHOWN = 12  # products of a list, as many as the front page shows
USUAL = 3  # pages of products that a rule is tried on where none is named
_OF_CUSTOMERS = "home", "email"


@dataclass(frozen=True, slots=True)
class Change:
    """A product whose place would be another. Places count from 1; None: not on the list."""

    id: str
    title: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class PlaceRehearsal:
    """What would change of the first `SHOWN` products at a place. `on` is the customer who looks, or the product that the page is about or
    that lies in the basket; empty: somebody of whom nothing is known."""

    place: str
    on: str
    changes: tuple[Change, ...]

    def to_dict(self) -> dict[str, Any]:
        """The rehearsal as JSON values, the changes as the `moves` of searches."""
        moves = [{"id": each.id, "title": each.title, "before": each.before, "after": each.after} for each in self.changes]
        return {"place": self.place, "on": self.on or None, "moves": moves}


def rehearse(
    recommender: Recommender, store: Store, rule: Rule, on: Sequence[str] = (), language: Language | None = None,
) -> list[PlaceRehearsal]:
    """What a rule would change at each of its places if it held now. `on` names customers, to look with their eyes at home and in an
    e-mail, and products, for pages and baskets; by default it is tried on nobody known and on the pages of what is wanted most.
    `NotFound` for what is neither."""
    products, customers = store.products.get_many(on), store.customers.get_many(on)
    if unknown := [id for id in on if id not in products and id not in customers]:
        raise NotFound("product or customer", unknown[0])
    chosen = [id for id in on if id in products], [id for id in on if id in customers]
    asked = (each for place in dict.fromkeys(rule.places) for each in _asked(recommender, place, *chosen))
    return [_rehearsal(recommender, rule, replace(each, k=SHOWN, language=language)) for each in asked]


def _asked(recommender: Recommender, place: str, products: Sequence[str], customers: Sequence[str]) -> Iterator[Asked]:
    if place in _OF_CUSTOMERS:
        yield from (Asked(place, customer) for customer in customers or (None,))
    else:
        yield from (Asked(place, about=(id,), relation="goes_with" if place != "product" else "similar")
                    for id in products or _wanted(recommender))


def _wanted(recommender: Recommender) -> list[str]:
    recommender.kept.newest()
    return recommender.kept.history.products.ids(recommender.kept.standing()[:USUAL].tolist())


def _rehearsal(recommender: Recommender, rule: Rule, asked: Asked) -> PlaceRehearsal:
    others = [each for each in recommender.rules.at(asked.place, datetime.now(UTC)).rules if each.id != rule.id]
    with_it = [*others, rule] if about(rule, asked.place) else others
    steady = replace(recommender.tuning, explore=0.0)  # what changes by chance is not the rule's doing
    before, after = (recommender.recommend(asked, steady, rules=rules) for rules in (others, with_it))
    return PlaceRehearsal(asked.place, asked.customer or "".join(asked.about), tuple(_changes(before, after)))


def _changes(before: Recommendations, after: Recommendations) -> Iterable[Change]:
    old, new = ({hit.id: place for place, hit in enumerate(answer, 1)} for answer in (before, after))
    titles = {hit.id: hit.title for hit in (*before, *after)}
    moved = (Change(id, title, old.get(id), new.get(id)) for id, title in titles.items() if old.get(id) != new.get(id))
    return sorted(moved, key=lambda change: (change.after or SHOWN + 1, change.before or SHOWN + 1))
