"""A merchant's rules, applied to a ranking once it is made: the same in every mode.

Hides come first: hidden products are in no list, total or count. Boosts and buries add a share of the best score to a
product's own or take it away. Pins then put products at their places, those that the query did not find too. All of it
is about the candidates, which have passed the filters already.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..shop import InvalidQuery, InvalidRecord, Localized, Rule, RuleAction, RuleMatch
from ..store.protocol import Table, Written
from .engines.protocol import Candidates
from .filters import Filter, parse_filters, value_key
from .fusion import Fused
from .phrases import Phrase, forms, phrase
from .reading import Reading

CHECK = 1.0  # seconds between two looks at the store
Notes = dict[str, list[tuple[str, float]]]
NOWHERE: frozenset[str] = frozenset()  # on no category's page
NO_NOTES: Mapping[str, list[tuple[str, float]]] = {}
log = logging.getLogger(__name__)
_DONE = {RuleAction.PIN: "pinned", RuleAction.BOOST: "boosted", RuleAction.BURY: "buried", RuleAction.HIDE: "hidden"}


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule with its phrases and filters taken apart, and the key of its category."""

    rule: Rule
    phrases: tuple[Phrase, ...]
    filters: tuple[Filter, ...]
    category: str = ""

    def meant(self, queries: Sequence[Phrase], chosen: frozenset[str] = NOWHERE) -> bool:
        """Whether the rule is for one of these forms of a query, where the categories of these keys are chosen."""
        if self.category and self.category not in chosen:
            return False
        if not self.phrases:
            return True
        if self.rule.match is RuleMatch.EXACT:
            return any(query.text == mine.text != "" for mine in self.phrases for query in queries)
        return any(query.holds(mine) for mine in self.phrases for query in queries)

    @property
    def note(self) -> str:
        """What the rule did, as a reason gives it: "pinned by summer-sale"."""
        return f"{_DONE[self.rule.action]} by {self.rule.id}"


