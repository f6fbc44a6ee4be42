"""The search engine milvus as a shop has it: one line of settings, a server that several processes ask, killed, halted, or not there.
The server is Milvus Lite in a process of its own, which speaks as a cluster does."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.search.engines.milvus import Client, MilvusBackend, MilvusError, Place, client
from shopkeeper.search.engines.protocol import IndexQuery
from shopkeeper.search.engines.remote import RemoteIndex
from shopkeeper.shop import InvalidRecord
from small_shop import D, batch, product

SHIRTS = [product(f"s{i}", f"Cotton shirt {i}", prices=[10.0 + i]) for i in range(5)]


class Server:
    """A Milvus on a port of this machine."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._folder = folder
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        arguments = ["-m", "milvus_lite", "server", "--data-dir", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port)]
        self.process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while socket.socket().connect_ex(("127.0.0.1", self._port)):
            assert time.monotonic() < end
            time.sleep(0.1)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def halt(self) -> None:
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("milvus") / "server.db")
    yield server
    server.kill()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "ANSWER_S", 2.0)
    monkeypatch.setattr(client, "REST_S", 1.0)


def of(url: str, name: str = "shop") -> RemoteIndex:
    return RemoteIndex(MilvusBackend(Client(Place.of(url, Path.cwd())), name, nullcontext), D, "bag")


def test_one_line_of_settings_puts_the_index_into_milvus(server, tmp_path):
    # Given two shops on one server
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "shopkeeper.toml").write_text(f'engine = "milvus:{server.url}"\n')
    shop, other = (open_shop(str(tmp_path / name), create=True, environ={}) for name in ("one", "other"))
    shop.put_products(SHIRTS)
    other.put_products([product("secret", "Cotton shirt of another shop")])
    # Then each finds, filters and counts its own, and no index lies in the folder
    found = shop.search("cotton shirt", where=["price<13"], facets=["price"])
    assert (sorted(hit.id for hit in found), found.total) == (["s0", "s1", "s2"], 3)
    assert sum(count.count for count in found.facets["price"]) == 3
    assert [hit.id for hit in other.search("cotton shirt")] == ["secret"]
    assert not list(shop.data_dir.glob("index/gen-*"))
    # And another process that has the shop open sees what is put
    again = open_shop(str(tmp_path / "one"), environ={})
    shop.put_products([product("new", "Wool shirt")])
    assert [hit.id for hit in again.search("wool shirt", mode="text")] == ["new"]
    for each in (shop, other, again):
        each.close()


def test_a_file_to_try_it_belongs_to_one_process_as_the_docs_say(tmp_path):
    name = "try.db"
    assert f'engine = "milvus:{name}"' in (Path(__file__).parents[2] / "docs" / "scale.md").read_text()
    (tmp_path / name).mkdir()
    with (tmp_path / name / "LOCK").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(MilvusError, match=r"cannot open try\.db: one process at a time may have it open"):
            Client(Place.of(name, tmp_path)).query("products", "", ("id",))
    index = RemoteIndex(MilvusBackend(Client(Place.of(name, tmp_path)), "shop", nullcontext), D, "bag")
    index.replace([batch(SHIRTS)], 1)
    assert len(index.query(IndexQuery()).ids) == 5


def test_a_setting_without_an_address_is_refused(tmp_path):
    (tmp_path / "shopkeeper.toml").write_text('engine = "milvus:"\n')
    with pytest.raises(InvalidRecord, match="engine: expected `milvus:http://host:19530`"):
        open_shop(str(tmp_path), create=True, environ={})


def test_a_server_that_is_not_there_is_said_in_a_sentence_and_soon(impatient):
    index = of("http://me:hidden@127.0.0.1:9")
    start = time.monotonic()
    with pytest.raises(MilvusError, match=r"the search engine Milvus at http://127\.0\.0\.1:9 did not answer") as error:
        index.query(IndexQuery())
    assert time.monotonic() - start < 4
    assert "hidden" not in str(error.value)
    # And whoever asks next does not wait for it again
    start = time.monotonic()
    with pytest.raises(MilvusError, match="did not answer"):
        index.query(IndexQuery())
    assert time.monotonic() - start < 0.5


def test_a_killed_server_has_what_was_written_when_it_is_back(server):
    writer, reader = of(server.url, "killed"), of(server.url, "killed")
    writer.replace([batch(SHIRTS)], 1)
    writer.upsert(batch([product("new", "Wool shirt")]), ["s0"], 2)
    expected = ["new", "s1", "s2", "s3", "s4"]
    assert (reader.query(IndexQuery()).ids, reader.revision) == (expected, 2)
    server.kill()
    with pytest.raises(MilvusError, match="did not answer"):
        reader.query(IndexQuery())
    server.start()
    assert answered(reader) == expected
    assert reader.revision == 2


def test_a_halted_server_is_given_up_and_found_again(server, impatient):
    index = of(server.url, "halted")
    index.replace([batch(SHIRTS)], 1)
    server.halt()
    try:
        for each in (index, of(server.url, "halted")):  # one that is connected, and one that is not
            start = time.monotonic()
            with pytest.raises(MilvusError, match="did not answer"):
                each.query(IndexQuery())
            assert time.monotonic() - start < 5
    finally:
        server.go_on()
    assert len(answered(index)) == 5


def test_a_build_that_fails_or_is_killed_leaves_the_old_index(server):
    index = of(server.url, "built")
    index.replace([batch(SHIRTS)], 1)

    def half():
        yield batch([product(f"n{i}", "half built") for i in range(20)])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.replace(half(), 2)
    assert (len(index.query(IndexQuery()).ids), index.revision) == (5, 1)
    index.replace([batch(SHIRTS[:2])], 3)
    assert (index.query(IndexQuery()).ids, index.revision) == (["s0", "s1"], 3)
    assert sorted(collections(server.url, "built")) == ["built_2", "built_notes"]


def answered(index: RemoteIndex) -> list[str]:
    """What all products are once the server answers again."""
    end = time.monotonic() + 60
    while True:
        try:
            return index.query(IndexQuery()).ids
        except MilvusError:
            assert time.monotonic() < end
            time.sleep(0.2)


def collections(url: str, name: str) -> list[str]:
    with Client(Place.of(url, Path.cwd())).asking() as opened:
        return [each for each in opened.list_collections() if each.startswith(name)]
