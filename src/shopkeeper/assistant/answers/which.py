"""Which product a question is about: the one that the dialogue names, a code or a name in the text, or the one spoken of before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...shop import Product, ProductStatus
from ...text.units import UNIT_NAMES
from ..reply import Act, Action, Source
from .library import content_words
from .meanings import meanings
from .question import Answer, Question

_POINTS = re.compile(
    r"\b(?:it|its|it's|this|these|those|they|them|that one|this one)\b"
    r"|它|这款|这个|这双|这件|这条|这台|这只|这把|这副|这种|这东西|那款|那个|该", re.I)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./#-]{2,}")
_EMPTY = frozenset(
    "product item model page pair version kind type piece buy bought sell compare difference better cheaper between "
    "商品 产品 款 宝贝 页面 这款 那款 买 卖 家 区别 比较 对比 更 好".split()
)
MOST = 4  # products that are put up for choice
_LOOK = 12  # hits of a search that are looked at


def which(ask: Question) -> Product | Answer:
    """The product that is meant, remembered for the next question; or the question which one it is."""
    found = named(ask, ask.text)
    if len(found) != 1:
        return asked_which(ask, found)
    ask.memory["product_id"] = found[0].id
    return found[0]


def named(ask: Question, text: str) -> list[Product]:
    """The products that a text may mean; none where it names none and none was spoken of."""
    focus = _known(ask, [ask.product_id or "", ask.memory.get("product_id", "")])
    if ask.product_id and focus:
        return focus[:1]
    if coded := _coded(ask, text):
        return coded
    words = subject(text)
    if focus and (not words or _POINTS.search(text) or _covers(focus[0], words) == len(words)):
        return focus[:1]
    found = _searched(ask, words)
    return focus[:1] if not found or (focus and not _another(focus[0], found[0], words)) else found


def subject(text: str) -> list[str]:
    """The words of a question that may name a product: those that are no word for a property or a rule."""
    return [word for word in content_words(text) if word not in _EMPTY and not _other(word)]


def _other(word: str) -> bool:
    """Whether a word is a number, a unit or a word for a property or a rule."""
    return (word[0].isdigit() and word[-1].isdigit()) or word in UNIT_NAMES or bool(meanings(word) or meanings(f"{word}s"))


def _another(focus: Product, found: Product, words: Sequence[str]) -> bool:
    """Whether words name another product than the one spoken of: its brand or kind of thing, or all of them are in its title."""
    telling = [word for word in words if len(word) > 1]
    if telling and not _covers(focus, telling) and _covers(found, telling) == len(telling):
        return True
    return _covers(found, words, title=False) > _covers(focus, words, title=False)


def _searched(ask: Question, words: Sequence[str]) -> list[Product]:
    if not words:
        return []
    hits = ask.desk.search(" ".join(words), k=_LOOK, where=(), language=ask.language, customer_id=ask.session.customer_id)
    products = _known(ask, [hit.id for hit in hits])
    covered = [_covers(product, words) for product in products]
    best = max(covered, default=0)
    return [product for product, count in zip(products, covered, strict=True) if count == best] if 2 * best >= len(words) else []


def _covers(product: Product, words: Sequence[str], *, title: bool = True) -> int:
    """How many of the words the product's title (if that counts), brand and category have."""
    texts = [*(product.title.all if title else ()), *product.brand.all, *(text for part in product.category for text in part.all)]
    known = content_words(" ".join(texts))
    return sum(word in known for word in words)


def _coded(ask: Question, text: str) -> list[Product]:
    codes = [code.strip("#./") for code in _CODE.findall(text) if any(c.isdigit() for c in code)]
    found = ask.desk.store.products.by_code(codes) if codes else {}
    return _known(ask, [coded.product_id for code in codes for coded in found.get(code, ())][:1])


def _known(ask: Question, ids: Sequence[str]) -> list[Product]:
    found = ask.desk.store.products.get_many([id for id in dict.fromkeys(ids) if id]).values()
    return [product for product in found if product.status is ProductStatus.ACTIVE or product.id == ask.product_id]


def asked_which(ask: Question, found: Sequence[Product]) -> Answer:
    """Asks which product is meant: of those that fit, or without any, in general."""
    if not found:
        return Answer(ask.say("which_product"), actions=(Action(Act.ASK, "choice", {"of": "product"}),), sure=False)
    shown = found[:MOST]
    lines = "\n".join(f"{number}. {ask.name(product)}" for number, product in enumerate(shown, 1))
    choice = Action(Act.ASK, "choice", {"of": "product", "products": [product.id for product in shown]})
    sources = tuple(Source("product", product.id, "title", ask.name(product)) for product in shown)
    return Answer(f"{ask.say('which_of_products')}\n{lines}", sources, (choice,), sure=False)
