import numpy as np
import pytest

from shopkeeper.search.fusion import CHINESE_WEIGHT, FEEDBACK, VECTOR_WEIGHT, fuse, known_share, vector_weight
from shopkeeper.text.analyse import analyse_query


class Found:
    """Candidates as arrays; the vectors stand on the unit circle at the angle of their cosine."""

    def __init__(self, text, cosine):
        self.ids = [f"p{i}" for i in range(len(text))]
        self.text, self.cosine = np.array(text, np.float32), np.array(cosine, np.float32)

    def vectors(self, among):
        return np.stack([self.cosine, np.sqrt(1 - self.cosine**2)], 1)[among]

    def cosines(self, vector):
        return self.vectors(slice(None)) @ vector


QUERY = np.array([1, 0], np.float32)


@pytest.mark.parametrize("n", [1, 3, FEEDBACK + 10])
@pytest.mark.parametrize("weight", [0.0, 0.3, 1.0])
def test_a_score_is_the_sum_of_its_parts_and_the_best_come_first(n, weight):
    rng = np.random.default_rng(n)
    found = Found(rng.random(n), rng.uniform(-0.5, 0.9, n))
    fused = fuse(found, QUERY, weight)
    assert sorted(fused.order) == list(range(n))
    assert np.allclose(fused.score, fused.text + fused.vector)
    assert list(fused.score) == sorted(fused.score, reverse=True)
    assert np.allclose(fused.text, (1 - weight) * found.text[fused.order])
    assert fused.vector.max() <= weight + 1e-6


def test_words_alone_and_meaning_alone_each_decide_when_asked_to():
    found = Found([0.9, 0.1, 0.5], [0.1, 0.8, 0.3])
    assert fuse(found, QUERY, 0.0).order.tolist() == fuse(found, None, 0.7).order.tolist() == [0, 2, 1]
    assert fuse(found, QUERY, 1.0).order.tolist() == [1, 2, 0]


def test_candidates_of_one_score_keep_the_engines_order():
    assert fuse(Found([0.0] * 5, [0.0] * 5), None, 0.0).order.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("cosine", [[], [0.0, 0.0], [-0.5, -0.2]])
def test_candidates_that_are_near_in_nothing_are_ranked_without_dividing_by_nothing(cosine):
    fused = fuse(Found([0.1 * i for i in range(len(cosine))], cosine), QUERY, 0.5)
    assert np.isfinite(fused.score).all()
    assert fused.order.tolist() == list(range(len(cosine)))[::-1]


def test_meaning_weighs_as_much_as_the_encoder_understands_of_the_query():
    weights = [vector_weight(analyse_query(text), ("en",)) for text in ("earbuds", "earbuds 耳机", "耳机", "!!!")]
    assert weights == [VECTOR_WEIGHT, pytest.approx(VECTOR_WEIGHT / 2), 0.0, VECTOR_WEIGHT]
    assert vector_weight(analyse_query("耳机"), ("zh", "en")) == CHINESE_WEIGHT
    assert vector_weight(analyse_query("earbuds 耳机"), ("zh", "en")) == pytest.approx((VECTOR_WEIGHT + CHINESE_WEIGHT) / 2)


def test_how_much_of_a_text_an_encoder_understands():
    shares = [known_share(analyse_query(text), ("en",)) for text in ("earbuds", "earbuds 耳机", "耳机", "!!!")]
    assert shares == [1, 0.5, 0, 1]
    assert known_share(analyse_query("earbuds 耳机"), ("zh", "en")) == 1
