"""Reviews, one a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...shop import InvalidRecord, Review
from ...text.numbers import parse_number
from .columns import Columns
from .customers import language_of
from .layout import OneRow, hashed_id
from .values import Cell, body, boolean, identity, line, moment, text

_STARS = re.compile(r"([\d.,]+)\s*(?:/\s*5|out of 5.*|stars?|星|分)?", re.I)


class Reviews(OneRow):
    """Each row is a review."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        source = columns.of("id")
        self.ids = f"column {source}" if source else "a hash of the row, as it has no id"

    def record(self, values: Mapping[str, Any]) -> Review:
        """The review of a row."""
        one = self.columns.cells(values).one
        if "product_id" not in one:
            raise InvalidRecord(self.columns.of("product_id") or "product_id", "the id of the product that is reviewed")
        return Review(
            id=(text(one["id"].value) if "id" in one else "") or hashed_id(values),
            product_id=text(one["product_id"].value)[:200],
            rating=_rating(one.get("rating"), self.columns.of("rating") or "rating"),
            text=body(one["text"].value) if "text" in one else "",
            title=line(one["title"].value) if "title" in one else "",
            customer_id=identity(one["customer_id"].value) or None if "customer_id" in one else None,
            language=language_of(text(one["language"].value)) if "language" in one else None,
            at=moment(one["at"]) if "at" in one else None,
            verified=boolean(one["verified"]) if "verified" in one else False,
        )


def _rating(cell: Cell | None, column: str) -> float:
    """Stars from 1 to 5: "4", "4.5 stars", "4/5", "五星", "★★★★"."""
    plain = text(cell.value).strip() if cell else ""
    filled = plain.rstrip("☆✩ ")
    if filled and not filled.strip("★⭐"):
        return float(len(filled))
    match = _STARS.fullmatch(plain)
    found = parse_number(match[1] if match else plain.rstrip("星分"))
    if found is None or not 1 <= found <= 5:
        raise InvalidRecord(column, "a number of stars from 1 to 5", cell.value if cell else None)
    return float(found)
