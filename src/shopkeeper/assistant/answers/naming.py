"""The words of a question that may name a product, and how well a product fits them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...shop import Product
from ...text.analyse import runs, segment
from ...text.goods import goods_in, kinds_of
from ...text.normalise import normalise
from .library import content_words, unexplained

_EMPTY = frozenset(
    "product item model page pair version kind type piece buy bought sell compare difference better cheaper between "
    "商品 产品 款 宝贝 页面 这款 那款 买 卖 家 区别 比较 对比 更 好".split()
)


@dataclass(frozen=True, slots=True)
class Naming:
    """What of a text may name a product: `words` are index terms, `parts` the stretches of Chinese, `query` what to search for, `kinds`
    the goods that are named, `every` all words, also those that are in a phrase for a property."""

    words: tuple[str, ...]
    parts: tuple[str, ...]
    query: str = ""
    kinds: frozenset[str] = frozenset()
    every: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> Naming:
        """The words that are in no phrase for a property or a rule, no number and no unit."""
        kept = unexplained(text)
        words = [term for term in content_words(" ".join(kept)) if term not in _EMPTY]
        parts = tuple(run.text for run in runs(normalise(text)) if run.chinese)
        return cls(tuple(words), parts, _query(kept), kinds_in(text), frozenset(content_words(text)))

    def all_of(self, product: Product) -> bool:
        """Whether the product has all the words."""
        return self._covered(product) == len(self.words)

    def fits(self, product: Product) -> tuple[int, int]:
        """How much of the product is named: words, its kind, and whole parts of its Chinese names, which count double; then of all."""
        named = self._covered(product) + bool(self.kinds & kinds_of(product.title.get("en")))
        known = content_words(" ".join(_texts(product, True)))
        return named + 2 * sum(any(name in part for part in self.parts) for name in _chinese(product)), len(self.every & frozenset(known))

    def rather(self, product: Product, other: Product) -> bool:
        """Whether this product is named rather than the other, of which one spoke before: its brand or kind of thing is, or all the
        words are in its title and none in the other's."""
        telling = Naming(tuple(word for word in self.words if len(word) > 1), ())
        if telling.words and telling.all_of(product) and not telling.fits(other)[0]:
            return True
        return self._covered(product, title=False) > self._covered(other, title=False)

    def _covered(self, product: Product, *, title: bool = True) -> int:
        known = content_words(" ".join(_texts(product, title)))
        return sum(word in known for word in self.words)


def kinds_in(text: str) -> frozenset[str]:
    """The kinds of goods that a text names."""
    return frozenset(kind for found in goods_in(normalise(text)) for kind in found.meanings)


def _query(words: Sequence[str]) -> str:
    """Words as a person would type them: Latin ones with spaces, Chinese ones without."""
    return "".join(word if not word.isascii() else f" {word} " for word in words if word not in _EMPTY).strip()


def whole_words(text: str) -> list[str]:
    """The words of a text as they stand, normalised: Latin ones not stemmed, Chinese ones not cut any further."""
    return [word for run in runs(normalise(text)) for word in (segment(run.text) if run.chinese else run.text.split("-"))]


def whole_terms(text: str) -> list[str]:
    """The telling words of a text as index terms, Chinese ones not cut any further."""
    words = whole_words(text)
    return [*content_words(" ".join(word for word in words if word.isascii())), *(word for word in words if not word.isascii())]


def _texts(product: Product, title: bool) -> Iterator[str]:
    yield from product.title.all if title else ()
    yield from product.brand.all
    for part in product.category:
        yield from part.all


def _chinese(product: Product) -> set[str]:
    """The stretches of Chinese in title and brand, of two characters or more."""
    return {run.text for text in (product.title.zh, product.brand.zh) for run in runs(normalise(text)) if run.chinese and len(run.text) > 1}
