from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from shopkeeper.shop import from_dict, to_dict
from shopkeeper.store import open_store
from shopkeeper.store.demo import build, truth
from shopkeeper.store.protocol import Store

TABLES = ("products", "customers", "orders", "reviews", "events", "documents", "promotions")


def _digest(store: Store) -> str:
    digest = hashlib.sha256()
    for table in TABLES:
        for record in getattr(store, table).all():
            digest.update(json.dumps(to_dict(record), sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()


def test_a_small_shop_has_something_of_everything(small_shop: tuple[Store, Path]) -> None:
    store, folder = small_shop
    counts = {table: getattr(store, table).count() for table in TABLES}
    assert counts["products"] == 60
    assert counts["customers"] == 80
    assert counts["orders"] > 800
    assert counts["reviews"] > 150
    assert counts["events"] > 2000
    assert len(list((folder / "media").glob("*.svg"))) == 60
    product = next(store.products.all())
    assert store.history.prices(product.variants[0].id)
    assert store.history.stock(product.variants[0].id)[-1].quantity == product.variants[0].stock


def test_building_again_changes_nothing(small_shop: tuple[Store, Path]) -> None:
    store, folder = small_shop
    before, revision = _digest(store), store.products.revision()
    build(store, folder / "media", products=60, customers=80)
    assert _digest(store) == before
    assert store.products.revision() == revision


class Stopped(Exception):
    """Somebody pulled the plug."""


def test_an_interrupted_build_is_finished_by_the_next(small_shop: tuple[Store, Path], tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/shop.db")

    def stop(what: str, done: int, total: int) -> None:
        if what == "reviews":
            raise Stopped

    with pytest.raises(Stopped):
        build(store, tmp_path / "media", products=60, customers=80, progress=stop)
    assert store.orders.count()
    assert not store.reviews.count()
    build(store, tmp_path / "media", products=60, customers=80)
    assert _digest(store) == _digest(small_shop[0])
    store.close()


def test_every_record_survives_json(small_shop: tuple[Store, Path]) -> None:
    for table in TABLES:
        record = next(getattr(small_shop[0], table).all())
        assert from_dict(type(record), json.loads(json.dumps(to_dict(record)))) == record


def test_the_truth_knows_every_product_and_customer_and_is_not_in_the_shop(small_shop: tuple[Store, Path]) -> None:
    store, _ = small_shop
    known = truth(products=60, customers=80)
    assert known.quality.keys() == known.appeal.keys() == {product.id for product in store.products.all()}
    assert known.tastes.keys() == {customer.id for customer in store.customers.all()}
    assert all(0 <= value <= 1 for aspects in known.quality.values() for value in aspects.values())
    assert set(known.complements) == set(known.kind.values())


def test_progress_hears_the_start_and_the_end_of_each_part(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    heard: list[tuple[str, int, int]] = []
    build(store, tmp_path / "media", products=48, customers=10, progress=lambda *row: heard.append(row))
    assert {what for what, _, _ in heard} >= {"products", "customers", "orders", "events", "stock history"}
    last = {what: (done, total) for what, done, total in heard}
    assert all(done == total for done, total in last.values())
    store.close()
