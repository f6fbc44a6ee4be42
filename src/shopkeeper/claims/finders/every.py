"""The finders of every kind, in the order in which they look; apart, as their patterns take a while to make."""

from __future__ import annotations

from ..claim import Kind
from ..finder import Finder
from . import (
    actions,
    audience,
    awards,
    certifications,
    codes,
    comparisons,
    contacts,
    contents,
    dates,
    durations,
    health,
    lists,
    measures,
    money,
    motifs,
    names,
    numbers,
    offers,
    percent,
    policies,
    presence,
    promises,
    quantities,
    reviews,
    seasons,
    sizes,
    sorts,
    statuses,
    stocks,
    superlatives,
    times,
)
from . import values as traits

# In this order: what an earlier one found is nothing else.
VALUES: tuple[Finder, ...] = tuple(
    module.FINDER for module in (
        certifications, awards, superlatives, contacts, reviews, stocks, offers, money, percent,
        dates, times, codes, durations, quantities, numbers,
    ))  # fmt: skip
STATEMENTS: tuple[Finder, ...] = (
    *(module.FINDER for module in (actions, statuses, policies, promises, comparisons, health)), offers.LIMITS)

AGAINST = (traits.against,)
PRODUCT = (
    sorts.against, audience.against, contents.against, lists.against, presence.against, motifs.against, seasons.against, names.against, traits.against, sizes.against,
    measures.against)  # fmt: skip
# Of one product every number is held against its record, whatever it counts.
OF_PRODUCT: tuple[Finder, ...] = tuple(
    {Kind.TIME: times.OF_PRODUCT, Kind.DATE: dates.OF_PRODUCT}.get(finder.kind, finder) for finder in VALUES if finder.kind not in (Kind.DURATION, Kind.QUANTITY, Kind.NUMBER))
