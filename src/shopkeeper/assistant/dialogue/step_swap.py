"""Other options in place of some items: changed while the order is pending, exchanged once it has arrived."""

from __future__ import annotations

import re

from ...shop import Money, Order, OrderStatus, Variant
from ..reply import Act
from .choose_variant import Chosen, choose_variant
from .names import line_name, lines_name, numbered, short_name, variant_line, variant_options
from .own import Line
from .product_options import option_table
from .propose import propose
from .state import Job, Piece
from .turn import Turn
from .wanted import Wanted, read_wanted
from .ways import paying_ways, settle_way

_LIKE = re.compile(
    r"\b(?:same (?:type|kind|one|version|model|as)|type|kind|version|matching|match(?:es)?|identical to|like)\b[^.,;]{0,30}\b(?:pending|other order|another order|already|received|in my order)\b|"
    r"(?:没发货|待发货|收到|另|别的)[^，。]{0,12}(?:那|同)(?:一)?(?:种|款|个|样)|(?:和|跟|与|同)[^，。]{0,20}(?:收到|已有|订单|买|下单|待发货|那)[^，。]{0,14}(?:一样|相同|同款|一致)|(?:订单|收到|待发货)[^，。]{0,12}(?:那|同)(?:种|款|个|一款)"
)
_MOST = 8


def step_swap(turn: Turn, job: Job) -> None:
    """Chooses what each item becomes, asks where it is open, then how the difference is paid, then proposes."""
    order = turn.own.order(job.order)
    assert order is not None
    tool = tool_for(order, job)
    if order.status not in (OrderStatus.PENDING, OrderStatus.DELIVERED):
        propose(turn, job, tool, order_id=order.id, item_ids=[turn.own.line(order, 0).item], new_item_ids=[turn.own.line(order, 0).item], payment_method_id="original")
        return
    if _foreign(turn, job, tool):
        return
    if not job.pieces:
        _ask_items(turn, job, order)
        return
    for piece in list(job.pieces):
        if not _settle(turn, job, piece, turn.own.line(order, piece.number), tool):
            return
    if not job.pieces:
        job.state = "dropped"
        turn.say("left_as_it_is")
        return
    more = _difference(turn, order, job)
    if not settle_way(turn, job, order, tool, paying_ways(turn, order, more)):
        return
    old = [turn.own.line(order, piece.number).item for piece in job.pieces for _ in range(_count(turn, order, piece))]
    new = [piece.chosen for piece in job.pieces for _ in range(_count(turn, order, piece))]
    propose(turn, job, tool, order_id=order.id, item_ids=old, new_item_ids=new, payment_method_id=job.method or "original")


def tool_for(order: Order, job: Job) -> str:
    """By which tool the items of an order become others."""
    if order.status is OrderStatus.PENDING:
        return "modify_pending_order_items"
    return "exchange_delivered_order_items" if order.status is OrderStatus.DELIVERED or job.verb == "exchange" else "modify_pending_order_items"


def _foreign(turn: Turn, job: Job, tool: str) -> bool:
    """Goods of another kind were asked for in place of an item: not possible."""
    foreign = next((said for said in job.told if said.startswith("foreign:")), "")
    if not foreign:
        return False
    turn.say("other_product", goods=foreign.partition(":")[2])
    turn.note("refused", {"tool": tool, "rule": "same_product", "arguments": {"order_id": job.order}})
    turn.act(Act.REFUSE, tool, rule="same_product")
    job.state = "refused"
    return True


def _ask_items(turn: Turn, job: Job, order: Order) -> None:
    lines = [turn.own.line(order, number) for number in range(len(order.lines))]
    job.guess = [list(line.key) for line in lines]
    turn.ask("items", "which_items_one_swap", goods=lines_name(lines, turn.language), order=order.id, offered=[f"{order.id} {line.number}" for line in lines])


def _settle(turn: Turn, job: Job, piece: Piece, line: Line, tool: str) -> bool:
    """Whether it is clear what the item becomes (or that it stays)."""
    if piece.settled:
        return True
    if line.product is None:
        turn.say("gone", goods=line_name(line, turn.language))
        turn.act(Act.REFUSE, tool)
        job.pieces.remove(piece)
        return True
    chain = wanted_of(turn, piece, line)
    chosen = choose_variant(line.product, line.variant, chain)
    if chosen.stays:
        turn.say("best_already", goods=line_name(line, turn.language))
        job.pieces.remove(piece)
        return True
    if chosen.drop:
        turn.say("not_to_be_had_dropped", goods=short_name(line, turn.language))
        job.pieces.remove(piece)
        return True
    if chosen.variant and not chosen.impossible:
        piece.chosen = chosen.variant.id
        piece.settled = True
        return True
    return _not_clear(turn, job, piece, line, chosen, tool, asked=any(chain))


