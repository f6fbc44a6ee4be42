"""What products are like, in words of both languages: the names of attributes, and the values of each kind wherever a text says them.

The vocabulary lies in `words/attributes/`: one line a value, best word first: `key = "English words | Chinese words | what it is one of, or
with ! what it is not"`.
A kind is what a value is of (colour, material, neckline …), and a canonical attribute name, too; some attributes (brand, weight) have no
values here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from ..shop import Language
from .lexicon import Lexicon
from .normalise import has_cjk, letterwise

_FOLDER = Path(__file__).parent / "words" / "attributes"
_APART = {"names": "names.toml", "idioms": "idioms.toml"}  # files that hold no values
_PREFIX = re.compile(r"^(?:attr[ _]?(?:t|n|b)?[ _]|是否|有无|可否)")
_NOISE = re.compile(r"[\s_/:()\[\]-]+")
_SPELLINGS = (
    ("colour", "color"), ("grey", "gray"), ("fibre", "fiber"), ("aluminium", "aluminum"), ("flavour", "flavor"), ("odour", "odor"),
    ("mould", "mold"), ("sulphate", "sulfate"), ("jewellery", "jewelry"), ("pyjama", "pajama"), ("woollen", "woolen"), ("anodis", "anodiz"),
    ("galvanis", "galvaniz"), ("polaris", "polariz"), ("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ageing", "aging"),
    ("yoghurt", "yogurt"), ("chilli", "chili"), ("orthopaedic", "orthopedic"), ("glycerine", "glycerin"), ("lustre", "luster"),
)  # fmt: skip


class Said(NamedTuple):
    """A value of a kind that stands at `start` to `end` of a text. What has several meanings comes once for each."""

    kind: str
    value: str
    start: int
    end: int


class _Entry(NamedTuple):
    en: tuple[str, ...]
    zh: tuple[str, ...]
    of: tuple[str, ...]


@lru_cache(20_000)
def attribute(name: str) -> str | None:
    """The canonical key of an attribute's name in either language, None for one that is not known: 材质, "Fabric" and
    "attr_t_cable_material" are all "material". A name that ends with a known one is that one."""
    plain = _PREFIX.sub("", letterwise(name).strip())
    plain = _NOISE.sub(" ", plain).strip()
    known = _names()
    if has_cjk(plain):
        plain = plain.replace(" ", "")
        return next((known[plain[at:]] for at in range(len(plain) - 1) if plain[at:] in known), known.get(plain))
    words = plain.split(" ")
    endings = (" ".join(words[at:]) for at in range(len(words)))
    return next((known[each] for ending in endings for each in (ending, ending.removesuffix("s")) if each in known), None)


def find_values(text: str) -> list[Said]:
    """Every known value of every kind in a text of either language, left to right, the longest at each place."""
    return values_in(letterwise(text))


def values_in(plain: str) -> list[Said]:
    """The same of a text that `normalise.letterwise` has made plain."""
    return [Said(kind, value, hit.start, hit.end) for hit in _lexicon().find(plain) for kind, value in hit.meanings]


def values_of(phrase: str) -> tuple[tuple[str, str], ...]:
    """All kinds and values that a whole phrase may mean."""
    return _lexicon().meanings(letterwise(phrase).strip())


@cache
def kinds() -> Mapping[str, frozenset[str]]:
    """Every kind and its values."""
    return {kind: frozenset(entries) for kind, entries in _values().items()}


def spoken(kind: str, value: str, language: Language) -> tuple[str, ...]:
    """How a value is said in a language, the best word first; empty for a value that is not known."""
    entry = _values().get(kind, {}).get(value)
    return () if entry is None else entry.zh if language == "zh" else entry.en


def name_of(key: str, language: Language) -> str:
    """The name of a canonical attribute in a language; the key itself where it has none."""
    entry = _table("names.toml")["names"].get(key)
    return key if entry is None else (entry.zh if language == "zh" else entry.en)[0]


@cache
def broader(kind: str, value: str) -> frozenset[str]:
    """The values of the same kind that a value is one of: sky blue is light blue and blue, "PU leather" is not leather."""
    entry = _values().get(kind, {}).get(value)
    above = [each for each in entry.of if each[0] != "!"] if entry else []
    return frozenset(above).union(*(broader(kind, each) for each in above))


@cache
def opposites(kind: str, value: str) -> frozenset[tuple[str, str]]:
    """What a value says is not so, as kinds and values: gluten-free says no gluten."""
    entry = _values().get(kind, {}).get(value)
    denied = {each[1:] for each in entry.of if each[0] == "!"} if entry else set()
    return frozenset((of, each) for of, entries in _values().items() for each in denied & entries.keys())


@cache
def _lexicon() -> Lexicon[tuple[str, str]]:
    known: dict[str, list[tuple[str, str]]] = {idiom: [] for idiom in _idioms()}
    for kind, entries in _values().items():
        for value, entry in entries.items():
            for word in (*entry.zh, *(way for each in entry.en for way in _ways(each))):
                meanings = known.setdefault(letterwise(word), [])
                meanings += [] if (kind, value) in meanings else [(kind, value)]
    return Lexicon(known)


def _ways(word: str) -> Iterator[str]:
    """The British and the American spelling."""
    yield word
    american = word
    for british, other in _SPELLINGS:
        american = american.replace(british, other)
    if american != word:
        yield american


@cache
def _names() -> dict[str, str]:
    out: dict[str, str] = {}
    for key, entry in _table("names.toml")["names"].items():
        for name in (key.replace("_", " "), *entry.zh, *(way for each in entry.en for way in _ways(each))):
            out.setdefault(letterwise(name), key)
    return out


@cache
def _values() -> dict[str, dict[str, _Entry]]:
    files = sorted(path.name for path in _FOLDER.glob("*.toml") if path.name not in _APART.values())
    return {kind: entries for file in files for kind, entries in _table(file).items()}


def _idioms() -> tuple[str, ...]:
    rows = tomllib.loads((_FOLDER / _APART["idioms"]).read_text("utf-8"))["idioms"]
    return tuple(way for part in rows.values() for word in _split(part) for way in _ways(word))


@cache
def _table(file: str) -> dict[str, dict[str, _Entry]]:
    rows: dict[str, dict[str, str]] = tomllib.loads((_FOLDER / file).read_text("utf-8"))
    return {kind: {value: _entry(line) for value, line in entries.items()} for kind, entries in rows.items()}


def _entry(line: str) -> _Entry:
    english, chinese, of = (*line.split("|"), "", "")[:3]
    return _Entry(_split(english), _split(chinese), _split(of))


def _split(words: str) -> tuple[str, ...]:
    return tuple(word for each in words.split(",") if (word := each.strip()))
