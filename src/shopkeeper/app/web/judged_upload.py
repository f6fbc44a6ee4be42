"""A file of judgments that a form sends: read, and kept where every row is right."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ...search.judging import judged_row
from ...shop import InvalidFile, InvalidRecord, Judgment
from ...store.importers import read_rows
from ..shop import Shop
from ..uploads import copied, safe_name

LARGEST = 16 << 20  # bytes of a file
MOST = 200_000  # rows
SHOWN = 20  # rows that are wrong


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that is no judgment: which field, what was expected there, what it has."""

    row: int
    field: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: `rows` were read. Where some are `wrong` (the first `SHOWN` of `rejected`) nothing is kept. `unknown` are ids of
    products that the shop does not have, whose judgments are kept and count once it has them."""

    rows: int
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    wrong: tuple[Wrong, ...] = ()
    unknown: tuple[str, ...] = ()


def take(shop: Shop, name: str, file: BinaryIO, by: str, now: datetime) -> Taken:
    """Keeps the judgments of a file in any form that `evaluate search --data` reads, all or none. `InvalidFile` for one that holds no rows,
    is too large, or names no product of the shop."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / safe_name(name)
        copied(file, path, LARGEST)
        judged, wrong = _read(path, by, now)
    count = len(judged) + len(wrong)
    if wrong:
        return Taken(count, rejected=len(wrong), wrong=tuple(wrong[:SHOWN]))
    asked = list(dict.fromkeys(each.product_id for each in judged))
    known = shop.store.products.glance(asked)
    unknown = [id for id in asked if id not in known]
    if len(unknown) == len(asked):
        raise InvalidFile(f"{path}: none of its products is in the shop, such as {asked[0]}" if asked else f"{path}: no rows")
    written = shop.store.judgments.put(judged)
    return Taken(count, written.new, written.changed, written.unchanged, unknown=tuple(unknown))


def _read(path: Path, by: str, now: datetime) -> tuple[list[Judgment], list[Wrong]]:
    judged, wrong = list[Judgment](), list[Wrong]()
    for row in read_rows(path):
        if len(judged) + len(wrong) == MOST:
            raise InvalidFile(f"{path}: expected at most {MOST} rows; import more with `shopkeeper judgments import`")
        try:
            judged.append(judged_row(row.values, now, by))
        except InvalidRecord as error:
            wrong.append(Wrong(row.number, error.field, error.expected, "" if error.got is None else str(error.got)[:80]))
    return judged, wrong
