"""Numbers of every country."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.text.numbers import halfwidth, parse_number, parse_numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,299.00", "1299"), ("1.299,00", "1299"), ("12 345,67", "12345.67"), ("1'234.5", "1234.5"), ("１２３", "123"), ("-5", "-5"),
        ("−5", "-5"), ("12,5", "12.5"), ("0,299", "0.299"), ("1,299", "1299"), ("1.299", "1.299"), ("1.234.567", "1234567"),
        ("1,00,000", "100000"), ("五百", "500"), ("1.5万", "15000"), ("两千三", "2300"), ("一万二", "12000"), ("十五", "15"),
        ("三百二十一", "321"), ("一百零五", "105"), ("两千零三", "2003"), ("二〇二四", "2024"), ("二点五", "2.5"),
        ("一亿三千万", "130000000"), ("两万五千", "25000"), ("3千", "3000"), ("壹佰贰拾", "120"), ("一百五", "150"),
    ],
)  # fmt: skip
def test_a_number_is_read(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "1,29,9", "5x", "12 3", "--5", "万", "1..5", "."])
def test_what_is_no_number_is_none(text):
    assert parse_number(text) is None


def test_a_dot_groups_where_the_caller_says_so():
    assert parse_number("1.299", dot_groups=True) == 1299
    assert parse_number("0.299", dot_groups=True) == Decimal("0.299")
    assert parse_number("12.99", dot_groups=True) == Decimal("12.99")


def test_only_whole_numerals_are_numbers():
    assert parse_numeral("五百元") is None
    assert parse_numeral("点五") is None


def test_full_width_becomes_half():
    assert halfwidth("ＡＢ　１２．５") == "AB 12.5"


@given(st.integers(0, 10**12))
def test_grouping_never_changes_a_number(value):
    assert parse_number(f"{value:,}") == value
    assert parse_number(f"{value:,}".replace(",", " ")) == value
    assert parse_number(f"{value:,}.25".replace(",", "_").replace(".", ",").replace("_", ".")) == value + Decimal("0.25")


@given(st.integers(0, 99_999_999))
def test_a_number_in_chinese_is_read(value):
    assert parse_number(in_chinese(value)) == value


def in_chinese(value: int) -> str:
    """The formal writing, with 零 for gaps."""
    if value == 0:
        return "零"
    high, low = divmod(value, 10_000)
    small = _four(low)
    if not high:
        return small.removeprefix("零")
    return _four(high).removeprefix("零") + "万" + (small if low else "")


def _four(value: int) -> str:
    out, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            out += ("零" if gap else "") + "零一二三四五六七八九"[digit] + name
        gap = digit == 0
    return out if value >= 1000 else "零" + out.removeprefix("零")
