"""One request in, a list out: every source proposes, the proposals are put together, and what may not leave is left out at the end."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from ..models.versions import Versions
from ..shop import Customer, Language, LoggedRecommendation, Rule, visitor_of
from ..store.protocol import Store
from .asked import Asked
from .blend import Fused, believed, fuse, place_of, similar
from .diverse import diversified
from .eligible import Eligible, Excluded
from .experiments import Experiments
from .features import DEPTH as DEEP
from .features import features
from .kept import Build, Kept, Made
from .leaving import Leaving
from .lessons import Progress, Trained, learn
from .log import RecommendationLog
from .push import lifted
from .ranker import Ranker, reranked
from .result import LeftOut, Recommendations, Share
from .rules import Holding, PlaceRules
from .sources.alike import Alike
from .sources.lists import places
from .sources.protocol import Rows
from .tuning import Tuning

DEPTH = 100  # candidates of each source
AHEAD = 20_000  # products of which a server finds out beforehand what is alike
_WIDE = 4  # times k candidates among which a list is made diverse
_TOLD = 12  # products that were left out
_SPARE = 4  # more than k of them are put in order, since some may not leave
_THIRD = 3  # a category or a brand takes at most a third of a mixed list, but two at least
_OF_A_KIND = 0.3  # what a product of the same category counts where something else is to go with it
LEARNT = frozenset({"home", "email"})  # places that a ranker is taught about
_CHANCE, _USUAL = Random(), Tuning()
_FILLED = 0.1  # score of the first product that only fills a list

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks: their record, the different products they met (the newest last), what may leave for them, and the rules that hold."""

    customer: Customer | None
    met: list[int]
    eligible: Eligible
    rules: Holding


