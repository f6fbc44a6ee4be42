"""A query in, a page of products out: analyse, encode, ask the engine, fuse, freeze, explain."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, TypeVar

import numpy as np

from ..models.encoder import Encoder, Vectors, encode_query, space_of
from ..models.encoders import Encoders
from ..shop import InvalidQuery, Language, Product, ProductStatus, Rule, Variant
from ..store.glance import Glance
from ..text.analyse import Terms, analyse, analyse_query
from ..text.language import detect
from ..text.normalise import has_cjk
from .document import encoder_texts
from .engines.protocol import Candidates, Index, IndexQuery, OtherSpace
from .features import Values, features
from .filters import Filter, parse_filters, value_key
from .floor import above_floor
from .fusion import Fused, fuse, spoken, vector_weight
from .gifts import as_gift
from .indexer import product_vectors
from .pages import Frozen, Pages, cursor
from .ranker import Ranker, rerank
from .reading import Read, Reading, literally
from .relax import Relaxed, relax, whole
from .result import FacetCount, Hit, Reason, SearchResult, Understood
from .rules import NO_NOTES, Effects, RuleBook, named
from .signals import Signals
from .slots import Slot, only
from .sorting import BY_PRICE, arranged, check_sort
from .taste import Taste
from .variants import has_several, matching

log = logging.getLogger(__name__)
Records = Callable[[Sequence[str]], Mapping[str, Product | Glance]]
Mode = Literal["hybrid", "text", "vector"]
SWAPS = 3  # of the index during one search
Encode = Callable[[str], Vectors | None]
MEANING = "meaning"  # what is missing in an answer by words alone
A = TypeVar("A")
MOST_HITS = 200  # on one page
LONGEST_QUERY = 1000  # characters
ENOUGH = 0.5  # text score, or share of the best in the shop, from which a product counts as what was named
DEEPEST = 1000  # products that one can page through
LEADING = 20  # of the answer, that the search log keeps
TASTED = 100  # candidates that are compared with what a shopper met before
NO_LIKING: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Said:
    """Conditions that the index cannot know, such as what reviews say: as they were written, and the ids of the products that hold them."""

    where: tuple[str, ...]
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Request:
    """A search as it was asked, checked. `weight` None: chosen for the query; `literal`: every word is
    looked for as it stands, none is read as a condition or corrected; `without`: conditions that do not
    hold though the query asks for them; `synonyms`: whether those of the shop are looked for too; `sort`
    one of `sorting.SORTS`, empty: the order that the query asks for, else by relevance; `session` is the visit
    in which it was asked, where that is known; only products of `said` are found, where it is given."""

    query: str = ""
    k: int = 10
    filters: tuple[Filter, ...] = ()
    facets: tuple[str, ...] = ()
    language: Language | None = None
    explain: bool = False
    mode: Mode = "hybrid"
    weight: float | None = None
    literal: bool = False
    without: tuple[Filter, ...] = ()
    synonyms: bool = True
    sort: str = ""
    session: str | None = None
    said: Said | None = None

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


@dataclass(frozen=True, slots=True)
class Examined:
    """The ids in their untrained order, the scores, and `features.features` of the first."""

    ids: list[str]
    fused: Fused
    features: Values


@dataclass(frozen=True, slots=True)
class _Seen:
    """A request, the way its query was taken, the vectors' weight, and what the engine found, fused."""

    asked: Request
    way: Relaxed
    weight: float
    found: Candidates
    fused: Fused
    degraded: tuple[str, ...] = ()


def untrained() -> Ranker | None:
    """No ranker is in use."""
    return None


