"""What a refusal says, in both languages, and how things are called in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..localized import Localized
from ..order import Order, OrderLine, OrderStatus
from ..product import Product, Variant

STATUS = {
    OrderStatus.PENDING: Localized("待发货", "pending"),
    OrderStatus.PROCESSED: Localized("处理中，准备发出", "being made ready to be sent"),
    OrderStatus.SHIPPED: Localized("已发货", "on its way"), OrderStatus.DELIVERED: Localized("已送达", "delivered"),
    OrderStatus.CANCELLED: Localized("已取消", "cancelled"), OrderStatus.RETURN_REQUESTED: Localized("已申请退货", "asked to be returned"),
    OrderStatus.EXCHANGE_REQUESTED: Localized("已申请换货", "asked to be exchanged"), OrderStatus.RETURNED: Localized("已退货", "returned"),
}  # fmt: skip
_WHEN_IT_CAME = Localized("收到货以后可以申请退换。", "Once it has arrived you can return or exchange it.")
_INSTEAD = {
    OrderStatus.PENDING: Localized(
        "现在还可以取消订单，或者改地址、支付方式和款式。", "It can still be cancelled, or its address, payment or options changed."),
    OrderStatus.PROCESSED: _WHEN_IT_CAME, OrderStatus.SHIPPED: _WHEN_IT_CAME,
    OrderStatus.DELIVERED: Localized("已经收到的商品可以申请退货或换货。", "What has arrived can be returned or exchanged."),
}  # fmt: skip
WHAT = {
    "cancel": Localized("取消", "cancelled"), "address": Localized("改地址", "sent to another address"),
    "items": Localized("换款式", "changed"), "payment": Localized("改支付方式", "paid in another way"),
    "return": Localized("退货", "returned"), "exchange": Localized("换货", "exchanged"),
}  # fmt: skip


def variant_named(product: Product, variant: Variant) -> Localized:
    """What a variant is called, with its options."""
    zh, en = "、".join(o.value.get("zh") for o in variant.options), ", ".join(o.value.get("en") for o in variant.options)
    title = product.title
    return Localized(f"{title.get('zh')}（{zh}）" if zh else title.get("zh"), f"{title.get('en')} ({en})" if en else title.get("en"))


def named(line: OrderLine, product: Product | None) -> Localized:
    """What a line of an order is called: with its options as long as the shop has the product."""
    variant = next((v for v in product.variants if v.id == line.variant_id), None) if product else None
    if product and variant:
        return variant_named(product, variant)
    return Localized(line.title or line.sku or line.product_id, line.title or line.sku or line.product_id)


def wrong_status(order: Order, what: str) -> Localized:
    """Why an order in its status cannot be cancelled, returned …, and what can be done."""
    state, instead, done = STATUS[order.status], _INSTEAD.get(order.status, Localized()), WHAT[what]
    zh = f"订单 {order.id} 的状态是“{state.zh}”，不能{done.zh}。{instead.zh}"
    return Localized(zh, f"Order {order.id} is {state.en}, so it cannot be {done.en}. {instead.en}".strip())


def already_changed(order: Order) -> Localized:
    """Why an order whose items were changed stays as it is."""
    return Localized(
        f"订单 {order.id} 的商品已经改过一次。改过的订单不能再修改或取消，收到货以后可以申请退换。",
        f"The items of order {order.id} have been changed once. Such an order cannot be changed or cancelled any more; "
        "once it has arrived you can return or exchange it.")  # fmt: skip


def request_open(order: Order) -> Localized:
    """Why an order that waits for the order system stays as it is."""
    return Localized(
        f"订单 {order.id} 还有一个申请在处理中，处理完之后才能再改。",
        f"Order {order.id} has a request under way; wait until that is settled.")  # fmt: skip


def exchanged_before(order: Order) -> Localized:
    """Why an order is not exchanged twice."""
    return Localized(
        f"订单 {order.id} 已经换过一次货，不能再换，但可以申请退货。",
        f"Order {order.id} was exchanged once already; it can be returned, though.")  # fmt: skip


def wrong_reason(reasons: Iterable[str]) -> Localized:
    """Which reasons for cancelling count."""
    zh = {"no longer needed": "不想要了", "ordered by mistake": "拍错了"}
    return Localized(
        f"取消订单的原因只能是：{'、'.join(zh.get(r, r) for r in reasons)}。",
        f"An order can be cancelled for these reasons only: {', '.join(reasons)}.")  # fmt: skip


def too_late(order: Order, what: str, until: date, days: int) -> Localized:
    """Until when something could be sent back."""
    done = WHAT[what]
    return Localized(
        f"收货后 {days} 天内可以{done.zh}，订单 {order.id} 的期限是 {until:%Y-%m-%d}，已经过了。商品有质量问题的话，可以转人工处理。",
        f"Goods can be {done.en} within {days} days of delivery; for order {order.id} that was until {until:%Y-%m-%d}. "
        "If something is wrong with the goods, a colleague can look into it.")  # fmt: skip


def not_in_order(order: Order, lines: Iterable[Localized]) -> Localized:
    """That an order does not hold what was named, and what it holds."""
    there = list(lines)
    return Localized(
        f"订单 {order.id} 里没有这么多这样的商品。里面有：{'；'.join(n.zh for n in there)}。",
        f"Order {order.id} does not hold so many of these. It holds: {'; '.join(n.en for n in there)}.")  # fmt: skip


def not_available(name: Localized, others: Iterable[Localized]) -> Localized:
    """That a variant cannot be had, and which can."""
    there = list(others)
    zh = f"现在能换的有：{'；'.join(n.zh for n in there)}。" if there else "现在也没有别的款式有货。"
    en = f"Available now: {'; '.join(n.en for n in there)}." if there else "No other one of this product is available now."
    return Localized(f"{name.zh}现在没有货。{zh}", f"{name.en} is not available now. {en}")


def other_product(line: Localized, others: Iterable[Localized]) -> Localized:
    """That goods are only swapped within a product."""
    there = list(others)
    zh = f"可选：{'；'.join(n.zh for n in there)}。" if there else ""
    en = f" Possible: {'; '.join(n.en for n in there)}." if there else ""
    return Localized(f"{line.zh}只能换成同一种商品的其他款式，不能换成别的商品。{zh}",
                     f"{line.en} can only be swapped for another option of the same product, not for a different product.{en}")
