"""Reviews to learn from or to measure on: a file, or the shop's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..reviews.task import Labelled, Neutral, read_reviews
from ..reviews.train import HERE, own_reviews
from ..shop import InvalidFile
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
