"""What a thing is, in a word or a few: the head of its title, or its category."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..shop import Localized
from ..text.goods import goods_in
from ..text.normalise import normalise
from .goods import good_of

_CUT = re.compile(r"\s+[-–—|]\s+|[,，(（\[【/]|\s+(?:with|for|in|by|of)\s+")
_FOR = re.compile("[壳膜套]")  # after the name of goods: a thing that is for them


def noun_of(title: Localized, category: Sequence[Localized], family: str = "general") -> Localized:
    """The kind of goods that a title names in its head ("running shoes", 蓝牙耳机), else the deepest category."""
    leaf = category[-1] if category else Localized()
    good = good_of(title.en, family)
    return Localized(_named(title.zh) or leaf.zh or title.zh, (good.noun if good else "") or leaf.en.lower() or title.en)


def _named(title: str) -> str:
    plain = normalise(title)
    head = _CUT.split(plain, maxsplit=1)[0]
    text = head if goods_in(head) else plain
    found = [good for good in goods_in(text) if not _FOR.match(text[good.end :])]
    return text[found[-1].start : found[-1].end] if found else ""
