"""A shop of a few products with a ten-line encoder: what the tests of searching stand on."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from shopkeeper.app.bootstrap import open_recommender
from shopkeeper.app.chat import Helpdesk
from shopkeeper.app.shop import Shop
from shopkeeper.assistant.assistant import Assistant
from shopkeeper.assistant.desk import Desk
from shopkeeper.models.cache import VectorCache
from shopkeeper.models.capabilities import Models
from shopkeeper.models.encoder import CachedEncoder
from shopkeeper.models.encoders import OneEncoder
from shopkeeper.search.document import IndexDocument, index_document
from shopkeeper.search.engines.local import LocalIndex
from shopkeeper.search.engines.protocol import Batch, Index
from shopkeeper.search.pages import Pages
from shopkeeper.search.ranker import active_ranker
from shopkeeper.search.rules import RuleBook
from shopkeeper.search.search import Search
from shopkeeper.search.signals import StoreSignals
from shopkeeper.search.suggest.suggest import Suggestions
from shopkeeper.search.understand import Reader
from shopkeeper.search.words.live import Synonyms
from shopkeeper.search.words.widen import Widen
from shopkeeper.shop import Attribute, Localized, Money, Option, Product, Variant
from shopkeeper.store import open_store
from shopkeeper.text.analyse import analyse

D = 32
ENGLISH = {word: i for i, word in enumerate("she women house horse men shirt".split())}  # words by rank


class BagEncoder:
    """Each term of a text turns on one of 32 signed dimensions; counts the texts it was given."""

    fingerprint, dimensions, languages, related = "bag", D, ("zh", "en"), 0.2

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.texts += texts
        out = np.zeros((len(texts), D), np.float32)
        for row, text in zip(out, texts, strict=True):
            for term in analyse(text).words:
                code = zlib.crc32(term.encode("utf-8", "replace"))
                row[code % D] += 1 if code >> 16 & 1 else -1
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)


def small_shop(folder: Path, encoder: Any = None, brain: Any = None, index: Index | None = None, **more: Any) -> Shop:
    """The shop in a folder, made if there is none, as `open_shop` wires it; its assistant answers with a brain, where one is given, and
    another index than the folder's is searched, where one is given."""
    folder.mkdir(parents=True, exist_ok=True)
    encoder = encoder or BagEncoder()
    encoders = OneEncoder(encoder)
    store = open_store(f"sqlite:///{folder}/shop.db")
    cache = VectorCache(folder / "index" / "vectors.cache")
    index = LocalIndex(folder / "index", encoder.dimensions, encoder.fingerprint) if index is None else index
    pages = Pages(folder / "index" / "pages.db")
    signals, rules = StoreSignals(store.activity), RuleBook(store.rules)
    synonyms = Synonyms(store.synonyms, folder / "index" / "synonyms.stamp")
    suggestions = Suggestions(folder / "index" / "suggest.db", store.products, store.searches.all)
    models = Models(folder / "models", folder)
    read = Widen(index, synonyms.table, ENGLISH.get).after(Reader(index, "CNY").read)
    search = Search(index, encoders, store.products.get_many, pages, signals, rules, read=read, ranker=active_ranker(models["ranker"]))
    return Shop(
        store, folder, encoders=encoders, cached=lambda encoder: CachedEncoder(encoder, cache), index=index, search=search,
        synonyms=synonyms, rules=rules, suggestions=suggestions, models=models,
        close=(signals.close, index.close, pages.close, suggestions.close, cache.close, store.close),
        **{"helpdesk": (lambda shop: Helpdesk(Assistant(shop.store, brain), Desk(shop.store))) if brain else None,
           "recommender": lambda shop: open_recommender(shop, index=index), **more},
    )


def serve_pipe(pipe: Any, folder: str) -> None:
    """Another process with the same shop open: calls the methods that come down the pipe until None comes."""
    shop = small_shop(Path(folder))
    while ask := pipe.recv():
        method, arguments, options = ask
        pipe.send(getattr(shop, method)(*arguments, **options))
    shop.close()


def product(id: str, en: str = "", zh: str = "", *, prices: Sequence[float | None] = (10.0,), currency: str = "CNY", stock: int | None = 3,
            facts: Any = (), options: Any = (), **more: Any) -> Product:
    """A product in a line: `facts` and `options` are pairs of a name and a value, as texts (English) or `Localized`."""
    variants = tuple(
        Variant(f"{id}/{i}", price=None if price is None else Money.of(str(price), currency), stock=stock,
                options=tuple(Option(text(name), text(value)) for name, value in options))
        for i, price in enumerate(prices)
    )
    attributes = tuple(Attribute(text(name), text(value) if isinstance(value, str) else value) for name, value in facts)
    return Product(id, Localized(zh, en), variants, attributes=attributes, **more)


def text(value: str | Localized) -> Localized:
    return Localized(en=value) if isinstance(value, str) else value


def batch(products: Sequence[Product], encoder: Any = None) -> Batch:
    """What an index takes in of products, those that shoppers may find."""
    documents = [document for document in map(index_document, products) if document]
    return documents, vectors(documents, encoder)


def vectors(documents: Sequence[IndexDocument], encoder: Any = None) -> np.ndarray:
    return (encoder or BagEncoder()).encode([" ".join(document.terms["title"]) for document in documents])
