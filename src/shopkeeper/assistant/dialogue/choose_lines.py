"""Which lines of which orders a shopper means by "the blue one", "both skateboards", 收到的那个水瓶."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...shop import Order, OrderStatus
from ..understand.slots.dates import months_in
from .comparing import price_extreme
from .cues import DELIVERED_ONLY, PENDING_ONLY, SAME_ORDER, WITH_IT
from .named import Named
from .own import Line, Own
from .product_options import option_table, options_of
from .wanted import Wanted, read_wanted

_EXCHANGE_FIRST = (OrderStatus.DELIVERED, OrderStatus.PENDING)
_ORDER = {
    "return": (OrderStatus.DELIVERED,), "cancel": (OrderStatus.PENDING,), "remove": (OrderStatus.PENDING,), "exchange": _EXCHANGE_FIRST,
    "modify": (OrderStatus.PENDING, OrderStatus.DELIVERED), "undo": (OrderStatus.CANCELLED,),
}  # fmt: skip


@dataclass
class Meant:
    """The goods whose line is clear, each with its line; for each of the others the lines of which it may be one; goods that no order holds."""

    pairs: list[tuple[Named, Line]] = field(default_factory=list)
    open: list[list[Line]] = field(default_factory=list)
    unknown: list[Named] = field(default_factory=list)

    @property
    def sure(self) -> list[Line]:
        """The lines that are clear."""
        return [line for _, line in self.pairs]


def statuses_for(verb: str, text: str) -> tuple[OrderStatus, ...]:
    """In which statuses an order is looked for first, by what shall be done and what the text says of it."""
    if DELIVERED_ONLY.search(text) and not PENDING_ONLY.search(text):
        return (OrderStatus.DELIVERED,)
    if PENDING_ONLY.search(text) and not DELIVERED_ONLY.search(text):
        return (OrderStatus.PENDING,)
    return _ORDER.get(verb, ())


def by_order_ids(text: str, own: Own) -> list[Order]:
    """The customer's orders whose numbers a normalised text names, with or without # and letters in front."""
    found = [order for order in own.orders if _says(order.id.lower(), text)]
    return sorted(found, key=lambda order: _place(order.id.lower(), text))


_NUMBER_ONLY = re.compile(r"订单|编号|单号|号码?|咨询|这个|我的|\border\b|\bnumber\b|\bno\b|\bmy\b|[\W_]")


def only_orders(text: str, own: Own) -> bool:
    """Whether a normalised text says no more than the number of one of the customer's orders."""
    rest = text
    for order in by_order_ids(text, own):
        rest = re.sub(rf"[a-z]{{0,3}}{re.escape(_bare(order.id.lower()))}", " ", rest)
    return rest != text and not _NUMBER_ONLY.sub("", rest)


def _bare(id: str) -> str:
    return re.sub(r"^[^0-9]*", "", id) if re.search(r"\d{5}", id) else id.lstrip("#")


def _says(id: str, text: str) -> bool:
    """A long number counts wherever it stands, a short one only where it is called an order number."""
    bare = _bare(id)
    before = r"(?<![a-z0-9])#?(?:[a-z]{0,3}[-_ ]?)?" if len(bare) >= 5 else r"(?:#|\b(?:orders?|number|no\.?)\s*#?|订单号?\s*#?)"
    return re.search(rf"{before}{re.escape(bare)}(?![a-z0-9])", text) is not None


def _place(id: str, text: str) -> int:
    return text.find(_bare(id))


def meant_lines(text: str, verb: str, goods: Sequence[Named], own: Own, among: Sequence[Order], *, swap: bool) -> Meant:
    """The lines of `among` (all orders when empty) that the goods named in a normalised text mean."""
    goods, companions = _companions(text, goods)
    orders = list(among or own.orders)
    if companions:
        orders = [order for order in orders if all(_holds(own, order, named) for named in companions)] or orders
    if SAME_ORDER.search(text) and len(goods) > 1:
        orders = [order for order in orders if all(_holds(own, order, named) for named in goods)] or orders
    meant, choices = Meant(), []
    for number, named in enumerate(goods):
        end = goods[number + 1].begin if number + 1 < len(goods) else len(text)
        fitting = _fitting(text, named, end, verb, own, orders, swap=swap)
        if fitting:
            choices.append((named, fitting))
        else:
            meant.unknown.append(named)
    _settle(meant, choices)
    return meant


