"""What is old goes when the settings say so, and only then."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shopkeeper import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.app.jobs import KINDS
from shopkeeper.app.privacy.days import Days
from shopkeeper.app.privacy.retention import sweep
from shopkeeper.shop import Address, Cart, Event, LoggedRecommendation, LoggedSearch, Money, Order, OrderLine, Review
from shopkeeper.store.messages import FAILED, Answer, Delivery
from shopkeeper.store.protocol import Dialogue

NOW = datetime(2026, 11, 27, tzinfo=UTC)
OLD, NEW = NOW - timedelta(days=40), NOW - timedelta(days=20)


@pytest.fixture
def shop(tmp_path: Path):
    shop = open_shop(str(tmp_path / "shop"), create=True)
    store = shop.store
    for name, at in (("old", OLD), ("new", NEW)):
        store.searches.put([LoggedSearch(name, at, "tea")])
        store.recommendations.put([LoggedRecommendation(name, at, "home")])
        store.carts.put([Cart(name, updated_at=at)])
        store.events.put([Event(name, "view_item", at, "c")])
        store.orders.put([Order(name, (OrderLine("p", 1, Money(1, "CNY")),), "CNY", at, "c", address=Address("No. 5", country="CN"))])
        store.reviews.put([Review(name, "p", 5, "good", customer_id="c", at=at)])
        store.dialogues.put(Dialogue(name, "c", "closed", at, "{}"))
        store.inbox.put(Delivery(name, "shopify", "orders/create", FAILED, at, "no", "{}"))
        store.answers.put(Answer(name, "x", 200, "{}", at))
        (shop.data_dir / "rejects").mkdir(exist_ok=True)
        file = shop.data_dir / "rejects" / f"{name}.jsonl"
        file.write_text("{}\n")
        os.utime(file, (at.timestamp(), at.timestamp()))
    yield shop
    shop.close()


def left(shop) -> dict[str, list[str]]:
    store = shop.store
    return {
        "searches": [each.id for each in store.searches.all()], "recommendations": [each.id for each in store.recommendations.all()],
        "baskets": [each.id for each in store.carts.all()], "events": [each.id for each in store.events.all()],
        "orders": [each.id for each in store.orders.all() if each.customer_id], "conversations": [
            each.id for each in store.dialogues.newest()],
        "reviews": [each.id for each in store.reviews.all() if each.customer_id],
        "messages": [each.key for each in store.inbox.all(FAILED)],
        "rejects": sorted(path.stem for path in (shop.data_dir / "rejects").iterdir()),
    }  # fmt: skip


def test_without_days_nothing_goes(shop) -> None:
    shop.retention = Days()
    assert sweep(shop, NOW) == {"uploads": 0, "erasures": 0}
    assert {tuple(sorted(ids)) for ids in left(shop).values()} == {("new", "old")}
    assert shop.store.audit.newest() == []


def test_each_kind_goes_after_its_days_and_a_dry_run_only_counts(shop) -> None:
    before = left(shop)
    shop.retention = Days(*[30] * 9)
    counted = sweep(shop, NOW, dry_run=True)
    assert (left(shop), set(counted.values())) == (before, {1})
    assert {**sweep(shop, NOW), "erasures": 1} == {**counted, "uploads": 0, "erasures": 1}
    assert set(map(tuple, left(shop).values())) == {("new",)}
    assert [each.id for each in shop.store.orders.all()] == ["new", "old"]
    assert shop.store.orders.get("old").address == Address(country="CN")
    assert shop.store.answers.get("old") is None
    (noted,) = shop.store.audit.newest()
    assert (noted.kind, noted.data["events"]) == ("retention", 1)
    assert set(sweep(shop, NOW).values()) == {0}


def test_the_command_and_the_job_do_it_by_the_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "shop"
    shop = open_shop(str(folder), create=True)
    shop.store.events.put([Event("e", "view_item", datetime(2020, 1, 1, tzinfo=UTC))])
    shop.close()
    (folder / "shopkeeper.toml").write_text("event_days = 30\n")
    assert run(["retention", "--dry-run", "--json", "--shop", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["gone"]["events"] == 1
    shop = open_shop(str(folder))
    assert KINDS["retention"].run(shop, KINDS["retention"].arguments(), lambda *_: None)["events"] == 1
    assert shop.store.events.count() == 0
    shop.close()
