"""What a request makes of an order and its customer once it is carried out. Nothing is judged here: that was done when it was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..money import Money
from ..order import Customer, ItemChange, Order, OrderLine, OrderRequest, OrderStatus, RequestKind
from . import ways
from .lines import Products, taken

_STATUS = {
    RequestKind.CANCEL: OrderStatus.CANCELLED, RequestKind.RETURN: OrderStatus.RETURN_REQUESTED,
    RequestKind.EXCHANGE: OrderStatus.EXCHANGE_REQUESTED,
}  # fmt: skip


def carry_out(order: Order, customer: Customer, request: OrderRequest, products: Products) -> tuple[Order, Customer]:
    """The order and its customer afterwards; the request itself stands among the order's. `products` (by id) are those of its lines.
    Goods that are sent back or exchanged are paid back when they have come, which is not here."""
    moves = list(_moves(order, request))
    payments = tuple(
        replace(ways.payment(order, way, amount, f"{request.id}-{number}"), at=request.at) for number, (way, amount) in enumerate(moves, 1))
    for way, amount in moves:
        customer = ways.moved(customer, way, Money(-amount.amount, amount.currency))
    lines = tuple(_lines(order, request, products)) if request.kind is RequestKind.ITEMS else order.lines
    return replace(
        order, lines=lines, status=_STATUS.get(request.kind, order.status), payments=(*order.payments, *payments),
        address=request.address or order.address, requests=(*(r for r in order.requests if r.id != request.id), request),
    ), customer


def _moves(order: Order, request: OrderRequest) -> Iterator[tuple[str, Money]]:
    """What is paid (below 0: paid back) by which way."""
    if request.kind is RequestKind.CANCEL:
        yield from ((way, Money(-amount.amount, amount.currency)) for way, amount in ways.paid(order).items())
    if request.kind is RequestKind.PAYMENT:
        for way, amount in ways.paid(order).items():
            yield request.payment_method_id, amount
            yield way, Money(-amount.amount, amount.currency)
    if request.kind is RequestKind.ITEMS and request.amount and request.amount.amount and request.payment_method_id:
        yield request.payment_method_id, request.amount


def _lines(order: Order, request: OrderRequest, products: Products) -> Iterator[OrderLine]:
    for line, found in taken(order, request.items):
        rest = line.quantity - sum(n for n, _ in found)
        if rest:
            yield replace(line, quantity=rest)
        yield from (_swapped(line, n, change, products) for n, change in found)


def _swapped(line: OrderLine, quantity: int, change: ItemChange, products: Products) -> OrderLine:
    product = products.get(line.product_id)
    variant = next((v for v in product.variants if v.id == change.new_variant_id), None) if product else None
    return replace(
        line, quantity=quantity, variant_id=change.new_variant_id, unit_price=change.new_price or line.unit_price,
        sku=variant.sku if variant else "")
