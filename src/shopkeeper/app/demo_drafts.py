"""Some texts in the demo shop: some that wait, some that were approved, one that is on the page, one that nobody wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..shop import InvalidQuery, NotFound
from .copywriting import Order

if TYPE_CHECKING:
    from ..shop import Language
    from .shop import Shop

WHO = "Mei"
# The number of the product, the kind, the language, the tone, the market, and what becomes of the text.
WANTED: tuple[tuple[int, str, Language, str, str, str], ...] = (
    (1, "description", "zh", "warm", "cn", "publish"), (1, "description", "en", "plain", "eu", "approve"),
    (2, "title", "zh", "plain", "cn", ""), (2, "social", "zh", "lively", "cn", "approve"), (3, "description", "en", "warm", "uk", ""),
    (3, "email", "zh", "warm", "cn", ""), (4, "features", "en", "expert", "us", "reject"), (4, "description", "zh", "expert", "cn", ""),
    (5, "ad", "en", "lively", "us", ""), (6, "story", "zh", "luxurious", "cn", ""),
)


def write_demo_drafts(shop: Shop) -> int:
    """Writes what is not there yet; how many texts the demo shop has."""
    for number, (place, kind, language, tone, market, then) in enumerate(WANTED, 1):
        id = f"demo{number:02d}"
        if not shop.store.drafts.get_many([id]):
            order = Order(kind, f"p{place:04d}", language=language, tone=tone, market=market)
            try:
                shop.drafts.keep(shop.copywriter.write(order), order, id=id)
            except (NotFound, InvalidQuery):  # a smaller shop, or a product of which too little is known
                continue
            _decide(shop, id, then)
    return shop.store.drafts.count()


def _decide(shop: Shop, id: str, then: str) -> None:
    if then in ("approve", "publish"):
        shop.drafts.approve(id, WHO)
    if then == "publish":
        shop.drafts.publish(id, WHO)
    if then == "reject":
        shop.drafts.reject(id, WHO)
