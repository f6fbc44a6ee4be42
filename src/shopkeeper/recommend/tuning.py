"""What a shop may choose of its recommendations, and what an arm of an experiment changes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ..shop import InvalidQuery

_MOST = {"margin": 1.0, "clearance": 1.0, "diversity": 1.0, "explore": 0.5}
_WEIGHT = "weight."
_COPY = re.compile(r"[^/=\s]+/[1-9]\d*")
_SWITCH = {"on": True, "off": False}
HELP = (
    "margin, clearance, diversity (0 to 1), explore (0 to 0.5), ranker (on or off), without (names of sources, with commas between) "
    "or weight.SOURCE (what it counts, times a number)"
)


@dataclass(frozen=True, slots=True)
class Tuning:
    """How lists are made. `margin` and `clearance` (0 to 1) lift products that earn more and those of which too many lie in stock;
    `diversity` (0 to 1) how mixed a list is; `explore` the share of lists in which two products change places by chance, so that other
    ways can be judged from the log; `ranker` whether a learnt order is used; `weights` what sources count, times as much as usual
    (0: left out). `copies` are the texts that a test shows on a product's page in place of its own, as "draft/version"."""

    margin: float = 0.0
    clearance: float = 0.0
    diversity: float = 0.25
    explore: float = 0.0
    ranker: bool = True
    weights: tuple[tuple[str, float], ...] = ()
    copies: tuple[str, ...] = ()

    def changed(self, changes: Iterable[str]) -> Tuning:
        """With `name=value` changes, later ones over earlier; `InvalidQuery` says which cannot be and what may be changed."""
        tuning = self
        for change in changes:
            name, _, value = (part.strip() for part in change.partition("="))
            tuning = tuning._with(name, value, change)
        return tuning

    def weight(self, source: str) -> float:
        """What a source counts, times as much as usual."""
        return dict(self.weights).get(source, 1.0)

    def _with(self, name: str, value: str, change: str) -> Tuning:
        if name == "without":
            return self._weighted({source.strip(): 0.0 for source in value.split(",") if source.strip()})
        if name.startswith(_WEIGHT):
            return self._weighted({name.removeprefix(_WEIGHT): _number(change, value, 100)})
        if name == "copy" and _COPY.fullmatch(value):
            return replace(self, copies=(*self.copies, value))
        if name == "ranker" and value in _SWITCH:
            return replace(self, ranker=_SWITCH[value])
        if name in _MOST:
            number: dict[str, Any] = {name: _number(change, value, _MOST[name])}
            return replace(self, **number)
        raise InvalidQuery(f"{change!r}: expected {HELP}")

    def _weighted(self, weights: dict[str, float]) -> Tuning:
        return replace(self, weights=tuple(sorted((dict(self.weights) | weights).items())))


def _number(change: str, value: str, most: float) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= most:
        raise InvalidQuery(f"{change!r}: expected a number from 0 to {most:g}")
    return number
