"""Goods that the writers are tried on."""

from __future__ import annotations

import pytest

from shopkeeper.shop import Attribute, Localized, Money, Option, Product, Variant


@pytest.fixture(scope="session")
def sandals() -> Product:
    """A pair of shoes with a few facts, in both languages."""
    return Product(
        "s1", Localized("罗马平底凉鞋", "Gladiator Flat Sandals"),
        (Variant("s1-38", options=(Option(Localized("尺码", "Size"), Localized("38", "38")),), price=Money.of(49, "USD")),),
        brand=Localized("塞罗", "Serro"), category=(Localized("鞋靴", "Shoes"), Localized("凉鞋", "Sandals")),
        attributes=(Attribute(Localized("材质", "Material"), Localized("头层牛皮", "Leather")),
                    Attribute(Localized("颜色", "Colour"), Localized("棕色", "Brown")),
                    Attribute(Localized("跟高", "Heel height"), 2.0, "cm"), Attribute(Localized("防水", "Waterproof"), False)))
