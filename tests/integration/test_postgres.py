"""What only a PostgreSQL server can do to a store: refuse, restart, commit late, sort by its locale."""

from __future__ import annotations

import logging
import threading
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, make_url, text

from contract.postgres import PostgresServer
from contract.samples import product
from shopkeeper.store import Change, StoreError, open_store


def with_password(url: str, password: str) -> str:
    return make_url(url).set(password=password).render_as_string(hide_password=False)


def test_a_password_is_in_no_error_no_log_and_not_in_the_stores_url(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    store = open_store(with_password(url, "hunter2"))
    store.products.put([product("p")])
    assert "hunter2" not in store.url
    store.close()
    with pytest.raises(StoreError) as caught:
        open_store(with_password(url, "hunter2").replace("/shop", "/no_shop"))
    assert "does not exist" in str(caught.value)
    assert "hunter2" not in str(caught.value) + caplog.text + repr(caught.value.__cause__)


def test_an_unreachable_server_is_named(tmp_path) -> None:
    with pytest.raises(StoreError, match=r"the PostgreSQL server 127\.0\.0\.1, database 'shop', refused: connection failed"):
        open_store("postgresql://root:hunter2@127.0.0.1:9/shop")
    with pytest.raises(StoreError, match="on this machine"):
        open_store(f"postgresql:///shop?host={quote(str(tmp_path))}")


def test_a_user_without_the_right_to_make_tables_is_told(url: str, postgres: PostgresServer) -> None:
    postgres.run("CREATE ROLE guest LOGIN PASSWORD 'hunter2';")
    guest = make_url(url).set(username="guest", password="hunter2").render_as_string(hide_password=False)
    with pytest.raises(StoreError, match=r"could not be brought to schema .*: permission denied for schema public") as caught:
        open_store(guest)
    assert "hunter2" not in str(caught.value)
    open_store(url).close()
    with pytest.raises(StoreError, match="permission denied for table"):
        open_store(guest)


def test_a_database_in_another_encoding_is_refused(postgres: PostgresServer) -> None:
    postgres.run("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;")
    url = make_url(postgres.new_database()).set(database="latin").render_as_string(hide_password=False)
    with pytest.raises(StoreError, match="'latin' is in LATIN1: create it with ENCODING 'UTF8'"):
        open_store(url)


def test_the_short_scheme_is_understood(url: str) -> None:
    store = open_store(url.replace("postgresql://", "postgres://"))
    assert store.products.count() == 0
    store.close()


def test_a_store_goes_on_after_its_connections_were_cut(url: str, postgres: PostgresServer) -> None:
    store = open_store(url)
    store.products.put([product("p")])
    name = make_url(url).database
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}';")
    assert store.products.count() == 1
    assert store.products.put([product("q")]).new == 1
    store.close()


def test_a_revision_that_commits_late_is_never_passed_by(url: str) -> None:
    store, other = open_store(url), open_store(url)
    waiting = threading.Thread(target=lambda: other.products.put([product("second")]))
    with store.transaction():
        store.products.put([product("first")])
        waiting.start()
        _until_somebody_waits_for_the_lock(url)
        assert list(other.products.changes(0)) == []
    waiting.join()
    assert list(store.products.changes(0)) == [Change(1, "first", False, 1), Change(2, "second", False, 2)]
    store.close()
    other.close()


def _until_somebody_waits_for_the_lock(url: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        while not connection.execute(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")).scalar():
            pass
    engine.dispose()


def test_two_stores_in_schemas_of_one_database_are_apart(url: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE SCHEMA east"))
        connection.execute(text("CREATE SCHEMA west"))
    engine.dispose()
    join = "&" if "?" in url else "?"
    east, west = (open_store(f"{url}{join}options=-csearch_path%3D{schema}") for schema in ("east", "west"))
    with east.transaction():
        east.products.put([product("p")])
        west.products.put([product("q")])
    assert [p.id for p in east.products.all()] == ["p"]
    assert [p.id for p in west.products.all()] == ["q"]
    east.close()
    west.close()


def test_ids_sort_by_code_point_whatever_the_servers_locale(url: str) -> None:
    open_store(url).close()
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        collations = connection.execute(text(
            "SELECT table_name, collation_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id'"
        )).all()
    engine.dispose()
    assert {table for table, _ in collations} >= {"products", "variants", "orders", "events"}
    assert {collation for _, collation in collations} == {"C"}
