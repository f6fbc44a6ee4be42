import numpy as np
import pytest

from shopkeeper.search.engines.protocol import Titles, code
from shopkeeper.search.features import DEPTH, FEATURES, _of_titles, features
from shopkeeper.search.search import request
from small_shop import product, small_shop

NAMES = list(FEATURES)


def titles(*texts):
    words = [text.split() for text in texts]
    return Titles(np.array([code(word) for title in words for word in title], np.uint32), np.array([len(title) for title in words]))


def of_titles(query, *texts):
    values = _of_titles(titles(*texts), query.split(), np.linspace(1, 0.5, len(texts)).astype(np.float32))
    return dict(zip(NAMES[NAMES.index("title"):], (np.round(value, 3).tolist() for value in values), strict=False))


def test_a_title_with_all_words_covers_the_query_and_one_without_none():
    found = of_titles("red shirt", "red cotton shirt", "blue shirt", "green hat", "")
    assert found["title"][0] == 1
    assert 0 < found["title"][1] < 1
    assert found["title"][2:] == [0, 0]
    assert found["last"] == [1, 1, 0, 0]
    assert found["filled"] == [0.667, 0.5, 0, 0]


def test_a_phrase_counts_where_the_words_follow_each_other_within_one_title():
    found = of_titles("usb c cable", "usb c cable long", "cable usb c", "c usb", "cable c", "usb", "c cable")
    assert found["phrase"][0] == 1
    assert 0.3 < found["phrase"][1] < 1
    assert found["phrase"][2] == max(found["phrase"][2:4])
    assert found["phrase"][4] < found["phrase"][5]  # "usb" ends one title and "c cable" begins the next: no phrase of three
    assert found["span"][:3] == [1, 1, 1]


def test_a_repeated_word_of_the_query_breaks_no_phrase():
    assert of_titles("a b a c", "a b a c", "b a")["phrase"][0] == 1


def test_titles_like_the_best_ones_are_told_from_others():
    found = of_titles("mouse", "wireless mouse optical", "wireless mouse", "optical mouse wireless", "mouse trap wood")
    assert found["alike"][3] < min(found["alike"][:3])


def test_without_words_or_titles_nothing_fails():
    assert of_titles("", "red shirt", "")["title"] == [0, 0]
    assert of_titles("red", "", "")["phrase"] == [0, 0]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("features"))
    shirts = [product(f"p{i:03}", f"cotton shirt {i}", "棉衬衫", prices=[10 + i], stock=i % 2) for i in range(230)]
    shop.put_products([*shirts, product("none", "shirt", prices=[None])])
    yield shop
    shop.close()


@pytest.mark.parametrize("query", ["cotton shirt", "棉衬衫", "shirt 12", "衬衫"])
def test_every_candidate_has_every_feature(shop, query):
    seen = shop._search.examine(request(query))
    assert seen.features.shape == (min(DEPTH, len(seen.ids)), len(FEATURES))
    column = dict(zip(NAMES, seen.features.T, strict=True))
    assert column["score"].tolist() == seen.fused.score[:DEPTH].tolist()
    assert not np.isinf(seen.features).any()
    unknown = {name for name in NAMES if np.isnan(column[name]).any()}
    assert unknown <= {"rating", "age", "price"}
    assert set(column["in_stock"]) <= {0, 1}
    assert set(column["chinese"]) == {float(not query.isascii())}


def test_a_search_that_finds_nothing_has_no_features(shop):
    assert shop._search.examine(request("cotton", where=["price>9999"])).features.shape == (0, len(FEATURES))


def test_what_changes_after_the_build_has_its_title_too(shop):
    shop.put_products([product("p000", "linen trousers"), product("new", "linen shirt")])
    seen = shop._search.examine(request("linen trousers"))
    title = dict(zip(seen.ids, seen.features[:, NAMES.index("title")].tolist(), strict=False))
    assert title["p000"] == 1
    assert 0 < title["new"] < 1


def test_features_of_one_query_do_not_depend_on_how_the_index_came_about(shop):
    before = shop._search.examine(request("linen shirt"))
    shop.index(rebuild=True)
    after = shop._search.examine(request("linen shirt"))
    assert set(before.ids[:2]) == set(after.ids[:2])
    assert features.__doc__
    columns = [NAMES.index(name) for name in ("title", "phrase", "last", "filled", "span", "length")]
    assert before.features[:2, columns].tolist() == after.features[:2, columns].tolist()
