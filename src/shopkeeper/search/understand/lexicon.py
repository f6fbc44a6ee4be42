"""The words by which a shop's catalogue can be asked: its values, categories and the names of its fields."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ...shop import Language, Localized
from ...text.normalise import CJK, has_cjk, normalise
from ...text.stem import stem
from ..engines.protocol import CatalogueValues, FieldValues
from ..filters import value_key
from .amounts import COUNTS, Amount, find_amounts
from .colours import Shade, shades_of
from .spelled import Span

_TOKEN = re.compile(rf"(?P<latin>[a-z]+)(?:'s)?|\d+(?:\.\d+)?|[{CJK}]|\+")
LONGEST = 10  # tokens of a value that can be asked for
_NO_VALUES = frozenset(("tags", "currency", "in_stock"))
_COLOUR_NAMES = re.compile(r"colou?rs?|颜色|色彩|花色")
_SIZE_NAMES = re.compile(r"\bsize|尺码|鞋码|码数|尺寸")
_MATERIAL_NAMES = re.compile(r"material|fabric|材质|面料|材料|内胆|inner pot")
_MOSTLY = 0.6
FEW_VALUES = 20


class Token(NamedTuple):
    """A word, number or character of a text as it is looked up, and where it stands."""

    key: str
    start: int
    end: int


class Meaning(NamedTuple):
    """What a phrase may stand for: a value of a field (by its number there), a category, a field's name."""

    kind: str  # "value", "category" or "name"
    field: str
    code: int
    exact: bool
    language: Language


