"""The shared vocabulary of attributes and their values."""

from __future__ import annotations

import pytest

from shopkeeper.text.attributes import attribute, broader, find_values, kinds, name_of, spoken, values_of


@pytest.mark.parametrize(("name", "key"), [
    ("材质", "material"), ("面料", "material"), ("Fabric", "material"), ("attr_t_product_colour", "colour"), ("裙腰型", "waist"), ("鞋面材质", "material"),
    ("Cable length", "length"), ("Flavors", "taste"), ("適用機型", "compatibility"), ("heel_height", "heel_height"), ("Frobnication", None), ("", None),
])  # fmt: skip
def test_an_attribute_has_one_key_whatever_it_is_called(name, key):
    assert attribute(name) == key


@pytest.mark.parametrize(("text", "values"), [
    ("A sky-blue V-neck dress in pure cotton", [("colour", "sky-blue"), ("neckline", "v-neck"), ("material", "cotton")]),
    ("rose gold buttons", [("colour", "rose-gold"), ("closure", "button")]),
    ("浅蓝色纯棉圆领，不含双酚A", [("colour", "light-blue"), ("material", "cotton"), ("neckline", "round-neck"), ("feature", "bpa-free")]),
    ("純棉紅色", [("material", "cotton"), ("colour", "red")]), ("gray wool", [("colour", "grey"), ("material", "wool")]),
    ("foldable, non slip jackets", [("feature", "foldable"), ("feature", "non-slip")]), ("红，白", [("colour", "red"), ("colour", "white")]),
    ("colourful", [("colour", "multicolour")]), ("black tea", [("taste", "black-tea")]),
])
def test_values_are_found_in_both_languages(text, values):
    assert [(each.kind, each.value) for each in find_values(text)] == values


@pytest.mark.parametrize("text", ["棉花糖", "白领", "a golden hour", "it can be used to", "Black Friday", "cottontail", "discolored", "goldfish", "红包"])
def test_words_that_only_look_like_values_are_none(text):
    assert find_values(text) == []


def test_a_place_is_in_the_text_as_given():
    text = "Ｒｅｄ，藍色"
    assert [text[each.start : each.end] for each in find_values(text)] == ["Ｒｅｄ", "藍色"]


def test_a_word_of_two_kinds_has_both():
    assert {each.kind for each in find_values("lavender")} == {"scent"}
    assert {("colour", "orange"), ("taste", "orange-taste")} <= set(values_of("orange"))


def test_how_a_value_is_said_comes_from_the_same_list():
    assert spoken("colour", "navy", "en")[0] == "navy"
    assert spoken("colour", "navy", "zh")[0] == "藏青色"
    assert spoken("colour", "nosuch", "zh") == ()
    assert (name_of("material", "zh"), name_of("material", "en"), name_of("nosuch", "en")) == ("材质", "material", "nosuch")


def test_broader_values():
    assert broader("colour", "sky-blue") == {"light-blue", "blue"}
    assert "leather" not in broader("material", "faux-leather")
    assert "cotton" not in broader("material", "denim")


def test_every_broader_value_is_a_value_and_every_value_is_said_in_both_languages():
    for kind, values in kinds().items():
        for value in values:
            assert broader(kind, value) <= values, value
            assert spoken(kind, value, "en"), value
            assert spoken(kind, value, "zh"), value


def test_the_vocabulary_is_rich():
    assert sum(map(len, kinds().values())) > 1000
    assert sum(len(spoken(kind, value, language)) for kind, values in kinds().items() for value in values for language in ("en", "zh")) > 6000
