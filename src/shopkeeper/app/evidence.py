"""What the shop knows beyond a product's own record: what its buyers say, what a group asks about, what tells it from its like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from ..claims.records import facts_of
from ..customers.customers import Customers
from ..customers.segments import HABITS, SEGMENTS
from ..reviews.summary import Summary
from ..shop import LANGUAGES, DocumentKind, InvalidQuery, Language, NotFound, NotIndexed, Product
from ..store.protocol import Store
from ..text.attributes import find_values
from ..text.language import detect
from ..writing import Evidence, Material, Segment
from ..writing.facts import of_product
from ..writing.plan import Usual

FEWEST = 3  # reviews that speak of an aspect before anything is said of it
LIKE = 12  # products that one is compared with
WORRIES = 4
_OVERALL = "overall"
_ANSWERS = "but ", "though ", "不过", "但", "虽"  # beginnings of words that answer to something before them
Summarise = Callable[[str], Summary]


def evidence_of(summary: Summarise, product: Product, language: Language) -> list[Evidence]:
    """What the product's buyers praise, aspect by aspect, with the words of one of them in this language; `summary` reads its reviews."""
    found = [each for each in summary(product.id).aspects if each.good + each.bad >= FEWEST and each.key != _OVERALL]
    quotes = [next((quote.text for quote in each.praise if _stands_alone(quote.text, language)), "") for each in found]
    return [Evidence(each.name, each.good, each.good + each.bad, quote) for each, quote in zip(found, quotes, strict=True)]


def _stands_alone(quote: str, language: Language) -> bool:
    """Whether words are in this language and do not answer to something before them."""
    return detect(quote) == language and not quote.lower().startswith(_ANSWERS)


def records_of(store: Store, summary: Summarise, product: Product, brand: str) -> Any:
    """What the ledger holds a text about a product against: its record, its reviews by aspect, the shop's policy and the brand's page."""
    policy = [text for document in store.documents.all(kind=DocumentKind.POLICY) for text in document.body.all]
    reviews = list(store.reviews.all(product_id=product.id))
    praise = evidence_of(summary, product, "en") if len(reviews) >= FEWEST else []
    said = [[f"reviews: {each.aspect.get(language)}", _said(each, language)] for each in praise for language in LANGUAGES]
    return [*facts_of(product, reviews=reviews, policy=policy, brand_page=brand), *said]


def _said(evidence: Evidence, language: Language) -> str:
    good, count, aspect = evidence.positive, evidence.count, evidence.aspect.get(language)
    if language == "zh":
        return f"{count}条评价说到{aspect}，{good}条是好评"
    return f"{good} of {count} reviews that mention {aspect} are positive"


class Groups:
    """The groups of customers as a text speaks to them. What their members search for and write is read anew when something happened."""

    def __init__(self, store: Store) -> None:
        self._store, self._customers = store, Customers(store)
        self._known: tuple[Any, dict[str, Segment]] | None = None

    def get(self, key: str) -> Segment:
        """The group of this key; `InvalidQuery` names those that there are."""
        stamp = self._store.activity.stamp()
        if self._known is None or self._known[0] != stamp:
            self._known = stamp, self._read()
        found = self._known[1]
        if key not in found:
            raise InvalidQuery(f"segment: expected one of {', '.join(found)}, got {key[:40]!r}")
        return found[key]

    def _read(self) -> dict[str, Segment]:
        tastes = self._customers.tastes(self._customers.segments())
        return {kind.key: Segment(kind.key, kind.name, _worries(tastes.get(kind.key))) for kind in (*SEGMENTS, *HABITS)}


def _worries(tastes: Any) -> tuple[str, ...]:
    """The kinds of facts that a group's searches and reviews name most."""
    if tastes is None:
        return ()
    counted: Counter[str] = Counter()
    for query, people in tastes.searches:
        counted.update({said.kind: people for said in find_values(query)})
    for quote in tastes.quotes:
        counted.update({said.kind for said in find_values(quote.text)})
    return tuple(kind for kind, _ in counted.most_common(WORRIES))


def usual_of(similar: Callable[[str, int], Sequence[str]], store: Store, material: Material) -> Usual:
    """The share of the products most like a material's that have each fact too, by its name and value; nothing without an index."""
    if not material.id:
        return {}
    try:
        others = store.products.get_many(similar(material.id, LIKE)).values()
    except (NotFound, NotIndexed):
        return {}
    counted = Counter(pair for each in others for pair in {(fact.name, str(fact.value)) for fact in of_product(each).facts})
    return {pair: count / len(others) for pair, count in counted.items()}
