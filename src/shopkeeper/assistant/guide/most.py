"""How a superlative is told: the winners as cards, ties, what follows, what is not known."""

from __future__ import annotations

from ..reply import Source
from .cards import Card
from .facts import Item
from .superlative import Superlative
from .telling import MOST_SHOWN, Telling
from .words import lower, price, rating, say


class MostTold:
    """A superlative as it is told: the winners as cards, ties, what follows, what is not known."""

    def __init__(self, turn: Telling, found: Superlative, words: str) -> None:
        self.turn, self.found, self.words, self.language = turn, found, words, turn.language

    def text(self) -> str:
        found, turn = self.found, self.turn
        turn.talk.open = {}
        cards = [self._card(each) for each in found.best[:MOST_SHOWN]]
        parts = [turn._show(cards, self._heading()), self._after(), self._unknown()]
        return "\n".join(part for part in parts if part)

    def _card(self, item: Item) -> Card:
        turn = self.turn
        card = turn.skills.cards.card(item, turn.talk.brief, self.language)
        value = self._value(item)
        if self.found.field in ("price", "rating", "reviews") or not value:
            return card
        name = self._name()
        said = f"{name}：{value}" if self.language == "zh" else f"{name}: {value}"
        why = (said, *(each for each in card.why if each != said))
        return Card(
            item, card.variant, self.language, why, (), (*card.sources, Source("product", item.id, self._place(item), value))
        )

    def _place(self, item: Item) -> str:
        fact = item.facts.get(self.found.field)
        return (
            f"{fact.place}.{fact.name.get(self.language)}"
            if fact and fact.place == "attributes"
            else fact.place
            if fact
            else self.found.field
        )

    def _name(self) -> str:
        fact = next((each.facts[self.found.field] for each in self.found.best if self.found.field in each.facts), None)
        return fact.name.get(self.language) if fact else self.words

    def _value(self, item: Item) -> str:
        if self.found.field in ("rating", "reviews"):
            rated = self.turn.skills.shelf.rating(item.id)
            return rating(rated, self.language) if rated else ""
        if self.found.field == "newness":
            return f"{item.product.created_at:%Y-%m-%d}" if item.product.created_at else ""
        if self.found.field == "price":
            return price(self.turn.skills.cards.card(item, self.turn.talk.brief, self.language).price, self.language)
        return item.facts[self.found.field].said(self.language)

    def _heading(self) -> str:
        found, zh = self.found, self.language == "zh"
        kind = found.matching.kind.get(self.language)
        kind = kind if zh else lower(kind)
        count = found.known if found.field == "rating" else found.known + found.unknown
        if count == 1:
            return say("shown_one", self.language)
        among = (
            (f"{count} 款{kind}" if zh else _among(count, kind))
            if found.matching.whole
            else (f"找到的 {count} 款" if zh else f"the {count} I found")
        )
        if found.field == "rating":
            among += "（至少 3 条评价）" if zh else " (with at least 3 reviews)"
        return say("ties" if len(found.best) > 1 else "best", self.language, among=among, what=self.words, n=len(found.best))

    def _after(self) -> str:
        after = self.found.after[:1]
        return "".join(
            say("next", self.language, title=each.product.title.get(self.language), value=self._value(each)) for each in after
        )

    def _unknown(self) -> str:
        if not self.found.unknown or self.found.field == "rating":
            return ""
        return say("unknown", self.language, n=self.found.unknown, name=self._name())


def _among(count: int, kind: str) -> str:
    """The 21 smart watches; the 6 products in skin care."""
    return f"the {count} {kind}" if kind.endswith("s") else f"the {count} products in {kind}" if kind else f"the {count} products"
