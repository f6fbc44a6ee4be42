"""The products: what each is, its variants and prices, and the quality that nobody is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from ...shop import Image, Localized, Money, Option, Product, Variant
from . import prose
from .dice import Dice
from .prose import Known
from .words import Brand, Colour, Fact, Kind, kinds, series

T = TypeVar("T")
CURRENCY = "CNY"
_COLOUR = Localized("颜色", "Colour")


@dataclass(frozen=True, slots=True)
class Item:
    """A product with what the shop does not know: `level` 0..1 of its price within the type,
    `quality` 0..1 by aspect, `appeal` (how well known it is) and the tint it is drawn in."""

    product: Product
    kind: Kind
    brand: Brand
    level: float
    quality: dict[str, float]
    appeal: float
    colours: tuple[Colour, ...]
    tint: str

    @property
    def worth(self) -> float:
        """Mean quality over the aspects, 0..1."""
        return sum(self.quality.values()) / len(self.quality)


def catalogue(seed: int, products: int, until: date) -> list[Item]:
    """So many products, the types in turn: from 48 on, every type of every department is there."""
    all_kinds = kinds()
    taken: dict[str, int] = {}
    items = []
    for number in range(products):
        kind = all_kinds[number % len(all_kinds)]
        turn = taken[kind.key] = taken.get(kind.key, -1) + 1
        items.append(_item(seed, number + 1, kind, turn, until))
    return items


def _item(seed: int, number: int, kind: Kind, turn: int, until: date) -> Item:
    dice = Dice(seed, "product", number)
    # Brands and lines each in turn from a per-type shuffle: no two of a type's first 120 products share both.
    brand = _turn(Dice(seed, "brands", kind.key), kind.department.brands, turn)
    line = _turn(Dice(seed, "series", kind.key), series(), turn)
    level = min(1.0, max(0.0, dice.around(0.15 + 0.7 * brand.level, 0.12)))
    known = [Known(fact, _value(fact, level, dice)) for fact in kind.facts]
    quality = _quality(seed, kind, brand, level, dice)
    chosen = tuple(dice.picks(kind.colours, dice.whole(2, 4)))
    created = until - timedelta(days=_age(dice))
    id = f"p{number:04}"
    product = Product(
        id=id, title=prose.title(brand, line, kind, known, dice), description=prose.description(brand, line, kind, known, dice),
        variants=tuple(_variants(number, kind, level, chosen, dice)), brand=brand.name, category=kind.path,
        tags=_tags(kind, known, level, created, until, dice), attributes=tuple(k.attribute for k in known),
        images=(Image(f"/media/{id}.svg", _alt(kind, brand, chosen)),), created_at=datetime.combine(created, time(9), UTC),
        sold_in=kind.sold_in, consumable=True if kind.consumable else None,
    )  # fmt: skip
    # A few products are known to all and many to few: appeal falls as a power law.
    appeal = 0.04 + (1 - dice.unit()) ** 3
    return Item(product, kind, brand, level, quality, appeal, chosen, chosen[0].hex if chosen else dice.pick(kind.tints))


def _turn(dice: Dice, items: Sequence[T], turn: int) -> T:
    return dice.picks(items, len(items))[turn % len(items)]


def _value(fact: Fact, level: float, dice: Dice) -> Localized | float | bool:
    if fact.chance:
        return dice.chance(fact.chance[0] + (fact.chance[1] - fact.chance[0]) * level)
    place = min(0.999, 0.65 * level + 0.35 * dice.unit()) if fact.rises else dice.unit()
    if fact.range:
        low, high, step = fact.range
        return float(round(low + step * int(place * ((high - low) / step + 1)), 2))
    return fact.values[int(place * len(fact.values))]


def _quality(seed: int, kind: Kind, brand: Brand, level: float, dice: Dice) -> dict[str, float]:
    """A product is good or bad as a whole and differs by aspect; brands have a hand of their own at each
    aspect; a dear product is a little better on average, and worth its money when it is good for its price."""
    found: dict[str, float] = {}
    whole = dice.around(0.64 + 0.12 * (level - 0.5), 0.16)
    for aspect in kind.aspects:
        hand = Dice(seed, "hand", brand.name.en, aspect).between(-0.12, 0.12)
        found[aspect] = _unit(dice.around(whole + hand, 0.12))
    if "value" in found:
        rest = [q for aspect, q in found.items() if aspect != "value"]
        found["value"] = _unit(sum(rest) / len(rest) - 0.25 * (level - 0.45) + dice.around(0, 0.06))
    return {aspect: round(q, 3) for aspect, q in found.items()}


def _variants(number: int, kind: Kind, level: float, chosen: Sequence[Colour], dice: Dice) -> Iterator[Variant]:
    low, high = kind.price
    base = low * (high / low) ** level
    margin = dice.between(0.45, 0.7)
    weight = dice.between(*kind.weight)
    sizes: Sequence[tuple[Localized | None, float]] = kind.choice.values if kind.choice else [(None, 1.0)]
    ordinal = 0
    for colour in chosen or (None,):
        for size, factor in sizes:
            ordinal += 1
            price = _pretty(base * factor)
            options = [Option(_COLOUR, colour.name)] if colour else []
            if size and kind.choice:
                options.append(Option(kind.choice.name, size))
            yield Variant(
                id=f"p{number:04}-{ordinal:02}", sku=_sku(number, kind, colour, ordinal), barcode=ean13(number * 100 + ordinal),
                options=tuple(options), price=Money(price, CURRENCY), cost=Money(round(price * margin / 10) * 10, CURRENCY),
                stock=dice.whole(0, 60), weight_grams=float(round(weight * (factor if size else 1.0))),
            )  # fmt: skip


def _sku(number: int, kind: Kind, colour: Colour | None, ordinal: int) -> str:
    middle = f"-{colour.key[:3].upper()}" if colour else ""
    return f"{kind.key.replace('_', '')[:5].upper()}-{number:04}{middle}-{ordinal:02}"


def _pretty(major: float) -> int:
    """A price as shops write it: up to 100 ending in .90, above in 9."""
    return (max(2, round(major)) * 100 - 10) if major < 100 else max(99, round(major / 10) * 10 - 1) * 100


def ean13(serial: int) -> str:
    """A barcode from the range 20 that is kept for use inside a shop, with its check digit."""
    digits = f"20{serial:010}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def _tags(kind: Kind, known: Sequence[Known], level: float, created: date, until: date, dice: Dice) -> tuple[str, ...]:
    values = " ".join(k.value.en for k in known if isinstance(k.value, Localized))
    marks = {
        "new": (until - created).days <= 75,
        "gift": kind.season in ("gift", "festival") and level > 0.45,
        "eco": any(word in values.lower() for word in ("organic", "bamboo", "recycled", "cork", "linen")),
        "budget": level < 0.22,
        "premium": level > 0.85,
        "bestseller": dice.chance(0.06),
    }
    return tuple(tag for tag, holds in marks.items() if holds)


def _alt(kind: Kind, brand: Brand, chosen: Sequence[Colour]) -> Localized:
    zh = f"{chosen[0].name.zh}的" if chosen else ""
    en = f"{chosen[0].name.en} " if chosen else ""
    return Localized(f"{brand.name.zh}{zh}{kind.noun.zh}图片", prose.capital(f"{en}{kind.noun.en} by {brand.name.en}"))


def _age(dice: Dice) -> int:
    """Days since the product came: most are older than the two years of orders, some brand new."""
    return dice.whole(760, 1100) if dice.chance(0.62) else dice.whole(25, 759)


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
