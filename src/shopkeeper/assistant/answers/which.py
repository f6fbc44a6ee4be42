"""Which product a question is about: the one that the dialogue names, a code or a name in the text, or the one spoken of before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...shop import Product, ProductStatus
from ..reply import Act, Action, Source
from .naming import Naming
from .question import Answer, Question

POINTS = re.compile(
    r"\b(?:it|its|it's|this|these|those|they|them|that one|this one)\b"
    r"|它|这款|这个|这双|这件|这条|这台|这只|这把|这副|这种|这东西|那款|那个|该", re.I)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./#-]{2,}")
MOST = 4  # products that are put up for choice
_LOOK = 12  # hits of a search that are looked at


def which(ask: Question) -> Product | Answer:
    """The product that is meant, remembered for the next question; or the question which one it is."""
    found = named(ask, ask.text)
    if len(found) != 1:
        return asked_which(ask, found)
    ask.remember(found[0])
    return found[0]


def named(ask: Question, text: str) -> list[Product]:
    """The products that a text may mean; none where it names none and none was spoken of."""
    focus = _known(ask, [ask.product_id or "", ask.focus])[:1]
    if ask.product_id and focus:
        return focus
    if coded := _coded(ask, text):
        return coded
    naming = Naming.of(text)
    if focus and (not naming.words or POINTS.search(text) or naming.all_of(focus[0])):
        return focus
    found = _searched(ask, naming)
    return focus if not found or (focus and not naming.rather(found[0], focus[0])) else found


def _searched(ask: Question, naming: Naming) -> list[Product]:
    if not naming.words:
        return []
    hits = ask.desk.search(naming.query, k=_LOOK, where=(), language=ask.language, customer_id=ask.session.customer_id)
    products = _known(ask, [hit.id for hit in hits])
    fits = [naming.fits(product) for product in products]
    best = max(fits, default=(0, 0))
    return [product for product, fit in zip(products, fits, strict=True) if fit == best] if 2 * best[0] >= len(naming.words) else []


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
