"""A store is carried into another database, and back, row by row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from contract import rows
from contract.samples import AT, product
from shopkeeper.shop import Customer
from shopkeeper.store import Store, StoreError, open_store
from shopkeeper.store.carry import carry, sums
from shopkeeper.store.opening import database_of
from shopkeeper.store.schema import metadata

AUDIT = ("audit", "audit_chain")


@pytest.fixture
def other(request: pytest.FixtureRequest, url: str, tmp_path) -> Iterator[Store]:
    """A store in the other database, new."""
    there = request.getfixturevalue("postgres").new_database() if url.startswith("sqlite") else f"sqlite:///{tmp_path}/other.db"
    store = open_store(there)
    yield store
    store.close()


def test_every_table_is_carried_there_and_back(store, other, tmp_path):
    rows.fill(store)
    before = sums(store)
    assert carry(store, other) == before == sums(other)
    assert {name for name, each in before.items() if each.rows == 7} == set(metadata.tables)
    back = open_store(tmp_path / "back.db")
    assert carry(other, back) == sums(back) == before
    back.close()


def test_a_sum_tells_rows_apart_in_any_order(store, other):
    rows.fill(store)
    rows.fill(other, seed=2)
    assert sums(store)["orders"].rows == sums(other)["orders"].rows
    assert sums(store)["orders"] != sums(other)["orders"]
    with database_of(store).transaction() as connection:
        connection.execute(text("UPDATE customers SET email = email || ' ' WHERE id = (SELECT min(id) FROM customers)"))
    assert sums(store)["customers"].digest != sums(other)["customers"].digest


def test_work_goes_on_in_the_new_place(store, other):
    store.products.put([product("p1"), product("p2")])
    store.products.delete(["p2"])
    store.audit.append("d1", [(AT, "said", {"text": "好"})])
    carry(store, other)
    assert other.products.get("p1") == product("p1")
    assert other.products.revision() == store.products.revision()
    assert [change.deleted for change in other.products.changes(0)] == [change.deleted for change in store.products.changes(0)]
    other.audit.append("d1", [(AT, "said", {"text": "more"})])
    assert [entry.data["text"] for entry in other.audit.of("d1")] == ["好", "more"]


def test_what_is_not_empty_is_refused_and_stays(store, other):
    store.customers.put([Customer("c1")])
    other.customers.put([Customer("c2")])
    with pytest.raises(StoreError, match=r"is not empty .it has customers.*choose a new place"):
        carry(store, other)
    assert [customer.id for customer in other.customers.all()] == ["c2"]


def test_it_may_be_replaced_whole(store, other):
    rows.fill(store, without=AUDIT)
    rows.fill(other, 9, seed=2, without=AUDIT)
    assert carry(store, other, replace=True) == sums(other) == sums(store)


@pytest.mark.parametrize(("here", "there"), [(0, 3), (3, 0), (2, 5), (5, 2)])
def test_the_audit_is_not_replaced_but_goes_on(store, other, here, there):
    """A shop that is put back to what it was still knows what was done to it since."""
    for each in range(min(here, there)):
        store.audit.note("ann", "made", f"key/{each}", at=AT)
    carry(store, other)
    for which, more in ((store, here), (other, there)):
        for each in range(min(here, there), more):
            which.audit.note("ann", "made", f"key/{each}", at=AT)
    carry(store, other, replace=True)
    other.audit.note("ann", "restore", "shop")
    assert [entry.subject for entry in other.audit.newest()] == ["shop", *(f"key/{each}" for each in reversed(range(max(here, there))))]
    assert other.audit.verify().faults == ()


def test_another_shop_is_not_replaced(store, other):
    store.audit.note("ann", "made", "key/1")
    other.audit.note("ann", "made", "key/1")
    with pytest.raises(StoreError, match="holds another shop: its audit is not that"):
        carry(store, other, replace=True)


def test_a_row_that_got_lost_undoes_the_whole(store, other, monkeypatch):
    rows.fill(store)
    database, other_rows = database_of(other), sums(other)
    whole = database.fill
    monkeypatch.setattr(database, "fill", lambda c, table, batches: whole(
        c, table, (batch[1:] if table.name == "reviews" else batch for batch in batches)))
    with pytest.raises(StoreError, match=r"does not hold what was written into it .reviews."):
        carry(store, other)
    assert sums(other) == other_rows


def test_a_copy_is_of_one_moment_and_says_when_it_is_of_the_past(store, other):
    store.customers.put([Customer("c1")])
    store.products.put([product("p1")])

    def written_meanwhile(table: str, done: int, total: int) -> None:
        if table == "customers":  # events come later in the order of the tables
            store.customers.put([Customer("c2")])
            store.products.put([product("p2")])

    with pytest.raises(StoreError, match=r"was written to meanwhile .*customers.*stop its servers"):
        carry(store, other, still=True, progress=written_meanwhile)
    assert not other.customers.count()
    store.customers.delete(["c2"])
    store.products.delete(["p2"])
    carry(store, other, progress=written_meanwhile)
    assert other.customers.count() == other.products.count() == 1
