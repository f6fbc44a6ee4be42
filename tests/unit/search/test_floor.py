"""What words of a query tell of a product: enough of them to be an answer, or nothing."""

import pytest

from shopkeeper.shop import Localized
from small_shop import product, small_shop

FOOD = (Localized("食品", "Food"), Localized("咖啡", "Coffee"))
SHOP = [
    product("nuts", "Mixed nuts", "半亩茶 混合坚果", brand=Localized("半亩茶", "Halfmu"),
            category=(Localized("坚果", "Nuts"),)),
    product("leaf", "Loose-leaf tea", "山背后 春茶原叶茶", brand=Localized("山背后", "Behindhill"),
            category=(Localized("茶叶", "Tea"),)),
    product("pouch", "Nuts in small bags", "山背后 每日坚果 独立小包", brand=Localized("山背后", "Behindhill"),
            category=(Localized("坚果", "Nuts"),)),
    product("pack", "Backpack 15 litres", "远行 双肩包", brand=Localized("远行", "Faraway"),
            category=(Localized("双肩包", "Backpacks"),)),
    product("vacuum", "Vacuum cleaner", "无线吸尘器", description=Localized("猫、狗的毛发一吸就净", "For the hair of a dog"),
            category=(Localized("吸尘器", "Vacuum cleaners"),)),
    product("beans", "Coffee beans, dark roast", "深烘咖啡豆", description=Localized("新鲜烘焙", "Fresh food, roasted to order"),
            category=FOOD),
    product("speaker", "Portable speaker, 15 W", "便携音箱", description=Localized("可以挂在背包上", "Hangs on a bag"),
            category=(Localized("音箱", "Speakers"),)),
    product("tyre", "195 50 13 tyre", "轮胎"),
    product("dress", "Summer dress", "雨巷 雪纺连衣裙",
            category=(Localized("连衣裙", "Dresses"),)),
    *(product(f"other{i}", "Desk lamp", "护眼台灯") for i in range(12)),
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("floor"))
    shop.put_products(SHOP)
    yield shop
    shop.close()


def ids(shop, query):
    return [hit.id for hit in shop.search(query, mode="text", literal=True)]


def test_a_single_character_is_not_found_in_a_brand(shop):
    assert ids(shop, "茶") == ["leaf"]


@pytest.mark.parametrize("query", ["狗", "猫粮"])
def test_a_single_character_is_not_found_in_a_description(shop, query):
    assert ids(shop, query) == []


def test_a_chinese_word_is_not_found_by_characters_that_stand_apart(shop):
    assert "pouch" not in ids(shop, "背包")
    assert ids(shop, "雨衣") == []


def test_a_chinese_word_is_found_by_its_end_where_that_names_the_kind(shop):
    assert "pack" in ids(shop, "背包")


def test_a_whole_chinese_word_of_a_description_is_found(shop):
    assert "speaker" in ids(shop, "背包")


def test_a_brand_is_found_by_its_characters_together(shop):
    assert ids(shop, "半亩茶")[0] == "nuts"


@pytest.mark.parametrize("query", ["dog food", "cat food"])
def test_one_word_of_a_description_or_a_wide_category_does_not_answer_a_query_of_several(shop, query):
    assert ids(shop, query) == []


def test_most_words_of_a_query_answer_it_wherever_they_are(shop):
    assert ids(shop, "dog hair") == ["vacuum"]


def test_a_number_beside_an_unknown_word_answers_nothing(shop):
    assert ids(shop, "iphone 15") == []
    assert ids(shop, "speaker 15")[0] == "speaker"


def test_a_query_of_numbers_and_codes_is_answered_by_numbers(shop):
    assert ids(shop, "195-50r13c") == ["tyre"]
