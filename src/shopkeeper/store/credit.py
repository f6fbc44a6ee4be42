"""What a search or a list of recommendations is credited with.

A click, a cart or a purchase belongs to the search or list that its event names. A cart or purchase that names none is
credited to the last one by which the same session came to this product before.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Subquery, func, select

from .schema import event_items as items

COUNTED = "select_item", "add_to_cart", "purchase"


def credited(since: datetime | None, names: tuple[str, ...] = COUNTED) -> Subquery:
    """The goods of clicks, carts and purchases, each with the `query_id` it is credited to. Nothing that came of a search or list
    can be older than it, so no event before `since` is read."""
    before = items.alias()
    same = before.c.session_id == items.c.session_id, before.c.product_id == items.c.product_id, before.c.at <= items.c.at
    last = select(before.c.query_id).where(*same, before.c.query_id.is_not(None)).order_by(before.c.at.desc(), before.c.event_id.desc())
    led = func.coalesce(items.c.query_id, last.limit(1).scalar_subquery()).label("query_id")
    goods = select(led, items.c.name, items.c.product_id, items.c.position, items.c.quantity, items.c.amount, items.c.currency)
    goods = goods.where(items.c.name.in_(names))
    return (goods if since is None else goods.where(items.c.at >= since)).subquery()
