"""Customers, one a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...shop import CHANNELS, Address, Customer, Language, from_dict
from .columns import Columns
from .layout import OneRow, hashed_id
from .names import full_name
from .orders import address_of
from .values import Cell, choice, items, line, moment, table, text

LANGUAGES: dict[str, Language] = {
    **dict.fromkeys(("zh", "cn", "chinese", "中文", "汉语"), "zh"),
    **dict.fromkeys(("en", "english", "英文", "英语"), "en"),
}


_AGREED = table(
    yes="yes true y t 1 on subscribed subscribe optin optedin confirmed singleoptin confirmedoptin 是 已订阅 订阅 同意 接受",
    no="no false n f 0 off unsubscribed notsubscribed pending optout optedout never redacted invalid 否 未订阅 退订 已退订 不同意 拒绝",
)(str)


class Customers(OneRow):
    """Each row is a customer; without an id the email, then the phone, is the id."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        source = columns.of("id") or columns.of("email") or columns.of("phone")
        self.ids = f"column {source}" if source else "a hash of the row, as it has no id, email or phone"

    def record(self, values: Mapping[str, Any]) -> Customer:
        """The customer of a row."""
        one = self.columns.cells(values).one
        get = {name: line(cell.value) for name, cell in one.items() if name not in ("tags", "tastes", "address", "excludes")}
        name = get.get("name") or full_name(get.get("first_name", ""), get.get("last_name", ""))
        phone = (get.get("phone") or get.get("other_phone", "")).lstrip("'")
        nested = one["address"].value if "address" in one else None
        return Customer(
            id=get.get("id", "").lstrip("'") or get.get("email") or phone or hashed_id(values),
            name=name,
            email=get.get("email", ""),
            phone=phone,
            address=from_dict(Address, nested, "address") if isinstance(nested, dict) else address_of(one),
            language=language_of(get.get("language", "")),
            created_at=moment(one["created_at"]) if "created_at" in one else None,
            tags=tuple(items(one["tags"].value)) if "tags" in one else (),
            tastes=tuple(items(one["tastes"].value)) if "tastes" in one else (),
            excludes=tuple(items(one["excludes"].value)) if "excludes" in one else (),
            consents=consents_of(one),
        )


def consents_of(one: Mapping[str, Cell]) -> tuple[str, ...]:
    """The channels that somebody agreed to: those a list names, and those whose own column says yes. A word that is neither
    yes nor no is refused: nobody is written to by mistake."""
    listed = [word.lower() for word in items(one["consents"].value)] if "consents" in one else []
    own = [name for name in CHANNELS if f"accepts_{name}" in one and choice(one[f"accepts_{name}"], _AGREED, "yes or no") == "yes"]
    return tuple(dict.fromkeys([*listed, *own]))


def language_of(word: str) -> Language | None:
    """The language that a code or a name says ("zh-CN", "English", "中文"); None for another one."""
    return LANGUAGES.get(text(word).lower().replace("_", "-").split("-")[0])
