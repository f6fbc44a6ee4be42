"""A query in, a page of products out: analyse, encode, ask the engine, fuse, freeze, explain."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from ..models.encoder import Encoder, Vectors
from ..shop import InvalidQuery, Language, Product, ProductStatus, Rule, Variant
from ..store.glance import Glance
from ..text.analyse import Terms, analyse, analyse_query
from ..text.language import detect
from ..text.normalise import has_cjk
from .document import encoder_texts
from .engines.protocol import Candidates, Index, IndexQuery
from .filters import Filter, parse_filters
from .floor import above_floor
from .fusion import Fused, fuse, spoken, vector_weight
from .indexer import product_vectors
from .pages import Frozen, Pages, cursor
from .reading import Read, Reading, literally
from .result import FacetCount, Hit, Reason, SearchResult, Understood
from .rules import Notes, RuleBook
from .signals import Signals
from .slots import Slot, only
from .sorting import BY_PRICE, arranged, check_sort
from .variants import matching

Records = Callable[[Sequence[str]], Mapping[str, Product | Glance]]
Mode = Literal["hybrid", "text", "vector"]
MOST_HITS = 200  # on one page
LONGEST_QUERY = 1000  # characters
DEEPEST = 1000  # products that one can page through
LEADING = 20  # of the answer, that the search log keeps


@dataclass(frozen=True, slots=True)
class Request:
    """A search as it was asked, checked. `weight` None: chosen for the query; `literal`: every word is
    looked for as it stands, none is read as a condition or corrected; `synonyms`: whether those of the
    shop are looked for too; `sort` one of `sorting.SORTS`, empty: the order that the query asks for, else by relevance."""

    query: str = ""
    k: int = 10
    filters: tuple[Filter, ...] = ()
    facets: tuple[str, ...] = ()
    language: Language | None = None
    explain: bool = False
    mode: Mode = "hybrid"
    weight: float | None = None
    literal: bool = False
    synonyms: bool = True
    sort: str = ""

    def __post_init__(self) -> None:
        _check_size(self.k)
        check_sort(self.sort)
        if len(self.query) > LONGEST_QUERY:
            raise InvalidQuery(f"query: expected at most {LONGEST_QUERY} characters, got {len(self.query)}")
        if any("\ud800" <= sign <= "\udfff" for sign in self.query):
            raise InvalidQuery(f"query: expected a text, got half of a surrogate pair in {self.query[:60]!r}")
        if self.weight is not None and not 0 <= self.weight <= 1:
            raise InvalidQuery(f"weight: expected 0 (words only) to 1 (meaning only), got {self.weight}")
        if self.mode not in ("hybrid", "text", "vector"):
            raise InvalidQuery(f"mode: expected hybrid, text or vector, got {self.mode!r}")


class Search:
    """Finds products. `products` fetches records by id: what is shown is the shop's record of this
    moment, never a copy in the index."""

    def __init__(
        self, index: Index, encoder: Encoder, products: Records, pages: Pages, signals: Signals, rules: RuleBook, *,
        read: Read = literally,
    ) -> None:
        self._index, self._encoder, self._products, self._pages, self._read = index, encoder, products, pages, read
        self._signals, self._rules = signals, rules

    def search(self, request: Request, *, tried: Rule | None = None) -> SearchResult:
        """The first page of the answer; with `tried` as it would be if that rule held."""
        start = time.perf_counter()
        reading = literally(request.query) if request.literal else self._read(request.query)
        if not request.synonyms:
            reading = replace(reading, slots=only(reading.slots, "correction"))
        meaning = spoken(reading, self._encoder.languages)
        weight = self._weight(request, reading.terms if meaning == reading.text else analyse_query(meaning))
        by_text = reading.text.strip() and weight < 1
        by_vector = reading.text.strip() and weight > 0
        vector = self._encoder.encode([meaning])[0] if by_vector else None
        filters = (*request.filters, *(constraint.filter for constraint in reading.constraints))
        sort = (request.sort or reading.sort).removeprefix("relevance")
        rules = self._rules.with_rule(tried, request.query, reading) if tried else self._rules.effects(request.query, reading)
        also = () if sort else rules.pinned
        found = self._index.query(IndexQuery(reading.terms if by_text else None, vector, filters, slots=reading.slots, also=also))
        fused = fuse(found, vector, weight)
        if by_text or by_vector:
            relevant = above_floor(found, reading.terms, weight, self._encoder.related)
            relevant[found.positions(also)] = True
            fused = fused.keep(relevant)
        fused, notes = rules.on(found, fused, pins=not sort)
        asked = replace(request, query=reading.text, filters=filters, sort=sort)
        return self._answer(asked, found, arranged(fused, found, sort, self._signals), reading, weight, start, notes)

    def next(self, mark: str, *, k: int | None = None, explain: bool = False) -> SearchResult:
        """The page that a cursor points to, cut from the same frozen list as the first."""
        start = time.perf_counter()
        frozen, position = self._pages.open(mark)
        size = frozen.about["k"] if k is None else k
        _check_size(size)
        return self._page(frozen, position, size, explain, start)

    def similar(self, product: Product, request: Request) -> SearchResult:
        """Products like this one, without itself: by its title's words and its vector."""
        start = time.perf_counter()
        terms = analyse_query(" ".join(product.title.all))
        weight = vector_weight(analyse_query(product.title.get("en")), self._encoder.languages)
        found = self._index.query(IndexQuery(terms, self._vector_of(product), request.filters))
        fused = fuse(found, self._vector_of(product), weight)
        fused = fused.keep(np.array([id != product.id for id in found.ids], bool))
        fused, _ = self._rules.effects("", Reading("", Terms([], []))).on(found, fused, pins=False)
        shown = request.language or detect(" ".join(product.title.all))
        asked = Request(product.title.get(shown), request.k, request.filters, language=shown)
        return self._answer(asked, found, fused, Reading(asked.query, terms), weight, start, {})

    def _weight(self, request: Request, terms: Terms) -> float:
        if request.mode != "hybrid":
            return 0.0 if request.mode == "text" else 1.0
        return vector_weight(terms, self._encoder.languages) if request.weight is None else request.weight

    def _vector_of(self, product: Product) -> Vectors:
        known = self._index.vector(product.id)
        if known is not None:
            return known
        vector: Vectors = product_vectors([encoder_texts(product, self._encoder.languages)], self._encoder)[0]
        return vector

    def _answer(
        self, request: Request, found: Candidates, fused: Fused, reading: Reading, weight: float, start: float, notes: Notes,
    ) -> SearchResult:
        language: Language = request.language or detect(request.query)
        order = fused.order.tolist()
        facets = found.facets(request.facets, language, order) if request.facets else {}
        ids = [found.ids[i] for i in order[:DEEPEST]]
        about = {
            "query": request.query, "terms": list(reading.terms), "slots": [slot.to_dict() for slot in reading.slots],
            "meant": reading.meant, "k": request.k, "language": language, "total": len(order), "weight": weight, "sort": request.sort,
            "where": [str(condition) for condition in request.filters], "rules": {id: notes[id] for id in ids if id in notes},
            "facets": {name: [[c.value, c.count] for c in counts] for name, counts in facets.items()},
        }
        scores = np.stack([fused.score, fused.text, fused.vector], 1)[:DEEPEST]
        frozen = Frozen(secrets.token_hex(8), ids, scores, about)
        if len(order) > request.k:
            self._pages.keep(frozen)
        return self._page(frozen, 0, request.k, request.explain, start)

    def _page(self, frozen: Frozen, position: int, k: int, explain: bool, start: float) -> SearchResult:
        about, end = frozen.about, position + k
        language: Language = about["language"]
        ids = frozen.ids[position:end]
        records = {id: product for id, product in self._products(ids).items() if product.status is ProductStatus.ACTIVE}
        reasons = self._reasons(frozen, ids, position) if explain else [()] * len(ids)
        shown = self._variants(about, records)
        hits = tuple(
            _hit(id, records[id], shown.get(id), language, float(frozen.scores[position + i, 0]), reasons[i])
            for i, id in enumerate(ids) if id in records
        )
        return SearchResult(
            query_id=frozen.query_id,
            total=about["total"],
            hits=hits,
            facets={name: tuple(FacetCount(*each) for each in counts) for name, counts in about["facets"].items()},
            understood=Understood(about["query"], tuple(about["where"]), about["sort"]),
            did_you_mean=about["meant"],
            next=cursor(frozen.query_id, end) if end < len(frozen.ids) else None,
            language=language,
            took_ms=(time.perf_counter() - start) * 1000,
            leading=tuple(frozen.ids[:LEADING]),
        )

    def _variants(self, about: Mapping[str, Any], records: Mapping[str, Product | Glance]) -> dict[str, Variant]:
        """The variants that filters or words of the query pick, by product."""
        filters, words = parse_filters(about["where"]), frozenset(analyse(about["query"]).words)
        if not filters and not words:
            return {}
        passing = dict(zip(records, self._index.variants(filters, list(records)), strict=True)) if filters else {}
        cheapest = about["sort"] in BY_PRICE
        found = ((id, matching(record, passing.get(id), words, cheapest=cheapest)) for id, record in records.items())
        return {id: variant for id, variant in found if variant}

    def _reasons(self, frozen: Frozen, ids: list[str], position: int) -> list[tuple[Reason, ...]]:
        weight = frozen.about["weight"]
        terms, slots = Terms(*frozen.about["terms"]), tuple(map(Slot.from_dict, frozen.about["slots"]))
        matched = self._index.matched(terms, ids, slots) if weight < 1 else [[]] * len(ids)
        filters = [Reason("filter", condition, 0.0) for condition in frozen.about["where"]]
        out = []
        for i, held in enumerate(matched):
            _, text, vector = frozen.scores[position + i].tolist()
            if not text:
                held = []  # found by its meaning alone, beyond as many as are taken by their words
            words = sorted((Reason("term", term, (1 - weight) * share) for term, share in _folded(held)), key=lambda reason: -reason.score)
            meaning = [Reason("vector", f"weight {weight:.2f}", vector)] if vector else []
            rules = [Reason("rule", note, share) for note, share in frozen.about["rules"].get(ids[i], ())]
            out.append((*rules, *words, *meaning, *filters))
        return out


def _folded(terms: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Characters and pairs of Chinese folded into the longest word found that holds them, for reading."""
    out: dict[str, float] = {}
    for term, share in sorted(terms, key=lambda each: -len(each[0])):
        whole = next((word for word in out if term in word and " " not in word), term) if has_cjk(term) else term
        out[whole] = out.get(whole, 0.0) + share
    return list(out.items())


def _check_size(k: int) -> None:
    if not 1 <= k <= MOST_HITS:
        raise InvalidQuery(f"k: expected 1 to {MOST_HITS}, got {k}")


def _hit(
    id: str, product: Product | Glance, variant: Variant | None, language: Language, score: float, reasons: tuple[Reason, ...],
) -> Hit:
    price = variant.price if variant else product.price
    return Hit(id, product.title.get(language), price, score, product, reasons, variant.id if variant else None)


def request(query: str, where: Sequence[str] = (), **options: Any) -> Request:
    """A checked request; `where` as a shopper's page writes it."""
    return Request(query, filters=parse_filters(where), **options)


