import math
import random

import pytest

from shopkeeper.evaluation import judged, ndcg, only_judged, recall, reciprocal_rank

RATINGS = {"a": 3.0, "b": 2.0, "c": 1.0, "d": 0.0}


def test_the_ideal_order_scores_one():
    assert ndcg(["a", "b", "c", "d"], RATINGS, 10) == pytest.approx(1.0)


def test_ndcg_by_hand_with_gain_two_to_the_rating_less_one():
    # Given b then a: gains 3, 7; when cut at 2, the ideal is a, b: gains 7, 3
    expected = (3 + 7 / math.log2(3)) / (7 + 3 / math.log2(3))
    assert ndcg(["b", "a"], RATINGS, 2) == pytest.approx(expected)


def test_the_ideal_counts_relevant_products_that_were_not_found():
    assert ndcg(["c"], RATINGS, 10) == pytest.approx(1 / (7 + 3 / math.log2(3) + 1 / 2))


def test_an_unjudged_product_pushes_the_others_down_unless_it_is_removed():
    ranking = ["x", "a"]
    assert ndcg(ranking, {"a": 1.0}, 10) == pytest.approx(1 / math.log2(3))
    assert ndcg(only_judged(ranking, {"a": 1.0}), {"a": 1.0}, 10) == pytest.approx(1.0)


def test_a_query_without_a_relevant_product_has_no_ndcg_mrr_or_recall():
    assert ndcg(["d"], {"d": 0.0}, 10) is None
    assert reciprocal_rank(["d"], {"d": 0.0}, 10) is None
    assert recall(["d"], {"d": 0.0}, 10) is None


def test_an_empty_ranking_scores_zero_and_has_no_judged_share():
    assert (ndcg([], RATINGS, 10), reciprocal_rank([], RATINGS, 10), recall([], RATINGS, 10)) == (0.0, 0.0, 0.0)
    assert judged([], RATINGS, 10) is None


def test_reciprocal_rank_and_recall_respect_the_cut():
    ranking = ["x", "d", "c", "b"]
    assert reciprocal_rank(ranking, RATINGS, 10) == pytest.approx(1 / 3)
    assert reciprocal_rank(ranking, RATINGS, 2) == 0.0
    assert recall(ranking, RATINGS, 3) == pytest.approx(1 / 3)
    assert judged(ranking, RATINGS, 2) == pytest.approx(1 / 2)


def test_every_measure_agrees_with_ir_measures_on_random_rankings():
    ir_measures = pytest.importorskip("ir_measures")
    draw = random.Random(3)
    gained = ir_measures.nDCG(gains={0: 0, 1: 1, 2: 3, 3: 7}) @ 10
    peers = {gained: (ndcg, 10), ir_measures.RR @ 10: (reciprocal_rank, 10), ir_measures.R @ 100: (recall, 100),
             ir_measures.Judged @ 10: (judged, 10)}
    # Given 40 queries, each with 30 judged products of which 150 ranked ones hold some
    ratings = {f"q{q}": {f"p{draw.randrange(300)}": draw.choice([0, 0, 1, 2, 3]) for _ in range(30)} | {"p0": 1} for q in range(40)}
    rankings = {query: draw.sample([f"p{i}" for i in range(300)], draw.choice([3, 150])) for query in ratings}
    run = {query: {id: -float(rank) for rank, id in enumerate(ranking)} for query, ranking in rankings.items()}
    # When both compute every measure of every query, then they agree
    compared = 0
    for theirs in ir_measures.iter_calc(list(peers), ratings, run):
        measure, k = peers[theirs.measure]
        assert measure(rankings[theirs.query_id], ratings[theirs.query_id], k) == pytest.approx(theirs.value), theirs
        compared += 1
    assert compared == 160
