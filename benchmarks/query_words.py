"""How well slips are put right, and how quickly.

Slips are made up, by a seeded dice, from the vocabulary of each shop: in English one slip after the first letter of a word, in Chinese one
character exchanged for one that sounds the same, in two words of a title.

    python benchmarks/query_words.py [--work FOLDER]

FOLDER holds the shops of search_quality.py, made when they are not there.
"""

from __future__ import annotations

import argparse
import random
import string
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from _machine import write
from search_quality import SETS, _shop

from shopkeeper import Shop, open_shop
from shopkeeper.models.encoder import load_encoder
from shopkeeper.search.reading import literally
from shopkeeper.search.words.synonyms import SynonymTable
from shopkeeper.search.words.widen import Widen
from shopkeeper.text.analyse import segment
from shopkeeper.text.normalise import has_cjk
from shopkeeper.text.pinyin import sound

SLIPS = 800  # words that a slip is made in, or titles
OFTEN, OFTEN_CHINESE = 5, 3  # products of a word that a slip is made in
Slip = tuple[str, str]  # what was typed, what was meant


def main() -> None:
    """Measures the three shops and writes results/query_words.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/search_quality"))
    work = parser.parse_args().work
    result = {}
    for name in SETS:
        shop = open_shop(str(work / name)) if (work / name / "shop.db").exists() else _shop(name, work)
        shop.index()
        result[name] = _measured(shop, list(_chinese(shop) if name == "zh" else _english(shop)))
        print(name, result[name])
        shop.close()
    print(write("query_words", "python benchmarks/query_words.py", {"sets": result}))


def _measured(shop: Shop, slips: list[Slip]) -> dict[str, Any]:
    meant, took = [], []
    read = Widen(shop._index, SynonymTable, load_encoder().rank).after(literally)
    for typed, _ in slips:
        start = time.perf_counter()
        meant.append(read(typed).meant)
        took.append((time.perf_counter() - start) * 1000)
    right = sum(got == word for got, (_, word) in zip(meant, slips, strict=True))
    silent = sum(got is None for got in meant)
    return {
        "slips": len(slips), "right": round(right / len(slips), 3), "wrong": round((len(slips) - right - silent) / len(slips), 3),
        "not_corrected": round(silent / len(slips), 3), "words": len(shop._index.vocabulary),
        "read_p50_ms": round(float(np.percentile(took, 50)), 3), "read_p95_ms": round(float(np.percentile(took, 95)), 3),
    }


def _english(shop: Shop) -> Iterator[Slip]:
    dice, vocabulary = random.Random(1), shop._index.vocabulary
    words = [word for word, count in vocabulary.counts.items() if word.isascii() and word.isalpha() and len(word) > 3 and count >= OFTEN]
    for word in dice.sample(words, min(SLIPS, len(words))):
        at, letter = dice.randrange(1, len(word)), dice.choice(string.ascii_lowercase)
        head, tail = word[:at], word[at:]
        typed = dice.choice([head + tail[1:], head + letter + tail, head + letter + tail[1:], head[:-1] + tail[0] + head[-1] + tail[1:]])
        if typed not in vocabulary and len(typed) > 3:
            yield typed, word


def _chinese(shop: Shop) -> Iterator[Slip]:
    dice, vocabulary = random.Random(1), shop._index.vocabulary
    alike = defaultdict(list)
    for sign in sorted(set("".join(vocabulary.counts))):
        if has_cjk(sign):
            alike[sound(sign)].append(sign)
    for product in dice.sample(list(shop.store.products.all()), 2 * SLIPS):
        words = [word for word in segment(product.title.all[0])
                 if len(word) > 1 and has_cjk(word[0]) and vocabulary.counts.get(word, 0) >= OFTEN_CHINESE]
        if len(words) < 2:
            continue
        first = dice.randrange(len(words) - 1)
        word, beside = words[first : first + 2]
        at = dice.randrange(len(word))
        others = [sign for sign in alike[sound(word[at])] if sign != word[at]]
        typed = word[:at] + dice.choice(others) + word[at + 1 :] if others else word
        if typed != word and typed not in vocabulary:
            yield typed + beside, word + beside


if __name__ == "__main__":
    main()