def tokens(text: str) -> list[Token]:
    """The tokens of a normalised text."""
    return [Token(_key(match), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def _key(match: re.Match[str]) -> str:
    return stem(match["latin"]) if match["latin"] else match.group()


def key_of(text: str) -> tuple[str, ...]:
    """A text as the tokens that it is looked up by."""
    return tuple(token.key for token in tokens(normalise(text)))


@dataclass(slots=True)
class Field:
    """What reading needs to know of a field: `flags` its values are yes and no, `kinds` its values are
    kinds of product ("black tea"), `material` it says what things are made of, `measures` the amounts that its values in words stand for."""

    key: str
    values: FieldValues
    flags: bool = False
    kinds: bool = False
    material: bool = False
    colours: dict[int, tuple[Shade, ...]] = field(default_factory=dict)
    measures: dict[int, Amount] = field(default_factory=dict)
    dimension: str = ""
    codes: dict[str, list[int]] = field(default_factory=dict)
    seen: int = 0

    def label(self, code: int, language: Language) -> str:
        """A value as the shop writes it."""
        return self.values.words[code].get(language)


class Lexicon:
    """Phrases to meanings. `keep_up` takes in what is new in the catalogue; all else only reads."""

    def __init__(self) -> None:
        self.fields: dict[str, Field] = {}
        self._phrases: dict[tuple[str, ...], list[Meaning]] = {}
        self._longest: dict[str, int] = {}
        self._nouns: set[str] = set()
        self._values: CatalogueValues | None = None
        self._lock = threading.Lock()

    def keep_up(self, values: CatalogueValues) -> Lexicon:
        """This lexicon, or in a new generation of the index another one, with all values that there are."""
        if values is self._values:
            return self
        if self._values is not None and values.origin is not self._values.origin:
            return Lexicon().keep_up(values)
        with self._lock:
            for key in sorted(values.fields, key=lambda key: key != "category"):
                self._grow(key, values.fields[key], values.products)
            self._values = values
        return self

    def find(self, token_list: Sequence[Token], accept: Callable[[int, int], bool]) -> Iterator[tuple[Span, list[Meaning]]]:
        """The phrases in a text from left to right, each as long as possible, that `accept(start, end)`."""
        i = 0
        while i < len(token_list):
            step = 1
            for length in range(min(self._longest.get(token_list[i].key, 0), len(token_list) - i), 0, -1):
                part = token_list[i : i + length]
                meanings = self._phrases.get(tuple(token.key for token in part))
                if meanings and accept(part[0].start, part[-1].end):
                    yield (part[0].start, part[-1].end), meanings
                    step = length
                    break
            i += step

    def fields_of(self, dimension: str) -> Iterator[Field]:
        """The fields whose values are amounts of a dimension."""
        for each in self.fields.values():
            if each.dimension == dimension or dimension in _dimensions(each.values):
                yield each

    def _grow(self, key: str, values: FieldValues, products: int) -> None:
        known = self.fields.get(key)
        if known is None:
            known = self.fields[key] = Field(key, values)
            self._add_names(known)
        known.values = values
        if key in _NO_VALUES or known.seen == len(values.words):
            return
        distinct = len(values.words) * 3 > values.products * 2 and len(values.words) > FEW_VALUES
        if distinct and key not in ("brand", "category"):  # names each product: no way to choose among them
            return
        for code in range(known.seen, len(values.words)):
            self._add_value(known, code, values.words[code])
        known.seen = len(values.words)
        self._describe(known)

    def _add_names(self, field: Field) -> None:
        for name in field.values.names:
            for language in ("zh", "en"):
                if text := getattr(name, language):
                    for plain in _plain_names(normalise(text)):
                        self._add(key_of(plain), Meaning("name", field.key, -1, True, language))

    def _add_value(self, field: Field, code: int, label: Localized) -> None:
        kind = "category" if field.key == "category" else "value"
        for language in ("zh", "en"):
            text = getattr(label, language)
            if not text:
                continue
            key = key_of(text)
            field.codes.setdefault(value_key(text), []).append(code)
            if not key or len(key) > LONGEST:
                continue
            self._add(key, Meaning(kind, field.key, code, True, language))
            if field.key != "brand":
                for start in range(1, len(key)):
                    if _is_word(key[start:]):
                        self._add(key[start:], Meaning(kind, field.key, code, False, language))
                for end in range(1, len(key)):  # SPF50+ of "SPF50+ PA++++"
                    if _is_code(key[:end]):
                        self._add(key[:end], Meaning(kind, field.key, code, False, language))
            if kind == "category":
                self._nouns.add(key[-1])

    def _add(self, key: tuple[str, ...], meaning: Meaning) -> None:
        if key:
            self._phrases.setdefault(key, []).append(meaning)
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def _describe(self, field: Field) -> None:
        words = field.values.words
        keys = {value_key(text) for word in words for text in word.all}
        field.flags = bool(keys & {"yes", "no"}) and field.key not in ("category", "brand")
        if field.key in ("category", "brand") or not words:
            return
        ends = [all(key_of(text)[-1:] and key_of(text)[-1] in self._nouns for text in word.all) for word in words]
        field.kinds = not field.flags and len(words) > 1 and sum(ends) >= _MOSTLY * len(words)
        names = " ".join(text for name in field.values.names for text in name.all).lower() + " " + field.key
        field.material = _MATERIAL_NAMES.search(names) is not None
        if _COLOUR_NAMES.search(names):
            field.colours = {code: shades for code, word in enumerate(words) if (shades := tuple(s for t in word.all for s in shades_of(t)))}
        measured = {code: amount for code, word in enumerate(words) if (amount := _amount(word, bool(_SIZE_NAMES.search(names))))}
        dimensions = [amount.dimension for amount in measured.values()]
        if dimensions and len(dimensions) >= _MOSTLY * len(words):
            field.dimension = max(set(dimensions), key=dimensions.count)
            field.measures = {code: amount for code, amount in measured.items() if amount.dimension == field.dimension}


def _amount(word: Localized, sizes: bool) -> Amount | None:
    """The amount that a value in words stands for: "500 ml", "3 to 6 years", "20-inch phones"."""
    for text in word.all:
        plain = normalise(text)
        if sizes and plain.isdigit():
            return Amount((0, len(plain)), (0, len(plain)), "=", float(plain), float(plain), dimension="size")
        found = find_amounts(plain, "CNY")
        if found and found[0].dimension and found[0].core[0] <= 1:
            return found[0]
    return None


def _dimensions(values: FieldValues) -> set[str]:
    from ...text.units import unit

    found = {known[0] for name in values.units if name and (known := unit(name))}
    if values.units and not found:
        names = " ".join(text.lower() for name in values.names for text in name.all)
        found = {group for group, (_, stems) in COUNTS.items() if any(stem in names for stem in stems.split())}
    return found


_FLAG_FILLERS = re.compile(r"\b(?:included|built-in|with|has)\b\s?|^[带可有能]")


def _plain_names(name: str) -> list[str]:
    """A field's name as a query may say it: "lid included" also as "with a lid", 带锅盖 as 锅盖."""
    plain = _FLAG_FILLERS.sub("", name).strip()
    return [name] if plain == name or len(plain) < 2 else [name, plain]


def _is_word(key: tuple[str, ...]) -> bool:
    """Whether an end of a value names the value: 牛皮 of 头层牛皮, "leather" of "suede leather"."""
    return len(key) >= 2 if has_cjk(key[0]) else key[0].isalpha() and len("".join(key)) > 2


def _is_code(key: tuple[str, ...]) -> bool:
    return len(key) >= 2 and key[0].isascii() and key[0].isalpha() and key[1][0].isdigit() and all(part.isascii() for part in key)
