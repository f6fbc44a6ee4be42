"""The audit in the database: entries with their facts, and beside them the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, delete, insert, or_, select

from . import chain
from .audited import Audited, Fault, Head, Verified
from .database import Database
from .records import batches
from .schema import audit, audit_chain

_PAGE = 1_000
_FAULTS = 20  # more say nothing new
_START = Head(0, chain.START)


class AuditRecords:
    """The `Audit` of the protocol. The store has one writer at a time, so the last entry that a writer sees is the last."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, dialogue_id: str, entries: Iterable[tuple[datetime, str, Any]]) -> None:
        """See `Audit.append`."""
        rows = [_row(at, kind, data, dialogue_id=dialogue_id) for at, kind, data in entries]
        if rows:
            with self._database.transaction() as connection:
                _add(connection, rows)

    def note(self, actor: str, action: str, subject: str, facts: Mapping[str, Any] | None = None, at: datetime | None = None) -> Head:
        """See `Audit.note`."""
        row = _row(at or datetime.now(UTC), action, dict(facts or {}), actor=actor, subject=subject)
        with self._database.transaction() as connection:
            return _add(connection, [row])

    def of(self, dialogue_id: str, after: int = 0) -> list[Audited]:
        """See `Audit.of`."""
        with self._database.reading() as connection:
            return [_audited(row) for row in connection.execute(
                select(audit).where(audit.c.dialogue_id == dialogue_id, audit.c.number > after).order_by(audit.c.number))]

    def newest(
        self, limit: int = 100, *, before: int = 0, conversations: bool = False, kind: str = "", actor: str = "", subject: str = "",
    ) -> list[Audited]:
        """See `Audit.newest`."""
        wanted = [audit.c[name] == value for name, value in (("kind", kind), ("actor", actor), ("subject", subject)) if value]
        wanted += [] if conversations else [audit.c.dialogue_id == ""]
        wanted += [audit.c.number < before] if before else []
        with self._database.reading() as connection:
            newest = select(audit).where(*wanted).order_by(audit.c.number.desc()).limit(limit)
            return [_audited(row) for row in connection.execute(newest)]

    def by_conversation(self) -> Iterator[Audited]:
        """See `Audit.by_conversation`."""
        ordered = select(audit).where(audit.c.dialogue_id > "").order_by(audit.c.dialogue_id, audit.c.number).limit(_PAGE)
        page = ordered
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(page).all()
            yield from map(_audited, rows)
            if len(rows) < _PAGE:
                return
            id, number = rows[-1].dialogue_id, rows[-1].number
            # The first condition says nothing new, but it is what the index can use.
            page = ordered.where(audit.c.dialogue_id >= id, or_(audit.c.dialogue_id > id, audit.c.number > number))

    def since(self, moment: datetime) -> Iterator[Audited]:
        """See `Audit.since`."""
        said = select(audit).where(audit.c.at >= moment, audit.c.dialogue_id > "")
        yield from map(_audited, self._in_order(said, audit.c.number))

    def erase(self, dialogue_ids: Iterable[str]) -> int:
        """See `Audit.erase`."""
        return self._erase(audit.c.dialogue_id.in_([id for id in dialogue_ids if id]))

    def erase_subjects(self, subjects: Iterable[str]) -> int:
        """See `Audit.erase_subjects`."""
        return self._erase(audit.c.subject.in_([subject for subject in subjects if subject]))

    def erase_entries(self, numbers: Sequence[int]) -> int:
        """Removes the facts of entries by their numbers; as `erase`."""
        return sum(self._erase(audit.c.number.in_(part)) for part in batches(numbers))

    def _erase(self, which: Any) -> int:
        with self._database.transaction() as connection:
            numbers = list(connection.execute(select(audit.c.number).where(which).order_by(audit.c.number)).scalars())
            if numbers:
                connection.execute(delete(audit).where(which))
                _add(connection, [_row(datetime.now(UTC), chain.ERASED, {"numbers": chain.ranges(numbers)})])
            return len(numbers)

    def head(self) -> Head:
        """See `Audit.head`."""
        with self._database.reading() as connection:
            return _head(connection)

    def verify(self, anchor: Head | None = None) -> Verified:
        """See `Audit.verify`."""
        last, entries, missing, erased, faults = _START, 0, set[int](), set[int](), list[Fault]()
        met = anchor is None or anchor == _START
        for row in self._in_order(select(audit_chain, *_FACTS).join(audit, audit.c.number == audit_chain.c.number, isouter=True),
                                  audit_chain.c.number):
            faults += _faults_of(row, last)
            last, entries = Head(row.number, row.hash), entries + 1
            met = met or last == anchor
            if row.fact_at is None:
                missing.add(row.number)
            elif row.kind == chain.ERASED:
                erased.update(chain.spread(orjson.loads(row.data)["numbers"]))
        faults += [Fault(number, "its facts are gone, and no entry says that they were erased") for number in sorted(missing - erased)]
        faults += [Fault(number, "it does not hang on the chain") for number in self._unchained()]
        if anchor and not met:
            faults.append(Fault(anchor.number, f"the head that was kept is not in this chain, which ends at {last.number}"))
        return Verified(entries, len(missing & erased), last, tuple(sorted(faults, key=lambda fault: fault.number)[:_FAULTS]))

    def _unchained(self) -> Sequence[int]:
        both = select(audit.c.number).join(audit_chain, audit.c.number == audit_chain.c.number, isouter=True)
        with self._database.reading() as connection:
            found = both.where(audit_chain.c.number.is_(None)).order_by(audit.c.number).limit(_FAULTS)
            return connection.execute(found).scalars().all()

    def _in_order(self, wanted: Any, number: Any) -> Iterator[Any]:
        last = 0
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(wanted.where(number > last).order_by(number).limit(_PAGE)).all()
            yield from rows
            if len(rows) < _PAGE:
                return
            last = rows[-1].number


