"""What a shopper thinks of what was recommended: a thumb up or down, for a product or for the whole list."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ..shop import InvalidQuery, LoggedRecommendation, Thumb
from ..store.protocol import Store


def rate(store: Store, id: str, up: bool, product_id: str, at: datetime) -> LoggedRecommendation:
    """Keeps a thumb with the list of this id; a later one on the same product takes the place of the earlier. `NotFound` for a list
    that is not known, `InvalidQuery` for a product that did not stand in it."""
    with store.transaction():
        shown = store.recommendations.get(id)
        if product_id and product_id not in shown.product_ids:
            raise InvalidQuery(f"product_id: {product_id!r} did not stand in the list {id}")
        others = tuple(thumb for thumb in shown.thumbs if thumb.product_id != product_id)
        rated = replace(shown, thumbs=(*others, Thumb(up, product_id, at)))
        store.recommendations.put([rated])
    return rated
