"""Many products changed at once: what would become of each is told first, what was done is kept in the audit and undone from there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Literal

from ..shop import Attribute, InvalidQuery, Localized, Money, NotFound, PriceChange, Product, ProductStatus, Variant, from_dict, to_dict
from ..shop.money import exponent

if TYPE_CHECKING:
    from ..store.audited import Audited
    from .shop import Shop

Action = Literal["accept", "move", "price", "hide", "show"]
ACTIONS: tuple[Action, ...] = ("accept", "move", "price", "hide", "show")
CHANGED, UNDONE, SUBJECT = "catalog.change", "catalog.undo", "catalog"  # as the audit calls them
MOST = 500  # products at once
EXPECTED = "expected"  # as a price: the one that the others let expect
_SHARE = re.compile(r"([+-]\d{1,3}(?:\.\d{1,2})?)%")
_PRICE = re.compile(r"\d{1,12}(?:\.\d{1,4})?")
_FAR = 1_000  # entries of the audit that are looked at for what was undone


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a product before and after, as JSON values (None: there is nothing). `field` is `status`, `category`, `price/VARIANT` or
    `attribute/NAME`."""

    product_id: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done to the catalogue: the number of its entry in the audit, when, by whom, which action, what it changed, and
    whether it was undone since."""

    number: int
    at: datetime
    by: str
    action: str
    changes: tuple[Change, ...]
    undone: bool


def key_of(product_id: str, name: Localized) -> str:
    """What stands for a proposed value: its product and the attribute."""
    return f"{product_id}={name.en or name.zh}"


def planned(shop: Shop, action: Action, keys: Sequence[str], value: str = "") -> list[Change]:
    """What an action would change, and nothing of it done. `keys` are ids of products, of proposed values `key_of`; `value` is for prices:
    an amount, a share such as `-10%`, or `expected`. `InvalidQuery` for a value that is none or too many keys."""
    if len(keys) > MOST:
        raise InvalidQuery(f"expected at most {MOST} products at once, got {len(keys):,}")
    wanted = list(dict.fromkeys(keys))
    if action == "accept":
        return _accepted(shop, wanted)
    products = list(shop.store.products.get_many(wanted).values())
    if action == "move":
        return _moved(shop, products)
    if action == "price":
        return _priced(shop, products, value.strip())
    status = ProductStatus.ACTIVE if action == "show" else ProductStatus.DRAFT
    return _kept(Change(each.id, "status", each.status.value, status.value) for each in products)


def apply(shop: Shop, action: str, changes: Sequence[Change], by: str, now: datetime | None = None) -> Done:
    """Does changes; those whose field is no more as it was are left out. The products are searchable when this returns."""
    at = now or datetime.now(UTC)
    with shop.store.transaction():
        done = _write(shop, changes, at)
        head = shop.store.audit.note(by, CHANGED, SUBJECT, {"action": action, "changes": [asdict(each) for each in done]}, at)
    shop.catch_up()
    return Done(head.number, at, by, action, tuple(done), False)


def undo(shop: Shop, number: int, by: str, now: datetime | None = None) -> Done:
    """Takes back what an entry of the audit changed, as far as it is still so. `NotFound` for an entry that changed nothing here,
    `InvalidQuery` where it was taken back already."""
    at = now or datetime.now(UTC)
    found = next(iter(last(shop, limit=1, before=number + 1)), None)
    if found is None or found.number != number:
        raise NotFound("change of the catalogue", str(number))
    if found.undone:
        raise InvalidQuery(f"change {number} was undone already")
    back = [Change(each.product_id, each.field, each.after, each.before) for each in reversed(found.changes)]
    with shop.store.transaction():
        done = _write(shop, back, at)
        facts = {"of": number, "action": found.action, "changes": [asdict(each) for each in done]}
        head = shop.store.audit.note(by, UNDONE, SUBJECT, facts, at)
    shop.catch_up()
    return Done(head.number, at, by, found.action, tuple(done), False)


def last(shop: Shop, limit: int = 30, before: int = 0) -> list[Done]:
    """What was done to the catalogue, the newest first; from below an entry's number where one is given."""
    undone = {each.data["of"] for each in shop.store.audit.newest(_FAR, kind=UNDONE, subject=SUBJECT)}
    return [_done(each, undone) for each in shop.store.audit.newest(limit, before=before, kind=CHANGED, subject=SUBJECT)]


def _done(entry: Audited, undone: set[int]) -> Done:
    changes = tuple(Change(**each) for each in entry.data["changes"])
    return Done(entry.number, entry.at, entry.actor, entry.data["action"], changes, entry.number in undone)


def _accepted(shop: Shop, keys: Sequence[str]) -> list[Change]:
    proposed = {key_of(each.product_id, each.name): each for each in shop.catalogue.missing()}
    found = [proposed[key] for key in keys if key in proposed]
    return [Change(each.product_id, _attribute_field(each.name), None, to_dict(Attribute(each.name, each.value))) for each in found]


