"""Customers, one a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...shop import Address, Customer, Language, from_dict
from .columns import Columns
from .layout import OneRow, hashed_id
from .names import full_name
from .orders import address_of
from .values import items, line, moment, text

LANGUAGES: dict[str, Language] = {
    **dict.fromkeys(("zh", "cn", "chinese", "中文", "汉语"), "zh"),
    **dict.fromkeys(("en", "english", "英文", "英语"), "en"),
}


class Customers(OneRow):
    """Each row is a customer; without an id the email, then the phone, is the id."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        source = columns.of("id") or columns.of("email") or columns.of("phone")
        self.ids = f"column {source}" if source else "a hash of the row, as it has no id, email or phone"

    def record(self, values: Mapping[str, Any]) -> Customer:
        """The customer of a row."""
        one = self.columns.cells(values).one
        get = {name: line(cell.value) for name, cell in one.items() if name not in ("tags", "tastes", "address")}
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
        )


def language_of(word: str) -> Language | None:
    """The language that a code or a name says ("zh-CN", "English", "中文"); None for another one."""
    return LANGUAGES.get(text(word).lower().replace("_", "-").split("-")[0])
