"""A text of one kind for every product of the shop, each kept as a draft: with progress, and a run that was stopped goes on."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from ..shop import Draft, DraftState, InvalidQuery, NotFound, Product, ProductStatus
from ..store.protocol import Store
from ..writing import Copy
from .copywriting import Copywriter, Order
from .drafts import Drafts

Progress = Callable[[str, int, int], None]
AT_ONCE = 20  # products of one transaction: what is lost at most when the process dies
TRIED = 3  # products that a forecast is made from
_OPEN = DraftState.DRAFT, DraftState.APPROVED
_ANY = "any"  # stands for the product in the order of a run


@dataclass(slots=True)
class Run:
    """How far a run over all products is: the id it began with, the last product done, how many were `written`, had an open draft of this
    kind and language already (`had`), and of how many nothing may be said (`nothing`); what it took."""

    id: str
    after: str = ""
    written: int = 0
    had: int = 0
    nothing: int = 0
    tokens: int = 0
    cost: float = 0.0
    resumed: bool = field(default=False, compare=False)

    @property
    def done(self) -> int:
        """Products that are behind it."""
        return self.written + self.had + self.nothing


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run would take, reckoned from the first `tried` products: seconds, tokens and US dollars."""

    products: int
    tried: int
    seconds: float
    tokens: int
    cost: float

    def __str__(self) -> str:
        price = f", {self.tokens:,} tokens, ${self.cost:,.2f}" if self.tokens else ""
        return f"{self.products:,} products: about {self.seconds:,.0f} s{price}, reckoned from {self.tried}"


def order_for_all(kind: str, **asked: Any) -> Order:
    """The order of a run: as for one product, without naming it."""
    if kind == "reply":
        raise InvalidQuery("write --all: a reply answers one review; expected another kind")
    return Order(kind, _ANY, **asked)


def forecast(store: Store, copywriter: Copywriter, order: Order) -> Forecast:
    """What a run would take; a few texts are written for it, and none is kept."""
    left = [product for product in _products(store, "") if not _open(store, product, order, copywriter)]
    started, copies = time.perf_counter(), [_written(copywriter, replace(order, id=each.id)) for each in left[:TRIED]]
    times = len(left) / max(1, len(copies))
    found = [copy for copy in copies if copy is not None]
    seconds, tokens, cost = time.perf_counter() - started, sum(copy.tokens for copy in found), sum(copy.cost for copy in found)
    return Forecast(len(left), len(copies), round(seconds * times, 1), round(tokens * times), cost * times)


def write_all(
    store: Store, copywriter: Copywriter, drafts: Drafts, order: Order, progress: Progress | None = None, *, only: Sequence[str] = (),
) -> Run:  # fmt: skip
    """Writes a draft for every active product, or those of `only`, that has no open one of this kind and language. Called again with the
    same order after it was stopped, at whatever moment, it goes on behind the last product that it kept."""
    key = _key(order, only)
    kept = store.jobs.load(key)
    run = Run(**kept, resumed=True) if kept else Run(datetime.now(UTC).isoformat())
    total = sum(1 for _ in _wanted(store, "", only)) if progress else 0
    products = _wanted(store, run.after, only)
    while some := list(islice(products, AT_ONCE)):
        made = [_draft(store, copywriter, drafts, replace(order, id=each.id), each, run) for each in some]
        run.after = some[-1].id
        with store.transaction():
            store.drafts.put([draft for draft in made if draft is not None])
            store.jobs.save(key, {name: value for name, value in asdict(run).items() if name != "resumed"})
        if progress:
            progress("writing", min(run.done, total), total)
    store.jobs.finish(key)
    return run


def _draft(store: Store, copywriter: Copywriter, drafts: Drafts, order: Order, product: Product, run: Run) -> Draft | None:
    if _open(store, product, order, copywriter):
        run.had += 1
        return None
    copy = _written(copywriter, order)
    if copy is None:
        run.nothing += 1
        return None
    run.written, run.tokens, run.cost = run.written + 1, run.tokens + copy.tokens, run.cost + copy.cost
    id = hashlib.blake2b(f"{run.id}\0{order.kind}\0{product.id}".encode(), digest_size=5).hexdigest()
    return drafts.made(copy, order, id=id)


def _written(copywriter: Copywriter, order: Order) -> Copy | None:
    """The text, None where nothing may be said."""
    try:
        return copywriter.write(order)
    except (InvalidQuery, NotFound):
        return None


def _open(store: Store, product: Product, order: Order, copywriter: Copywriter) -> bool:
    language = copywriter.language_of(order, product)
    found: Iterable[Draft] = store.drafts.all(product_id=product.id, kind=order.kind, language=language)
    return any(draft.state in _OPEN for draft in found)


def _products(store: Store, after: str) -> Iterator[Product]:
    """The active products behind an id, in their order."""
    while page := store.products.page(after, 200):
        yield from (product for product in page if product.status is ProductStatus.ACTIVE)
        after = page[-1].id


def _wanted(store: Store, after: str, only: Sequence[str]) -> Iterator[Product]:
    """Those of some active products, or of all, that come behind an id, in their order."""
    if not only:
        return _products(store, after)
    found = store.products.get_many(sorted(id for id in set(only) if id > after)).values()
    return (product for product in found if product.status is ProductStatus.ACTIVE)


def _key(order: Order, only: Sequence[str]) -> str:
    said = [asdict(order), sorted(set(only))] if only else asdict(order)
    return "write/" + hashlib.blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=12).hexdigest()
