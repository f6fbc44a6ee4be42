"""Changes of a shop's rules and words, tried before they are kept: what moves, and whether judged queries are answered better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from ..evaluation import Difference, Interval, compare, judged, mean, ndcg
from ..shop import InvalidQuery, Language, Rule, Synonym
from ..store import protocol
from ..store.counts import Window
from .filters import escape
from .reading import Reading
from .rehearsal import Rehearsal, rehearse
from .result import SearchResult
from .search import Request, Search, request
from .words.live import Synonyms

DEEP = 10  # places that are measured
MOST = 500  # judged queries that are measured at once
COMMONEST = 10  # queries that a rule for every search is tried on


@dataclass(frozen=True, slots=True)
class Trial:
    """A change that is not stored: a rule or a synonym as it would be (by its id: without it), or another weight of meaning, 0 to 1."""

    rule: Rule | str | None = None
    synonym: Synonym | str | None = None
    weight: float | None = None

    @property
    def queries(self) -> tuple[str, ...]:
        """What the change is about, as far as it says so itself."""
        if isinstance(self.rule, Rule):
            return self.rule.queries
        if isinstance(self.synonym, Synonym):
            return (self.synonym.source,) if self.synonym.source else self.synonym.terms
        return ()


AS_IT_IS = Trial()


@dataclass(frozen=True, slots=True)
class QueryQuality:
    """How well a judged query is answered: nDCG@10 now and as it would be (None: no product that fits is known), the share of the first
    ten that was judged, and which of the first ten as it would be were not."""

    query: str
    before: float | None
    after: float | None
    judged: float
    open: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"query": self.query, "before": self.before, "after": self.after, "judged": round(self.judged, 4), "open": list(self.open)}


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the judged queries are answered, and would be: means of nDCG@10 with 95 % intervals, None where no product that fits is
    known; `difference` is paired, query by query. `left_out` queries were too many to measure."""

    queries: tuple[QueryQuality, ...]
    left_out: int = 0
    before: Interval | None = field(init=False)
    after: Interval | None = field(init=False)
    difference: Difference | None = field(init=False)

    def __post_init__(self) -> None:
        both = [(each.before, each.after) for each in self.queries if each.before is not None and each.after is not None]
        was, now = [before for before, _ in both], [after for _, after in both]
        object.__setattr__(self, "before", mean(was) if both else None)
        object.__setattr__(self, "after", mean(now) if both else None)
        object.__setattr__(self, "difference", compare(now, was) if both else None)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values: `{metrics: {"ndcg@10": {before, after, difference}}, queries, left_out}`."""
        figures = {name: each.to_dict() if (each := getattr(self, name)) else None for name in ("before", "after", "difference")}
        return {"metrics": {"ndcg@10": figures}, "queries": [each.to_dict() for each in self.queries], "left_out": self.left_out}


class Tuner:
    """Tries changes on a shop's searches. `weight` is the shop's own share of meaning, None where it is chosen for each query."""

    def __init__(
        self, search: Search, synonyms: Synonyms, judgments: protocol.Judgments, log: protocol.Searches, weight: float | None = None,
    ) -> None:
        self._search, self._synonyms, self._judgments, self._log, self._weight = search, synonyms, judgments, log, weight

    def understood(self, query: str, trial: Trial = AS_IT_IS) -> tuple[Reading, tuple[Rule, ...]]:
        """How a query is read, and the rules that hold for it."""
        with self._trying(trial):
            return self._search.understood(request(query), tried=trial.rule)

    def answer(self, asked: Request, trial: Trial = AS_IT_IS) -> SearchResult:
        """What a search would answer."""
        with self._trying(trial):
            return self._search.search(replace(asked, weight=self._weight if trial.weight is None else trial.weight), tried=trial.rule)

    @contextmanager
    def _trying(self, trial: Trial) -> Iterator[None]:
        with self._synonyms.trying(trial.synonym) if trial.synonym is not None else nullcontext():
            yield

    def rehearse(self, trial: Trial, queries: Sequence[str] = (), *, language: Language | None = None) -> list[Rehearsal]:
        """What a change would move, for its own queries, or these, or else the page of its rule's category, or without one the shop's
        commonest searches and the page of all products. `InvalidRecord` for a rule that is wrong."""
        rule = trial.rule if isinstance(trial.rule, Rule) else None
        where = [f"category={escape(rule.category)}"] if rule and rule.category else []
        return rehearse(self.answer, lambda asked: self.answer(asked, trial), queries or trial.queries or self._usual(where), where=where,
                        named=rule.product_ids if rule else (), language=language)

    def _usual(self, where: Sequence[str]) -> list[str]:
        return [*([] if where else [each.query for each in self._log.queries(Window(), COMMONEST)]), ""]

    def measure(self, trial: Trial = AS_IT_IS, *, most: int = MOST) -> Quality:
        """How well judged queries are answered now and after a change, those judged most often first, at most so many. `InvalidQuery` when
        nothing was judged yet."""
        counts = self._judgments.queries()
        if not counts:
            raise InvalidQuery("no search was judged yet; next: shopkeeper judgments import FILE, or judge results in the console")
        chosen = sorted(counts, key=lambda query: (-counts[query], query))[:most]
        return Quality(tuple(self._quality(query, trial) for query in chosen), len(counts) - len(chosen))

    def of(self, query: str) -> dict[str, int]:
        """What people said of a query's products: ratings by id."""
        return {each.product_id: each.rating for each in self._judgments.of(query)}

    def _quality(self, query: str, trial: Trial) -> QueryQuality:
        ratings, asked = self.of(query), request(query, k=DEEP)
        before = self._first(asked, AS_IT_IS)
        after = self._first(asked, trial) if self._touches(trial, query) else before
        return quality(query, before, after, ratings)

    def _first(self, asked: Request, trial: Trial) -> list[str]:
        return [hit.id for hit in self.answer(asked, trial).hits]

    def _touches(self, trial: Trial, query: str) -> bool:
        """Whether a change is about a query at all: most are about few."""
        return trial.weight is not None or (trial != AS_IT_IS and self.understood(query) != self.understood(query, trial))


def quality(query: str, before: Sequence[str], after: Sequence[str], ratings: Mapping[str, int]) -> QueryQuality:
    """How well two orders of products, best first, answer a query of these ratings by id."""
    was, now = (ndcg(order, ratings, DEEP) for order in (before, after))
    return QueryQuality(query, was, now, judged(after, ratings, DEEP) or 0.0, tuple(id for id in after[:DEEP] if id not in ratings))
