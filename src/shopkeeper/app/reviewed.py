"""Reviews to learn from, to measure on, and to find products by: those of a file, or the shop's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..claims import check
from ..reviews.records import Records
from ..reviews.reviews import Reviews
from ..reviews.task import Labelled, Neutral, read_reviews
from ..reviews.train import HERE, own_reviews
from ..search.filters import parse_filter
from ..search.search import Said
from ..shop import InvalidFile, InvalidQuery
from ..store.importers import parse_mapping, read_rows
from ..store.protocol import Store


def read_file(path: Path, mapping: Sequence[str], neutral: Neutral) -> Labelled:
    """The reviews of a file; `neutral` says what three stars are. `InvalidFile` names the row that cannot be read."""
    return read_reviews(((row.number, row.values) for row in read_rows(path, parse_mapping(mapping))), str(path), neutral)


def origin(path: Path | None, mapping: Sequence[str], neutral: Neutral) -> dict[str, Any]:
    """What a model keeps of where its reviews are, so that a later update reads them again; without a file they are the shop's own."""
    return {"file": str(path.resolve()) if path else "", "map": list(mapping), "neutral": neutral}


def reviews_of(store: Store, origin: Mapping[str, Any]) -> tuple[Labelled, str]:
    """The reviews as they are now, and what they are called; `InvalidFile` when their file is gone."""
    if not origin["file"]:
        return own_reviews(store, origin["neutral"]), HERE
    path = Path(origin["file"])
    if not path.is_file():
        raise InvalidFile(f"{path}: the reviews that were learnt from are no longer there; next: shopkeeper train sentiment --data FILE")
    return read_file(path, origin["map"], origin["neutral"]), str(path)


def holds(text: str, records: Records) -> bool:
    """Whether the claim ledger finds nothing in a text that these records of reviews do not bear out."""
    return all(claim.holds for claim in check(text, records))


SAYING = "saying"  # the field of a condition on what reviews say


def said_in_reviews(where: Sequence[str], reviews: Callable[[], Reviews]) -> tuple[list[str], Said | None]:
    """The conditions of a search without those on reviews, such as `saying=runs small`, and the products that hold these: of which at
    least two reviews say so, more than say the contrary. `InvalidQuery` for another operator than =."""
    parsed = [(text, parse_filter(text)) for text in where]
    ours = [each for _, each in parsed if each.field == SAYING]
    if wrong := next((each for each in ours if each.op != "="), None):
        raise InvalidQuery(f"filter {str(wrong)!r}: expected saying=TEXT, such as saying=runs small")
    if not ours:
        return list(where), None
    held = [frozenset().union(*(reviews().mostly_saying(value) for value in each.values)) for each in ours]
    return [text for text, each in parsed if each.field != SAYING], Said(tuple(map(str, ours)), frozenset.intersection(*held))
