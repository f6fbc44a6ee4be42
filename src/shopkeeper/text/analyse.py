"""The analyser: the index terms of a text, the same for every engine and for both sides of a search.

Chinese gives words in search mode (long words and the words inside them) and, apart from them,
characters and character pairs, so that a word the dictionary cuts differently is still found.
English gives stems. Codes and numbers keep every useful spelling: "WH-1000XM4" gives wh1000xm4,
wh, 1000xm4, 1000, xm; "6-in-1" gives 6in1, 6, in, 1; "256 GB" and "256gb" both give 256gb and 256.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import rjieba

from .normalise import CJK, normalise
from .stem import stem

_RUN = re.compile(rf"(?P<cjk>[{CJK}]+)|(?P<latin>[^\W_{CJK}]+(?:[-./'’+&_][^\W_{CJK}]+)*)")
_DECIMAL = re.compile(r"\d+\.\d+")
_PIECE = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")
_UNITS = frozenset(
    "gb tb mb kb g kg mg lb oz ml l cl mm cm m km in inch ft w kw v mah wh hz khz mhz ghz mp p k dpi ppm rpm db pc pcs pack".split()
)
STOPWORDS = frozenset(
    "a an and are as at be by for from in is it of on or that the this to with "
    "的 了 是 在 和 与 或 及 也 我 你 我们 想 要 想要 请 一个 一款 一下 有没有 有 吗 呢 啊 给 买 找 求".split()
)


class Terms(NamedTuple):
    """Index terms of a text: `words` (stems, Chinese words, codes) and `grams` (Chinese characters
    and pairs of them), in the order of the text, with repeats."""

    words: list[str]
    grams: list[str]


def analyse(text: str) -> Terms:
    """All terms of a text, for the index."""
    words: list[str] = []
    grams: list[str] = []
    previous = ""
    for match in _RUN.finditer(normalise(text)):
        run = match.group()
        if match.lastgroup == "cjk":
            words += rjieba.cut_for_search(run, True)
            grams += run
            grams += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            words += latin_terms(run)
            if run in _UNITS and previous.replace(".", "").isdigit():
                words.append(previous + run)
        previous = run
    return Terms(words, grams)


def analyse_query(text: str) -> Terms:
    """The terms to search for: each once, without stop words unless nothing else is there."""
    words, grams = analyse(text)
    kept = [word for word in words if word not in STOPWORDS] or words
    return Terms(list(dict.fromkeys(kept)), list(dict.fromkeys(grams)))


def latin_terms(run: str) -> list[str]:
    """The terms of one run of letters and digits, joined by at most single signs."""
    if run.isalpha():
        return [stem(run)]
    if run.isdigit() or _DECIMAL.fullmatch(run):
        return [run]
    return list(dict.fromkeys(_spellings(run)))


def _spellings(run: str) -> Iterator[str]:
    joined = re.sub(r"[-/'’+&_]|(?<!\d)\.|\.(?!\d)", "", run)
    parts = re.split(r"[-/'’+&_]|(?<!\d)\.|\.(?!\d)", run)
    yield stem(joined) if joined.isalpha() else joined
    for part in parts:
        if len(part) == 1 and part in "st" and len(parts) == 2:
            continue  # the s of "men's"
        yield stem(part) if part.isalpha() else part
        pieces = _PIECE.findall(part)
        if len(pieces) > 1:
            yield from (stem(p) for p in pieces if len(p) > 1 or p.isdigit())
