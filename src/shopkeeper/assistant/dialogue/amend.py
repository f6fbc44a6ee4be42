"""Changing what lies before the customer: another payment method, one more item, "only the lamp", "no, the other one"."""

from __future__ import annotations

from dataclasses import replace

from .choose_lines import by_order_ids, described, meant_lines
from .comparing import price_extreme
from .cues import ALSO, INSTEAD, ONLY, TOO
from .heard import Heard
from .listen import add, extend
from .narrow import narrow
from .own import Line
from .product_options import option_table
from .resolve import jobs_of, payments
from .state import Job, Piece
from .step_address import keep_address
from .turn import Turn
from .wanted import read_wanted


def amend(turn: Turn, job: Job, heard: list[Heard]) -> bool:
    """Takes into the job what a message changes of it, and puts other wishes on the agenda; whether there was anything."""
    changed = False
    acts = [each for each in heard if each.do not in ("ask", "")]
    if found := payments(turn, turn.text):
        job.pay, job.method = found, ""
        changed = True
    if turn.understood.slots.addresses and job.do in ("address", "account_address"):
        keep_address(turn, job, turn.understood.slots.addresses[-1])
        return True
    if turn.understood.slots.reason and job.do == "cancel" and turn.understood.slots.reason != job.reason:
        job.reason = turn.understood.slots.reason
        changed = True
    loose = [each for each in heard if not each.do and each.goods]
    if job.do in ("return", "swap") and not loose and not any(each.goods for each in acts) and _another(turn, job):
        return True
    if job.do in ("return", "swap") and narrow(turn, job):
        changed = True
        if job.state == "dropped":
            turn.say("left_out")
            acts = [each for each in acts if not _same(job, each) or each.everything]
    elif job.do in ("return", "swap", "cancel"):
        for each in [*acts, *loose]:
            changed = _items(turn, job, each) or changed
        changed = _texts(turn, job, acts) or changed
    others = [each for each in acts if not _same(job, each)]
    refused = turn.understood.yes is False and not changed
    if others and (refused or _another_way(turn, job, others)):
        job.state, changed = "dropped", True
    if others:
        changed = add(turn, [*others, *(each for each in heard if each.do == "ask")], turn.text) or changed
    return changed


def _another_way(turn: Turn, job: Job, others: list[Heard]) -> bool:
    """Whether something else shall be done with all that lies before the customer: "exchange it rather than return it"."""
    order = turn.own.order(job.order)
    lines = [turn.own.line(order, piece.number) for piece in job.pieces] if order else []
    goods = [named for each in others if each.do in ("return", "swap", "cancel") for named in each.goods]
    return bool(lines) and job.do in ("return", "swap") and all(any(named.fits(line) for named in goods) for line in lines)


def _another(turn: Turn, job: Job) -> bool:
    """Another item of the same kind, by its description: "no, the more expensive one"."""
    order = turn.own.order(job.order)
    lines = [turn.own.line(order, piece.number) for piece in job.pieces] if order else []
    if len(lines) != 1 or not order:
        return False
    alike = [line for line in turn.own.lines if line.order.status is order.status and line.kinds & lines[0].kinds]
    meant = described(turn.plain, alike) if job.do == "return" or price_extreme(turn.plain) else []
    if len(meant) != 1 or meant[0].key == lines[0].key or len(alike) < 2:
        return False
    job.order, job.pieces, job.method = meant[0].order.id, [Piece(meant[0].number, texts=job.pieces[0].texts)], ""
    return True


def _same(job: Job, heard: Heard) -> bool:
    return heard.do == job.do or (heard.do == "cancel" and job.do == "return")


def _items(turn: Turn, job: Job, heard: Heard) -> bool:
    """Goods that are named with the same wish or none: more of them, or these only."""
    if heard.do and not _same(job, heard):
        return False
    order = turn.own.order(job.order)
    text = heard.text(turn.plain)
    if order is None or (heard.everything and not heard.goods and not heard.kept):
        return _all_of_it(turn, job, heard) if order else False
    here = meant_lines(turn.plain, "", heard.goods, turn.own, [order], swap=job.do == "swap")
    lines = here.sure or [line for lines in here.open for line in lines]
    kept = [line for named in heard.kept for line in _own_lines(turn, job) if named.fits(line)]
    if kept and not lines:
        numbers = {line.number for line in kept}
        left = [piece for piece in job.pieces if piece.number not in numbers]
        changed = len(left) < len(job.pieces) and bool(left)
        job.pieces = left if changed else job.pieces
        return changed
    if not lines:
        return _elsewhere(turn, job, heard)
    if here.unknown:
        _elsewhere(turn, job, replace(heard, goods=here.unknown, kept=[], everything=False))
    narrows = ONLY.search(turn.plain) or (INSTEAD.search(turn.plain) and not ALSO.search(turn.plain)) or turn.understood.yes is False
    return _only(job, lines, text) if narrows and not heard.also and not TOO.search(text) else _more(job, lines, text)


def _own_lines(turn: Turn, job: Job) -> list[Line]:
    order = turn.own.order(job.order)
    return [turn.own.line(order, number) for number in range(len(order.lines))] if order else []


def _all_of_it(turn: Turn, job: Job, heard: Heard) -> bool:
    numbers = [line.number for line in _own_lines(turn, job)]
    if job.do == "swap" or {piece.number for piece in job.pieces} == set(numbers):
        return False
    job.pieces = [Piece(number) for number in numbers]
    job.whole = job.do == "cancel"
    return True


def _only(job: Job, lines: list[Line], text: str) -> bool:
    numbers = {line.number for line in lines}
    left = [piece for piece in job.pieces if piece.number in numbers]
    if not left:
        left = [Piece(number, texts=[text] if job.do == "swap" else []) for number in sorted(numbers)]
    changed = {piece.number for piece in left} != {piece.number for piece in job.pieces}
    job.pieces = left
    return changed


def _more(job: Job, lines: list[Line], text: str) -> bool:
    before = {piece.number for piece in job.pieces}
    extend(job, [Piece(line.number, texts=[text] if job.do == "swap" else []) for line in lines])
    return before != {piece.number for piece in job.pieces} or (job.do == "swap" and any(not piece.settled for piece in job.pieces))


def _elsewhere(turn: Turn, job: Job, heard: Heard) -> bool:
    """The goods lie in another order: one more thing to do, with the same wish."""
    again = Heard(heard.do or job.do, heard.verb or job.verb, heard.spans, heard.goods, heard.kept, heard.everything)
    jobs = [each for each in jobs_of(turn, again, turn.plain, by_order_ids(turn.plain, turn.own)) if each.order]
    for each in jobs:
        each.pay = each.pay or job.pay
    turn.state.jobs += jobs
    return bool(jobs)


def _texts(turn: Turn, job: Job, acts: list[Heard]) -> bool:
    """Other options for the items that are being swapped: "make it the blue one"."""
    if job.do != "swap" or any(each.goods for each in acts):
        return False
    order = turn.own.order(job.order)
    changed = False
    for piece in job.pieces if order else []:
        line = turn.own.line(order, piece.number) if order else None
        if line and line.product and option_table(line.product).values and any(read_wanted(turn.plain, line.product)) and _speaks(turn, line):
            piece.texts.append(turn.plain)
            piece.settled, changed = False, True
    return changed


def _speaks(turn: Turn, line: Line) -> bool:
    assert line.product is not None
    wish = read_wanted(turn.plain, line.product)[0]
    return bool(wish.asked or wish.compared or wish.avoided or wish.codes or wish.preferred)
