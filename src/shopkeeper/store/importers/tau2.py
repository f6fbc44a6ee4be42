"""The database of tau2-bench's retail domain, `db.json`: products, users and orders in one object."""

from __future__ import annotations

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import orjson

from ...shop import (
    Address,
    Customer,
    Fulfilment,
    InvalidFile,
    InvalidRecord,
    ItemChange,
    Localized,
    Money,
    Option,
    Order,
    OrderLine,
    OrderRequest,
    OrderStatus,
    Payment,
    PaymentKind,
    PaymentMethod,
    Product,
    RequestKind,
    Variant,
)
from ...text.language import detect
from . import limits
from .countries import country_code
from .layout import OneRow
from .row import Row
from .rows import Opened, Source, first_bytes

T = TypeVar("T")
Json = Mapping[str, Any]
PARTS = ("products", "users", "orders")
FIRST_ORDER = datetime(2024, 1, 1, tzinfo=UTC)  # orders have no date there: a day later for each that the user placed before
_BEGINS = re.compile(rb'\s*\{\s*"(?:products|users|orders)"\s*:\s*\{')
_PLACE = "place"
_METHODS = {kind.value: kind for kind in PaymentKind}


@dataclass(frozen=True)
class WholeFile(Source):
    """The file read as rows: products, users, orders; each order with its place among those of its user."""

    def rows(self, only: Sequence[str] | None = None, at: Callable[[int], None] | None = None) -> Iterator[Row]:
        """See `Source.rows`."""
        yield from _rows(self.path, _loaded(self.path, self.compressed))
        if at:
            at(self.size)


def whole_file(path: Path) -> Source | None:
    """The source of rows when the file begins as such a database does; `InvalidFile` when it goes on otherwise."""
    head, compressed = first_bytes(path)
    if not _BEGINS.match(head.removeprefix(b"\xef\xbb\xbf")):
        return None
    first = tuple(row for row, _ in zip(_rows(path, _loaded(path, compressed)), range(100), strict=False))
    columns = tuple(dict.fromkeys(name for row in first for name in row.values))
    return WholeFile(path, "json", compressed, "utf-8", "", columns, first)


def is_tau2(rows: Sequence[Row]) -> bool:
    """Whether rows are parts of such a database."""
    return bool(rows) and all(not row.problem and _kind(row.values) for row in rows)


def _loaded(path: Path, compressed: bool) -> Any:
    try:
        with Opened(path, compressed) as (file, _):
            content = file.read(limits.WHOLE + 1)
        if len(content) > limits.WHOLE:
            raise limits.TooMuch(f"more than {limits.WHOLE >> 20} MB")
        return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except (orjson.JSONDecodeError, gzip.BadGzipFile, zlib.error, EOFError, limits.TooMuch) as error:
        raise InvalidFile(f"{path}: expected one JSON object with products, users and orders ({error})") from None


def _rows(path: Path, data: Any) -> Iterator[Row]:
    if extra := next((name for name in data if name not in PARTS or not isinstance(data[name], dict)), None):
        raise InvalidFile(f"{path}: expected objects products, users and orders, each by id, got {extra!r}")
    places: Counter[str] = Counter()
    for user in data.get("users", {}).values():
        places.update(dict(_places(user)))
    for number, (name, values) in enumerate(((part, each) for part in PARTS for each in data.get(part, {}).values()), 1):
        if not isinstance(values, dict):
            yield Row(number, {"line": ""}, InvalidRecord(name, "objects by id", type(values).__name__))
        elif limits.too_deep(values):
            yield Row(number, {"line": ""}, InvalidRecord(name, f"at most {limits.DEPTH} objects within each other", None))
        elif name == "orders":
            yield Row(number, {**values, _PLACE: places[str(values.get("order_id"))]})
        else:
            yield Row(number, values)


def _places(user: Any) -> Iterator[tuple[str, int]]:
    orders = user.get("orders") if isinstance(user, dict) else None
    for place, id in enumerate(orders if isinstance(orders, list) else ()):
        yield str(id), place


def _kind(values: Json) -> str:
    if "order_id" in values and "items" in values:
        return "order"
    if "product_id" in values and isinstance(values.get("variants"), dict):
        return "product"
    return "user" if "user_id" in values and "payment_methods" in values else ""


