"""A campaign from its audience to what it brought: who may be written to, who is held out, what came of it.

Nobody is written to who did not agree to the channel, or who shares the address with somebody who did not. Those who may are put into
one order by chance; going down it each is written to or held out by chance until the budget is spent, so that both are alike. A test
that compares all who were written to with all who were held out says what the campaign brought (intention to treat).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ..evaluation.experiments import Compared, Sample, assigned, compare_arms, drawn, sample_ratio
from ..shop import Campaign, Customer, InvalidQuery, Money, OrderStatus, exponent
from ..store.protocol import Store
from .audience import audience

LEFT_OUT = "no consent", "no address", "an address that somebody else uses who did not agree", "written to often lately", "over the budget"
UNDONE = (OrderStatus.CANCELLED, OrderStatus.RETURNED)
_TELLING = 9  # last digits of a telephone number that tell it from others, whatever codes stand before


@dataclass(frozen=True, slots=True)
class Asked:
    """What a campaign is to be: a channel (`CHANNELS`), a group and conditions (`audience`), the share that is held out, `cap`: at most so
    many campaigns to one customer in `cap_days` days, this one counted; a budget, which needs the cost of one contact."""

    id: str
    channel: str
    segment: str = ""
    where: tuple[str, ...] = ()
    hold_out: float = 0.1
    cap: int = 2
    cap_days: int = 7
    budget: Money | None = None
    cost: Money | None = None

    def __post_init__(self) -> None:
        if self.budget and (self.cost is None or self.cost.amount <= 0 or self.cost.currency != self.budget.currency):
            raise InvalidQuery("cost: expected what one contact costs, above 0 and in the budget's currency, to know how many it is for")
        if self.cap < 1 or self.cap_days < 1:
            raise InvalidQuery("cap, cap_days: expected numbers of 1 or more")

    @property
    def said(self) -> str:
        """The audience in a line."""
        return " and ".join((self.segment or "everybody", *self.where))


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is written to (`sent`), who is held out, and who of the audience is left out, by reason (`LEFT_OUT`)."""

    asked: Asked
    sent: tuple[Customer, ...]
    held: tuple[Customer, ...]
    left_out: dict[str, tuple[str, ...]]

    @property
    def costs(self) -> Money | None:
        """What the contacts cost."""
        return self.asked.cost * len(self.sent) if self.asked.cost else None

    def campaign(self, at: datetime, copy: str) -> Campaign:
        """The record of it."""
        sent, held = (tuple(sorted(customer.id for customer in some)) for some in (self.sent, self.held))
        asked = self.asked
        return Campaign(asked.id, asked.channel, at, asked.said, asked.hold_out, sent, held, asked.cost, copy)

    def to_dict(self) -> dict[str, Any]:
        """`{id, channel, audience, sent, held, left_out: {reason: n}, costs}`, all counts."""
        costs = self.costs
        return {"id": self.asked.id, "channel": self.asked.channel, "audience": self.asked.said,
                "sent": len(self.sent), "held": len(self.held), "left_out": {reason: len(ids) for reason, ids in self.left_out.items()},
                "costs": costs and {"amount": costs.amount, "currency": costs.currency}}  # fmt: skip


def plan(store: Store, asked: Asked, now: datetime) -> Plan:
    """Who would be written to, as the store is now. `InvalidQuery` when a campaign of this id was started already."""
    if store.campaigns.get_many([asked.id]):
        raise InvalidQuery(f"campaign: {asked.id} was started already; give this one another name")
    refused, lately = _refused(store, asked.channel), _lately(store, asked, now)
    left: dict[str, list[str]] = {reason: [] for reason in LEFT_OUT}
    may: list[Customer] = []
    for customer in audience(store, asked.segment, asked.where):
        reason = _reason(customer, asked, refused, lately)
        if reason:
            left[reason].append(customer.id)
        else:
            may.append(customer)
    sent, held = _drawn(may, asked)
    taken = {customer.id for customer in (*sent, *held)}
    left["over the budget"] = [customer.id for customer in may if customer.id not in taken]
    return Plan(asked, tuple(sent), tuple(held), {reason: tuple(ids) for reason, ids in left.items() if ids})


def email_of(customer: Customer) -> str:
    """In small letters; "" where there is none."""
    email = customer.email.strip().lower()
    return email if "@" in email else ""


def phone_of(customer: Customer) -> str:
    """The digits, with the + of an international one."""
    return "".join(sign for sign in customer.phone if (sign.isdigit() and sign.isascii()) or sign == "+")


def one_mailbox(email: str) -> str:
    """An address as its provider tells it from others: Gmail does not look at dots."""
    name, _, host = email.partition("@")
    return f"{name.replace('.', '')}@{host}" if host in ("gmail.com", "googlemail.com") else email


def _reached(customer: Customer, channel: str) -> set[str]:
    """What a channel reaches somebody by, so that two ways to write one address are the same."""
    email, phone = one_mailbox(email_of(customer)), phone_of(customer).lstrip("+0")[-_TELLING:]
    found = {"email": {email}, "sms": {phone}, "ads": {email, phone}}
    return found[channel] - {""}


def _refused(store: Store, channel: str) -> set[str]:
    """The addresses of everybody who did not agree to the channel."""
    return {address for customer in store.customers.all() if channel not in customer.consents for address in _reached(customer, channel)}


def _lately(store: Store, asked: Asked, now: datetime) -> dict[str, int]:
    """How many campaigns reached each customer in the days of the cap."""
    count: dict[str, int] = defaultdict(int)
    for campaign in store.campaigns.all():
        if campaign.at > now - timedelta(days=asked.cap_days):
            for id in campaign.sent:
                count[id] += 1
    return count


