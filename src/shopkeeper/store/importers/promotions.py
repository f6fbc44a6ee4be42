"""Promotions: one a row, or a row for each of its products."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ...shop import InvalidRecord, Promotion
from ...text.numbers import parse_number
from .columns import Columns
from .many_rows import ManyRows
from .products import title_of
from .row import Row
from .values import Cell, items, moment, text

_FOLD = re.compile(r"(.+?)\s*折")
_MISSING = "products of promotions are not in the shop; their codes are kept"
_CLOCK = re.compile(r"[:：时]|^\d{9,}$")


class Promotions(ManyRows):
    """A promotion's products may stand in one cell, or each in a row of its own. They may be named by
    the code of a variant as well."""

    def __init__(self, columns: Columns) -> None:
        super().__init__(columns, columns.of("id"))

    def named(self, row: Row) -> Iterator[str]:
        """The codes of its products."""
        one = self.columns.cells(row.values).one
        return iter(items(one["product_ids"].value) if "product_ids" in one else ())

    def part(self, id: str, one: Mapping[str, Cell]) -> tuple[str, ...]:
        """The ids of the products that a row names."""
        if not id:
            raise InvalidRecord("id", "the id of the promotion")
        told = items(one["product_ids"].value) if "product_ids" in one else []
        return tuple(self._product(each) for each in told)

    def _product(self, told: str) -> str:
        found = self.codes.find("product_id", told)
        if not found:
            self.told[_MISSING] += 1
        return found[0].product_id if found else told

    def whole(self, id: str, shared: Mapping[str, Cell], parts: Sequence[tuple[str, ...]], stored: Promotion | None) -> Promotion:
        """The promotion; corrected rows add their products to the stored one."""
        products = tuple(dict.fromkeys(product for part in parts for product in part))
        if stored:
            return replace(stored, product_ids=tuple(dict.fromkeys((*stored.product_ids, *products))))
        for needed, expected in (("starts_at", "when it starts"), ("ends_at", "when it ends"), ("percent_off", "a discount such as 20%")):
            if needed not in shared:
                raise InvalidRecord(needed, expected)
        return Promotion(
            id=id, title=title_of(shared), starts_at=moment(shared["starts_at"]), ends_at=end(shared["ends_at"]),
            percent_off=percent_off(shared["percent_off"]), product_ids=products,
        )  # fmt: skip


def percent_off(cell: Cell) -> float:
    """A discount in per cent: "20", "20%", "-20%", and as Chinese shops say it what is still to be
    paid in tenths: "8折" and "八折" are 20, "85折" is 15."""
    plain = text(cell.value)
    fold = _FOLD.fullmatch(plain)
    found = parse_number(fold[1] if fold else plain.strip("-−%％ "))
    if found is None:
        raise InvalidRecord(cell.column, "a discount such as 20% or 8折", cell.value)
    return float(100 - found * (10 if found <= 10 else 1)) if fold else float(found)


def end(cell: Cell) -> datetime:
    """When something ends: a day without a time of day belongs to it whole."""
    found = moment(cell)
    whole_day = isinstance(cell.value, str) and not _CLOCK.search(cell.value.strip())
    return found + timedelta(days=1) if whole_day else found
