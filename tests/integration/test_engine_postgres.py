"""The search engine postgres as a shop has it: one line of settings, killed builds, a server that is gone or halted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.search.engines.postgres import SETTINGS, PostgresBackend
from shopkeeper.search.engines.protocol import IndexQuery
from shopkeeper.search.engines.remote import RemoteIndex
from shopkeeper.search.filters import parse_filters
from shopkeeper.shop import InvalidRecord
from shopkeeper.store import StoreError, connections
from shopkeeper.store.connections import Connections
from shopkeeper.store.limits import Limits
from small_shop import D, batch, product

SHIRTS = [product(f"s{i}", f"Cotton shirt {i}", prices=[10.0 + i]) for i in range(5)]
TESTS = Path(__file__).parents[1]


def of(url: str, limits: Limits = Limits()) -> RemoteIndex:
    return RemoteIndex(PostgresBackend(Connections(url, SETTINGS, limits)), D, "bag")


def tables(index: RemoteIndex) -> list[str]:
    with index._backend._connections.reading() as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'search\\_%' ORDER BY 1").fetchall()
    return [name for name, in found]


def test_one_line_of_settings_puts_the_index_into_postgresql_for_a_shop_of_either_store(postgres, tmp_path):
    # Given a shop in a folder, and one in PostgreSQL; both with the same words in two lines of their settings
    elsewhere = postgres.new_database()
    folder, data = tmp_path / "folder", tmp_path / "data"
    for made, line in ((folder, f'engine = "postgres:{elsewhere}&schema=shop_a"'), (data, 'engine = "postgres"')):
        made.mkdir()
        (made / "shopkeeper.toml").write_text(line + "\n")
    for arguments in ((str(folder), None), (postgres.new_database(), str(data))):
        shop = open_shop(*arguments, create=True, environ={})
        shop.put_products(SHIRTS)
        # Then it finds, filters and counts, and no index lies in the folder
        found = shop.search("cotton shirt", where=["price<13"], facets=["price"])
        assert (sorted(hit.id for hit in found), found.total) == (["s0", "s1", "s2"], 3)
        assert sum(count.count for count in found.facets["price"]) == 3
        assert not list(shop.data_dir.glob("index/gen-*"))
        # And another that has the same shop open sees what is put
        other = open_shop(*arguments, environ={})
        shop.put_products([product("new", "Wool shirt")])
        assert [hit.id for hit in other.search("wool shirt", mode="text")] == ["new"]
        shop.close()
        other.close()


def test_a_shop_in_a_folder_must_say_which_database(tmp_path):
    (tmp_path / "shopkeeper.toml").write_text('engine = "postgres"\n')
    with pytest.raises(InvalidRecord, match="engine: expected postgres:postgresql://…, as the store of this shop is not PostgreSQL"):
        open_shop(str(tmp_path), create=True, environ={})
    (tmp_path / "shopkeeper.toml").write_text('engine = "elastic:secret@host"\n')
    with pytest.raises(InvalidRecord, match=r"expected nothing, postgres .*a value that is not shown"):
        open_shop(str(tmp_path), create=True, environ={})


def test_a_server_that_is_not_there_is_said_in_a_sentence_at_once():
    index = of("postgresql://me:hidden@127.0.0.1:1/shop")
    start = time.monotonic()
    with pytest.raises(StoreError, match=r"the PostgreSQL server 127\.0\.0\.1, database 'shop', refused") as error:
        index.query(IndexQuery())
    assert time.monotonic() - start < 5
    assert "hidden" not in str(error.value)
    with pytest.raises(StoreError, match="'mysql' is not PostgreSQL"):
        of("mysql://host/shop")


def test_a_halted_server_is_given_up_and_found_again(postgres, monkeypatch):
    monkeypatch.setattr(connections, "GRACE_S", 0.5)
    index = of(postgres.new_database(), Limits(statement_s=1.0))
    index.replace([batch(SHIRTS)], 1)
    with index._backend._connections.reading() as connection:
        pid = connection.info.backend_pid
    os.kill(pid, signal.SIGSTOP)
    threading.Timer(6, os.kill, [pid, signal.SIGCONT]).start()
    start = time.monotonic()
    with pytest.raises(StoreError, match="refused"):
        index.query(IndexQuery())
    assert time.monotonic() - start < 5
    assert len(index.query(IndexQuery()).ids) == 5, "by another connection"


BUILDER = """
import os, sys, time
from integration.test_engine_postgres import SHIRTS, batch, of
from small_shop import product

def batches():
    for i in range(1000):
        yield batch([product(f"n{i}", "half built")])
        if i == 20:
            print("halfway", flush=True)
            time.sleep(60)

of(sys.argv[1]).replace(batches(), 2)
"""


def test_a_build_that_is_killed_leaves_the_old_index_and_nothing_else(postgres):
    url = postgres.new_database()
    index = of(url)
    index.replace([batch(SHIRTS)], 1)
    before = tables(index)
    builder = subprocess.Popen([sys.executable, "-c", BUILDER, url], stdout=subprocess.PIPE, text=True, cwd=TESTS,
                               env=os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, str(TESTS)])})
    assert builder.stdout is not None
    assert builder.stdout.readline() == "halfway\n"
    builder.kill()
    builder.wait()
    assert (index.query(IndexQuery()).ids, index.revision, tables(index)) == (["s0", "s1", "s2", "s3", "s4"], 1, before)
    # And the next build is free to go on
    index.replace([batch(SHIRTS[:2])], 3)
    assert (index.query(IndexQuery()).ids, len(tables(index))) == (["s0", "s1"], len(before))


def test_an_index_of_another_format_is_built_anew(postgres, monkeypatch):
    index = of(postgres.new_database())
    index.replace([batch(SHIRTS)], 1)
    monkeypatch.setattr("shopkeeper.search.engines.postgres.tables.FORMAT", 2)
    assert index.revision == -1
    index.replace([batch(SHIRTS[:1])], 2)
    assert (index.query(IndexQuery()).ids, len([name for name in tables(index) if name.endswith("notes")])) == (["s0"], 1)


def test_a_graph_of_vectors_finds_what_a_whole_comparison_finds(postgres, monkeypatch):
    # Given more products than are compared one by one
    monkeypatch.setattr("shopkeeper.search.engines.postgres.backend.GRAPH", 100)
    monkeypatch.setattr("shopkeeper.search.engines.postgres.sql.FEW", 50)
    index = of(postgres.new_database())
    titles = [f"{colour} {kind}" for colour in ("red", "blue", "green", "white") for kind in ("shirt", "hat", "shoe", "lamp", "pen")]
    shop = [product(f"p{i:03}", f"{titles[i // 20]} {i}", prices=[float(i)]) for i in range(400)]
    index.replace([batch(shop)], 1)
    _, vectors = batch(shop)
    for where, low in (((), 0), (("price>=100",), 100), (("price>=380",), 380)):
        found = index.query(IndexQuery(vector=vectors[399], vector_depth=10, floor=-2.0, filters=parse_filters(where)))
        exact = sorted((-float(vectors[i] @ vectors[399]), i) for i in range(low, 400))[:10]
        assert sorted(found.cosine.tolist(), reverse=True) == pytest.approx([-score for score, _ in exact], abs=0.02)
        assert all(int(id[1:]) >= low for id in found.ids)
