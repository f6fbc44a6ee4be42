"""How complete and right each product is, 0 to 100, and what to mend first.

A product begins with 100. Every check of `quality` that finds something takes its points once, however many variants it concerns; every
attribute that most products of its category have and it has not takes `GAP`, `GAPS` at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..shop import Localized, Product, ProductStatus
from .attributes.missing import Usual
from .quality import Examination
from .quality_words import CHECKS, Severity

POINTS = {Severity.ERROR: 40, Severity.WARNING: 15, Severity.NOTE: 5}
GAP, GAPS = 3, 15


@dataclass(frozen=True, slots=True)
class Fix:
    """Something to mend: what it takes from the score, the check or "attribute", and what is wrong."""

    points: int
    check: str
    what: Localized


@dataclass(frozen=True, slots=True)
class Score:
    """A product's score, 0 to 100, and what to mend, what takes most first."""

    product_id: str
    title: Localized
    value: int
    fixes: tuple[Fix, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        fixes = [{"points": each.points, "check": each.check, "what": {"zh": each.what.zh, "en": each.what.en}} for each in self.fixes]
        return {"product_id": self.product_id, "score": self.value, "fixes": fixes}


def scores(products: Sequence[Product], currency: str, usual: Usual) -> list[Score]:
    """The score of each active product, the worst first."""
    active = [product for product in products if product.status is ProductStatus.ACTIVE]
    examination, found = Examination(currency, examples=0), dict[str, set[str]]()
    for product in active:
        for finding in examination.look(product):
            found.setdefault(finding.product_id, set()).add(finding.check)
    counted = {tally.check.name for tally in examination.report().tallies}
    out = [_score(product, found.get(product.id, set()) & counted, usual.lacking(product)) for product in active]
    return sorted(out, key=lambda each: (each.value, each.product_id))


def _score(product: Product, checks: set[str], lacking: Sequence[Localized]) -> Score:
    wrong = [Fix(POINTS[CHECKS[name].severity], name, CHECKS[name].title) for name in sorted(checks)]
    gaps = [Fix(GAP, "attribute", Localized(f"没有填“{name.zh or name.en}”", f"{name.en or name.zh} is not given")) for name in lacking]
    fixes = sorted([*wrong, *gaps[: GAPS // GAP]], key=lambda fix: -fix.points)
    return Score(product.id, product.title, max(0, 100 - sum(fix.points for fix in fixes)), tuple(fixes))
