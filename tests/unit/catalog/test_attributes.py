"""Attributes out of titles: learnt from titles whose values are known, and stated by a shop's own words."""

from __future__ import annotations

import pytest

from shopkeeper.catalog.attributes.extractor import Extracted, Extractor
from shopkeeper.catalog.attributes.missing import Usual
from shopkeeper.catalog.attributes.spans import LONGEST, Title
from shopkeeper.catalog.attributes.stated import stated
from shopkeeper.catalog.attributes.task import Labelled, measure
from shopkeeper.catalog.attributes.train import learn, read_attributes, train
from shopkeeper.models.capabilities import SHIPPED
from shopkeeper.models.versions import Versions
from shopkeeper.shop import Attribute, InvalidFile, InvalidRecord, Localized, Product, Variant

MAKERS, SORTS, COLOURS = ("Zarvo", "Mekki", "Tolun", "Brisk", "Yarra"), ("Mug", "Bowl", "Plate"), ("Red", "Blue", "Green", "Black")
ROWS = [
    Labelled(f"{maker} {sort} {colour} {size} ml", "Cups", {"Brand": (maker,), "Color": (colour,), "Handle": ()})
    for size, maker in enumerate(MAKERS, 200)
    for sort in SORTS
    for colour in COLOURS
]


@pytest.fixture(scope="module")
def extractor():
    return learn(ROWS)


def test_values_are_read_where_they_stand(extractor):
    found = {each.name: each for each in extractor.extract("Zarvo Mug Black 200 ml", ("Brand", "Color", "Handle"), "Cups")}
    assert (found["Brand"].value, found["Brand"].start, found["Brand"].end) == ("Zarvo", 0, 5)
    assert found["Color"].value == "Black"
    assert found["Color"].sure > 0.8
    assert "Handle" not in found


def test_a_maker_never_seen_is_told_by_its_place(extractor):
    assert extractor.predict([("Quellon Bowl Red 300 ml", "Brand", "Cups")]) == ["Quellon"]


def test_what_is_kept_reads_the_same(extractor, tmp_path):
    extractor.save(tmp_path)
    again = Extractor.load(tmp_path)
    assert again.asked("Cups") == ["Brand", "Color", "Handle"]
    assert again.asked("nothing known") == again.asked("Cups")
    rows = [(row.text, name, row.category) for row in ROWS[:20] for name in row.values]
    assert again.predict(rows) == extractor.predict(rows)
    with pytest.raises(InvalidFile, match="expected the weights"):
        Extractor.load(tmp_path / "nothing")


def test_the_measure_counts_any_listed_value_and_nothing_where_there_is_none(extractor):
    rows = [
        Labelled("Zarvo Mug Red 200 ml", "Cups", {"Brand": ("Zarvo", "Zarvo Mug"), "Handle": ()}),
        Labelled("Mekki Mug Red 200 ml", "Cups", {"Brand": ("Nobody",)}),
    ]
    report = measure(extractor, rows)
    assert report.metrics["precision"].value == pytest.approx(1 / 2)
    assert report.metrics["recall"].value == pytest.approx(1 / 2)
    assert report.metrics["accuracy"].value == pytest.approx(1 / 2)


def test_a_version_is_made_and_a_worse_one_is_not_put_in_use(tmp_path):
    versions = Versions(tmp_path / "attributes")
    made = train(ROWS, versions, "cups", licence="mine")
    assert made.active
    assert versions.get(made.version).config["data"]["licence"] == "mine"
    wrong = [Labelled(row.text, row.category, {"Brand": row.values["Color"]}) for row in ROWS[::7]]
    worse = train([*ROWS, *wrong], versions, "muddled")
    assert versions.active == (worse.version if worse.active else made.version)


def test_rows_of_a_file_are_checked():
    good = {"input": "Zarvo Mug", "category": "Cups", "target_scores": {"Brand": {"Zarvo": 1}, "Handle": {"n/a": 1}}}
    assert read_attributes([(1, good)], "f")[0].values == {"Brand": ("Zarvo",), "Handle": ()}
    with pytest.raises(InvalidRecord, match="f, row 2, target_scores"):
        read_attributes([(1, good), (2, {"input": "x", "target_scores": ["Brand"]})], "f")
    with pytest.raises(InvalidFile, match="at least one row"):
        read_attributes([], "f")


@pytest.mark.parametrize("text", ["", "  ", ",,,", "马克杯", "a" * 5000, "x " * 500])
def test_any_text_is_read(extractor, text):
    assert all(j - i <= LONGEST for i, j in Title(text).spans)
    extractor.extract(text, ("Brand",))


def test_the_shipped_one_reads_a_title_of_a_market_place():
    found = Extractor.load(SHIPPED / "attributes").extract("Oakvale Men's Trail Shorts Blue, Large", ("Gender", "Color"), "Shoes")
    assert {each.name: each.value for each in found}["Gender"].startswith("Men")


def product(number, title, facts, category="Cups"):
    attributes = tuple(Attribute(Localized(en=name), Localized(en=value)) for name, value in facts.items())
    return Product(f"p{number}", Localized(en=title), (Variant(f"v{number}"),), category=(Localized(en=category),), attributes=attributes)


