"""Data quality: what is missing or wrong in the shop's own products, counted and with examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..shop import InvalidQuery, Language, Product, ProductStatus
from .product_checks import PRODUCT_CHECKS, Problem
from .quality_words import CHECKS, Check, Severity, lines, pointer
from .repeats import Repeats

TWO_LANGUAGES = 0.1  # of the products have to have a title in a language for it to be one of the shop's


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which check found it, in which field of which product (and variant), what
    stands there, and by `CHECKS[check].expected` what should."""

    check: str
    product_id: str
    field: str
    variant_id: str = ""
    got: str = ""

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return CHECKS[self.check].severity

    def to_dict(self, language: Language) -> dict[str, Any]:
        """The finding as JSON values."""
        return {
            "check": self.check, "severity": self.severity.value, "product_id": self.product_id, "variant_id": self.variant_id or None,
            "field": self.field, "expected": CHECKS[self.check].expected.get(language), "got": self.got or None,
        }  # fmt: skip


@dataclass
class Tally:
    """What one check found: `count` findings in `products` products, and the first of them."""

    check: Check
    count: int = 0
    examples: list[Finding] = field(default_factory=list)
    found_in: set[int] = field(default_factory=set, repr=False)  # hashes of ids

    @property
    def products(self) -> int:
        """How many products have a finding."""
        return len(self.found_in)

    def add(self, finding: Finding, most: int) -> None:
        """Counts a finding and keeps it while there are fewer than `most`."""
        self.count += 1
        self.found_in.add(hash(finding.product_id))
        if len(self.examples) < most:
            self.examples.append(finding)


@dataclass(frozen=True)
class QualityReport:
    """The outcome of `examine`: `checked` active products, of which `faulty` have a finding, and a tally
    of each check that found something, errors first; told in `language`."""

    checked: int
    faulty: int
    tallies: tuple[Tally, ...]
    language: Language

    @property
    def errors(self) -> int:
        """Findings that keep a product from being sold rightly."""
        return sum(tally.count for tally in self.tallies if tally.check.severity is Severity.ERROR)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        language = self.language
        checks = [
            {"check": t.check.name, "severity": t.check.severity.value, "title": t.check.title.get(language), "count": t.count,
             "products": t.products, "share": round(t.products / self.checked, 4),
             "findings": [finding.to_dict(language) for finding in t.examples]}
            for t in self.tallies
        ]  # fmt: skip
        return {"products": self.checked, "products_with_findings": self.faulty, "errors": self.errors, "checks": checks}

    def remark(self) -> str:
        """One line that says where to look, "" when nothing was found."""
        return pointer(self) if self.faulty else ""

    def __str__(self) -> str:
        return "\n".join(lines(self))


class Examination:
    """Products looked at one after the other, in memory that grows with their ids, codes and titles alone."""

    def __init__(self, currency: str, checks: Sequence[str] = (), examples: int = 3, language: Language | None = None) -> None:
        """`currency` is the shop's; `checks` are the names of those to make (default: all), `examples` how many
        findings of each are kept; `language` is that of the report (default: that of most titles).
        `InvalidQuery` for a check that there is not."""
        if unknown := next((name for name in checks if name not in CHECKS), None):
            raise InvalidQuery(f"check {unknown!r}: expected one of {', '.join(CHECKS)}")
        self._wanted = frozenset(checks or CHECKS)
        self._currency, self._most, self._language = currency, examples, language
        self._tallies = {name: Tally(CHECKS[name]) for name in CHECKS}
        self._makes = [(name, make) for name, make in PRODUCT_CHECKS.items() if name in self._wanted]
        self._repeats = Repeats()
        self._seen = set[int]()  # hashes of ids
        self._titled = {"zh": 0, "en": 0}

    def look(self, product: Product) -> list[Finding]:
        """Looks at a product and tells what was found; drafts and archived products are nobody's concern. One that comes again
        counts once; a code or title that an earlier product had first is found in both now."""
        if product.status is not ProductStatus.ACTIVE:
            return []
        if (key := hash(product.id)) not in self._seen:
            self._seen.add(key)
            self._titled["zh"] += bool(product.title.zh)
            self._titled["en"] += bool(product.title.en)
        problems = [(name, problem) for name, make in self._makes for problem in make(product, self._currency)]
        problems += [(check, problem) for check, problem in self._repeats.of(product) if check in self._wanted]
        found = [_finding(check, product.id, problem) for check, problem in problems]
        for finding in found:
            self._tallies[finding.check].add(finding, self._most)
        return found

    def report(self) -> QualityReport:
        """What was found so far. A text that lacks a language counts only where the shop has both."""
        checked = len(self._seen)
        both = all(self._titled[name] >= TWO_LANGUAGES * checked > 0 for name in ("zh", "en"))
        shown = [t for name, t in self._tallies.items() if t.count and (both or name not in _ONE_LANGUAGE)]
        faulty = set[int]().union(*(tally.found_in for tally in shown))
        order = list(Severity)
        shown.sort(key=lambda t: (order.index(t.check.severity), -t.products))
        language: Language = self._language or ("zh" if self._titled["zh"] > self._titled["en"] else "en")
        return QualityReport(checked, len(faulty), tuple(shown), language)


_ONE_LANGUAGE = frozenset(("missing_chinese", "missing_english"))


def examine(
    products: Iterable[Product], currency: str, *, checks: Sequence[str] = (), examples: int = 3,
    language: Language | None = None, progress: Callable[[int], None] | None = None,
) -> QualityReport:
    """Looks at all active products, see `Examination`; `progress` is told now and then how many were."""
    examination = Examination(currency, checks, examples, language)
    for count, product in enumerate(products, 1):
        examination.look(product)
        if progress and count % 1000 == 0:
            progress(count)
    return examination.report()


def _finding(check: str, id: str, problem: Problem) -> Finding:
    return Finding(check, problem.product_id or id, problem.field, problem.variant_id, problem.got)
