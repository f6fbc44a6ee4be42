from __future__ import annotations

from collections import Counter

import numpy as np

from shopkeeper.shop import CHANNELS
from shopkeeper.store.demo.customers import shoppers
from shopkeeper.store.demo.words import colours, kinds
from unit.store.demo.lived_shop import UNTIL, Lived


def test_customers_are_unique_and_clearly_invented(lived: Lived) -> None:
    customers = [person.customer for person in lived.market.people]
    for values in ([c.id for c in customers], [c.email for c in customers], [c.phone for c in customers]):
        assert len(set(values)) == len(values)
    assert all(c.email.endswith(("@example.com", "@example.cn")) for c in customers)
    assert all(c.phone.startswith("+86 100 ") if c.language == "zh" else " 555 01" in c.phone for c in customers)


def test_both_languages_are_at_home(lived: Lived) -> None:
    share = Counter(person.customer.language for person in lived.market.people)
    assert 0.6 < share["zh"] / len(lived.market.people) < 0.85
    assert share["en"] > 50


def test_the_same_seed_gives_the_same_customers() -> None:
    assert shoppers(7, 20, UNTIL) == shoppers(7, 20, UNTIL) != shoppers(8, 20, UNTIL)


def test_tastes_are_visible_in_what_is_bought(lived: Lived) -> None:
    loved = total = 0
    for basket in lived.baskets:
        weights = lived.market.people[basket.shopper].taste.departments
        best = sorted(weights, key=lambda key: -weights[key])[:3]
        for take in basket.takes:
            total += 1
            loved += lived.market.items[take.item].kind.department.key in best
    assert loved / total > 0.6  # three of ten departments: 0.3 without tastes


def test_favourite_colours_and_price_level_are_visible_in_what_is_bought(lived: Lived) -> None:
    coloured = favourite = 0
    levels: list[tuple[float, float]] = []
    for basket in lived.baskets:
        taste = lived.market.people[basket.shopper].taste
        for take in basket.takes:
            item = lived.market.items[take.item]
            levels.append((taste.level, item.level))
            liked = [c.key in taste.colours for c in item.colours]
            if any(liked) and not all(liked):
                coloured += 1
                sizes = len(item.kind.choice.values) if item.kind.choice else 1
                favourite += liked[take.variant // sizes]
    assert favourite / coloured > 0.55
    assert np.corrcoef(np.array(levels).T)[0, 1] > 0.3


def test_what_customers_say_mostly_agrees_with_what_they_like(lived: Lived) -> None:
    agree = said = 0
    for person in lived.market.people:
        weights = person.taste.departments
        names = {item.kind.department.key: item.kind.department.name for item in lived.market.items}
        first = person.customer.tastes[0]
        said += 1
        agree += any(names[key].get(person.customer.language or "zh") in first for key, weight in weights.items() if weight > 2)
    assert 0.75 < agree / said < 1
    assert all(person.taste.colours and set(person.taste.colours) <= set(colours()) for person in lived.market.people)


def test_most_agree_to_something_and_a_few_never_want_to_see_a_department() -> None:
    people = shoppers(7, 400, UNTIL)
    agreed = Counter(channel for person in people for channel in person.customer.consents)
    assert set(agreed) == set(CHANNELS)
    assert 0.5 < agreed["email"] / len(people) < 0.7
    unwanted = [person for person in people if person.customer.excludes]
    assert 5 < len(unwanted) < 60
    names = {name for kind in kinds() for name in kind.department.name.all}
    assert all(person.customer.excludes[0].removeprefix("category=") in names for person in unwanted)
