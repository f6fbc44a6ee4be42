"""Records as the words of a file: amounts, texts in one language, weights, availability."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import orjson

from ...shop import Attribute, Availability, Language, Localized, Money, Product, Variant, exponent
from .job import Job

SPLITTERS = "|;；,，、"


def amount(money: Money) -> str:
    """Major units with all digits of the currency and a point: "79.90"."""
    return f"{money.major:.{exponent(money.currency)}f}"


def price(money: Money | None) -> str:
    """An amount with its currency, "79.90 USD"; nothing for None."""
    return f"{amount(money)} {money.currency}" if money else ""


def plain(number: float) -> str:
    """A number without an exponent or a needless ".0"."""
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(number)


def moment(at: datetime | None) -> str:
    """A moment in ISO 8601; nothing for None."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat() if at else ""


def json(value: object) -> str:
    """JSON in one line."""
    return orjson.dumps(value).decode()


def value_of(attribute: Attribute, language: Language) -> str:
    """The value of an attribute as text, with its unit."""
    value = attribute.value
    if isinstance(value, Localized):
        return value.get(language)
    shown = ("true" if value else "false") if isinstance(value, bool) else plain(value)
    return f"{shown} {attribute.unit}" if attribute.unit else shown


def join(items: Sequence[str], separator: str) -> str:
    """Items with the separator between them; those that hold it, or another that readers split at, as a JSON list."""
    if any(mark in item for item in items for mark in SPLITTERS) or (len(items) == 1 and items[0][:1] in ("[", "{")):
        return json(list(items))
    return separator.join(items)


def regular_and_sale(variant: Variant) -> tuple[Money | None, Money | None]:
    """The regular price and, where a higher one is struck through, the sale price."""
    price, before = variant.price, variant.compare_at
    if price and before and before.currency == price.currency and before.amount > price.amount:
        return before, price
    return price, None


def availability(variant: Variant, preorder: str, *, in_stock: str = "in_stock", out: str = "out_of_stock", back: str = "backorder") -> str:
    """What a feed says about a variant, in its own words."""
    if variant.availability is Availability.PREORDER:
        return preorder
    if variant.availability is Availability.BACKORDER and (variant.stock is None or variant.stock <= 0):
        return back
    return in_stock if variant.in_stock else out


class Told:
    """The texts of one product in the language of the job; what they leave out is counted once a product."""

    def __init__(self, job: Job, product: Product) -> None:
        self.job, self.product = job, product
        self._lost: set[str] = set()

    def __call__(self, text: Localized, language: Language | None = None) -> str:
        """The text in the language of the export."""
        if text.zh and text.en and text.zh != text.en:
            self.lost("texts in the other language")
        return text.get(language or self.job.language)

    def lost(self, what: str) -> None:
        """Counts something that the format cannot hold."""
        if what not in self._lost:
            self._lost.add(what)
            self.job.lost(what, self.product.id)

    def lost_if(self, **found: object) -> None:
        """Counts each of these that the product or its variants have; `_` in a name is a blank."""
        for name, value in found.items():
            if value:
                self.lost(name.replace("_", " "))

    def path(self, separator: str = " > ") -> str:
        """The category from its root."""
        self.check_path()
        return separator.join(self(step) for step in self.product.category)

    def check_path(self) -> None:
        """Counts a category whose steps cannot be told apart once they are joined."""
        if any(mark in text for step in self.product.category for text in step.all for mark in (">", "＞", "»", "›", "→")):
            self.lost("where a category that holds an arrow ends")


def pictures(product: Product, variant: Variant) -> Iterator[str]:
    """The addresses of a variant's pictures: its own, then those of the product that are no sibling's."""
    others = {v.image for v in product.variants if v.image and v.image != variant.image}
    if variant.image:
        yield variant.image
    for image in product.images:
        if image.url != variant.image and image.url not in others:
            yield image.url
