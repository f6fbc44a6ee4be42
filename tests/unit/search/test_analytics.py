from datetime import UTC, datetime

import pytest

from shopkeeper.search.analytics import Outcome, window
from shopkeeper.shop import InvalidQuery
from shopkeeper.store.counts import SearchCounts, Window

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


def test_rates_are_shares_of_the_searches_with_intervals():
    rates = Outcome(SearchCounts(200, empty=10, clicked=100, carted=20, bought=0)).rates
    assert [round(rates[name].value, 3) for name in ("click_rate", "cart_rate", "conversion", "empty_rate")] == [0.5, 0.1, 0.0, 0.05]
    assert (round(rates["click_rate"].low, 3), round(rates["click_rate"].high, 3)) == (0.431, 0.569)
    assert rates["conversion"].low == 0 < rates["conversion"].high


def test_without_searches_there_is_no_rate():
    assert Outcome(SearchCounts()).to_dict()["click_rate"] is None


def test_a_window_by_days_or_from_a_moment():
    assert window() == Window()
    assert window(days=1, language="zh", now=NOW) == Window(datetime(2026, 9, 30, 12, tzinfo=UTC), language="zh")
    assert window("2026-09-30") == window("2026-09-30T00:00:00Z") == Window(datetime(2026, 9, 30, tzinfo=UTC))


@pytest.mark.parametrize(("asked", "said"), [
    ({"since": "yesterday"}, "since: expected a day or moment such as 2026-09-30"), ({"days": 0}, "days: expected a number from 1"),
    ({"since": "2026-09-30", "days": 3}, "expected one of the two"),
])
def test_a_window_that_is_none_says_what_was_expected(asked, said):
    with pytest.raises(InvalidQuery, match=said):
        window(**asked)
