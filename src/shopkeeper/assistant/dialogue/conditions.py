"""Wishes on a condition that the records decide: "if it costs more than $300, cancel it", 不到200就换."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ...shop import Money
from .heard import Heard, hear
from .named import named_in
from .own import Line
from .turn import Turn

_AMOUNT = r"(?:[$¥￥€£]|usd|us\$)?\s?(\d[\d,]*(?:\.\d+)?)\s?(?:dollars|bucks|usd|美元|美金|元|块钱?|刀)?"
_MORE = re.compile(
    rf"\b(?:more|greater|higher|over|above|costlier|pricier|dearer|exceeds?|upwards)\b(?: expensive)?(?: than| of)?\s*{_AMOUNT}|(?:超过|高于|大于|多于|贵过|不止)\s*{_AMOUNT}|{_AMOUNT}\s*(?:以上|往上|朝上|开外)"
)
_LESS = re.compile(
    rf"\b(?:less|lower|cheaper|under|below|within|at most|up to|no more)\b(?: than)?\s*{_AMOUNT}|(?:不到|低于|少于|小于|不超过|便宜过|没到|不足|不满)\s*{_AMOUNT}|{_AMOUNT}\s*(?:以下|以内|之内|之下)"
)


def decided(turn: Turn, heard: list[Heard]) -> list[Heard]:
    """The wishes without those whose condition does not hold; what is wanted in that case stands in their place."""
    found: list[Heard] = []
    for each in heard:
        holds = _holds(turn, each) if each.when else None
        found += [each] if holds is not False else _instead(turn, each)
        if holds is True:
            each.otherwise = ""
    return found


def _holds(turn: Turn, heard: Heard) -> bool | None:
    """Whether the price that a condition speaks of is so; None where it is not clear which that is."""
    price = _price(turn, heard)
    for pattern, sign in ((_LESS, -1), (_MORE, 1)):
        if price is not None and (match := pattern.search(heard.when)):
            said = Money.of(Decimal(next(group for group in match.groups() if group).replace(",", "")), price.currency)
            return (price.amount - said.amount) * sign > 0
    return None


def _price(turn: Turn, heard: Heard) -> Money | None:
    """The price that was told last, or that of the only goods that are spoken of."""
    if turn.state.told:
        return Money(int(turn.state.told["amount"]), str(turn.state.told["currency"]))
    lines = _lines(turn, heard)
    prices = {line.price for line in lines}
    return prices.pop() if len(prices) == 1 else None


def _lines(turn: Turn, heard: Heard) -> list[Line]:
    goods = heard.goods or named_in(heard.when, turn.own.lines)
    if goods:
        return [line for line in turn.own.lines if any(named.fits(line) for named in goods)]
    return [turn.own.line(order, number) for id, number in turn.state.lines if (order := turn.own.order(id))]


def _instead(turn: Turn, heard: Heard) -> list[Heard]:
    """What is wanted when the condition of a wish does not hold, of the same goods where none are named."""
    found = [each for each in hear(heard.otherwise, turn.own) if each.do and each.do != "ask"] if heard.otherwise else []
    return [replace(each, spans=heard.spans, goods=each.goods or heard.goods, when="") for each in found]
