"""The console's page about reviews: what buyers say of what, what became worse, what looks made, what the page leaves open."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ...reviews.reviews import Everything
from ...search.filters import escape
from ..request import shop_of
from ..shop import Shop
from .address import Address
from .language import asked as asked_for
from .render import page

router = APIRouter(prefix="/console/reviews", include_in_schema=False)

SHORT = 60  # characters of words that other products are searched by
SHOWN = 20  # rows of a list; the command and the API give all


@router.get("")
def reviews(request: Request, product: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The whole shop, or one product. What all reviews come to is found out beside the request and kept, see `kept`."""
    shop, id = shop_of(request), product.strip()
    found = shop.store.products.get_many([id]).get(id) if id else None
    of, ours, known = found.id if found else None, shop.reviews, _known(shop)
    months = ours.months(of) if of else known.months if known else []
    return page(
        request, "reviews.html", asked=id, product=found, counting=known is None, total=shop.store.reviews.count(),
        summary=ours.summary(of) if of else known and known.summary, months=months[-12:],
        alerts=[each for each in known.alerts if of in (None, each.product_id)][:SHOWN] if known else (),
        suspicious=[each for each in known.suspicious if of in (None, each.review.product_id)][:SHOWN] if known else (),
        unanswered=ours.unanswered(of) if of else None, shown=SHOWN, short=SHORT,
        saying=lambda text: Address(where=(f"saying={escape(text)}",), language=asked_for(request)).url(),
    )


def _known(shop: Shop) -> Everything | None:
    """What all reviews come to, as it is known by now; found out anew when reviews or orders came or went, and of one that was only
    changed at a visit in another minute."""
    stamp = shop.store.activity.stamp(), datetime.now(UTC).replace(second=0, microsecond=0)
    found = shop.kept.ask("reviews", stamp, shop.reviews.everything)
    return found.value if found else None
