"""Rows of facts and copy in the forms that files have them."""

import json

import pytest

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.copy_pairs import copy_pairs
from shopkeeper.models.language.pairs import Pair
from shopkeeper.shop import Attribute, Localized, Product, Variant


@pytest.fixture
def store(tmp_path):
    front = open_shop(str(tmp_path / "shop"), create=True)
    yield front.store
    front.close()


def of(store, tmp_path, row, mapping=None):
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(row), "utf-8")
    (found,) = copy_pairs(store, [file], mapping)
    assert found[0] == "rows.jsonl"
    return found[1]


@pytest.mark.parametrize("facts", [
    [["材质", "棉"], ["长度", 30.0]], {"材质": "棉", "长度": 30}, "材质#棉*长度#30", "材质：棉；长度：30", "材质: 棉\n长度: 30",
    '{"材质": "棉", "长度": 30}',
])
def test_facts_come_in_several_forms(store, tmp_path, facts):
    assert of(store, tmp_path, {"copy": "好看的衬衫", "facts": facts}) == Pair((("材质", "棉"), ("长度", "30")), "好看的衬衫")


def test_without_facts_every_other_column_is_one(store, tmp_path):
    row = {"product": "Tea", "Brand": "Orivo", "organic": True, "empty": None, "description": "A green tea."}
    found = of(store, tmp_path, row, {"description": "copy", "product": "title"})
    assert found == Pair((("Brand", "Orivo"), ("organic", "yes")), "A green tea.", "Tea")


def test_approved_drafts_are_read_as_they_are_exported(store, tmp_path):
    file = tmp_path / "drafts.jsonl"
    facts = [["title", "Mug"], ["colour", "red"]]
    draft = {"facts": facts, "language": "en", "kind": "description", "written": "x", "reference": "A red mug."}
    file.write_text("\n".join(map(json.dumps, (draft, {**draft, "kind": "title"}))), "utf-8")
    assert list(copy_pairs(store, [file])) == [("drafts.jsonl", Pair((("colour", "red"),), "A red mug.", "Mug"))]


def test_products_with_a_description_are_pairs_in_each_language(store):
    store.products.put([
        Product("a", Localized("杯", "Mug"), (Variant("a"),), description=Localized("好用的杯子", "A good mug"),
                attributes=(Attribute(Localized("颜色", "Colour"), Localized("红", "red")),)),
        Product("b", Localized("壶", "Pot"), (Variant("b"),)),
    ])
    assert list(copy_pairs(store)) == [
        ("products", Pair([("颜色", "红")], "好用的杯子", "杯")), ("products", Pair([("Colour", "red")], "A good mug", "Mug"))]
