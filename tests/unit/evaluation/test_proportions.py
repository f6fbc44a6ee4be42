import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.evaluation import proportion


def test_the_interval_is_that_of_wilson():
    # Newcombe (1998), table I: 81 of 263, score method without continuity correction.
    found = proportion(81, 263)
    assert (round(found.value, 4), round(found.low, 4), round(found.high, 4)) == (0.3080, 0.2553, 0.3662)
    found = proportion(0, 20)
    assert (found.value, found.low, round(found.high, 4)) == (0, 0, 0.1611)


def test_nothing_counted_is_no_share():
    assert proportion(0, 0) is None


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_between_0_and_1(counts):
    found = proportion(*counts)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert proportion(counts[1] - counts[0], counts[1]).high == pytest.approx(1 - found.low)
