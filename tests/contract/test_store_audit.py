"""The audit is a chain: what was done to it afterwards shows, on both databases."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from contract.old import made_at
from contract.samples import AT, DAY
from shopkeeper.shop import InvalidQuery
from shopkeeper.store import Store, open_store
from shopkeeper.store.audited import Head, head_of
from shopkeeper.store.chain import START

TRIGGERS = {"audit_chain": ("no_update", "no_delete"), "audit": ("no_update",)}


def as_the_database(url: str, *statements: str) -> None:
    """Statements of somebody who has the database itself, behind the program's back and with its triggers taken off."""
    engine = create_engine(make_url(url.replace("postgresql:", "postgresql+psycopg:")))
    with engine.begin() as connection:
        for table, names in TRIGGERS.items():
            for name in names:
                on = "" if engine.dialect.name == "sqlite" else f" ON {table}"
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_{name}{on}"))
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def filled(store: Store) -> Head:
    """Six entries: four of conversations, two of an operator."""
    store.audit.append("a", [(AT, "said", {"text": "你好"}), (AT, "answered", {"text": "您好"})])
    store.audit.note("Mei", "key.made", "key/7", {"scope": "agent"}, AT + DAY)
    store.audit.append("b", [(AT, "said", {"text": "hi"}), (AT, "answered", None)])
    return store.audit.note("cli", "export.customer", "customer/c42")


def faults(store: Store, anchor: Head | None = None) -> list[int]:
    return [fault.number for fault in store.audit.verify(anchor).faults]


def test_what_operators_do_hangs_on_one_chain_with_the_conversations(store: Store) -> None:
    assert store.audit.head() == Head(0, START)
    assert store.audit.verify().to_dict() == {"whole": True, "entries": 0, "erased": 0, "head": f"0:{START}", "faults": []}
    head = filled(store)
    assert (store.audit.head(), head.number, head_of(str(head))) == (head, 6, head)
    assert store.audit.verify(head).to_dict() == {"whole": True, "entries": 6, "erased": 0, "head": str(head), "faults": []}
    newest = store.audit.newest()
    assert [(each.actor, each.kind, each.subject, each.data) for each in newest] == [
        ("cli", "export.customer", "customer/c42", {}), ("Mei", "key.made", "key/7", {"scope": "agent"})]
    assert [each.number for each in store.audit.newest(conversations=True)] == [6, 5, 4, 3, 2, 1]
    assert [each.number for each in store.audit.newest(1, before=6)] == [3]
    assert [each.number for each in store.audit.newest(actor="Mei", kind="key.made", subject="key/7")] == [3]
    assert [each.dialogue_id for each in store.audit.since(AT)] == [each.dialogue_id for each in store.audit.by_conversation()] == [
        "a", "a", "b", "b"]


@pytest.mark.parametrize("broken", ["", "7", "7:abc", "x:" + START, "7:" + "g" * 64])
def test_a_head_that_is_none_is_refused(broken: str) -> None:
    with pytest.raises(InvalidQuery, match="expected NUMBER:HASH"):
        head_of(broken)


def test_the_database_refuses_to_change_the_chain(store: Store, url: str) -> None:
    filled(store)
    engine = create_engine(make_url(url.replace("postgresql:", "postgresql+psycopg:")))
    for statement in ("UPDATE audit_chain SET kind = 'x'", "DELETE FROM audit_chain", "UPDATE audit SET data = '1'"):
        with pytest.raises(DBAPIError, match="the audit is never changed"), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()
    assert faults(store) == []


