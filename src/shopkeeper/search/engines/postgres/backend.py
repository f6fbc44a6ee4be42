"""The engine's questions and answers. psycopg is the store's: what comes here is a pool of its connections."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import numpy as np

from ....models.encoder import Space
from ....store import StoreError
from ....store.connections import Connections, Missing
from ....store.postgres import EXTENSIONS
from ..remote.backend import Ask, Change, Clause, Closing, Entry, Filled, Found, Parcel, Passed, Restocked, State, Swapped, Values, Vectors
from . import rows, sql, tables
from .sql import Statement
from .tables import Tables

GRAPH = 5000  # vectors; so many and fewer are compared one by one
SETTINGS = {"hnsw.iterative_scan": "relaxed_order", "hnsw.ef_search": "200", "work_mem": "64MB", "jit": "off"}
OLDEST = 0, 8  # pgvector that goes on along its graph until enough passes a filter
MEMORY_MB = (64, 2048)  # for building the graph of vectors
OVER = 1.3  # times its vectors that a graph takes in memory


class PostgresBackend:
    """The index of one `name` in a database; see `remote.backend.Backend`."""

    exact = tells = True

    def __init__(self, connections: Connections, name: str = "products") -> None:
        self._connections, self._name = connections, name
        self._lock = threading.Lock()
        self._last: State | None = None

    def state(self) -> State | None:
        """The newest state."""
        try:
            with self._connections.reading() as connection:
                self._last = _state(_asked(connection, self._name))
        except Missing:
            self._last = None
        return self._last

    def notes(self, generation: int, since: int) -> list[bytes]:
        """The notes of a generation from one on."""
        return [note for note, in self._rows(f"SELECT note FROM {Tables(generation)['notes']} WHERE number >= %s ORDER BY number", since)]

    def frequencies(self, generation: int, lexemes: Sequence[str]) -> list[int]:
        """How many products have each lexeme."""
        known = [lexeme.encode("utf-8", "replace").decode() for lexeme in lexemes]
        found = dict(self._rows(f"SELECT lexeme, products FROM {Tables(generation)['counts']} WHERE lexeme = ANY(%s)", known))
        return [found.get(lexeme, 0) for lexeme in known]

    def find(self, generation: int, ask: Ask) -> Found:
        """What was asked for, in one statement."""
        vector = None if ask.vector is None else _written(ask.vector)
        few = self._last is not None and self._last.documents <= GRAPH
        statement = sql.find(ask, Tables(generation), vector, few or ask.vector_depth > GRAPH // 10)
        found, state = self._told(statement, prepare=not ask.clauses)
        return _found(found, 0 if ask.vector is None else len(ask.vector), state)

    def passing(self, generation: int, clauses: Sequence[Clause], records: bool, limit: int | None = None) -> Passed:
        """All that pass."""
        found, state = self._told(sql.passing(clauses, Tables(generation), records, limit), prepare=False)
        return Passed([id for id, _ in found], [record for _, record in found], state)

    def get(self, generation: int, ids: Sequence[str]) -> Found:
        """The products of these ids."""
        statement = sql.get(ids, Tables(generation))
        found = self._rows(statement.text, *statement.values)
        return _found(found, self._last.space.dimensions if self._last else 0)

    def holds(self, generation: int, every: Sequence[Sequence[str]]) -> bool:
        """Whether some product has one of each group."""
        query = " & ".join(f"({' | '.join(map(sql.quoted, group))})" for group in every)
        return bool(self._rows(f"SELECT 1 FROM {Tables(generation)['texts']} WHERE words @@ %s::tsquery LIMIT 1", query))

    @contextmanager
    def writing(self) -> Iterator[PostgresWriter]:
        """One transaction, under a lock that one process has at a time."""
        with self._lock, self._connections.writing() as connection:
            connection.execute(tables.STATE)
            connection.execute(tables.LOCK, [self._name])
            yield PostgresWriter(connection, self._name)

    def close(self) -> None:
        """Closes the connections."""
        self._connections.close()

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        with self._reading() as connection:
            found: list[Any] = connection.cursor(binary=True).execute(statement, values).fetchall()
            return found

    def _told(self, statement: Statement, prepare: bool) -> tuple[list[Any], State | None]:
        """The rows of a statement, and the newest state after it, in one round trip."""
        with self._reading() as connection, connection.pipeline():
            found = connection.cursor(binary=True).execute(statement.text, statement.values, prepare=prepare)
            news = _asked(connection, self._name)
            brought = found.fetchall()
            self._last = state = _state(news)
            return brought, state

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        try:
            with self._connections.reading() as connection:
                yield connection
        except Missing as error:
            raise Swapped from error


class PostgresWriter:
    """One transaction that writes; see `remote.backend.Writer`."""

    def __init__(self, connection: Any, name: str) -> None:
        self._connection, self._name = connection, name

    def state(self) -> State | None:
        """The newest state."""
        return _state(_asked(self._connection, self._name))

    def build(self, batches: Iterable[Filled], closing: Closing, revision: int, space: Space) -> None:
        """Fills new tables and swaps them in, all in this transaction: killed, nothing of it was ever there."""
        self._need_pgvector()
        old = self._connection.execute("SELECT generation FROM search_state WHERE name = %s", [self._name]).fetchone()
        new = Tables(self._connection.execute(tables.NEXT).fetchone()[0])
        for statement in new.create(space.dimensions):
            self._run(statement)
        count = 0
        for entries, vectors in batches:
            self._fill(new, entries, vectors, count)
            count += len(entries)
        note, counts = closing()
        self._copy(new["counts"], ([rows.text(lexeme), rows.number(n)] for lexeme, n in counts.items()))
        self._copy(new["notes"], [[rows.number(0), note]])
        self._finish(new, count, space)
        self._connection.execute(
            tables.WRITE_STATE, [self._name, tables.FORMAT, new.generation, revision, space.encoder, space.dimensions, count])
        if old:
            self._run(Tables(old[0]).drop())

    def _need_pgvector(self) -> None:
        """The extension is there and seen, made if need be."""
        find = "SELECT extversion, extnamespace::regnamespace::text, to_regtype('halfvec') FROM pg_extension WHERE extname = 'vector'"
        found = self._connection.execute(find).fetchone()
        if found is None:
            if not self._connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone():
                raise StoreError("the search engine postgres needs pgvector on its server, 0.8 or newer: see docs/postgres.md")
            self._run(f"CREATE SCHEMA IF NOT EXISTS {EXTENSIONS}")
            self._run(f"CREATE EXTENSION vector SCHEMA {EXTENSIONS}")
            found = self._connection.execute(find).fetchone()
        version, schema, seen = found
        if tuple(map(int, version.split(".")[:2])) < OLDEST:
            raise StoreError(f"the search engine postgres needs pgvector 0.8 or newer, got {version}: ALTER EXTENSION vector UPDATE")
        if seen is None:
            raise StoreError(f"pgvector is in the schema {schema}, which this shop does not see: "
                             f"ALTER EXTENSION vector SET SCHEMA {EXTENSIONS}")

    def _finish(self, new: Tables, count: int, space: Space) -> None:
        needed = int(count * (2 * space.dimensions + 300) * OVER) >> 20
        self._run(f"SET LOCAL maintenance_work_mem = '{min(max(needed, MEMORY_MB[0]), MEMORY_MB[1])}MB'")
        for statement in new.index(count > GRAPH):
            self._run(statement)

    def change(self, change: Change) -> None:
        """Writes a change to the current tables."""
        state = self.state()
        assert state is not None
        names = Tables(state.generation)
        gone = self._remove(names, [*change.deleted, *(entry.id for entry in change.entries)])
        self._fill(names, change.entries, change.vectors, self._next_row(names))
        self._restock(names, change.restocked)
        self._count(names, change.counts)
        if change.note is not None:
            self._connection.execute(f"INSERT INTO {names['notes']} VALUES (%s, %s)", [state.notes, change.note])
        self._connection.execute(
            tables.CHANGE_STATE, [change.revision, len(change.entries) - gone, gone, int(change.note is not None), self._name])

    def _remove(self, names: Tables, ids: Sequence[str]) -> int:
        found = self._connection.execute(f"DELETE FROM {names['products']} WHERE id = ANY(%s) RETURNING row", [list(ids)]).fetchall()
        for part in ("texts", "vectors", "variants"):
            self._connection.execute(f"DELETE FROM {names[part]} WHERE row = ANY(%s)", [[row for row, in found]])
        return len(found)

    def _next_row(self, names: Tables) -> int:
        found = self._connection.execute(f"SELECT coalesce(max(row), -1) + 1 FROM {names['products']}").fetchone()
        first: int = found[0]
        return first

    def _restock(self, names: Tables, restocked: Sequence[Restocked]) -> None:
        for each in restocked:
            row, = self._connection.execute(
                f"UPDATE {names['products']} SET record = %s WHERE id = %s RETURNING row", [each.record, each.id]).fetchone()
            self._connection.execute(f"DELETE FROM {names['variants']} WHERE row = %s", [row])
            self._copy(names["variants"], (_variant(row, values) for values in each.values))

    def _count(self, names: Tables, counts: Mapping[str, int]) -> None:
        words = list(counts)
        self._connection.execute(
            f"INSERT INTO {names['counts']} AS known SELECT * FROM unnest(%s::text[], %s::int[]) ON CONFLICT (lexeme) "
            "DO UPDATE SET products = known.products + excluded.products",
            [[word.encode("utf-8", "replace").decode() for word in words], [counts[word] for word in words]])

    def _fill(self, names: Tables, entries: Sequence[Entry], vectors: Vectors, first: int) -> None:
        if not entries:
            return
        numbered = list(enumerate(entries, first))
        self._copy(names["products"], (_product(row, entry) for row, entry in numbered))
        self._copy(names["texts"], (_text(row, entry) for row, entry in numbered))
        self._copy(names["vectors"], ([rows.number(row), rows.vector(each)] for row, each in enumerate(vectors, first) if each.any()))
        self._copy(names["variants"], (_variant(row, values) for row, entry in numbered for values in entry.values))

    def _copy(self, table: str, values: Iterable[Sequence[bytes | None]]) -> None:
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
            copy.write(rows.BEGIN)
            each = iter(values)
            while part := b"".join(rows.row(value) for value in islice(each, 200)):
                copy.write(part)
            copy.write(rows.END)

    def _run(self, statement: str) -> None:
        self._connection.execute(statement)


def _asked(connection: Any, name: str) -> Any:
    """The question for the newest state, put."""
    return connection.cursor(binary=True).execute(tables.READ_STATE, [name, tables.FORMAT], prepare=True)


def _state(asked: Any) -> State | None:
    found = asked.fetchone()
    if found is None:
        return None
    generation, revision, encoder, dimensions, *rest = found
    return State(generation, revision, Space(encoder, dimensions), *rest)


def _found(found: Sequence[Any], dimensions: int, state: State | None = None) -> Found:
    parcels = [Parcel._make(each[1:5]) for each in found]
    vectors = rows.vectors([each[5] for each in found], dimensions) if dimensions else np.zeros((len(found), 0), np.float32)
    return Found([each[0] for each in found], parcels, vectors, state)


def _product(row: int, entry: Entry) -> list[bytes | None]:
    parcel = entry.parcel
    return [rows.number(row), rows.text(entry.id), parcel.signature, parcel.title, parcel.record, parcel.variants]


def _text(row: int, entry: Entry) -> list[bytes | None]:
    return [rows.number(row), *map(rows.number, entry.lengths), rows.words(entry.lexemes)]


def _variant(row: int, values: Values) -> list[bytes | None]:
    price, *_ = values.numbers.get("price", [None])
    others = {name: each for name, each in values.numbers.items() if name != "price"}
    return [rows.number(row), None if price is None else rows.real(price), rows.numbers(values.codes), rows.document(others)]


def _written(vector: Vectors) -> str:
    return "[" + ",".join(f"{value:.6g}" for value in vector.tolist()) + "]"
