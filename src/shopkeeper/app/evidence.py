"""What the shop knows beyond a product's own record: what its buyers say, what a group asks about, what tells it from its like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from ..claims.records import facts_of
from ..customers.customers import Customers
from ..customers.segments import HABITS, SEGMENTS
from ..shop import DocumentKind, InvalidQuery, Localized, NotFound, NotIndexed, Product, Review
from ..store.protocol import Store
from ..text.attributes import find_values
from ..writing import Evidence, Material, Segment
from ..writing.facts import of_product
from ..writing.plan import Usual

GOOD = 4  # stars from which on a review is praise
QUOTED = 80  # characters of a review that may be quoted
LIKE = 12  # products that one is compared with
WORRIES = 4
_OVERALL = Localized("整体", "overall")


def evidence_of(store: Store, product: Product) -> list[Evidence]:
    """How many of the buyers who wrote a review like the product, with the words of one of them."""
    reviews = list(store.reviews.all(product_id=product.id))
    if not reviews:
        return []
    good = [review for review in reviews if review.rating >= GOOD]
    return [Evidence(_OVERALL, len(good), len(reviews), _quote(good))]


def _quote(reviews: Sequence[Review]) -> str:
    """The longest text that may be quoted whole; of several the one that comes first by id."""
    short = [review for review in reviews if review.text and len(review.text) <= QUOTED and "\n" not in review.text]
    return max(short, key=lambda review: (len(review.text), review.id), default=Review("none", "none", 5)).text


def records_of(store: Store, product: Product, brand: str) -> Any:
    """What the ledger holds a text about a product against: its record, its reviews, the shop's policy and the brand's page."""
    policy = [text for document in store.documents.all(kind=DocumentKind.POLICY) for text in document.body.all]
    return facts_of(product, reviews=list(store.reviews.all(product_id=product.id)), policy=policy, brand_page=brand)


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
