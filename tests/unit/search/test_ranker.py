import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.models.versions import Versions
from shopkeeper.search.features import FEATURES
from shopkeeper.search.fusion import Fused
from shopkeeper.search.ranker import TreeRanker, active_ranker, rerank
from shopkeeper.search.train import Example, fit, reordered, trial, usable
from shopkeeper.shop import InvalidFile
from small_shop import product, small_shop

COLUMN = list(FEATURES).index("popularity")


def fused(scores):
    score = np.array(scores, np.float32)
    return Fused(np.arange(len(score))[::-1].copy(), score, score * 0.6, score * 0.4)


def examples(count, liked, seed=1):
    """Queries of 30 products whose rating follows `liked(features, draw)`."""
    draw, out = np.random.default_rng(seed), []
    for i in range(count):
        values = draw.random((30, len(FEATURES)), np.float32)
        order = fused(np.sort(draw.random(30))[::-1])
        ids = [f"p{position}" for position in order.order]
        out.append(Example(f"q{i}", ids, order, values, dict(zip(ids, liked(values, draw), strict=True))))
    return out


def by_popularity(values, draw):
    return np.floor(values[:, COLUMN] * 4).tolist()


def by_chance(values, draw):
    return draw.integers(0, 4, len(values)).astype(float).tolist()


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=40).map(lambda s: sorted(s, reverse=True)), st.data())
def test_a_new_order_holds_the_same_products_with_scores_that_never_rise(scores, data):
    n = data.draw(st.integers(0, len(scores)))
    shares = np.array(data.draw(st.lists(st.floats(-1, 1, width=32), min_size=n, max_size=n)), np.float32)
    old = fused(scores)
    new = rerank(old, shares)
    assert sorted(new.order) == sorted(old.order)
    assert (np.diff(new.score) <= 1e-6).all()
    assert new.order[n:].tolist() == old.order[n:].tolist()
    parts = {position: (t, v) for position, t, v in zip(old.order, old.text, old.vector, strict=True)}
    assert all(parts[position] == (t, v) for position, t, v in zip(new.order, new.text, new.vector, strict=True))


def test_a_ranker_that_says_nothing_leaves_the_order():
    old = fused([0.9, 0.5, 0.5, 0.1])
    assert rerank(old, np.zeros(3, np.float32)).order.tolist() == old.order.tolist()


def test_what_can_be_learnt_is_learnt_and_shown_on_queries_left_out():
    found = trial(examples(60, by_popularity), draws=1)
    assert found.better
    assert found.trained > found.untrained + 0.05


def test_noise_is_not_better():
    assert not trial(examples(60, by_chance), draws=1).better


def test_more_popularity_never_lowers_a_product():
    booster = fit(examples(60, by_popularity))
    rows = np.repeat(np.random.default_rng(2).random((50, 1, len(FEATURES)), np.float32), 20, 1)
    rows[:, :, COLUMN] = np.linspace(0, 1, 20)
    said = booster.predict(rows.reshape(-1, len(FEATURES))).reshape(50, 20)
    assert (np.diff(said, axis=1) >= -1e-9).all()


def test_too_few_queries_are_refused_with_the_number():
    with pytest.raises(InvalidFile, match=r"judgments: expected at least 20 queries with products of different rating .* got 3 \(of 3\)"):
        usable(examples(3, by_popularity), "judgments")


def write(folder, booster, **more):
    (folder / "config.json").write_text(json.dumps({"features": list(FEATURES), "step": 0.4, **more}))
    (folder / "model.txt").write_text(booster.model_to_string())


def test_a_saved_ranker_says_what_the_trained_one_said(tmp_path):
    told = examples(40, by_popularity)
    booster = fit(told)
    write(tmp_path, booster)
    shares = TreeRanker(tmp_path).shares(told[0].features)
    assert [f"p{position}" for position in rerank(told[0].fused, shares).order] == reordered(told[0], booster, 0.4)


@pytest.mark.parametrize(("file", "content", "said"), [
    ("config.json", "{", "not a ranker's folder"), ("model.txt", "trees", "not a ranker's folder"),
    ("model.txt", None, "not a ranker's folder"),
    ("config.json", json.dumps({"features": ["smell"], "step": 1}), "does not have the features smell of the ranker; train it anew"),
])
def test_a_folder_that_is_none_says_what_is_wrong(tmp_path, file, content, said):
    write(tmp_path, fit(examples(30, by_popularity)))
    (tmp_path / file).unlink() if content is None else (tmp_path / file).write_text(content)
    with pytest.raises(InvalidFile, match=said):
        TreeRanker(tmp_path)


def test_another_process_uses_a_promoted_ranker_with_its_next_search_and_keeps_it_when_the_next_is_broken(tmp_path):
    versions = Versions(tmp_path)
    serving = active_ranker(Versions(tmp_path))
    assert serving() is None
    booster = fit(examples(30, by_popularity))
    name = versions.add(lambda folder: write(folder, booster)).name
    assert serving() is None
    versions.promote(name)
    assert serving().version == name
    assert serving() is serving()
    broken = versions.add(lambda folder: (folder / "config.json").write_text("{}")).name
    versions.promote(broken)
    assert serving().version == name
    versions.rollback()
    assert serving().version == name


def test_an_order_that_was_asked_for_by_mode_or_weight_stays_as_it_is(tmp_path):
    shop = small_shop(tmp_path)
    shop.put_products([product(f"p{i}", f"cotton shirt {i}") for i in range(5)])
    versions, booster = shop.models["ranker"], fit(examples(30, by_popularity))
    versions.promote(versions.add(lambda folder: write(folder, booster)).name)
    kinds = {how: {r.kind for hit in shop.search("shirt", explain=True, **how_) for r in hit.reasons}
             for how, how_ in {"plain": {}, "text": {"mode": "text"}, "weight": {"weight": 0.5}}.items()}
    assert "ranker" in kinds["plain"]
    assert "ranker" not in kinds["text"] | kinds["weight"]
    found = shop.search("shirt", explain=True)
    assert sum(r.score for r in found.hits[0].reasons) == pytest.approx(found.hits[0].score, abs=1e-3)
    again = shop.search(next=shop.search("shirt", k=2).next, explain=True)
    assert "ranker" in {r.kind for hit in again for r in hit.reasons}
    shop.close()
