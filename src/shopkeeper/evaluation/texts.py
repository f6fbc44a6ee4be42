"""How near texts are to those of people, and how far from one another. Pure: tokens in, numbers from 0 to 1 out.

Chinese is compared by character and English by word, so that no dictionary decides. The published figures of AdvertiseGen (the p-tuning
script of ChatGLM-6B) count BLEU-4 in the same way and with the same smoothing; their ROUGE-L is of words that jieba cuts, ours of
characters, which comes out higher.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

Tokens = Sequence[str]
ORDER = 4  # the longest n-gram of BLEU-4
_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


def tokens(text: str, language: str) -> list[str]:
    """The characters of a Chinese text without its spaces, the words and marks of any other, in small letters."""
    return [char for char in text.lower() if not char.isspace()] if language == "zh" else _WORD.findall(text.lower())


def rouge_l(candidate: Tokens, reference: Tokens) -> float:
    """F1 of the longest common subsequence (Lin 2004, ROUGE-L with β = 1): 2·lcs / (both lengths together); 0 of two empty ones."""
    together = len(candidate) + len(reference)
    return 2 * _longest_common(candidate, reference) / together if together else 0.0


def bleu4(candidate: Tokens, reference: Tokens) -> float:
    """BLEU-4 of one text against one reference (Papineni et al. 2002), an order without a match smoothed by 1 / (2^k · n-grams), k
    counting such orders (Chen and Cherry 2014, method 3); 0 where no single token matches."""
    return _bleu(candidate, [_clip(grams, _grams(reference, n)) for n, grams in _orders(candidate)], len(reference))


def distinct(texts: Sequence[Tokens], n: int = 2) -> float:
    """Different n-grams over all n-grams of all texts (Li et al. 2016); 0 where there is none."""
    counts = Counter[tuple[str, ...]]()
    for text in texts:
        counts.update(_grams(text, n))
    return len(counts) / counts.total() if counts else 0.0


def self_bleu(texts: Sequence[Tokens]) -> list[float]:
    """BLEU-4 of each text against all others as references (Zhu et al. 2018): how much texts repeat one another. The length that a text
    is held against is that of the other one nearest in length. At least two texts."""
    if len(texts) < 2:
        raise ValueError("self-BLEU needs at least two texts")
    most = [_two_most([_grams(text, n) for text in texts]) for n in range(1, ORDER + 1)]
    lengths = Counter(map(len, texts))
    return [_bleu(text, [_clip_others(grams, most[n - 1], number) for n, grams in _orders(text)], _nearest(lengths, len(text)))
            for number, text in enumerate(texts)]


def _grams(text: Tokens, n: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(text[start:] for start in range(n)), strict=False))


def _orders(text: Tokens) -> list[tuple[int, Counter[tuple[str, ...]]]]:
    return [(n, _grams(text, n)) for n in range(1, ORDER + 1)]


def _clip(grams: Counter[tuple[str, ...]], most: Counter[tuple[str, ...]]) -> float:
    """The part of the n-grams that occur there, as often as they do."""
    return _part(sum(min(count, most[gram]) for gram, count in grams.items()), grams)


def _clip_others(grams: Counter[tuple[str, ...]], most: dict[tuple[str, ...], tuple[int, int, int]], own: int) -> float:
    return _part(sum(min(count, most[gram][2] if most[gram][1] == own else most[gram][0]) for gram, count in grams.items()), grams)


def _part(matched: int, grams: Counter[tuple[str, ...]]) -> float:
    return matched / max(1, grams.total())


def _bleu(candidate: Tokens, precisions: list[float], reference: int) -> float:
    if not candidate or not precisions[0]:
        return 0.0
    missed, logs = 0, 0.0
    for n, part in enumerate(precisions, 1):
        if part:
            logs += math.log(part)
        else:
            missed += 1
            logs += math.log(1 / (2**missed * max(1, len(candidate) - n + 1)))
    return math.exp(logs / ORDER) * min(1.0, math.exp(1 - reference / len(candidate)))


def _two_most(counts: list[Counter[tuple[str, ...]]]) -> dict[tuple[str, ...], tuple[int, int, int]]:
    """Of each n-gram how often it occurs in the text that has it most, which one that is, and how often in the next."""
    most: dict[tuple[str, ...], tuple[int, int, int]] = {}
    for number, grams in enumerate(counts):
        for gram, count in grams.items():
            first, owner, second = most.get(gram, (0, -1, 0))
            most[gram] = (count, number, first) if count > first else (first, owner, max(second, count))
    return most


def _nearest(lengths: Counter[int], length: int) -> int:
    others = (other for other, count in lengths.items() if other != length or count > 1)
    return min(others, key=lambda other: (abs(other - length), other))


def _longest_common(a: Tokens, b: Tokens) -> int:
    """Length of the longest common subsequence, a bit for each token of b (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for at, token in enumerate(b):
        places[token] = places.get(token, 0) | 1 << at
    row = everything = (1 << len(b)) - 1
    for token in a:
        matches = row & places.get(token, 0)
        row = (row + matches) | (row - matches)
    return (~row & everything).bit_count()
