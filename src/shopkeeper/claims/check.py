"""Every claim of a text, held against facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from .claim import Claim, Kind
from .facts import Facts
from .finder import Finder
from .finders import actions, codes, contacts, dates, durations, money, numbers, percent, promises, quantities, statuses, times
from .said import Found, Said

# In this order: what an earlier one found is nothing else.
VALUES: tuple[Finder, ...] = tuple(
    module.FINDER for module in (contacts, money, percent, dates, times, codes, durations, quantities, numbers))
STATEMENTS: tuple[Finder, ...] = tuple(module.FINDER for module in (actions, statuses, promises))


def check(text: str, facts: Any, *, now: datetime | None = None) -> list[Claim]:
    """The claims of a text in their order, each with what `facts` say of it.

    `facts` are JSON values: an object of the results of tools (see `claims.facts` for what the names mean), or a list of pairs of a name
    and a value. `now` is what "tomorrow" counts from. Both languages are read wherever they stand.
    """
    said, known = Said(text), Facts(facts, now, values)
    found = (*_found(said, VALUES), *_found(said, STATEMENTS))
    return sorted((_claim(said, known, finder, each) for finder, each in found), key=lambda claim: claim.span)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a text begins and ends, with the mark and the line breaks that end it."""
    return Said(text).sentences


@lru_cache(4096)
def values(text: str) -> Mapping[Kind, tuple[Any, ...]]:
    """What a fact's text claims, by kind: that supports what is claimed of it."""
    said, out = Said(text), dict[Kind, tuple[Any, ...]]()
    for finder, found in (*_found(said, VALUES), *_found(said, STATEMENTS)):
        out[finder.kind] = (*out.get(finder.kind, ()), found.value)
    return out


def false_claims(claims: list[Claim]) -> list[Claim]:
    """Those that may not be said."""
    return [claim for claim in claims if not claim.holds]


def _found(said: Said, finders: tuple[Finder, ...]) -> Iterator[tuple[Finder, Found]]:
    taken: set[int] = set()
    for finder in finders:
        for found in sorted(finder.find(said), key=lambda each: (each.start, -each.end)):
            if taken.isdisjoint(range(found.start, found.end)):
                taken.update(range(found.start, found.end))
                yield finder, found


def _claim(said: Said, facts: Facts, finder: Finder, found: Found) -> Claim:
    verdict, record = finder.judge(said, found, facts)
    return Claim((found.start, found.end), finder.kind, said.text[found.start : found.end], str(found.value), verdict, record)
