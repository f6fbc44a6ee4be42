"""Stock and prices by the thousand: of a product only these change, and each is kept in the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, bindparam, select, update

from ..shop import PriceChange, Product, StockChange, Variant
from .history import PRICES, STOCK, Moment, Points
from .kinds import PRODUCTS, Row, encode, storable
from .protocol import Applied, Written
from .records import batches
from .schema import products, variants

L = TypeVar("L", StockChange, PriceChange)
_NEVER = datetime.min.replace(tzinfo=UTC)

_OWNERS = select(variants.c.id, variants.c.product_id).where(variants.c.id.in_(bindparam("ids", expanding=True)))
_STORED = select(products.c.id, products.c.payload).where(products.c.id.in_(bindparam("ids", expanding=True)))
_WRITE = update(products).where(products.c.id == bindparam("known")).values(payload=bindparam("text"), revision=bindparam("next"))


@dataclass(frozen=True, slots=True)
class Level(Generic[L]):
    """What is set: its history, the field of a variant that holds it, and how a change reads in both."""

    points: Points[L]
    field: str
    columns: tuple[str, ...]

    def of(self, change: L) -> Any:
        """The value that a change sets."""
        return change.quantity if isinstance(change, StockChange) else change.price

    def row(self, change: L) -> Row:
        """The columns of the table of variants."""
        if isinstance(change, StockChange):
            return {"known": change.variant_id, "new_stock": change.quantity}
        return {"known": change.variant_id, "new_price_amount": change.price.amount, "new_price_currency": change.price.currency}


STOCK_LEVEL = Level(STOCK, "stock", ("stock",))
PRICE_LEVEL = Level(PRICES, "price", ("price_amount", "price_currency"))


def apply(
    connection: Connection, level: Level[L], changes: Sequence[L], revision: int, until: datetime | None = None
) -> tuple[Applied, list[L]]:
    """Keeps all in the history and sets what is new to it, not later than `until`, and not older than what it knows until
    then; what was changed by it. `revision` is the store's; the changed products get those after it."""
    done, all_changed = Applied(), list[L]()
    for batch in batches(changes):
        owners = _owners(connection, [change.variant_id for change in batch])
        known = [change for change in batch if change.variant_id in owners]
        last = level.points.latest(connection, list(owners))
        fresh, points = _fresh(known, level.points.stored(connection, [c for c in known if c.at <= last.get(c.variant_id, _NEVER)]))
        if until is not None and any(at > until for at in last.values()):
            last = level.points.latest(connection, list(owners), until)
        newest, older = _newest([c for c in known if until is None or c.at <= until], last)
        newest = {id: change for id, change in newest.items() if (id, change.at) in fresh}
        level.points.write(connection, fresh.values())
        changed, touched = _write(connection, level, newest, owners, revision)
        revision += touched
        unknown = tuple(dict.fromkeys(change.variant_id for change in batch if change.variant_id not in owners))
        done += Applied(len(changed), len(known) - older - len(changed), older, unknown, points)
        all_changed += changed
    return done, all_changed


def _fresh(changes: Sequence[L], stored: Mapping[Moment, L]) -> tuple[dict[Moment, L], Written]:
    """The changes that the history does not hold so already, by variant and moment, and what writing them does to it."""
    told = {(change.variant_id, change.at): change for change in changes}
    fresh = {key: change for key, change in told.items() if stored.get(key) != change}
    new = sum(key not in stored for key in fresh)
    return fresh, Written(new, len(fresh) - new, len(told) - len(fresh))


def _newest(changes: Sequence[L], latest: Mapping[str, datetime]) -> tuple[dict[str, L], int]:
    """The change that holds for each variant, and how many were older than what was known."""
    reached, newest, older = dict(latest), dict[str, L](), 0
    for change in changes:
        before = reached.get(change.variant_id)
        if before is not None and change.at < before:
            older += 1
            continue
        reached[change.variant_id], newest[change.variant_id] = change.at, change
    return newest, older


def _write(
    connection: Connection, level: Level[L], newest: Mapping[str, L], owners: Mapping[str, str], revision: int
) -> tuple[list[L], int]:
    ids = list(dict.fromkeys(owners[id] for id in newest))
    rows, changed = list[Row](), list[L]()
    for id, payload in connection.execute(_STORED, {"ids": ids}).all():
        product = PRODUCTS.decode(payload)
        moved = [newest[v.id] for v in product.variants if v.id in newest and getattr(v, level.field) != level.of(newest[v.id])]
        if moved:
            rows.append({"known": id, "text": encode(_with(product, level, newest)), "next": revision + len(rows) + 1})
            changed += moved
    if rows:
        connection.execute(_WRITE, rows)
        values: Row = {name: bindparam(f"new_{name}") for name in level.columns}
        statement = update(variants).where(variants.c.id == bindparam("known")).values(values)
        connection.execute(statement, [level.row(change) for change in changed])
    return changed, len(rows)


def _with(product: Product, level: Level[L], newest: Mapping[str, L]) -> Product:
    def changed(variant: Variant) -> Variant:
        return replace(variant, **{level.field: level.of(newest[variant.id])}) if variant.id in newest else variant

    return replace(product, variants=tuple(map(changed, product.variants)))


def _owners(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    return {row.id: row.product_id for row in connection.execute(_OWNERS, {"ids": [id for id in ids if storable(id)]})}
