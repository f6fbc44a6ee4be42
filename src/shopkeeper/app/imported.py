"""What an import's report says of the products that came in: faults of their data, and copy that contradicts their own record."""

from __future__ import annotations

from dataclasses import replace

from ..catalog.quality import Examination
from ..shop import Product, ProductStatus
from ..store.importers import ImportReport
from .catalogue_claims import Findings, doubts_of

LOOKED_AT = 200  # products whose copy is checked: more would take time worth speaking of


class Imported:
    """Looks at the products of an import one after the other."""

    def __init__(self, currency: str) -> None:
        self._quality = Examination(currency, examples=0, language="en")  # as the rest of the report
        self._copy = Findings()

    def look(self, product: Product) -> None:
        """Looks at a product."""
        self._quality.look(product)
        if self._copy.products < LOOKED_AT and product.status is ProductStatus.ACTIVE:
            self._copy.add(doubts_of(product, mend=False))

    def told(self, report: ImportReport) -> ImportReport:
        """The report with what was found."""
        found = tuple(note for note in (self._quality.report().remark(), self._remark()) if note)
        return replace(report, notes=(*report.notes, *found)) if found else report

    def _remark(self) -> str:
        wrong = sum(n for (verdict, _), n in self._copy.counts.items() if verdict == "contradicted")
        told = f"copy: {wrong:,} statements of the first {self._copy.products:,} products contradict their own record"
        return f"{told}; see: shopkeeper claims catalogue" if wrong else ""
