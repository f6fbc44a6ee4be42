"""What a text may speak from."""

from __future__ import annotations

from shopkeeper.shop import Attribute, Localized, Product, Variant
from shopkeeper.writing.facts import of_keywords, of_pairs, of_product


def test_a_product_has_its_attributes_and_options_as_facts(sandals: Product) -> None:
    material = of_product(sandals)
    assert {fact.record for fact in material.facts} >= {"attributes.Material", "options.Size"}
    assert material.family == "shoes"
    assert material.noun.en.endswith("sandals")
    assert [fact.text("en") for fact in material.facts if fact.record == "attributes.Heel height"] == ["2 cm"]


def test_keywords_are_all_that_is_known() -> None:
    material = of_keywords("蓝牙耳机 降噪 通勤")
    assert material.bare
    assert material.noun.zh == "蓝牙耳机"
    assert material.family == "electronics"
    assert [fact.text("zh") for fact in material.facts] == ["降噪", "通勤"]


def test_keywords_with_commas_may_have_several_words() -> None:
    assert [f.text("en") for f in of_keywords("wireless earbuds, noise cancelling").facts] == ["noise cancelling"]


def test_pairs_keep_a_name_that_comes_twice_and_take_the_title_out() -> None:
    material = of_pairs([["title", "Beach Shirt"], ["pattern", "Stripes"], ["pattern", "Dots"]], "en")
    assert material.title == Localized(en="Beach Shirt")
    assert not material.bare
    assert [fact.text("en") for fact in material.facts] == ["Stripes", "Dots", "Beach"]  # the title states the last


def test_english_keywords_without_commas_are_read_by_what_they_name() -> None:
    material = of_keywords("running shoes lightweight blue")
    assert material.noun.en == "running shoes"
    assert {(fact.name, fact.text("en")) for fact in material.facts} == {("feature", "lightweight"), ("colour", "blue")}


def test_how_often_a_product_was_reviewed_is_left_out_of_its_text() -> None:
    pairs = of_pairs([["title", "Beach Shirt"], ["review count", 6], ["评价数", 6], ["Material", "linen"]], "en")
    assert {fact.name: fact.weight > 0.1 for fact in pairs.facts if fact.name != "occasion"} == {
        "review count": False, "评价数": False, "material": True}


def test_what_comes_with_the_product_states_nothing_of_it() -> None:
    with_extra = of_pairs([["title", "Cotton Blanket + Steel Bottle 500 ml"], ["category", "Bedding"]], "en")
    assert [fact.text("en") for fact in with_extra.facts] == ["Cotton"]


def test_the_material_of_a_part_is_not_that_of_the_whole() -> None:
    material = of_pairs([["title", "Copper Pan with Glass Lid"], ["category", "Cookware"]], "en")
    assert [fact.text("en") for fact in material.facts if fact.name == "material"] == ["Copper"]


def test_a_number_of_the_title_that_the_record_names_is_no_number_of_pieces() -> None:
    yarn = Attribute(Localized(en="Yarn count", zh="纱支"), 60.0)
    sheets = Product("s", Localized(en="Cotton Duvet Cover Set, 60 Count"), (Variant("s"),), attributes=(yarn,))
    assert [fact.name for fact in of_product(sheets).facts if fact.value == 60] == ["yarn count"]
    assert [fact.name for fact in of_pairs([["title", "Cotton pads, 60 count"]], "en").facts if fact.value == 60] == ["count"]


def test_a_number_takes_the_unit_that_the_title_gives_it():
    pairs = [["title", "Sandhill Patch Cable 0.9 m, 8 outlets"], ["attr_n_cable_length", 0.9], ["attr_n_ac_outlets_quantity", 8.0],
             ["attr_t_dimensions", "432 x 678 x 86"], ["attr_t_led_indicators", "Y"]]
    material = of_pairs(pairs, "en")
    length, outlets = material.fact("cable length"), material.fact("ac outlets quantity")
    assert length is not None
    assert length.text("en") == "0.9 m"
    assert outlets is not None
    assert outlets.unit == ""
    dimensions = material.fact("dimensions")
    assert dimensions is not None
    assert dimensions.weight < 0.1  # of figures without a unit nobody knows what they measure
    assert material.facts[-1].value is True


def test_one_character_inside_a_name_is_no_colour():
    assert of_pairs([["标题", "妙乐蓝多芝士碎"], ["类型", "芝士"]], "zh").fact("colour") is None
