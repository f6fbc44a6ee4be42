"""The advice as orders to suppliers: a CSV that a supplier or a spreadsheet reads."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from ..shop import InvalidQuery, Money, Purchase, PurchaseLine, exponent
from ..text.spreadsheet import NamedSheet, Sheet
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
    """Writes the lines to be ordered, see `write_sheet`."""
    write_sheet(purchase_order(lines, currency), path)


def write_sheet(content: str, path: Path) -> None:
    """Writes CSV as UTF-8 with a byte-order mark, by which spreadsheets know it. `InvalidQuery` for a file that does not end in .csv."""
    if path.suffix.lower() != ".csv":
        raise InvalidQuery(f"out: expected a file that ends in .csv, got {path.name}")
    path.write_text(content, "utf-8-sig", newline="")


def drafts_of(lines: Iterable[Line], currency: str, at: datetime, by: str, new_id: Callable[[], str]) -> list[Purchase]:
    """The lines to be ordered as drafts, one for each supplier, in the order of their ids."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        if line.quantity:
            found.setdefault(line.terms.supplier_id, []).append(line)
    return [_draft(each, currency, at, by, new_id()) for _, each in sorted(found.items())]


def _draft(lines: Sequence[Line], currency: str, at: datetime, by: str, id: str) -> Purchase:
    ordered = tuple(
        PurchaseLine(line.item.variant_id, line.quantity, line.item.product_id, line.item.title, line.terms.sku or line.item.sku,
                     None if line.terms.price is None else _money(line.terms.price, currency))
        for line in sorted(lines, key=lambda line: line.item.variant_id)
    )  # fmt: skip
    due = datetime.combine(max(line.arrives for line in lines), time(), UTC)
    return Purchase(id, at, ordered, supplier_id=lines[0].terms.supplier_id, supplier=lines[0].terms.supplier, by=by, due_at=due)


def _money(major: float, currency: str) -> Money:
    return Money(round(major * 10 ** exponent(currency)), currency)


def order_sheet(order: Purchase) -> str:
    """An order as its supplier reads it: CSV with a header, of which no cell is a formula in a spreadsheet."""
    out = io.StringIO()
    sheet = NamedSheet(out, COLUMNS)
    for line in order.lines:
        price = line.price
        sheet.named({
            "supplier": order.supplier_id, "supplier_name": order.supplier, "sku": line.sku, "variant_id": line.variant_id,
            "title": line.title.zh or line.title.en, "quantity": str(line.quantity), "unit_price": f"{price.major}" if price else "",
            "currency": price.currency if price else "", "amount": f"{price.major * line.quantity}" if price else "",
            "arrives": order.due_at.date().isoformat() if order.due_at else "",
        })  # fmt: skip
    return out.getvalue()
