"""What the law of a market forbids to say of an ordinary good, though it were true."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, get_args

from ..shop import InvalidQuery, Localized
from .claim import Kind
from .facts import Facts
from .said import Found, Said

Market = Literal["cn", "eu", "uk", "us"]
MARKETS: tuple[str, ...] = get_args(Market)


@dataclass(frozen=True)
class Rule:
    """One rule: the kinds of claims that it forbids, and the words. `unless` is what a record of the product has to say to be free of it,
    such as the number of a licensed medicine."""

    law: Localized
    kinds: frozenset[Kind]
    words: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def binds(self, facts: Facts) -> bool:
        """Whether a product of these facts is under the rule."""
        return self.unless is None or not any(isinstance(leaf.value, str) and self.unless.search(leaf.value) for leaf in facts.leaves)


@lru_cache
def rules(market: str) -> tuple[Rule, ...]:
    """The rules of a market; InvalidQuery for another name."""
    if market not in MARKETS:
        raise InvalidQuery(f'market "{market}" is not known; expected one of {", ".join(MARKETS)}')
    text = files(__package__).joinpath("words", "markets", f"{market}.toml").read_text("utf-8")
    return tuple(_rule(each) for each in tomllib.loads(text)["rules"])


def forbidden(said: Said, market: str, facts: Facts) -> list[tuple[Rule, Found]]:
    """The words of a text that a market forbids."""
    found = [(rule, match) for rule in rules(market) if rule.words for match in rule.words.finditer(said.plain)]
    return [(rule, Found(*match.span(), match[0])) for rule, match in found if rule.binds(facts)]


def forbids(kind: Kind, market: str, facts: Facts) -> Rule | None:
    """The rule of a market that forbids every claim of a kind."""
    return next((rule for rule in rules(market) if kind in rule.kinds and rule.binds(facts)), None)


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        Localized(row["law"]["zh"], row["law"]["en"]), frozenset(Kind(kind) for kind in row.get("kinds", ())),
        _pattern(row.get("words", ())), re.compile(row["unless"]) if "unless" in row else None)


def _pattern(words: list[str]) -> re.Pattern[str] | None:
    """English words at their edges, Chinese ones anywhere."""
    ways = (rf"\b(?:{word})\b" if word[:1].isascii() and word[:1].isalpha() else word for word in words)
    return re.compile("|".join(ways)) if words else None
