"""What goods are called in English, and what every one of a class is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from ..text.attributes import values_of
from ..text.phrases import Phrases
from .words import HERE, table

_SINGULAR = frozenset(
    """dress glass gas lens canvas chess mattress harness compass hummus muesli bus gloss bass atlas cactus plus moss access
watercress asparagus couscous""".split()
)
# Words that may follow a noun in a title without being what the thing is; any other makes it a part of that other ("fan screws").
_FOLLOWS = frozenset(
    """set sets pack packs combo value blend original compatible equivalent genuine spf pa liquid spray roll single
double matt matte glossy gloss opaque male female unmanaged managed internal external wireless wired regular
whole plain organic roasted dehydrated large medium small mini size men women kids sealed replacement straight
removable ethernet usb gigabit pro plus tower rack green and or optical laser inkjet alkaline lithium
multipack refill jointless antiperspirant touch movables serial pci lga socket smart server high low full half""".split()
)
_NEXT = re.compile(r"(?: / |[ -])([a-z]{3,})(?![\w/.])")
_FILE = HERE / "goods.toml"
_CUT = re.compile(r"\s*[(\[&+|:;,]|\s+[-–—]\s+|\band\b", re.I)
_ASIDE = re.compile(r"\s+(?:with|for|in|by|of|from|without|plus|to)\s.*", re.I)  # what a thing is for, has, or comes in is not the thing


@dataclass(frozen=True, slots=True)
class Good:
    """A kind of goods: its noun, whether that is a plural or a mass noun, and the words of its class."""

    noun: str
    plural: bool
    mass: bool
    family: str
    kind: str
    aims: tuple[str, ...]
    uses: tuple[str, ...]


# Families of which one may sell what another's words name: a bucket stands under kitchen or home.
_NEAR = (
    "clothes shoes bags jewellery baby sport",
    "kitchen home office electronics toys",
    "beauty baby",
    "food",
    "sport toys electronics home",
)


@lru_cache(20_000)
def good_of(title: str, family: str = "general") -> Good | None:
    """The goods that a title is about: the last that its head names ("Almond Milk Chocolate with Sea Salt" is milk chocolate), else what
    stands after it; none that cannot be of the family ("soap case" is no soap)."""
    for part in _CUT.split(title):
        good = _last(_ASIDE.sub("", part).strip()) if part else None
        if good and _near(good.family, family):
            return good
    return None


def good_of_class(name: str, family: str) -> Good | None:
    """The goods that a category is named after: "Gift Sets" holds a gift set each."""
    good = good_of(name, family)
    if good is None or good.noun in _goods() or good.noun.endswith(" set"):
        return good
    return _goods()[min(_nouns().find(good.noun)[-1].meanings)]


def family_good(family: str) -> Good:
    """The words of a family, for goods whose noun is not known."""
    words = table(_FILE)[family]["any"]
    return Good("", False, False, family, "any", tuple(words["aim"]), tuple(words["use"]))


def _near(one: str, other: str) -> bool:
    return one == other or other == "general" or any(one in group.split() and other in group.split() for group in _NEAR)


def _last(part: str) -> Good | None:
    plain = part.lower().replace("’", "'")
    found = _nouns().find(plain)
    if not found:
        return None
    hit = found[-1]
    key = min(hit.meanings)
    good = _goods()[key]
    said = plain[hit.start : hit.end]
    rest = plain[hit.end :].strip()
    if (after := _NEXT.match(plain, hit.end)) and after[1] not in _FOLLOWS and not values_of(after[1]) and not rest.startswith("kit"):
        return None
    more = said != key and said.endswith("s") and not good.plural
    singular_of_plural = good.plural and not said.endswith("s") and said not in ("namkeen",)
    if rest in ("set", "sets", "kit", "kits") and not said.endswith(("set", "kit")):
        return Good(f"{key} {rest.removesuffix('s')}", False, False, good.family, good.kind, good.aims, good.uses)
    return Good(
        key if singular_of_plural else said, good.plural or more, good.mass and not more, good.family, good.kind, good.aims, good.uses
    )


@cache
def _nouns() -> Phrases[str]:
    return Phrases({noun: (noun,) for noun in _goods()})


@cache
def _goods() -> dict[str, Good]:
    out: dict[str, Good] = {}
    for good in _read():
        out.setdefault(good.noun, good)
    return out


def _read() -> Iterator[Good]:
    for family, kinds in table(_FILE).items():
        for kind, words in kinds.items():
            for entry in filter(None, words["nouns"].split(",")):
                noun, plural, mass = _flags(entry.strip())
                yield Good(noun, plural, mass, family, kind, tuple(words["aim"]), tuple(words["use"]))


def _flags(entry: str) -> tuple[str, bool, bool]:
    noun, _, flag = entry.rpartition(" ")
    if flag in ("p", "m") and noun:
        return noun, flag == "p", flag == "m"
    return entry, False, False


def plural_word(noun: str) -> bool:
    """Whether a noun that is not known looks like a plural."""
    word = noun.split(" ")[-1].lower()
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in _SINGULAR
