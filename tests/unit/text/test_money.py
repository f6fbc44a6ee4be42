"""Prices as people write them, read as the money they mean."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.shop import InvalidRecord, Money
from shopkeeper.text.money import CURRENCIES, parse_money


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("79.99 USD", 7999, "USD"), ("￥1,299.00", 129900, "CNY"), ("1.299,00 €", 129900, "EUR"), ("CN¥88", 8800, "CNY"),
        ("99元", 9900, "CNY"), ("1299元", 129900, "CNY"), ("US$5", 500, "USD"), ("12 345,67 zł", 1234567, "PLN"), ("1,299", 129900, "CNY"),
        ("５９９", 59900, "CNY"), ("1.5万元", 1500000, "CNY"), ("五百元", 50000, "CNY"), ("HK$ 5", 500, "HKD"), ("Rs. 500", 50000, "INR"),
        ("499 cents", 499, "CNY"), ("499分", 499, "CNY"), ("99.-", 9900, "CNY"), ("EUR 5,-", 500, "EUR"), ("1,00,000 INR", 10000000, "INR"),
        ("¥1500 JPY", 1500, "JPY"), ("$12 CAD", 1200, "CAD"), ("usd 3", 300, "USD"), ("1\u00a0299,50 kr", 129950, "SEK"),
        ("0,5 EUR", 50, "EUR"), ("1.234 KWD", 1234, "KWD"), ("1'299.00 CHF", 129900, "CHF"), ("-5.00", -500, "CNY"),
        ("(5.00)", -500, "CNY"),
        ("$-5", -500, "USD"), (" 12.5 ", 1250, "CNY"),
    ],
)  # fmt: skip
def test_a_price_is_read_with_its_currency(text, amount, currency):
    assert parse_money(text, "CNY") == Money(amount, currency)


def test_a_dot_before_three_digits_groups_where_people_write_so_and_is_a_decimal_elsewhere():
    assert parse_money("1.299", "EUR") == Money(129900, "EUR")
    assert parse_money("1.299 €", "USD") == Money(129900, "EUR")
    assert parse_money("1.299", "JPY") == Money(1299, "JPY")
    assert parse_money("$1.299", "USD") == Money(130, "USD")


def test_a_sign_that_currencies_share_means_the_shops_own():
    assert parse_money("¥500", "JPY") == Money(500, "JPY")
    assert parse_money("$5", "AUD") == Money(500, "AUD")
    assert parse_money("5元", "TWD") == Money(500, "TWD")
    assert parse_money("5 kr", "DKK") == Money(500, "DKK")


def test_numbers_are_major_units_unless_said_to_be_minor():
    assert parse_money(4995, "USD") == Money(499500, "USD")
    assert parse_money(2.55, "GBP") == Money(255, "GBP")
    assert parse_money(Decimal("2.675"), "USD") == Money(268, "USD")
    assert parse_money(4995, "USD", minor=True) == Money(4995, "USD")
    assert parse_money("4995", "USD", minor=True) == Money(4995, "USD")
    assert parse_money(4995.0, "USD", minor=True) == Money(4995, "USD")


@pytest.mark.parametrize("text", ["call us", "", "10-20", "--5", "5 apples", "1,29,9", "1.2.3", "1e5", "¥", "元", "$5 €", "9" * 40, "NaN"])
def test_what_is_no_single_price_is_refused(text):
    with pytest.raises(InvalidRecord, match="price"):
        parse_money(text, "USD")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, 1.5])
def test_numbers_that_are_no_price_are_refused(value):
    with pytest.raises(InvalidRecord):
        parse_money(value, "USD", minor=True)


@given(st.integers(-(10**14), 10**14), st.sampled_from(sorted(CURRENCIES)))
def test_money_that_was_written_is_read_back(amount, currency):
    money = Money(amount, currency)
    assert parse_money(str(money), currency) == money


@given(st.text(max_size=30), st.sampled_from(["CNY", "EUR", "JPY"]))
def test_any_text_is_money_or_refused(text, currency):
    try:
        assert isinstance(parse_money(text, currency), Money)
    except InvalidRecord:
        assert not text.strip().isascii() or not text.strip().isdigit() or len(text.strip()) > 13
