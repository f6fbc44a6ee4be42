"""Reading another system's JSON: values by name, an error that names the field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ...shop import InvalidRecord, Localized, Money
from ...text.html import to_line, to_text
from ...text.language import detect


class Payload:
    """An object of a message, with the path at which it stands in it."""

    def __init__(self, data: Any, path: str = "") -> None:
        if not isinstance(data, Mapping):
            raise InvalidRecord(path or "body", "an object", data)
        self._data, self._path = data, path

    @property
    def data(self) -> dict[str, Any]:
        """All of it, as JSON values."""
        return dict(self._data)

    def path(self, name: str) -> str:
        """Where a field stands."""
        return f"{self._path}.{name}" if self._path else name

    def has(self, name: str) -> bool:
        """Whether there is a value that is not null."""
        return self._data.get(name) is not None

    def text(self, name: str) -> str:
        """A text, a number as one; "" where there is none."""
        value = self._data.get(name)
        if value is None or value is False:
            return ""
        if isinstance(value, str | int | float) and value is not True:
            return str(value).strip()
        raise InvalidRecord(self.path(name), "a text", value)

    def flag(self, name: str) -> bool:
        """Whether a value is yes."""
        return self._data.get(name) in (True, 1, "1", "true", "yes")

    def need(self, name: str) -> str:
        """A text that must be there."""
        if value := self.text(name):
            return value
        raise InvalidRecord(self.path(name), "a value: it is required", self._data.get(name))

    def line(self, name: str) -> str:
        """A text without markup, on one line."""
        return to_line(self.text(name))

    def localized(self, name: str, *, body: bool = False) -> Localized:
        """A text without markup in the language that it is in."""
        found = to_text(self.text(name)) if body else self.line(name)
        return Localized.of(found, detect(found)) if found else Localized()

    def whole(self, name: str) -> int | None:
        """A whole number."""
        value = self._data.get(name)
        if value is None or value == "":
            return None
        try:
            number = Decimal(str(value))
            if isinstance(value, bool) or number != number.to_integral_value():
                raise InvalidOperation
        except InvalidOperation:
            raise InvalidRecord(self.path(name), "a whole number", value) from None
        return int(number)

    def decimal(self, name: str) -> Decimal | None:
        """A number, also one in quotes."""
        value = self._data.get(name)
        if value is None or value == "":
            return None
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or isinstance(value, bool):
            raise InvalidRecord(self.path(name), "an amount such as 79.99", value)
        return number

    def money(self, name: str, currency: str) -> Money | None:
        """An amount in major units."""
        amount = self.decimal(name)
        return None if amount is None else Money.of(amount, currency)

    def amount(self, name: str, currency: str) -> Money | None:
        """An amount in major units, None for nothing."""
        amount = self.money(name, currency)
        return amount if amount and amount.amount else None

    def need_moment(self, name: str) -> datetime:
        """A moment that must be there."""
        moment = self.moment(name)
        if moment is None:
            raise InvalidRecord(self.path(name), "an ISO 8601 date and time")
        return moment

    def moment(self, name: str) -> datetime | None:
        """A moment, in UTC where no time zone is given."""
        value = self.text(name)
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise InvalidRecord(self.path(name), "an ISO 8601 date and time", value) from None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def child(self, name: str) -> Payload:
        """An object within; an empty one where there is none."""
        return Payload(self._data.get(name) or {}, self.path(name))

    def children(self, name: str) -> list[Payload]:
        """The objects of a list."""
        items = self._data.get(name) or []
        if not isinstance(items, list):
            raise InvalidRecord(self.path(name), "a list", items)
        return [Payload(item, f"{self.path(name)}[{i}]") for i, item in enumerate(items)]

    def values(self, name: str) -> list[str]:
        """The texts of a list, or of a text that commas part."""
        items = self._data.get(name) or []
        if isinstance(items, str):
            items = items.split(",")
        if not isinstance(items, list):
            raise InvalidRecord(self.path(name), "a list", items)
        return [str(item).strip() for item in items if str(item).strip()]
