"""The words by which a shop's catalogue can be asked: its values, categories and the names of its fields."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ...shop import LANGUAGES, Language, Localized
from ...text.normalise import CJK, has_cjk, normalise
from ...text.stem import stem
from ...text.units import unit
from ..document import FIELDS
from ..engines.protocol import CatalogueValues, FieldValues
from ..filters import value_key
from .amounts import COUNTS, Amount, find_amounts
from .colours import Shade, shades_of
from .sizes import IN_WORDS, LETTERS
from .spelled import Span
from .translated import translated

_TOKEN = re.compile(rf"(?P<latin>[a-z]+)(?:'s)?|\d+(?:\.\d+)?|[{CJK}]|\+")
LONGEST = 10  # tokens of a value that can be asked for
_NO_VALUES = frozenset(("tags", "currency", "in_stock"))
_COLOUR_NAMES = re.compile(r"colou?rs?|颜色|色彩|花色")
_SIZE_NAMES = re.compile(r"\bsize|尺码|鞋码|码数|尺寸")
_SIZES = frozenset((*LETTERS, *map(str, range(30, 50)), "small", "medium", "large", "小号", "中号", "大号", "均码"))
_MOSTLY = 0.6
FEW_VALUES, MANY_VALUES = 20, 50
FEW_PRODUCTS = 10
MOST_MEANINGS = 100  # of one phrase
MOST_FIELDS = 30  # of one dimension, or of colours, that are thought of


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
    """What reading needs to know of a field: `flags` there are yes and no among its values, `kinds` its values are
    kinds of product ("black tea"), `sizes` its values are sizes, `colours` its values by shade, `measures` the amounts that its values in words stand for, `counted` the dimensions
    of its numbers, and `dimensions` those of both."""

    key: str
    values: FieldValues
    flags: bool = False
    kinds: bool = False
    sizes: bool = False
    colours: dict[Shade, list[int]] = field(default_factory=dict)
    measures: dict[int, Amount] = field(default_factory=dict)
    dimensions: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    codes: dict[str, list[int]] = field(default_factory=dict)
    seen: int = 0
    ends: int = 0

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
        self._by_dimension: dict[str, list[Field]] = {}
        self.coloured: list[Field] = []
        self._values: CatalogueValues | None = None
        self._lock = threading.Lock()

    @property
    def origin(self) -> object:
        """That of the values which it knows, see `CatalogueValues`; None of none."""
        return self._values and self._values.origin

    def keep_up(self, values: CatalogueValues) -> Lexicon:
        """This lexicon, or in a new generation of the index another one, with all values that there are."""
        if values is self._values:
            return self
        if self._values is not None and values.origin is not self._values.origin:
            return Lexicon().keep_up(values)
        with self._lock:
            for key in sorted(values.fields, key=lambda key: key != "category"):
                self._grow(key, values.fields[key], values.products)
            self._arrange()
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

    def fields_of(self, dimension: str) -> list[Field]:
        """The fields whose values are amounts of a dimension, those of the most products first."""
        return self._by_dimension.get(dimension, [])

    def _arrange(self) -> None:
        """Finds the fields again by what they hold; of many alike those of the most products do."""
        by_dimension: dict[str, list[Field]] = {}
        coloured = []
        for each in sorted(self.fields.values(), key=lambda each: -each.values.products):
            for dimension in each.dimensions:
                by_dimension.setdefault(dimension, []).append(each)
            if sum(len(each.colours[shade]) for shade in each.colours if not shade[1]) >= _MOSTLY * len(each.values.words) > 0:
                coloured.append(each)
        self._by_dimension = {dimension: fields[:MOST_FIELDS] for dimension, fields in by_dimension.items()}
        self.coloured = coloured[:MOST_FIELDS]

    def _grow(self, key: str, values: FieldValues, products: int) -> None:
        if values.products < FEW_PRODUCTS and products > FEW_PRODUCTS**2 and key not in FIELDS:
            return  # nobody asks for what a handful of products have, and such fields can be thousands
        known = self.fields.get(key)
        if known is None:
            known = self.fields[key] = Field(key, values)
            self._add_names(known)
        known.values = values
        known.counted = frozenset(_dimensions(values))
        known.dimensions = known.counted | {amount.dimension for amount in known.measures.values()}
        if key in _NO_VALUES or known.seen == len(values.words):
            return
        distinct = len(values.words) * 3 > values.products * 2 and len(values.words) > FEW_VALUES
        if distinct and key not in ("brand", "category"):  # names each product: no way to choose among them
            return
        for code in range(known.seen, len(values.words)):
            self._add_value(known, code, values.words[code])
        known.seen = len(values.words)
        self._describe(known)
        if known.sizes:
            self._add_sizes(known)

    def _add_sizes(self, field: Field) -> None:
        """Sizes in words for those that the shop has in letters, and in the words of the other language: "extra large" is XL too, and 小号 "Small"."""
        for letters, words in IN_WORDS.items():
            for code in {code for each in (letters, *words) for code in field.codes.get(value_key(each), ())}:
                for word in words:
                    meaning = Meaning("value", field.key, code, True, "en" if word.isascii() else "zh")
                    if meaning not in self._phrases.get(key_of(word), ()):
                        self._add(key_of(word), meaning)

    def _add_names(self, field: Field) -> None:
        for name in field.values.names:
            for language in LANGUAGES:
                if text := getattr(name, language):
                    for plain in _plain_names(normalise(text)):
                        self._add(key_of(plain), Meaning("name", field.key, -1, True, language))

    def _add_value(self, field: Field, code: int, label: Localized) -> None:
        kind = "category" if field.key == "category" else "value"
        ends = []
        for language in LANGUAGES:
            text = getattr(label, language)
            if not text:
                continue
            plain = value_key(text)
            field.codes.setdefault(plain, []).append(code)
            if plain in ("yes", "no"):
                field.flags = True
                continue
            key = tuple(token.key for token in tokens(plain))
            ends.append(key[-1:])
            if key and len(key) <= LONGEST:
                self._add_phrases(key, kind, field, code, language)
            if kind == "category":
                self._nouns.update(key[-1:])
        field.ends += all(end and end[0] in self._nouns for end in ends)
        if field.key not in FIELDS:
            self._add_translated(field, code, label)

    def _add_translated(self, field: Field, code: int, label: Localized) -> None:
        for word, language in translated(label, field.values.names):
            key = key_of(word)
            if key and len(key) <= LONGEST:
                self._add(key, Meaning("value", field.key, code, True, language))

    def _add_phrases(self, key: tuple[str, ...], kind: str, field: Field, code: int, language: Language) -> None:
        self._add(key, Meaning(kind, field.key, code, True, language))
        if field.key == "brand":
            return
        for start in range(1, len(key)):
            if _is_word(key[start:]):
                self._add(key[start:], Meaning(kind, field.key, code, False, language))
        for end in range(1, len(key)):  # SPF50+ of "SPF50+ PA++++"
            if _is_code(key[:end]):
                self._add(key[:end], Meaning(kind, field.key, code, True, language))

    def _add(self, key: tuple[str, ...], meaning: Meaning) -> None:
        meanings = self._phrases.setdefault(key, []) if key else None
        if meanings is not None and (len(meanings) < MOST_MEANINGS or meaning.field in ("brand", "category")):
            meanings.append(meaning)
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def _describe(self, field: Field) -> None:
        words = field.values.words
        if field.key in ("category", "brand") or not words:
            return
        field.kinds = not field.flags and len(words) > 1 and field.ends >= _MOSTLY * len(words)
        names = " ".join(text for name in field.values.names for text in name.all).lower() + " " + field.key
        field.sizes = _SIZE_NAMES.search(names) is not None and not field.codes.keys().isdisjoint(_SIZES)
        if _COLOUR_NAMES.search(names):
            field.colours = _by_shade(words)
        first = words[:MANY_VALUES]
        if field.sizes or sum(_amount(word, False) is not None for word in first) >= _MOSTLY * len(first):
            field.measures = {code: amount for code, word in enumerate(words) if (amount := _amount(word, field.sizes))}
        field.dimensions |= {amount.dimension for amount in field.measures.values()}


def _by_shade(words: Sequence[Localized]) -> dict[Shade, list[int]]:
    """Which values are of a colour, and which of a shade of it."""
    found: dict[Shade, list[int]] = {}
    for code, word in enumerate(words):
        shades = {shade for text in word.all for shade in shades_of(text)}
        for shade in shades | {(base, "") for base, _ in shades}:
            found.setdefault(shade, []).append(code)
    return found


def _amount(word: Localized, sizes: bool) -> Amount | None:
    """The amount that a value in words stands for: "500 ml", "3 to 6 years", "20-inch phones"."""
    for text in word.all:
        if not any(map(str.isdigit, text)):
            continue
        plain = normalise(text)
        if sizes and plain.isdigit():
            return Amount((0, len(plain)), (0, len(plain)), "=", float(plain), float(plain), dimension="size")
        found = find_amounts(plain, "CNY")
        if found and found[0].dimension and found[0].core[0] <= 1:
            return found[0]
    return None


def _dimensions(values: FieldValues) -> set[str]:
    found = {known[0] for name in values.units if name and (known := unit(name))}
    if values.units and not found:
        names = " ".join(text.lower() for name in values.names for text in name.all)
        found = {group for group, (_, stems) in COUNTS.items() if any(stem in names for stem in stems.split())}
    return found


_FLAG_FILLERS = re.compile(r"\b(?:included|built-in|with|has)\b\s?|^(?:支持|[带可有能])")


def _plain_names(name: str) -> list[str]:
    """A field's name as a query may say it: "lid included" also as "with a lid", 带锅盖 as 锅盖."""
    plain = _FLAG_FILLERS.sub("", name).strip()
    return [name] if plain == name or len(plain) < 2 else [name, plain]


def _is_word(key: tuple[str, ...]) -> bool:
    """Whether an end of a value names the value: 牛皮 of 头层牛皮, "leather" of "suede leather"."""
    return len(key) >= 2 if has_cjk(key[0]) else key[0].isalpha() and len("".join(key)) > 2


def _is_code(key: tuple[str, ...]) -> bool:
    return len(key) >= 2 and key[0].isascii() and key[0].isalpha() and key[1][0].isdigit() and all(part.isascii() for part in key)
