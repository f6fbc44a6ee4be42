"""The schema: what the migrations make, and what happens when they cannot."""

from __future__ import annotations

import json
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, make_url, text

from contract.samples import AT, KINDS, product
from shopkeeper.shop import Event, EventItem, Money
from shopkeeper.store import StoreError, open_store, schema, upgrade
from shopkeeper.store.opening import database_of
from waiting import until

HEAD = upgrade.HEAD
BROKEN = '''
from alembic import op
import sqlalchemy as sa
revision, down_revision = "9999", upgrade_from

def upgrade():
    op.create_table("gifts", sa.Column("id", sa.Text))
    op.execute("DELETE FROM products")
    op.execute("INSERT INTO no_such_table VALUES (1)")
'''
REBUILDING = '''
from alembic import op
import sqlalchemy as sa
revision, down_revision = "9999", upgrade_from

def upgrade():
    with op.batch_alter_table("orders", recreate="auto") as table:
        table.alter_column("status", nullable=True)
'''


ADDING = '''
from alembic import op
import sqlalchemy as sa
revision, down_revision = "9999", upgrade_from

def upgrade():
    op.create_table("gifts", sa.Column("id", sa.Text, primary_key=True))
    op.add_column("products", sa.Column("wrapped", sa.Integer, nullable=False, server_default="0"))
'''


@pytest.fixture
def url(bare_url: str) -> str:
    return bare_url


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Gives this program a second migration with the code that it is called with."""

    def install(code: str) -> None:
        shutil.copytree(upgrade._MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
        (tmp_path / "migrations/versions/9999_next.py").write_text(code.replace("upgrade_from", repr(HEAD)))
        monkeypatch.setattr(upgrade, "_MIGRATIONS", tmp_path / "migrations")
        monkeypatch.setattr(upgrade, "HEAD", "9999")

    return install


def execute(url: str, sql: str) -> None:
    engine = create_engine(make_url(url.replace("postgresql:", "postgresql+psycopg:")))
    with engine.begin() as connection:
        connection.execute(text(sql))
    engine.dispose()


def test_the_migrations_make_exactly_the_schema(url: str) -> None:
    open_store(url).close()
    engine = create_engine(make_url(url.replace("postgresql:", "postgresql+psycopg:")))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": schema.VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


def test_the_version_that_is_known_is_the_newest_file() -> None:
    versions = sorted(path.name[:4] for path in upgrade._MIGRATIONS.glob("versions/[0-9]*.py"))
    assert versions[-1] == upgrade.HEAD


def test_a_store_of_a_newer_version_is_refused_and_left_alone(url: str) -> None:
    store = open_store(url)
    store.products.put([product("p")])
    store.close()
    execute(url, f"UPDATE {schema.VERSION_TABLE} SET version_num = '0999'")
    with pytest.raises(StoreError, match=rf"by a newer version of Shopkeeper \(schema 0999, this one knows up to {HEAD}\): upgrade"):
        open_store(url)
    execute(url, f"UPDATE {schema.VERSION_TABLE} SET version_num = '{HEAD}'")
    store = open_store(url)
    assert store.products.get("p") == product("p")
    store.close()


def test_a_migration_that_fails_leaves_the_old_store_usable(url: str, next_version, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(url)
    store.products.put([product("p")])
    with monkeypatch.context():
        next_version(BROKEN)
        with pytest.raises(StoreError, match=r"could not be brought to schema 9999 and stays as it was: .*no_such_table"):
            open_store(url)
        assert store.products.get("p") == product("p")
    store.close()


def test_a_migration_that_rebuilds_a_table_keeps_its_children(url: str, next_version) -> None:
    store = open_store(url)
    store.orders.put([KINDS["orders"][0]("o")])
    store.close()
    next_version(REBUILDING)
    store = open_store(url)
    with store._database.reading() as connection:
        assert connection.execute(text("SELECT order_id, quantity FROM order_lines")).all() == [("o", 2)]
    store.close()


def test_a_shop_is_served_by_the_old_version_while_it_is_migrated(url: str, next_version, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers and writers go on, though one long read holds the table that gets a column; nobody waits for long behind the migration."""
    monkeypatch.setattr("shopkeeper.store.postgres.LOCK_S", 0.2)
    monkeypatch.setattr(upgrade, "PAUSE_S", 0.1)
    store, done, read_so_far = open_store(url), threading.Event(), []
    store.products.put([product("p0")])
    next_version(ADDING)

    def read() -> None:
        while not done.is_set():
            read_so_far.append(store.products.get_many(["p0"]))

    def write() -> int:
        count = 0
        while not done.is_set():
            count += 1
            store.products.put([product(f"p{count}")])
        return count

    def more_reads() -> None:
        seen = len(read_so_far)
        until(lambda: len(read_so_far) > seen + 5)

    with ThreadPoolExecutor(4) as pool:
        try:
            with database_of(store).snapshot() as long_read:
                long_read.execute(text("SELECT count(*) FROM products"))
                busy = [pool.submit(read), pool.submit(write)]
                migrated = pool.submit(open_store, url)
                time.sleep(0.5)
                more_reads()
                assert not (url.startswith("postgres") and migrated.done())
            migrated.result(20).close()
            more_reads()
        finally:
            done.set()
        assert busy[1].result() + 1 == store.products.count() > 2
        busy[0].result()
    assert _all(store, "SELECT DISTINCT wrapped FROM products") == [(0,)]
    store.close()


