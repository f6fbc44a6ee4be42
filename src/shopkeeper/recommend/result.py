"""What a request for recommendations is answered: products, each with its reason and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ..shop import Language, Localized, Money, Product
from ..store.glance import Glance


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a product's score: `kind` is "source" (one that proposed it), "ranker" (what was learnt of the shop's shoppers),
    "rule" (a merchant's) or "setting" (margin, stock to clear); `text` names it."""

    kind: str
    text: str
    score: float

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "text": self.text, "score": round(self.score, 4)}


@dataclass(frozen=True, slots=True)
class Recommended:
    """A product that is recommended. `reason` says why in both languages, `source` which source gave it ("rule" for one that a
    merchant put there) and `because` the product that led to it, empty where none did. `score` compares only within one answer;
    `reasons` are its parts, told when they were asked for, and always those of rules and settings. `record` is the product as it
    was in the store when the answer was made."""

    id: str
    title: str
    price: Money | None
    score: float
    reason: Localized
    source: str
    because: str
    record: Glance
    reasons: tuple[Share, ...] = ()

    @property
    def product(self) -> Product:
        """The whole record."""
        return self.record.product

    def to_dict(self) -> dict[str, Any]:
        price = {"amount": self.price.amount, "currency": self.price.currency} if self.price else None
        return {
            "id": self.id, "title": self.title, "price": price, "score": round(self.score, 4), "source": self.source,
            "because": self.because or None, "reason": {"zh": self.reason.zh, "en": self.reason.en},
            "reasons": [share.to_dict() for share in self.reasons],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A product that was proposed and may not leave, and why, see `eligible.Eligible.refusal`."""

    id: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Recommendations:
    """An answer. `id` (with the prefix `rec_`) is what events tell as their `query_id` when something of it was clicked or bought;
    `chances` are those of each product to stand at its place (none: nothing was left to chance), `ranker` the version of the
    ranker that ordered it, empty where none is in use; `degraded` what is missing: "engine" where the search engine did not answer;
    `left_out` are told with the parts of the scores."""

    id: str
    place: str
    hits: tuple[Recommended, ...]
    language: Language
    chances: tuple[float, ...] = ()
    ranker: str = ""
    took_ms: float = 0.0
    degraded: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def __iter__(self) -> Iterator[Recommended]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the products, in their order."""
        return tuple(hit.id for hit in self.hits)

    def explain(self) -> str:
        """The products with their reasons, for reading."""
        lines = [f"{len(self.hits)} products for {self.place}"]
        for i, hit in enumerate(self.hits, 1):
            lines.append(f"{i:>3}. {hit.title}  [{hit.id}]  {hit.score:.3f}  {hit.reason.get(self.language)}")
            lines += [f"       {share.score:+.3f}  {share.kind}: {share.text}" for share in hit.reasons]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The JSON of the answer, the same from the command line and over HTTP."""
        return {"query_id": self.id, "place": self.place, "hits": [hit.to_dict() for hit in self.hits], "language": self.language,
                **({"degraded": list(self.degraded)} if self.degraded else {}),
                **({"left_out": [asdict(each) for each in self.left_out]} if self.left_out else {})}