@pytest.mark.parametrize(("what", "found"), [
    ("UPDATE audit SET data = '{\"text\":\"no\"}' WHERE number = 2", [2]),
    ("UPDATE audit SET actor = 'Li' WHERE number = 3", [3]),
    ("UPDATE audit SET at = at + 1 WHERE number = 2", [2]),
    ("UPDATE audit_chain SET digest = 'x' WHERE number = 3", [3, 3]),
    ("UPDATE audit_chain SET at = at + 1 WHERE number = 1", [1]),
    ("UPDATE audit_chain SET hash = 'x' WHERE number = 4", [4, 5]),
    ("DELETE FROM audit WHERE number = 2", [2]),
    ("DELETE FROM audit_chain WHERE number = 4", [4, 5]),
    ("DELETE FROM audit_chain WHERE number = 1", [1, 2]),
    ("INSERT INTO audit (number, dialogue_id, at, kind, data) VALUES (9, 'a', 0, 'said', '{}')", [9]),
])  # fmt: skip
def test_a_changed_or_missing_row_shows(store: Store, url: str, what: str, found: list[int]) -> None:
    filled(store)
    as_the_database(url, what)
    assert faults(store) == found


def test_rows_that_changed_places_show(store: Store, url: str) -> None:
    filled(store)
    move = "UPDATE {} SET number = {} WHERE number = {}"
    moves = ((2, 99), (3, 2), (99, 3))
    as_the_database(url, *(move.format(table, to, number) for table in ("audit", "audit_chain") for number, to in moves))
    assert faults(store)[:3] == [2, 3, 4]


def test_a_tail_that_was_cut_off_shows_against_a_head_that_was_kept(store: Store, url: str) -> None:
    kept = filled(store)
    as_the_database(url, "DELETE FROM audit WHERE number > 4", "DELETE FROM audit_chain WHERE number > 4")
    assert faults(store) == []  # the chain alone cannot know
    assert faults(store, kept) == [6]
    store.audit.append("c", [(AT, "said", None)] * 3)
    assert faults(store) == []
    assert [each.what for each in store.audit.verify(kept).faults] == ["the head that was kept is not in this chain, which ends at 7"]


def test_facts_are_erased_and_the_chain_still_holds(store: Store, url: str) -> None:
    kept = filled(store)
    assert store.audit.erase(["a", "", "nobody"]) == 2
    assert store.audit.erase(["a"]) == 0
    assert store.audit.erase_subjects(["customer/c42", ""]) == 1
    found = store.audit.verify(kept)
    assert (found.faults, found.entries, found.erased) == ((), 8, 3)
    assert [(each.kind, each.data["numbers"]) for each in store.audit.newest(2)] == [("erased", [[6, 6]]), ("erased", [[1, 2]])]
    as_the_database(url, "DELETE FROM audit WHERE number = 7")  # what says that facts were erased
    assert faults(store) == [1, 2, 7]


def test_an_entry_goes_with_the_transaction_that_it_was_written_in(store: Store) -> None:
    head = filled(store)

    def fail() -> None:
        with store.transaction():
            store.audit.note("cli", "backup", "shop")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.audit.head() == head
    store.audit.note("cli", "backup", "shop")
    assert faults(store) == []


def test_many_writers_make_one_chain(store: Store, url: str) -> None:
    others = [open_store(url) for _ in range(3)]

    def write(mine: Store, name: str) -> None:
        for number in range(15):
            mine.audit.note(name, "tried", f"thing/{number}")
            mine.audit.append(name, [(AT, "said", number)])

    threads = [threading.Thread(target=write, args=(mine, f"w{i}")) for i, mine in enumerate([store, *others])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = store.audit.verify()
    assert (found.faults, found.entries, found.head.number) == ((), 120, 120)
    for other in others:
        other.close()


def test_an_audit_that_was_no_chain_becomes_one(bare_url: str) -> None:
    made_at(bare_url, "0010")
    rows = (f"INSERT INTO audit (number, dialogue_id, at, kind, data) VALUES ({number}, 'a', 5, 'said', '{{}}')" for number in (2, 3, 7))
    as_the_database(bare_url, *rows)
    store = open_store(bare_url)
    assert (store.audit.verify().entries, faults(store), store.audit.head().number) == (3, [], 7)
    store.audit.append("a", [(AT, "said", None)])
    assert [each.number for each in store.audit.of("a")] == [2, 3, 7, 8]
    assert faults(store) == []
    store.close()
