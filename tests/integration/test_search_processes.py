"""Several processes at one shop's index, and several threads in one."""

from __future__ import annotations

import multiprocessing
import shutil
import threading
from pathlib import Path

import pytest

from shopkeeper.search.engines.local import LocalIndex
from shopkeeper.search.engines.protocol import IndexQuery
from shopkeeper.search.filters import parse_filter
from shopkeeper.shop import InvalidFile, NotIndexed
from shopkeeper.text.analyse import analyse_query
from small_shop import BagEncoder, D, batch, product, serve_pipe, small_shop

_processes = multiprocessing.get_context("spawn")


class Other:
    """The other process, as an object with the shop's methods."""

    def __init__(self, folder: Path) -> None:
        self._pipe, theirs = _processes.Pipe()
        self._process = _processes.Process(target=serve_pipe, args=(theirs, str(folder)), daemon=True)
        self._process.start()

    def ask(self, method, *arguments, **options):
        self._pipe.send((method, arguments, options))

    def answer(self):
        assert self._pipe.poll(60)
        return self._pipe.recv()

    def __getattr__(self, method):
        def call(*arguments, **options):
            self.ask(method, *arguments, **options)
            return self.answer()

        return call

    def end(self):
        self._pipe.send(None)
        self._process.join(30)
        assert self._process.exitcode == 0


def ids(result):
    return [hit.id for hit in result]


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    shop = small_shop(folder)
    shop.put_products([product(f"s{i:02}", f"cotton shirt {i}") for i in range(40)])
    other = Other(folder)
    yield shop, other
    other.end()
    shop.close()


def test_what_one_process_writes_the_next_search_of_another_finds(pair):
    shop, other = pair
    assert other.search("teapot", mode="text").total == 0
    shop.put_products([product("tea", "teapot")])
    assert ids(other.search("teapot", mode="text")) == ["tea"]
    assert ids(other.search("teapot", mode="vector", k=1)) == ["tea"]
    other.put_products([product("tea", "kettle")])
    assert (shop.search("teapot", mode="text").total, ids(shop.search("kettle", mode="text"))) == (0, ["tea"])
    assert other.delete_products(["tea"]) == 1
    assert shop.search("kettle", mode="text").total == 0


def test_a_page_goes_on_in_another_process_and_over_a_rebuild(pair):
    shop, other = pair
    first = shop.search("cotton shirt", k=10)
    second = other.search(next=first.next)
    other.put_products([product("aaa", "cotton shirt cotton shirt")])
    shop.index(rebuild=True)
    third = other.search(next=second.next)
    fourth = shop.search(next=third.next)
    pages = ids(first) + ids(second) + ids(third) + ids(fourth)
    assert sorted(pages) == [f"s{i:02}" for i in range(40)]
    assert {page.total for page in (first, second, third, fourth)} == {40}
    shop.delete_products(["aaa"])


def test_searches_are_answered_whole_while_another_process_builds_anew(pair):
    shop, other = pair
    for _ in range(3):
        other.ask("index", rebuild=True)
        answered = 0
        while not other._pipe.poll() or not answered:
            assert (shop.search("cotton shirt", mode="text").total, shop.search("").total) == (40, 40)
            answered += 1
        assert other.answer().rebuilt
    assert len(list((shop.data_dir / "index").glob("gen-*"))) == 1


def test_two_processes_that_write_at_once_lose_nothing(pair):
    shop, other = pair
    for i in range(6):
        other.ask("put_products", [product(f"theirs{i}", "ours and theirs"), product("both", f"edition {i} theirs")])
        shop.put_products([product(f"ours{i}", "ours and theirs"), product("both", f"edition {i} ours")])
        other.answer()
        kept = shop.store.products.get("both").title.en
        for one in (shop, other):
            assert one.search("ours and theirs", mode="text").total >= 2 * (i + 1)
            assert "both" in ids(one.search(kept, mode="text", k=100))
            assert one.search("edition", mode="text").total == 1
    written = [f"{whose}{i}" for whose in ("ours", "theirs") for i in range(6)]
    assert shop.delete_products([*written, "both"]) == 13
    assert other.search("ours", mode="text").total == 0


