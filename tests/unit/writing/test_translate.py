"""Copy in the other language: the same facts, names and numbers; nothing that has no word."""

import re

from shopkeeper.shop import Localized
from shopkeeper.text.normalise import has_cjk
from shopkeeper.writing import Brief, GroundedWriter, plan
from shopkeeper.writing.facts import of_pairs
from shopkeeper.writing.glossary import fact_in, in_language, noun_in
from shopkeeper.writing.realise.en import English
from shopkeeper.writing.realise.zh import Chinese
from shopkeeper.writing.translate import translation

KETTLE = [["Title", "Stainless steel electric kettle 1.7 L"], ["Material", "Stainless steel"], ["Capacity", "1.7 L"], ["Power", "1800 W"],
          ["Colour", "Black"], ["Feature", "Cordless"], ["Handle", "Ergo-Soft loop"]]
DRESS = [["类型", "裙"], ["裙长", "连衣裙"], ["材质", "雪纺"], ["裙领型", "v领"], ["图案", "碎花"], ["版型", "宽松"]]


def chinese(pairs: list[list[str]], source: str = "", seed: int = 1) -> str:
    brief = Brief("translate", "zh", source=source)
    return Chinese().realise(translation(of_pairs(pairs, "en"), brief), brief, seed).text


def test_english_facts_are_said_in_chinese_with_their_numbers() -> None:
    text = chinese(KETTLE)
    assert all(word in text for word in ("电热水壶", "不锈钢", "黑色", "1.7L", "1800W")), text


def test_what_has_no_word_is_left_out_rather_than_guessed() -> None:
    assert not re.search("Ergo|loop|Stainless|Black", chinese(KETTLE))


def test_only_what_the_source_says_is_said() -> None:
    text = chinese(KETTLE, "A kettle of stainless steel that holds 1.7 L.")
    assert "不锈钢" in text
    assert "1.7L" in text
    assert "1800" not in text
    assert "黑色" not in text


def test_chinese_facts_get_english_words_and_a_closer_noun() -> None:
    made = translation(of_pairs(DRESS, "zh"), Brief("translate", "en"))
    assert made.material.noun.en == "dress"
    assert [fact.text("en") for fact in made.facts] == ["chiffon", "v-neck", "floral", "loose"]


def test_there_and_back_again_says_the_same_values() -> None:
    material = of_pairs(DRESS, "zh")
    brief = Brief("description", "zh")
    source = Chinese().realise(plan(material, brief), brief, 5).text
    english = translation(material, Brief("translate", "en", source=source))
    back = [fact_in(fact, "zh") for fact in english.facts]
    assert {fact.text("zh") for fact in back} == {"雪纺", "v领", "碎花", "宽松"}


def test_nouns_with_values_before_them() -> None:
    assert noun_in(Localized(en="chiffon dress"), "zh").zh == "雪纺连衣裙"
    assert noun_in(Localized(zh="雪纺连衣裙"), "en").en == "chiffon dress"
    assert noun_in(Localized(zh="量子壶"), "en").en == ""


def test_a_plan_in_a_language_that_the_facts_do_not_speak() -> None:
    brief = Brief("title", "zh")
    made = in_language(plan(of_pairs(KETTLE, "en"), brief), "zh")
    assert has_cjk(Chinese().realise(made, brief, 1).text)


def test_the_writer_says_facts_of_the_other_language_and_translates_its_copy() -> None:
    writer = GroundedWriter({"zh": Chinese(), "en": English()})
    chinese = writer.write(of_pairs(KETTLE, "en"), Brief("description", "zh"))
    assert chinese is not None
    assert "电热水壶" in chinese.text
    assert "不锈钢" in chinese.text
    english = writer.write(of_pairs(DRESS, "zh"), Brief("translate", "en", source="这款雪纺连衣裙领口是V领。"))
    assert english is not None
    assert "chiffon" in english.text.lower()
    assert "floral" not in english.text.lower()
    assert not has_cjk(english.text)
