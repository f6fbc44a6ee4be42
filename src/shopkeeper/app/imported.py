"""What an import's report says of the products that came in: faults of their data, and copy that contradicts their own record."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from ..catalog.quality import Examination
from ..shop import Product, ProductStatus
from ..store.importers import ImportReport
from .catalogue_claims import Findings, doubts_of
from .settings import from_environment, written

if TYPE_CHECKING:
    from .shop import Shop

LOOKED_AT = 200  # products whose copy is checked: more would take time worth speaking of


def currency_is_free(shop: Shop) -> bool:
    """Whether nobody chose the shop's currency and there is no product yet that has one."""
    chosen = "currency" in written(shop.settings.folder) or "currency" in from_environment(shop.environment)
    return not chosen and not shop.store.products.count()


class Imported:
    """Looks at the products of an import one after the other. Where the shop's currency is `free`, since nobody chose one and there was no
    product yet, their own is taken for it. Of a `dry_run` the report names no command: the shop has nothing yet that it could show."""

    def __init__(self, currency: str, free: bool = False, dry_run: bool = False) -> None:
        self._currency, self._free, self._dry_run = currency, free, dry_run
        self._quality: Examination | None = None  # begun with the first product
        self._copy, self._currencies = Findings(), Counter[str]()

    @property
    def currency(self) -> str:
        """The currency that the shop has from now on: that of all prices where it was free and they have one."""
        return next(iter(self._currencies)) if self._free and len(self._currencies) == 1 else self._currency

    def look(self, product: Product) -> None:
        """Looks at a product."""
        self._currencies.update(variant.price.currency for variant in product.variants if variant.price)
        self._quality = self._quality or Examination(self.currency, examples=0, language="en")  # as the rest of the report
        self._quality.look(product)
        if self._copy.products < LOOKED_AT and product.status is ProductStatus.ACTIVE:
            self._copy.add(doubts_of(product, mend=False))

    def told(self, report: ImportReport) -> ImportReport:
        """The report with what was found."""
        faults = self._quality.report().remark() if self._quality else ""
        found = tuple(self._without_command(note) for note in (self._adopted(), faults, self._remark()) if note)
        return replace(report, notes=(*report.notes, *found)) if found else report

    def _adopted(self) -> str:
        if self.currency == self._currency:
            return ""
        becomes = "would become the shop's currency" if self._dry_run else "is the shop's currency from now on"
        return f"all prices are in {self.currency}: it {becomes} (currency in shopkeeper.toml)"

    def _without_command(self, note: str) -> str:
        return note.partition("; see: ")[0] if self._dry_run else note

    def _remark(self) -> str:
        wrong = sum(n for (verdict, _), n in self._copy.counts.items() if verdict == "contradicted")
        told = f"copy: {wrong:,} statements of the first {self._copy.products:,} products contradict their own record"
        return f"{told}; see: shopkeeper claims catalogue --out claims.csv" if wrong else ""