def test_a_migration_that_never_gets_its_table_gives_up_and_says_why(postgres, next_version, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopkeeper.store.postgres.LOCK_S", 0.05)
    monkeypatch.setattr(upgrade, "PAUSE_S", 0.01)
    monkeypatch.setattr(upgrade, "TRIES", 3)
    store = open_store(url := postgres.new_database())
    next_version(ADDING)
    with database_of(store).snapshot() as long_read:
        long_read.execute(text("SELECT count(*) FROM products"))
        with pytest.raises(StoreError, match=r"stays as it was: canceling statement due to lock timeout"):
            open_store(url)
    store.products.put([product("p")])
    store.close()


def test_what_an_older_version_reads_and_writes_stays(tmp_path: Path) -> None:
    """A migration only adds: a server of the version before goes on until it is restarted. A column that joins a table has a default."""
    engine = create_engine(f"sqlite:///{tmp_path}/shop.db")
    before: dict[str, set[str]] = {}
    for path in sorted(upgrade._MIGRATIONS.glob("versions/[0-9]*.py"))[9:]:
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(upgrade._MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, path.name[:4])
            found = inspect(connection)
            columns = {table: {c["name"]: c for c in found.get_columns(table)} for table in found.get_table_names()}
        for table, names in before.items():
            assert names <= set(columns.get(table, ())), path.name
            joined = [c for name, c in columns[table].items() if name not in names]
            assert [c["name"] for c in joined if not c["nullable"] and c["default"] is None] == [], path.name
        before = {table: set(names) for table, names in columns.items()}
    engine.dispose()


def test_tables_of_another_program_are_left_alone(url: str) -> None:
    execute(url, "CREATE TABLE orders (number INTEGER)")
    with pytest.raises(StoreError, match=r"holds tables of another program \(orders\): choose another place"):
        open_store(url)
    execute(url, "DROP TABLE orders")
    open_store(url).close()


def test_other_tables_beside_the_stores_do_no_harm(url: str) -> None:
    execute(url, "CREATE TABLE alembic_version (version_num TEXT)")
    execute(url, "INSERT INTO alembic_version VALUES ('ae1027a6acf')")
    store = open_store(url)
    store.products.put([product("p")])
    store.close()


def before_the_live_link(url: str) -> None:
    execute(url, "ALTER TABLE products DROP COLUMN content_revision")
    for table in ("webhooks", "links", "inbox", "outbox", "answers", "dialogues", "audit", "audit_chain", "order_requests", "exposures",
                  "recommendations", "experiments", "drafts",
                  "access_keys", "access_users", "access_sessions", "access_attempts", "queue", "schedules", "erasures",
                  "shop_secrets", "judgments", "purchases", "contacts", "campaigns"):
        execute(url, f"DROP TABLE {table}")


def test_reviews_of_the_first_version_get_their_rating_as_a_column(url: str) -> None:
    store = open_store(url)
    store.reviews.put([KINDS["reviews"][0]("r5"), KINDS["reviews"][1]("r1")])
    store.close()
    execute(url, "ALTER TABLE reviews DROP COLUMN rating")
    before_the_live_link(url)
    for table in ("event_items", "suppliers", "conversations", "rules", "synonyms", "searches"):
        execute(url, f"DROP TABLE {table}")
    execute(url, f"UPDATE {schema.VERSION_TABLE} SET version_num = '0001'")
    store = open_store(url)
    with store._database.reading() as connection:
        assert connection.execute(text("SELECT id, rating FROM reviews ORDER BY id")).all() == [("r1", 1.0), ("r5", 5.0)]
    store.close()


def test_events_of_the_second_version_get_their_goods_by_the_line(url: str) -> None:
    store = open_store(url)
    goods = (EventItem("p1", "v1", 2, Money(500, "CNY"), 3), EventItem("p2"))
    store.events.put([Event("e1", "select_item", AT, None, "s", goods, query_id="q"), Event("e2", "view_item", AT, items=goods)])
    store.searches.put([KINDS["searches"][0]("q")])
    execute(url, "DROP INDEX searches_counted")
    wanted = _all(store, "SELECT * FROM event_items ORDER BY place"), _all(store, "SELECT id, language FROM searches")
    store.close()
    execute(url, "DROP TABLE event_items")
    execute(url, "ALTER TABLE searches DROP COLUMN language")
    before_the_live_link(url)
    execute(url, f"UPDATE {schema.VERSION_TABLE} SET version_num = '0002'")
    store = open_store(url)
    assert (_all(store, "SELECT * FROM event_items ORDER BY place"), _all(store, "SELECT id, language FROM searches")) == wanted
    assert len(wanted[0]) == 4
    store.close()


def _all(store, sql):
    with store._database.reading() as connection:
        return connection.execute(text(sql)).all()


def test_the_customers_of_campaigns_of_the_sixteenth_version_get_rows_of_their_own(url: str) -> None:
    store = open_store(url)
    store.campaigns.put([KINDS["campaigns"][0]("春"), KINDS["campaigns"][1]("ads")])
    wanted = list(store.campaigns.all())
    old = json.loads(_all(store, "SELECT payload FROM campaigns WHERE id = '春'")[0][0]) | {"sent": ["c2", "c1", "c1"], "held": ["客"]}
    store.close()
    execute(url, "DROP TABLE contacts")
    execute(url, f"UPDATE campaigns SET payload = '{json.dumps(old, ensure_ascii=False)}' WHERE id = '春'")
    execute(url, f"UPDATE {schema.VERSION_TABLE} SET version_num = '0016'")
    store = open_store(url)
    assert list(store.campaigns.all()) == wanted
    assert store.contacts.of("春") == (["c1", "c2"], ["客"])
    assert store.contacts.counts(["春", "ads"]) == {"春": (2, 1)}
    assert "sent" not in _all(store, "SELECT payload FROM campaigns WHERE id = '春'")[0][0]
    store.close()


def test_a_campaign_that_a_server_of_the_version_before_wrote_is_read(url: str) -> None:
    store = open_store(url)
    store.campaigns.put([KINDS["campaigns"][1]("ads")])
    execute(url, "UPDATE campaigns SET payload = replace(payload, '{', '{\"sent\":[\"c1\"],')")
    assert [each.id for each in store.campaigns.all()] == ["ads"]
    store.close()
