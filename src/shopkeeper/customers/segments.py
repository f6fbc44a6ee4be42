"""Customers in groups that have a name a person understands: by what they bought (RFM), and by what they do.

Each customer is in exactly one group of `SEGMENTS`, the first whose words fit: how recently, how often and for how much they bought, each
in fifths of all buyers (Hughes 1994). The groups of `HABITS` overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..shop import InvalidQuery, Language, Localized, Money
from ..store.protocol import Store
from .people import Person, people
from .window import end_of_history

Fits = Callable[[Person, datetime], bool]
LOOKED = timedelta(days=60)  # that somebody without an order counts as looking around
LEFT = timedelta(days=30)  # that a basket counts as left
MUCH_LOOKED, AN_ORDER = 15, 12  # products looked at in all, and for each order


@dataclass(frozen=True, slots=True)
class Kind:
    """A group: its key for commands, its name, who is in it, what one may do, and the rule."""

    key: str
    name: Localized
    who: Localized
    advice: Localized
    fits: Fits


def _kind(key: str, name: str, who: str, advice: str, fits: Fits) -> Kind:
    texts = [Localized(*text.split("|")) for text in (name, who, advice)]
    return Kind(key, texts[0], texts[1], texts[2], fits)


SEGMENTS = (
    _kind("best", "最好的顾客|Best customers", "最近买过，买得勤，花得也多|Bought lately, often and for a lot",
          "新品先给他们看，谢谢他们，不必打折|Show them what is new first and thank them; no discount is needed",
          lambda p, _: p.orders > 1 and min(p.scores) >= 4),
    _kind("regulars", "常客|Regulars", "常来买，最近也买过|Buy often and bought not long ago",
          "推荐和他们买过的东西相配的|Recommend what goes with what they have",
          lambda p, _: p.orders > 1 and p.scores[0] >= 3 and p.scores[1] >= 4),
    _kind("spenders", "大手笔顾客|Big spenders",
          "花得多，但来得不勤，最近买过|Spend a lot, though not often, and bought not long ago",
          "介绍好一些的商品和服务|Tell them of better goods and services",
          lambda p, _: p.scores[0] >= 3 and p.scores[2] >= 4),
    _kind("new", "新顾客|New customers", "最近才第一次下单|Placed their first order lately",
          "问问第一单怎么样，帮他们找到第二件|Ask how the first order was, and help them find a second",
          lambda p, _: p.orders == 1 and p.scores[0] >= 4),
    _kind("occasional", "偶尔来买的顾客|Occasional customers", "不时买一点，最近买过|Buy a little now and then, and did not long ago",
          "用他们喜欢的类目提醒他们|Remind them with the categories that they like",
          lambda p, _: p.scores[0] >= 3),
    _kind("slipping", "正在流失的好顾客|Good customers slipping away",
          "以前买得勤或花得多，很久没来买了|Used to buy often or for a lot, and have not for long",
          "亲自问候，值得给一点优惠|Write personally; an offer is worth it",
          lambda p, _: p.orders > 0 and (p.scores[1] >= 4 or p.scores[2] >= 4)),
    _kind("once", "只买过一次的顾客|Bought once, long ago", "很久以前买过一次|Bought one time, long ago",
          "偶尔一封信就够，别多花钱|A letter now and then is enough; do not spend much",
          lambda p, _: p.orders == 1),
    _kind("asleep", "沉睡的顾客|Asleep", "买过几次，很久没来了|Bought some times, and have not for long",
          "用新东西唤醒，没有回应就少打扰|Wake them with something new, and leave them alone if they do not answer",
          lambda p, _: p.orders > 0),
    _kind("looking", "看了还没买的人|Looking, not buying yet",
          "有账号，最近来看过，还没有下过单|Have an account, came to look lately, never ordered",
          "帮他们选：尺码、评价、退换说明|Help them choose: sizes, reviews, how to return",
          lambda p, end: p.seen is not None and end - p.seen <= LOOKED),
    _kind("silent", "没有动静的账号|Silent accounts", "有账号，没下过单，最近也没来|Have an account, never ordered and did not come lately",
          "不必花力气|No effort is needed", lambda p, _: True),
)  # fmt: skip
HABITS = (
    _kind("left-basket", "购物车里有东西没买|Left something in the basket",
          "最近 30 天加过购物车，之后没有下单|Put something into the basket in the last 30 days and did not order since",
          "提醒一次，附上那件商品|Remind them once, with that product",
          lambda p, end: p.last_cart is not None and end - p.last_cart <= LEFT and (p.last is None or p.last < p.last_cart)),
    _kind("comparing", "看得多、买得少|Look much, buy little",
          f"看过 {MUCH_LOOKED} 件以上，平均每单看过 {AN_ORDER} 件以上|"
          f"Looked at {MUCH_LOOKED} products or more, {AN_ORDER} or more for each order",
          "给他们比较表和真实评价|Give them comparisons and honest reviews",
          lambda p, _: p.views >= MUCH_LOOKED and p.views >= AN_ORDER * max(1, p.orders)),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in (*SEGMENTS, *HABITS)}


@dataclass(frozen=True, slots=True)
class Segment:
    """A group with its members, in the order of their ids, and what they come to. `share` is of all customers, `revenue_share` of all
    that was spent."""

    kind: Kind
    members: tuple[Person, ...]
    share: float
    spent: Money
    revenue_share: float

    @property
    def orders(self) -> int:
        """Of all members."""
        return sum(person.orders for person in self.members)

    def to_dict(self) -> dict[str, Any]:
        """`{key, name, who, advice: {zh, en}, customers, share, orders, spent, revenue_share}`."""
        texts = {name: {"zh": text.zh, "en": text.en} for name, text in (
            ("name", self.kind.name), ("who", self.kind.who), ("advice", self.kind.advice))}  # fmt: skip
        return {"key": self.kind.key, **texts, "customers": len(self.members), "share": round(self.share, 4), "orders": self.orders,
                "spent": {"amount": self.spent.amount, "currency": self.spent.currency}, "revenue_share": round(self.revenue_share, 4)}


@dataclass(frozen=True, slots=True)
class Segments:
    """All groups that have members: `segments` part the customers, `habits` overlap."""

    until: datetime
    people: int
    segments: tuple[Segment, ...]
    habits: tuple[Segment, ...]

    def to_dict(self) -> dict[str, Any]:
        """`{until, customers, segments, habits}`."""
        return {"until": self.until.isoformat(), "customers": self.people, "segments": [each.to_dict() for each in self.segments],
                "habits": [each.to_dict() for each in self.habits]}  # fmt: skip

    def get(self, key: str) -> Segment:
        """The group of this key, or of this name in either language; an empty one where nobody is in it. `InvalidQuery` when there is
        no such group."""
        kind = kind_of(key)
        found = next((each for each in (*self.segments, *self.habits) if each.kind is kind), None)
        currency = self.segments[0].spent.currency if self.segments else "CNY"
        return found or Segment(kind, (), 0.0, Money(0, currency), 0.0)

    def of(self, id: str) -> Segment | None:
        """The one group of `segments` that a customer is in."""
        return next((each for each in self.segments if any(person.id == id for person in each.members)), None)

    def said(self, language: Language) -> str:
        """What matters most, in one sentence."""
        rich = max(self.segments, key=lambda each: each.revenue_share, default=None)
        if rich is None or not rich.spent.amount:
            return "还没有顾客下过单。" if language == "zh" else "Nobody has ordered yet."
        name = rich.kind.name.get(language)
        if language == "zh":
            return f"{self.people:,} 位顾客；“{name}”占 {rich.share:.0%}，带来 {rich.revenue_share:.0%} 的销售额。"
        return f"{self.people:,} customers; “{name}” are {rich.share:.0%} of them and bring {rich.revenue_share:.0%} of the sales."


def kind_of(name: str) -> Kind:
    """The group of this key or name; `InvalidQuery` when there is none."""
    wanted = name.strip().lower()
    found = next((kind for kind in BY_KEY.values() if wanted in (kind.key, kind.name.zh, kind.name.en.lower())), None)
    if found is None:
        raise InvalidQuery(f"segment: expected one of {', '.join(BY_KEY)}, got {name[:40]!r}")
    return found


def segments(store: Store, until: datetime | None = None) -> Segments:
    """Everybody in groups, as they were at `until` (default: the end of the shop's history)."""
    end = until or end_of_history(store)
    return parted(people(store, end), end)


def parted(everybody: Sequence[Person], end: datetime) -> Segments:
    """These people in groups."""
    groups: dict[str, list[Person]] = {kind.key: [] for kind in BY_KEY.values()}
    for person in everybody:
        groups[segment_of(person, end).key].append(person)
        for habit in HABITS:
            if habit.fits(person, end):
                groups[habit.key].append(person)
    total = sum(person.spent.amount for person in everybody)
    made = {key: _segment(BY_KEY[key], found, len(everybody), total) for key, found in groups.items() if found}
    parts = tuple(made[kind.key] for kind in SEGMENTS if kind.key in made)
    return Segments(end, len(everybody), parts, tuple(made[habit.key] for habit in HABITS if habit.key in made))


def segment_of(person: Person, end: datetime) -> Kind:
    """The one group of `SEGMENTS` that somebody is in."""
    return next(kind for kind in SEGMENTS if kind.fits(person, end))


def _segment(kind: Kind, found: list[Person], everybody: int, total: int) -> Segment:
    spent = sum(person.spent.amount for person in found)
    return Segment(kind, tuple(found), len(found) / everybody, Money(spent, found[0].spent.currency), spent / total if total else 0.0)
