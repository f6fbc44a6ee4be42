"""What a proposal says will happen, and what a receipt says has happened, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..shop import Address, Customer, ItemChange, Localized, Money, Order, OrderLine, OrderRequest, Product, RequestKind, RequestState
from ..shop.policy import lines as order_lines
from ..shop.policy import named, variant_named, ways
from .plan import Plan

Products = Mapping[str, Product]
_REASONS = {"no longer needed": "不想要了", "ordered by mistake": "拍错了"}


def proposed(plan: Plan) -> Localized:
    """Exactly what will happen after a yes."""
    order, request, customer = plan.order, plan.outcome.request, plan.customer
    if order is None or request is None:
        shown = _address(plan.outcome.customer.address)
        return Localized(f"把您账户的默认地址改为：{shown}", f"Change the default address of your account to: {shown}")
    return _PROPOSED[request.kind](order, request, customer, plan.products)


def done(customer: Customer, order: Order | None, request: OrderRequest | None, products: Products) -> Localized:
    """What the rows say has happened."""
    if order is None or request is None:
        shown = _address(customer.address)
        return Localized(f"您账户的默认地址现在是：{shown}", f"The default address of your account is now: {shown}")
    if request.state is RequestState.REQUESTED:
        return Localized(f"您对订单 {order.id} 的申请已提交，等待店铺的订单系统处理；处理之前订单保持原样。",
                         f"Your request for order {order.id} has been passed on and is waiting for the shop's order system; "
                         "until then the order stays as it is.")  # fmt: skip
    if request.state is RequestState.REFUSED:
        note = request.answer
        return Localized(f"店铺的订单系统没有接受对订单 {order.id} 的申请{'：' + note if note else '。'}",
                         f"The shop's order system did not accept the request for order {order.id}{': ' + note if note else '.'}")
    return _DONE[request.kind](order, request, customer, products)


def _cancel(order: Order, request: OrderRequest, customer: Customer, products: Products) -> Localized:
    goods, back = _goods(order.lines, products), _refund(order, customer, ways.paid(order))
    reason = _REASONS.get(request.reason, request.reason)
    return Localized(f"取消订单 {order.id}（{goods.zh}），原因：{reason}。{back.zh}",
                     f"Cancel order {order.id} ({goods.en}), reason: {request.reason}. {back.en}")  # fmt: skip


def _cancelled(order: Order, request: OrderRequest, customer: Customer, products: Products) -> Localized:
    moved = {ways.way_id(p): p.amount for p in order.payments if p.id.startswith(f"{request.id}-")}
    back = _refund(order, customer, moved)
    return Localized(f"订单 {order.id} 已取消。{back.zh}", f"Order {order.id} is cancelled. {back.en}")


def _to_address(order: Order, request: OrderRequest, customer: Customer, products: Products) -> Localized:
    shown = _address(request.address or order.address)
    return Localized(f"把订单 {order.id} 的收货地址改为：{shown}", f"Change the shipping address of order {order.id} to: {shown}")


def _sent_to(order: Order, request: OrderRequest, customer: Customer, products: Products) -> Localized:
    shown = _address(order.address)
    return Localized(f"订单 {order.id} 的收货地址现在是：{shown}", f"The shipping address of order {order.id} is now: {shown}")


def _items(order: Order, request: OrderRequest, customer: Customer, products: Products) -> Localized:
    swaps, settled = _swaps(order, request.items, products), _difference(order, request, customer)
    return Localized(
        f"修改订单 {order.id}：{swaps.zh}。{settled.zh}商品只能改一次，改完后订单不能再修改或取消。",
        f"Change order {order.id}: {swaps.en}. {settled.en}This can be done once only; after that the order can neither be changed "
        "nor cancelled.")


def _items_changed(order: Order, request: OrderRequest, customer: Customer, products: Products) -> Localized:
    goods, settled = _goods(order.lines, products), _difference(order, request, customer)
    return Localized(f"订单 {order.id} 已修改，现在是：{goods.zh}。{settled.zh}",
                     f"Order {order.id} has been changed and is now: {goods.en}. {settled.en}".strip())


def _payment(order: Order, request: OrderRequest, customer: Customer, products: Products) -> Localized:
    way, back = _way(order, customer, request.payment_method_id), _refund(order, customer, ways.paid(order))
    return Localized(f"订单 {order.id} 改为用{way.zh}支付 {request.amount}。{back.zh}",
                     f"Pay {request.amount} for order {order.id} by {way.en} instead. {back.en}")  # fmt: skip


def _paid(order: Order, request: OrderRequest, customer: Customer, products: Products) -> Localized:
    way = _way(order, customer, request.payment_method_id)
    moved = {ways.way_id(p): p.amount for p in order.payments if p.id.startswith(f"{request.id}-") and p.kind == "refund"}
    back = _refund(order, customer, moved)
    return Localized(f"订单 {order.id} 现在用{way.zh}支付 {request.amount}。{back.zh}",
                     f"Order {order.id} is now paid by {way.en}, {request.amount}. {back.en}")  # fmt: skip


def _return(order: Order, request: OrderRequest, customer: Customer, products: Products) -> Localized:
    goods, way = _changed(order, request.items, products), _way(order, customer, request.payment_method_id)
    return Localized(f"退回订单 {order.id} 的商品：{goods.zh}。收到退货后退款 {_back(request)} 到{way.zh}。",
                     f"Return from order {order.id}: {goods.en}. Once they are back, {_back(request)} goes to {way.en}.")


def _returned(order: Order, request: OrderRequest, customer: Customer, products: Products) -> Localized:
    goods, way = _changed(order, request.items, products), _way(order, customer, request.payment_method_id)
    return Localized(
        f"订单 {order.id} 已申请退货：{goods.zh}。店铺会告诉您怎么寄回，收到退货后退款 {_back(request)} 到{way.zh}。",
        f"A return is requested for order {order.id}: {goods.en}. The shop tells you how to send them back; once they have come, "
        f"{_back(request)} goes to {way.en}.")


def _exchange(order: Order, request: OrderRequest, customer: Customer, products: Products) -> Localized:
    swaps, settled = _swaps(order, request.items, products), _difference(order, request, customer)
    return Localized(f"订单 {order.id} 换货：{swaps.zh}。{settled.zh}一个订单只能换货一次。",
                     f"Exchange in order {order.id}: {swaps.en}. {settled.en}An order can be exchanged once only.")  # fmt: skip


def _exchanged(order: Order, request: OrderRequest, customer: Customer, products: Products) -> Localized:
    swaps, settled = _swaps(order, request.items, products), _difference(order, request, customer)
    return Localized(
        f"订单 {order.id} 已申请换货：{swaps.zh}。{settled.zh}店铺会告诉您怎么寄回。",
        f"An exchange is requested for order {order.id}: {swaps.en}. {settled.en}The shop tells you how to send them back.")


_PROPOSED = {
    RequestKind.CANCEL: _cancel, RequestKind.ADDRESS: _to_address, RequestKind.ITEMS: _items, RequestKind.PAYMENT: _payment,
    RequestKind.RETURN: _return, RequestKind.EXCHANGE: _exchange,
}  # fmt: skip
_DONE = {
    RequestKind.CANCEL: _cancelled, RequestKind.ADDRESS: _sent_to, RequestKind.ITEMS: _items_changed, RequestKind.PAYMENT: _paid,
    RequestKind.RETURN: _returned, RequestKind.EXCHANGE: _exchanged,
}  # fmt: skip


def _goods(lines: Sequence[OrderLine], products: Products) -> Localized:
    return _joined([_counted(named(line, products.get(line.product_id)), line.quantity) for line in lines], "；", "; ")


def _changed(order: Order, changes: Sequence[ItemChange], products: Products) -> Localized:
    parts = [_counted(named(line, products.get(line.product_id)), n) for line, found in order_lines.taken(order, changes) for n, _ in found]
    return _joined(parts, "；", "; ")


def _swaps(order: Order, changes: Sequence[ItemChange], products: Products) -> Localized:
    return _joined(list(_each_swap(order, changes, products)), "；", "; ")


def _each_swap(order: Order, changes: Sequence[ItemChange], products: Products) -> Iterator[Localized]:
    for line, found in order_lines.taken(order, changes):
        for n, change in found:
            old, new = _counted(named(line, products.get(line.product_id)), n), _new(change, products.get(line.product_id))
            was, costs = line.unit_price, change.new_price or line.unit_price
            yield Localized(f"{old.zh}（{was}）换成{new.zh}（{costs}）", f"{old.en}, {was}, for {new.en}, {costs}")


def _new(change: ItemChange, product: Product | None) -> Localized:
    variant = next((v for v in product.variants if v.id == change.new_variant_id), None) if product else None
    return variant_named(product, variant) if product and variant else Localized(change.new_variant_id, change.new_variant_id)


def _counted(name: Localized, count: int) -> Localized:
    return Localized(f"{name.zh} × {count}", f"{count} × {name.en}") if count > 1 else name


def _joined(parts: Sequence[Localized], zh: str, en: str) -> Localized:
    return Localized(zh.join(p.zh for p in parts), en.join(p.en for p in parts))


def _refund(order: Order, customer: Customer, moved: Mapping[str, Money]) -> Localized:
    """Where money goes back to, and how fast: at once onto a gift card."""
    known = ways.known(order, customer)
    parts = []
    for id, amount in moved.items():
        way = known[id]
        zh, en = ("立即到账", "at once") if way.balance is not None else ("5 到 7 个工作日到账", "within 5 to 7 business days")
        parts.append(Localized(f"{amount} 退到{way.label.zh}（{zh}）", f"{amount} goes back to {way.label.en} ({en})"))
    if not parts:
        return Localized("这个订单还没有付款，没有要退的钱。", "Nothing has been paid for it, so nothing is refunded.")
    joined = _joined(parts, "，", ", ")
    return Localized(f"{joined.zh}。", f"{joined.en}.")


def _difference(order: Order, request: OrderRequest, customer: Customer) -> Localized:
    amount = request.amount or Money(0, order.currency)
    if not amount.amount:
        return Localized("价格不变。", "The price stays the same. ")
    much = Money(abs(amount.amount), amount.currency)
    if not request.payment_method_id:
        zh, en = ("多付", "more") if amount.amount > 0 else ("少付", "less")
        return Localized(f"付款时{zh} {much}。", f"You pay {much} {en} when you pay the order. ")
    way = _way(order, customer, request.payment_method_id)
    if amount.amount > 0:
        return Localized(f"差价 {much} 由{way.zh}支付。", f"The difference of {much} is paid by {way.en}. ")
    return Localized(f"差价 {much} 退到{way.zh}。", f"The difference of {much} goes back to {way.en}. ")


def _way(order: Order, customer: Customer, id: str) -> Localized:
    way = ways.known(order, customer).get(id)
    return way.label if way else Localized("原支付方式", "the original payment method")


def _back(request: OrderRequest) -> Money:
    amount = request.amount
    assert amount is not None
    return Money(-amount.amount, amount.currency)


def _address(address: Address) -> str:
    return ", ".join(filter(None, (address.line1, address.line2, address.city, address.region, address.postcode, address.country)))
