"""Codes and titles that more than one variant or product has."""

from __future__ import annotations

from collections.abc import Iterator

from ..shop import Product
from ..text.normalise import normalise
from .product_checks import Problem


class Repeats:
    """Remembers every code and title by its hash, with who had it first. When it comes again the later
    one is a problem and, once, the first one too."""

    def __init__(self) -> None:
        self._first: dict[int, tuple[str, str] | None] = {}

    def of(self, product: Product) -> Iterator[tuple[str, Problem]]:
        """What of this product has been seen before, by the name of the check."""
        for variant in product.variants:
            for check, field, code in (("duplicate_sku", "sku", variant.sku), ("duplicate_barcode", "barcode", variant.barcode)):
                if code:
                    yield from self._again(check, f"variants.{field}", code, product.id, variant.id)
        for title in product.title.all:
            yield from self._again("duplicate_title", "title", title, product.id, "")

    def _again(self, check: str, field: str, value: str, product_id: str, variant_id: str) -> Iterator[tuple[str, Problem]]:
        key = hash((check, normalise(value) if check == "duplicate_title" else value))
        if key not in self._first:
            self._first[key] = (product_id, variant_id)
            return
        shown = value if len(value) <= 60 else f"{value[:60]}…"
        if (first := self._first[key]) == (product_id, variant_id):
            return
        self._first[key] = None
        if first:
            yield check, Problem(field, first[1], shown, first[0])
        yield check, Problem(field, variant_id, shown)
