"""Products side by side: shared facts in rows, those that differ first, and what each has that the others have not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...shop import Language, Localized
from ..reply import Source
from .facts import Fact, Item
from .shelf import Shelf
from .words import lower, price, rating, say

MOST_ROWS = 12
_SKIPPED = ("price", "packed_weight")
_LESS = ("weight", "noise")  # words in names of fields of which less is better
_MORE = (
    "battery",
    "run_time",
    "brightness",
    "power",
    "suction",
    "fill_power",
    "waterproof_rating",
    "keeps_hot",
    "capacity",
    "volume",
)
_WAYS = {
    "time": Localized("最长", "longest"), "mass": Localized("最轻", "lightest"),
    "low": Localized("最低", "lowest"), "high": Localized("最高", "highest"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A fact of each product, "–" where the record does not say; `differs` when it is not the same for all."""

    name: str
    values: tuple[str, ...]
    differs: bool
    field: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"name": self.name, "values": list(self.values), "differs": self.differs}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Products beside each other: `rows` of facts, `notes` of what speaks for which, and the records that all of it comes from."""

    items: tuple[Item, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
    language: Language

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        products = [{"id": each.id, "title": each.product.title.get(self.language)} for each in self.items]
        return {"products": products, "rows": [row.to_dict() for row in self.rows], "notes": list(self.notes)}

    def text(self) -> str:
        """For reading in a chat: what differs row by row, then what is the same."""
        zh = self.language == "zh"
        lines = [f"{number}. {each.product.title.get(self.language)}" for number, each in enumerate(self.items, 1)]
        lines += [f"· {row.name}{'：' if zh else ': '}{' / '.join(row.values)}" for row in self.rows if row.differs]
        same = [f"{row.name}{'' if zh else ': '}{row.values[0]}" for row in self.rows if not row.differs]
        lines += [say("same", self.language, what=("；" if zh else "; ").join(same))] if same else []
        return "\n".join([*lines, *self.notes])


def compare(items: Sequence[Item], shelf: Shelf, language: Language) -> Comparison:
    """The products side by side."""
    rows = [*_levels(items, shelf, language), *_facts(items, language)]
    ordered = [row for row in rows if row.differs] + [row for row in rows if not row.differs]
    sources = [
        Source("product", each.id, fact.place, fact.said(language))
        for each in items
        for fact in each.facts.values()
        if not fact.field.startswith("category")
    ]
    return Comparison(tuple(items), tuple(ordered[:MOST_ROWS]), tuple(_notes(items, shelf, language)), tuple(sources), language)


def _row(name: str, values: Sequence[str], field: str = "") -> Row:
    return Row(name, tuple(values), len(set(values)) > 1, field)


def _levels(items: Sequence[Item], shelf: Shelf, language: Language) -> list[Row]:
    zh = language == "zh"
    stocked = [("有货" if zh else "in stock") if each.product.in_stock else ("无货" if zh else "sold out") for each in items]
    rated = [shelf.rating(each.id) for each in items]
    none = "还没有评价" if zh else "no reviews yet"
    return [
        _row("价格" if zh else "price", [_prices(each, language) for each in items], "price"),
        _row("评分" if zh else "rating", [rating(each, language) if each else none for each in rated], "rating"),
        _row("库存" if zh else "stock", stocked, "in_stock"),
    ]


def _prices(item: Item, language: Language) -> str:
    """One price, or from the lowest to the highest of the variants."""
    all_of = sorted({v.price for v in item.product.variants if v.price}, key=lambda money: money.amount)
    if len(all_of) < 2:
        return price(all_of[0] if all_of else None, language)
    return f"{price(all_of[0], language)}–{price(all_of[-1], language)}"


def _facts(items: Sequence[Item], language: Language) -> list[Row]:
    names: dict[str, Fact] = {}
    for each in items:
        for field, fact in each.facts.items():
            if field not in _SKIPPED:
                names.setdefault(field, fact)
    shared = [field for field in names if 2 * sum(field in each.facts for each in items) > len(items) or len(items) == 2]
    rows = [
        _row(names[f].name.get(language), [each.facts[f].said(language) if f in each.facts else "–" for each in items], f)
        for f in shared
    ]
    return [row for row in rows if not row.field.startswith("category") or (row.differs and row.field == _deepest(items))]


def _deepest(items: Sequence[Item]) -> str:
    return f"category:{min(len(each.product.category) for each in items) - 1}"


def _notes(items: Sequence[Item], shelf: Shelf, language: Language) -> list[str]:
    """What speaks for which: price, reviews, what only one has, the numbers of which more or less is better."""
    notes = [*_cheapest(items, language), *_rated(items, shelf, language), *_only(items, language), *_numbers(items, language)][:4]
    joined = "；" if language == "zh" else "; "
    text = joined.join(notes)
    return [f"{text[:1].upper()}{text[1:]}{'。' if language == 'zh' else '.'}"] if notes else []


def _cheapest(items: Sequence[Item], language: Language) -> list[str]:
    prices = {each.id: each.facts["price"].number for each in items if "price" in each.facts}
    known = [each for each in items if each.id in prices]
    if len(set(prices.values())) < 2 or len({each.facts["price"].unit for each in known}) > 1:
        return []
    low = min(known, key=lambda each: prices[each.id] or 0.0)
    return [say("cheapest_of", language, title=_short(low, language), value=price(low.product.price, language))]


def _rated(items: Sequence[Item], shelf: Shelf, language: Language) -> list[str]:
    rated = [(found, each) for each in items if (found := shelf.rating(each.id)) is not None]
    if len(rated) < 2 or len({round(each.mean, 1) for each, _ in rated}) < 2:
        return []
    best, item = max(rated, key=lambda pair: pair[0].mean)
    return [say("rated_of", language, title=_short(item, language), value=rating(best, language))]


def _only(items: Sequence[Item], language: Language) -> list[str]:
    out = []
    for field in dict.fromkeys(field for each in items for field, fact in each.facts.items() if fact.flag):
        flags = [each.facts[field].flag if field in each.facts else None for each in items]
        if flags.count(True) == 1 and None not in flags:
            owner = items[flags.index(True)]
            out.append(say("only_of", language, title=_short(owner, language), value=owner.facts[field].name.get(language)))
    return out


def _numbers(items: Sequence[Item], language: Language) -> list[str]:
    out = []
    for field, fact in items[0].facts.items():
        way = -1 if any(part in field for part in _LESS) else 1 if any(part in field for part in _MORE) else 0
        values = [each.facts[field].base if field in each.facts else None for each in items]
        if not way or field in _SKIPPED or None in values or len(set(values)) < 2 or fact.number is None:
            continue
        best = max(items, key=lambda each: way * (each.facts[field].base or 0.0))
        out.append(_best_number(best, fact, way, language))
    return out


def _best_number(best: Item, fact: Fact, way: int, language: Language) -> str:
    words = _WAYS.get(fact.dimension, _WAYS["low" if way < 0 else "high"]).get(language)
    value, short = best.facts[fact.field].said(language), _short(best, language)
    if language == "zh":
        return f"{fact.name.get('zh')}{words}的是{short}（{value}）"
    return f"{lower(fact.name.get('en'))} is {words} for {short} ({value})"


def _short(item: Item, language: Language) -> str:
    """A product in few words: its title up to the first comma, at most four words of Chinese."""
    title = item.product.title.get(language)
    words = title.split(",")[0].split("，")[0].split()
    return " ".join(words[:3] if language == "zh" else words[:6])