class Effects:
    """What the rules that are on do to the answer of one search."""

    def __init__(self, rules: Iterable[Ready] = ()) -> None:
        self._rules = sorted(rules, key=lambda ready: (ready.rule.position, ready.rule.id))
        self._pins = [ready for ready in self._rules if ready.rule.action is RuleAction.PIN]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that have these effects."""
        return tuple(ready.rule for ready in self._rules)

    @property
    def pinned(self) -> tuple[str, ...]:
        """The products that join the candidates."""
        return tuple(dict.fromkeys(id for ready in self._pins for id in ready.rule.product_ids))

    def on(self, found: Candidates, fused: Fused, *, pins: bool = True) -> tuple[Fused, Notes]:
        """The ranking after the rules, and what happened to which product, with the share of the score that
        it gained or lost. Without `pins` all but these."""
        if not self._rules or not len(found.text):
            return fused, {}
        hidden, shift, notes = self._moves(found, float(fused.score.max(initial=0.0)) or 1.0)
        fused = _moved(fused, hidden, shift)
        return (_pinned(found, fused, self._pins, notes) if pins else fused), notes

    def _moves(self, found: Candidates, best: float) -> tuple[NDArray[np.bool_], NDArray[np.float32], Notes]:
        hidden, shift = np.zeros(len(found.text), bool), np.zeros(len(found.text), np.float32)
        notes: Notes = {}
        for ready in self._rules:
            rule = ready.rule
            if rule.action is RuleAction.PIN:
                continue
            those = _members(ready, found)
            if rule.action is RuleAction.HIDE:
                hidden[those] = True
                continue
            share = rule.strength * best * (1 if rule.action is RuleAction.BOOST else -1)
            shift[those] += share
            for position in np.flatnonzero(those).tolist():
                notes.setdefault(found.ids[position], []).append((ready.note, share))
        return hidden, shift, notes


class RuleBook:
    """The rules in a store, as they are now, whoever changed them: looked for at most once in `check` seconds, and
    at once after a change through this object. `clock` says what time it is for rules with dates."""

    def __init__(self, records: Table[Rule], *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), check: float = CHECK) -> None:
        self._records, self._clock, self._check = records, clock, check
        self._lock = threading.Lock()
        self._looked = -float("inf")
        self._fingerprint = ""
        self._rules: tuple[Ready, ...] = ()

    def effects(self, query: str, reading: Reading, chosen: frozenset[str] = NOWHERE) -> Effects:
        """What the rules do that are on now and mean this query: what was typed, or what is left of it without its
        conditions; also in the words of a synonym or put right. `chosen` are the keys of the categories that are."""
        return effects(self._newest(), query, reading, self._clock(), chosen)

    def by_category(self, tried: Rule | str = "") -> bool:
        """Whether a rule is for a category, this one that is tried among them."""
        return bool(isinstance(tried, Rule) and tried.category) or any(ready.category for ready in self._newest())

    def with_rule(self, rule: Rule | str, query: str, reading: Reading, chosen: frozenset[str] = NOWHERE) -> Effects:
        """The same as if this rule were among the others and on, whatever its dates; one that is named by its id is left out."""
        id, tried = (rule, []) if isinstance(rule, str) else (rule.id, [prepared(_always(rule))])
        others = [ready for ready in self._newest() if ready.rule.id != id]
        return effects([*others, *tried], query, reading, self._clock(), chosen)

    def all(self) -> list[Rule]:
        """Every rule, by id."""
        return list(self._records.all())

    def put(self, rules: Iterable[Rule]) -> Written:
        """Inserts or replaces rules by id, all or none; the next search here follows them, and within a second one in
        any other process. `InvalidRecord` for a filter or phrase that cannot be understood."""
        rules = list(rules)
        for rule in rules:
            prepared(rule)
        written = self._records.put(rules)
        self.refresh()
        return written

    def delete(self, ids: Sequence[str]) -> int:
        """Removes rules; the number that existed."""
        count = self._records.delete(ids)
        self.refresh()
        return count

    def refresh(self) -> None:
        """Looks at the store at once, as after a change."""
        with self._lock:
            self._look()

    def _newest(self) -> tuple[Ready, ...]:
        if time.monotonic() - self._looked >= self._check and self._lock.acquire(blocking=not self._rules):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._rules

    def _look(self) -> None:
        self._looked = time.monotonic()
        fingerprint = self._records.fingerprint()
        if fingerprint != self._fingerprint:
            self._rules = tuple(ready for rule in self._records.all() if not rule.places and (ready := _usable(rule)))
            self._fingerprint = fingerprint


def effects(rules: Sequence[Ready], query: str, reading: Reading, now: datetime, chosen: frozenset[str] = NOWHERE) -> Effects:
    """What those of the rules do that are on and mean this query."""
    active = [ready for ready in rules if ready.rule.holds(now)]
    queries = _phrases(query, reading) if any(ready.phrases for ready in active) else []
    return Effects(ready for ready in active if ready.meant(queries, chosen))


def named(categories: Iterable[Localized], query: str, reading: Reading) -> frozenset[str]:
    """The keys of the categories that a query names and says no more, in either language, by a synonym or put right: "headphones" is the
    page of headphones."""
    said = {form.text for form in _phrases(query, reading)} - {""}
    return frozenset(value_key(name) for each in categories if not said.isdisjoint(map(_text, each.all)) for name in each.all)


def prepared(rule: Rule) -> Ready:
    """The rule, ready for use; `InvalidRecord` names a filter that cannot be understood and a phrase without a word."""
    try:
        filters = parse_filters(rule.where)
    except InvalidQuery as error:
        raise InvalidRecord("where", f"filters such as brand=Edifier ({error})", list(rule.where)) from None
    phrases = tuple(map(phrase, rule.queries))
    if wordless := next((query for query, mine in zip(rule.queries, phrases, strict=True) if not mine.text), None):
        raise InvalidRecord("queries", "phrases with at least one word", wordless)
    return Ready(rule, phrases, filters, value_key(rule.category))


def _always(rule: Rule) -> Rule:
    return replace(rule, enabled=True, starts_at=None, ends_at=None)


def _usable(rule: Rule) -> Ready | None:
    try:
        return prepared(rule)
    except InvalidRecord as error:
        log.warning("rule %s is left out: %s", rule.id, error)
        return None


@lru_cache(maxsize=10_000)
def _text(name: str) -> str:
    return phrase(name).text


def _phrases(query: str, reading: Reading) -> list[Phrase]:
    texts = dict.fromkeys(text for text in (query, reading.text) if text.strip())
    return [form for text in texts for form in forms(text, reading.slots)]


def _members(ready: Ready, found: Candidates) -> NDArray[np.bool_]:
    """Which candidates a rule is about, bool[n]; a field that no product has any more has no members."""
    members = np.zeros(len(found.text), bool)
    if ready.filters:
        try:
            members |= found.passing(ready.filters)
        except InvalidQuery:
            log.debug("rule %s: no product has the field of its filter", ready.rule.id)
    members[found.positions(ready.rule.product_ids)] = True
    return members


def _moved(fused: Fused, hidden: NDArray[np.bool_], shift: NDArray[np.float32]) -> Fused:
    kept = ~hidden[fused.order]
    order = fused.order[kept]
    score = fused.score[kept] + shift[order]
    by_score = np.argsort(-score, kind="stable")
    return Fused(order[by_score], score[by_score], fused.text[kept][by_score], fused.vector[kept][by_score])


def _pinned(found: Candidates, fused: Fused, pins: Sequence[Ready], notes: Notes) -> Fused:
    """The pinned products at their places, rule by rule; a place that is taken moves a pin to the next free one, and
    where there are fewer products it stands at the end."""
    rank = {position: place for place, position in enumerate(fused.order.tolist())}
    places: dict[int, int] = {}
    for ready in pins:
        place = ready.rule.position - 1
        for position in found.positions(ready.rule.product_ids):
            if position in rank and position not in places.values():
                while place in places:
                    place += 1
                places[place] = position
                notes.setdefault(found.ids[position], []).insert(0, (ready.note, 0.0))
    if not places:
        return fused
    rest = iter([place for position, place in rank.items() if position not in set(places.values())])
    late = iter([rank[places[place]] for place in sorted(places) if place >= len(rank)])
    chosen = [rank[places[place]] if place in places else next(rest, None) for place in range(len(rank))]
    by_place = np.array([next(late) if place is None else place for place in chosen], np.int64)
    return Fused(fused.order[by_place], fused.score[by_place], fused.text[by_place], fused.vector[by_place])
