"""Values that a shop has in one language only, asked for in the other."""

from __future__ import annotations

import pytest

from shopkeeper.search.understand import Reader
from shopkeeper.search.understand.translated import translated
from shopkeeper.shop import Localized
from small_shop import product

from .conftest import indexed

ROWS = [("Cotton", "Men", "Summer", "Small"), ("Merino wool", "Women", "Winter", "Large"), ("Polyester", "Unisex", "Summer", "Medium")]
CHINESE = [("纯棉", "男士", "夏季", "小号"), ("羊毛", "女士", "冬季", "大号")]


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    """Reads a query in a shop of English shirts."""
    return reading(tmp_path_factory, "english", [
        product(f"s{i}-{n}", f"Shirt {i}", category=(Localized(en="Shirts"),), options=[("Size", size)],
                facts=[("Fabric", fabric), ("Gender", gender), ("Season", season)])
        for n in range(6) for i, (fabric, gender, season, size) in enumerate(ROWS)])


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    """Reads a query in a shop of Chinese shirts."""
    return reading(tmp_path_factory, "chinese", [
        product(f"s{i}-{n}", zh=f"衬衫 {i}", category=(Localized("衬衫"),), options=[(Localized("尺码"), Localized(size))],
                facts=[(Localized("材质"), Localized(fabric)), (Localized("适用性别"), Localized(gender)), (Localized("季节"), Localized(season))])
        for n in range(6) for i, (fabric, gender, season, size) in enumerate(CHINESE)])


def reading(tmp_path_factory, name, products):
    reader = Reader(indexed(tmp_path_factory.mktemp(name), products), "CNY")
    return lambda query: [str(each.filter) for each in reader.read(query).constraints]


@pytest.mark.parametrize(("query", "filters"), [
    ("纯棉 shirts", ["fabric=Cotton"]), ("棉质 shirts", ["fabric=Cotton"]), ("美利奴羊毛 shirts", ["fabric=Merino wool"]),
    ("女士 shirts", ["gender=Women"]), ("男款 shirts", ["gender=Men"]), ("夏季 shirts", ["season=Summer"]),
    ("小号 shirts", ["size=Small"]), ("shirts 不要涤纶", ["fabric!=Polyester"]), ("cotton shirts", ["fabric=Cotton"]),
    ("塑料 shirts", []), ("夏威夷 shirts", []),
])
def test_a_chinese_word_asks_for_an_english_value(english, query, filters):
    assert english(query) == filters


@pytest.mark.parametrize(("query", "filters"), [
    ("cotton 衬衫", ["material=纯棉"]), ("衬衫 for women", ["gender=女士"]), ("winter 衬衫", ["season=冬季"]), ("small 衬衫", ["size=小号"]),
    ("纯棉 衬衫", ["material=纯棉"]),
])
def test_an_english_word_asks_for_a_chinese_value(chinese, query, filters):
    assert [each.split("=")[-1] for each in chinese(query)] == [each.split("=")[-1] for each in filters]


def test_a_value_in_both_languages_and_one_of_another_kind_stay_as_they_are():
    assert not list(translated(Localized("全棉", "Cotton"), [Localized("材质", "Material")]))
    assert not list(translated(Localized(en="Cotton"), [Localized(en="Flavour")]))
    assert ("纯棉", "zh") in list(translated(Localized(en="Cotton"), [Localized(en="Upper material")]))
