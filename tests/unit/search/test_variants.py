"""Which variant a hit shows: the same from a record and from what is stored of it."""

from __future__ import annotations

from itertools import product as combinations
from random import Random

import orjson

from shopkeeper.search.variants import matching
from shopkeeper.shop import Availability, Localized, Money, Option, Product, Variant, to_dict
from shopkeeper.store.glance import Glance

COLOURS = Localized("红色", "red"), Localized("蓝色", "blue"), Localized(en="navy")
SIZES = Localized("大", "L"), Localized("小", "S")
COLOUR, SIZE = Localized("颜色", "colour"), Localized("尺码", "size")


def a_product(dice: Random) -> Product:
    pairs = [pair for pair in combinations(COLOURS, SIZES) if dice.random() < 0.6] or [(COLOURS[0], SIZES[0])]
    variants = [
        Variant(
            f"v{number}",
            options=(Option(COLOUR, colour), Option(SIZE, size)),
            price=dice.choice([None, Money(0, "CNY"), Money(500, "CNY"), Money(900, "CNY")]),
            stock=dice.choice([None, 0, 3]),
            availability=dice.choice([None, Availability.PREORDER]),
        )
        for number, (colour, size) in enumerate(pairs)
    ]
    return Product("p", Localized("裙子", "dress"), tuple(variants))


def seen(product: Product) -> Glance:
    return Glance(orjson.dumps(to_dict(product)).decode())


def test_a_record_and_what_is_stored_of_it_show_the_same_variant() -> None:
    dice, shown = Random(5), list[Variant | None]()
    for _ in range(300):
        product, words = a_product(dice), frozenset(dice.sample(["red", "blue", "navy", "红色", "l", "dress"], 2))
        passing = dice.choice([None, [each.id for each in product.variants if dice.random() < 0.6]])
        cheapest = dice.random() < 0.3
        found = matching(product, passing, words, cheapest=cheapest)
        assert matching(seen(product), passing, words, cheapest=cheapest) == found
        shown.append(found)
    assert 50 < sum(each is not None for each in shown) < 280


def test_the_words_of_a_query_pick_before_stock_and_price() -> None:
    red = Variant("red", options=(Option(COLOUR, COLOURS[0]),), price=Money(900, "CNY"), stock=0)
    blue = Variant("blue", options=(Option(COLOUR, COLOURS[1]),), price=Money(500, "CNY"), stock=3)
    dress = Product("p", Localized(en="dress"), (red, blue))
    assert matching(seen(dress), None, frozenset(["red", "dress"]), cheapest=False) == red
    assert matching(seen(dress), None, frozenset(["red", "dress"]), cheapest=True) == blue
    assert matching(seen(dress), None, frozenset(["dress"]), cheapest=False) is None
    assert matching(seen(dress), ["blue"], frozenset(["dress"]), cheapest=False) == blue
    assert matching(seen(dress), [], frozenset(["red"]), cheapest=False) is None
