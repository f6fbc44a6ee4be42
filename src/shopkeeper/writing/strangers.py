"""Words, names and figures in a text that stand in no record: what a language model invents and no kind of claim has a word for.

Stricter than the ledger, for texts that no rule wrote. A name (NASA, 迪士尼), a digit, and every word that is not an everyday one, is wrong
unless the records hold it: what is rare says something. So is an everyday word that claims something whatever it stands with (free, first,
顾客), see words/claiming.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ..shop import Language
from ..text.analyse import runs, segment
from ..text.attributes import find_values
from ..text.normalise import letterwise, normalise
from ..text.stem import stem
from .facts import Material
from .words import table

_WORDS, _OURS, _CLAIMING = Path(__file__).parent / "words", Path(__file__).parent / "realise", "claiming.toml"
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.&'’-]*")
_START = re.compile(r"(?:^|[.!?:;•\n\"“”(\[—–|-])\s*[\"“(\[]*$")
_SIGNS = re.compile(r"[®™©★☆✔✓#№]\s*\d*|[①-⑳]")
# What copy writes with a capital or in Latin letters and is no name.
_PLAIN = {
    "en": frozenset("i i'm i'll i'd i've usb led wi-fi bluetooth diy ok tv pc monday tuesday wednesday thursday friday saturday sunday "
                    "january february march april may june july august september october november december".split()),
    "zh": frozenset("t a h v u x o pu diy ootd polo usb led wifi wi-fi tv pc app ins get vs logo ok chic vintage in s m l xl xxl cm mm kg "
                    "g ml".split()),
}


def strangers(text: str, records: Any, material: Material, language: Language) -> list[tuple[int, int]]:
    """Where words, names, figures and signs of a text stand that are in no record, in order."""
    known = _known("\n".join((*_leaves(records), *material.title.all, *material.brand.all, *material.noun.all)))
    found = [*_figures(text, known), *(_latin if language == "zh" else _capitals)(text, known)]
    found += [(match.start(), match.end()) for match in _SIGNS.finditer(text) if normalise(match[0]) not in known.text]
    found += _unusual(text, known, language)
    return sorted(set(found))


@dataclass(frozen=True, slots=True)
class _Known:
    text: str
    words: frozenset[str]
    figures: frozenset[str]
    values: frozenset[tuple[str, str]]


@lru_cache(256)
def _known(text: str) -> _Known:
    plain = normalise(text)
    words = frozenset(_word(match[0]) for match in _LATIN.finditer(plain))
    inner = frozenset(part for word in words for part in re.split(r"[-.&']", word))
    values = frozenset((said.kind, said.value) for said in find_values(text))
    return _Known(plain, words | inner | set(map(stem, words | inner)), frozenset(map(_figure, _DIGITS.findall(plain))), values)


def _figures(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """Digits that stand in no record; a unit may turn them into others, which is the ledger's to judge."""
    return (m.span() for m in _DIGITS.finditer(text) if _figure(m[0]) not in known.figures)


def _unusual(text: str, known: _Known, language: Language) -> Iterator[tuple[int, int]]:
    """Words that are no everyday ones, or claim something, and stand in no record."""
    plain = letterwise(text)
    yield from (match.span() for match in _claiming().finditer(plain) if not _holds(match[0], known))
    free = [(said.start, said.end) for said in find_values(text) if (said.kind, said.value) in known.values]
    for start, end in _words(plain):
        word = plain[start:end]
        if not _everyday(word, language) and not _holds(word, known) and not any(a <= start and end <= b for a, b in free):
            yield start, end


def _words(plain: str) -> Iterator[tuple[int, int]]:
    """Where each Chinese word and each part of a Latin one stands; those with a digit are figures."""
    for run in runs(plain):
        at = run.start
        for part in segment(run.text) if run.chinese else re.split(r"([^a-z0-9]+)", run.text):
            if part.isalpha():
                yield at, at + len(part)
            at += len(part)


def _holds(word: str, known: _Known) -> bool:
    return word in known.text if not word.isascii() else word in known.words or stem(word) in known.words


def _everyday(word: str, language: Language) -> bool:
    words = _everyday_words("en" if word.isascii() else "zh")
    return word in words or (word.isascii() and (word in _PLAIN[language] or len(word) == 1 or stem(word) in words))


@cache
def _everyday_words(language: Language) -> frozenset[str]:
    """Those that many texts of public data hold, those written by hand, and those of our own sentences, but for what claims something."""
    counted = (_WORDS / f"plain.{language}.txt").read_text("utf-8").split()
    ours = (word for file in _OURS.glob(f"{language}/words/**/*.toml") for word in _spoken(table(file)))
    claiming = table(_WORDS / _CLAIMING)[language].split()
    return frozenset((*counted, *table(_WORDS / "everyday.toml")[language].split(), *ours)) - frozenset(claiming)


def _spoken(value: Any) -> Iterator[str]:
    """The words of the sentences in a table, but for those that name a value of an attribute."""
    for text in _leaves(value):
        named = [(said.start, said.end) for said in find_values(text)]
        plain = letterwise(text)
        yield from (plain[a:b] for a, b in _words(plain) if not any(start < b and a < end for start, end in named))


@cache
def _claiming() -> re.Pattern[str]:
    """Claiming words of Chinese, which may be cut apart where words are looked for: of two characters or more."""
    return re.compile("|".join(sorted((word for word in table(_WORDS / _CLAIMING)["zh"].split() if len(word) > 1), key=len, reverse=True)))


def _capitals(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """Words with a capital inside a sentence; in a title, where every word has one, those that are all capitals."""
    for start, end in _sentences(text):
        words = list(_LATIN.finditer(text, start, end))
        long = [m for m in words if len(m[0]) > 3]
        if len(long) > 2 and sum(m[0][:1].isupper() for m in long) > 0.6 * len(long):
            words = [m for m in words if m[0].isupper() and len(m[0]) > 1]
        for match in words:
            first = _START.search(text[start : match.start()]) or not text[start : match.start()].strip()
            name = (match[0][:1].isupper() and not first) or (match[0].isupper() and len(match[0]) > 1) or _inner(match[0])
            if name and not _is_known(match[0], known, "en"):
                yield match.span()


def _latin(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """Latin letters in a Chinese text."""
    return (m.span() for m in _LATIN.finditer(text) if not _is_known(m[0], known, "zh"))


def _is_known(word: str, known: _Known, language: Language) -> bool:
    plain = _word(normalise(word))
    parts = [part for part in re.split(r"[-.&'’]", plain) if part]
    return plain in known.words or plain in _PLAIN[language] or all(part in known.words or part in _PLAIN[language] for part in parts)


def _inner(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:]) and not word.isupper()


def _word(word: str) -> str:
    return re.sub(r"(?:'s|’s)$", "", word.lower()).strip(".-'’&")


def _figure(digits: str) -> str:
    return digits.replace(",", "").rstrip("0").rstrip(".") if "." in digits else digits.replace(",", "")


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(r"[.!?](?=\s)|\n|$", text):
        if match.end() > start:
            yield start, match.end()
        start = match.end()


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _leaves(each)
    elif value is not None:
        yield f"{value:g}" if isinstance(value, float) else str(value)
