"""Reading a message as the answer to what was asked."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from ...shop import Address, Order, OrderStatus
from .amounts import ordinals
from .choose_lines import by_order_ids, described, meant_lines, placed_then
from .cues import ACCOUNT, ADDRESS, EVERYTHING, KEEP
from .heard import Heard
from .named import named_in
from .narrow import narrow
from .own import Line
from .places import holding, meant, sent_there
from .resolve import NUMBER, only_describes, payments
from .state import Job, Piece
from .step_address import keep_address
from .turn import Turn
from .wanted import read_wanted

WHATEVER = re.compile(r"\b(?:whatever|default|not sure|no idea|don'?t know|you (?:choose|pick|decide)|(?:any|either)(?: one| of them)?(?: is| works| will|'s)?|doesn'?t matter|don'?t (?:care|mind)|up to you)\b|默认|不清楚|随便|都行|都可以|你(?:们)?(?:定|看着办|选)|不知道|无所谓")
_ALL = re.compile(r"\b(?:all|both|everything|each|every one|the lot|two of them)\b|全部|都(?!不)|所有|两[个台件块双只把张条款套样单]|全要|全退|一起|俩|统统")
_WHOLE = re.compile(r"\b(?:whole|entire|all of it|everything|that'?s fine|go ahead|cancel (?:it|(?:the|this|that|my) (?:\w+ )?order))\b|取消[^，。]{0,4}(?:订单|[这那]单)|(?:订单|[这那]单)[^，。]{0,4}取消|整(?:个|单)|全部|都取消|一起取消|取消吧|可以")
NOT_WHOLE = re.compile(
    r"\b(?:never|not|don'?t|no)\b[^.,;]{0,25}\b(?:whole|entire|cancel\w*|everything|do that)\b|\b(?:leave|keep) (?:it|the order|that order|everything)\b|\b(?:myself|on my own)\b|自己[^，。]{0,10}(?:取消|弄|办)|不用(?:您|你)|不取消|不要取消|不想取消|别取消|别动|留着|那就算|保持"
)
_STAYS = re.compile(r"\b(?:keep|stays?|staying|leave|not)\b|留着|保留|不动|别动|不取消|不退|不换|不用")
_NEWEST = re.compile(r"\b(?:latest|newest|most recent|last|recent)\b|最近|最新|最后|刚")
_OLDEST = re.compile(r"\b(?:oldest|first one i|earliest|older)\b|最早|最老|较早|早的")


def take_answer(turn: Turn, job: Job, heard: list[Heard]) -> bool:
    """Puts the answer into the job; False when the message does not answer what was asked."""
    expects = turn.state.expects
    if expects == "order":
        return _order(turn, job)
    if expects == "items":
        return _items(turn, job)
    if expects == "choice":
        return _whole(turn, job)
    if expects == "options":
        return _options(turn, job)
    if expects == "payment":
        return _payment(turn, job)
    if expects == "reason":
        return _reason(turn, job)
    if expects == "address":
        return _address(turn, job)
    return False


def _order(turn: Turn, job: Job) -> bool:
    orders = _said_orders(turn)
    if not orders:
        unknown = NUMBER.findall(turn.plain)
        if unknown:
            job.told.append(f"unknown:{unknown[0]}")
        elif named := named_in(turn.plain, turn.own.lines):
            orders = [order for order in turn.own.orders if order.id in turn.state.offered or not turn.state.offered]
            holding = [[order for order in orders if any(each.fits(turn.own.line(order, n)) for n in range(len(order.lines)))] for each in named]
            orders = [order for order in orders if all(order in each for each in holding)] or [order for order in orders if any(order in each for each in holding)]
        if not orders:
            return bool(unknown)
    for extra in orders[1:] if len(orders) > 1 and (_ALL.search(turn.plain) or len(by_order_ids(turn.plain, turn.own)) > 1) else []:
        more = Job.of({**_copied(job), "order": extra.id})
        _fill(turn, more, extra)
        turn.state.jobs.append(more)
    _fill(turn, job, orders[0])
    if job.do == "address" and ACCOUNT.search(turn.plain):
        turn.state.jobs.append(Job("account_address", job.text, verb=job.verb))
    return True


def _said_orders(turn: Turn) -> list[Order]:
    own, plain = turn.own, turn.plain
    if found := by_order_ids(plain, own):
        return [order for order in found if not _set_aside(turn, order)] or found
    offered = [order for id in turn.state.offered if (order := own.order(id))] or list(own.orders)
    for number in ordinals(plain):
        if turn.state.offered and -len(offered) <= number <= len(offered):
            return [offered[number - 1 if number > 0 else number]]
    if len(offered) == 1 and turn.understood.yes:
        return offered
    if _ALL.search(plain) and turn.state.offered:
        return offered
    if _NEWEST.search(plain):
        return [max(offered, key=lambda order: order.placed_at)]
    if _OLDEST.search(plain):
        return [min(offered, key=lambda order: order.placed_at)]
    there = sent_there(plain, offered)
    return there if len(there) == 1 else []


def _set_aside(turn: Turn, order: Order) -> bool:
    """Whether an answer names an order only to say that it stays, or that it gets another address: "#2 I keep"."""
    clauses = re.split(r"[.,;。，；]", turn.plain)
    said = [clause for clause in clauses if order in by_order_ids(clause, turn.own)]
    current = turn.state.current
    return bool(said) and all(_STAYS.search(clause) or (ADDRESS.search(clause) and current is not None and current.do != "address") for clause in said)


def _copied(job: Job) -> dict[str, Any]:
    return asdict(job)


def _fill(turn: Turn, job: Job, order: Order) -> None:
    """The order is known now: with it the items where it holds only one, or where the wish was for all of it."""
    job.order = order.id
    turn.state.focus = [order.id]
    texts = [text for piece in job.pieces for text in piece.texts]
    if job.pieces and job.pieces[0].number >= 0:
        return
    goods = named_in(job.text, turn.own.lines)
    found = meant_lines(job.text, job.verb, goods, turn.own, [order], swap=job.do == "swap") if goods else None
    job.guess = []
    if found and found.sure:
        job.pieces = [Piece(line.number, texts=list(texts)) for line in found.sure]
        job.whole = False
    elif job.do == "cancel" or len(order.lines) == 1 or EVERYTHING.search(job.text):
        job.whole = job.do == "cancel"
        job.pieces = [Piece(number, texts=list(texts)) for number in range(len(order.lines))]
    elif found and found.open:
        job.guess = [list(line.key) for lines in found.open for line in lines]
        job.order, job.pieces = "", [Piece(-1, texts=list(texts))]
    else:
        job.pieces = []


def _candidates(turn: Turn, job: Job) -> list[Line]:
    """The lines that were offered: those that were guessed, or all of the order."""
    own = turn.own
    if job.guess:
        return [own.line(order, number) for id, number in job.guess if (order := own.order(id))]
    order = own.order(job.order)
    return [own.line(order, number) for number in range(len(order.lines))] if order else []


def _one_order(turn: Turn, job: Job) -> bool:
    """Takes an answer that tells which of several orders it is about; which goods of it is asked then, where it holds more than one."""
    ids = list(dict.fromkeys(str(id) for id, _ in job.guess))
    orders = [order for id in ids if (order := turn.own.order(id))]
    if len(orders) < 2 or named_in(turn.plain, turn.own.lines):
        return False
    said = [order for order in by_order_ids(turn.plain, turn.own) if order in orders]
    if not said and turn.state.offered == ids:
        said = [orders[number - 1 if number > 0 else number] for number in ordinals(turn.plain) if -len(orders) <= number <= len(orders)][:1]
    if not said and (_NEWEST.search(turn.plain) or _OLDEST.search(turn.plain)):
        said = [(max if _NEWEST.search(turn.plain) else min)(orders, key=lambda order: order.placed_at)]
    then = [] if said else [order for order in orders if placed_then(turn.plain, order)]
    if 1 < len(then) < len(orders):
        job.guess = [[id, number] for id, number in job.guess if any(order.id == id for order in then)]
        return True
    said = said or then
    if len(said) == 1:
        _fill(turn, job, said[0])
    return len(said) == 1


def _items(turn: Turn, job: Job) -> bool:
    if _one_order(turn, job):
        return True
    lines = _said_lines(turn, job, _candidates(turn, job))
    if not lines:
        return False
    texts = [text for piece in job.pieces for text in piece.texts] or ([job.text] if job.do == "swap" else [])
    texts = [*texts, turn.plain] if job.do == "swap" else []
    job.guess = []
    by_order: dict[str, list[Line]] = {}
    for line in lines:
        by_order.setdefault(line.order.id, []).append(line)
    for number, (id, found) in enumerate(by_order.items()):
        target = job if number == 0 else Job.of({**_copied(job), "pieces": []})
        target.order, target.whole = id, False
        if job.verb == "both":
            target.do = "cancel" if found[0].order.status is OrderStatus.PENDING else "return"
        target.pieces = [Piece(line.number, texts=_without_description(texts, line)) for line in found]
        if number:
            turn.state.jobs.append(target)
    turn.state.lines = [list(line.key) for line in lines]
    turn.state.focus = list(by_order)
    _merge(turn, job)
    return True


def _without_description(texts: list[str], line: Line) -> list[str]:
    """What is wanted in place of a line, without the last text where that only tells the line from others: "the 15-inch one with 32GB"."""
    earlier = texts[:-1]
    told = _told(Piece(line.number, texts=earlier), line)
    return earlier if told and only_describes(texts[-1], line) else list(texts)


def _merge(turn: Turn, job: Job) -> None:
    """One job for an order and a wish: what was open for the same goes into this one."""
    for other in turn.state.open:
        if other is not job and other.do == job.do and other.order == job.order:
            numbers = {piece.number for piece in job.pieces}
            job.pieces += [piece for piece in other.pieces if piece.number >= 0 and piece.number not in numbers]
            job.pay, job.reason = job.pay or other.pay, job.reason or other.reason
            other.state = "dropped"


def _said_lines(turn: Turn, job: Job, candidates: list[Line]) -> list[Line]:
    plain = turn.plain
    if ids := by_order_ids(plain, turn.own):
        candidates = [line for line in candidates if line.order in ids] or candidates
        if len(candidates) == 1:
            return candidates
    named = named_in(plain, turn.own.lines)
    if named and KEEP.search(plain) and _ALL.search(plain):
        return [line for line in candidates if not any(each.fits(line) for each in named)]
    if named:
        orders = list({line.order.id: line.order for line in candidates}.values())
        found = meant_lines(plain, "", named, turn.own, orders, swap=False)
        keys = {line.key for line in candidates}
        sure = [line for line in found.sure if line.key in keys]
        if sure:
            return sure
        if found.open and (left := [line for line in found.open[0] if line.key in keys]):
            candidates = left
    for number in ordinals(plain):
        if -len(candidates) <= number <= len(candidates):
            return [candidates[number - 1 if number > 0 else number]]
    fitting = described(plain, candidates)
    if len(fitting) < len(candidates) or len(candidates) == 1:
        return fitting if len(fitting) == 1 or _ALL.search(plain) or len({line.item for line in fitting}) == 1 else []
    if _ALL.search(plain):
        return candidates
    by_status = [line for line in candidates if sent_there(plain, [line.order])]
    return by_status if len(by_status) == 1 else []


def _whole(turn: Turn, job: Job) -> bool:
    """The answer to "only the whole order can be cancelled, shall I?"."""
    if turn.understood.yes is None and NOT_WHOLE.search(turn.plain):
        job.state = "dropped"
        turn.say("left_as_it_is")
        return True
    if turn.understood.yes is not False and (turn.understood.yes or _WHOLE.search(turn.plain)):
        job.whole = True
        job.reason = turn.understood.slots.reason or job.reason
        return True
    if turn.understood.yes is False:
        job.state = "dropped"
        turn.say("left_as_it_is")
        return True
    return False


def _options(turn: Turn, job: Job) -> bool:
    """Which other version an item becomes: one of those offered, or more words about it."""
    order = turn.own.order(job.order)
    piece = next((piece for piece in job.pieces if not piece.settled), None)
    if order is None or piece is None:
        return False
    offered = turn.state.offered
    if _of_others(turn, job, order):
        return False
    if narrow(turn, job):
        left = [each for each in job.pieces if not each.settled]
        if left and left[0] is not piece:
            _several(turn, job, order, piece)
        elif left:
            _several(turn, job, order, left[0])
        return True
    if _several(turn, job, order, piece):
        return True
    line = turn.own.line(order, piece.number)
    said = read_wanted(turn.plain, line.product) if line.product else []
    if any(said):
        piece.texts.append(turn.plain)
        return True
    chosen = next((offered[number - 1 if number > 0 else number] for number in ordinals(turn.plain) if -len(offered) <= number <= len(offered)), "")
    if not chosen and offered and (turn.understood.yes or WHATEVER.search(turn.plain)):
        chosen = offered[0] if len(offered) == 1 or WHATEVER.search(turn.plain) else ""
    if chosen and WHATEVER.search(turn.plain) and len(offered) > 1 and not _told(piece, line):
        job.pieces.remove(piece)
        job.state = job.state if job.pieces else "dropped"
        turn.say("left_out_item" if job.pieces else "left_as_it_is")
        return True
    if chosen:
        piece.chosen, piece.settled = chosen, True
        return True
    if turn.understood.yes is False or re.search(r"\b(?:keep|leave|forget|skip)\b|不换|算了|留着", turn.plain):
        job.pieces.remove(piece)
        if job.pieces:
            turn.say("left_out_item")
        return True
    return False


def _of_others(turn: Turn, job: Job, order: Order) -> bool:
    """Whether a message names only goods of the customer that were not asked about."""
    named = named_in(turn.plain, turn.own.lines)
    asked = [turn.own.line(order, piece.number) for piece in job.pieces]
    return bool(named) and not any(each.fits(line) for each in named for line in asked) and any(each.fits(line) for each in named for line in turn.own.lines)


def _told(piece: Piece, line: Line) -> bool:
    """Whether anything was said of what an item shall become."""
    return line.product is not None and any(any(read_wanted(text, line.product)) for text in piece.texts)


def _several(turn: Turn, job: Job, order: Order, asked: Piece) -> bool:
    """An answer that names several of the items: each gets what is said of it."""
    pieces = {piece.number: piece for piece in job.pieces}
    named = [(each, piece) for each in named_in(turn.plain, turn.own.lines) for piece in pieces.values() if each.fits(turn.own.line(order, piece.number))]
    if len({piece.number for _, piece in named}) < 2 and not (named and named[0][1] is not asked):
        return False
    for place, (each, piece) in enumerate(named):
        end = next((later.begin for later, other in named[place + 1 :] if other is not piece), len(turn.plain))
        start = 0 if place == 0 else each.begin
        text, line = turn.plain[start:end].strip(" ,.;，。；"), turn.own.line(order, piece.number)
        if line.product and any(read_wanted(text, line.product)):
            piece.texts.append(text)
            piece.settled = False
    return True


def _payment(turn: Turn, job: Job) -> bool:
    found = payments(turn, turn.text)
    offered = turn.state.offered
    if found:
        job.pay = found
        return True
    for number in ordinals(turn.plain):
        if -len(offered) <= number <= len(offered):
            job.method = offered[number - 1 if number > 0 else number]
            return True
    if offered and (WHATEVER.search(turn.plain) or (turn.understood.yes and len(offered) == 1)):
        job.method = offered[0]
        return True
    return False


def _reason(turn: Turn, job: Job) -> bool:
    reason = turn.understood.slots.reason
    if reason:
        job.reason = reason
    elif WHATEVER.search(turn.plain) or "again" in job.asked:
        job.reason = "no longer needed"
    else:
        job.asked.append("again")
        return "reason" in job.asked and bool(re.search(r"\w{3}|[一-鿿]{2}", turn.plain))
    for other in turn.state.open:
        if other.do == "cancel" and not other.reason:
            other.reason = job.reason
    return True


def _address(turn: Turn, job: Job) -> bool:
    slots, offered = turn.understood.slots, turn.state.offered
    if slots.addresses:
        said = slots.addresses[-1]
        if job.address and not (said.line1 and said.city):
            job.address = {**job.address, **{name: value for name, value in _parts(said).items() if value}}
        else:
            keep_address(turn, job, said)
        return True
    if job.address and (zips := re.findall(r"(?<!\d)\d{4,6}(?!\d)", turn.plain)):
        job.address["postcode"] = zips[-1]
        return True
    for number in ordinals(turn.plain):
        if offered and -len(offered) <= number <= len(offered):
            job.text += f" {offered[number - 1 if number > 0 else number].lower()}"
            return True
    order = turn.own.order(job.order)
    beside = {each.address for each in holding(turn.plain, turn.own) if each.id != job.order}
    if len(beside) == 1:
        job.address = asdict(beside.pop())
        return True
    if (offered or len(turn.plain) > 3) and meant(turn.plain, turn.own, order):
        job.text = turn.plain
        return True
    return False


def _parts(address: Address) -> dict[str, str]:
    return asdict(address)
