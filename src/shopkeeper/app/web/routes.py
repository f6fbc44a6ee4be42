"""The storefront: front page, results, product pages, pictures."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Request, Response
from starlette.datastructures import Headers
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ...recommend.tuning import Tuning
from ...search.filters import escape
from ...search.gifts import shows_gifts
from ...search.result import SearchResult
from ...search.sorting import SORTS
from ...shop import Language, NotFound, NotIndexed, Product, Variant, visitor_of
from ..demo_mark import is_demo
from ..request import meter_of, session_of, shop_of
from . import browse, opinions, pages, present, said, shelves
from .address import Address
from .labels import Labels, currency_of
from .language import asked, language_of
from .reference import operations
from .render import STATIC, page
from .trouble import sentence, title
from .why import likeness, reasons

if TYPE_CHECKING:
    pass

router = APIRouter(include_in_schema=False)

PAGE_SIZE = 24
SHOWN_FACTS = 12
# A drawing can hold scripts: shown on its own it must not run any.
MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class Pictures(StaticFiles):
    """The shop's pictures, cacheable for a day."""

    async def check_config(self) -> None:
        """Nothing to check: a shop may have no pictures yet."""

    def file_response(self, *args: Any, **more: Any) -> Response:
        response = super().file_response(*args, **more)
        response.headers["Cache-Control"] = "public, max-age=86400"
        response.headers["Content-Security-Policy"] = MEDIA_POLICY
        return response


