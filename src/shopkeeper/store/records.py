"""Records of one kind: the table, its indexed columns and its children, kept in step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from hashlib import sha256
from itertools import islice
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import Connection, Table, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from ..shop import InvalidQuery, NotFound
from .bulk import add_rows
from .database import Database
from .kinds import Kind, R, Row, encode, storable
from .outbox import announce
from .protocol import Written

T = TypeVar("T")
BATCH = 500
SIZES = (1, 10, 50, BATCH)  # ids of one statement, filled up with the last: such a statement takes a third of the time of one of any size


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Lists of at most `size` items."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


@cache
def upsert(table: Any) -> Any:
    """An insert that replaces the row of the same primary key; SQLite reads the same words."""
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    values = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


@cache
def _by_ids(table: Any, size: int) -> Any:
    return select(table.c.id, table.c.payload).where(table.c.id.in_([bindparam(f"id{i}") for i in range(size)]))


def _of_ids(table: Any, ids: Sequence[str]) -> tuple[Any, dict[str, str]]:
    """The statement for the rows of at most `BATCH` ids, with its values."""
    size = next(size for size in SIZES if size >= len(ids))
    return _by_ids(table, size), {f"id{i}": ids[min(i, len(ids) - 1)] for i in range(size)}


class Records(Generic[R]):
    """The `Table` of the protocol for one kind of record."""

    def __init__(self, database: Database, kind: Kind[R]) -> None:
        self._database, self._kind = database, kind
        self._table = kind.table
        self._present = self._table.c.payload.is_not(None)
        self._upsert = upsert(self._table)

    def put(self, records: Iterable[R]) -> Written:
        """See `Table.put`; all of `records` are written, or none."""
        written = Written()
        with self._database.transaction() as connection:
            for batch in batches(records):
                written += self._put(connection, {record.id: record for record in batch})
        return written

    def _put(self, connection: Connection, records: dict[str, R]) -> Written:
        payloads = {id: encode(record) for id, record in records.items()}
        stored = self._stored(connection, list(records))
        changed = {id: record for id, record in records.items() if stored.get(id) != payloads[id]}
        if changed:
            rows = [{"id": id, "payload": payloads[id], **self._kind.columns(record)} for id, record in changed.items()]
            self._write(connection, rows, list(changed.values()), stored)
            announce(connection, f"{self._kind.name}.updated", [(f"{self._kind.name}/{id}", payloads[id]) for id in changed])
        new = sum(stored.get(id) is None for id in changed)
        return Written(new, len(changed) - new, len(records) - len(changed))

    def _stored(self, connection: Connection, ids: list[str]) -> dict[str, str | None]:
        return dict(self._found(connection, ids))

    def _found(self, connection: Connection, ids: list[str]) -> list[tuple[str, str | None]]:
        """Id and payload of the rows of at most `BATCH` ids."""
        return [(id, payload) for id, payload in connection.execute(*_of_ids(self._table, ids))]

    def _write(self, connection: Connection, rows: list[Row], records: list[R], stored: Mapping[str, str | None]) -> None:
        """Writes rows with their children; `stored` are the payloads of those that had a row already."""
        known = [row for row in rows if row["id"] in stored]
        if known:
            connection.execute(self._upsert, known)
        if new := [row for row in rows if row["id"] not in stored]:
            add_rows(self._database, connection, self._table, new)
        children = self._kind.children
        if children is None:
            return
        self._drop_children(connection, [record.id for record in records if record.id in stored])
        parts = [row for record in records for row in children.rows(record)]
        self._check_children(connection, parts)
        if parts:
            add_rows(self._database, connection, children.table, parts)

    def _drop_children(self, connection: Connection, ids: list[str]) -> None:
        children = self._kind.children
        if children is not None and ids:
            connection.execute(delete(children.table).where(children.table.c[children.parent].in_(ids)))

    def _check_children(self, connection: Connection, parts: list[Row]) -> None:
        """Refuses parts that belong to another record; only variants have such a rule."""

    def get(self, id: str) -> R:
        """See `Table.get`."""
        found = self.get_many([id])
        if id not in found:
            raise NotFound(self._kind.name, id)
        return found[id]

    def get_many(self, ids: Sequence[str]) -> dict[str, R]:
        """See `Table.get_many`."""
        return {id: self._kind.recall(payload) for id, payload in self._payloads(ids).items()}

    def _payloads(self, ids: Sequence[str]) -> dict[str, str]:
        """Those of `ids` that exist, in their order, as they are stored."""
        found: dict[str, str] = {}
        for batch in batches(id for id in ids if storable(id)):
            rows = self._database.rows(*_of_ids(self._table, batch))
            found |= {id: payload for id, payload in rows if payload is not None}
        return {id: found[id] for id in ids if id in found}

    def delete(self, ids: Sequence[str]) -> int:
        """See `Table.delete`."""
        gone = 0
        with self._database.transaction() as connection:
            for batch in batches(dict.fromkeys(id for id in ids if storable(id))):
                present = [id for id, payload in self._stored(connection, batch).items() if payload is not None]
                gone += len(present)
                if present:
                    self._drop_children(connection, present)
                    self._remove(connection, present)
                    name = self._kind.name
                    announce(connection, f"{name}.deleted", [(f"{name}/{id}", orjson.dumps({"id": id}).decode()) for id in present])
        return gone

    def _remove(self, connection: Connection, ids: list[str]) -> None:
        connection.execute(delete(self._table).where(self._table.c.id.in_(ids)))

    def all(self, **equal: Any) -> Iterator[R]:
        """See `Table.all`. Each batch is a statement of its own: a slow reader holds no lock and no
        snapshot, and a record that is written meanwhile is read in its old or its new form."""
        statement = self._asked(equal)
        return iter(()) if statement is None else self._stream(statement)

    def page(self, after: str = "", limit: int = 100, **equal: Any) -> list[R]:
        """See `Table.page`."""
        statement = self._asked(equal)
        if statement is None or not storable(after):
            return []
        id = self._table.c.id
        with self._database.reading() as connection:
            rows = connection.execute(statement.where(id > after).order_by(id).limit(limit)).all()
        return [self._kind.decode(row.payload) for row in rows]

    def _asked(self, equal: dict[str, Any]) -> Any:
        """The statement for the records with these values; None where no record can have them."""
        statement = select(self._table.c.id, self._table.c.payload).where(self._present)
        for name, value in equal.items():
            statement = statement.where(self._column(name) == (value.value if isinstance(value, StrEnum) else value))
        return None if any(isinstance(value, str) and not storable(value) for value in equal.values()) else statement

    def _column(self, name: str) -> Any:
        askable = [c.name for c in self._table.columns if c.name not in ("id", "payload", "revision", "content_revision")]
        if name not in askable:
            raise InvalidQuery(f"{self._table.name} cannot be asked by {name!r}, only by: {', '.join(askable) or 'nothing'}")
        return self._table.c[name]

    def _stream(self, statement: Any) -> Iterator[R]:
        id = self._table.c.id
        ordered, last = statement.order_by(id).limit(BATCH), None
        while True:
            after = ordered if last is None else ordered.where(id > last)
            with self._database.reading() as connection:
                rows = connection.execute(after).all()
            for row in rows:
                yield self._kind.decode(row.payload)
            if len(rows) < BATCH:
                return
            last = rows[-1].id

    def fingerprint(self) -> str:
        """See `Table.fingerprint`."""
        with self._database.reading() as connection:
            rows = connection.execute(select(self._table.c.id, self._table.c.payload).order_by(self._table.c.id)).all()
        return sha256("\0".join(f"{id}\0{payload}" for id, payload in rows).encode()).hexdigest()

    def count(self) -> int:
        """See `Table.count`."""
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(self._table).where(self._present)).scalar_one()


def prune(database: Database, table: Table, before: datetime, at_once: int) -> int:
    """Removes the rows of before a moment, `at_once` in a transaction so that other writers need not wait for long; how many."""
    some = select(table.c.id).where(table.c.at < before).limit(at_once)
    gone = 0
    while True:
        with database.transaction() as connection:
            done = connection.execute(delete(table).where(table.c.id.in_(some))).rowcount
        gone += done
        if done < at_once:
            return gone
