"""The analyser: the index terms of a text, the same for every engine and for both sides of a search.

Chinese gives words in search mode (long words and the words inside them) and, apart from them,
characters and character pairs, so that a word the dictionary cuts differently is still found.
English gives stems. Codes and numbers keep every useful spelling: "WH-1000XM4" gives wh1000xm4,
wh, 1000xm4, 1000, xm; "6-in-1" gives 6in1, 6, in, 1; "256 GB" and "256gb" both give 256gb and 256.
The dictionary is read when the first Chinese comes: that takes a tenth of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

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


class Run(NamedTuple):
    """A stretch of Chinese, or a word or code, in a normalised text."""

    text: str
    start: int
    chinese: bool

    @property
    def end(self) -> int:
        """Where in the text it ends."""
        return self.start + len(self.text)

    def terms(self) -> Terms:
        """The index terms of the run by itself."""
        if self.chinese:
            import rjieba

            pairs = [self.text[i : i + 2] for i in range(len(self.text) - 1)]
            return Terms(rjieba.cut_for_search(self.text, True), [*self.text, *pairs])
        return Terms(latin_terms(self.text), [])


def runs(text: str) -> Iterator[Run]:
    """The runs of a text that is normalised already."""
    for match in _RUN.finditer(text):
        yield Run(match.group(), match.start(), match.lastgroup == "cjk")


def analyse(text: str) -> Terms:
    """All terms of a text, for the index."""
    words: list[str] = []
    grams: list[str] = []
    previous = ""
    for run in runs(normalise(text)):
        terms = run.terms()
        words += terms.words
        grams += terms.grams
        if run.text in _UNITS and previous.replace(".", "").isdigit():
            words.append(previous + run.text)
        previous = run.text
    return Terms(words, grams)


def segment(run: str) -> list[str]:
    """A stretch of Chinese cut into words of the dictionary, one after another, and single characters."""
    import rjieba

    cut: list[str] = rjieba.cut(run, False)
    return cut


def in_dictionary(word: str) -> bool:
    """Whether a Chinese word is one of the language, whatever a shop sells."""
    import rjieba

    return rjieba.cut(word, False) == [word]


def names_a_thing(phrase: str) -> bool:
    """Whether a Chinese phrase ends with a noun and holds no pronoun, number, adverb or joining word."""
    import rjieba

    kinds = [kind for _, kind in rjieba.tag(phrase, True)]
    return bool(kinds) and kinds[-1].startswith("n") and not any(kind[0] in "mrdfuptcz" for kind in kinds)


def plain_words(text: str) -> list[str]:
    """The words of a text as a person writes them, each once: Latin ones not stemmed, Chinese ones long and
    short; nothing with a digit."""
    import rjieba

    words: list[str] = []
    for run in runs(normalise(text)):
        words += rjieba.cut_for_search(run.text, True) if run.chinese else [run.text] if run.text.isalpha() else ()
    return list(dict.fromkeys(words))


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
