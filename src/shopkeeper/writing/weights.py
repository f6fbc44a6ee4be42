"""How much a buyer wants to know a fact, by its name."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ..text.attributes import attribute
from ..text.normalise import has_cjk
from .words import HERE, table, words

_FILE = HERE / "facts.toml"


@lru_cache(20_000)
def weight_of(name: str) -> float:
    """0 to 1: .1 and less is left out of a text, .5 for a name that nothing is known of."""
    if _named("never").search(name):
        return 0.0
    key = name if name in _weights() else attribute(name) or ""
    known = _weights().get(key, 0.5)
    longer = name != key and not has_cjk(name)
    return min(known, 0.7) if longer else known


@lru_cache(20_000)
def counts(name: str) -> bool:
    """Whether a number of this name counts something, so that it needs no unit."""
    return _named("counted").search(name) is not None


@cache
def _named(group: str) -> re.Pattern[str]:
    """Any of a group of words in a name, English ones as whole words."""
    known = sorted(words(_FILE, "names", group), key=len, reverse=True)
    return re.compile("|".join(re.escape(word) if has_cjk(word) else rf"\b{re.escape(word)}\b" for word in known))


@cache
def _weights() -> dict[str, float]:
    return {key: int(weight) / 100 for weight, keys in table(_FILE)["weights"].items() for key in keys.split()}
