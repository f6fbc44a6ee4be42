import numpy as np
import pytest

from shopkeeper.models.vectors import FLAT, VectorIndex, append_vectors, cosines, cosines_at, write_vectors


def clustered(n, d, clusters, seed):
    """Unit vectors in clumps of uneven size, as the products of a shop lie."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(clusters, d))
    rows = centres[np.minimum(rng.geometric(0.02, n) - 1, clusters - 1)] + rng.normal(size=(n, d))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def built(folder, vectors):
    rows = write_vectors(folder, iter(np.array_split(vectors, 3)), vectors.shape[1])
    assert rows == len(vectors)
    return VectorIndex(folder, rows, vectors.shape[1])


def nearest(vectors, query, k, mask=None):
    scores = np.where(mask, vectors @ query, -9) if mask is not None else vectors @ query
    return np.argsort(-scores, kind="stable")[: k if mask is None else min(k, int(mask.sum()))]


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    vectors = clustered(12_000, 64, 200, 1)
    assert len(vectors) > FLAT
    return vectors, built(tmp_path_factory.mktemp("large"), vectors)


def test_inverted_lists_find_the_ten_nearest_of_twelve_thousand(large):
    vectors, index = large
    queries = vectors[::120] + np.random.default_rng(2).normal(scale=0.05, size=(100, 64)).astype(np.float32)
    recall = [len(np.intersect1d(index.search(query, 10)[0], nearest(vectors, query, 10))) / 10 for query in queries]
    assert np.mean(recall) >= 0.95


def test_cosines_of_rows_are_those_of_the_vectors_where_they_lie(tmp_path):
    vectors = clustered(50, 24, 5, 3)
    kept = built(tmp_path, vectors)._opened[0]  # mapped, and not to be written to
    for rows in (np.array([7, 3, 3, 49]), np.arange(0, 50, 9), np.zeros(0, np.int64)):
        assert np.allclose(cosines_at(kept, rows, vectors[::2][4]), cosines(vectors[rows], vectors[8]), atol=1e-6)


@pytest.mark.parametrize("share", [0.001, 0.05, 0.19, 0.21, 0.6, 1.0])
def test_under_a_filter_of_any_share_the_nearest_are_found_and_no_other(large, share):
    vectors, index = large
    mask = np.random.default_rng(3).random(len(vectors)) < share
    recall = []
    for query in vectors[::400]:
        rows, scores = index.search(query, 10, mask)
        assert mask[rows].all()
        assert list(scores) == sorted(scores, reverse=True)
        expected = nearest(vectors, query, 10, mask)
        assert len(rows) == len(expected)
        recall.append(len(np.intersect1d(rows, expected)) / max(len(expected), 1))
    assert np.mean(recall) >= 0.95


def test_scores_and_vectors_are_exact(large):
    vectors, index = large
    rows = np.array([11_999, 0, 77])
    assert np.array_equal(index.vectors(rows), vectors[rows])
    assert np.allclose(index.scores(vectors[5], rows), vectors[rows] @ vectors[5], atol=1e-6)


@pytest.mark.parametrize("n", [0, 1, 2, 999, 1001])
def test_a_small_shop_is_scanned_whole(tmp_path, n):
    vectors = clustered(n, 16, 5, 4) if n else np.zeros((0, 16), np.float32)
    index = built(tmp_path, vectors)
    query = clustered(1, 16, 5, 5)[0]
    rows, scores = index.search(query, n + 5)
    assert sorted(rows) == list(range(len(index))) == list(range(n))
    assert np.allclose(scores, vectors[rows] @ query, atol=0.03)
    assert len(index.search(query, 10, np.zeros(n, bool))[0]) == 0
    if n > 100:
        assert len(np.intersect1d(rows[:10], nearest(vectors, query, 10))) >= 8


def test_appended_rows_are_found_and_what_a_killed_writer_left_is_not(tmp_path):
    vectors = clustered(300, 16, 5, 6)
    index = built(tmp_path, vectors[:200])
    append_vectors(tmp_path, 200, vectors[250:])  # never committed
    reopened = VectorIndex(tmp_path, 200, 16)
    assert len(reopened) == 200
    append_vectors(tmp_path, 200, vectors[200:])
    held = index.search(vectors[299], 300)
    index.extend(300)
    reopened.extend(300)
    mask = np.arange(300) % 2 == 1
    for each in (index, reopened):
        assert len(each) == 300
        assert np.array_equal(each.vectors(np.arange(300)), vectors)
        assert 299 in each.search(vectors[299], 3)[0], "those before it are scored in 8 bits"
        assert sorted(each.search(vectors[299], 300, mask)[0]) == list(np.flatnonzero(mask))
        assert sorted(each.search(vectors[299], 300, mask[:250])[0]) == list(np.flatnonzero(mask[:250])), "a shorter mask means fewer rows"
    assert max(held[0]) == 199


def test_vectors_without_content_are_near_to_nothing(tmp_path):
    vectors = np.vstack([np.zeros((3, 16), np.float32), clustered(3, 16, 2, 7)])
    rows, scores = built(tmp_path, vectors).search(vectors[4], 6)
    assert rows[0] == 4
    assert np.allclose(scores[np.isin(rows, [0, 1, 2])], 0, atol=0.03)


def test_an_index_beyond_its_memory_answers_from_the_mapped_file(tmp_path):
    vectors = clustered(6000, 16, 20, 8)
    write_vectors(tmp_path, iter([vectors]), 16, memory_mb=0)
    assert (tmp_path / "vectors.faiss").stat().st_size > vectors.size, "8 bits a dimension"
    index = VectorIndex(tmp_path, 6000, 16)
    queries = vectors[::200] + np.random.default_rng(9).normal(scale=0.05, size=(30, 16)).astype(np.float32)
    recall = [len(np.intersect1d(index.search(query, 10)[0], nearest(vectors, query, 10))) / 10 for query in queries]
    assert np.mean(recall) >= 0.95


@pytest.mark.parametrize("d", [62, 64])
def test_the_dimensions_need_not_divide(tmp_path, d):
    vectors = clustered(6000, d, 20, 8)
    index = built(tmp_path, vectors)
    rows, scores = index.search(vectors[7], 10)
    assert rows[0] == 7
    assert np.allclose(scores, vectors[rows] @ vectors[7], atol=0.03)


def test_a_shortlist_is_scored_by_the_vectors_themselves(large):
    vectors, index = large
    rows, scores = index.search(vectors[5], 50)
    assert np.allclose(scores, vectors[rows] @ vectors[5], atol=1e-6)
