"""A merchant's rules about recommendations: what is pinned, boosted, buried and hidden at a place, and what is said of it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ..shop import InvalidQuery, Product, Rule, RuleAction
from ..store.glance import Glance
from ..store.protocol import Table
from .result import Share

CHECK = 1.0  # seconds between two looks at the store
MEMBERS = 5.0  # seconds that the products of a filter stay as they were found
Passes = Callable[[Product, Sequence[str]], bool]
Members = Callable[[Sequence[str]], Iterable[str]]
_NONE: frozenset[str] = frozenset()
_DONE = {RuleAction.PIN: "pinned", RuleAction.BOOST: "boosted", RuleAction.BURY: "buried"}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Holding:
    """The rules that hold at a place now, by position and id. `passes` says whether a record passes filters, `members` which
    products did when the index was last asked."""

    rules: tuple[Rule, ...]
    passes: Passes
    members: Callable[[Rule], frozenset[str]]

    def hides(self, id: str, product: Glance) -> bool:
        """Whether a product may not be shown, by its record."""
        return any(rule.action is RuleAction.HIDE and self._is_of(rule, id, product) for rule in self.rules)

    def pins(self) -> dict[str, tuple[int, str]]:
        """The pinned products with their places from 0, in the order in which they take them, and what is said of it."""
        pinned: dict[str, tuple[int, str]] = {}
        for rule in self.rules:
            if rule.action is RuleAction.PIN:
                for place, id in enumerate(dict.fromkeys(rule.product_ids), rule.position - 1):
                    pinned.setdefault(id, (place, said(rule)))
        return pinned

    def shifts(self, ids: Sequence[str]) -> tuple[NDArray[np.float32], dict[str, list[Share]]]:
        """By how much the rules lift or lower each product, in shares of the best score (float32[n]), and what is said of it."""
        shift, told = np.zeros(len(ids), np.float32), dict[str, list[Share]]()
        moving = [(rule, self.members(rule)) for rule in self.rules if rule.action in (RuleAction.BOOST, RuleAction.BURY)]
        for rule, members in moving:
            by = rule.strength if rule.action is RuleAction.BOOST else -rule.strength
            for place, id in enumerate(ids):
                if id in members:
                    shift[place] += by
                    told.setdefault(id, []).append(Share("rule", said(rule), by))
        return shift, told

    def _is_of(self, rule: Rule, id: str, product: Glance) -> bool:
        if id in rule.product_ids or not rule.where:
            return id in rule.product_ids
        try:
            return id in self.members(rule) or self.passes(product.product, rule.where)
        except InvalidQuery as error:
            log.warning("rule %s cannot be read: %s", rule.id, error)
            return False


class PlaceRules:
    """The rules of a store that are about recommendations, as they are now: looked for at most once in `check` seconds, at once after
    `refresh`. A rule that hides products from every search and page hides them here too."""

    def __init__(self, records: Table[Rule], passes: Passes, members: Members, check: float = CHECK) -> None:
        self._records, self._passes, self._find, self._check = records, passes, members, check
        self._lock = threading.Lock()
        self._looked, self._fingerprint = -float("inf"), ""
        self._rules: tuple[Rule, ...] = ()
        self._members: dict[str, tuple[float, frozenset[str]]] = {}

    def at(self, place: str, now: datetime) -> Holding:
        """The rules that hold at a place."""
        if time.monotonic() - self._looked >= self._check:
            self.refresh()
        return self.with_rules([rule for rule in self._rules if about(rule, place) and rule.holds(now)])

    def with_rules(self, rules: Sequence[Rule]) -> Holding:
        """These rules, as if they were the ones that hold."""
        return Holding(tuple(sorted(rules, key=lambda rule: (rule.position, rule.id))), self._passes, self._of)

    def refresh(self) -> None:
        """Looks at the store at once, as after a change."""
        with self._lock:
            self._looked = time.monotonic()
            fingerprint = self._records.fingerprint()
            if fingerprint != self._fingerprint:
                self._rules, self._members = tuple(self._records.all()), {}
                self._fingerprint = fingerprint

    def _of(self, rule: Rule) -> frozenset[str]:
        """The products of a rule: those it names, and those that the index knows to pass its filters."""
        if not rule.where:
            return frozenset(rule.product_ids)
        key = "\n".join(rule.where)
        at, found = self._members.get(key, (-float("inf"), _NONE))
        if time.monotonic() - at > MEMBERS:
            found = self._found(rule)
            self._members[key] = time.monotonic(), found
        return found.union(rule.product_ids)

    def _found(self, rule: Rule) -> frozenset[str]:
        try:
            return frozenset(self._find(rule.where))
        except InvalidQuery as error:
            log.debug("rule %s: no product has the field of its filter (%s)", rule.id, error)
            return _NONE


def about(rule: Rule, place: str) -> bool:
    """Whether a rule is about the recommendations at a place."""
    everywhere = rule.action is RuleAction.HIDE and not (rule.places or rule.queries or rule.category)
    return place in rule.places or everywhere


def said(rule: Rule) -> str:
    """What a rule did, as a reason gives it: "pinned by summer-sale"."""
    return f"{_DONE[rule.action]} by {rule.id}"
