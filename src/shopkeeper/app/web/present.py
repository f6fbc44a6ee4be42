"""How products, prices and reasons read on a page."""

from __future__ import annotations

import json
from dataclasses import dataclass

from markupsafe import Markup, escape

from ...shop import Attribute, Language, Localized, Money, Product, Variant, to_dict
from .strings import text

FEW = 5


def money(price: Money | None, language: Language) -> str:
    """A price; whole amounts without their zeros: ¥1,299, ¥79.90."""
    if price is None:
        return text("price_unknown", language)
    shown = str(price)
    return shown.replace(".00", "") if price.major == int(price.major) else shown


def card_price(product: Product, language: Language) -> str:
    """The price on a card: "from" when the variants differ."""
    prices = {v.price for v in product.variants if v.price is not None}
    shown = money(product.price, language)
    return text("price_from", language, price=shown) if len(prices) > 1 else shown


def saving(variant: Variant) -> Money | None:
    """The price before, when it was higher."""
    before, now = variant.compare_at, variant.price
    return before if before and now and before.currency == now.currency and before.amount > now.amount else None


def say(words: Localized, language: Language) -> Markup:
    """A text of the shop; marked with its language when the shop has it only in the other one."""
    shown = words.get(language)
    actual = "zh" if shown == words.zh else "en"
    if actual == language or not shown:
        return escape(shown)
    return Markup('<span lang="{}">{}</span>').format(language_tag(actual), shown)


def language_tag(language: str) -> str:
    """The BCP 47 tag for an HTML lang attribute."""
    return "zh-Hans" if language == "zh" else "en"


def stock(variant: Variant, language: Language) -> tuple[str, str]:
    """State ("in", "few", "out") and sentence about a variant's stock."""
    if not variant.in_stock:
        return "out", text("out_of_stock", language)
    if variant.availability and (variant.availability == "preorder" or (variant.stock or 0) <= 0):
        return "in", text(variant.availability.value, language)
    if variant.stock is not None and variant.stock <= FEW:
        return "few", text("few_left", language, n=variant.stock)
    return "in", text("in_stock", language)


def item(product: Product, variant: Variant, quantity: int = 1) -> str:
    """A piece of the basket as events name it, in JSON."""
    price = to_dict(variant.price) if variant.price else None
    return json.dumps({"product_id": product.id, "variant_id": variant.id, "quantity": quantity, "price": price})


def attribute_value(attribute: Attribute, language: Language) -> Markup:
    """An attribute's value with its unit, or yes and no."""
    value = attribute.value
    if isinstance(value, bool):
        return escape(text("yes" if value else "no", language))
    if isinstance(value, Localized):
        return say(value, language) + (f" {attribute.unit}" if attribute.unit else "")
    return escape(f"{value:g} {attribute.unit}".strip())


def picture(url: str) -> str:
    """The address of a picture, of http(s) or this shop's own; empty for anything else."""
    if url.startswith(("https://", "http://")) or (url.startswith("/") and not url.startswith("//")):
        return url
    return f"/media/{url}" if url and ":" not in url and not url.startswith("/") else ""


def outside(url: str) -> str:
    """A product's own page elsewhere, empty unless it is http(s)."""
    return url if url.startswith(("https://", "http://")) else ""


def stars(rating: float) -> str:
    """Five stars, as many of them full as the rating says."""
    full = min(max(round(rating), 0), 5)
    return "★" * full + "☆" * (5 - full)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an option and the variant that choosing it leads to."""

    value: Localized
    variant: Variant
    chosen: bool


def choices(product: Product, chosen: Variant) -> list[tuple[Localized, list[Choice]]]:
    """Each option with its values. A value leads to the variant that has it and otherwise differs
    least from the chosen one, sooner to one in stock."""
    names = dict.fromkeys(option.name for variant in product.variants for option in variant.options)
    return [(name, _values(product, chosen, name)) for name in names]


def _values(product: Product, chosen: Variant, name: Localized) -> list[Choice]:
    values = dict.fromkeys(o.value for v in product.variants for o in v.options if o.name == name)
    kept = {o.name: o.value for o in chosen.options}

    def nearness(variant: Variant) -> tuple[int, bool]:
        return sum(kept.get(o.name) == o.value for o in variant.options), variant.in_stock

    found = []
    for value in values:
        having = [v for v in product.variants if any(o.name == name and o.value == value for o in v.options)]
        found.append(Choice(value, max(having, key=nearness), kept.get(name) == value))
    return found