class Tau2Records(OneRow):
    """Each row is a product, a user or an order, by its fields. Amounts name no currency: they are in `currency`."""

    ids = "product_id, user_id and order_id"

    def __init__(self, currency: str) -> None:
        self._currency = currency

    def record(self, values: Mapping[str, Any]) -> Product | Customer | Order:
        """The record of a row; errors name the dotted path of the field."""
        kind = _kind(values)
        if kind == "product":
            return self._product(values)
        if kind == "user":
            return self._customer(values)
        if kind == "order":
            return self._order(values)
        raise InvalidRecord("row", "a product, a user or an order", values)

    def _in_their_words(self, error: InvalidRecord) -> InvalidRecord:
        """The paths are those of the file already."""
        return error

    def _product(self, values: Json) -> Product:
        variants = [self._variant(each, f"variants.{id}") for id, each in _need(values, "variants", dict).items()]
        return Product(_need(values, "product_id", str), _words(_need(values, "name", str)), tuple(variants))

    def _variant(self, values: Any, path: str) -> Variant:
        options = _need(values, "options", dict, path)
        made = tuple(Option(_words(str(name)), _words(str(value))) for name, value in options.items())
        stock = None if _need(values, "available", bool, path) else 0
        return Variant(_need(values, "item_id", str, path), options=made, price=self._money(values, "price", path), stock=stock)

    def _customer(self, values: Json) -> Customer:
        name, methods = _need(values, "name", dict), _need(values, "payment_methods", dict)
        return Customer(
            _need(values, "user_id", str), f"{_need(name, 'first_name', str, 'name')} {_need(name, 'last_name', str, 'name')}".strip(),
            _need(values, "email", str), address=_address(values),
            payment_methods=tuple(self._method(each, f"payment_methods.{id}") for id, each in methods.items()),
        )  # fmt: skip

    def _method(self, values: Any, path: str) -> PaymentMethod:
        source = _need(values, "source", str, path)
        if source not in _METHODS:
            raise InvalidRecord(f"{path}.source", "one of " + ", ".join(_METHODS), source)
        balance = self._money(values, "balance", path) if "balance" in values else None
        return PaymentMethod(_need(values, "id", str, path), _METHODS[source], str(values.get("brand", "")),
                             str(values.get("last_four", "")), balance)  # fmt: skip

    def _order(self, values: Json) -> Order:
        id, status = _need(values, "order_id", str), _need(values, "status", str)
        placed = FIRST_ORDER + timedelta(days=int(values.get(_PLACE) or 0))
        modified = status.startswith("pending (item")
        if not modified and status not in OrderStatus.__members__.values():
            raise InvalidRecord("status", "one of " + ", ".join(OrderStatus), status)
        payments = _need(values, "payment_history", list)
        parcels = _need(values, "fulfillments", list)
        return Order(
            id, tuple(self._line(each, f"items[{i}]") for i, each in enumerate(_need(values, "items", list))), self._currency, placed,
            customer_id=_need(values, "user_id", str), status=OrderStatus.PENDING if modified else OrderStatus(status),
            payments=tuple(self._payment(each, f"payment_history[{i}]", f"{id}-{i + 1}") for i, each in enumerate(payments)),
            fulfilments=tuple(_parcel(each, f"fulfillments[{i}]", f"{id}-f{i + 1}") for i, each in enumerate(parcels)),
            address=_address(values), requests=tuple(self._requests(values, id, placed, modified)),
        )  # fmt: skip

    def _line(self, values: Any, path: str) -> OrderLine:
        return OrderLine(_need(values, "product_id", str, path), 1, self._money(values, "price", path), _need(values, "item_id", str, path),
                         title=_need(values, "name", str, path))  # fmt: skip

    def _payment(self, values: Any, path: str, id: str) -> Payment:
        kind, way = _need(values, "transaction_type", str, path), _need(values, "payment_method_id", str, path)
        return Payment(id, self._money(values, "amount", path), kind, method_id=way)

    def _requests(self, values: Json, id: str, at: datetime, modified: bool) -> Iterator[OrderRequest]:
        """What was asked of the order, as far as its fields tell."""
        if modified:
            yield OrderRequest(f"{id}-items", RequestKind.ITEMS, at)
        if reason := values.get("cancel_reason"):
            yield OrderRequest(f"{id}-cancel", RequestKind.CANCEL, at, reason=str(reason))
        if items := values.get("return_items"):
            way = _need(values, "return_payment_method_id", str)
            yield OrderRequest(f"{id}-return", RequestKind.RETURN, at, items=_changes(items, [""] * len(items)), payment_method_id=way)
        if items := values.get("exchange_items"):
            new, way = _need(values, "exchange_new_items", list), _need(values, "exchange_payment_method_id", str)
            amount = self._money(values, "exchange_price_difference", "")
            yield OrderRequest(f"{id}-exchange", RequestKind.EXCHANGE, at, items=_changes(items, new), payment_method_id=way, amount=amount)

    def _money(self, values: Any, name: str, path: str) -> Money:
        amount = values.get(name)
        if not isinstance(amount, int | float) or isinstance(amount, bool):
            raise InvalidRecord(f"{path}.{name}".strip("."), "an amount", amount)
        return Money.of(Decimal(str(amount)), self._currency)


def _words(text: str) -> Localized:
    return Localized.of(text, detect(text))


def _need(values: Any, name: str, kind: type[T], path: str = "") -> T:
    found = values.get(name) if isinstance(values, dict) else None
    if type(found) is not kind:
        said = {str: "a text", dict: "an object", list: "a list", bool: "true or false"}[kind]
        raise InvalidRecord(f"{path}.{name}".strip("."), said, found)
    return found


def _address(values: Json) -> Address:
    parts = _need(values, "address", dict)
    line1, line2, city, state, zip, country = (
        _need(parts, name, str, "address") for name in ("address1", "address2", "city", "state", "zip", "country"))
    return Address(line1, line2, city, state, zip, country_code(country))


def _parcel(values: Any, path: str, id: str) -> Fulfilment:
    numbers, items = _need(values, "tracking_id", list, path), _need(values, "item_ids", list, path)
    return Fulfilment(id, tuple(map(str, items)), tracking_number=", ".join(map(str, numbers)))


def _changes(old: Sequence[Any], new: Sequence[Any]) -> tuple[ItemChange, ...]:
    return tuple(ItemChange(str(a), n, str(b)) for (a, b), n in Counter(zip(old, new, strict=False)).items())
