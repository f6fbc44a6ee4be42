from __future__ import annotations

from shopkeeper.shop import Localized
from shopkeeper.store.demo.words import both, colours, kinds


def test_a_bar_parts_chinese_from_english() -> None:
    assert both("红色|Red") == Localized("红色", "Red")
    assert both("IPX5") == Localized("IPX5", "IPX5")
    assert both("灰鸭绒|") == Localized("灰鸭绒", "")


def test_partners_are_types_that_exist() -> None:
    keys = {kind.key for kind in kinds()}
    assert len(keys) == len(kinds())
    assert all(kind.complements and set(kind.complements) <= keys - {kind.key} for kind in kinds())


def test_a_fact_is_a_range_or_a_choice_or_a_yes_or_no() -> None:
    for kind in kinds():
        for fact in kind.facts:
            assert sum((fact.range is not None, bool(fact.values), fact.chance is not None)) == 1


def test_every_sentence_is_written_in_both_languages_and_ends() -> None:
    for kind in kinds():
        for text in (*kind.uses, *kind.details, *kind.closings, *(s for fact in kind.facts for s in (*fact.say, *fact.say_no))):
            assert text.zh.endswith(("。", "？", "！")), text
            assert text.en.endswith((".", "?", "!")), text


def test_each_type_has_something_to_be_coloured_in() -> None:
    assert all(kind.colours or kind.tints for kind in kinds())
    assert len({colour.hex for colour in colours().values()}) == len(colours())


def test_no_brand_is_in_two_departments() -> None:
    brands = [brand.name.en for key in {kind.department.key: kind.department for kind in kinds()}.values() for brand in key.brands]
    assert len(set(brands)) == len(brands)
