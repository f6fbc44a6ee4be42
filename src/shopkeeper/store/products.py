"""Products: records with a revision, and variants whose ids are the shop's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, bindparam, func, select, update

from ..shop import InvalidRecord, PriceChange, Product, StockChange
from . import levels
from .database import Database
from .glance import Glance
from .glances import Glances
from .kinds import PRODUCTS, Row, encode, storable
from .outbox import announce
from .protocol import Applied, By, Change, Coded
from .records import BATCH, Records, batches
from .schema import products, variants

L = TypeVar("L", PriceChange, StockChange)


class ProductRecords(Records[Product]):
    """The `Products` of the protocol. The revision is the highest that any row has: a deleted
    product keeps its row, and writers take turns, so it only grows and commits in order."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, PRODUCTS)
        self._glances = Glances(self.revision, self._changed, self._payloads)

    def revision(self) -> int:
        """See `Products.revision`."""
        revision: int = self._database.rows(_REVISION)[0][0]
        return revision

    def changes(self, since: int) -> Iterator[Change]:
        """See `Products.changes`; what is written after the call began is left for the next."""
        until = self.revision()
        columns = select(products.c.revision, products.c.id, products.c.payload.is_(None), products.c.content_revision)
        while since < until:
            window = columns.where(products.c.revision > since, products.c.revision <= until)
            with self._database.reading() as connection:
                rows = connection.execute(window.order_by(products.c.revision).limit(BATCH)).all()
            if not rows:
                return
            for revision, id, deleted, content in rows:
                yield Change(revision, id, bool(deleted), content)
            since = rows[-1].revision

    def glance(self, ids: Sequence[str]) -> dict[str, Glance]:
        """See `Products.glance`."""
        if self._database.in_transaction:
            return {id: Glance(payload) for id, payload in self._payloads(ids).items()}
        return self._glances.of(ids)

    def _changed(self, since: int, most: int) -> list[str]:
        return [id for (id,) in self._database.rows(_CHANGED, {"since": since, "most": most})]

    def by_variant(self, variant_ids: Sequence[str]) -> dict[str, str]:
        """See `Products.by_variant`."""
        found: dict[str, str] = {}
        for batch in batches(id for id in variant_ids if storable(id)):
            with self._database.reading() as connection:
                found |= _owners(connection, batch)
        return found

    def by_code(self, codes: Sequence[str]) -> dict[str, list[Coded]]:
        """See `Products.by_code`."""
        found: dict[str, list[Coded]] = {}
        for batch in batches(code for code in dict.fromkeys(codes) if code and storable(code)):
            with self._database.reading() as connection:
                for by, statement in _CODES:
                    for code, product_id, variant_id in connection.execute(statement, {"codes": batch}):
                        found.setdefault(code, []).append(Coded(by, product_id, variant_id))
        return found

    def set_stock(self, changes: Iterable[StockChange], until: datetime | None = None) -> Applied:
        """See `Products.set_stock`."""
        return self._set(levels.STOCK_LEVEL, list(changes), until)

    def set_prices(self, changes: Iterable[PriceChange], until: datetime | None = None) -> Applied:
        """See `Products.set_prices`."""
        return self._set(levels.PRICE_LEVEL, list(changes), until)

    def _set(self, level: levels.Level[L], changes: list[L], until: datetime | None) -> Applied:
        with self._database.transaction() as connection:
            applied, changed = levels.apply(connection, level, changes, _revision(connection), until)
            for part in batches(changed):
                announce(connection, f"{level.field}.updated", [(level.field, _items(part))])
            return applied

    def _write(self, connection: Connection, rows: list[Row], records: list[Product], stored: Mapping[str, str | None]) -> None:
        same = [row["id"] for row in rows if (before := stored.get(row["id"])) and _content(before) == _content(row["payload"])]
        known = {row.id: row.content_revision for row in connection.execute(_CONTENT, {"ids": same})} if same else {}
        revision = _revision(connection)
        numbered = [{**row, "revision": i, "content_revision": known.get(row["id"], i)} for i, row in enumerate(rows, revision + 1)]
        super()._write(connection, numbered, records, stored)

    def _check_children(self, connection: Connection, parts: list[Row]) -> None:
        owners: dict[str, str] = {}
        for batch in batches(parts):
            owners |= _owners(connection, [part["id"] for part in batch])
        for part in parts:
            owner = owners.setdefault(part["id"], part["product_id"])
            if owner != part["product_id"]:
                field = f"product {part['product_id']!r}, variants.id"
                raise InvalidRecord(field, f"an id that no other product's variant has (product {owner!r} has it)", part["id"])

    def _remove(self, connection: Connection, ids: list[str]) -> None:
        revision = _revision(connection)
        values: Row = {"payload": None, "revision": bindparam("next"), "content_revision": bindparam("next")}
        tombstone = update(products).where(products.c.id == bindparam("gone")).values(values)
        connection.execute(tombstone, [{"gone": id, "next": revision + i} for i, id in enumerate(ids, 1)])


def _items(changes: Sequence[StockChange] | Sequence[PriceChange]) -> str:
    return '{"items":[' + ",".join(map(encode, changes)) + "]}"


_CONTENT = select(products.c.id, products.c.content_revision).where(products.c.id.in_(bindparam("ids", expanding=True)))
_REVISION = select(func.coalesce(func.max(products.c.revision), 0))
_CHANGED = select(products.c.id).where(products.c.revision > bindparam("since")).order_by(products.c.revision).limit(bindparam("most"))
_LEVELS = frozenset({"price", "compare_at", "cost", "stock"})  # of a variant: what is no content


def _content(payload: str) -> Any:
    """All that a stored product says but prices and stock."""
    product = orjson.loads(payload)
    product["variants"] = [{k: v for k, v in variant.items() if k not in _LEVELS} for variant in product["variants"]]
    return product


def _revision(connection: Connection) -> int:
    revision: int = connection.execute(_REVISION).scalar_one()
    return revision


_OWNERS = select(variants.c.id, variants.c.product_id).where(variants.c.id.in_(bindparam("ids", expanding=True)))

def _naming(by: By, column: Any) -> tuple[By, Any]:
    asked = column.in_(bindparam("codes", expanding=True))
    return by, select(column, variants.c.product_id, variants.c.id).where(asked).order_by(variants.c.id)


_CODES = (
    _naming("id", variants.c.id), _naming("sku", variants.c.sku), _naming("barcode", variants.c.barcode),
    _naming("product", variants.c.product_id),
)  # fmt: skip


def _owners(connection: Connection, ids: list[str]) -> dict[str, str]:
    return {row.id: row.product_id for row in connection.execute(_OWNERS, {"ids": ids})}
