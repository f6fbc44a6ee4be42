"""Records as the words of a file: amounts, texts in one language, weights, availability."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import orjson

from ...shop import Attribute, Availability, Language, Localized, Money, Product, ProductStatus, Variant, exponent
from .job import Job

NO_SKU = "that there is no SKU: the id stands in its place"
MORE = "that more can be ordered than there is"
SPLITTERS = "|;；,，、"


def amount(money: Money) -> str:
    """Major units with all digits of the currency and a point: "79.90"."""
    return f"{money.major:.{exponent(money.currency)}f}"


def price(money: Money | None) -> str:
    """An amount with its currency, "79.90 USD"; nothing for None."""
    return f"{amount(money)} {money.currency}" if money else ""


def amount_in(money: Money | None, currency: str) -> str:
    """An amount for a file that names no currency: nothing where it is another, as it would be a false price."""
    return amount(money) if money and money.currency == currency else ""


def as_html(text: str) -> str:
    """A text in paragraphs as HTML on one line."""
    return html.escape(text, quote=False).replace("\n", "<br>")


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

    def common(self, *holds: str) -> None:
        """Counts what the product has of those fields that only few formats hold, but for `holds`."""
        product, variants = self.product, self.product.variants
        found = {
            "the cost": any(v.cost for v in variants),
            "when it was made": product.created_at,
            "the countries it is sold in": product.sold_in,
            "whether it is used up and bought again": product.consumable is not None,
            "what stands for a picture": any(image.alt for image in product.images),
            "when what is ordered in advance comes": any(v.available_at for v in variants),
            "that it is archived: it is a draft there": product.status is ProductStatus.ARCHIVED,
            "that it can be pre-ordered": any(v.availability is Availability.PREORDER for v in variants),
            "that it can be back-ordered": any(v.availability is Availability.BACKORDER for v in variants),
            MORE: any(v.availability is Availability.BACKORDER and (v.stock or 0) > 0 for v in variants),
            "a struck-through price that is not higher": any(v.compare_at and not regular_and_sale(v)[1] for v in variants),
            "that SKU and id differ: one of them is there": any(v.sku and v.sku != v.id for v in variants),
            NO_SKU: any(not v.sku for v in variants),
            "that a value is yes or no: it is a word there": any(isinstance(a.value, bool) for a in product.attributes),
            "the weight": any(v.weight_grams is not None for v in variants),
            "the stock as a number": any(v.stock is not None and (v.stock != 0 or v.availability) for v in variants),
            "attributes": product.attributes,
            "tags": product.tags,
            "the address of its page": product.url,
            "prices in a currency that is not the shop's": any(v.price and v.price.currency != self.job.currency for v in variants),
        }
        assert found.keys() >= set(holds), set(holds) - found.keys()
        for what, there in found.items():
            if there and what not in holds:
                self.lost(what)

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


def check_pictures(told: Told) -> None:
    """Counts a product whose pictures come back in another order from a file of variants."""
    rows = [list(pictures(told.product, variant)) for variant in told.product.variants]
    again = dict.fromkeys([*(row[0] for row in rows if row), *(url for row in rows for url in row)])
    if list(again) != [image.url for image in told.product.images]:
        told.lost("the order of pictures: those of variants come first")


def on_sale(job: Job) -> Iterator[Product]:
    """The active products: a channel shows what it is told of, so it is not told of the others."""
    for product in job.records:
        if product.status is ProductStatus.ACTIVE:
            yield product
        else:
            job.lost.record("what is not on sale", product.id)
