"""Products as the guide shows them: price of what fits, why it fits, each claim with the record that it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...shop import Language, Money, Variant
from ..reply import Source
from .brief import Brief, Leaning
from .conditions import Condition, field_key
from .facts import Fact, Item
from .found import Names
from .pool import variant_for
from .shelf import Shelf
from .words import condition as worded
from .words import money, price, rating

MOST_WHY = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A product to be shown: the variant that fits, why it does (or `misses`, what it lacks), and the sources of both."""

    item: Item
    variant: Variant | None
    language: Language
    why: tuple[str, ...]
    misses: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def title(self) -> str:
        """The product's, in the language of the card."""
        return self.item.product.title.get(self.language)

    @property
    def price(self) -> Money | None:
        """Of the variant that fits, else the lowest."""
        return self.variant.price if self.variant else self.item.product.price

    def line(self, number: int | None = None) -> str:
        """The card as a line of text."""
        zh = self.language == "zh"
        notes = [*self.why, *((f"不符：{each}" if zh else f"but: {each}") for each in self.misses)]
        tail = (f"（{'；'.join(notes)}）" if zh else f" ({'; '.join(notes)})") if notes else ""
        return f"{f'{number}. ' if number else ''}{self.title} {price(self.price, self.language)}{tail}"

    def to_dict(self) -> dict[str, Any]:
        """As JSON values, as hits of a search with `why` and `misses`."""
        shown = self.price
        product = self.item.product
        return {
            "id": product.id,
            "title": self.title,
            "price": {"amount": shown.amount, "currency": shown.currency} if shown else None,
            "variant_id": self.variant.id if self.variant else None,
            "in_stock": self.variant.in_stock if self.variant else product.in_stock,
            "image": product.images[0].url if product.images else "",
            "url": product.url,
            "why": list(self.why),
            "misses": list(self.misses),
        }


class Cards:
    """Makes cards for one shop."""

    def __init__(self, shelf: Shelf, names: Names) -> None:
        self._shelf, self._names = shelf, names

    def card(self, item: Item, brief: Brief, language: Language, *, all_of: Sequence[Item] = ()) -> Card:
        """A card: what the record says of each condition and leaning of the brief, then its reviews."""
        holds = [each for each in brief.holds if each.field not in ("price", "category")]
        fits = variant_for(item, brief.holds)
        why, sources = [], [Source("product", item.id, "title", item.product.title.get(language))]
        for each in holds:
            if said := self._said_of(item, each, fits, language):
                why.append(said[0])
                sources.append(said[1])
        for leaning in brief.leanings:
            if said := self._leaning_of(item, leaning, language):
                why.append(said[0])
                sources.append(said[1])
        rated = self._shelf.rating(item.id)
        if rated:
            why.append(rating(rated, language))
            sources.append(Source("review", item.id, "rating", rating(rated, language)))
        if fits and not fits.in_stock:
            why.append("暂时无货" if language == "zh" else "out of stock at the moment")
        sources.append(Source("product", item.id, "variants.price", price(fits.price if fits else item.product.price, language)))
        return Card(item, fits, language, tuple(dict.fromkeys(why[: MOST_WHY + 1])), (), tuple(sources))

    def missing(self, item: Item, brief: Brief, dropped: Sequence[str], language: Language) -> Card:
        """A card of a product that holds a brief without the conditions that were `dropped`: it says what it lacks."""
        loose = Brief.of(brief.to_dict())
        loose.conditions = [each for each in loose.conditions if each not in dropped]
        if str(Condition("category", "=", (loose.category,))) in dropped:
            loose.category = ""
        card = self.card(item, loose, language)
        misses = [self._lack(item, Condition.of(each), language) for each in dropped]
        return Card(item, card.variant, language, card.why, tuple(each for each in misses if each), card.sources)

    def words(self, each: Condition, language: Language, items: Sequence[Item] = ()) -> str:
        """A condition for reading, its field called as by the products that are spoken of."""
        name, values, unit = self._names.of(each)
        name = next((item.facts[each.field].name for item in items if each.field in item.facts), name)
        return worded(each, name, values, unit, language)

    def _lack(self, item: Item, each: Condition, language: Language) -> str:
        fact = item.facts.get(each.field)
        if each.field == "price" and fact and fact.number is not None:
            low, high = each.bounds
            over = max(fact.number - high, low - fact.number)
            if over < 0.005:  # "cheaper than" the price itself
                return ""
            sign = ("高" if fact.number > high else "低") if language == "zh" else ("over" if fact.number > high else "below")
            shown = money(over, fact.unit, language)
            return f"比预算{sign} {shown}" if language == "zh" else f"{shown} {sign} budget"
        return (
            f"{fact.name.get(language)}{'：' if language == 'zh' else ': '}{fact.said(language)}"
            if fact
            else self.words(each, language)
        )

    def _said_of(self, item: Item, each: Condition, fits: Variant | None, language: Language) -> tuple[str, Source] | None:
        """What the record says of the field of a condition that it holds."""
        option = next((o for o in (fits.options if fits else ()) if field_key(o.name.get("en")) == each.field), None)
        if option and fits:
            value = option.value.get(language)
            text = value if each.field == "color" else f"{option.name.get(language)} {value}"
            return text, Source("product", item.id, f"variants.{fits.id}.options", value)
        fact = item.facts.get(each.field)
        if fact is None or each.field == "brand":
            return None
        return _stated(item, fact, language)

    def _leaning_of(self, item: Item, leaning: Leaning, language: Language) -> tuple[str, Source] | None:
        fact = item.facts.get(leaning.field)
        return _stated(item, fact, language) if fact and leaning.field != "price" else None


def _stated(item: Item, fact: Fact, language: Language) -> tuple[str, Source]:
    value = fact.said(language)
    text = f"{fact.name.get(language)}{'：' if language == 'zh' else ': '}{value}"
    return text, Source(
        "product", item.id, f"{fact.place}.{fact.name.get(language)}" if fact.place == "attributes" else fact.place, value
    )
