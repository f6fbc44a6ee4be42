"""Money: minor units, exact arithmetic, one currency at a time."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.shop import InvalidRecord, Money, exponent
from strategies import currencies, money


@pytest.mark.parametrize(
    ("major", "currency", "amount"),
    [("79.99", "USD", 7999), ("1299", "CNY", 129900), (5, "JPY", 5), ("1.234", "KWD", 1234), ("0.125", "USD", 13), ("-0.125", "USD", -13),
     (Decimal("0.124999"), "CNY", 12)],
)
def test_major_units_become_minor_ones_and_halves_round_away_from_zero(major, currency: str, amount: int) -> None:
    assert Money.of(major, currency) == Money(amount, currency)


@given(money)
def test_major_and_minor_units_say_the_same(amount: Money) -> None:
    assert Money.of(amount.major, amount.currency) == amount


@given(currencies, st.integers(), st.integers(), st.integers(0, 1000))
def test_sums_and_products_are_exact(currency: str, a: int, b: int, times: int) -> None:
    assert Money(a, currency) + Money(b, currency) == Money(a + b, currency)
    assert Money(a, currency) - Money(b, currency) == Money(a - b, currency)
    assert Money(a, currency) * times == Money(a * times, currency)


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(InvalidRecord, match="currency: expected CNY, as the other amount, got 'USD'"):
        Money(1, "CNY") + Money(1, "USD")
    with pytest.raises(InvalidRecord):
        Money(1, "CNY") - Money(1, "USD")


@pytest.mark.parametrize("amount", [1.0, "1", True, None])
def test_an_amount_is_an_integer(amount: object) -> None:
    with pytest.raises(InvalidRecord, match="amount: expected an integer number of minor units"):
        Money(amount, "CNY")


@pytest.mark.parametrize("currency", ["cny", "RMB¥", "", "CN", "１２３", None])
def test_a_currency_is_a_code_of_three_capitals(currency: object) -> None:
    with pytest.raises(InvalidRecord, match="currency: expected a three-letter ISO 4217 code"):
        Money(1, currency)


@pytest.mark.parametrize(
    ("amount", "text"),
    [(Money(129900, "CNY"), "¥1,299.00"), (Money(7999, "USD"), "$79.99"), (Money(-5, "EUR"), "-€0.05"),
     (Money(1234567, "JPY"), "¥1,234,567"), (Money(1500, "KWD"), "1.500 KWD"), (Money(-100, "CHF"), "-1.00 CHF"),
     (Money(0, "HKD"), "HK$0.00")],
)
def test_an_amount_reads_as_on_a_price_tag(amount: Money, text: str) -> None:
    assert str(amount) == text


def test_the_minor_unit_follows_iso_4217() -> None:
    assert [exponent(code) for code in ("CNY", "USD", "JPY", "KRW", "KWD", "TND")] == [2, 2, 0, 0, 3, 3]
