"""Who a campaign is for: a group, narrowed by conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..shop import Customer, InvalidQuery, Language, Localized
from ..shop.money import exponent
from ..store.protocol import Store
from .pages import pages
from .people import Person
from .segments import BY_KEY, segments

_CONDITION = re.compile(r"\s*(\w+)\s*(<=|>=|!=|=|<|>)\s*(.+?)\s*")
_PAGE = 500
_EVERYBODY = Localized("全部顾客", "Everybody")
Value = float | str | tuple[str, ...] | None
FIELDS: dict[str, Callable[[Person, Customer, datetime], Value]] = {
    "orders": lambda p, _, __: float(p.orders),
    "spent": lambda p, _, __: p.spent.amount / 10 ** exponent(p.spent.currency),
    "visits": lambda p, _, __: float(p.visits),
    "days": lambda p, _, end: float((end - p.last).days) if p.last else None,
    "language": lambda _, c, __: c.language or "",
    "country": lambda _, c, __: c.address.country,
    "tag": lambda _, c, __: c.tags,
}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a customer, such as `orders>=2`, `spent<500`, `days>60` (since the last order), `language=zh`, `tag=vip`."""

    field: str
    sign: str
    value: Value

    @classmethod
    def of(cls, text: str) -> Condition:
        """`InvalidQuery` when it is none."""
        match = _CONDITION.fullmatch(text)
        if match is None or match[1] not in FIELDS:
            raise InvalidQuery(f"where: expected a condition such as orders>=2 on one of {', '.join(FIELDS)}, got {text[:60]!r}")
        field, sign, value = match[1], match[2], match[3]
        if field in ("language", "country", "tag"):
            if sign not in ("=", "!="):
                raise InvalidQuery(f"where: {field} can only be = or != something, got {text[:60]!r}")
            return cls(field, sign, value)
        try:
            return cls(field, sign, float(value))
        except ValueError:
            raise InvalidQuery(f"where: expected a number after {field}{sign}, got {value[:40]!r}") from None

    def holds(self, person: Person, customer: Customer, end: datetime) -> bool:
        """Whether it holds for a customer; a number that is not known fulfils no condition."""
        found = FIELDS[self.field](person, customer, end)
        if isinstance(found, tuple):
            return (self.value in found) is (self.sign == "=")
        return found is not None and _COMPARE[self.sign](found, self.value)


def audience_said(said: str, language: Language) -> str:
    """An audience as a campaign keeps it ("slipping and language=zh"), its group by its name."""
    group, *conditions = said.split(" and ")
    name = BY_KEY[group].name if group in BY_KEY else _EVERYBODY if group == "everybody" else Localized(group, group)
    return " · ".join((name.get(language), *conditions))


def audience(store: Store, segment: str, where: Sequence[str] = ()) -> tuple[list[Customer], list[str]]:
    """The customers of a group ("" for all) of whom every condition holds, in the order of their ids; and the ids of those who have no
    account, so that nothing is known of what they agreed to."""
    conditions = [Condition.of(text) for text in where]
    found = segments(store)
    groups = [found.get(segment)] if segment else found.segments
    members = {person.id: person for each in groups for person in each.members}
    held, unknown = list[Customer](), list[str]()
    for page in pages(sorted(members), _PAGE):
        accounts = store.customers.get_many(page)
        for id in page:
            customer = accounts.get(id) or Customer(id)
            if all(condition.holds(members[id], customer, found.until) for condition in conditions):
                held.append(customer) if id in accounts else unknown.append(id)
    return held, unknown
