"""What a sentence encoder learns from: texts that belong together, and texts whose vector is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from ...shop import Product
from ...text.analyse import segment
from ...text.normalise import has_cjk


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that mean the same or answer each other, as a query and a title; `negatives` are texts that look alike and do not."""

    a: str
    b: str
    negatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A text whose vector is to be the one that the encoder gave to `meaning` before training: a translation, or the text itself
    so that it does not move."""

    text: str
    meaning: str


Example = Pair | Anchor


def judged_pairs(judgments: Mapping[str, Mapping[str, float]], titles: Mapping[str, str], *, most: int = 4) -> Iterator[Pair]:
    """Pairs of a query with each product whose rating is above half of its best, at most `most`, the best first; those rated 0 are
    their negatives. `judgments` are ratings by query and product id, from people or from clicks; `titles` texts by product id."""
    for query, ratings in judgments.items():
        best = max(ratings.values(), default=0.0)
        known = sorted((id for id in ratings if titles.get(id)), key=lambda id: (-ratings[id], id))
        bad = tuple(titles[id] for id in known if ratings[id] <= 0)[:most]
        good = [id for id in known if best > 0 and ratings[id] > best / 2]
        yield from (Pair(query, titles[id], bad) for id in good[:most])


def catalogue_pairs(products: Iterable[Product], seed: int = 0) -> Iterator[Pair]:
    """Pairs that need no person: a title with its description, with its category and brand, and the two languages of a title."""
    rng = Random(seed)
    for product in products:
        about = " ".join(part for each in (product.brand, *product.category[-1:]) for part in each.all[:1])
        for title, other in ((product.title.zh, product.description.zh), (product.title.en, product.description.en)):
            yield from (Pair(part, title) for part in (other, about) if title and part)
            if title:
                yield Pair(shortened(title, rng), title)
        if product.title.zh and product.title.en:
            yield Pair(product.title.zh, product.title.en)


def anchors(texts: Iterable[str]) -> Iterator[Anchor]:
    """Texts that are to stay where they are."""
    return (Anchor(text, text) for text in texts if text)


def shortened(text: str, rng: Random, share: float = 0.5) -> str:
    """What is left of a text when about `share` of its words are dropped, never all: as a shopper abbreviates a title."""
    words = _words(text)
    kept = [word for word in words if rng.random() > share] or [rng.choice(words)] if words else []
    return ("" if has_cjk(text) else " ").join(kept)


def translated(text: str, glossary: Mapping[str, str], rng: Random, share: float = 1.0) -> tuple[str, float]:
    """A text with words of the glossary in the other language, each with the chance `share`; and how much of the text, by its
    length, was put over."""
    words = _words(text)
    done = [word for word in words if glossary.get(word.lower()) and rng.random() <= share]
    told = set(done)
    out = " ".join(glossary[word.lower()] if word in told else word for word in words)
    return out, sum(map(len, done)) / max(sum(map(len, words)), 1)


def _words(text: str) -> list[str]:
    """Words in their order; a run of Chinese is cut by the dictionary."""
    parts = ((part, has_cjk(part)) for part in text.split())
    return [word for part, chinese in parts for word in (segment(part) if chinese else [part])]
