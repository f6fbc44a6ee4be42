"""The console's page about the catalogue: what products lack, odd prices, wrong categories, values to take over, what is listed twice; and
what is done to many of them at once, told before, undone after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from ...catalog.catalogue import Catalogue
from ...catalog.quality_words import CHECKS
from ...shop import Attribute, InvalidFile, InvalidQuery, Language, Localized, Money, NotIndexed, Product, ProductStatus, from_dict
from ..callers import caller_of
from ..catalogue_changes import ACTIONS, Change, apply, key_of, last, planned, undo
from ..jobs import queue
from ..request import shop_of
from ..shop import Shop
from .form import FieldLists
from .language import asked, language_of
from .present import attribute_value, money
from .render import page
from .strings import text

router = APIRouter(prefix="/console/catalog", include_in_schema=False)

SHOWN = 50  # rows of a page of a list
CHOICES = 40  # categories of the filter
SKETCHED = 6  # changes that are shown of each action that was done
Part = Literal["scores", "hidden", "prices", "moves", "values", "twice", "changes"]
Deed = Literal["accept", "move", "price", "hide", "show", "write"]
PARTS: dict[Part, Callable[[Catalogue], Sequence[Any]]] = {
    "scores": Catalogue.scores, "prices": Catalogue.odd_prices, "moves": Catalogue.moves, "values": Catalogue.missing,
    "twice": Catalogue.duplicates,
}  # fmt: skip
DEEDS: dict[Part, tuple[Deed, ...]] = {
    "scores": ("price", "write", "hide"), "hidden": ("show",), "prices": ("price", "hide"), "moves": ("move", "hide"),
    "values": ("accept",), "twice": ("hide",), "changes": (),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hidden:
    """A product that shoppers do not find."""

    product_id: str
    status: ProductStatus


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for: words in id, title, brand or category, a category, and what there is to mend."""

    q: str = ""
    category: str = ""
    check: str = ""

    def passes(self, row: Any, products: dict[str, Product]) -> bool:
        """Whether a row of a list is about such a product."""
        if self.check and self.check not in {fix.check for fix in getattr(row, "fixes", ())}:
            return False
        found = [products[id] for id in _products(row) if id in products]
        return not (self.q or self.category) or any(self._fits(each) for each in found)

    def _fits(self, product: Product) -> bool:
        levels = [name for level in product.category for name in level.all]
        words = " ".join((product.id, *product.title.all, *product.brand.all, *levels)).casefold()
        return all(word in words for word in self.q.casefold().split()) and (not self.category or self.category in levels)


