"""Why a product is recommended, in both languages: only what the records say."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from ..shop import Language, Localized
from .wish import Fitting

How = Literal["page", "looked", "bought"]
_LONGEST = {"zh": 18, "en": 44}  # characters of a title in a reason
_MONTHS = "January February March April May June July August September October November December".split()


class Known(NamedTuple):
    """What is on record about why a product is there. `seed` is the title of the product that led to it and `how` what that is to the
    shopper: on the page, looked at or bought; `said` what of their words it answers; `again` whether the shopper looked at this
    product or bought it before; `days` the usual time between two purchases, `own` whether of this shopper; `sold` and
    `bought` purchases in the last 30 days and in all; `created` since when it is in the shop."""

    source: str
    seed: Localized | None = None
    how: How = "looked"
    said: Fitting = Fitting()
    again: Literal["", "looked", "bought"] = ""
    days: float = 0.0
    own: bool = False
    sold: int = 0
    bought: int = 0
    created: datetime | None = None


def reason(known: Known) -> Localized:
    """One sentence a language."""
    if known.again:
        return _met_before(known)
    seeded = _SEEDED.get(known.source)
    if seeded and known.seed:
        zh, en = seeded[known.how]
        return Localized(zh.format(x=short(known.seed, "zh")), en.format(x=short(known.seed, "en")))
    if known.source == "words" and known.said.what:
        return _of_words(known.said)
    return _PLAIN.get(known.source) or _of_all(known)


def _of_words(said: Fitting) -> Localized:
    if said.fit == "conditions":
        return Localized(f"符合你提到的：{_cut(said.what.zh, 40)}", f"Fits what you mentioned: {_cut(said.what.en, 60)}")
    zh, en = _cut(said.what.zh, 30), _cut(said.what.en, 60)
    if said.fit == "meaning":
        return Localized(f"接近你说的「{zh}」", f"Close to what you said: “{en}”")
    return Localized(f"符合你说的「{zh}」", f"Fits what you said: “{en}”")


def _met_before(known: Known) -> Localized:
    if known.again == "bought" and known.days:
        return _again(max(1, round(known.days)), known.own)
    if known.again == "bought":
        return Localized("你以前买过这件", "You bought this before")
    return Localized("你看过这件，还没买", "You looked at this and have not bought it yet")


def _again(days: int, own: bool) -> Localized:
    often = ("每天", "every day") if days == 1 else (f"每 {days} 天", f"every {days} days")
    if own:
        return Localized(f"你大约{often[0]}买一次", f"You buy it about {often[1]}")
    return Localized(f"你以前买过，顾客大约{often[0]}回购一次", f"You bought this before; shoppers buy it again about {often[1]}")


def _of_all(known: Known) -> Localized:
    """What is true of a product for everybody."""
    if known.sold > 1:
        return Localized(f"最近 30 天被购买 {known.sold} 次", f"Bought {known.sold} times in the last 30 days")
    if known.source == "new" and known.created:
        at = known.created
        return Localized(f"{at.month} 月 {at.day} 日上架的新品", f"New in the shop since {at.day} {_MONTHS[at.month - 1]}")
    if known.bought > 1:
        return Localized(f"在本店已被购买 {known.bought} 次", f"Bought {known.bought} times in this shop")
    return Localized("本店现货", "In this shop now")


def short(title: Localized, language: Language) -> str:
    """A title as it stands within a sentence."""
    return _cut(title.get(language), _LONGEST["zh" if title.get(language) == title.zh else "en"])


@lru_cache(maxsize=10_000)  # few products lead to most of the others
def _cut(text: str, most: int) -> str:
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[:most]
    if text.isascii() and " " in head:
        head = head.rpartition(" ")[0]
    return head.rstrip(" ,.;:，。；、-") + "…"


# The product of the reason as {x}, by what it is to the shopper.
_SEEDED: dict[str, dict[How, tuple[str, str]]] = {
    "alike": {
        "page": ("与「{x}」相似", "Similar to “{x}”"),
        "looked": ("与你看过的「{x}」相似", "Similar to “{x}”, which you looked at"),
        "bought": ("与你买过的「{x}」相似", "Similar to “{x}”, which you bought"),
    },
    "sequence": {
        "page": ("对「{x}」感兴趣的顾客接着选了这件", "Shoppers interested in “{x}” went on to this"),
        "looked": ("因为你看过「{x}」：同样看过的顾客接着选了这件", "Because you looked at “{x}”: others who did went on to this"),
        "bought": ("因为你买过「{x}」：同样选它的顾客接着选了这件", "Because you bought “{x}”: others who chose it went on to this"),
    },
    "basket": {
        "page": ("与「{x}」搭配：有顾客一起购买", "Pairs with “{x}”: bought together"),
        "looked": ("与你看过的「{x}」搭配：有顾客一起购买", "Pairs with “{x}”, which you looked at"),
        "bought": ("与你买过的「{x}」搭配：有顾客一起购买", "Pairs with “{x}”, which you bought"),
    },
    "people": {
        "page": ("喜欢「{x}」的顾客也喜欢这件", "Shoppers who like “{x}” like this too"),
        "looked": ("你看过「{x}」，喜欢它的顾客也喜欢这件", "You looked at “{x}”; shoppers who like it like this too"),
        "bought": ("你买过「{x}」，喜欢它的顾客也喜欢这件", "You bought “{x}”; shoppers who like it like this too"),
    },
}  # fmt: skip
_PLAIN = {
    "sequence": Localized("和你看过类似商品的顾客接着选了这件", "Shoppers who looked at the same things went on to this"),
    "basket": Localized("有顾客与你选的商品一起购买", "Bought together with what you chose"),
    "people": Localized("喜好与你相近的顾客也选了这件", "Chosen by shoppers whose taste is close to yours"),
    "alike": Localized("与你看过的商品相似", "Similar to what you looked at"),
    "learned": Localized("根据你最近看过和买过的商品推荐", "Suggested by what you lately looked at and bought"),
    "rule": Localized("店主推荐", "The shop's own pick"),
}
