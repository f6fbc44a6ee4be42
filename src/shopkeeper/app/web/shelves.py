"""The shelves of recommendations on the pages, and what a visitor does not want to see again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from fastapi import APIRouter, Request, Response
from starlette.datastructures import URL
from starlette.responses import RedirectResponse

from ...recommend.result import Recommendations
from ...shop import InvalidQuery, NotFound
from ..request import session_of, shop_of
from .form import Fields
from .language import language_of
from .render import YEAR

if TYPE_CHECKING:
    from ...shop import Cart

router = APIRouter(include_in_schema=False)

AWAY = "shopkeeper_away"  # the cookie with the products that a visitor sent away
LONGEST_AWAY = 3_000  # characters of that cookie: a browser drops one of more than 4,096
ON_HOME, ON_PAGE = 12, 6
PERSONAL = frozenset({"sequence", "people", "repeat", "learned"})  # sources that know the visitor even without a product to name


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list of recommendations under a title, which is a key of the pages' sentences."""

    id: str
    title: str
    answer: Recommendations


def for_home(request: Request) -> list[Shelf]:
    """What the front page shows: for a visitor of whom something is known, else what is wanted, or new where nothing was sold."""
    answer = _asked(request, k=ON_HOME)
    known = any(hit.because or hit.source in PERSONAL for hit in answer)
    unsold = all(hit.source == "new" for hit in answer)
    return _filled(Shelf("for-you", "shelf_for_you" if known else "shelf_new" if unsold else "shelf_popular", answer))


def for_product(request: Request, id: str) -> list[Shelf]:
    """What goes with a product, and what is like it and not on that shelf already."""
    beside = _asked(request, product=id, relation="goes_with", k=ON_PAGE)
    alike = _asked(request, product=id, k=ON_PAGE, exclude=[hit.id for hit in beside])
    return _filled(Shelf("similar", "similar", alike), Shelf("goes-with", "shelf_goes_with", beside))


def for_basket(request: Request, cart: Cart | None) -> list[Shelf]:
    """What goes with the basket; for an empty one what the front page shows."""
    if cart is None or not cart.lines:
        return for_home(request)
    answer = _asked(request, basket=[line.variant_id for line in cart.lines], k=ON_PAGE)
    return _filled(Shelf("goes-with", "shelf_basket", answer))


@router.post("/away")
def away(request: Request, fields: Fields) -> Response:
    """Sends a product away: this visitor's shelves do not show it again, and the list that had it has a thumb down for it."""
    product, back = fields.get("product", ""), fields.get("back", "/")
    with suppress(NotFound, InvalidQuery):  # a list is kept behind its answer, or not at all
        shop_of(request).rate_recommendation(fields.get("list", ""), False, product)
    kept = "|".join([*(quote(id, safe="") for id in sent_away(request) if id != product), quote(product, safe="")])
    answer = RedirectResponse(local(back), 303)
    if product and shop_of(request).store.products.get_many([product]):
        kept = kept if len(kept) <= LONGEST_AWAY else kept[-LONGEST_AWAY:].partition("|")[2]
        answer.set_cookie(AWAY, kept, max_age=YEAR, httponly=True, samesite="lax")
    return answer


@router.post("/suits")
def suits(request: Request, fields: Fields) -> Response:
    """Keeps what a visitor thinks of a whole shelf, a thumb up (`up` is 1) or down, and says thank you in its place."""
    with suppress(NotFound, InvalidQuery):  # as above
        shop_of(request).rate_recommendation(fields.get("list", ""), fields.get("up") == "1")
    back = URL(local(fields.get("back", "/")))
    return RedirectResponse(str(back.include_query_params(rated=fields.get("shelf", ""))) + "#suits", 303)


def sent_away(request: Request) -> list[str]:
    """The products that this visitor does not want to see."""
    return [unquote(each) for each in request.cookies.get(AWAY, "")[:LONGEST_AWAY].split("|") if each]


def _asked(request: Request, *, exclude: list[str] | None = None, **about: Any) -> Recommendations:
    gone = [*sent_away(request), *(exclude or ())]
    return shop_of(request).recommend(session_id=session_of(request), language=language_of(request), exclude=gone, **about)


def _filled(*shelves: Shelf) -> list[Shelf]:
    return [shelf for shelf in shelves if shelf.answer.hits]


def local(address: str) -> str:
    """A page of this shop, whatever a form says."""
    parts = urlsplit(address)
    ours = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if ours else "/"
