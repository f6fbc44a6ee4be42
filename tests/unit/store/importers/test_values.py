"""Cells as values."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopkeeper.shop import InvalidRecord
from shopkeeper.store.importers.values import Cell, boolean, items, moment, text, url, urls, whole


@pytest.mark.parametrize(
    "written",
    [
        "2024-05-01 08:30", "2024-05-01T08:30:00Z", "2024/5/1 8:30", "2024年5月1日 8:30", "2024年5月1日 8时30分", "1.5.2024 08:30",
        "5/1/2024 8:30 AM", "2024-05-01T16:30:00+08:00", 1714552200, "1714552200000", "２０２４/５/１ ８:３０",
    ],
)  # fmt: skip
def test_a_moment_is_read(written):
    assert moment(Cell(written, "at")) == datetime(2024, 5, 1, 8, 30, tzinfo=UTC)


def test_a_day_that_cannot_be_a_month_is_a_day():
    assert moment(Cell("13/5/2024", "at")) == datetime(2024, 5, 13, tzinfo=UTC)
    assert moment(Cell("20240513", "at")) == datetime(2024, 5, 13, tzinfo=UTC)


@pytest.mark.parametrize("written", ["soon", "2024-13-01", "31.2.2024", "5", "", "2024-05-01 at noon", True])
def test_what_is_no_moment_is_refused_with_its_column(written):
    with pytest.raises(InvalidRecord, match="下单时间: expected a date"):
        moment(Cell(written, "下单时间"))


def test_yes_and_no_in_the_words_of_shops():
    assert all(boolean(Cell(word, "x")) for word in ("TRUE", "yes", 1, "In Stock", "有货", "在售", True, "pre_order"))
    assert not any(boolean(Cell(word, "x")) for word in ("false", "No", 0, "out_of_stock", "缺货", False))
    with pytest.raises(InvalidRecord, match="x: expected yes or no"):
        boolean(Cell("perhaps", "x"))


def test_a_list_is_split_at_one_kind_of_sign():
    assert items("beach | red, white | boho") == ["beach", "red, white", "boho"]
    assert items("红色、蓝色") == ["红色", "蓝色"]
    assert items(["a", " b "]) == ["a", "b"]
    assert items("") == []


def test_whole_numbers():
    assert [whole(Cell(v, "x")) for v in ("12", "1,200", "12.0", 12.0, "五百", -3)] == [12, 1200, 12, 12, 500, -3]
    for wrong in ("1.5", "many", True, float("nan"), 2**63):
        with pytest.raises(InvalidRecord):
            whole(Cell(wrong, "x"))


def test_numbers_as_ids_have_no_decimal():
    assert [text(v) for v in (17850.0, 17850, "0042", float("nan"), None)] == ["17850", "17850", "0042", "", ""]


def test_addresses_of_pictures():
    assert urls(Cell("https://a.example/1.jpg, https://a.example/2.jpg|/media/3.jpg", "img")) == [
        "https://a.example/1.jpg", "https://a.example/2.jpg", "/media/3.jpg",
    ]  # fmt: skip
    assert urls(Cell([{"url": "//cdn.example/1,2.jpg"}], "img")) == ["//cdn.example/1,2.jpg"]


@pytest.mark.parametrize("hostile", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", 'https://a"onerror=x', "vbscript:x", "https://a/<b>"])
def test_an_address_that_a_page_would_execute_is_refused(hostile):
    with pytest.raises(InvalidRecord, match="img: expected an address"):
        url(Cell(hostile, "img"))
