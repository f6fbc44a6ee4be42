"""All facts of a message together."""

from __future__ import annotations

import re

from ....shop import Language
from ....text.numbers import halfwidth
from ..understood import Slots
from .addresses import find_addresses
from .dates import find_dates
from .items import everything, find_items, find_ordinals
from .numbers import find_numbers
from .options import find_options
from .payment import find_payments, find_reason
from .persons import find_names
from .words import MEASURES, count_of

_ZIP = re.compile(r"(?<![\w#$¥.-])\d{5}(?![\w.])", re.A)
_QUANTITY = re.compile(
    rf"(?<![\w#.$¥-])(\d{{1,3}}|[一二两俩三四五六七八九十])\s?(?:[{MEASURES}](?![一-鿿]*(?:月|小时))|pcs?\b|pieces?\b|units?\b|of (?:them|those|these|it)\b|pairs?\b|sets?\b|items?\b|x\b)"
    r"|(?<![a-z])(two|three|four|five|six|seven|eight|nine|ten|a couple) (?:of|pairs?|sets?|more|pieces?|items?|units?)\b|\bx\s?(\d{1,2})\b|(?:quantity|qty|数量)(?:\s|:|：|to|of|是|改成|为)*(\d{1,3})", re.I | re.A,
)  # fmt: skip


def find_slots(text: str, language: Language, expects: str = "") -> Slots:
    """What a message names. `expects` is what the assistant has just asked for: it makes short answers readable."""
    text = halfwidth(text)
    numbers = find_numbers(text, expects)
    addresses = find_addresses(_without(text, numbers.order_ids + numbers.emails))
    names = find_names(text, expects, bool(numbers.zips or _ZIP.search(text)))
    zips = list(numbers.zips) or (_zips(text) if names else [])
    zips = [zip for zip in zips if not any(zip == address.postcode for address in addresses)] if expects != "identity" else zips
    payments = find_payments(text)
    lines = [part for address in addresses for part in (address.line1, address.line2, address.city, address.region, address.postcode) if part]
    plain = _without(text, [*numbers.order_ids, *numbers.emails, *names, *lines, *(wish.text for wish in payments if len(wish.text) > 4)])
    return Slots(
        order_ids=tuple(numbers.order_ids), tracking=tuple(numbers.tracking), emails=tuple(numbers.emails), phones=tuple(numbers.phones),
        names=tuple(names), zips=tuple(zips), addresses=tuple(addresses), items=tuple(find_items(plain, language)),
        options=tuple(find_options(plain, expects)), payments=tuple(payments), reason=find_reason(text, expects),
        quantities=_quantities(plain), amounts=tuple(numbers.amounts), dates=tuple(find_dates(plain)),
        ordinals=tuple(find_ordinals(plain)), everything=everything(plain),
    )  # fmt: skip


def _zips(text: str) -> list[str]:
    return _ZIP.findall(text)


def _quantities(text: str) -> tuple[int, ...]:
    found = (next(group for group in match.groups() if group) for match in _QUANTITY.finditer(text))
    return tuple(count for said in found if (count := count_of(said.removeprefix("a "))))


def _without(text: str, parts: list[str]) -> str:
    """The text with something else in place of the parts, so that their digits and words are not read a second time."""
    for part in parts:
        text = re.sub(rf"(?:(?<![a-z])(?:my|the) )?(?<![a-z]){re.escape(part)}(?![a-z])", " , ", text, flags=re.I)
    return text