def _companions(text: str, goods: Sequence[Named]) -> tuple[list[Named], list[Named]]:
    """Goods that only say in which order the others are: "the backpack that came with the vacuum cleaner"."""
    beside = [
        named for number, named in enumerate(goods)
        if number and re.search(r"\b(?:came|received|got|bought|ordered|delivered|arrived|order(?:ed)?|same order)\b[^,.;]{0,24}\b(?:with|as|alongside)\b(?: (?:the|my|that|a))?\s*$|\b(?:without|goes with|go with|belongs to|because of)\b(?: (?:the|my|that|a))?\s*$", text[: named.start])
    ]
    for number, named in enumerate(goods):
        if (number + 1 < len(goods) and re.match(r"(?:一起|一块儿?|同一?单|同一个订单)", text[named.end :].lstrip()) and WITH_IT.search(text[: named.begin] or text[: named.start])) or (WITH_IT.search(text[: named.start]) and re.match(r"\s*(?:一起|一块儿?|同一?单|同一个订单)(?:买|收|下|到|来|里)", text[named.end :]) and len(goods) > 1):
            beside.append(named)
    return [named for named in goods if named not in beside], beside


def _holds(own: Own, order: Order, named: Named) -> bool:
    return any(named.fits(own.line(order, number)) for number in range(len(order.lines)))


def _fitting(text: str, named: Named, end: int, verb: str, own: Own, orders: Sequence[Order], *, swap: bool) -> list[Line]:
    lines = [line for line in own.lines if line.order in orders and named.fits(line)]
    around = text[named.begin : min(end, named.end + 40)]
    wanted = statuses_for(verb, around) if len({line.order.status for line in lines}) > 1 else ()
    for status in wanted:
        if there := [line for line in lines if line.order.status == status]:
            lines = there
            break
    before = text[named.begin : named.start]
    return described(before if swap else text[named.begin : end], lines)


def described(text: str, lines: list[Line]) -> list[Line]:
    """Those of the lines that a description fits: "blue", "the more expensive one", "from November"; all of them where it says nothing of
    any."""
    if len(lines) < 2:
        return lines
    lines = [line for line in lines if placed_then(text, line.order)] or lines
    fits = [line for line in lines if _description_fits(text, line)]
    if fits and len(fits) < len(lines):
        lines = fits
    direction = price_extreme(text)
    if direction and len(lines) > 1:
        best = max(line.price.amount * direction for line in lines)
        lines = [line for line in lines if line.price.amount * direction == best]
    return lines


def placed_then(text: str, order: Order) -> bool:
    """Whether an order was placed in a month, or on a day of it, that a normalised text names; False where it names none."""
    placed = order.placed_at
    return any(placed.month == month and day in (None, placed.day) for month, day in months_in(text))


def _description_fits(text: str, line: Line) -> bool:
    if line.product is None or line.variant is None:
        return False
    wish = read_wanted(text, line.product)[0]
    has = options_of(line.variant)
    if not wish.asked and not wish.avoided and not wish.kept:
        return False
    asked = {**wish.asked, **_kept_values(text, wish, line)}
    return all(has.get(option) in values for option, values in asked.items()) and not any(has.get(option) in values for option, values in wish.avoided.items())


def _kept_values(text: str, wish: Wanted, line: Line) -> dict[str, list[str]]:
    """Values after a word such as "keep" describe too."""
    if line.product is None or wish.asked:
        return {}
    return {option: [value] for each in option_table(line.product).mentions(text) for option, value in each.meanings if option in wish.kept}


def _settle(meant: Meant, choices: list[tuple[Named, list[Line]]]) -> None:
    """Takes what is clear first; of the rest what lies in an order that is spoken of anyway."""
    sure_orders = {lines[0].order.id for named, lines in choices if len(lines) == 1}
    for named, lines in choices:
        taken = {line.key for line in meant.sure}
        left = [line for line in lines if line.key not in taken]
        if not left or (len(left) < len(lines) and not named.another and not named.many):
            continue  # said again, not another one
        if named.many or len(left) == 1:
            meant.pairs += [(named, line) for line in left]
            continue
        left = [line for line in left if line.order.id in sure_orders] or left
        if (len({line.item for line in left}) == 1 and len({line.order.id for line in left}) == 1) or len(left) == 1:
            meant.pairs.append((named, left[0]))
        else:
            meant.open.append(left)
