"""A shop is saved while it is written to, put back in a new place and over another, moved to PostgreSQL and back."""

from __future__ import annotations

import json
import shutil
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from browser.server import make_shop
from contract.samples import AT
from shopkeeper.app.backup.archive import opened as opened_archive
from shopkeeper.app.backup.restore import UNDER_WAY, under_way
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import run as run_command
from shopkeeper.shop import Customer, Event
from shopkeeper.store import open_store
from shopkeeper.store.carry import sums

TOML = 'currency = "USD"\nllm = "http://127.0.0.1:1/v1"\nllm_key = "sk-very-secret"\n'
NOTED = ("jobs", "audit", "audit_chain")  # a backup, a restore and a migration note themselves there


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    """A small shop with a model, a picture, a policy and settings."""
    folder = tmp_path_factory.mktemp("original") / "shop"
    make_shop(folder, products=12, customers=8)
    for name, content in {"models/sentiment/20260101-000000-000/config.json": "{}", "models/sentiment/ACTIVE": "none\n",
                          "policy.md": "# 政策\n", "shopkeeper.toml": TOML, "rejects/a.jsonl": "{}", "errors.log": "x"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return folder


@pytest.fixture
def shop(original, tmp_path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "shop"))


@pytest.fixture
def run(capsys):
    """Runs a command; its exit code and what it printed."""

    def command(*arguments: object) -> tuple[int, str]:
        code = run_command([str(each) for each in arguments])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return command


def held(place) -> dict:
    with closing(open_store(place)) as store:
        return {name: each for name, each in sums(store).items() if name not in NOTED}


def files(folder: Path) -> dict[str, bytes]:
    names = ("models", "media", "policy.md")
    return {str(path.relative_to(folder)): path.read_bytes() for name in names
            for path in [folder / name, *(folder / name).rglob("*")] if path.is_file()}


def test_a_shop_is_put_back_in_a_new_place_as_it_was(shop, tmp_path, run):
    code, printed = run("backup", tmp_path / "b.zip", "--shop", shop)
    assert code == 0, printed
    assert "secrets of the settings are not in it" in printed
    assert b"sk-very-secret" not in (tmp_path / "b.zip").read_bytes()
    code, printed = run("backup", "--verify", tmp_path / "b.zip", "--json")
    assert (code, json.loads(printed)["whole"]) == (0, True)
    code, printed = run("restore", tmp_path / "b.zip", "--shop", tmp_path / "new")
    assert code == 0, printed
    assert "set these anew: llm_key" in printed
    assert held(tmp_path / "new/shop.db") == held(shop / "shop.db")
    assert files(tmp_path / "new") == files(shop)
    assert "USD" in (tmp_path / "new/shopkeeper.toml").read_text()
    assert not (tmp_path / "new/rejects").exists()
    assert not (tmp_path / "new" / UNDER_WAY).exists()
    with closing(open_shop(str(tmp_path / "new"))) as there, closing(open_shop(str(shop))) as here:
        assert [hit.id for hit in there.search("lamp").hits] == [hit.id for hit in here.search("lamp").hits] != []


def test_secrets_go_along_where_they_are_wanted(shop, tmp_path, run):
    assert run("backup", tmp_path / "b.zip", "--shop", shop, "--secrets")[0] == 0
    code, printed = run("restore", tmp_path / "b.zip", "--shop", tmp_path / "new", "--json")
    assert (code, json.loads(printed)["missing"]) == (0, [])
    assert "sk-very-secret" in (tmp_path / "new/shopkeeper.toml").read_text()
    assert (tmp_path / "new/shopkeeper.toml").stat().st_mode & 0o077 == 0


def test_a_backup_is_of_one_moment_while_the_shop_is_written_to(shop, tmp_path):
    """Each customer comes before the events that name them, in a transaction of its own: a backup that tore one from the other, or saw a
    later one without an earlier one, would show."""
    from shopkeeper.app.backup.make import save

    done = threading.Event()

    def write() -> None:
        with closing(open_store(shop / "shop.db")) as store:
            n = 0
            while not done.is_set():
                n += 1
                with store.transaction():
                    store.customers.put([Customer(f"new{n:06}")])
                    store.events.put([Event(f"new{n:06}", "view_item", AT, customer_id=f"new{n:06}")])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with closing(open_shop(str(shop))) as front:
            for number in range(3):
                time.sleep(0.1)
                save(front, tmp_path / f"{number}.zip")
    finally:
        done.set()
        writer.join()
    counts = []
    for number in range(3):
        with opened_archive(tmp_path / f"{number}.zip") as archive:
            archive.verify()
            archive.extract(tmp_path / str(number))
        with closing(open_store(tmp_path / str(number) / "store/shop.db")) as store:
            events = sorted(event.id for event in store.events.all() if event.id.startswith("new"))
            assert events == sorted(c.id for c in store.customers.all() if c.id.startswith("new"))
            assert events == [f"new{n:06}" for n in range(1, len(events) + 1)]
            counts.append(len(events))
    assert counts == sorted(counts)
    assert counts[2] > counts[0]


