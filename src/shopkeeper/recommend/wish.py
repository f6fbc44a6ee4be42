"""A wish in a shopper's words, answered by the shop's search: without the words in which one only says that one likes something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from ..shop import Localized
from ..text.normalise import normalise

Fit = Literal["words", "meaning", "conditions"]


class Found(NamedTuple):
    """What a search found, best first, and the conditions that it read from the words, such as `price<300`."""

    ids: Sequence[str]
    read: Sequence[str]


class Search(Protocol):
    """The shop's search."""

    def __call__(self, text: str, where: Sequence[str], n: int, *, by_meaning: bool = False) -> Found:
        """The n best products for a text among those that pass filters, by words and meaning or by meaning alone."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """The products that answer a wish, best first, `fit` by what, and `what` of the wish they fit: its words, or its conditions."""

    ids: tuple[str, ...] = ()
    fit: Fit = "words"
    what: Localized = Localized()


class Wishes:
    """Answers wishes. `categories` are the shop's; one that a wish names is a condition."""

    def __init__(self, search: Search, categories: Callable[[], Iterable[Localized]]) -> None:
        self._search, self._categories = search, categories

    def answer(self, text: str, n: int) -> Fitting:
        """What fits a wish: by its words, else by their meaning, else by the conditions in it alone; nothing where there is none."""
        about, said = bare(text), Localized(text.strip(), text.strip())
        left, where = self._named(about)
        read: Sequence[str] = ()
        for words, category in ((about, []), (left, where)) if left else ():
            found = self._search(words, category, n)
            read = found.read
            if found.ids:
                return Fitting(tuple(found.ids), "words", said)
        if left and (near := self._search(left, [*where, *read], n, by_meaning=True).ids):
            return Fitting(tuple(near), "meaning", said)
        conditions = [*where, *read]
        return Fitting(tuple(self._search("", conditions, n).ids), "conditions", spoken(conditions)) if conditions else Fitting()

    def _named(self, about: str) -> tuple[str, list[str]]:
        """What a wish is about besides a category of the shop that it names, and this as a filter."""
        plain = normalise(about)
        named = [name for each in self._categories() for name in each.all if len(name) > 1 and normalise(name) in plain]
        longest = max(named, key=len, default="")
        if not longest:
            return about, []
        left = bare(re.sub(re.escape(normalise(longest)), " ", plain))
        return left, ["category=" + re.sub(r"([\\|<>=!])", r"\\\1", longest)]


def bare(text: str) -> str:
    """A wish without "I like", 我喜欢 and the like."""
    for pattern in (_ENGLISH, _CHINESE):
        text = pattern.sub(" ", text)
    return re.sub(r"^[\s,，、。.;；!！的]+|[\s,，、。.;；!！的]+$", "", re.sub(r"\s+", " ", text))


def spoken(conditions: Sequence[str]) -> Localized:
    """Filters as one says them: `price<300` as "price below 300", `color=red` as "red"."""
    parts = [_SPOKEN.fullmatch(each) for each in conditions]
    said = [(part["field"], part["op"], part["value"].replace("|", " / ").replace("\\", "")) for part in parts if part]
    zh = "、".join(value if op == "=" else f"{_FIELDS.get(field, field)}{_OPS[op][0]} {value}" for field, op, value in said)
    en = ", ".join(value if op == "=" else f"{field} {_OPS[op][1]} {value}" for field, op, value in said)
    return Localized(zh, en)


_SPOKEN = re.compile(r"(?P<field>.+?)(?P<op>!=|<=|>=|=|<|>)(?P<value>.+)")
_OPS = {"<": ("低于", "below"), "<=": ("不超过", "at most"), ">": ("高于", "above"), ">=": ("不低于", "at least"), "!=": ("不是", "not")}
_FIELDS = {"price": "价格"}
_OFTEN = r"(?:really|mostly|mainly|usually|always|often|also|just|would|do|only|gladly)"
_ENGLISH = re.compile(
    rf"\b(?:i(?:'m| am|'d|'ve| have)?(?: {_OFTEN})* (?:like|love|prefer|want|need|enjoy|buy|bought|choose|wear|use|care about|"
    r"looking (?:for|at)|into|used to|fond of|a fan of|been looking at)(?: to (?:buy|wear|have|use))?(?: from)?|"
    r"lately|looking (?:for|through|at)|show me|several times|(?:is|are) my favou?rites?(?: colou?rs?| brands?)?|"
    r"my favou?rites? (?:is|are)|when i can|if possible|please|(?:something|anything|things|stuff)(?: (?:in|from|that (?:is|are)|with))?|"
    r"style|if|then|the|an?|it|is|are|best|better|good|fine|more|well)\b", re.IGNORECASE)  # fmt: skip
_HOW = "(?:比较|更|最|很|特别|非常|一直|还是|一般|平时|通常|最近|都)*"
_CHINESE = re.compile(
    f"(?:我们?|本人)?{_HOW}(?:喜欢|偏爱|偏好|喜爱|钟爱|想要|想买|想找|需要|常买|爱买|爱用|常用|用惯了|习惯用|习惯穿|在看|在找|关注|中意|看重)"
    "(?:逛|买|用|穿|喝|吃)?|"
    "(?:东西)?尽量[挑选买]|(?:的)?东西|买过(?:好几|几|很多|多)次|比较上心|(?:的)?(?:风格|款式|类型)|请?(?:帮我|给我)(?:推荐|找)?(?:一些|一下|点)?|有没有|对(?=.+上心)"
)  # fmt: skip
