"""What can be chosen of a product: its options, the words for their values, and the order of the values."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from ...shop import Product, Variant
from ...text.choices import Measure, comparable, measure, measures_in, words_of_name, words_of_value
from ...text.normalise import normalise
from ...text.phrases import Found, Phrases

Pick = tuple[str, str]  # option and value
_YES, _NO = frozenset(("yes", "是", "有", "true")), frozenset(("no", "否", "无", "false", "not resistant"))
NOTHING = frozenset(("no", "none", "否", "无", "without", "not resistant"))


@dataclass(frozen=True, slots=True)
class OptionTable:
    """The options of a product by name: their values in the order of the shelf, the words that name the option, and for each value its
    place where they have an order."""

    values: dict[str, tuple[str, ...]]
    names: dict[str, frozenset[str]]
    places: dict[str, dict[str, float]]
    said: Phrases[Pick] = field(repr=False, compare=False)
    measured: dict[str, dict[Measure, str]] = field(repr=False, compare=False)
    named: Phrases[str] = field(repr=False, compare=False)

    def mentions(self, text: str) -> list[Found[Pick]]:
        """The values that a normalised text names, by their words or by a number with its unit, left to right."""
        found = [*self.said.find(text), *self._numbers(text)]
        found.sort(key=lambda each: (each.start, -each.end))
        kept: list[Found[Pick]] = []
        for each in found:
            if not kept or each.start >= kept[-1].end:
                kept.append(each)
            elif each.end > kept[-1].end:
                kept[-1] = each
        return kept

    def has_unit(self, option: str, unit: str) -> bool:
        """Whether the values of an option are counted in this unit."""
        return any(value.unit == unit for value in self.measured.get(option, ()))

    def _numbers(self, text: str) -> list[Found[Pick]]:
        return [
            Found(said.start, said.end, picks) for said in measures_in(text)
            if (picks := frozenset(self._equal(said, text)))
        ]

    def _equal(self, said: Measure, text: str) -> list[Pick]:
        """Values of this number. Without a unit on one side, only where the number is a value as it stands."""
        equal = [
            (option, value) for option, known in self.measured.items() for each, value in known.items()
            if each.number == said.number and (each.unit == said.unit or not said.unit or (not each.unit and self._counts(option, said, text)))
        ]
        return equal if said.unit or len({option for option, _ in equal}) == 1 else []

    def _counts(self, option: str, said: Measure, text: str) -> bool:
        return text[said.start : said.end].lstrip("0123456789.,- ") in self.names[option]


def option_name(name: object) -> str:
    """The name under which an option is kept here: the English one where there is one."""
    return str(getattr(name, "en", "") or getattr(name, "zh", ""))


def options_of(variant: Variant) -> dict[str, str]:
    """Option and value of a variant, by the names of `OptionTable`."""
    return {option_name(option.name): option_name(option.value) for option in variant.options}


@lru_cache(maxsize=2_000)
def option_table(product: Product) -> OptionTable:
    """The table of a product. Kept for products as they are: a changed product is another one."""
    values: dict[str, dict[str, None]] = {}
    said: dict[str, set[Pick]] = {}
    names: dict[str, set[str]] = {}
    for variant in product.variants:
        for option in variant.options:
            key, value = option_name(option.name), option_name(option.value)
            values.setdefault(key, {})[value] = None
            names.setdefault(key, set()).update(*(words_of_name(name) for name in option.name.all))
            for word in {word for text in option.value.all for word in words_of_value(text)}:
                said.setdefault(word, set()).add((key, value))
    ordered = {key: tuple(found) for key, found in values.items()}
    named: dict[str, set[str]] = {}
    for key, words in names.items():
        for word in words:
            named.setdefault(word, set()).add(key)
    return OptionTable(
        ordered, {key: frozenset(words) for key, words in names.items()},
        {key: places for key, found in ordered.items() if (places := comparable(found))},
        Phrases({word: picks for word, picks in said.items() if word not in _YES | _NO}), {
            key: {m: value for value in found if (m := _bare(value))} for key, found in ordered.items()}, Phrases(named))


def is_switch(values: tuple[str, ...]) -> bool:
    """Whether an option is answered by yes or no: waterproof or not."""
    plain = {normalise(value) for value in values}
    return bool(plain & _YES) and plain <= _YES | _NO


def of_switch(values: tuple[str, ...], on: bool) -> str | None:
    """The value of such an option that says yes, or no."""
    return next((value for value in values if (normalise(value) in _YES) == on), None)


def nothing(values: tuple[str, ...]) -> str | None:
    """The value that says that a product has none of it: no backlight."""
    return next((value for value in values if normalise(value) in NOTHING), None)


def _bare(value: str) -> Measure | None:
    found = measure(value)
    return Measure(found.number, found.unit) if found else None
