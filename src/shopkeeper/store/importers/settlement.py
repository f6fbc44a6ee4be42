"""What was paid for an order and what was sent, from the columns of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from ...shop import Fulfilment, InvalidRecord, Money, OrderLine, Payment, from_dict
from .products import price_of
from .values import Cell, choice, line, moment, table, text, unpacked

T = TypeVar("T")
PAID = table(
    paid="paid captured completed 已付款 已支付 付款成功",
    part="partiallypaid partlypaid 部分付款",
    returned="refunded partiallyrefunded 已退款 部分退款 退款成功",
    unpaid="pending authorized unpaid open due overdue 未付款 待付款",
    void="voided void expired failed cancelled canceled 已关闭 已取消",
)(str)
_EXPECTED = "how it was paid, such as paid, pending, refunded or voided"


def paid(one: Mapping[str, Cell]) -> str:
    """How far an order was paid: one of the words of `PAID`; "paid" where only the day is told, "" where nothing is."""
    if "financial_status" in one:
        return choice(one["financial_status"], PAID, _EXPECTED)
    return "paid" if "paid_at" in one else ""


def payments(one: Mapping[str, Cell], id: str, total: Money) -> tuple[Payment, ...]:
    """Payment and refund of an order that costs `total`, or all of them from a cell of JSON."""
    if "payments" in one:
        return listed(Payment, one["payments"])
    currency, found = total.currency, []
    state = paid(one)
    if state in ("paid", "part", "returned"):
        due = price_of(one, "outstanding", currency)
        amount = total - due if due and state == "part" else total
        name = line(one["payment_id"].value) if "payment_id" in one else f"{id}-payment"
        method = line(one["payment_method"].value) if "payment_method" in one else ""
        found.append(Payment(name, amount, "payment", method, moment(one["paid_at"]) if "paid_at" in one else None))
    back = price_of(one, "refunded", currency)
    if back and back.amount:
        found.append(Payment(f"{id}-refund", back, "refund", line(one["payment_method"].value) if "payment_method" in one else ""))
    return tuple(found)


def fulfilments(one: Mapping[str, Cell], id: str, lines: Sequence[OrderLine]) -> tuple[Fulfilment, ...]:
    """The parcel of an order, or all of them from a cell of JSON."""
    if "fulfilments" in one:
        return listed(Fulfilment, one["fulfilments"])
    if not {"shipped_at", "delivered_at", "tracking_number"} & one.keys():
        return ()
    return (
        Fulfilment(
            f"{id}-1",
            tuple(dict.fromkeys(each.variant_id for each in lines if each.variant_id)),
            carrier=line(one["carrier"].value) if "carrier" in one else "",
            tracking_number=text(one["tracking_number"].value).lstrip("'") if "tracking_number" in one else "",
            shipped_at=moment(one["shipped_at"]) if "shipped_at" in one else None,
            delivered_at=moment(one["delivered_at"]) if "delivered_at" in one else None,
        ),
    )


def listed(kind: type[T], cell: Cell) -> tuple[T, ...]:
    """A cell that holds a list of records, as JSON text or already read."""
    value = unpacked(cell.value)
    if not isinstance(value, list):
        raise InvalidRecord(cell.column, "a list in JSON", cell.value)
    return tuple(from_dict(kind, each, f"{cell.column}[{place}]") for place, each in enumerate(value))
