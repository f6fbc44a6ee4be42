"""Shares are fair: they add up, find what matters, give nothing for what does nothing, and the same for the same."""

import itertools

import numpy as np
import pytest

from shopkeeper.models.explain.attributions import EXACT, SAMPLED, attribute, leave_one_out, sampled_shapley, shapley


def game(parts):
    """Part 0 counts 2 and part 1 as much again; 2 and 3 count only together; the rest does nothing."""
    def value(kept):
        assert kept.shape[1] == parts
        return 1 + 2.0 * kept[:, 0] + 2 * kept[:, 1] + 4 * (kept[:, 2] & kept[:, 3])
    return value


def by_definition(value, parts):
    orders = list(itertools.permutations(range(parts)))
    shares = np.zeros(parts)
    for order in orders:
        kept = np.zeros((1, parts), bool)
        for part in order:
            before = value(kept)[0]
            kept[0, part] = True
            shares[part] += value(kept)[0] - before
    return shares / len(orders)


def test_the_formula_over_sets_is_the_mean_over_all_orders():
    random = np.random.default_rng(3)
    table = random.normal(size=2**5)
    found = shapley(lambda kept: table[kept @ 2 ** np.arange(5)], 5)
    assert np.allclose(found.shares, by_definition(lambda kept: table[kept @ 2 ** np.arange(5)], 5))
    assert np.isclose(found.shares.sum(), table[-1] - table[0])


@pytest.mark.parametrize("parts", [4, EXACT, EXACT + 1, 30, SAMPLED])
def test_shares_add_up_to_the_whole_less_nothing_and_what_does_nothing_gets_none(parts):
    found = attribute(game(parts), parts)
    assert found.method == ("shapley" if parts <= EXACT else "shapley-sampled")
    assert (found.value, found.base) == (9.0, 1.0)
    assert np.isclose(found.shares.sum(), 8)
    assert np.allclose(found.shares[:4], 2)  # backwards, a sampled pair comes out even
    assert np.allclose(found.shares[4:], 0)


def test_sampling_tells_how_far_it_may_be_off_and_comes_out_the_same_every_time():
    random = np.random.default_rng(0)
    weights = random.normal(size=(3, 12))

    def value(kept):
        return np.tanh(kept @ weights.T).prod(1)

    found, again = (sampled_shapley(value, 12, 60, seed=5) for _ in range(2))
    assert np.array_equal(found.shares, again.shares)
    assert np.isclose(found.shares.sum(), found.value - found.base)
    assert 0 < found.error < 0.1
    assert np.abs(found.shares - shapley(value, 12).shares).max() < 4 * found.error


def test_of_many_parts_each_is_left_out_once():
    asked = []

    def value(kept):
        asked.append(len(kept))
        return kept[:, 70] * 5.0 - kept[:, 3]

    found = attribute(value, 100)
    assert (found.method, found.value, asked) == ("occlusion", 4.0, [102])
    assert (found.shares[70], found.shares[3], np.abs(found.shares).sum()) == (5, -1, 6)


@pytest.mark.parametrize("way", [attribute, leave_one_out])
def test_a_text_without_words_has_no_shares(way):
    found = way(lambda kept: np.full(len(kept), 0.25), 0)
    assert (found.value, found.base, list(found.shares)) == (0.25, 0.25, [])
