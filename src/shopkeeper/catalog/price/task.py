"""`evaluate price`: how far the price to expect is from the true one, and how often its interval holds it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...evaluation import Report, mean
from ...shop import InvalidFile, InvalidRecord
from ..words import Encode
from .expected import Priced, PriceModel

HELD_OUT = 5  # one of so many


def read_priced(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> list[Priced]:
    """The rows {title, description?, category?, brand?, price}. `InvalidRecord` names the row and field of the first one that is wrong."""
    found = []
    for number, row in rows:
        title = str(row.get("title") or "").strip()
        if not title:
            raise InvalidRecord(f"{source}, row {number}, title", "a text", row.get("title"))
        try:
            price = float(str(row.get("price")))
        except ValueError:
            price = 0.0
        if not 0 < price < 1e12:
            raise InvalidRecord(f"{source}, row {number}, price", "a number above 0", row.get("price"))
        category = row.get("category") or row.get("path") or ""
        found.append(
            Priced(f"{title}. {title}. {str(row.get('description') or '')[:600]}", str(category), str(row.get("brand") or ""), price)
        )
    if not found:
        raise InvalidFile(f"{source}: expected at least one row with title and price")
    return found


def measure(rows: Sequence[Priced], encode: Encode | None, progress: Any = None) -> Report:
    """mape (mean of |said − true| / true), coverage_80 and width (high over
    low), over the fifth (by the hash of the text) that was held out."""
    held = [row for row in rows if zlib.crc32(row.text.encode()) % HELD_OUT == 0]
    model = PriceModel.learn([row for row in rows if zlib.crc32(row.text.encode()) % HELD_OUT], encode)
    out = list[dict[str, Any]]()
    for start in range(0, len(held), 256):
        part = held[start : start + 256]
        for row, said in zip(part, model.predict(part), strict=True):
            true = row.price or 0.0
            out.append({
                "key": str(len(out)), "mape": abs(said.price - true) / true, "coverage_80": float(said.low <= true <= said.high),
                "width": said.high / said.low, "price": true, "said": said.price, "low": said.low, "high": said.high,
            })  # fmt: skip
        if progress:
            progress("products", len(out), len(held))
    if not out:
        raise InvalidFile("expected enough rows for a fifth to be held out")
    figures = {name: mean([row[name] for row in out]) for name in ("mape", "coverage_80", "width")}
    return Report("price", figures, {"learnt": len(rows) - len(held), "held_out": len(held)}, tuple(out))
