"""Who comes back: customers by the month of their first order, and the share of them that ordered in each month after."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..evaluation import Interval, proportion
from ..shop import Language, Money
from ..store.counts import CohortCell
from ..store.protocol import Store
from .window import end_of_history


@dataclass(frozen=True, slots=True)
class Cohort:
    """The customers whose first order was in a month ("2026-03", UTC): how many ordered 0, 1, 2 … months later, and what for. What the
    shop's history does not reach is not there; its last month may not be over."""

    month: str
    customers: tuple[int, ...]
    spent: tuple[Money, ...]

    @property
    def size(self) -> int:
        """How many they are."""
        return self.customers[0]

    def kept(self, months: int) -> Interval | None:
        """The share that ordered so many months later, with its 95 % interval; None where the history does not reach."""
        return proportion(self.customers[months], self.size) if months < len(self.customers) else None

    def to_dict(self) -> dict[str, Any]:
        """`{month, size, customers, kept, spent}`, each of the last three a value a month."""
        kept = [self.kept(place) for place in range(len(self.customers))]
        return {"month": self.month, "size": self.size, "customers": list(self.customers),
                "kept": [share and round(share.value, 4) for share in kept], "spent": [money.amount for money in self.spent]}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cohorts:
    """The cohorts, oldest first, and what they come to together."""

    currency: str
    until: datetime
    cohorts: tuple[Cohort, ...]

    def kept(self, months: int) -> Interval | None:
        """Of all customers whose history reaches so far, the share that ordered so many months after their first order."""
        old = [each for each in self.cohorts if months < len(each.customers)]
        return proportion(sum(each.customers[months] for each in old), sum(each.size for each in old))

    def to_dict(self) -> dict[str, Any]:
        """`{until, currency, kept: [{value, low, high}, …], cohorts}`; `kept` from the month of the first order on."""
        longest = max((len(each.customers) for each in self.cohorts), default=0)
        shares = [self.kept(place) for place in range(longest)]
        return {"until": self.until.isoformat(), "currency": self.currency, "kept": [share and share.to_dict() for share in shares],
                "cohorts": [each.to_dict() for each in self.cohorts]}  # fmt: skip

    def said(self, language: Language) -> str:
        """What it comes to, in one sentence."""
        one, three = self.kept(1), self.kept(3)
        if one is None:
            return "还没有足够长的历史来看顾客是否回来。" if language == "zh" else "The history is too short to see who comes back."
        if language == "zh":
            return f"首次下单后的下个月，{one.value:.0%} 的顾客又下了单" + (f"；第三个月还有 {three.value:.0%}。" if three else "。")
        later = f", {three.value:.0%} in the third." if three else "."
        return f"{one.value:.0%} of customers order again in the month after their first order{later}"


def cohorts(store: Store, until: datetime | None = None) -> Cohorts:
    """The cohorts of all orders before `until` (default: the end of the shop's history), without what was cancelled or returned."""
    end = until or end_of_history(store)
    counted = Counter(buyer.currency for buyer in store.shoppers.buyers(end))
    currency = counted.most_common(1)[0][0] if counted else "CNY"
    cells: dict[str, dict[str, CohortCell]] = defaultdict(dict)
    for cell in store.shoppers.cohorts(end, currency):
        cells[cell.first][cell.month] = cell
    last = f"{end:%Y-%m}"
    return Cohorts(currency, end, tuple(_cohort(first, found, last, currency) for first, found in sorted(cells.items())))


def members(store: Store, month: str, until: datetime | None = None) -> list[str]:
    """The ids of the customers whose first order was in a month."""
    return sorted(who for who, first in _firsts(store, until or end_of_history(store)).items() if f"{first:%Y-%m}" == month)


def _firsts(store: Store, until: datetime) -> dict[str, datetime]:
    firsts: dict[str, datetime] = {}
    for buyer in store.shoppers.buyers(until):
        firsts[buyer.customer_id] = min(buyer.first, firsts.get(buyer.customer_id, buyer.first))
    return firsts


def _cohort(first: str, found: dict[str, CohortCell], last: str, currency: str) -> Cohort:
    months = months_between(first, last)
    empty = CohortCell(first, "", 0, 0, 0)
    cells = [found.get(month, empty) for month in months]
    return Cohort(first, tuple(cell.customers for cell in cells), tuple(Money(cell.amount, currency) for cell in cells))


def months_between(first: str, last: str) -> list[str]:
    """The months from one ("2026-03") to another, both included."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{each // 12}-{each % 12 + 1:02}" for each in range(start, end + 1)]