def test_an_older_state_is_put_back_only_when_it_is_meant(shop, tmp_path, run):
    run("backup", tmp_path / "b.zip", "--shop", shop)
    before = held(shop / "shop.db")
    with closing(open_shop(str(shop))) as front:
        front.delete_products(["hostile"])
        front.store.customers.put([Customer("late")])
    (shop / "policy.md").write_text("# later\n")
    (shop / "brand.md").write_text("# later\n")
    code, printed = run("restore", tmp_path / "b.zip", "--shop", shop)
    assert code == 2
    assert "choose a new place, or give --force" in printed
    assert (shop / "policy.md").read_text() == "# later\n"
    code, printed = run("restore", tmp_path / "b.zip", "--shop", shop, "--force")
    assert code == 0, printed
    assert "set these anew" not in printed  # the shop there has them
    assert held(shop / "shop.db") == before
    assert "政策" in (shop / "policy.md").read_text()
    assert not (shop / "brand.md").exists()
    with closing(open_shop(str(shop))) as front:
        assert front.search("Zzyzx lamp").hits[0].id == "hostile"
        assert [entry.kind for entry in front.store.audit.newest()] == ["restore", "backup"]
        assert front.store.audit.verify().faults == ()


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_damaged_backup_changes_nothing(shop, tmp_path, run, force):
    run("backup", tmp_path / "b.zip", "--shop", shop)
    damaged = bytearray((tmp_path / "b.zip").read_bytes())
    damaged[2000] ^= 8
    (tmp_path / "b.zip").write_bytes(damaged)
    before, place = held(shop / "shop.db"), shop if force else tmp_path / "new"
    code, printed = run("restore", tmp_path / "b.zip", "--shop", place, *force)
    assert code == 2
    assert "store/shop.db: " in printed
    assert "use another backup" in printed
    assert held(shop / "shop.db") == before
    assert not (tmp_path / "new").exists()
    assert run("backup", "--verify", tmp_path / "b.zip")[0] == 2


def test_a_damaged_database_is_put_back(shop, tmp_path, run):
    run("backup", tmp_path / "b.zip", "--shop", shop)
    before = held(shop / "shop.db")
    (shop / "shop.db").write_bytes(b"no database " * 1000)
    code, printed = run("restore", tmp_path / "b.zip", "--shop", shop, "--force")
    assert code == 0, printed
    assert held(shop / "shop.db") == before
    assert (shop / "shop.db.damaged").exists()


def test_a_restore_that_failed_half_way_is_known_and_is_done_again(shop, tmp_path, run, monkeypatch):
    run("backup", tmp_path / "b.zip", "--shop", shop)
    (shop / "policy.md").write_text("# later\n")
    with monkeypatch.context() as patched:
        patched.setattr("shopkeeper.app.backup.restore.write", lambda *_: 1 / 0)
        assert run("restore", tmp_path / "b.zip", "--shop", shop, "--force")[0] == 70
    assert under_way(shop) == str(tmp_path / "b.zip")
    assert (shop / UNDER_WAY / "old/policy.md").read_text() == "# later\n"
    assert run("restore", tmp_path / "b.zip", "--shop", shop, "--force")[0] == 0
    assert not under_way(shop)
    assert "政策" in (shop / "policy.md").read_text()


def test_backups_in_a_folder_are_named_by_their_time_and_the_oldest_go(shop, tmp_path, run, monkeypatch):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/shop-19990101-000000.zip").touch()
    (tmp_path / "kept/mine.zip").touch()
    code, printed = run("backup", tmp_path / "kept", "--shop", shop, "--keep", 1, "--json")
    assert code == 0, printed
    made = json.loads(printed)
    assert made["removed"] == ["shop-19990101-000000.zip"]
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == sorted(["mine.zip", Path(made["file"]).name])
    assert run("backup", made["file"], "--shop", shop)[0] == 2


def test_a_job_makes_backups(shop):
    from shopkeeper.app.jobs import KINDS, read

    with closing(open_shop(str(shop))) as front:
        made = KINDS["backup"].run(front, read("backup", {"keep": 2}), lambda *_: None)
    with opened_archive(Path(made["file"])) as archive:
        assert archive.verify() > 0
    assert Path(made["file"]).parent == shop / "backups"


def test_a_shop_moves_to_postgresql_and_back_and_is_saved_from_there(shop, tmp_path, run, postgres):
    url, before = postgres.new_database(), held(shop / "shop.db")
    code, printed = run("migrate", "--to", url, "--shop", shop)
    assert code == 0, printed
    assert "the same in both" in printed
    assert "next: put store =" in printed
    assert held(url) == before
    code, printed = run("migrate", "--to", url, "--shop", shop)
    assert code == 2
    assert "is not empty" in printed
    (shop / "shopkeeper.toml").write_text(f'{TOML}store = "{url}"\n')
    code, printed = run("backup", tmp_path / "b.zip", "--shop", shop, "--json")
    assert code == 0, printed
    code, printed = run("migrate", "--to", tmp_path / "back", "--shop", shop)
    assert code == 0, printed
    assert held(tmp_path / "back/shop.db") == before
    assert files(tmp_path / "back") == files(shop)
    assert "postgres" not in (tmp_path / "back/shopkeeper.toml").read_text()
    with closing(open_store(url)) as store:
        store.customers.put([Customer("late")])
    code, printed = run("restore", tmp_path / "b.zip", "--shop", shop, "--force")
    assert code == 0, printed
    assert held(url) == before
    other = postgres.new_database()
    code, printed = run("restore", tmp_path / "b.zip", "--shop", other, "--data-dir", tmp_path / "data")
    assert code == 0, printed
    assert held(other) == before


def test_a_place_that_is_taken_is_refused_by_migrate(shop, tmp_path, run):
    (tmp_path / "full").mkdir()
    (tmp_path / "full/note").touch()
    assert run("migrate", "--to", tmp_path / "full", "--shop", shop)[0] == 2
    assert run("migrate", "--to", f"sqlite:///{shop}/shop.db", "--shop", shop) == (
        2, f"--to: expected another place than that of the shop, sqlite:///{shop}/shop.db\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full", "shop"]
