"""Questions about a product: its page first, then the shop's papers, then what customers say, and else that nobody wrote it down."""

from __future__ import annotations

import re

from ...shop import DocumentKind, Product
from ..reply import Act, Action, Source
from . import shelf
from .documents import from_documents
from .facts import facts, from_page
from .library import FLOOR
from .meanings import group
from .opinions import reviewed
from .question import Answer, Question, nothing_known
from .which import MOST, asked_which, named

STRONG, FAIR = 0.7, 0.3  # chances of a document that goes before a sentence of a description, and of one that goes after it
_PAPERS = (DocumentKind.FAQ, DocumentKind.POLICY)
_FELT = frozenset(["durable", "comfort", "sound", "easy", "looks", "worth", "smell"])
_OPINION = re.compile(
    r"\breviews?\b|\bratings?\b|\b(?:any|how|is it|are they|are these|is this) good\b"
    r"|\b(?:people|customers|buyers|others|everyone) (?:say|think|like|feel|happy)"
    r"|\brecommend|\bcomplain|\brun (?:small|large|big)|\bruns (?:small|large|big)|\btrue to size"
    r"|评价|口碑|好评|差评|评论|买家|大家|别人|用过的|怎么说|反馈|满意|偏码|怎么样|好不好|好用吗|偏大|偏小|尺码准", re.I)
_DEALS = frozenset(
    "new_customer combine price_fell student points other_shops wholesale instalments postage groups vouchers".split()
)


def about_product(ask: Question) -> Answer:
    """A fact of a product, a customer's opinion of it, or the shop's papers where the question is about no product in particular."""
    found = named(ask, ask.text)
    if 1 < len(found) <= MOST:
        found = [product for product in found if any(facts(ask, product))] or found
    if len(found) != 1:
        return from_documents(ask, _PAPERS, FAIR if found else FLOOR) or asked_which(ask, found)
    product = found[0]
    ask.remember(product)
    if _OPINION.search(ask.text) or (ask.meanings & _FELT and not any(facts(ask, product))):
        return reviewed(ask, product) or _unreviewed(ask, product)
    strong = None if any(facts(ask, product)) else from_documents(ask, tuple(DocumentKind), STRONG)
    return strong or from_page(ask, product) or from_documents(ask, floor=FAIR) or _from_others(ask, product)


def stock(ask: Question) -> Answer:
    """Whether it is there; for what is sold out, what the shop's papers say about when it comes back."""
    papers = from_documents(ask, _PAPERS) if "restock" in ask.meanings else None
    if papers and len(named(ask, ask.text)) != 1:
        return papers
    answer = shelf.stock(ask)
    if papers and answer.sure:
        return Answer(f"{answer.text}\n{papers.text}", (*answer.sources, *papers.sources), answer.actions)
    return answer


def price(ask: Question) -> Answer:
    """What it costs, or without a product, what the shop's papers and promotions say of prices."""
    if ask.meanings & _DEALS and (papers := from_documents(ask, _PAPERS)):
        return papers
    if ask.meanings & _DEALS and len(named(ask, ask.text)) != 1:
        return nothing_known(ask)
    if "offer" in ask.meanings and not named(ask, ask.text):
        return _promotions(ask)
    return shelf.price(ask)


def _unreviewed(ask: Question, product: Product) -> Answer:
    """There is no review that speaks of it: the page may."""
    count = sum(1 for _ in ask.desk.store.reviews.all(product_id=product.id))
    source = Source("product", product.id, "reviews", str(count))
    key = "reviews_silent" if count else "no_reviews"
    return from_page(ask, product) or nothing_known(ask, key, [source], name=ask.name(product), count=count)


def _from_others(ask: Question, product: Product) -> Answer:
    """The page does not say: perhaps customers do, marked as theirs; else a person can find out."""
    silent = ask.say("page_silent", name=ask.name(product))
    theirs = reviewed(ask, product, again=True) if ask.meanings & group("product") else None
    if theirs is None:
        return nothing_known(ask, "page_silent_person", [Source("product", product.id)], name=ask.name(product))
    return Answer(silent + theirs.text, theirs.sources, (Action(Act.IDLE, data={"offer": "person"}),), sure=False)


def _promotions(ask: Question) -> Answer:
    """The promotions that hold now."""
    now = ask.desk.now()
    held = [p for p in ask.desk.store.promotions.all() if p.starts_at <= now < p.ends_at]
    if not held:
        return from_documents(ask, _PAPERS) or Answer(ask.say("no_promotions"))
    shown = held[:5]
    return Answer("\n".join(shelf.told(ask, p) for p in shown), tuple(map(shelf.promotion_source, shown)))
