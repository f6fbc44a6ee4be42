from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from shopkeeper.shop import Localized, Product
from shopkeeper.store.demo.catalogue import Item, catalogue, ean13
from shopkeeper.store.demo.words import DEPARTMENTS, kinds

UNTIL = date(2026, 9, 30)
# What a text must never hold: placeholders, doubled spaces or stops, a space before a comma.
FLAW = re.compile(r"[{}|]|  |\.\.|。。|，，|\s[,.;:!?，。]|(?<![\w-])a [aeiou](?!n)\w+(?= with)|\b1 (?:litres|hours|days|watts)\b")


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return catalogue(7, 1000, UNTIL)


@pytest.fixture(scope="module")
def products(items: list[Item]) -> list[Product]:
    return [item.product for item in items]


def _texts(product: Product) -> Iterator[Localized]:
    yield from (product.title, product.description, product.brand, *product.category, product.images[0].alt)
    for attribute in product.attributes:
        yield attribute.name
        if isinstance(attribute.value, Localized):
            yield attribute.value
    for variant in product.variants:
        for option in variant.options:
            yield from (option.name, option.value)


def test_the_same_seed_gives_the_same_products_and_another_seed_others() -> None:
    assert catalogue(7, 100, UNTIL) == catalogue(7, 100, UNTIL)
    assert catalogue(7, 100, UNTIL) != catalogue(8, 100, UNTIL)


def test_a_small_shop_has_every_type_of_every_department() -> None:
    small = catalogue(7, 60, UNTIL)
    assert {item.kind.key for item in small} == {kind.key for kind in kinds()}
    assert {item.kind.department.key for item in small} == set(DEPARTMENTS)


def test_every_text_is_there_in_both_languages(products: list[Product]) -> None:
    missing = [(p.id, text) for p in products for text in _texts(p) if not (text.zh and text.en)]
    assert missing == []


def test_no_text_has_a_placeholder_a_double_space_or_a_stray_stop(products: list[Product]) -> None:
    flawed = [(p.id, text) for p in products for both in _texts(p) for text in both.all if FLAW.search(text)]
    assert flawed == []


def test_english_sentences_begin_with_a_capital_or_a_figure(products: list[Product]) -> None:
    sentences = [s for p in products for s in re.split(r"(?<=[.!?]) ", p.description.en)]
    assert [s for s in sentences if s[0].islower()] == []


def test_chinese_texts_hold_no_half_width_stops(products: list[Product]) -> None:
    assert [p.description.zh for p in products if re.search(r"[一-鿿][,;!?]", p.description.zh)] == []


def test_no_two_products_share_a_title_or_a_description(products: list[Product]) -> None:
    for texts in ([p.title.zh for p in products], [p.title.en for p in products],
                  [p.description.zh for p in products], [p.description.en for p in products]):  # fmt: skip
        assert len(set(texts)) == len(texts)


def test_descriptions_have_the_length_of_a_good_product_text(products: list[Product]) -> None:
    assert all(40 <= len(p.description.en.split()) <= 120 for p in products)
    assert all(60 <= len(p.description.zh) <= 200 for p in products)


def test_a_figure_in_a_description_is_the_one_of_the_attributes(items: list[Item]) -> None:
    for item in items:
        numbers = {k.name.en: f"{k.value:g}" for k in item.product.attributes if isinstance(k.value, float)}
        for fact in item.kind.facts:
            if not fact.range:
                continue
            for said in fact.say:
                before, _, after = said.en.partition("{v}")
                found = re.search(re.escape(before) + r"(-?[\d.]*\d)" + re.escape(after), item.product.description.en)
                assert found is None or found[1] == numbers[fact.name.en]


def test_a_product_never_says_that_it_has_what_it_lacks(items: list[Item]) -> None:
    for item in items:
        lacks = {a.name.en: a.value for a in item.product.attributes if isinstance(a.value, bool)}
        for fact in item.kind.facts:
            if fact.chance:
                wrong = fact.say_no if lacks[fact.name.en] else fact.say
                assert not any(text.zh in item.product.description.zh for text in wrong)


def test_words_of_the_attributes_are_in_the_texts_that_are_searched(items: list[Item]) -> None:
    cancelling = [i.product for i in items if any(a.name.en == "Active noise cancelling" and a.value is True for a in i.product.attributes)]
    found = [p for p in cancelling if "降噪" in p.title.zh + p.description.zh and "nois" in (p.title.en + p.description.en).lower()]
    assert len(found) / len(cancelling) > 0.75
    assert all(item.kind.noun.zh in item.product.title.zh for item in items)


def test_ids_skus_and_barcodes_are_unique_and_barcodes_check(products: list[Product]) -> None:
    variants = [variant for product in products for variant in product.variants]
    for values in ([v.id for v in variants], [v.sku for v in variants], [v.barcode for v in variants], [p.id for p in products]):
        assert len(set(values)) == len(values)
    assert all(_checks(v.barcode) for v in variants)


def test_a_known_barcode() -> None:
    assert ean13(0) == "2000000000008"


def test_prices_costs_and_weights_are_sane(items: list[Item]) -> None:
    for item in items:
        low, high = item.kind.price
        for variant in item.product.variants:
            assert variant.price is not None
            assert variant.cost is not None
            assert variant.price.currency == "CNY"
            assert low * 100 * 0.4 <= variant.price.amount <= high * 100 * 2.1
            assert variant.cost.amount < variant.price.amount
            assert variant.weight_grams
            assert variant.price.amount % 10 == 0


def test_categories_are_three_deep_and_start_with_the_department(items: list[Item]) -> None:
    assert all(len(i.product.category) == 3 and i.product.category[0] == i.kind.department.name for i in items)
    assert len({i.product.category[0].en for i in items}) == 10


def test_a_dear_product_is_better_equipped(items: list[Item]) -> None:
    vacuums = [i for i in items if i.kind.key == "vacuum"]
    suction = {i.product.id: next(float(a.value) for a in i.product.attributes if a.unit == "kPa") for i in vacuums}  # type: ignore[arg-type]
    dear = [suction[i.product.id] for i in vacuums if i.level > 0.6]
    cheap = [suction[i.product.id] for i in vacuums if i.level < 0.4]
    assert sum(dear) / len(dear) > sum(cheap) / len(cheap) + 2


def _checks(barcode: str) -> bool:
    digits = [int(digit) for digit in barcode]
    return len(digits) == 13 and sum(d * (3 if place % 2 else 1) for place, d in enumerate(digits)) % 10 == 0


def test_what_is_used_up_says_so_and_some_goods_are_sold_at_home_only() -> None:
    items = catalogue(7, 96, date(2026, 9, 30))
    assert {item.kind.department.key for item in items if item.product.consumable} == {"food", "beauty"}
    assert {item.product.consumable for item in items} == {True, None}
    assert {item.kind.key for item in items if item.product.sold_in} == {"power_bank", "pastry", "nuts"}
