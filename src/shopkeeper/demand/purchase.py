"""The advice as orders to suppliers: a CSV that a supplier or a spreadsheet reads."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from ..shop import InvalidQuery
from ..text.spreadsheet import Sheet
from .reorder import Line

COLUMNS = ("supplier", "supplier_name", "sku", "variant_id", "title", "quantity", "pack", "unit_price", "currency", "amount", "arrives")


def purchase_order(lines: Iterable[Line], currency: str) -> str:
    """The lines to be ordered, by supplier: CSV with a header, of which no cell is a formula in a spreadsheet."""
    out = io.StringIO()
    sheet = Sheet(out)
    sheet.row(COLUMNS)
    for line in sorted((line for line in lines if line.quantity), key=lambda line: (line.terms.supplier_id, line.item.variant_id)):
        title = line.item.title.zh or line.item.title.en
        price = "" if line.terms.price is None else f"{line.terms.price:.2f}"
        amount = "" if line.amount is None else f"{line.amount:.2f}"
        terms = line.terms
        cells = [terms.supplier_id, terms.supplier, terms.sku or line.item.sku, line.item.variant_id, title, str(line.quantity),
                 str(terms.pack), price, currency, amount, line.arrives.isoformat()]  # fmt: skip
        sheet.row(cells)
    return out.getvalue()


def write(lines: Iterable[Line], currency: str, path: Path) -> None:
    """Writes it as UTF-8 with a byte-order mark, by which spreadsheets know it. `InvalidQuery` for a file that does not end in .csv."""
    if path.suffix.lower() != ".csv":
        raise InvalidQuery(f"out: expected a file that ends in .csv, got {path.name}")
    path.write_text(purchase_order(lines, currency), "utf-8-sig", newline="")
