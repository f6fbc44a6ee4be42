"""Opening a store: what its URL may be, and what is said when it cannot be opened."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.samples import product
from shopkeeper.shop import ShopkeeperError
from shopkeeper.store import Store, StoreError, open_store


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "this is not the URL of a store"),
        ("./myshop", "this is not the URL of a store"),
        ("mysql://root:hunter2@host/shop", "'mysql' is not a kind of store"),
        ("postgresql+asyncpg://root:hunter2@host/shop", "is not a kind of store"),
        ("postgresql://host/shop?password=hunter2", "a password stands before the host"),
        ("postgresql://root:hunter2@host:port/shop", "this is not the URL of a store"),
        ("sqlite://", "a SQLite URL names a file"),
        ("sqlite:///:memory:", "a SQLite URL names a file"),
        ("sqlite://shop.db", "a SQLite URL names a file"),
    ],
)
def test_a_bad_url_is_refused_in_a_sentence_without_the_password(url: str, sentence: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(url)
    assert sentence in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert isinstance(caught.value, ShopkeeperError)


@pytest.mark.parametrize("name", ["a shop", "100%", "%41", "what?", "no #1", "茶 店", "me@home:x", "a+b&c=d"])
def test_a_file_at_a_path_is_opened_under_that_very_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    store = open_store(tmp_path / name / "shop.db")
    assert store.url == f"sqlite:///{tmp_path}/{name}/shop.db"
    store.products.put([product("p1")])
    store.close()
    assert (tmp_path / name / "shop.db").exists()
    again = open_store(tmp_path / name / "shop.db")
    assert again.products.count() == 1
    again.close()


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=rf"the folder {tmp_path}/no does not exist: create it first"):
        open_store(f"sqlite:///{tmp_path}/no/shop.db")
    assert not (tmp_path / "no").exists()


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder: name the file in it"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("id,total\n" * 200)
    with pytest.raises(StoreError, match=r"orders\.csv is not a SQLite database"):
        open_store(f"sqlite:///{file}")
    assert file.read_text() == "id,total\n" * 200


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "crm.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
    with pytest.raises(StoreError, match=r"holds tables of another program \(customers\)"):
        open_store(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("customers",)]


def test_a_damaged_file_says_so_when_it_is_read(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/shop.db"
    store = open_store(url)
    store.products.put(product(f"p{i}") for i in range(500))
    store.close()
    with open(tmp_path / "shop.db", "r+b") as file:
        file.seek(100)
        file.write(b"\xff" * (os.path.getsize(file.name) - 200))
    with pytest.raises(StoreError, match=r"shop\.db is damaged: restore it from a backup"):
        open_store(url)


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "shop.db").touch()
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    assert store.products.count() == 0
    store.close()


def fill_the_disk(store: Store) -> None:
    """Within a transaction: lets the file grow to 60 pages only, and writes more than that."""
    with store._database.transaction() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 60")
    with pytest.raises(StoreError, match=r"there is no room left on the disk of .*shop\.db"):
        store.products.put(product(f"{i}") for i in range(2_000))


def test_a_disk_that_is_full_undoes_the_whole_transaction_even_if_it_goes_on(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    store.products.put([product("before")])
    with pytest.raises(StoreError, match=r"this transaction on .* was undone"), store.transaction():  # noqa: PT012
        store.products.put([product("first")])
        fill_the_disk(store)
        with pytest.raises(StoreError, match=r"this transaction on .* was undone"):
            store.products.put([product("after")])
    assert [p.id for p in store.products.all()] == ["before"]
    store.products.put([product("later")])
    assert store.products.count() == 2
    store.close()


def test_a_relative_path_stays_the_same_file_when_the_folder_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store("sqlite:///shop.db")
    monkeypatch.chdir("/")
    store.products.put([product("p")])
    assert (tmp_path / "shop.db").exists()
    assert store.url == f"sqlite:///{tmp_path}/shop.db"
    store.close()


def test_a_path_of_any_letters_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "我的店 100% ?#"
    folder.mkdir()
    url = f"sqlite:///{folder}/shop.db".replace("%", "%25").replace("?", "%3F")
    store = open_store(url)
    assert store.products.count() == 0
    store.close()


def test_a_missing_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install shopkeeper\[postgres\]"):
        open_store("postgresql://root:hunter2@host/shop")


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder that everybody may enter, visited without the rights of root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    open_store(f"sqlite:///{folder}/shop.db").close()
    root = os.geteuid() == 0
    if not root:
        folder.chmod(0o555)
        (folder / "shop.db").chmod(0o444)
    else:
        os.seteuid(65534)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_that_may_not_be_written_is_named(as_nobody: Path) -> None:
    with pytest.raises(StoreError, match=r"new\.db cannot be opened or created: check that its folder may be written"):
        open_store(f"sqlite:///{as_nobody}/new.db")


def test_a_read_only_store_is_named(as_nobody: Path) -> None:
    with pytest.raises(StoreError, match=r"shop\.db is read-only: a shop needs write access"):  # noqa: PT012
        store = open_store(f"sqlite:///{as_nobody}/shop.db")
        store.products.put([product("p")])
