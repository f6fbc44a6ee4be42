"""The customers: who they are, what they say they like, and what they really like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt

from ...shop import CHANNELS, Address, Customer, Language, Localized
from .catalogue import Item
from .dice import Dice
from .words import DEPARTMENTS, both, colours, kinds, read

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Taste:
    """What drives a customer: a weight for each department and product type, favourite brands
    (English names) and colours (keys), the price level 0..1 they are at home in, how often they come."""

    departments: dict[str, float]
    kinds: dict[str, float]
    brands: tuple[str, ...]
    colours: tuple[str, ...]
    level: float
    activity: float


@dataclass(frozen=True, slots=True)
class Shopper:
    """A customer with the taste that nobody is told."""

    customer: Customer
    taste: Taste
    joined: date


def shoppers(seed: int, customers: int, until: date) -> list[Shopper]:
    """So many customers; a third were there before the two years of orders began."""
    return [_shopper(seed, number + 1, until) for number in range(customers)]


def affinity(people: Sequence[Shopper], items: Sequence[Item]) -> Floats:
    """How much each customer is drawn to each product, float64[customers, products], all positive:
    department, type, brand and price level by taste; appeal and quality are the same for all."""
    level = np.array([item.level for item in items])
    common = np.array([item.appeal * (0.3 + item.worth) ** 2 for item in items])
    kind_at = {kind.key: place for place, kind in enumerate(kinds())}
    kind_of = np.array([kind_at[item.kind.key] for item in items])
    brand_at = {name: place for place, name in enumerate(sorted({item.brand.name.en for item in items}))}
    brand_of = np.array([brand_at[item.brand.name.en] for item in items])
    rows = np.empty((len(people), len(items)))
    for row, person in enumerate(people):
        taste = person.taste
        by_kind = np.array([taste.departments[k.department.key] * taste.kinds[k.key] for k in kinds()])
        by_brand = np.ones(len(brand_at))
        by_brand[[brand_at[name] for name in taste.brands if name in brand_at]] = 3.0
        # A quadratic bump, not a Gaussian: no library function, the same on every platform.
        near = np.maximum(0.06, 1 - ((level - taste.level) / 0.5) ** 2)
        rows[row] = by_kind[kind_of] * by_brand[brand_of] * near * common
    return rows


def _shopper(seed: int, number: int, until: date) -> Shopper:
    dice = Dice(seed, "customer", number)
    language: Language = "zh" if dice.chance(0.72) else "en"
    taste = _taste(dice)
    joined = until - timedelta(days=dice.whole(731, 1100) if dice.chance(0.35) else dice.whole(2, 730))
    name, mail = _name(language, number, dice)
    customer = Customer(
        id=f"c{number:04}", name=name, email=mail, phone=_phone(language, number), address=_address(language, dice), language=language,
        created_at=datetime.combine(joined, time(dice.whole(7, 22), dice.whole(0, 59)), UTC), tastes=tuple(_stated(taste, language, dice)),
        excludes=_unwanted(taste, language, Dice(seed, "excludes", number)), consents=_agreed(Dice(seed, "consents", number)),
    )  # fmt: skip
    return Shopper(customer, taste, joined)


def _taste(dice: Dice) -> Taste:
    loved = dice.picks(DEPARTMENTS, dice.whole(2, 3))
    departments = {key: round((dice.between(3, 9) if key in loved else dice.between(0.1, 0.8)), 3) for key in DEPARTMENTS}
    by_kind = {kind.key: round(0.3 + 2 * dice.unit() ** 2, 3) for kind in kinds()}
    brands = {kind.department.key: kind.department.brands for kind in kinds()}
    favourite = [dice.pick(brands[key]).name.en for key in loved for _ in range(2)]
    return Taste(
        departments, by_kind, tuple(dict.fromkeys(favourite)), tuple(dice.picks(sorted(colours()), 3)), round(dice.between(0.05, 0.95), 3),
        round(0.15 + (1 - dice.unit()) ** 4 * 6, 3),
    )  # fmt: skip


def _stated(taste: Taste, language: Language, dice: Dice) -> list[str]:
    """Two to four sentences; about one in six does not fit what they really like."""
    words = _people()
    names = {kind.department.key: kind.department.name for kind in kinds()}
    honest = [key for key in sorted(taste.departments, key=lambda k: -taste.departments[k]) if taste.departments[key] > 2]
    department = names[dice.pick(DEPARTMENTS) if dice.chance(0.16) else honest[0]]
    level = dice.unit() if dice.chance(0.16) else taste.level
    money = words["cheap" if level < 0.33 else "middle" if level < 0.67 else "dear"]
    brand_names = {brand.name.en: brand.name for kind in kinds() for brand in kind.department.brands}
    said = [
        _say(dice.pick(words["likes"]), department, language),
        dice.pick(money).get(language),
        _say(dice.pick(words["colour"]), colours()[dice.pick(taste.colours)].name, language),
        _say(dice.pick(words["brand"]), brand_names[dice.pick(taste.brands)], language),
    ]
    return said[:1] + dice.picks(said[1:], dice.whole(1, 3))


def _unwanted(taste: Taste, language: Language, dice: Dice) -> tuple[str, ...]:
    """A few never want to see the department that they care least for."""
    if not dice.chance(0.06):
        return ()
    names = {kind.department.key: kind.department.name for kind in kinds()}
    return (f"category={names[min(taste.departments, key=lambda key: (taste.departments[key], key))].get(language)}",)


def _agreed(dice: Dice) -> tuple[str, ...]:
    """Most agree to e-mail, fewer to the rest, a third to nothing."""
    if dice.chance(0.32):
        return ()
    return tuple(channel for channel, share in zip(CHANNELS, (0.85, 0.4, 0.55), strict=True) if dice.chance(share))


def _say(pattern: Localized, x: Localized, language: Language) -> str:
    return pattern.get(language).replace("{x}", x.get(language))


def _name(language: Language, number: int, dice: Dice) -> tuple[str, str]:
    words = _people()
    if language == "zh":
        return dice.pick(words["surnames_zh"]).zh + dice.pick(words["given_zh"]).zh, f"user{number:04}@example.cn"
    given, surname = dice.pick(words["given_en"]).en, dice.pick(words["surnames_en"]).en
    return f"{given} {surname}", f"{given}.{surname}{number}@example.com".lower()


def _phone(language: Language, number: int) -> str:
    """Numbers that belong to nobody: China assigns no mobile number that begins with 100, and
    555-01xx is kept for fiction."""
    return f"+86 100 0000 {number % 10000:04}" if language == "zh" else f"+1 {200 + number // 100 % 800} 555 01{number % 100:02}"


def _address(language: Language, dice: Dice) -> Address:
    words = _people()
    place = int(dice.unit() * len(words["cities"]))
    zh, en, postcode = read("people")["cities"][place].split("|")
    street, door = dice.pick(words["streets"]).get(language), dice.whole(1, 399)
    flat = dice.whole(1, 32) * 100 + dice.whole(1, 6)
    line1, line2 = (f"{street}{door}号", f"{flat}室") if language == "zh" else (f"{door} {street}", f"Flat {flat}")
    return Address(line1, line2, zh if language == "zh" else en, words["regions"][place].get(language), postcode, "CN")


@cache
def _people() -> dict[str, tuple[Localized, ...]]:
    return {key: tuple(both(row) for row in rows) for key, rows in read("people").items()}