def test_threads_search_undisturbed_while_others_write(tmp_path):
    # Given a product that every search below must find, and others that come, change and go
    index = LocalIndex(tmp_path / "index", D, "bag")
    steady = product("steady", "cotton shirt", facts=[("Color", "Red")])
    index.replace([batch([steady, *(product(f"p{i}", "hat", facts=[("Color", "Blue")]) for i in range(20))])], 1)
    vector, wrong, over = BagEncoder().encode(["cotton shirt"])[0], [], threading.Event()
    questions = [
        IndexQuery(analyse_query("cotton")), IndexQuery(None, vector, floor=0.9), IndexQuery(),
        IndexQuery(analyse_query("cotton"), vector, tuple(map(parse_filter, ["color=red", "price<100", "length!=5"]))),
    ]

    def search() -> None:
        asked = 0
        while not over.is_set() or not asked:
            for question in questions:
                try:
                    found = index.query(question)
                    names = found.facets(["color", "price"], "en")
                    if "steady" not in found.ids or sum(count.count for count in names["color"]) != len(found.ids):
                        wrong.append((question, found.ids, names))
                except Exception as error:
                    wrong.append(error)
            asked += 1

    index.upsert(batch([product("long", "hat", facts=[("Length", 7.0), ("Color", "Blue")])]), [], 2)
    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    # When the steady product itself is written again and again, beside new colours and deletions
    for i in range(12):
        index.upsert(batch([steady, product(f"n{i}", "hat", facts=[("Color", f"shade {i}")])]), [f"p{i}", f"n{i - 3}"], 3 + i)
        if i % 5 == 4:
            index.replace([batch([steady, product("long", "hat", facts=[("Length", 7.0), ("Color", "Blue")])])], 3 + i)
    over.set()
    for thread in threads:
        thread.join()
    # Then no search missed it, and every facet counted what was found
    assert wrong == []


def test_reading_changes_no_file(tmp_path):
    LocalIndex(tmp_path / "index", D, "bag").replace([batch([product("a", "shirt")])], 1)
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in (tmp_path / "index").rglob("*") if path.is_file()}
    reader = LocalIndex(tmp_path / "index", D, "bag")
    assert reader.query(IndexQuery(analyse_query("shirt"), BagEncoder().encode(["shirt"])[0])).ids == ["a"]
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in (tmp_path / "index").rglob("*") if path.is_file()} == before


def test_an_index_whose_files_are_gone_counts_as_none_and_is_built_again(tmp_path):
    folder = tmp_path / "index"
    opened = LocalIndex(folder, D, "bag")
    opened.replace([batch([product("a", "shirt")])], 1)
    assert opened.query(IndexQuery()).ids == ["a"]
    shutil.rmtree(folder / (folder / "CURRENT").read_text())
    for index in (opened, LocalIndex(folder, D, "bag")):
        assert index.revision == -1
        with pytest.raises(NotIndexed, match="shopkeeper index"):
            index.query(IndexQuery())
    opened.replace([batch([product("b", "shirt")])], 2)
    assert LocalIndex(folder, D, "bag").query(IndexQuery()).ids == ["b"]


@pytest.mark.parametrize("name", ["columns.json", "columns.npz", "meta.json", "vectors.faiss", "text/meta.json"])
def test_a_damaged_index_says_which_and_what_to_do(tmp_path, name):
    folder = tmp_path / "index"
    LocalIndex(folder, D, "bag").replace([batch([product("a", "shirt")])], 1)
    (folder / (folder / "CURRENT").read_text() / name).write_bytes(b"{")
    index = LocalIndex(folder, D, "bag")
    with pytest.raises(InvalidFile, match=r"gen-000001: this search index is damaged .*--rebuild"):
        index.query(IndexQuery())
    index.replace([batch([product("b", "shirt")])], 2)
    assert index.query(IndexQuery()).ids == ["b"]


def test_a_torn_last_line_of_the_log_is_not_there_and_is_written_over(tmp_path):
    folder = tmp_path / "index"
    index = LocalIndex(folder, D, "bag")
    index.replace([batch([product("a", "shirt")])], 1)
    index.upsert(batch([product("b", "shirt")]), [], 2)
    log = folder / "gen-000001" / "log.jsonl"
    whole = log.read_bytes()
    for torn in (whole[: len(whole) // 2], b"{", b'{"revision": 3, "deleted": ["a"], "documents": []}'):
        log.write_bytes(whole + torn)
        for each in (index, LocalIndex(folder, D, "bag")):
            assert (each.query(IndexQuery()).ids, each.revision) == (["a", "b"], 2)
    index.upsert(batch([product("c", "shirt")]), ["a"], 3)
    assert LocalIndex(folder, D, "bag").query(IndexQuery(analyse_query("shirt"))).ids == ["b", "c"]
