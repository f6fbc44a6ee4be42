"""Events, one a row, under the names of several vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...shop import EVENT_NAMES, Event, EventItem, InvalidRecord
from .columns import Columns
from .layout import OneRow, hashed_id
from .products import price_of
from .values import Cell, choice, filled, identity, line, moment, table, text, unpacked, whole
from .visits import visit_of

# Segment and PostHog, Gorse, Typesense, OpenSearch UBI, public logs, and Chinese shops; GA4's own names are kept.
NAMES = table(
    search="productssearched query onsearch searched 搜索",
    view_search_results="searchresultsviewed",
    view_item_list="productlistviewed productlistfiltered impression 曝光 ranking",
    select_item="productclicked click itemclick productclick resultclick 点击",
    view_item="productviewed view pv visit read detail pageview itemview 浏览 查看 浏览商品",
    add_to_wishlist="productaddedtowishlist wishlist fav favorite favourite like star 收藏",
    add_to_cart="productadded cart addtocart atc additemtocart wishlistproductaddedtocart 加购 加入购物车 加购物车",
    remove_from_cart="productremoved removefromcart 移出购物车",
    view_cart="cartviewed 查看购物车",
    begin_checkout="checkoutstarted checkout 结算 提交订单",
    add_shipping_info="checkoutstepcompleted",
    add_payment_info="paymentinfoentered",
    purchase="ordercompleted buy transaction conversion order productpurchase 购买 下单 支付",
    refund="orderrefunded ordercancelled 退款",
    view_promotion="promotionviewed",
    select_promotion="promotionclicked",
)(str) | {name.replace("_", ""): name for name in EVENT_NAMES}
NAMED = "a GA4 event name such as view_item, or its name at Segment, PostHog, Gorse, Typesense or UBI"
_ITEM = {"product_id": ("item_id", "product_id", "id", "sku"), "variant_id": ("item_variant", "variant_id"), "quantity": ("quantity",),
         "price": ("price",), "position": ("index", "position")}  # fmt: skip


class Events(OneRow):
    """Each row is an event."""

    def __init__(self, columns: Columns, currency: str) -> None:
        self.columns, self._currency = columns, currency
        source = columns.of("id")
        self.ids = f"column {source}" if source else "a hash of the row, as it has no id"

    def record(self, values: Mapping[str, Any]) -> Event:
        """The event of a row."""
        one = self.columns.cells(values).one
        for needed, expected in (("name", "what happened, such as view_item"), ("at", "when it happened")):
            if needed not in one:
                raise InvalidRecord(self.columns.of(needed) or needed, expected)
        return event_of(one, self._currency, values)


def event_of(one: Mapping[str, Cell], currency: str, values: Mapping[str, Any]) -> Event:
    """The event that cells tell, by field; without an id it is known by all `values` of its row. A visitor
    who is no customer is known by the id of their browser."""
    currency = text(one["currency"].value).upper() if "currency" in one else currency
    optional: dict[str, Any] = {n: identity(one[n].value) or None for n in ("session_id", "query_id", "transaction_id") if n in one}
    return Event(
        id=(text(one["id"].value) if "id" in one else "") or hashed_id(values),
        name=choice(one["name"], NAMES, NAMED),
        at=_at(one["at"]),
        customer_id=next((who for n in ("customer_id", "visitor_id") if n in one and (who := identity(one[n].value))), None),
        items=_items(one, currency),
        query=line(one["query"].value) if "query" in one else "",
        value=price_of(one, "value", currency),
        **optional,
        **visit_of(one),
    )


def _at(cell: Cell) -> datetime:
    found = moment(cell)
    if found.year < 1970:  # what some programs write for "not known"
        raise InvalidRecord(cell.column, "a moment since 1970", cell.value)
    return found


def _items(one: Mapping[str, Cell], currency: str) -> tuple[EventItem, ...]:
    if "items" in one and isinstance(listed := unpacked(one["items"].value), list):
        return tuple(_item(item, one["items"].column, currency) for item in listed)
    if "product_id" not in one:
        return ()
    return (
        EventItem(
            product_id=text(one["product_id"].value),
            variant_id=text(one["variant_id"].value) if "variant_id" in one else "",
            quantity=whole(one["quantity"]) if "quantity" in one else 1,
            price=price_of(one, "price", currency),
            position=whole(one["position"]) if "position" in one else None,
        ),
    )


def _item(item: Any, column: str, currency: str) -> EventItem:
    """An item under the keys of GA4, of Segment or of our own, or a product's id alone."""
    if not isinstance(item, dict):
        return EventItem(text(item))
    one = filled(_ITEM, item, f"{column}.")
    if "product_id" not in one:
        raise InvalidRecord(f"{column}.item_id", "a product's id")
    return _items(one, currency)[0]
