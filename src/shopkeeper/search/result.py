"""What a search answers: hits with their reasons, facets, totals, and how to go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..shop import Language, Money, Product
from ..store.glance import Glance

_KINDS = {"term": "词", "vector": "语义", "ranker": "学来的排序", "taste": "偏好", "filter": "筛选", "rule": "规则"}
_CHINESE = [(re.compile(english), chinese) for english, chinese in (
    ("^weight (?=[0-9.]+$)", "权重 "), (r" \(synonym of (.+)\)$", r"（\1 的同义词）"), (r" \(for (.+)\)$", r"（由 \1 而来）"),
    ("^looked at or bought before, or of such a brand$", "看过或买过，或是这样的品牌"),
    ("^pinned by ", "置顶："), ("^boosted by ", "提前："), ("^buried by ", "靠后："), ("^hidden by ", "不显示："),
)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit is where it is. `kind` is "term" (a word of the query found in a field), "vector"
    (nearness in meaning), "ranker" (what was learnt from clicks or judgments), "taste" (what the visitor met before), "filter"
    or "rule" (a merchant's); `score` is its share of the hit's score."""

    kind: str
    text: str
    score: float

    def said(self, language: Language) -> str:
        """Kind and text, for reading."""
        if language == "en":
            return f"{self.kind}: {self.text}"
        text = self.text
        for pattern, chinese in _CHINESE:
            text = pattern.sub(chinese, text)
        return f"{_KINDS.get(self.kind, self.kind)}：{text}"

    def to_dict(self) -> dict[str, Any]:
        """`{kind, text, score}`."""
        return {"kind": self.kind, "text": self.text, "score": round(self.score, 4)}


@dataclass(frozen=True)
class Hit:
    """A product that was found. `score` is comparable within one result only; `source` is the
    product, or what gives it when asked. `variant_id` is the variant that the filters or words of the query pick, and
    `price` then its price; without one it is the product's lowest."""

    id: str
    title: str
    price: Money | None
    score: float
    source: Product | Glance
    reasons: tuple[Reason, ...] = ()
    variant_id: str | None = None

    @property
    def product(self) -> Product:
        """The whole record."""
        return self.source if isinstance(self.source, Product) else self.source.product

    def to_dict(self) -> dict[str, Any]:
        """`{id, title, price, variant_id, score, reasons}`; `price` is `{amount, currency}` in minor units, None where it is not known."""
        price = {"amount": self.price.amount, "currency": self.price.currency} if self.price else None
        return {"id": self.id, "title": self.title, "price": price, "variant_id": self.variant_id, "score": round(self.score, 4),
                "reasons": [r.to_dict() for r in self.reasons]}


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of the found products have this value."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Understood:
    """How the query was read: the text that was searched, the filters that hold, the order (empty: by relevance),
    and those of the filters that were `read` from the query. `foreign` are words of it that state an amount in other money than the
    shop's: they limit nothing."""

    text: str
    where: tuple[str, ...] = ()
    sort: str = ""
    read: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """`{text, where, sort}`, and `foreign` where there is some."""
        told = {"text": self.text, "where": list(self.where), "sort": self.sort}
        return {**told, "foreign": list(self.foreign)} if self.foreign else told


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of an answer. `total` and `facets` are counted over the same frozen set of products
    that all pages are cut from, of which `found` are the ids that one can page to; `next` fetches the following page, None on the last.
    `degraded` says what is missing in the answer: "meaning" where the encoder failed and words alone were searched for."""

    query_id: str
    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    understood: Understood = Understood("")
    did_you_mean: str | None = None
    relaxed: tuple[str, ...] = ()
    next: str | None = None
    language: Language = "en"
    took_ms: float = 0.0
    leading: tuple[str, ...] = ()
    found: Sequence[str] = ()
    degraded: tuple[str, ...] = ()

    def __iter__(self) -> Any:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def explain(self) -> str:
        """The hits with the reasons of each, for reading."""
        zh = self.language == "zh"
        lines = [f"“{self.understood.text}”：共 {self.total} 件商品" if zh else f"{self.total} products for {self.understood.text!r}"]
        for i, hit in enumerate(self.hits, 1):
            lines.append(f"{i:>3}. {hit.title}  [{hit.id}]  {hit.score:.3f}")
            lines += [f"       {r.score:+.3f}  {r.said(self.language)}" for r in hit.reasons]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The JSON of the answer, the same from the command line and over HTTP."""
        return {
            "query_id": self.query_id,
            "total": self.total,
            "hits": [hit.to_dict() for hit in self.hits],
            "facets": {f: [{"value": c.value, "count": c.count} for c in counts] for f, counts in self.facets.items()},
            "understood": self.understood.to_dict(),
            "did_you_mean": self.did_you_mean,
            "relaxed": list(self.relaxed),
            "next": self.next,
            **({"degraded": list(self.degraded)} if self.degraded else {}),
        }


@dataclass(frozen=True, slots=True)
class Match:
    """How well one text fits a query: cosine of their vectors, -1 to 1."""

    index: int
    text: str
    score: float
