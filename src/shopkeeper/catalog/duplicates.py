"""One thing that is listed twice: products whose words mean nearly the same and whose facts do not tell them apart, with reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..shop import Localized, Product
from ..text.normalise import normalise
from .words import Encode

ALIKE = 0.93  # cosine of the titles
WORDS = 0.75  # of the shorter title's words that both have
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two products, how alike their titles are (cosine, −1 to 1), and why they seem to be one."""

    a: str
    b: str
    alike: float
    reasons: tuple[Localized, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "a": self.a,
            "b": self.b,
            "alike": round(self.alike, 3),
            "reasons": [{"zh": each.zh, "en": each.en} for each in self.reasons],
        }


def duplicates(products: Sequence[Product], encode: Encode) -> list[Duplicate]:
    """Every pair that seems to be one product, the most alike first. Another number in the title or another value of the same attribute
    (a model, a size, a colour) tells two apart."""
    if len(products) < 2:
        return []
    vectors = encode([_title(product) for product in products])
    out = list[Duplicate]()
    for start in range(0, len(products), 512):
        near = vectors[start : start + 512] @ vectors.T
        for row, column in np.argwhere(near >= ALIKE).tolist():
            if start + row < column and (found := _pair(products[start + row], products[column], float(near[row, column]))):
                out.append(found)
    return sorted(out, key=lambda each: (-each.alike, each.a, each.b))


def _pair(a: Product, b: Product, alike: float) -> Duplicate | None:
    mine, theirs = _title(a), _title(b)
    if set(_NUMBER.findall(mine)) != set(_NUMBER.findall(theirs)) or _different(a, b):
        return None
    words, others = set(_WORD.findall(mine)), set(_WORD.findall(theirs))
    shared = len(words & others) / max(1, min(len(words), len(others)))
    if shared < WORDS:
        return None
    reasons = [Localized(en=f"{shared:.0%} of the words of the titles are the same", zh=f"标题有 {shared:.0%} 的字词相同")]
    codes = {v.barcode for v in a.variants if v.barcode} & {v.barcode for v in b.variants if v.barcode}
    reasons += [Localized(en=f"the same barcode {code}", zh=f"条码相同：{code}") for code in sorted(codes)[:1]]
    if a.brand and a.brand == b.brand:
        name = a.brand.en or a.brand.zh
        reasons.append(Localized(en=f"both of {name}", zh=f"品牌都是{a.brand.zh or name}"))
    if a.price is not None and a.price == b.price:
        reasons.append(Localized(en="the same price", zh="价格相同"))
    return Duplicate(a.id, b.id, alike, tuple(reasons))


def _different(a: Product, b: Product) -> bool:
    """Whether the brands or the values of an attribute that both have are not the same."""
    facts = {each.name: (each.value, each.unit) for each in a.attributes}
    differ = any(each.name in facts and facts[each.name] != (each.value, each.unit) for each in b.attributes)
    return differ or bool(a.brand and b.brand and a.brand != b.brand)


def _title(product: Product) -> str:
    return normalise(" ".join(product.title.all))
