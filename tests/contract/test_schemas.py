"""Several stores in one PostgreSQL database, each in a schema of its own: none sees a row of another."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from contract.postgres import PostgresServer
from contract.samples import product
from shopkeeper.store import Store, StoreError, open_store


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    return postgres.new_database()


def in_schema(database: str, name: str) -> str:
    return f"{database}{'&' if '?' in database else '?'}schema={name}"


@pytest.fixture
def both(database: str) -> Iterator[tuple[Store, Store]]:
    a, b = open_store(in_schema(database, "shop_a")), open_store(in_schema(database, "shop_b"))
    yield a, b
    a.close()
    b.close()


def test_a_row_is_in_its_own_schema_only(both: tuple[Store, Store], database: str) -> None:
    a, b = both
    a.products.put([product("p1"), product("p2")])
    assert (a.products.count(), b.products.count()) == (2, 0)
    assert (a.products.revision(), b.products.revision()) == (2, 0)
    b.products.put([product("p1")])
    assert b.products.delete(["p1", "p2"]) == 1
    assert a.products.count() == 2
    again = open_store(in_schema(database, "shop_a"))
    assert again.products.count() == 2
    again.close()


def test_a_store_without_a_schema_beside_them_is_one_more(both: tuple[Store, Store], database: str) -> None:
    both[0].products.put([product("p1")])
    plain = open_store(database)
    plain.products.put([product("p9")])
    third = open_store(in_schema(database, "shop_c"))
    assert [store.products.count() for store in (*both, plain, third)] == [1, 0, 1, 0]
    plain.close()
    third.close()


def test_a_transaction_of_one_holds_up_no_other(both: tuple[Store, Store]) -> None:
    a, b = both
    with ThreadPoolExecutor(1) as pool, a.transaction():
        a.products.put([product("p1")])
        pool.submit(b.products.put, [product("p1")]).result(timeout=10)
        assert b.products.count() == 1


def test_processes_that_open_a_new_schema_at_once_all_find_it_made(database: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(open_store, [in_schema(database, "fresh")] * 4))
    assert [store.products.count() for store in stores] == [0] * 4
    for store in stores:
        store.close()


@pytest.mark.parametrize(
    "name", ["public", "pg_temp", "Shop", "shop-a", "a;b", "a,b", "information_schema", "shopkeeper_extensions", "x" * 64],
)
def test_a_name_that_is_none_of_the_shops_own_is_refused(name: str) -> None:
    with pytest.raises(StoreError, match="schema: expected a name of the shop's own"):
        open_store(f"postgresql://host/shop?schema={name}")
