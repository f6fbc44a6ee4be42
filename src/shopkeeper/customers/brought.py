"""What a campaign brought: all who were written to against all who were held out (intention to treat)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ..evaluation.experiments import Compared, Sample, compare_arms, sample_ratio
from ..shop import Campaign, Language, OrderStatus, exponent
from ..store.protocol import Store

UNDONE = (OrderStatus.CANCELLED, OrderStatus.RETURNED)
LOPSIDED = 0.001  # a chance below this is none
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Result:
    """What a campaign brought in some days: buyers and revenue of each customer who was written to, against those held out, with
    intervals that hold however often one looks. `ratio` is the chance of a hold-out as lopsided as this one (below `LOPSIDED` something is
    wrong). `customers` are the ids of those who were written to and of those held out, `orders` those of the orders of either group that
    count, `course` the share of either that had bought by the end of each day."""

    campaign: Campaign
    until: datetime
    customers: tuple[tuple[str, ...], tuple[str, ...]]
    bought: Compared
    revenue: Compared
    rates: tuple[float, float]
    means: tuple[float, float]
    currency: str
    ratio: float
    orders: tuple[tuple[str, ...], tuple[str, ...]]
    course: tuple[tuple[float, ...], tuple[float, ...]]

    @property
    def brought(self) -> float | None:
        """What was bought more because of it, in major units, less what it cost; None while nothing can be said."""
        if not self.revenue.enough:
            return None
        cost, sent = self.campaign.cost, len(self.customers[0])
        paid = float(cost.major) * sent if cost and cost.currency == self.currency else 0.0
        return self.revenue.value * sent - paid

    def said(self, language: Language) -> list[str]:
        """What it comes to, in sentences."""
        zh = language == "zh"
        if self.ratio < LOPSIDED:
            return ["两组人数的差别不像是随机分出来的：一定有什么不对，这里的数字都不可信。" if zh else
                    "The two groups are not of the sizes that chance gives: something is wrong, no figure here can be trusted."]
        if not self.bought.enough:
            return ["顾客或订单还太少，说不出它有没有用。" if zh else
                    "There are too few customers or purchases to say whether it brought anything."]
        return [self._said_bought(zh), *([self._said_money(zh)] if self.revenue.enough else [])]

    def _said_bought(self, zh: bool) -> str:
        low, value, high = (f"{each * 100:+.1f}" for each in (self.bought.low, self.bought.value, self.bought.high))
        proven, (sent, held) = self.bought.low > 0 or self.bought.high < 0, self.rates
        if zh:
            told = f"下单的人：发送组 {sent:.1%}，对照组 {held:.1%}，相差 {value} 个百分点（{low} 至 {high}）"
            return told + ("。" if proven else "：还证明不了有差别。")
        told = f"{sent:.1%} of those written to bought, {held:.1%} of those held out: {value} percentage points ({low} to {high})"
        return told + ("." if proven else "; no difference is proven.")

    def _said_money(self, zh: bool) -> str:
        money, unit = self.revenue, self.currency
        if zh:
            return (f"人均消费相差 {money.value:+,.2f} {unit}（{money.low:+,.2f} 至 {money.high:+,.2f}）；"
                    f"全部加起来，减去花费：{self.brought:+,.2f} {unit}。")
        return (f"What each spent differs by {money.value:+,.2f} {unit} ({money.low:+,.2f} to {money.high:+,.2f}); in all, less its cost: "
                f"{self.brought:+,.2f} {unit}.")

    def to_dict(self) -> dict[str, Any]:
        """`{id, until, sent: {customers, bought, revenue, orders}, held: {…}, bought, revenue, ratio, brought, currency}`; `revenue` of a
        customer, in major units; `orders` is a count."""
        groups = zip(("sent", "held"), self.customers, self.rates, self.means, self.orders, strict=True)
        told = {name: {"customers": len(ids), "bought": round(rate, 6), "revenue": round(mean, 4), "orders": len(orders)}
                for name, ids, rate, mean, orders in groups}  # fmt: skip
        return {"id": self.campaign.id, "until": self.until.isoformat(), **told, "bought": self.bought.to_dict(),
                "revenue": self.revenue.to_dict(), "ratio": round(self.ratio, 6), "currency": self.currency,
                "brought": None if self.brought is None else round(self.brought, 2)}  # fmt: skip


@dataclass(slots=True)
class _Bought:
    """What one customer bought: the orders, for how much in the smallest unit, and when first."""

    first: datetime
    orders: dict[str, None]
    spent: int = 0


def result(store: Store, id: str, until: datetime, days: int = 30) -> Result:
    """What the campaign of this id brought in so many days after its start, as far as `until`. Orders that were cancelled or sent back
    do not count; `NotFound` when there is no such campaign."""
    campaign = store.campaigns.get(id)
    end = min(until, campaign.at + timedelta(days=days))
    sent, held = store.contacts.of(id)
    currency = _currency(store, campaign, end)
    found = _bought(store, campaign.at, end, frozenset((*sent, *held)), currency)
    pairs = [_samples(ids, found, currency) for ids in (sent, held)]
    (bought_sent, money_sent), (bought_held, money_held) = pairs
    planned = max(1.0, 2 / (1 / max(1, len(sent)) + 1 / max(1, len(held))))
    return Result(
        campaign, end, (tuple(sent), tuple(held)), compare_arms(bought_held, bought_sent, planned=planned),
        compare_arms(money_held, money_sent, planned=planned), (bought_sent.mean, bought_held.mean), (money_sent.mean, money_held.mean),
        currency, sample_ratio((len(sent), len(held)), (1 - campaign.hold_out, campaign.hold_out)) if campaign.hold_out else 1.0,
        (_orders(sent, found), _orders(held, found)),
        (_course(sent, found, campaign.at, end), _course(held, found, campaign.at, end)),
    )  # fmt: skip


def _bought(store: Store, since: datetime, end: datetime, who: frozenset[str], currency: str) -> dict[str, _Bought]:
    found: dict[str, _Bought] = {}
    for sale in store.orders.sales(since):
        if sale.placed_at >= end or sale.status in UNDONE or sale.customer_id is None or sale.customer_id not in who:
            continue
        one = found.setdefault(sale.customer_id, _Bought(sale.placed_at, {}))
        one.orders[sale.order_id] = None
        one.spent += sale.unit_price.amount * sale.quantity if sale.unit_price.currency == currency else 0
    return found


def _samples(ids: Sequence[str], found: dict[str, _Bought], currency: str) -> tuple[Sample, Sample]:
    """Of each customer whether they bought, and for how much in major units."""
    unit = float(Decimal(10) ** exponent(currency))
    return Sample.of([float(id in found) for id in ids]), Sample.of([found[id].spent / unit if id in found else 0.0 for id in ids])


def _orders(ids: Sequence[str], found: dict[str, _Bought]) -> tuple[str, ...]:
    return tuple(order for id in ids if id in found for order in found[id].orders)


def _course(ids: Sequence[str], found: dict[str, _Bought], since: datetime, end: datetime) -> tuple[float, ...]:
    """The share that had bought by the end of each day of the campaign."""
    counts = [0] * max(1, -(-(end - since) // _DAY))
    for id in ids:
        if id in found:
            counts[(found[id].first - since) // _DAY] += 1
    reached, shares = 0, list[float]()
    for count in counts:
        reached += count
        shares.append(reached / len(ids) if ids else 0.0)
    return tuple(shares)


def _currency(store: Store, campaign: Campaign, end: datetime) -> str:
    """The cost's, else the one that most buyers of the shop pay in."""
    if campaign.cost:
        return campaign.cost.currency
    counts: dict[str, int] = defaultdict(int)
    for buyer in store.shoppers.buyers(end):
        counts[buyer.currency] += 1
    return max(counts, key=lambda each: (counts[each], each), default="CNY")
