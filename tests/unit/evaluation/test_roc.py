import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.evaluation import auc

pairs = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=40)


@given(pairs)
def test_it_is_the_chance_that_a_true_one_scores_higher(rows):
    good, bad = ([score for score, label in rows if label is wanted] for wanted in (True, False))
    area = auc([score for score, _ in rows], [label for _, label in rows])
    if not good or not bad:
        assert area is None
        return
    wins = [(a > b) + (a == b) / 2 for a in good for b in bad]
    assert area.value == pytest.approx(np.mean(wins))
    assert 0 <= area.low <= area.value <= area.high <= 1


def test_the_interval_is_that_of_the_bootstrap():
    rng = np.random.default_rng(0)
    labels = rng.random(400) < 0.4
    scores = rng.normal(size=400) + labels
    area = auc(scores, labels)
    drawn = [auc(scores[i], labels[i]).value for i in rng.integers(0, 400, (400, 400))]
    low, high = np.percentile(drawn, [2.5, 97.5])
    assert (area.low, area.high) == (pytest.approx(low, abs=0.01), pytest.approx(high, abs=0.01))
    assert auc(-scores, labels).value == pytest.approx(1 - area.value)
