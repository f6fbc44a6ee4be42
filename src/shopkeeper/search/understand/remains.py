"""What is left of a query to look for, in its own order and spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .spelled import Span, Spelled

# Small words that belonged to what was taken out: behind it, and before it.
_BEHIND = re.compile(
    r"\s?(?:色的?|款的?|味的?|皮肤的?|材质的?|质地的?|装的?|码的?|号的?|厚的?|的(?!确)|之间的?|(?:flavou?red|flavou?rs?|scented|scent|colou?red|colou?rs?|sized?|old|brands?|please)\b|[,、;::]+|都行|都可以|吧(?![台椅凳]))+"
)
_BEFORE = re.compile(
    r"(?:(?:\b(?:in|with|for|and|or|but|a|an|the|of|made of|made from|that is|that are|is|any|size|colou?r|at|brand|from|ages?|which|priced?|costs?|costing)|颜色|尺码|材质|品牌|价格|价位|给|的|和|或|要|有|带|是|[,、;::])\s*)+$"
)
_EDGES = " ,.;:、。!?！？-和或的"


def remains(spelled: Spelled, removed: Sequence[Span]) -> str:
    """The query as it was typed without the `removed` parts and the small words that joined them."""
    kept = [True] * len(spelled.text)
    text = spelled.text
    for start, end in sorted(removed):
        behind = _BEHIND.match(text, end)
        before = _BEFORE.search(text, max(0, start - 24), start)
        end = behind.end() if behind else end
        start = before.start() if before else start
        kept[start:end] = [False] * (end - start)
    typed = [spelled.typed_at((i, i + 1)) if keep else "\x00" for i, keep in enumerate(kept)]
    joined = re.sub(r"\x00+", _gap(spelled), "".join(typed))
    return " ".join(joined.strip(_EDGES).split()) if removed else spelled.typed.strip()


def _gap(spelled: Spelled) -> str:
    return " "
