"""The price to expect with its interval, what a change of it did, and products that are listed twice."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.catalog.duplicates import duplicates
from shopkeeper.catalog.price.elasticity import Week, elasticity
from shopkeeper.catalog.price.expected import Priced, PriceModel
from shopkeeper.catalog.price.task import measure, read_priced
from shopkeeper.shop import Attribute, InvalidFile, InvalidRecord, Localized, Money, Product, Variant

KINDS = {"plain mug": 10.0, "gilded teapot": 90.0, "oak chair": 240.0}


def shelf(count=240, seed=1):
    dice = np.random.default_rng(seed)
    names = list(KINDS)
    return [
        Priced(f"{names[n % 3]} series {n % 7}", names[n % 3], "", float(KINDS[names[n % 3]] * np.exp(dice.normal(0, 0.1))), f"p{n}")
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def model():
    return PriceModel.learn(shelf())


def test_it_expects_what_its_like_costs_and_says_why(model):
    chair, mug = model.predict([Priced("oak chair series 2", "oak chair"), Priced("plain mug series 5", "plain mug")])
    assert 210 < chair.price < 270
    assert 8.5 < mug.price < 11.5
    assert chair.low < chair.price < chair.high
    assert set(chair.raises) & {"oak", "chair", "oak chair"}
    assert model.predict([]) == []


def test_the_interval_holds_as_often_as_it_says():
    fresh = shelf(400, 3)
    said = PriceModel.learn(shelf(400, 2)).predict(fresh)
    inside = np.mean([each.low <= row.price <= each.high for each, row in zip(said, fresh, strict=True)])
    assert 0.72 <= inside <= 0.88
    report = measure(shelf(300, 2), None)
    assert report.metrics["mape"].value < 0.15
    assert report.counts["learnt"] + report.counts["held_out"] == 300


def test_a_price_with_a_zero_too_few_is_far_away():
    products = shelf()
    wrong = Priced(products[2].text, products[2].category, "", 24.0, "odd")
    model = PriceModel.learn([*products, wrong])
    assert model.distance("odd") > 5
    assert max(model.distance(each.id) for each in products) < model.distance("odd")
    assert model.distance("nobody") == 0


def test_too_few_prices_are_said():
    with pytest.raises(InvalidFile, match="at least 50 products with a price, got 3"):
        PriceModel.learn(shelf(3))
    with pytest.raises(InvalidRecord, match="f, row 1, price"):
        read_priced([(1, {"title": "x", "price": "free"})], "f")


def test_elasticity_is_found_again_and_refused_where_nothing_changed():
    dice = np.random.default_rng(0)
    weeks = [Week(price, float(np.exp(5 - 2 * np.log(price) + dice.normal(0, 0.05)))) for price in [5.0, 5.0, 4.0, 4.0, 6.0, 6.0] * 5]
    found = elasticity(weeks)
    assert found.low <= -1.85
    assert found.high >= -2.3
    assert found.low < found.value < found.high
    assert "hardly changed" in elasticity([Week(5.0, 3.0)] * 20).reason
    assert "12 are needed" in elasticity(weeks[:5]).reason
    given_away = [each if at % 3 else Week(0.0, 500.0) for at, each in enumerate(weeks)]
    assert elasticity(given_away).value == pytest.approx(found.value, abs=0.1)
    assert elasticity([Week(0.0, 5.0)] * 20).reason.startswith("0 weeks")


def item(id, title, brand="Zarvo", facts=(), barcode=""):
    attributes = tuple(Attribute(Localized(en=name), Localized(en=value)) for name, value in facts)
    return Product(
        id,
        Localized(en=title),
        (Variant(id, barcode=barcode, price=Money.of("9", "USD")),),
        brand=Localized(en=brand),
        attributes=attributes,
    )


def same(texts):
    return np.ones((len(texts), 4), np.float32) / 2


def test_one_thing_listed_twice_is_found_and_what_differs_is_not():
    found = duplicates([item("a", "Blue stoneware mug 300 ml", barcode="123"), item("b", "Stoneware mug blue 300 ml", barcode="123")], same)
    assert [(each.a, each.b) for each in found] == [("a", "b")]
    assert {reason.en for reason in found[0].reasons} >= {"the same barcode 123", "both of Zarvo", "the same price"}
    others = [
        item("b", "Blue stoneware mug 400 ml"),
        item("b", "Blue stoneware mug 300 ml", brand="Mekki"),
        item("b", "Large teapot of glass 300 ml"),
        item("b", "Red stoneware mug 300 ml"),
        item("b", "Blue stoneware mug 300 ml", facts=(("Handle", "none"),)),
    ]
    for other in others:
        assert duplicates([item("a", "Blue stoneware mug 300 ml", facts=(("Handle", "one"),)), other], same) == []
    assert duplicates([], same) == []
