"""The forms of a value: as a noun that a product has, as a word before its noun."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from ...words import table
from .grammar import article, listed

_FILE = Path(__file__).parent / "words" / "forms.toml"
_MASS = re.compile(r"(?:(?<!str)ing|fringe|suspension|embroidery|openwork|trim|elastic|embellishment|velcro|wash)$")
_ADJECTIVE = re.compile(
    r"(?:ed|less|able|ible|ic|y|al|ish|ous|proof|resistant|free|safe|friendly|-up|-on|-off|-toe|-back|-top|-front|-line)$"
)


def noun_of(kind: str, value: str) -> str:
    """A value as what a product has: "V-neck" a V-neck, "hooded" a hood, "puff" puff sleeves; empty where it is nothing to have."""
    noun = _forms()["noun"].get(value.lower())
    if noun is not None:
        return with_article(noun)
    if is_adjective(kind, value):
        return ""
    tail, own = _forms()["tail"].get(kind, ("", ""))
    last = re.split(r"[ -]", value.lower())[-1]
    if not tail or re.fullmatch(own, last):
        return _plural_sleeves(kind, value)
    return with_article(f"{_bare(kind, value)} {tail}")


def adjective_of(kind: str, value: str) -> str:
    """A value as it stands before the noun, or empty: cotton, striped, high-waisted; not "stripes"."""
    if kind in ("neckline", "detail", "closure", "waist", "sleeve"):
        return value if is_adjective(kind, value) or (_ADJECTIVE.search(value) and value not in ("lace-up",)) else ""
    value = value.removesuffix(" style")
    return "" if plural(value) or " and " in value or value.startswith("solid ") or value.startswith(("for ", "with ", "no ")) else value


def is_adjective(kind: str, value: str) -> bool:
    """Whether a value is said of a product and not had by it."""
    words = _adjectives("taste") if kind == "taste" else _adjectives("words")
    return value.lower() in words


def occasion_of(value: str) -> str:
    """What a thing is for, after "for": beach, the beach; "wedding" weddings."""
    known = _forms()["occasion"]
    return listed([known.get(each.strip(), each.strip()) for each in value.lower().split(",")])


def never() -> frozenset[str]:
    """Values that say nothing of one product, or more than a shop can stand behind."""
    return _adjectives("never")


def with_article(noun: str) -> str:
    """a zip, laces, ruching, no sleeves."""
    return noun if plural(noun) or _MASS.search(noun) or noun.startswith("no ") else article(noun)


def plural(value: str) -> bool:
    """Whether a value is a plural noun."""
    last = value.split(" ")[-1]
    return last.endswith("s") and not last.endswith(("ss", "us", "less", "is"))


def _plural_sleeves(kind: str, value: str) -> str:
    if kind == "sleeve":
        value = re.sub(r"[ -]?sleeves?$", " sleeves", value)
        return f"{value}s" if value.endswith(("strap", "cuff")) else with_article(value)
    return with_article(value)


def _bare(kind: str, value: str) -> str:
    return re.sub(r"[ -]fit$", "", value) if kind == "fit" else value


@cache
def _adjectives(name: str) -> frozenset[str]:
    return frozenset(word.strip() for word in _forms()["adjective"][name].split(","))


def _forms() -> dict[str, Any]:
    return table(_FILE)
