from collections import Counter

import numpy as np
import pytest

from shopkeeper.models.language.ngram import NGram

VOCABULARY = 6


def row(count, seed=0, back=1):
    """Tokens that mostly follow from the one so many places back."""
    draw, out = np.random.default_rng(seed), [1] * back
    for _ in range(count - back):
        out.append((out[-back] * 2 + 1) % VOCABULARY if draw.random() < 0.8 else int(draw.integers(VOCABULARY)))
    return np.array(out, np.uint32)


def test_the_probabilities_after_any_context_sum_to_one():
    model = NGram(row(400), VOCABULARY)
    for context in ([0], [1, 3], [5, 5, 5, 5], [1, 3, 1, 3], row(8).tolist()):
        after = [model.bits(np.array([*context, token], np.uint32))[-1] for token in range(VOCABULARY)]
        assert sum(2.0**-bits for bits in after) == pytest.approx(1)


def test_a_bigram_is_what_the_paper_computes_by_hand():
    train = row(300)
    pairs, discount = Counter(zip(train.tolist(), train[1:].tolist(), strict=False)), [0.0, 0.5, 1.0, 1.5]

    def discounts(counts):
        n = [sum(c == i for c in counts) for i in range(5)]
        if not all(n[1:]):
            return discount
        y = n[1] / (n[1] + 2 * n[2])
        return [0, 1 - 2 * y * n[2] / n[1], 2 - 3 * y * n[3] / n[2], 3 - 4 * y * n[4] / n[3]]

    def p(context, token):
        follows = Counter(second for _, second in pairs)  # in how many contexts a token is seen
        d1, d2 = discounts(follows.values()), discounts(pairs.values())
        total = sum(follows.values())
        lower = max(follows[token] - d1[min(follows[token], 3)], 0) / total
        lower += sum(d1[min(c, 3)] for c in follows.values()) / total / VOCABULARY
        of = {second: count for (first, second), count in pairs.items() if first == context}
        kept = (of[token] - d2[min(of[token], 3)]) / sum(of.values()) if token in of else 0.0
        return kept + sum(d2[min(c, 3)] for c in of.values()) / sum(of.values()) * lower

    model = NGram(train, VOCABULARY, order=2)
    for context in range(VOCABULARY):
        for token in range(VOCABULARY):
            assert 2.0 ** -model.bits(np.array([context, token], np.uint32))[0] == pytest.approx(p(context, token), rel=1e-6)


def test_longer_contexts_help_where_there_is_something_to_see():
    train, test = row(9000, back=3), row(900, seed=1, back=3)
    one, three, four = (NGram(train, VOCABULARY, order).bits(test).mean() for order in (1, 3, 4))
    assert four < 0.7 * three
    assert three == pytest.approx(one, rel=0.1)


def test_what_never_occurred_costs_much_and_not_everything():
    cost = NGram(np.array([1, 2] * 100, np.uint32), VOCABULARY).bits(np.array([1, 5], np.uint32))[0]
    assert 4 < cost < 50
