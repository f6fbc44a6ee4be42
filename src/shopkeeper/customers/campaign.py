"""A campaign's audience: who may be written to, who is held out.

Nobody is written to who did not agree to the channel, or who shares the address with somebody who did not. Those who may are put into
one order by chance; going down it each is written to or held out by chance until the budget is spent, so that both are alike:
what the campaign brought is told by comparing them (`brought`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..evaluation.experiments import assigned, drawn
from ..shop import CHANNELS, Campaign, Customer, InvalidQuery, Localized, Money
from ..store.protocol import Store
from .audience import audience
from .pages import pages

# Why somebody is left out: the reason as the JSON has it, and in words.
LEFT_OUT = {
    "no account": Localized("没有账号，什么也没同意过", "have no account, and agreed to nothing"),
    "no consent": Localized("没有同意这个渠道", "did not agree to this channel"), "no address": Localized("没有地址", "have no address"),
    "an address that somebody else uses who did not agree":
        Localized("和没有同意的人共用地址", "share the address with somebody who did not agree"),
    "written to often lately": Localized("最近收到的活动够多了", "were written to often lately"),
    "over the budget": Localized("超出预算", "over the budget"),
}  # fmt: skip
_PAGE = 500
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
        if self.channel not in CHANNELS:
            raise InvalidQuery(f"channel: expected one of {', '.join(CHANNELS)}, got {self.channel[:20]!r}")
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

    @property
    def rows(self) -> dict[str, list[str]]:
        """The ids of all customers by what becomes of them: "sent", "held", or the reason why they are left out."""
        groups = {name: [customer.id for customer in some] for name, some in (("sent", self.sent), ("held", self.held))}
        return groups | {reason: list(ids) for reason, ids in self.left_out.items()}

    def keep(self, store: Store, at: datetime, copy: str, text: Localized) -> None:
        """Keeps that it was started, with who was written to and who was held out."""
        asked = self.asked
        store.campaigns.put([Campaign(asked.id, asked.channel, at, asked.said, asked.hold_out, asked.cost, copy, text)])
        store.contacts.add(asked.id, *([customer.id for customer in some] for some in (self.sent, self.held)))

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
    people, left["no account"] = audience(store, asked.segment, asked.where)
    for customer in people:
        reason = _reason(customer, asked, refused, lately)
        if reason:
            left[reason].append(customer.id)
        else:
            may.append(customer)
    sent, held = _drawn(may, asked)
    taken = {customer.id for customer in (*sent, *held)}
    left["over the budget"] = [customer.id for customer in may if customer.id not in taken]
    return Plan(asked, tuple(sent), tuple(held), {reason: tuple(ids) for reason, ids in left.items() if ids})


def again(store: Store, id: str) -> Plan:
    """A campaign that was started, as its files may go out now: those of its customers who agree to it still. `NotFound` when there is
    none of this id."""
    campaign = store.campaigns.get(id)
    refused = _refused(store, campaign.channel)
    asked = Asked(id, campaign.channel)
    sent, _ = store.contacts.of(id)
    people = [customer for page in pages(sent, _PAGE) for customer in store.customers.get_many(page).values()]
    left: dict[str, list[str]] = defaultdict(list)
    for customer in people:
        left[_reason(customer, asked, refused, {})].append(customer.id)
    may = frozenset(left.pop("", ()))
    return Plan(asked, tuple(each for each in people if each.id in may), (), {reason: tuple(ids) for reason, ids in left.items()})


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
    recent = [campaign.id for campaign in store.campaigns.all() if campaign.at > now - timedelta(days=asked.cap_days)]
    return store.contacts.reached(recent)


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
