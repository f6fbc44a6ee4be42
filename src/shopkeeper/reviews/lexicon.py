"""The words of opinions: what reviews speak of (aspects) and how they judge, in both languages, from `words/*.toml`."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ..shop import Localized
from ..text.phrases import Phrases

Polarity = Literal[-1, 0, 1]  # against, neither, for
OVERALL = "overall"
_WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a known phrase may be: the name of an aspect, a judgement (of `aspect`, or of what stands beside it: ""), a bad thing,
    more or less of something, an idiom that hides the words in it."""

    what: Literal["aspect", "opinion", "fault", "scale", "idiom"]
    aspect: str = ""
    polarity: Polarity = 0


@cache
def edition() -> str:
    """Another one when the words change."""
    return hashlib.blake2b(b"".join((_WORDS / f"{name}.toml").read_bytes() for name in ("aspects", "opinions")), digest_size=8).hexdigest()


@cache
def names() -> dict[str, Localized]:
    """Every aspect by its key, with what the shop calls it."""
    return {key: Localized(en=en, zh=zh) for key, values in table("aspects").items() for en, zh in [_list(values["name"])]}


@cache
def order(aspect: str) -> int:
    """The place of an aspect in the list, which decides where a word may be about several; what judges anything comes last."""
    return list(names()).index(aspect) if aspect in names() else len(names())


@cache
def phrases() -> Phrases[Meaning]:
    """All that is known, to be found in a text."""
    known: dict[str, set[Meaning]] = {}

    def add(words: str, meaning: Meaning) -> None:
        for word in _list(words):
            known.setdefault(word, set()).add(meaning)

    for aspect, values in table("aspects").items():
        add(values["words"], Meaning("aspect", aspect))
    opinions = table("opinions")
    add(opinions["idioms"]["words"], Meaning("idiom"))
    add(opinions["faults"]["words"], Meaning("fault", polarity=-1))
    for aspect, values in [("", opinions["general"]), *opinions["aspects"].items()]:
        add(values.get("good", ""), Meaning("opinion", aspect, 1))
        add(values.get("bad", ""), Meaning("opinion", aspect, -1))
        add(values.get("so_so", ""), Meaning("opinion", aspect, 0))
    add(opinions["scale"]["more"], Meaning("scale", polarity=1))
    add(opinions["scale"]["less"], Meaning("scale", polarity=-1))
    return Phrases(known)


@cache
def more_of() -> dict[str, Polarity]:
    """What more of an aspect is: good or bad; an aspect that is neither is missing."""
    scale = table("opinions")["scale"]
    return {**dict.fromkeys(_list(scale["good"]), 1), **dict.fromkeys(_list(scale["bad"]), -1)}


@cache
def good_to_have() -> frozenset[str]:
    """What more of is good, whatever aspect it belongs to: a high price is bad, a high 性价比 is not."""
    return frozenset(_list(table("opinions")["scale"]["good_words"]))


@cache
def sense(aspect: str, words: str) -> str:
    """In which direction a judgement says that an aspect fails ("small" or "large", of a size); "" where it says none."""
    senses = table("opinions")["senses"].get(aspect, {})
    return next((name for name, said in senses.items() if words in _list(said)), "")


@cache
def of_the_whole() -> frozenset[str]:
    """Judgements of the whole, whatever was spoken of before."""
    return frozenset(_list(table("opinions")["whole"]["words"]))


def table(name: str) -> dict[str, Any]:
    """The words of a file of `words`, as its TOML has them."""
    return tomllib.loads((_WORDS / f"{name}.toml").read_text(encoding="utf-8"))


def _list(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]
