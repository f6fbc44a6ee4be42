"""Every claim of a text, held against facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from . import restated
from .claim import Claim, Kind, Verdict
from .facts import Facts
from .finder import Finder
from .markets import Rule, forbidden, forbids
from .said import Found, Said


def check(text: str, facts: Any, *, now: datetime | None = None, market: str | None = None) -> list[Claim]:
    """The claims of a text in their order, each with what `facts` say of it.

    `facts` are JSON values: an object of the results of tools (see `claims.facts` for what the names mean), or a list of pairs of a name
    and a value. `now` is what "tomorrow" counts from. Both languages are read wherever they stand. Without a `market` (`markets.MARKETS`) a
    claim is held against the facts only; with one, what its law forbids to say is found too, true or not.
    """
    from .finders.every import OF_PRODUCT, STATEMENTS, VALUES

    said, known = Said(text), Facts(facts, now, values)
    found = (*_found(said, OF_PRODUCT if known.product else VALUES), *_found(said, STATEMENTS))
    claims = [_claim(said, known, finder, each) for finder, each in found]
    claims += _judged(said, known, {at for _, each in found for at in range(each.start, each.end)})
    claims = [each if each.holds else _restated(said, known, each) for each in claims] if known.product else claims
    return sorted(_under_law(said, known, claims, market) if market else claims, key=lambda claim: claim.span)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a text begins and ends, with the mark and the line breaks that end it."""
    return Said(text).sentences


@lru_cache(4096)
def values(text: str) -> Mapping[Kind, tuple[Any, ...]]:
    """What a fact's text claims, by kind: that supports what is claimed of it."""
    from .finders.every import STATEMENTS, VALUES

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
    text = said.text[found.start : found.end]
    return Claim((found.start, found.end), finder.kind, text, str(found.value), verdict, record, facts.says(record))


def _judged(said: Said, facts: Facts, taken: set[int]) -> Iterator[Claim]:
    """What is found by what the facts are, where nothing else was found."""
    from .finders.every import AGAINST, PRODUCT

    for against in PRODUCT if facts.product else AGAINST:
        for found, kind, verdict, record in against(said, facts):
            if taken.isdisjoint(range(found.start, found.end)):
                taken.update(range(found.start, found.end))
                text = said.text[found.start : found.end]
                yield Claim((found.start, found.end), kind, text, str(found.value), verdict, record, facts.says(record))


def _restated(said: Said, facts: Facts, claim: Claim) -> Claim:
    """A claim that a fact did not seem to bear out, where the text gives the fact's own words."""
    record = restated.named(said, facts, *claim.span)
    if not record and claim.kind in restated.LITERAL:
        record = restated.repeated(said, facts, *claim.span)
    if not record and claim.kind is Kind.CODE:
        record = restated.token(said, facts, *claim.span)
    return replace(claim, verdict=Verdict.SUPPORTED, record=record, says=facts.says(record)) if record else claim


def _under_law(said: Said, facts: Facts, claims: list[Claim], market: str) -> list[Claim]:
    """The claims, those that the market forbids marked so, and its forbidden words that are no part of one."""
    out = [_forbidden(claim, forbids(claim.kind, market, facts)) for claim in claims]
    for rule, found in forbidden(said, market, facts):
        over = [n for n, claim in enumerate(out) if claim.span[0] < found.end and found.start < claim.span[1]]
        for n in over:
            out[n] = _forbidden(out[n], rule)
        if not over:
            word = said.text[found.start : found.end]
            out.append(Claim((found.start, found.end), Kind.WORD, word, found.value, Verdict.FORBIDDEN, law=rule.law))
    return out


def _forbidden(claim: Claim, rule: Rule | None) -> Claim:
    """A claim under a rule; one that is false stays so."""
    if rule is None or claim.verdict is Verdict.CONTRADICTED:
        return claim
    return replace(claim, verdict=Verdict.FORBIDDEN, law=rule.law)
