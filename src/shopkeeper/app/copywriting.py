"""Texts about the shop's products, written from its records and held against them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from ..claims import Claim, check
from ..shop import LANGUAGES, MARKETS, InvalidQuery, Language, Product, Review
from ..store.protocol import Store
from ..text.language import detect
from ..writing import Brief, Copy, Evidence, Kind, Material, Platform, Segment, Tone, Voice, Writer, read_voice
from ..writing.facts import of_keywords, of_pairs, of_product

Pair = tuple[str, Any]
TRIES = 4  # seeds that are tried for each of several different texts


@dataclass(frozen=True, slots=True)
class Order:
    """A text that somebody wants: its kind, and what it is about: the `id` of a product (of a review, for a reply), or `keywords`, or
    pairs of a name and a value (`facts`). `brand` is the text of the brand's page; the rest is as in `writing.Brief`. Without a
    `language` it is the shop's, else that of the words."""

    kind: str
    id: str = ""
    keywords: str = ""
    facts: tuple[Pair, ...] = ()
    language: Language | None = None
    tone: str = "plain"
    segment: str = ""
    market: str = ""
    platform: str = ""
    brand: str = ""
    length: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        if sum(map(bool, (self.id.strip(), self.keywords.strip(), self.facts))) != 1:
            raise InvalidQuery("expected one of: the id of a product, keywords, or facts")
        if self.market not in MARKETS:
            raise InvalidQuery(f"market: expected one of {', '.join(filter(None, MARKETS))}, got {self.market[:20]!r}")


class Copywriter:
    """Writes what is ordered. `evidence` answers what buyers say of a product, `segment` whom a group of customers is and what it worries
    about, `records` what the ledger holds a text about a product against (the product, its reviews, the brand's page)."""

    def __init__(
        self, store: Store, writer: Callable[[], Writer], *, evidence: Callable[[Product, Language], Sequence[Evidence]],
        segment: Callable[[str], Segment], records: Callable[[Product, str], Any], language: Language | None = None,
    ) -> None:  # fmt: skip
        self._store, self._writer, self._evidence, self._segment = store, writer, evidence, segment
        self._records, self._language = records, language

    def write(self, order: Order) -> Copy:
        """One text; `NotFound` for an id that there is not, `InvalidQuery` where nothing can be said or the order is none."""
        product, review = self._about(order)
        language = self.language_of(order, product)
        source = _source(product, language) if order.kind == "translate" else ""
        brief = Brief(
            cast(Kind, order.kind), language, cast(Tone, order.tone), self._segment(order.segment) if order.segment else None,
            order.market, cast(Platform, order.platform), order.length, order.seed, _voice(order.brand), review, source)
        return self._writer().write(self._material(order, product, language), brief)

    def variants(self, order: Order, n: int) -> Iterator[Copy]:
        """At most `n` texts that differ, each under its seed."""
        said: set[str] = set()
        for number in range(n * TRIES):
            copy = self.write(replace(order, seed=order.seed + number))
            if copy.text not in said:
                said.add(copy.text)
                yield copy
            if len(said) == n:
                return

    def check(self, text: str, order: Order) -> list[Claim]:
        """The claims of any text, held against what a text of this order may speak from, as it is now."""
        product, _ = self._about(order)
        material = self._material(order, product, self.language_of(order, product))
        return check(text, material.records, now=datetime.now(UTC), market=order.market or None)

    def facts(self, order: Order) -> list[list[str]]:
        """What a text of this order speaks from, as pairs of a name and a value in its language."""
        product, _ = self._about(order)
        language = self.language_of(order, product)
        material = self._material(order, product, language)
        named = [[fact.label.get(language) or fact.name, fact.text(language)] for fact in material.facts]
        whole = [["title", material.title.get(language)], ["brand", material.brand.get(language)]]
        return [[name, value] for name, value in (*whole, *named) if value]

    def language_of(self, order: Order, product: Product | None) -> Language:
        """The language that a text of this order is in; a translation is into the one that the product's text is not in."""
        if order.language or (self._language and order.kind != "translate"):
            return cast(Language, order.language or self._language)
        words = order.keywords or " ".join(f"{name} {value}" for name, value in order.facts)
        if product is None:
            return detect(words)
        own: Language = "zh" if product.title.zh else "en"
        return own if order.kind != "translate" else "en" if own == "zh" else "zh"

    def _about(self, order: Order) -> tuple[Product | None, Review | None]:
        if order.kind != "reply" or not order.id:
            return self._store.products.get(order.id) if order.id else None, None
        review = self._store.reviews.get(order.id)
        return self._store.products.get(review.product_id), review

    def _material(self, order: Order, product: Product | None, language: Language) -> Material:
        if product is not None:
            story = _voice(order.brand).story if order.brand else ()
            return of_product(product, records=self._records(product, order.brand), evidence=self._evidence(product, language), story=story)
        return of_keywords(order.keywords, language) if order.keywords else of_pairs(order.facts, language)


def _voice(page: str) -> Voice:
    return read_voice(page) if page else Voice()


def _source(product: Product | None, language: Language) -> str:
    """The product's own text in the other language."""
    other = next(each for each in LANGUAGES if each != language)
    text: str = getattr(product.description, other) if product is not None else ""
    if not text:
        raise InvalidQuery(f"a translation into {language} needs a product that has a description in {other}")
    return text