@router.get("")
def catalogue(
    request: Request, show: Annotated[Part, Query()] = "scores", q: Annotated[str, Query(max_length=200)] = "",
    category: Annotated[str, Query(max_length=200)] = "", check: Annotated[str, Query(max_length=50)] = "",
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:  # fmt: skip
    """One list at a time: some are learnt from all products when they are first asked for."""
    shop, wanted = shop_of(request), Filter(q.strip(), category, check if show == "scores" else "")
    everything = {each.id: each for each in shop.catalogue.products()}
    rows, trouble = _rows(shop, show)
    rows = [row for row in rows if wanted.passes(row, everything)] if show != "changes" else rows
    shown = rows[start : start + SHOWN]
    spread = _spread(shop.catalogue) if show == "scores" else []
    return page(
        request, "catalog.html", parts=get_args(Part), show=show, rows=shown, count=len(rows), start=start, trouble=trouble, spread=spread,
        active=sum(n for _, n in spread), products=everything, wanted=wanted, deeds=DEEDS[show], checks=CHECKS, key_of=key_of,
        categories=_categories(everything.values()), older=start + SHOWN if start + SHOWN < len(rows) else 0, newer=max(start - SHOWN, 0),
        told=partial(_told, language=language_of(request)), sketched=SKETCHED,
    )  # fmt: skip


@router.get("/change")
def look(
    request: Request, do: Annotated[Deed, Query()], key: Annotated[list[str], Query(max_length=500)] = [],  # noqa: B006
    value: Annotated[str, Query(max_length=40)] = "", show: Annotated[Part, Query()] = "scores",
) -> Response:  # fmt: skip
    """What an action would change, and whether to do it."""
    shop, wrong, changes = shop_of(request), "", list[Change]()
    try:
        changes = [] if do == "write" else planned(shop, do, key, value)
    except (InvalidQuery, InvalidFile, NotIndexed) as error:
        wrong = text("catalog_wrong_price", language_of(request)) if do == "price" else str(error)
    ids = [each.product_id for each in changes] if do != "write" else key
    products = shop.store.products.get_many(list(dict.fromkeys(ids)))
    return page(request, "catalog_change.html", 422 if wrong else 200, do=do, keys=key, value=value, changes=changes, wrong=wrong,
                show=show, products=products, told=partial(_told, language=language_of(request)))


@router.post("/change")
def act(request: Request, fields: FieldLists) -> Response:
    """Does what was looked at."""
    shop, do, keys = shop_of(request), fields.get("do", [""])[0], fields.get("key", [])
    lang = f"&lang={found}" if (found := asked(request)) else ""
    if do == "write":
        ids = [id for id in dict.fromkeys(keys) if id in shop.store.products.get_many(keys)]
        queue(shop, "write", {"kind": "description", "products": ids}, datetime.now(UTC))
        return RedirectResponse("/console/jobs" + lang.replace("&", "?"), 303)
    action = next((each for each in ACTIONS if each == do), None)
    if action is None:
        raise InvalidQuery(f"do: expected one of {', '.join(get_args(Deed))}, got {do[:20]!r}")
    apply(shop, action, planned(shop, action, keys, fields.get("value", [""])[0]), caller_of(request).name)
    return RedirectResponse(f"/console/catalog?show=changes{lang}", 303)


@router.post("/changes/{number}")
def take_back(request: Request, number: int) -> Response:
    """Undoes something that was done here."""
    undo(shop_of(request), number, caller_of(request).name)
    lang = f"&lang={found}" if (found := asked(request)) else ""
    return RedirectResponse(f"/console/catalog?show=changes{lang}", 303)


def _rows(shop: Shop, show: Part) -> tuple[Sequence[Any], str]:
    """The rows of a list, or why there are none."""
    if show == "changes":
        return last(shop), ""
    if show == "hidden":
        return [Hidden(each.id, each.status) for each in shop.catalogue.products() if each.status is not ProductStatus.ACTIVE], ""
    try:
        return PARTS[show](shop.catalogue), ""
    except (InvalidFile, NotIndexed) as error:
        return [], str(error)


def _told(change: Change, value: Any, language: Language) -> str:
    """A value before or after a change, as a person reads it."""
    name = change.field.partition("/")[0]
    if value is None:
        return text("catalog_nothing", language)
    if name == "status":
        return text(f"catalog_status_{value}", language)
    if name == "category":
        return " › ".join(from_dict(Localized, level).get(language) for level in value) or text("catalog_nothing", language)
    if name == "price":
        return money(from_dict(Money, value), language)
    return str(attribute_value(from_dict(Attribute, value), language))


def _products(row: Any) -> list[str]:
    return [row.product_id] if hasattr(row, "product_id") else [row.a, row.b]


def _categories(products: Any) -> list[Localized]:
    """The first levels of the categories, those with most products first."""
    counts: dict[Localized, int] = {}
    for product in products:
        if product.category:
            counts[product.category[0]] = counts.get(product.category[0], 0) + 1
    return sorted(counts, key=lambda level: -counts[level])[:CHOICES]


def _spread(catalogue: Catalogue) -> list[tuple[str, int]]:
    """How many products have a score in each fifth."""
    values = [min(each.value, 99) // 20 for each in catalogue.scores()]
    return [(f"{20 * fifth}–{100 if fifth == 4 else 20 * fifth + 19}", values.count(fifth)) for fifth in range(5)] if values else []
