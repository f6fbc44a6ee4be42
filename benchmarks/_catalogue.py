"""50,000 real products, all different, in both languages, and queries that all differ."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from _machine import data

from shopkeeper import Shop, open_shop
from shopkeeper.shop import Localized, Money, Product, Variant
from shopkeeper.store.importers import read_rows
from shopkeeper.text.language import detect

FILES = (
    "search/icecat/products", "search/crowdflower/products", "search/zh/products", "search/homedepot/judgments.dev",
    "catalog/myntra", "catalog/livostyle",
)
SIZE = 50_000


def products(size: int = SIZE) -> Iterator[Product]:
    """The products of six public catalogues, with ids that do not clash; seeded prices and brands
    where the file has none."""
    draw, seen = random.Random(5), set()
    for file in FILES:
        for row in read_rows(data() / f"{file}.jsonl.gz"):
            title = str(row.values.get("title") or row.values.get("name") or "").strip()
            if not title or title in seen or len(seen) == size:
                continue
            seen.add(title)
            about = str(row.values.get("short_description") or row.values.get("description") or "")
            language = detect(title)
            id = f"{file.split('/')[1]}-{row.number}"
            yield Product(
                id,
                Localized.of(title, language),
                (Variant(f"{id}-v", price=Money(draw.randrange(100, 100_000), "CNY"), stock=draw.randrange(0, 9)),),
                description=Localized.of(about[:2000], language) if about else Localized(),
                brand=Localized(en=str(row.values.get("supplier") or row.values.get("brand") or f"Brand {draw.randrange(200)}")),
                category=(Localized(en=file.split("/")[1]),),
            )


def queries(shop: Shop, count: int, seed: int = 11) -> list[str]:
    """Distinct queries as shoppers type them: two to five neighbouring words of a title (two to
    eight characters of a Chinese one)."""
    draw = random.Random(seed)
    titles = [product.title for product in shop.store.products.all()]
    out: dict[str, None] = {}
    while len(out) < count:
        title = draw.choice(titles)
        if title.zh:
            length = draw.randrange(2, 9)
            start = draw.randrange(max(1, len(title.zh) - length))
            out[title.zh[start : start + length].strip()] = None
        else:
            words = title.en.split()
            length = draw.randrange(2, 6)
            start = draw.randrange(max(1, len(words) - length))
            out[" ".join(words[start : start + length])] = None
    return [query for query in out if query][:count]


def shop_at(folder: Path, size: int = SIZE) -> Shop:
    """The shop of these products in `folder`, built and indexed when it is not there yet."""
    shop = open_shop(str(folder), create=True)
    if shop.store.products.count() < size:
        source = products(size)
        while batch := list(islice(source, 1000)):
            shop.store.products.put(batch)
    shop.index(progress=lambda phase, done, total: print(f"\r{phase} {done}/{total}", end="", flush=True))
    print()
    return shop
