"""What to do next for each customer, and why: by their rhythm, what is at stake with them, and what an experiment has shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..shop import Localized
from .actions import Action
from .uplift import EVERYONE, NOBODY

DUE, LATE = 1.0, 2.5  # times the usual gap since the last order: the next is due; it is so late that they may be gone
LIKELY = 0.5  # a chance of an order so high comes without help
PARDON = 14  # days after an order in which nobody is bothered
BASKET_DAYS = 7  # so long a basket that was left is worth a reminder


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a customer: `since`, days since the last order; `gap`, days that lie between two of theirs as a rule, everybody's
    where they have one order (`own_gap` false); the chance that they `buy` unasked; what an order of theirs brings (`worth`, the margin
    alone) and what is at `stake`: what they brought in as many days, times the chance that they buy nothing; when they left a basket, with
    which products, by which events; what an experiment's action changes (`uplift`)."""

    customer_id: str
    since: float
    gap: float
    own_gap: bool
    buys: float
    worth: float
    stake: float
    currency: str
    order_ids: tuple[str, ...]
    basket_at: datetime | None = None
    basket_days: float | None = None
    basket: tuple[str, ...] = ()
    basket_event_ids: tuple[str, ...] = ()
    uplift: float | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What an experiment showed of an action: whom to treat (`everyone`, `nobody`, `targeted`), the cost of a treatment, and why, in a
    sentence."""

    action: Action
    policy: str
    cost: float
    why: str


@dataclass(frozen=True, slots=True)
class NextAction:
    """What to do for a customer, the reason in both languages, whether an experiment has shown that it pays (`tested`), and what it was
    read from. `consents`: how they agreed to be contacted; without one an action can only be shown in the shop itself."""

    action: Action
    because: Localized
    facts: Facts
    tested: bool
    consents: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        facts = self.facts
        return {"customer_id": facts.customer_id, "action": self.action.value, "because": {"zh": self.because.zh, "en": self.because.en},
                "tested": self.tested, "consents": list(self.consents), "uplift": None if facts.uplift is None else round(facts.uplift, 2),
                "stake": round(facts.stake, 2), "currency": facts.currency, "buys": round(facts.buys, 4), "since": round(facts.since, 1),
                "gap": round(facts.gap, 1), "basket": list(facts.basket), "order_ids": list(facts.order_ids),
                "event_ids": list(facts.basket_event_ids)}


def next_action(facts: Facts, cost: float, tested: Shown | None = None, consents: tuple[str, ...] = ()) -> NextAction:
    """The one action for a customer. An experiment decides on its own action; the others go by rule: a basket that was left is a reminder;
    whoever is in their rhythm is left in peace; whoever is due is shown what goes with what they have; whoever is late, and worth more than
    it costs, is won back."""
    by_rule, because = _by_rule(facts, cost)
    if tested is None or by_rule is Action.REMINDER:
        return NextAction(by_rule, because, facts, False, consents)
    if _treated(facts, tested):
        return NextAction(tested.action, _told_uplift(facts, tested), facts, True, consents)
    if by_rule is tested.action:
        return NextAction(Action.NOTHING, _told_uplift(facts, tested), facts, True, consents)
    return NextAction(by_rule, because, facts, False, consents)


def _treated(facts: Facts, tested: Shown) -> bool:
    if tested.policy in (EVERYONE, NOBODY):
        return tested.policy == EVERYONE
    return facts.uplift is not None and facts.uplift > tested.cost


def _told_uplift(facts: Facts, tested: Shown) -> Localized:
    if tested.policy in (EVERYONE, NOBODY):
        zh = "所有人都值得" if tested.policy == EVERYONE else "对谁都不值得"
        return Localized(zh=f"实验表明：{zh}，逐人挑选没有更好", en=f"the experiment: {tested.why}")
    gain = facts.uplift or 0.0
    return Localized(zh=f"实验表明：预计多带来 {gain:.2f} {facts.currency}，成本 {tested.cost:.2f}",
                     en=f"the experiment: it is expected to bring {gain:.2f} {facts.currency} more, at a cost of {tested.cost:.2f}")


def _by_rule(facts: Facts, cost: float) -> tuple[Action, Localized]:
    if facts.basket_days is not None and facts.basket_days <= BASKET_DAYS:
        days = f"{facts.basket_days:.0f}"
        return Action.REMINDER, Localized(zh=f"{days} 天前把商品放进购物车后没有下单", en=f"left a basket {days} days ago")
    ratio, known = facts.since / max(facts.gap, 1.0), _rhythm(facts)
    if facts.since < PARDON or ratio < DUE:
        return Action.NOTHING, _with(known, "还没到再次购买的时候", "the next order is not due yet")
    if facts.buys >= LIKELY:
        return Action.NOTHING, _with(known, f"不提醒也很可能下单（{facts.buys:.0%}）", f"likely to order unasked ({facts.buys:.0%})")
    if ratio < LATE:
        return Action.CROSS_SELL, _with(known, "该再次购买了", "the next order is due")
    if facts.stake <= cost:
        return Action.NOTHING, _with(known, f"挽回的价值（{facts.stake:.2f}）不及成本（{cost:.2f}）",
                                     f"what may be won back ({facts.stake:.2f}) is less than it costs ({cost:.2f})")
    return Action.WIN_BACK, _with(known, f"可能已流失（下单机会 {facts.buys:.0%}）", f"may be gone (chance of an order {facts.buys:.0%})")


def _rhythm(facts: Facts) -> tuple[str, str]:
    zh = "通常" if facts.own_gap else "只买过一次，其他人通常"
    en = "usually" if facts.own_gap else "bought once; others usually"
    since, gap = f"{facts.since:.0f}", f"{facts.gap:.0f}"
    last = ("刚下过单", "ordered just now") if since == "0" else (f"上次下单 {since} 天前", f"last order {since} days ago")
    return f"{last[0]}，{zh}每 {gap} 天一次", f"{last[1]}, {en} every {gap}"


def _with(known: tuple[str, str], zh: str, en: str) -> Localized:
    return Localized(zh=f"{known[0]}：{zh}", en=f"{known[1]}: {en}")
