"""Prices and stock over time, and the progress of jobs."""

from __future__ import annotations

import pytest

from contract.samples import AT, DAY
from shopkeeper.shop import InvalidRecord, Money, PriceChange, StockChange
from shopkeeper.store import Store


def price(day: int, amount: int, variant: str = "v") -> PriceChange:
    return PriceChange(variant, AT + day * DAY, Money(amount, "CNY"))


def stock(day: int, quantity: int, variant: str = "v") -> StockChange:
    return StockChange(variant, AT + day * DAY, quantity)


def test_history_is_empty_at_first(store: Store) -> None:
    assert store.history.prices("v") == []
    assert store.history.stock("v", since=AT) == []
    assert store.history.prices("\0") == []


def test_points_come_oldest_first_from_since_on(store: Store) -> None:
    store.history.put_prices([price(2, 300), price(0, 100), price(1, 200), price(0, 5, "另一个")])
    store.history.put_stock(stock(day, day) for day in range(3))
    assert store.history.prices("v") == [price(0, 100), price(1, 200), price(2, 300)]
    assert store.history.prices("v", since=AT + DAY) == [price(1, 200), price(2, 300)]
    assert store.history.prices("另一个") == [price(0, 5, "另一个")]
    assert store.history.stock("v", since=AT + DAY) == [stock(1, 1), stock(2, 2)]


def test_the_same_variant_and_moment_again_replaces_the_point(store: Store) -> None:
    store.history.put_prices([price(0, 100)])
    store.history.put_prices([PriceChange("v", AT.astimezone(), Money(90, "USD"))])
    store.history.put_stock([stock(0, 4), stock(0, 3)])
    assert store.history.prices("v") == [PriceChange("v", AT, Money(90, "USD"))]
    assert store.history.stock("v") == [stock(0, 3)]


def test_many_points_are_put_at_once(store: Store) -> None:
    store.history.put_stock(stock(day, day) for day in range(2_000))
    assert store.history.stock("v")[-1] == stock(1_999, 1_999)


def test_a_point_that_no_database_holds_is_refused(store: Store) -> None:
    with pytest.raises(InvalidRecord, match="variant_id"):
        store.history.put_stock([stock(0, 1), stock(0, 1, "a\0")])
    with pytest.raises(InvalidRecord, match=r"price\.amount"):
        store.history.put_prices([price(0, 2**60)])
    assert store.history.stock("v") == []


def test_a_job_is_remembered_until_it_is_finished(store: Store) -> None:
    assert store.jobs.load("import 文件.csv") is None
    store.jobs.save("import 文件.csv", {"row": 1, "rejects": ["'; --"]})
    store.jobs.save("import 文件.csv", {"row": 2})
    store.jobs.save("other", {})
    assert store.jobs.load("import 文件.csv") == {"row": 2}
    store.jobs.finish("import 文件.csv")
    assert store.jobs.load("import 文件.csv") is None
    assert store.jobs.load("other") == {}
    store.jobs.finish("never begun")


def test_progress_is_saved_with_the_writes_around_it_or_not_at_all(store: Store) -> None:
    with pytest.raises(InvalidRecord), store.transaction():  # noqa: PT012
        store.jobs.save("import", {"row": 1})
        store.history.put_stock([stock(0, 1), stock(0, 2, "\0")])
    assert store.jobs.load("import") is None
    assert store.history.stock("v") == []
