"""What a shopper asks of a product in their own words, and the variant that it comes to."""

import pytest

from shopkeeper.assistant.dialogue.choose_variant import Chosen, choose_variant
from shopkeeper.assistant.dialogue.product_options import options_of
from shopkeeper.assistant.dialogue.wanted import read_wanted
from shopkeeper.shop import Localized, Money, Option, Product, Variant


def product(title: str, names: str, rows: list[str]) -> Product:
    """Rows are "value, value, …: price", with a * where it is sold out; variants are numbered from 1."""
    variants = []
    for number, row in enumerate(rows, 1):
        values, _, price = row.partition(":")
        options = tuple(Option(Localized(en=name.strip()), Localized(en=value.strip())) for name, value in zip(names.split(","), values.split(","), strict=True))
        variants.append(Variant(f"{number}", options=options, price=Money.of(price.strip(" *"), "USD"), stock=0 if "*" in price else 5))
    return Product(title, Localized(en=title), tuple(variants))


KEYBOARD = product("Mechanical Keyboard", "switch type, backlight, size", [
    "linear, RGB, full size: 100", "clicky, RGB, full size: 110*", "clicky, none, full size: 90", "clicky, RGB, 80%: 95", "tactile, white, full size: 99"])  # fmt: skip
LAMP = product("Desk Lamp", "color, brightness, power source", [
    "white, medium, USB: 30", "silver, low, battery: 28", "black, low, AC adapter: 27", "white, high, USB: 35", "black, high, AC adapter: 33"])  # fmt: skip
SHIRT = product("T-Shirt", "color, size, material", [
    "blue, L, cotton: 20", "black, M, cotton: 21", "red, M, cotton: 22", "black, M, polyester: 19", "blue, XL, cotton: 23", "purple, L, cotton: 25*"])  # fmt: skip
PUZZLE = product("Jigsaw Puzzle", "pieces, theme, difficulty level", [
    "1000, art, intermediate: 20", "500, art, beginner: 15", "2000, animals, intermediate: 30", "2000, art, intermediate: 31", "500, animals, expert: 16"])  # fmt: skip
BOTTLE = product("Water Bottle", "capacity, waterproof", ["500ml, no: 10", "750ml, yes: 12", "1000ml, yes: 14", "1000ml, no: 13"])


def choose(goods: Product, text: str, original: str = "1") -> Chosen:
    return choose_variant(goods, goods.variant(original), read_wanted(text, goods))


@pytest.mark.parametrize(("goods", "text", "variant"), [
    (KEYBOARD, "clicky, and if there is no clicky one with RGB in full size then no backlight", "3"),
    (KEYBOARD, "换成青轴的，其他不变。如果没有青轴、RGB、全尺寸的，没背光的也行", "3"),
    (KEYBOARD, "tactile please", "5"),
    (KEYBOARD, "换成茶轴", "5"),
    (LAMP, "a less bright one, battery > USB > AC adapter", "2"),
    (LAMP, "a less bright one, I prefer AC adapter over battery", "3"),
    (LAMP, "换个亮一点的，颜色不变", "4"),
    (LAMP, "暗一点的，优先电池", "2"),
    (LAMP, "the cheapest one", "3"),
    (LAMP, "最贵的那款", "4"),
    (SHIRT, "one size smaller. if several colours are available I prefer black, cotton", "2"),
    (SHIRT, "小一码，红色", "3"),
    (SHIRT, "size M in polyester", "4"),
    (PUZZLE, "same difficulty but 1000 more pieces, and I prefer animals over art", "3"),
    (PUZZLE, "难度不变，多1000片，喜欢艺术主题多于动物主题", "4"),
    (PUZZLE, "the easiest one with the fewest pieces", "2"),
    (BOTTLE, "the biggest one, not waterproof", "4"),
    (BOTTLE, "大一点的，要防水，1升的", "3"),
    (BOTTLE, "a waterproof one of 750 ml", "2"),
])  # fmt: skip
def test_the_variant_that_is_meant(goods: Product, text: str, variant: str) -> None:
    chosen = choose(goods, text)
    assert chosen.variant is not None, [options_of(each) for each in chosen.open]
    assert chosen.variant.id == variant
    assert not chosen.impossible


def test_what_is_left_open_is_asked() -> None:
    chosen = choose(PUZZLE, "one with animals")
    assert chosen.variant is None
    assert {each.id for each in chosen.open} == {"3", "5"}


def test_what_cannot_be_had_is_said_with_the_nearest() -> None:
    chosen = choose(SHIRT, "the same one but in purple")
    assert chosen.impossible and chosen.sold_out
    assert all(each.in_stock for each in chosen.open)


def test_a_measure_that_no_variant_has() -> None:
    assert choose(BOTTLE, "the 2 litre one").missing == {"capacity": "2 litre"}


def test_rather_nothing_than_something_else() -> None:
    assert choose(KEYBOARD, "clicky, otherwise leave it").drop is False
    assert choose(KEYBOARD, "same but clicky. if that's not available, leave it as it is").drop
    assert choose(KEYBOARD, "同款但是要青轴的，没有的话就不换了").drop


def test_the_very_same_again() -> None:
    chosen = choose(SHIRT, "a new one of the exact same item", "2")
    assert chosen.variant is not None and chosen.variant.id == "2"
    assert choose(SHIRT, "换个一模一样的", "6").sold_out


def test_what_is_said_later_counts_more() -> None:
    chosen = choose(SHIRT, "red, size M. no, make it black and polyester")
    assert chosen.variant is not None and chosen.variant.id == "4"


def test_nothing_said_leaves_all_that_can_be_had() -> None:
    assert len(choose(KEYBOARD, "please change it").open) == 3
