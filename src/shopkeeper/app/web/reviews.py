"""The console's page about reviews: what buyers say of what, what became worse, what looks made, what the page leaves open."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ...search.filters import escape
from ..request import shop_of
from .address import Address
from .language import asked as asked_for
from .render import page

router = APIRouter(prefix="/console/reviews", include_in_schema=False)

SHORT = 60  # characters of words that other products are searched by
SHOWN = 20  # rows of a list; the command and the API give all


@router.get("")
def reviews(request: Request, product: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The whole shop, or one product."""
    shop, id = shop_of(request), product.strip()
    ours, found = shop.reviews, shop.store.products.get_many([id]).get(id) if id else None
    of = found.id if found else None
    return page(
        request, "reviews.html", asked=id, product=found, summary=ours.summary(of), months=ours.months(of)[-12:],
        alerts=[each for each in ours.alerts() if of in (None, each.product_id)][:SHOWN],
        suspicious=[each for each in ours.suspicious() if of in (None, each.review.product_id)][:SHOWN],
        unanswered=ours.unanswered(of) if of else None, shown=SHOWN, short=SHORT,
        saying=lambda text: Address(where=(f"saying={escape(text)}",), language=asked_for(request)).url(),
    )