def wanted_of(turn: Turn, piece: Piece, line: Line) -> list[Wanted]:
    """All that was said of what the item shall become, what was said last counting most."""
    assert line.product is not None
    for text in reversed(piece.texts):
        if like := _like(turn, text, line):
            return [Wanted(codes=[like])]
    return read_wanted(". ".join(piece.texts), line.product)


def _like(turn: Turn, text: str, line: Line) -> str:
    """The variant that another item of the customer's has, when it shall become like that one."""
    if not _LIKE.search(text):
        return ""
    others = [other for other in turn.own.lines if other.product == line.product and other.key != line.key and other.item != line.item]
    pending = [other for other in others if other.order.status is OrderStatus.PENDING]
    delivered = [other for other in others if other.order.status is OrderStatus.DELIVERED]
    wanted = pending if line.order.status is OrderStatus.DELIVERED else delivered
    found = {other.item for other in wanted or others}
    return found.pop() if len(found) == 1 else ""


def _not_clear(turn: Turn, job: Job, piece: Piece, line: Line, chosen: Chosen, tool: str, *, asked: bool) -> bool:
    goods = line_name(line, turn.language)
    if chosen.impossible and chosen.variant and turn.state.offered == [chosen.variant.id]:  # asked for again: the nearest is laid before them
        piece.chosen, piece.settled = chosen.variant.id, True
        return True
    if not chosen.impossible:
        key = "which_option" if asked else "ask_options"
        _offer(turn, line, chosen.open, key, goods=goods, options=_names_of_options(line))
        return False
    _say_why(turn, line, chosen)
    turn.act(Act.REFUSE, tool, rule="unavailable")
    turn.note("refused", {"tool": tool, "rule": "unavailable", "arguments": {"order_id": job.order, "item": line.item}})
    if not chosen.open:
        turn.say("no_other_version", goods=short_name(line, turn.language))
        job.pieces.remove(piece)
        if not job.pieces:
            job.state = "refused"
        return (not job.pieces and False) or bool(job.pieces)
    _offer(turn, line, chosen.open, "nearest_one" if len(chosen.open) == 1 else "nearest", goods=goods)
    return False


def _say_why(turn: Turn, line: Line, chosen: Chosen) -> None:
    goods = short_name(line, turn.language)
    if chosen.missing:
        turn.say("value_missing", goods=goods, value=next(iter(chosen.missing.values())))
    elif chosen.sold_out:
        turn.say("sold_out", goods=goods)
    else:
        turn.say("no_such_version", goods=goods)


def _offer(turn: Turn, line: Line, variants: tuple[Variant, ...], key: str, **facts: object) -> None:
    assert line.product is not None
    shown = variants[:_MOST]
    listed = [variant_line(line.product, variant, turn.language) for variant in shown]
    turn.ask("options", key, listed=numbered(listed) if len(listed) > 1 else listed[0], offered=[variant.id for variant in shown], **facts)


def _names_of_options(line: Line) -> str:
    assert line.product is not None
    return ", ".join(option_table(line.product).values)


def _count(turn: Turn, order: Order, piece: Piece) -> int:
    return piece.quantity or turn.own.line(order, piece.number).row.quantity


def _difference(turn: Turn, order: Order, job: Job) -> Money:
    """What the new items cost more than the old ones (below 0: less), by the catalogue's price of now."""
    more = 0
    for piece in job.pieces:
        line = turn.own.line(order, piece.number)
        price = next((v.price for v in line.product.variants if v.id == piece.chosen), None) if line.product else None
        more += ((price.amount if price else 0) - line.price.amount) * _count(turn, order, piece)
    return Money(more, order.currency)


def chosen_name(line: Line, piece: Piece, language: str) -> str:
    """What the item becomes, by its options."""
    variant = next((v for v in line.product.variants if v.id == piece.chosen), None) if line.product else None
    return variant_options(variant, "zh" if language == "zh" else "en") if variant else ""
