import pytest

from shopkeeper.recommend.tuning import Tuning
from shopkeeper.shop import InvalidQuery


def test_changes_are_read_later_over_earlier():
    changes = "margin=0.3", "explore = 0.05", "ranker=off", "without=trend, alike", "weight.trend=2", "margin=0.4"
    tuning = Tuning(margin=0.1).changed(changes)
    assert (tuning.margin, tuning.explore, tuning.ranker, tuning.diversity) == (0.4, 0.05, False, 0.25)
    assert [tuning.weight(source) for source in ("trend", "alike", "people")] == [2.0, 0.0, 1.0]


def test_nothing_changed_is_the_same():
    assert Tuning(margin=0.1).changed([]) == Tuning(margin=0.1)


@pytest.mark.parametrize("change", ["margin=2", "margin=", "margin=nan", "explore=0.6", "colour=red", "ranker=maybe", "weight.trend=-1"])
def test_what_cannot_be_changed_is_refused_with_what_can(change):
    with pytest.raises(InvalidQuery, match="expected") as refused:
        Tuning().changed([change])
    assert change in str(refused.value)