_FACTS = (audit.c.at.label("fact_at"), audit.c.kind.label("fact_kind"), audit.c.dialogue_id, audit.c.actor, audit.c.subject, audit.c.nonce,
          audit.c.data)


def _row(at: datetime, kind: str, data: Any, **who: str) -> dict[str, Any]:
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    named = {"dialogue_id": "", "actor": "", "subject": "", **who}
    return {"at": at, "kind": kind, "data": orjson.dumps(data).decode(), "nonce": chain.nonce(), **named}


def _add(connection: Connection, rows: list[dict[str, Any]]) -> Head:
    """Writes entries and hangs them on the chain; where it ends then."""
    head, links = _head(connection), []
    for row in rows:
        number, digest = head.number + 1, _digest(row)
        row["number"] = number
        head = Head(number, chain.link(head.hash, number, row["at"], row["kind"], digest))
        links.append({"number": number, "at": row["at"], "kind": row["kind"], "digest": digest, "hash": head.hash})
    connection.execute(insert(audit), rows)
    connection.execute(insert(audit_chain), links)
    return head


def _head(connection: Connection) -> Head:
    last = connection.execute(select(audit_chain.c.number, audit_chain.c.hash).order_by(audit_chain.c.number.desc()).limit(1)).first()
    return Head(last.number, last.hash) if last else _START


def _digest(row: Mapping[str, Any]) -> str:
    return chain.digest(row["nonce"], row["dialogue_id"], row["at"], row["kind"], row["actor"], row["subject"], row["data"])


def _faults_of(row: Any, before: Head) -> Iterator[Fault]:
    if row.hash != chain.link(before.hash, row.number, row.at, row.kind, row.digest):
        yield Fault(row.number, "it does not follow the entry before it: one of them was changed, moved or taken out")
    if row.fact_at is not None and row.digest != chain.digest(
            row.nonce, row.dialogue_id, row.fact_at, row.fact_kind, row.actor, row.subject, row.data):
        yield Fault(row.number, "its facts are not those that were written")


def _audited(row: Any) -> Audited:
    return Audited(row.number, row.dialogue_id, row.at, row.kind, orjson.loads(row.data), row.actor, row.subject)