class Assets(StaticFiles):
    """Styles and scripts, compressed for who takes that; an address that carries a version may be kept for good. Pages of other sites may
    load the widget's modules: nothing of a shop stands in them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Vary"] = "Accept-Encoding"
        if response.status_code == 200 and scope["method"] == "GET" and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            response = _compressed(response, squeezed(STATIC / path))
        versioned = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
        if path.startswith("widget/"):
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response


@cache
def squeezed(file: Path) -> bytes:
    """A file of this package by gzip."""
    return gzip.compress(file.read_bytes(), mtime=0)


def _compressed(plain: Response, body: bytes) -> Response:
    kept = {name: value for name, value in plain.headers.items() if name in ("content-type", "vary", "last-modified")}
    return Response(body, headers={**kept, "Content-Encoding": "gzip"})


def mount_files(app: FastAPI, data_dir: Path) -> None:
    """Adds the pages' assets and the pictures in the shop's folder to an application."""
    app.mount("/static", Assets(directory=STATIC), name="static")
    app.mount("/media", Pictures(directory=data_dir / "media", check_dir=False), name="media")


def error_page(request: Request, status: int, message: str) -> Response:
    """A page that says what went wrong; where it may go better in a moment, with a way to try the same again."""
    again = f"{request.url.path}?{request.url.query}".rstrip("?") if request.method == "GET" and status in (429, 503) else ""
    return page(request, "error.html", status, code=status, message=message, title=title(status, message),
                sentence=sentence(status, message), again=again)


@router.get("/")
def front(
    request: Request,
    q: Annotated[str | None, Query(max_length=1000)] = None,
    where: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006
    next: Annotated[str | None, Query(max_length=20_000)] = None,
    start: Annotated[int, Query(alias="from", ge=0, le=100_000)] = 0,
    price_min: Annotated[str, Query(max_length=20)] = "",
    price_max: Annotated[str, Query(max_length=20)] = "",
    sort: Annotated[str, Query(max_length=20)] = "",
    ignored: Annotated[list[str], Query(alias="not", max_length=50)] = [],  # noqa: B006
    literal: bool = False,
) -> Response:
    """The front page, or the results when something is asked."""
    address = Address((q or "").strip(), tuple(where), asked(request), sort, tuple(ignored), literal).priced(price_min, price_max)
    if q is None and not address.where and not sort:
        return _home(request, language_of(request))
    return _results(request, address, next, start)


def _home(request: Request, language: Language) -> Response:
    shop = shop_of(request)
    try:
        divided_by, departments = browse.departments(shop, Address(language=asked(request)), language)
    except NotIndexed:
        divided_by, departments = "category", []
    if not departments and not shop.searchable:
        return page(request, "empty.html", kept=shop.store.products.count(), shop_folder=str(shop.data_dir))
    return page(request, "home.html", shelves=shelves.for_home(request), departments=departments, divided_by=divided_by,
                tries=is_demo(shop.store))


def _results(request: Request, address: Address, next: str | None, start: int) -> Response:
    language = language_of(request)
    shop = shop_of(request)
    result = shop.search(address.q, k=PAGE_SIZE, where=address.where, facets=browse.FIELDS, language=language, next=next,
                         explain=bool(address.q), sort=address.sort, without=address.ignored, literal=address.literal,
                         session_id=session_of(request))
    address = address.taking_over(result.understood.read)
    if next is None:
        meter_of(request).searched(result.total)
    labels = Labels(language, shop.fields(), currency_of(result.hits))
    currency = labels.currency or shop.currency
    ways = {} if result.hits else browse.ways_on(shop, address, language)
    facets = [*browse.facets(shop, result, address, labels), *said.facet(shop, result, address, labels)]
    return page(request, "results.html", facets=facets, next_page=next is not None,
                why=partial(reasons, labels=labels), currency=currency, **_results_values(result, address, start, labels),
                **{"words": [], "departments": [], **ways})


def _results_values(result: SearchResult, address: Address, start: int, labels: Labels) -> dict[str, Any]:
    more = address.url(next=result.next, **{"from": start + len(result)}) if result.next else None
    better = replace(address, q=result.did_you_mean).url() if result.did_you_mean else None
    return {"q": address.q, "address": address, "result": result, "start": start, "more": more, "better": better,
            "sorts": [(each, f"sort_{each}") for each in SORTS], "sort": result.understood.sort or "relevance",
            "as_typed": replace(address, literal=True).url(), "as_meant": replace(address, literal=False).url(),
            "chips": pages.chips(address, labels), "relaxed": [pages.filter_label(words, labels) for words in result.relaxed],
            "gifts": shows_gifts(result.understood.text, result.relaxed)}


@router.get("/p/{id:path}")
def product(request: Request, id: str, variant: Annotated[str, Query(max_length=200)] = "") -> Response:
    """A product's page, with one of its variants chosen."""
    shop = shop_of(request)
    found = _as_tested(request, shop.store.catalogue.get(id))
    chosen = _chosen(found, variant)
    return page(request, "product.html", product=found, chosen=chosen, label=_label(request, found), shown_facts=SHOWN_FACTS,
                options=present.choices(found, chosen),
                verdict=opinions.verdict(shop, id), shelves=shelves.for_product(request, id),
                alike=lambda other: likeness(found, other, language_of(request)),
                filtered=lambda field, value: Address(where=(f"{field}={escape(value)}",), language=asked(request)).url())


def _as_tested(request: Request, product: Product) -> Product:
    """The product with the texts of the tests that the visitor takes part in."""
    shop, visitor = shop_of(request), visitor_of(None, session_of(request))
    tuning, _ = shop.experiments.tuned(Tuning(), "product", visitor, datetime.now(UTC), (product.id,))
    return shop.drafts.as_tested(product, tuning.copies) if tuning.copies else product


def _label(request: Request, product: Product) -> dict[str, str]:
    """What says that software wrote words on a product's page; empty where it did not."""
    shop = shop_of(request)
    if not shop.store.drafts.page(limit=1, product_id=product.id):
        return {}
    labels = [shop.drafts.label(draft) for draft in shop.drafts.shown_of(product, language_of(request))]
    return max(labels, key=lambda each: each["visible"] == "yes", default={})


def _chosen(product: Product, id: str) -> Variant:
    if id:
        try:
            return product.variant(id)
        except KeyError:
            raise NotFound("variant", id) from None
    return next((v for v in product.variants if v.in_stock and v.price is not None), product.variants[0])


@router.get("/docs")
def docs(request: Request) -> Response:
    """The API's reference, from the same description as `/openapi.json`."""
    return page(request, "api.html", operations=operations(request.app.openapi()))


@router.get("/favicon.ico")
def icon() -> Response:
    """The shop's seal, for browsers that ask for it unprompted."""
    return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")
