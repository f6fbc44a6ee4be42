"""The shopper's basket as the assistant has it: what it can do with one, and what a message wants of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ..shop import Language, Localized, Money
from ..shop.cart import PricedCart, PricedLine
from ..text.normalise import normalise
from .session import Session

PART = "basket"  # of a session's memory: the id of the basket

_CART = r"购物车|购物袋|(?<![a-z])(?:basket|cart|shopping bag|bag)(?![a-z])"
_SHOW = re.compile(
    rf"(?:看看|看下|看一下|查看|打开|显示|有什么|有哪些|有啥|多少(?:件|钱)).*(?:{_CART})|(?:{_CART})[里中的]*(?:都|现在|一共|总共)?(?:有|是|装|放)?(?:了)?(?:什么|哪些|啥|多少|几件|怎么样|看看)|"
    rf"\b(?:what'?s|what is|what do i have|show|see|view|look at|check|how many|how much).*(?:{_CART})|^(?:my |我的)?(?:{_CART})[?？!。.]?$")
_EMPTY = re.compile(rf"清空.*(?:{_CART})|(?:{_CART}).*清空|\b(?:empty|clear) (?:out )?(?:my |the )?(?:{_CART})|\b(?:remove|take) everything\b.*(?:{_CART})")
_REMOVE = re.compile(
    rf"(?:{_CART}).*(?:删|去掉|拿掉|拿出|移除|移出|取出|不要了)|(?:删|去掉|拿掉|拿出|移除|移出|取出).*(?:{_CART})|"
    rf"\b(?:remove|delete|take|drop|get rid of)\b.*(?:{_CART})")
_TAKE_OUT = re.compile(r"(?:再?帮我|把|给我)?.{0,12}(?:删掉|去掉|拿掉|移除|删了|拿出来)|\b(?:remove|delete|take out|drop) (?:it|that|this|one|the)\b|\btake (?:it|that|this) out\b")
_SET = re.compile(
    r"(?:数量)?(?:改成|改为|换成|变成|要)\s?(\d{1,4}|[一二两三四五六七八九十])\s?[个件双台套瓶盒包条只份副把张]|"
    r"\bmake (?:it|that|them) (\d{1,4}|one|two|three|four|five|six|ten)\b|\bchange (?:it|that|the (?:quantity|number)) to (\d{1,4}|one|two|three|four|five|six|ten)\b")
_COUNT = re.compile(
    r"(?<![第\d.])(\d{1,3}|[一二两三四五六七八九十])\s?[个件双台套瓶盒包条只份副把张](?!裤)|"
    r"\b(?:add|take|want|buy|order|get|put|have)\s+(?:me )?(\d{1,3}|two|three|four|five|six|ten)(?=\s+(?:of|more|pairs?|pieces?|x)\b|\s+(?:to|in|into)\b)")  # fmt: skip
_NUMBERS = {
    **{sign: n for n, sign in enumerate("一二三四五六七八九十", 1)}, "两": 2, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}  # fmt: skip


class Basket(Protocol):
    """The baskets of a shop's visitors. A conversation has one, made when something is first put into it. All answer the basket as it is
    kept then, at the prices of now."""

    def look(self, session: Session) -> PricedCart | None:
        """The basket of a conversation; None when it has none."""

    def add(self, session: Session, variant_id: str, quantity: int) -> PricedCart:
        """With so many more of a variant; once a turn. `InvalidRecord` when there are not so many, or it is not sold."""

    def set(self, session: Session, variant_id: str, quantity: int) -> PricedCart:
        """With so many of a variant, 0 takes it out; `InvalidRecord` as for `add`, `NotFound` without a basket."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a message wants of the basket: `do` is show, empty, remove or set (to `count`)."""

    do: str
    count: int = 0


def wish_of(text: str, *, touched: bool) -> Wish | None:
    """What a message wants of the basket beside putting something in; None for nothing. `touched` says that the last turn was about the
    basket, so that it need not be named."""
    said = normalise(text)
    if _EMPTY.search(said):
        return Wish("empty")
    if _REMOVE.search(said) or (touched and _TAKE_OUT.search(said)):
        return Wish("remove")
    if (match := _SET.search(said)) and (touched or re.search(_CART, said)):
        return Wish("set", _number(next(group for group in match.groups() if group)))
    return Wish("show") if _SHOW.search(said) else None


def names_basket(text: str) -> bool:
    """Whether a message speaks of a basket."""
    return re.search(_CART, normalise(text)) is not None


def count_of(text: str) -> int:
    """How many are wanted, as a normalised message says; 1 where it does not."""
    match = _COUNT.search(text)
    return max(_number(next(group for group in match.groups() if group)), 1) if match else 1


def view(basket: PricedCart | None, language: Language) -> dict[str, Any]:
    """A basket as JSON values, without its id: `count` of pieces, `lines`, `subtotal`."""
    lines = basket.lines if basket else ()
    return {
        "count": sum(line.quantity for line in lines), "lines": [_line(line, language) for line in lines],
        "subtotal": _money(basket.subtotal) if basket else None}  # fmt: skip


def title_of(line: PricedLine) -> Localized:
    """What lies in a line, its options behind it; the id of what is not sold any more."""
    if line.product is None:
        return Localized(line.variant_id, line.variant_id)
    zh, en = (" ".join(option.value.get(language) for option in line.variant.options) if line.variant else "" for language in ("zh", "en"))
    title = line.product.title
    return Localized(f"{title.get('zh')}（{zh}）" if zh else title.get("zh"), f"{title.get('en')} ({en})" if en else title.get("en"))


def _line(line: PricedLine, language: Language) -> dict[str, Any]:
    return {
        "variant_id": line.variant_id, "product_id": line.product.id if line.product else None, "title": title_of(line).get(language),
        "quantity": line.quantity, "unit_price": _money(line.unit_price), "total": _money(line.total)}  # fmt: skip


def _money(value: Money | None) -> Mapping[str, Any] | None:
    return {"amount": value.amount, "currency": value.currency} if value else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBERS[text]