class Search:
    """Finds products. `products` fetches records by id: what is shown is the shop's record of this
    moment, never a copy in the index. Where `taste` is set, it lifts what the visitor of a session likes."""

    def __init__(
        self, index: Index, encoders: Encoders, products: Records, pages: Pages, signals: Signals, rules: RuleBook, *,
        read: Read = literally, ranker: Callable[[], Ranker | None] = untrained,
    ) -> None:
        self._index, self._encoders, self._products, self._pages, self._read = index, encoders, products, pages, read
        self._signals, self._rules, self._ranker = signals, rules, ranker
        self.taste: Taste | None = None

    def search(self, request: Request, *, tried: Rule | str | None = None) -> SearchResult:
        """The first page of the answer; with `tried` as it would be if that rule held, or the one of this id did not."""
        return self._with_one_encoder(lambda encoder: self._search(request, encoder, tried), request.query)

    def understood(self, request: Request, *, tried: Rule | str | None = None) -> tuple[Reading, tuple[Rule, ...]]:
        """How a query is read, and the rules that hold for it; `tried` as in `search`."""
        reading = self._reading(request)
        return reading, self._rules_for(request, reading, tried).rules

    def _rules_for(self, request: Request, reading: Reading, tried: Rule | str | None) -> Effects:
        if not tried:
            return self._rules.effects(request.query, reading, self._categories(request, reading))
        return self._rules.with_rule(tried, request.query, reading, self._categories(request, reading, tried))

    def _categories(self, request: Request, reading: Reading, tried: Rule | str = "") -> frozenset[str]:
        """The keys of the categories that a shopper has chosen, or that the query names, by both of their names."""
        filters = [*request.filters, *(constraint.filter for constraint in reading.constraints)]
        chosen = {value_key(value) for each in filters if each.field == "category" and each.op == "=" for value in each.values}
        if not chosen and not self._rules.by_category(tried):
            return frozenset()
        known = self._index.values().fields.get("category")
        words = known.words if known else ()
        names = (frozenset(map(value_key, word.all)) for word in words)
        return frozenset(chosen).union(named(words, request.query, reading), *(each for each in names if not chosen.isdisjoint(each)))

    def _with_one_encoder(self, ask: Callable[[Encoder], A], query: str) -> A:
        """Answers with the encoder of the index; anew where another index, with its encoder, was swapped in meanwhile."""
        for _ in range(SWAPS):
            with suppress(OtherSpace):
                return self._index.at_once(lambda: ask(self._encoders.of(self._index.space)), query)
        return ask(self._encoders.of(self._index.space))

    def _search(self, request: Request, encoder: Encoder, tried: Rule | str | None) -> SearchResult:
        start = time.perf_counter()
        reading = self._reading(request)
        sort = (request.sort or reading.sort).removeprefix("relevance")
        rules = self._rules_for(request, reading, tried)
        seen = self._look(replace(request, sort=sort), reading, encoder, () if sort else rules.pinned)
        ranker = self._ranker() if request.mode == "hybrid" and request.weight is None and seen.way.text.strip() else None
        fused = rerank(seen.fused, ranker.shares(self._features(seen))) if ranker else seen.fused
        fused, liked = self._liked(seen, fused)
        fused, notes = rules.on(seen.found, fused, pins=not sort)
        fused = arranged(fused, seen.found, sort, self._signals)
        return self._answer(seen, fused, start, notes, ranker.version if ranker else "", liked)

    def _liked(self, seen: _Seen, fused: Fused) -> tuple[Fused, Mapping[str, float]]:
        """The candidates with those lifted that who searches is likely to like, and by how much each was."""
        asked = seen.asked
        if self.taste is None or not asked.session or asked.sort or not seen.way.text.strip():
            return fused, {}
        ids = seen.found.named(fused.order[:TASTED].tolist())
        shares = self.taste(asked.session, ids)
        if shares is None:
            return fused, {}
        return rerank(fused, shares), {id: share for id, share in zip(ids, shares.tolist(), strict=True) if share}

    def examine(self, request: Request) -> Examined:
        """What a ranker learns from: the untrained order, whole, and the features of its first products."""
        seen = self._with_one_encoder(lambda encoder: self._look(request, self._reading(request), encoder), request.query)
        return Examined(seen.found.named(seen.fused.order.tolist()), seen.fused, self._features(seen))

    def _reading(self, request: Request) -> Reading:
        reading = literally(request.query) if request.literal else self._read(request.query)
        reading = replace(reading, constraints=tuple(c for c in reading.constraints if c.filter not in request.without))
        return reading if request.synonyms else replace(reading, slots=only(reading.slots, "correction"))

    def _look(self, request: Request, reading: Reading, encoder: Encoder, also: tuple[str, ...] = ()) -> _Seen:
        """What the engine finds for a query as it was read, in its untrained order, with as little of the reading
        given up as need be, gifts where none is named and nothing else answers; `also` are products that join."""
        encode: Encode = cache(lambda text: _encoded(encoder, text))
        seen = relax(reading, lambda way: self._found(request, way, encoder, encode, also, needed=True))
        if seen is None and (gifts := as_gift(reading)):
            seen = self._found(request, gifts, encoder, encode, also, needed=True)
        seen = seen or self._found(request, whole(reading), encoder, encode, also)
        assert seen is not None
        return seen

    def _found(
        self, request: Request, way: Relaxed, encoder: Encoder, encode: Encode, also: tuple[str, ...], *, needed: bool = False,
    ) -> _Seen | None:
        """What a way to take the query finds; None when something is `needed` and it finds nothing that was meant."""
        reading = way.reading
        meaning = spoken(reading, encoder.languages)
        weight = self._weight(request, reading.terms if meaning == reading.text else analyse_query(meaning), encoder)
        vector = encode(meaning) if reading.text.strip() and weight > 0 else None
        degraded = (MEANING,) if reading.text.strip() and weight > 0 and vector is None else ()
        weight = 0.0 if degraded else weight
        by_text, by_vector = reading.text.strip() and weight < 1, vector is not None
        terms = reading.terms if by_text else None
        filters = (*request.filters, *(constraint.filter for constraint in reading.constraints))
        join = (*also, *_joining(request))
        found = self._index.query(IndexQuery(terms, vector, filters, slots=reading.slots, also=join, space=space_of(encoder)))
        relevant = np.ones(len(found.text), bool)
        if by_text or by_vector:
            relevant = above_floor(found, reading.terms, weight, encoder.related)
        relevant &= _said_of(found, request)
        by_name = terms is not None and bool(way.text.strip() and reading.constraints)
        if needed and (not relevant.any() or (by_name and not self._is_meant(found, reading, request))):
            return None
        relevant[found.positions(also)] = True
        return _Seen(request, way, weight, found, fuse(found, vector, weight).keep(relevant), degraded)

    def _is_meant(self, found: Candidates, reading: Reading, request: Request) -> bool:
        """Whether what passes the conditions is what the words name: a red pencil case that is no suitcase
        does not answer "red suitcase"."""
        best = float(found.text.max(initial=0.0))
        if best >= ENOUGH:
            return True
        anywhere = self._index.query(IndexQuery(reading.terms, None, request.filters, text_depth=1, slots=reading.slots))
        return best >= ENOUGH * float(anywhere.text.max(initial=0.0))

    def _features(self, seen: _Seen) -> Values:
        return features(seen.found, seen.fused, seen.way.reading.terms, seen.weight, self._signals)

    def next(self, mark: str, *, k: int | None = None, explain: bool = False) -> SearchResult:
        """The page that a cursor points to, cut from the same frozen list as the first."""
        start = time.perf_counter()
        frozen, position = self._pages.open(mark)
        size = frozen.about["k"] if k is None else k
        _check_size(size)
        return self._page(frozen, position, size, explain, start)

    def similar(self, product: Product, request: Request) -> SearchResult:
        """Products like this one, without itself: by its title's words and its vector."""
        return self._with_one_encoder(lambda encoder: self._similar(product, request, encoder), "")

    def _similar(self, product: Product, request: Request, encoder: Encoder) -> SearchResult:
        start = time.perf_counter()
        terms, vector = analyse_query(" ".join(product.title.all)), self._vector_of(product, encoder)
        weight = vector_weight(analyse_query(product.title.get("en")), encoder.languages)
        found = self._index.query(IndexQuery(terms, vector, request.filters, also=_joining(request), space=space_of(encoder)))
        fused = fuse(found, vector, weight)
        fused = fused.keep(np.array([id != product.id for id in found.ids], bool) & _said_of(found, request))
        fused, _ = self._rules.effects("", Reading("", Terms([], []))).on(found, fused, pins=False)
        shown = request.language or detect(" ".join(product.title.all))
        asked = Request(product.title.get(shown), request.k, request.filters, language=shown)
        way = Relaxed(Reading(asked.query, terms), (), asked.query)
        return self._answer(_Seen(asked, way, weight, found, fused), fused, start)

    def _weight(self, request: Request, terms: Terms, encoder: Encoder) -> float:
        if request.mode != "hybrid":
            return 0.0 if request.mode == "text" else 1.0
        return vector_weight(terms, encoder.languages) if request.weight is None else request.weight

    def _vector_of(self, product: Product, encoder: Encoder) -> Vectors:
        known = self._index.vector(product.id)
        if known is not None:
            return known
        vector: Vectors = product_vectors([encoder_texts(product, encoder.languages)], encoder)[0]
        return vector

    def _answer(
        self, seen: _Seen, fused: Fused, start: float, notes: Mapping[str, list[tuple[str, float]]] = NO_NOTES, ranker: str = "",
        liked: Mapping[str, float] = NO_LIKING,
    ) -> SearchResult:
        request, reading, weight, found = seen.asked, seen.way.reading, seen.weight, seen.found
        language: Language = request.language or detect(reading.corrected or request.query)
        order = fused.order
        facets = found.facets(request.facets, language, order.tolist()) if request.facets else {}
        ids = found.named(order[:DEEPEST])
        about = {
            "query": seen.way.text, "terms": list(reading.terms), "slots": [slot.to_dict() for slot in reading.slots],
            "meant": reading.meant, "k": request.k, "language": language, "total": len(order), "weight": weight, "sort": request.sort,
            "ranker": ranker, "degraded": list(seen.degraded), "where": [str(condition) for condition in request.filters],
            "said": list(request.said.where if request.said else ()),
            "read": [str(constraint.filter) for constraint in reading.constraints], "relaxed": list(seen.way.given_up),
            "foreign": list(reading.foreign),
            "rules": {id: notes[id] for id in ids if id in notes}, "liked": {id: liked[id] for id in ids if id in liked},
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
        where = (*about["where"], *about.get("said", ()), *about["read"])
        return SearchResult(
            query_id=frozen.query_id,
            total=about["total"],
            hits=hits,
            facets={name: tuple(FacetCount(*each) for each in counts) for name, counts in about["facets"].items()},
            understood=Understood(about["query"], where, about["sort"], tuple(about["read"]), tuple(about.get("foreign", ()))),
            did_you_mean=about["meant"],
            relaxed=tuple(about["relaxed"]),
            next=cursor(frozen.query_id, end) if end < len(frozen.ids) else None,
            language=language,
            took_ms=(time.perf_counter() - start) * 1000,
            leading=tuple(frozen.ids[:LEADING]),
            found=frozen.ids,
            degraded=tuple(about.get("degraded", ())),
        )

    def _variants(self, about: Mapping[str, Any], records: Mapping[str, Product | Glance]) -> dict[str, Variant]:
        """The variants that filters or words of the query pick, by product."""
        several = {id: record for id, record in records.items() if has_several(record)}
        if not several:
            return {}
        filters, words = parse_filters((*about["where"], *about["read"])), frozenset(analyse(about["query"]).words)
        if not filters and not words:
            return {}
        passing = dict(zip(several, self._index.variants(filters, list(several)), strict=True)) if filters else {}
        cheapest = about["sort"] in BY_PRICE
        found = ((id, matching(record, passing.get(id), words, cheapest=cheapest)) for id, record in several.items())
        return {id: variant for id, variant in found if variant}

    def _reasons(self, frozen: Frozen, ids: list[str], position: int) -> list[tuple[Reason, ...]]:
        weight = frozen.about["weight"]
        terms, slots = Terms(*frozen.about["terms"]), tuple(map(Slot.from_dict, frozen.about["slots"]))
        matched = self._index.matched(terms, ids, slots) if weight < 1 else [[]] * len(ids)
        tastes: Mapping[str, float] = frozen.about.get("liked", NO_LIKING)
        filters = [Reason("filter", condition, 0.0) for condition in (*frozen.about["read"], *frozen.about["where"])]
        out = []
        for i, held in enumerate(matched):
            score, text, vector = frozen.scores[position + i].tolist()
            if not text:
                held = []  # found by its meaning alone, beyond as many as are taken by their words
            words = sorted((Reason("term", term, (1 - weight) * share) for term, share in _folded(held)), key=lambda reason: -reason.score)
            meaning = [Reason("vector", f"weight {weight:.2f}", vector)] if vector else []
            rules = [Reason("rule", note, share) for note, share in frozen.about["rules"].get(ids[i], ())]
            liked = [Reason("taste", "looked at or bought before, or of such a brand", share)] if (share := tastes.get(ids[i])) else []
            rest = score - text - vector - sum(each.score for each in (*rules, *liked))
            learnt = [Reason("ranker", frozen.about["ranker"], rest)] if frozen.about["ranker"] else []
            out.append((*rules, *words, *meaning, *liked, *learnt, *filters))
        return out


def _encoded(encoder: Encoder, text: str) -> Vectors | None:
    """The vector of a query; None where the encoder fails, so that words alone are searched for."""
    try:
        return encode_query(encoder, text)
    except Exception:
        log.exception("the encoder failed; the search goes by words")
        return None


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


def _joining(request: Request) -> tuple[str, ...]:
    """The products to look at whatever their words, as reviews say of them what is asked for."""
    return tuple(sorted(request.said.ids)[:DEEPEST]) if request.said else ()


def _said_of(found: Candidates, request: Request) -> Any:
    """Which candidates are those of which reviews say what is asked for: bool[n], all where nothing is."""
    if request.said is None:
        return np.ones(len(found.text), bool)
    held = np.zeros(len(found.text), bool)
    held[found.positions(sorted(request.said.ids))] = True
    return held


def request(query: str, where: Sequence[str] = (), without: Sequence[str] = (), **options: Any) -> Request:
    """A checked request; `where` and `without` as a shopper's page writes them."""
    return Request(query, filters=parse_filters(where), without=parse_filters(without), **options)