def _reason(customer: Customer, asked: Asked, refused: set[str], lately: dict[str, int]) -> str:
    if asked.channel not in customer.consents:
        return "no consent"
    addresses = _reached(customer, asked.channel)
    if not addresses:
        return "no address"
    if addresses & refused:
        return "an address that somebody else uses who did not agree"
    return "written to often lately" if lately.get(customer.id, 0) >= asked.cap else ""


def _drawn(may: Sequence[Customer], asked: Asked) -> tuple[list[Customer], list[Customer]]:
    most = asked.budget.amount // asked.cost.amount if asked.budget and asked.cost else len(may)
    sent, held = list[Customer](), list[Customer]()
    for customer in sorted(may, key=lambda each: (drawn(f"campaign order {asked.id}", each.id), each.id)):
        if assigned(f"campaign {asked.id}", customer.id, (1 - asked.hold_out, asked.hold_out)) and asked.hold_out:
            held.append(customer)
        elif len(sent) < most:
            sent.append(customer)
        else:
            break
    return sent, held


@dataclass(frozen=True, slots=True)
class Result:
    """What a campaign brought in some days: buyers and revenue of each customer who was written to, against those held out, with
    intervals that hold however often one looks. `ratio` is the chance of a hold-out as lopsided as this one (below .001 something is
    wrong). `orders` are the ids of the orders that count, of the two groups."""

    campaign: Campaign
    until: datetime
    bought: Compared
    revenue: Compared
    rates: tuple[float, float]
    means: tuple[float, float]
    currency: str
    ratio: float
    orders: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def brought(self) -> float | None:
        """What was bought more because of it, in major units, less what it cost; None while nothing can be said."""
        if not self.revenue.enough:
            return None
        cost = self.campaign.cost
        paid = float(cost.major) * len(self.campaign.sent) if cost and cost.currency == self.currency else 0.0
        return self.revenue.value * len(self.campaign.sent) - paid

    def to_dict(self) -> dict[str, Any]:
        """`{id, until, sent: {customers, bought, revenue}, held: {…}, bought, revenue, ratio, brought, currency}`; `revenue` of a customer,
        in major units."""
        groups = zip(("sent", "held"), (self.campaign.sent, self.campaign.held), self.rates, self.means, self.orders, strict=True)
        told = {name: {"customers": len(ids), "bought": round(rate, 6), "revenue": round(mean, 4), "orders": len(orders)}
                for name, ids, rate, mean, orders in groups}  # fmt: skip
        return {"id": self.campaign.id, "until": self.until.isoformat(), **told, "bought": self.bought.to_dict(),
                "revenue": self.revenue.to_dict(), "ratio": round(self.ratio, 6), "currency": self.currency,
                "brought": None if self.brought is None else round(self.brought, 2)}  # fmt: skip


def result(store: Store, id: str, until: datetime, days: int = 30) -> Result:
    """What the campaign of this id brought in so many days after its start, as far as `until`. Orders that were cancelled or sent back
    do not count; `NotFound` when there is no such campaign."""
    campaign = store.campaigns.get(id)
    end = min(until, campaign.at + timedelta(days=days))
    spent: dict[str, int] = defaultdict(int)
    orders: dict[str, dict[str, None]] = defaultdict(dict)
    currency = _currency(store, campaign, end)
    groups = frozenset(campaign.sent), frozenset(campaign.held)
    for sale in store.orders.sales(campaign.at):
        if sale.placed_at >= end or sale.status in UNDONE or not any(sale.customer_id in group for group in groups):
            continue
        who = sale.customer_id or ""
        orders[who][sale.order_id] = None
        spent[who] += sale.unit_price.amount * sale.quantity if sale.unit_price.currency == currency else 0
    sent, held = (_values(ids, orders, spent, currency) for ids in (campaign.sent, campaign.held))
    samples = [(Sample.of(values[0]), Sample.of(values[1])) for values in (sent, held)]
    (bought_sent, money_sent), (bought_held, money_held) = samples
    counts, shares = (len(campaign.sent), len(campaign.held)), (1 - campaign.hold_out, campaign.hold_out)
    planned = max(1.0, 2 / (1 / max(1, counts[0]) + 1 / max(1, counts[1])))
    return Result(
        campaign, end, compare_arms(bought_held, bought_sent, planned=planned), compare_arms(money_held, money_sent, planned=planned),
        (bought_sent.mean, bought_held.mean), (money_sent.mean, money_held.mean), currency,
        sample_ratio(counts, shares) if campaign.hold_out else 1.0,
        (_ids(campaign.sent, orders), _ids(campaign.held, orders)),
    )  # fmt: skip


def _values(
    ids: Iterable[str], orders: dict[str, dict[str, None]], spent: dict[str, int], currency: str,
) -> tuple[list[float], list[float]]:  # fmt: skip
    """Of each customer whether they bought, and for how much in major units."""
    unit = float(Decimal(10) ** exponent(currency))
    return [float(bool(orders.get(id))) for id in ids], [spent.get(id, 0) / unit for id in ids]


def _ids(ids: Iterable[str], orders: dict[str, dict[str, None]]) -> tuple[str, ...]:
    return tuple(order for id in ids for order in orders.get(id, ()))


def _currency(store: Store, campaign: Campaign, end: datetime) -> str:
    """The cost's, else the one that most buyers of the shop pay in."""
    if campaign.cost:
        return campaign.cost.currency
    counts: dict[str, int] = defaultdict(int)
    for buyer in store.shoppers.buyers(end):
        counts[buyer.currency] += 1
    return max(counts, key=lambda each: (counts[each], each), default="CNY")
