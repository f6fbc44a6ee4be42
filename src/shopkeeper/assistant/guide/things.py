"""Which thing a message is about, and whether that is another one than was looked for: heels after a beach dress, but not "with a hat"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ...text.goods import goods_in
from ...text.normalise import has_cjk, letterwise, normalise
from ...text.sorts import Sort, agree, sorts_in

_CLAUSE = re.compile(r"[,，。;；!！?？、\n]+|\bbut\b|但是?|不过")
# What joins a thing to the one that was spoken of, before its name; in Chinese with no 的 between, which would make it a modifier.
_JOINED = re.compile(
    r"\b(?:with|without|also|and|plus|for|of|in|on|like|that|this|these|those|matching|no|not|than|besides|from|my|your|wear|into|under|holds?|fits?|carry|carries|charges?|store)\b|"
    r"(?:带|配|搭|附|含|装|放|加上|还要|还想要|也要|也想要|不要|不想要|除了|没有(?!.*吗)|像|类似|同款|比|[那这](?:个|款|件|双|条|台|把|只|套|种|些)|^(?:看(?!看)|[和跟与穿戴喝吃听骑煮泡]))[^的]*$"
)
_HAVE_YOU = re.compile(r"有没有")
_FOLLOWS = re.compile(
    r"\s*(?:$|(?:for|with|without|in|under|below|over|above|of|from|that|which|to|around|about|less|up|between|at|please|then|instead|now|"
    r"would|size)\b)"
)
_ASKS = re.compile(  # the "for" of "looking for" joins nothing
    r"\b(?:look(?:ing)?|search(?:ing)?|hunting|shopping|ask(?:ing)?|go|in the market|in need|what about|how about)\s+(?:for|of)\b|"
    r"\bin the mood for\b"
)
_AFTER = re.compile(r"(?:吧|吗|呢|啊|呀|哦|了|有吗|有没有|看看|推荐)*$")
_TOO = re.compile(r"\b(?:too|as well)\b")


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that a text names, from `start` to `end`: the sorts and the goods that its name may mean."""

    start: int
    end: int
    sorts: frozenset[Sort]
    goods: frozenset[str]

    def agrees(self, other: Thing) -> bool:
        """Whether both may be the same thing, or one a kind of the other."""
        return bool(self.goods & other.goods) or any(agree(one, two) for one in self.sorts for two in other.sorts)


def things(text: str) -> list[Thing]:
    """The things that a text names."""
    plain = normalise(text)
    spelt = letterwise(plain)
    sorts = [Thing(hit.start, hit.end, frozenset(hit.meanings), frozenset()) for hit in sorts_in(spelt)] if len(spelt) == len(plain) else []
    goods = [Thing(hit.start, hit.end, frozenset(), frozenset(hit.meanings)) for hit in goods_in(plain)]
    return list(_joined(sorted([*sorts, *goods], key=lambda each: (each.end, each.start))))


def about(text: str) -> Thing | None:
    """The thing that a message asks for: the last one that it names as what is wanted, neither joined to something else nor denied."""
    return next((thing for clause in reversed(_CLAUSE.split(normalise(text))) if (thing := _head(clause.strip()))), None)


def is_another(need: str, text: str) -> bool:
    """Whether a message asks for a thing that is none of those that the need names, of which there are some."""
    asked, known = about(text), things(need)
    return asked is not None and bool(known) and not any(asked.agrees(each) for each in (*known, *_whole(need)))


def _joined(named: list[Thing]) -> Iterator[Thing]:
    """The names that stand at the same place as one; of those that end at one place the longest."""
    for _, ending in groupby(named, key=lambda each: each.end):
        same = list(ending)
        longest = [each for each in same if each.start == same[0].start]
        sorts, goods = (each.sorts for each in longest), (each.goods for each in longest)
        yield Thing(longest[0].start, longest[0].end, frozenset[Sort]().union(*sorts), frozenset[str]().union(*goods))


def _head(clause: str) -> Thing | None:
    clause = _HAVE_YOU.sub("有", clause)
    if _TOO.search(clause):
        return None
    for thing in reversed(things(clause)):
        before, after = clause[: thing.start], clause[thing.end :]
        ends = _AFTER.match(after) if has_cjk(clause[thing.start : thing.end]) else _FOLLOWS.match(after)
        if ends and not _JOINED.search(_ASKS.sub(" ", before)):
            return thing
    return None


def _whole(need: str) -> list[Thing]:
    """The goods that a need of several things stands for, by each of its words alone."""
    return [thing for word in need.split() for thing in things(word)]
