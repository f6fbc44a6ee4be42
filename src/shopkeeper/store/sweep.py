"""Finds and blots out a person in all tables, whatever they are: `Persons` in the database."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Table, Text, and_, delete, func, insert, or_, select, update

from ..text.blot import BLOT, Words
from .audit import AuditRecords
from .database import Database
from .kinds import PRODUCTS
from .persons import Erasure
from .products import ProductRecords
from .records import batches, upsert
from .schema import answers, audit, audit_chain, customers, erasures, inbox, jobs, links, metadata, outbox, products, shop_secrets

_NEVER = (audit_chain, erasures, shop_secrets, customers)  # no words of persons; those of other persons
_KEYED = (answers, inbox, jobs, links)  # a row of them that names a person in its key goes
_IN = 200
_SAID = "all_that_is_said"  # a column for a query
_FORMS = 40  # in one statement: SQLite bounds how deep an expression is
_BYTES = 32


class PersonRecords:
    """The `Persons` of the protocol."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mentions(self, words: Words) -> dict[str, list[dict[str, Any]]]:
        """See `Persons.mentions`."""
        with self._database.reading() as connection:
            found = {str(table.name): [dict(row._mapping) for row in _naming(connection, table, words, ())] for table in _tables()}
        return {name: rows for name, rows in found.items() if rows}

    def holding(self, table: str, texts: Sequence[str]) -> list[str]:
        """See `Persons.holding`."""
        kept, ids = metadata.tables[table], dict[str, None]()
        with self._database.reading() as connection:
            for part in batches(texts, _IN):
                held = or_(*(kept.c.payload.contains(text, autoescape=True) for text in part))
                ids |= dict.fromkeys(connection.execute(select(kept.c.id).where(held)).scalars())
        return sorted(ids)

    def blot(self, words: Words, own: Sequence[str] = ()) -> dict[str, int]:
        """See `Persons.blot`."""
        changed = Counter[str]()
        with self._database.transaction() as connection:
            for table in _tables():
                rows = list(_naming(connection, table, words, own))
                if not rows:
                    continue
                if table is audit:
                    changed[str(table.name)] += AuditRecords(self._database).erase_entries([row.number for row in rows])
                elif table is products:
                    changed[str(table.name)] += self._blot_products([row.payload for row in rows if row.payload], words)
                else:
                    changed[str(table.name)] += sum(_blot_row(connection, table, row, words) for row in rows)
        return {name: count for name, count in changed.items() if count}

    def _blot_products(self, payloads: Sequence[str], words: Words) -> int:
        """As any change of a product, so that the index hears of it."""
        written = ProductRecords(self._database).put(PRODUCTS.decode(words.blotted(payload, names=False)) for payload in payloads)
        return written.changed

    def compact(self) -> bool:
        """See `Persons.compact`."""
        return self._database.compact()

    def files(self) -> list[Path]:
        """See `Persons.files`."""
        url = self._database.url
        return [Path(url.database)] if url.get_backend_name() == "sqlite" and url.database else []

    def secret(self, name: str) -> bytes:
        """See `Persons.secret`."""
        wanted = select(shop_secrets.c.value).where(shop_secrets.c.name == name)
        with self._database.reading() as connection:
            value = connection.execute(wanted).scalar()
        if value is None:
            with self._database.transaction() as connection:  # of two who ask first, the second finds what the first has made
                value = connection.execute(wanted).scalar()
                if value is None:
                    value = secrets.token_hex(_BYTES)
                    connection.execute(insert(shop_secrets), {"name": name, "value": value})
        return bytes.fromhex(value)

    def set_secret(self, name: str, value: bytes) -> None:
        """See `Persons.set_secret`."""
        with self._database.transaction() as connection:
            connection.execute(upsert(shop_secrets), {"name": name, "value": value.hex()})

    def remember(self, erasure: Erasure) -> None:
        """See `Persons.remember`."""
        row = {"token": erasure.token, "at": erasure.at, "certificate": orjson.dumps(erasure.certificate).decode()}
        with self._database.transaction() as connection:
            connection.execute(upsert(erasures), row)

    def erased(self) -> list[Erasure]:
        """See `Persons.erased`."""
        with self._database.reading() as connection:
            rows = connection.execute(select(erasures).order_by(erasures.c.at, erasures.c.token)).all()
        return [Erasure(row.token, row.at, orjson.loads(row.certificate)) for row in rows]


def _tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if table not in _NEVER and _texts(table)]


def _texts(table: Table) -> list[Any]:
    return [column for column in table.c if isinstance(column.type, Text)]


def _naming(connection: Connection, table: Table, words: Words, own: Sequence[str]) -> Iterator[Any]:
    """The rows in which a word stands, those that belong to another customer left out."""
    columns, seen = _texts(table), set[tuple[Any, ...]]()
    said: ColumnElement[str] = func.coalesce(columns[0], "")
    for column in columns[1:]:
        said = said.concat(" ").concat(func.coalesce(column, ""))
    looked_at = select(table, func.lower(said).label(_SAID)).where(*_not_of_others(table, own)).subquery()
    for forms in batches(words.cores, _FORMS):
        named = or_(*(looked_at.c[_SAID].contains(form, autoescape=True) for form in forms))
        for row in connection.execute(select(*(looked_at.c[column.name] for column in table.c)).where(named)).all():
            key = tuple(row._mapping[column.name] for column in table.primary_key)
            if key not in seen and (_keyed(table, key, words) or any(
                    words.within(value) for column in columns if (value := row._mapping[column.name]))):
                seen.add(key)
                yield row


def _keyed(table: Table, key: tuple[Any, ...], words: Words) -> bool:
    """Whether a key that others make up holds a word, between whatever else."""
    return table in _KEYED and any(form.lower() in str(part).lower() for part in key for form in words.forms)


def _not_of_others(table: Table, own: Sequence[str]) -> list[Any]:
    if table is outbox and own:
        return [outbox.c.key.not_in(own)]
    return [~select(customers.c.id).where(customers.c.id == table.c.customer_id).exists()] if "customer_id" in table.c else []


def _blot_row(connection: Connection, table: Table, row: Any, words: Words) -> int:
    if _keyed(table, tuple(row._mapping[column.name] for column in table.primary_key), words):
        connection.execute(delete(table).where(*(column == row._mapping[column.name] for column in table.primary_key)))
        return 1
    keys = list(table.primary_key)
    same = and_(*(column == row._mapping[column.name] for column in keys))
    if any(words.within(str(row._mapping[column.name])) for column in keys):
        return 0  # the number of a record, which others refer to
    texts = [column.name for column in _texts(table) if column not in keys]
    values = {name: _blotted(value, words) for name in texts if (value := row._mapping[name])}
    connection.execute(update(table).where(same).values(values))
    return 1


def _blotted(text: str, words: Words) -> str:
    """A text without the words; JSON stays JSON."""
    if not text.startswith(("{", "[")):
        return words.blotted(text)
    try:
        return orjson.dumps(_cleaned(orjson.loads(text), words)).decode()
    except orjson.JSONDecodeError:
        return words.blotted(text)


def _cleaned(value: Any, words: Words) -> Any:
    if isinstance(value, dict):
        return {words.blotted(key): _cleaned(each, words) for key, each in value.items()}
    if isinstance(value, list):
        return [_cleaned(each, words) for each in value]
    if isinstance(value, bool | None):
        return value
    return words.blotted(value) if isinstance(value, str) else BLOT if words.within(str(value)) else value
