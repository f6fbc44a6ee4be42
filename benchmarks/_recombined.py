"""A million products from real titles: the head of one title with the tail of another of its source.

The words and their frequencies are those of real catalogues; the products are not. Distinct titles,
seeded, the first n of a larger catalogue are those of a smaller one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

from _catalogue import products as real_products

from shopkeeper.shop import Localized, Money, Product, Variant
from shopkeeper.text.normalise import has_cjk


def recombined(size: int) -> Iterator[Product]:
    """`size` products with seeded prices, brands, colours and stock; titles only, so one text to encode each."""
    return (product for product, _ in recombined_with_halves(size))


def recombined_with_halves(size: int) -> Iterator[tuple[Product, tuple[str, str]]]:
    """The same, each with the two halves of its title."""
    return islice(_endless(), size)


def _endless() -> Iterator[tuple[Product, tuple[str, str]]]:
    draw, seen = random.Random(17), set()
    heads, tails = _halves()
    sources = list(heads)
    weights = [len(heads[source]) for source in sources]
    while True:
        source = draw.choices(sources, weights)[0]
        halves = draw.choice(heads[source]), draw.choice(tails[source])
        if (title := "".join(halves)) in seen:
            continue
        seen.add(title)
        yield _product(len(seen), title, draw), halves


def _halves() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    heads: dict[str, list[str]] = {}
    tails: dict[str, list[str]] = {}
    for product in real_products():
        title, source = product.title.all[0], product.id.split("-")[0]
        cut = len(title) // 2 if has_cjk(title) else title.find(" ", len(title) // 2) % len(title)
        heads.setdefault(source, []).append(title[:cut])
        tails.setdefault(source, []).append(title[cut:])
    return heads, tails


def _product(number: int, title: str, draw: random.Random) -> Product:
    variant = Variant(f"r{number}-v", price=Money(draw.randrange(100, 100_000), "CNY"), stock=draw.randrange(0, 9))
    name = Localized(zh=title) if has_cjk(title) else Localized(en=title)
    return Product(f"r{number}", name, (variant,), brand=Localized(en=f"Brand {draw.randrange(500)}"))
