"""Products: records with a revision, and variants whose ids are the shop's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from ..shop import InvalidRecord, Product
from .database import Database
from .glance import Glance
from .kinds import PRODUCTS, Row, storable
from .protocol import By, Change, Coded
from .records import BATCH, Records, batches
from .schema import products, variants


class ProductRecords(Records[Product]):
    """The `Products` of the protocol. The revision is the highest that any row has: a deleted
    product keeps its row, and writers take turns, so it only grows and commits in order."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, PRODUCTS)

    def revision(self) -> int:
        """See `Products.revision`."""
        with self._database.reading() as connection:
            return _revision(connection)

    def changes(self, since: int) -> Iterator[Change]:
        """See `Products.changes`; what is written after the call began is left for the next."""
        until = self.revision()
        columns = select(products.c.revision, products.c.id, products.c.payload.is_(None))
        while since < until:
            window = columns.where(products.c.revision > since, products.c.revision <= until)
            with self._database.reading() as connection:
                rows = connection.execute(window.order_by(products.c.revision).limit(BATCH)).all()
            if not rows:
                return
            for revision, id, deleted in rows:
                yield Change(revision, id, bool(deleted))
            since = rows[-1].revision

    def glance(self, ids: Sequence[str]) -> dict[str, Glance]:
        """See `Products.glance`."""
        return {id: Glance(payload) for id, payload in self._payloads(ids).items()}

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

    def _write(self, connection: Connection, rows: list[Row], records: list[Product], known: list[str]) -> None:
        revision = _revision(connection)
        numbered = [{**row, "revision": revision + i} for i, row in enumerate(rows, 1)]
        super()._write(connection, numbered, records, known)

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
        tombstone = update(products).where(products.c.id == bindparam("gone")).values(payload=None, revision=bindparam("next"))
        connection.execute(tombstone, [{"gone": id, "next": revision + i} for i, id in enumerate(ids, 1)])


def _revision(connection: Connection) -> int:
    revision: int = connection.execute(select(func.coalesce(func.max(products.c.revision), 0))).scalar_one()
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
