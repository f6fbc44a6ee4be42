"""What `doctor` finds, and what it says to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from shopkeeper.app.backup.make import DONE
from shopkeeper.app.backup.restore import UNDER_WAY
from shopkeeper.app.checks import of_settings, of_shop
from shopkeeper.app.settings import Settings
from shopkeeper.store import open_store
from shopkeeper.store.opening import database_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path) -> Iterator[SimpleNamespace]:
    with closing(open_store(tmp_path / "shop.db")) as store:
        yield SimpleNamespace(store=store, indexed_revision=0)


def bad(found) -> dict[str, str]:
    return {each.name: f"{each.found} → {each.advice}" for each in found if not each.ok}


def told(found) -> dict[str, str]:
    return {each.name: f"{each.found} → {each.advice}" for each in found}


def test_a_new_shop_is_well(shop, tmp_path):
    settings = Settings(shop=str(tmp_path))
    assert list(of_settings(settings)) == []
    assert bad(of_shop(shop, settings)) == {}
    assert told(of_shop(shop, settings))["audit"].startswith("0 entries, unbroken")
    assert "shopkeeper backup FOLDER" in told(of_shop(shop, settings))["backup"]


def test_secrets_that_others_can_read_or_guess(tmp_path):
    (tmp_path / "shopkeeper.toml").write_text('llm_key = "sk-1"\n')
    (tmp_path / "shopkeeper.toml").chmod(0o644)
    assert "chmod 600" in bad(of_settings(Settings(shop=str(tmp_path))))["secrets"]
    (tmp_path / "shopkeeper.toml").chmod(0o600)
    assert bad(of_settings(Settings(shop=str(tmp_path)))) == {}
    assert "customer_secret: shorter than 16" in bad(of_settings(Settings(shop=str(tmp_path), customer_secret="tea")))["secrets"]
    (tmp_path / "shopkeeper.toml").write_text('currency = "USD"\n')
    (tmp_path / "shopkeeper.toml").chmod(0o644)
    assert bad(of_settings(Settings(shop=str(tmp_path)))) == {}


def test_a_database_password_is_a_secret_too(tmp_path):
    (tmp_path / "shopkeeper.toml").write_text('store = "postgresql://shop:word@db/shop"\n')
    (tmp_path / "shopkeeper.toml").chmod(0o640)
    assert "can read" in bad(of_settings(Settings(shop=str(tmp_path))))["secrets"]


def test_tracebacks_are_only_mentioned(tmp_path):
    found = list(of_settings(Settings(shop=str(tmp_path), debug=True)))
    assert [(each.name, each.ok) for each in found] == [("debug", True)]


def test_a_restore_that_did_not_end(tmp_path):
    (tmp_path / UNDER_WAY).mkdir()
    (tmp_path / UNDER_WAY / "restoring.json").write_text(json.dumps({"file": "/b/shop.zip"}))
    assert "shopkeeper restore /b/shop.zip" in bad(of_settings(Settings(shop=str(tmp_path))))["restore"]


@pytest.mark.parametrize(("files", "says"), [
    (("1/CARD.md",), "half a model, without config.json: sentiment/1"),
    (("1/config.json",), "no CARD.md, so that nobody knows what it was trained on: sentiment/1"),
    (("1/config.json", "1/CARD.md"), "the version in use, 2, is not there"),
])
def test_models_that_are_not_whole(tmp_path, files, says):
    folder = tmp_path / "models/sentiment"
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("{}")
    (folder / "ACTIVE").write_text("none\n2\n" if "in use" in says else "none\n1\n" if "1/config.json" in files else "none\n")
    assert says in bad(of_settings(Settings(shop=str(tmp_path))))["models"]


def test_a_training_under_way_is_no_fault(tmp_path):
    (tmp_path / "models/sentiment/1.part").mkdir(parents=True)
    found = list(of_settings(Settings(shop=str(tmp_path))))
    assert [(each.name, each.ok) for each in found] == [("models", True)]


def test_an_index_of_another_shop(shop, tmp_path):
    shop.indexed_revision = 7
    assert "index --rebuild" in bad(of_shop(shop, Settings(shop=str(tmp_path))))["index"]


def test_an_audit_that_somebody_changed(shop, tmp_path):
    shop.store.audit.note("ann", "made", "key/1")
    shop.store.audit.note("ann", "made", "key/2")
    with database_of(shop.store).transaction() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET subject = 'key/3' WHERE number = 1"))
    assert "entry 1: its facts are not those" in bad(of_shop(shop, Settings(shop=str(tmp_path))))["audit"]


def test_jobs_that_failed_or_that_nobody_does(shop, tmp_path):
    settings, queue = Settings(shop=str(tmp_path)), shop.store.queue
    job = queue.add("index", {}, NOW - timedelta(hours=2))
    assert "no worker works" in bad(of_shop(shop, settings, NOW))["jobs"]
    assert bad(of_shop(shop, settings, NOW - timedelta(hours=2))) == {}
    running = queue.claim("worker", NOW - timedelta(hours=1))
    assert bad(of_shop(shop, settings, NOW)) == {}
    queue.fail(running, "no disk", NOW - timedelta(hours=1), None)
    assert f"(index): no disk → see it with: shopkeeper jobs show {job.id}" in bad(of_shop(shop, settings, NOW))["jobs"]
    assert bad(of_shop(shop, settings, NOW + timedelta(days=2))) == {}


def test_backups_that_ceased(shop, tmp_path):
    shop.store.jobs.save(DONE, {"at": (NOW - timedelta(days=9)).isoformat(), "file": "/b/1.zip", "bytes": 1})
    assert "the last is 9 days old: /b/1.zip" in bad(of_shop(shop, Settings(shop=str(tmp_path)), NOW))["backup"]
    assert bad(of_shop(shop, Settings(shop=str(tmp_path)), NOW - timedelta(days=3))) == {}


def test_a_postgresql_server_tells_its_versions_and_connections(postgres, tmp_path):
    url = postgres.new_database()
    with closing(open_store(url)) as store:
        shop, settings = SimpleNamespace(store=store, indexed_revision=0), Settings(shop=url, data_dir=str(tmp_path))
        assert told(of_shop(shop, settings))["server"].startswith("PostgreSQL 1")
        assert "pgvector not installed" in told(of_shop(shop, settings))["server"]
        greedy = Settings(shop=url, data_dir=str(tmp_path), database_connections=900)
        assert "lower database_connections" in bad(of_shop(shop, greedy))["server"]