class Recommender:
    """Recommends. `build` makes the sources out of the history of all; `vectors(ids)` are the contents of products, float32[n, d]. `tuning`
    is how the shop wants its lists; where `log` is given, it keeps those that were shown; `spoken` is the
    language of who names none. What comes into the store changes the answers within a second; safe to use from several threads."""

    def __init__(
        self, store: Store, build: Build, rules: PlaceRules, vectors: Vectors, *, experiments: Experiments | None = None,
        ranker: Callable[[], Ranker | None] = lambda: None, tuning: Tuning = _USUAL, log: RecommendationLog | None = None,
        spoken: Callable[[], Language] = lambda: "zh",
    ) -> None:
        self._ranker, self._spoken = ranker, spoken
        self._store, self.rules, self._vectors, self.tuning, self.log = store, rules, vectors, tuning, log
        self.kept, self._experiments = Kept(store, build), experiments or Experiments(store.experiments)

    def show(self, asked: Asked) -> Recommendations:
        """What `recommend` answers, as the experiments that run want it for this visitor; it is kept in the log."""
        visitor = visitor_of(asked.customer, asked.session)
        tuning, arms = self._experiments.tuned(self.tuning, asked.place, visitor, asked.now, asked.about)
        answer = self.recommend(asked, tuning)
        if self.log is not None:
            self.log.put(_logged(asked, answer, arms))
        return answer

    def recommend(
        self, asked: Asked, tuning: Tuning | None = None, chance: Random = _CHANCE, *, rules: Sequence[Rule] | None = None,
    ) -> Recommendations:
        """At most `asked.k` products, every one of which may be recommended to who asks by the records as they are now. `tuning` is how
        lists are made, by default as the shop wants it; `chance` draws where that leaves something to it. `rules` are taken for those
        that hold, where they are given."""
        with self._store.together():
            return self._answer(asked, tuning or self.tuning, chance, rules)

    def _answer(self, asked: Asked, tuning: Tuning, chance: Random, rules: Sequence[Rule] | None) -> Recommendations:
        start, made = time.perf_counter(), self.kept.newest()
        who = self._who(asked, made, rules)
        asked = replace(asked, tastes=who.customer.tastes if who.customer else ())
        proposed = self._proposed(asked, who, made, tuning)
        fused = self._likely(proposed, who, made)
        fused, ranker = self._learnt(asked, fused, who, made, tuning)
        fused, told = self._moved(asked, fused, who, made, tuning)
        fused = self._filled(asked, fused, who, made)
        language = asked.language or (who.customer.language if who.customer else None) or self._spoken()
        met = frozenset(who.met).difference(self.kept.history.products.rows(asked.about))
        leaving = Leaving(asked, who.eligible, self.kept, made, told, who.rules.pins(), self._store.products.glance, met, language)
        hits, chances = leaving.hits(fused.take(self._order(asked, fused, tuning.diversity)), tuning.explore, chance)
        took = (time.perf_counter() - start) * 1000
        return Recommendations(f"rec_{secrets.token_hex(8)}", asked.place, hits, language, chances, ranker, took,
                               left_out=self._left_out(proposed, who, language) if asked.explain else ())

    def learn(self, versions: Versions, *, seed: int = 0, progress: Progress | None = None) -> Trained:
        """Teaches a ranker by what happened in the shop, and puts it in use where it is better; see `lessons.learn`."""
        self.kept.newest()
        return learn(self.kept.history, self.kept.shelf, self.kept.build, versions, seed=seed, progress=progress)

    def look_ahead(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Finds what is alike to the products that are wanted most, before anybody asks: a millisecond each. Until it is `stopped`."""
        for source in self.kept.newest().sources:
            if isinstance(source, Alike):
                source.ahead(self.kept.standing()[:AHEAD].tolist(), stopped)

    def close(self) -> None:
        """Waits for what is being made aside, and writes what is left of the log."""
        self.kept.close()
        if self.log is not None:
            self.log.close()

    def _who(self, asked: Asked, made: Made, tried: Sequence[Rule] | None) -> Who:
        customer = self._store.customers.get_many([asked.customer]).get(asked.customer) if asked.customer else None
        somebody = asked.customer or asked.session
        bought = self._store.activity.bought(asked.customer, asked.session) if somebody else {}
        home = customer.address.country if customer else ""
        country = asked.country or (home.upper() if len(home) == 2 and home.isascii() and home.isalpha() else "")
        products = self.kept.history.products
        rules = self.rules.at(asked.place, asked.now) if tried is None else self.rules.with_rules(tried)
        eligible = Eligible(
            country, Excluded.of(customer), bought, lambda id: made.tally.consumable(products.row(id)), rules.hides,
            asked.exclude.union(asked.about),
        )  # fmt: skip
        deeds = self.kept.history.of(asked.customer, asked.session)
        met = dict.fromkeys([*products.rows(asked.recent), *deeds["item"].tolist()[::-1]])
        return Who(customer, list(met)[::-1], eligible, rules)

    def _proposed(self, asked: Asked, who: Who, made: Made, tuning: Tuning) -> Fused:
        """What the sources propose. For a wish in words it must be among what the search finds, where it finds anything."""
        usual = believed(made.sources, asked, len(who.met))
        trusted = {name: weight for name in usual if (weight := usual[name] * tuning.weight(name)) > 0}
        fused = fuse({each.name: each.candidates(asked, DEPTH) for each in made.sources if each.name in trusted}, trusted)
        if asked.likes.strip() and "words" in fused.names:
            meant = fused.own[:, fused.names.index("words")] > 0
            fused = fused.take(meant) if meant.any() else fused
        return fused

    def _likely(self, fused: Fused, who: Who, made: Made) -> Fused:
        """Without those that could not leave when the shelf was last looked at."""
        return fused.take(self._could_leave(fused.rows, who, made)) if len(fused) else fused

    def _left_out(self, proposed: Fused, who: Who, language: Language) -> tuple[LeftOut, ...]:
        """The first of those that are proposed and may not leave, with why; the products of the page are no news."""
        ids = self.kept.history.products.ids(proposed.rows[:DEPTH].tolist())
        records = self._store.products.glance([id for id in ids if id not in who.eligible.never])
        why = ((id, records[id], who.eligible.refusal(id, records[id])) for id in ids if id in records)
        return tuple(LeftOut(id, record.title.get(language), refusal) for id, record, refusal in why if refusal)[:_TOLD]

    def _learnt(self, asked: Asked, fused: Fused, who: Who, made: Made, tuning: Tuning) -> tuple[Fused, str]:
        """The candidates in the order that was learnt, where a ranker is in use and was taught about such a place; and its version."""
        ranker = self._ranker() if tuning.ranker and len(who.met) and place_of(asked) in LEARNT and not asked.likes.strip() else None
        if ranker is None or not len(fused):
            return fused, ""
        first = fused.take(np.arange(min(DEEP, len(fused))))
        shares = ranker.shares(features(first, np.array(who.met, np.int64), self.kept.shelf, made.tally, asked.now))
        return reranked(fused, shares), ranker.version

    def _could_leave(self, rows: Rows, who: Who, made: Made) -> NDArray[np.bool_]:
        shelf, products = self.kept.shelf, self.kept.history.products
        kept: NDArray[np.bool_] = shelf.fact("open", rows) & shelf.sent_to(who.eligible.country, rows)
        gone = products.rows([*who.eligible.never, *who.eligible.excluded.products])
        if bought := products.rows(list(who.eligible.bought)):
            known = shelf.fact("consumable", np.array(bought, np.int64)).tolist()
            gone += [row for row, used in zip(bought, known, strict=True) if not (made.tally.consumable(row) if used < 0 else used)]
        kept[places(gone, rows)] = False
        return kept

    def _moved(self, asked: Asked, fused: Fused, who: Who, made: Made, tuning: Tuning) -> tuple[Fused, dict[str, list[Share]]]:
        """The candidates after what the place and the merchant's rules and settings do to their scores, and what is said of it."""
        scores, pushing = fused.scores, bool(tuning.margin or tuning.clearance)
        if not (asked.about or pushing or who.rules.rules):
            return fused, {}
        if asked.about and not similar(asked):
            scores = np.where(self._same(asked, fused.rows, "kind"), _OF_A_KIND * scores, scores)
        ids = self.kept.history.products.ids(fused.rows.tolist())
        shift, told = who.rules.shifts(ids)
        if pushing:
            shift += lifted(ids, fused.rows, self.kept.shelf.facts(fused.rows), made.tally, tuning, told)
        return fused.reordered(scores + shift), told

    def _same(self, asked: Asked, rows: Rows, field: str) -> NDArray[np.bool_]:
        """Which of the products are in one category (`kind` the narrowest, `root` the widest) with one of those of the page."""
        shelf = self.kept.shelf
        theirs = shelf.fact(field, np.array(self.kept.history.products.rows(asked.about), np.int64))
        return np.isin(shelf.fact(field, rows), theirs[theirs >= 0])

    def _filled(self, asked: Asked, fused: Fused, who: Who, made: Made) -> Fused:
        """With what is wanted most in the shop behind, where the sources propose too little."""
        if len(fused) >= asked.k + _SPARE or (asked.likes.strip() and len(fused)):
            return fused
        rows = self.kept.standing()
        rows = rows[~np.isin(rows, fused.rows)]
        rows = rows[self._could_leave(rows, who, made)]
        if asked.about:
            rows = self._beside(asked, rows, asked.k - len(fused))
        return fused.with_rest(rows, _FILLED)

    def _beside(self, asked: Asked, rows: Rows, missing: int) -> Rows:
        """Of products those that suit what the page shows: of its category where the list is of what is similar, else of another, the same
        department first; of the same category only where others are too few."""
        root, kind = self._same(asked, rows, "root"), self._same(asked, rows, "kind")
        if similar(asked):
            return rows[kind]
        order: Rows = np.lexsort((~root, kind))
        others = int((~kind).sum())
        return rows[order[: others if others >= missing else None]]

    def _order(self, asked: Asked, fused: Fused, diversity: float) -> NDArray[np.int64]:
        """The places of the candidates in the order in which they may leave: the first ones mixed, the others by score."""
        n = min(_WIDE * asked.k, len(fused))
        proposed = int(fused.parts[:n].any(1).sum())  # what only fills the list stands behind
        n = proposed if proposed >= asked.k else n
        every = np.arange(len(fused))
        if n < 2 or similar(asked) or asked.likes.strip():
            return every
        wide, most = fused.rows[:n], max(2, -(-asked.k // _THIRD))
        groups = tuple((self.kept.shelf.fact(name, wide), most) for name in ("kind", "brand"))
        vectors = self._vectors(self.kept.history.products.ids(wide.tolist()))
        first = diversified(fused.scores[:n].clip(0, 1), vectors, groups, asked.k + _SPARE, diversity)
        left = np.ones(len(fused), bool)
        left[first] = False
        order: NDArray[np.int64] = np.concatenate([np.array(first, np.int64), every[left]])
        return order


def _logged(asked: Asked, answer: Recommendations, arms: tuple[str, ...]) -> LoggedRecommendation:
    return LoggedRecommendation(
        answer.id, asked.now, asked.place, tuple(hit.id for hit in answer.hits), answer.chances, tuple(hit.source for hit in answer.hits),
        arms, asked.customer, asked.session, asked.about, asked.recent, asked.relation if asked.place == "product" else "", asked.likes,
        answer.language, asked.country, round(answer.took_ms, 2),
    )  # fmt: skip