def test_what_a_product_lacks_and_states_is_suggested_with_its_words():
    shop = [product(n, f"Mug {n}", {"Material": "Stoneware", "Glaze": "Celadon"}) for n in range(4)]
    lacking = product(9, "Tall mug of stoneware, celadon glaze", {})
    found = Usual([*shop, lacking]).suggestions(lacking)
    assert {(each.name.en, each.value.en, each.field) for each in found} == {
        ("Material", "Stoneware", "title"),
        ("Glaze", "Celadon", "title"),
    }
    assert "stoneware" in found[0].evidence
    assert Usual(shop).suggestions(shop[0]) == []
    assert Usual([*shop, product(8, "Stonewarelike mug", {})]).suggestions(product(8, "Stonewarelike mug", {})) == []


def test_a_value_is_of_its_own_attribute_and_more_than_one_product_has_it():
    shop = [product(n, f"Cup {n}", {"Model": "Celadon" if n else "Coffee", "Finish": "Matte"}) for n in range(4)]
    lacking = product(9, "Coffee cup, matte, celadon", {})
    found = Usual([*shop, lacking]).suggestions(lacking)
    assert {(each.name.en, each.value.en) for each in found} == {("Model", "Celadon"), ("Finish", "Matte")}


def test_what_says_nothing_is_no_value():
    shop = [product(n, f"Cup {n}", {"Finish": "Other"}) for n in range(4)]
    lacking = product(9, "Cup other", {})
    assert Usual([*shop, lacking]).suggestions(lacking) == []


def test_the_vocabulary_speaks_only_for_attributes_whose_values_it_knows():
    """"Mount type" ends like none that it knows values of; "Colour" does, and so it may say blue though no product is blue."""
    shop = [product(n, f"Cup {n}", {"Installation Features": "Screwless", "Colour": "Red"}) for n in range(4)]
    lacking = product(9, "Cup blue, multifunctional", {})
    assert [(each.name.en, each.value.en) for each in Usual([*shop, lacking]).suggestions(lacking)] == [("Colour", "blue")]


def test_the_same_words_say_one_attribute_only():
    shop = [product(n, f"Bed {n}", {"Filling material": "Latex", **({"Cover material": "Latex"} if n > 1 else {})}) for n in range(4)]
    lacking = product(9, "Bed of latex", {})
    assert [each.name.en for each in Usual([*shop, lacking]).suggestions(lacking)] == ["Filling material"]


def test_where_the_wool_is_from_is_not_where_the_blanket_was_made():
    shop = [product(n, f"Blanket {n}", {"Place of origin": "China" if n else "Germany"}) for n in range(4)]
    wool, made = product(8, "Blanket of Australia wool", {}), product(9, "Blanket made in Australia", {})
    usual = Usual([*shop, wool, made])
    assert usual.suggestions(wool) == []
    assert [each.evidence for each in usual.suggestions(made)] == ["Blanket made in Australia"]


def told(text, *learnt):
    found = [Extracted(name, value, text.index(value), text.index(value) + len(value), sure) for name, value, sure in learnt]
    return stated(text, found).to_dict()


def test_what_the_vocabulary_knows_better_is_not_told_again():
    read = ("Brand", "Cow", 0.8), ("Pattern", "Print", 0.8), ("Brand Name", "Zarvo", 0.9), ("Color", "red", 0.9)
    found = told("Cow Print Bag, Zarvo red", *read)
    assert [(each["name"], each["value"]) for each in found["learnt"]] == [("Brand Name", "Zarvo"), ("Color", "red")]
    assert {(each["attribute"], each["text"]) for each in found["vocabulary"]} >= {("pattern", "Cow Print"), ("colour", "red")}


def test_one_value_of_an_attribute_that_has_two_names():
    found = told("Zarvo Quoll thing", ("Brand", "Zarvo", 0.9), ("Brand Name", "Zarvo Quoll", 0.8))
    assert [(each["name"], each["value"]) for each in found["learnt"]] == [("Brand", "Zarvo")]


def test_the_same_words_are_of_the_attribute_that_is_surest():
    found = told("Zarvo shorts Large", ("Volume", "Large", 0.7), ("Size", "Large", 0.9))
    assert [(each["name"], each["value"]) for each in found["learnt"]] == [("Size", "Large")]


def test_quantities_are_told_in_their_base_unit():
    found = told("搪瓷杯 0.5升 3 x 200g")["quantities"]
    assert [(each["text"], each["base"], each["dimension"], each["count"]) for each in found] == [
        ("0.5升", 500, "volume", 1), ("3 x 200g", 200, "mass", 3),
    ]  # fmt: skip


def test_a_value_of_another_kind_of_thing_is_not_told():
    assert not [each for each in told("开放式衣柜 简约")["vocabulary"] if each["attribute"] == "wearing"]
    assert [each["value"] for each in told("开放式耳机")["vocabulary"] if each["attribute"] == "wearing"] == ["open-ear"]
    assert not [each for each in told("骆驼奶粉 驼乳粉")["vocabulary"] if each["attribute"] == "colour"]
    assert "honey_texture" not in {each["attribute"] for each in told("Top and Pants Set")["vocabulary"]}