def _moved(shop: Shop, products: Iterable[Product]) -> list[Change]:
    to = {each.product_id: each.to.path for each in shop.catalogue.moves()}
    words = _levels(shop)
    return _kept(Change(each.id, "category", _path(each.category), _path(words.get(to[each.id], _as_said(to[each.id]))))
                 for each in products if each.id in to)  # fmt: skip


def _levels(shop: Shop) -> dict[tuple[str, ...], tuple[Localized, ...]]:
    """The shop's categories in both languages by the names that paths are known by."""
    found: dict[tuple[str, ...], tuple[Localized, ...]] = {}
    for product in shop.catalogue.products():
        for depth in range(1, len(product.category) + 1):
            levels = product.category[:depth]
            found.setdefault(tuple(level.en or level.zh for level in levels), levels)
    return found


def _as_said(path: Iterable[str]) -> tuple[Localized, ...]:
    return tuple(Localized(en=level) for level in path)


def _priced(shop: Shop, products: Iterable[Product], value: str) -> list[Change]:
    new = _pricing(shop, value)
    return _kept(Change(each.id, f"price/{variant.id}", _money(variant.price), _money(new(each, variant)))
                 for each in products for variant in each.variants if variant.price is not None)  # fmt: skip


def _pricing(shop: Shop, value: str) -> Callable[[Product, Variant], Money]:
    """How a price follows from a variant, which has one."""
    if value == EXPECTED:
        return lambda product, variant: _rounded(variant, Decimal(str(shop.catalogue.price(product.id).expected.price)))
    if share := _SHARE.fullmatch(value):
        times = 1 + Decimal(share[1]) / 100
        return lambda _, variant: _rounded(variant, variant.price.major * times if variant.price else Decimal(0))
    if _PRICE.fullmatch(value):
        return lambda _, variant: _rounded(variant, Decimal(value))
    raise InvalidQuery(f"price: expected an amount such as 99.90, a share such as -10% or {EXPECTED}, got {value[:40]!r}")


def _rounded(variant: Variant, major: Decimal) -> Money:
    """An amount in the currency that a variant is sold in, in whole minor units."""
    assert variant.price is not None
    minor = (major * 10 ** exponent(variant.price.currency)).quantize(Decimal(1), ROUND_HALF_UP)
    if minor < 0:
        raise InvalidQuery("price: expected an amount of 0 or more")
    return Money(int(minor), variant.price.currency)


def _kept(changes: Iterable[Change]) -> list[Change]:
    return [each for each in changes if each.before != each.after]


def _write(shop: Shop, changes: Sequence[Change], at: datetime) -> list[Change]:
    """Writes the changes whose field is as they say; those that were."""
    products = shop.store.products.get_many(list(dict.fromkeys(each.product_id for each in changes)))
    after, done, prices = dict(products), list[Change](), list[PriceChange]()
    for each in changes:
        product = after.get(each.product_id)
        if product is None or _value(product, each.field) != each.before:
            continue
        after[each.product_id] = _with(product, each.field, each.after)
        done.append(each)
        if each.field.startswith("price/") and each.after is not None:
            prices.append(PriceChange(each.field.removeprefix("price/"), at, from_dict(Money, each.after)))
    shop.store.products.put([product for id, product in after.items() if product != products[id]])
    shop.store.history.put_prices(prices)
    return done


def _value(product: Product, field: str) -> Any:
    """A field as it is, as JSON values."""
    name, _, of = field.partition("/")
    if name == "status":
        return product.status.value
    if name == "category":
        return _path(product.category)
    if name == "price":
        return next((_money(each.price) for each in product.variants if each.id == of), None)
    return next((to_dict(each) for each in product.attributes if _attribute_field(each.name) == field), None)


def _with(product: Product, field: str, value: Any) -> Product:
    """The product with another value in a field."""
    name, _, of = field.partition("/")
    if name == "status":
        return replace(product, status=ProductStatus(value))
    if name == "category":
        return replace(product, category=tuple(from_dict(Localized, level) for level in value))
    if name == "price":
        price = None if value is None else from_dict(Money, value)
        return replace(product, variants=tuple(replace(each, price=price) if each.id == of else each for each in product.variants))
    others = tuple(each for each in product.attributes if _attribute_field(each.name) != field)
    return replace(product, attributes=others if value is None else (*others, from_dict(Attribute, value)))


def _attribute_field(name: Localized) -> str:
    return f"attribute/{name.en or name.zh}"


def _path(category: Iterable[Localized]) -> list[Mapping[str, Any]]:
    return [to_dict(level) for level in category]


def _money(price: Money | None) -> Mapping[str, Any] | None:
    return None if price is None else to_dict(price)
