"""Which column of a file is which field: guessed from its name in either language, or told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ...shop import InvalidFile, Language
from ...text.money import CURRENCIES, currency_of
from .limits import NAMES, TooMuch
from .synonyms import GROUPS, IGNORED, KINDS, WEAK
from .values import Cell

# Codes that are also everyday words of headers.
_WORDS = frozenset("ALL TRY TOP MAD CUP GEL LAK SOS BAM PEN MOP ANG BOB RON SAR ERN DOP NAD".split())
_LANGUAGES: dict[str, Language] = {
    "zh": "zh", "cn": "zh", "chs": "zh", "zhcn": "zh", "chinese": "zh", "中文": "zh", "中": "zh", "en": "en", "eng": "en", "enus": "en",
    "english": "en", "英文": "en", "英": "en", "英语": "en",
}  # fmt: skip
_UNITS = {
    "kg": "kg", "kgs": "kg", "g": "g", "gram": "g", "grams": "g", "lb": "lb", "lbs": "lb", "oz": "oz", "千克": "kg", "公斤": "kg",
    "克": "g",
}  # fmt: skip
_MINOR = frozenset(("cents", "cent", "minor", "分", "fen", "pence"))
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TOKENS = re.compile(r"[a-z0-9]+|[^\W\d_a-z]+")
_SIGNS = re.compile(r"[$€£¥₹₩]")
_TYPED = re.compile(r"^(?:attr|attribute|属性|pa)[_:\-. ](?:[tnbsf]_)?", re.I)
_BRACKETED = re.compile(r"__(.+?)_(?=$|_)")
_METAFIELD = re.compile(r"(.*?)\s*\((?:product|variant)\.metafields\..*\)", re.I)
_PICTURE = re.compile(r"^(?:img|image|pic|picture|photo|图片|主图)[\s_-]*(.*)$", re.I)
_MORE = re.compile(r"(?:url|link|src|链接|地址)?[\s_-]*\d*")
_SIZES = ("", "original", "high", "xlarge", "large", "1", "url", "500x500", "medium", "low", "small", "thumb", "thumbnail")


class Header(NamedTuple):
    """What a column's name says: its words run together, and the currency, unit or language it adds."""

    key: str
    currency: str = ""
    minor: bool = False
    unit: str = ""
    language: Language | None = None


class Field(NamedTuple):
    """What becomes of a column. `target` is a field of the kind, "attribute", "option" or "ignore"."""

    target: str
    column: str
    label: str = ""
    currency: str = ""
    minor: bool = False
    unit: str = ""
    language: Language | None = None

    @property
    def slot(self) -> str:
        """The field with its language: one column may fill each."""
        return f"{self.target}_{self.language}" if self.language else self.target

    @property
    def told(self) -> str:
        """What a mapping says to have this field; "ignore" for a column that is left out."""
        said = "_".join(filter(None, (self.slot, self.unit, self.currency.lower(), "cents" if self.minor else "")))
        return said + (f":{self.label}" if self.label else "")

    def __str__(self) -> str:
        said = f"{self.slot}_cents" if self.minor else self.slot
        return said + (f":{self.label}" if self.label else "") + (f" ({self.currency})" if self.currency else "")


_Prepared = tuple[str, Field | None, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Cells:
    """A row sorted by field: at most one cell for each of `one`, any number of the others."""

    one: dict[str, Cell]
    many: list[tuple[Field, Any]]


def read_header(name: str) -> Header:
    """Takes a column's name apart: "Price (INR)", "price_min_usd", "标题(英文)", "售价（分）"."""
    plain = unicodedata.normalize("NFKC", name)
    signs = _SIGNS.findall(plain)
    tokens = [t for part in _CAMEL.sub(" ", plain).split() for t in _TOKENS.findall(part.lower())]
    currency = currency_of(signs[0], "CNY") or "" if signs else ""
    minor, unit, language = False, "", None
    while len(tokens) > 1:
        last = tokens[-1]
        if last in _MINOR:
            minor = True
        elif last in _LANGUAGES and language is None:
            language = _LANGUAGES[last]
        elif last in _UNITS and not unit:
            unit = _UNITS[last]
        elif not currency and (found := _currency(last)):
            currency = found
        else:
            break
        tokens.pop()
    if len(tokens) > 1 and tokens[0] in _LANGUAGES:
        language = language or _LANGUAGES[tokens.pop(0)]
    if tokens and tokens[0][:2] in ("中文", "英文") and len(tokens[0]) > 2:
        language, tokens[0] = _LANGUAGES[tokens[0][:2]], tokens[0][2:]
    return Header("".join(tokens), currency, minor, unit, language)


def _currency(word: str) -> str:
    known = word.upper() in CURRENCIES and word.upper() not in _WORDS
    return word.upper() if known else (currency_of(word, "CNY") or "" if not word.isascii() else "")


def bare_key(name: str) -> str:
    """A column's name as its words run together, nothing taken off: "Variant Grams" is "variantgrams"."""
    return "".join(_TOKENS.findall(unicodedata.normalize("NFKC", name).lower()))


class Columns:
    """The fields of a kind that a file's columns fill.

    Of two columns for one field the one with the better-known name wins, the other becomes an
    attribute (products) or is left out. What `mapping` {"theirs": "ours"} says goes before any guess;
    "ours" is a field, with `_zh` or `_en`, `_cents` or a currency after it where wanted, "attribute:Name",
    "option:Name" or "ignore".
    """

    def __init__(self, kind: str, names: Iterable[str], mapping: Mapping[str, str] | None = None) -> None:
        self.kind = kind
        self._synonyms = KINDS[kind]
        self._told = {bare_key(theirs): self._target(theirs, ours) for theirs, ours in (mapping or {}).items()}
        self._taken: dict[str, tuple[int, str]] = {}
        self.fields: dict[str, Field] = {}
        self._prepared: dict[str, _Prepared] = {}
        self._assign(list(names))

    def cells(self, values: Mapping[str, Any]) -> Cells:
        """The filled cells of a row, by field."""
        one: dict[str, Cell] = {}
        many: list[tuple[Field, Any]] = []
        prepared, new = self._prepared, tuple.__new__
        for column, value in values.items():
            if value is None or value == "" or value == []:
                continue
            slot, field, said = prepared.get(column) or self._prepare(column)
            if slot:
                if not (isinstance(value, str) and value.isspace()):
                    one[slot] = new(Cell, (value, column, *said))
            elif field is not None:
                many.append((field, value))
        return Cells(one, many)

    def _prepare(self, column: str) -> _Prepared:
        """What `cells` needs of a column, made once: a million rows ask."""
        field = self.fields.get(column) or self._late(column)
        if field.target in _MANY:
            found: _Prepared = ("", field, ())
        elif field.target == "ignore":
            found = ("", None, ())
        else:
            found = (field.slot, field, (field.currency, field.minor, field.unit))
        self._prepared[column] = found
        return found

    def of(self, target: str) -> str | None:
        """The column that fills a field, None when there is none."""
        return next((f.column for f in self.fields.values() if f.target == target), None)

    def missing(self, names: Iterable[str]) -> list[str]:
        """Columns that the mapping names and the file does not have."""
        present = {bare_key(n) for n in names}
        return [f.column for key, f in self._told.items() if key not in present]

    def _target(self, theirs: str, ours: str) -> Field:
        name, _, label = ours.partition(":")
        if name.strip() in ("attribute", "option"):
            return Field(name.strip(), theirs, label.strip() or label_of(theirs))
        if name.strip() in ("ignore", "-", ""):
            return Field("ignore", theirs)
        header = read_header(name)
        found = self._synonyms.get(bare_key(name)) or self._synonyms.get(header.key)
        if found is None:
            known = ", ".join(dict.fromkeys(target for target, _ in self._synonyms.values()))
            expected = f"expected one of {known}, attribute:NAME, ignore"
            raise InvalidFile(f"the mapping {theirs}={ours}: {self.kind} have no field {name!r}; {expected}")
        return Field(found[0], theirs, "", header.currency, header.minor, header.unit, header.language)

    def _assign(self, names: list[str]) -> None:
        """Best names first; then what lost becomes an attribute."""
        guesses = [(self._guess(n), place, n) for place, n in enumerate(names)]
        for (rank, field), _, name in sorted(guesses, key=lambda g: (g[0][0], g[1])):
            self.fields[name] = self._settle(rank, field)
        self.fields = {n: self.fields[n] for n in names}

    def _late(self, column: str) -> Field:
        """A column that shows up after the beginning (JSON) takes what is still free."""
        if len(self.fields) >= NAMES:
            raise TooMuch(f"expected at most {NAMES:,} columns in all its rows")
        field = self.fields[column] = self._settle(*self._guess(column))
        return field

    def _settle(self, rank: int, field: Field) -> Field:
        if field.target in _MANY or field.target == "ignore":
            return self._best_size(field) if field.target == "image" else field
        if field.slot in self._taken and self._taken[field.slot][1] != field.column:
            return Field("attribute", field.column, label_of(field.column)) if self.kind == "products" else Field("ignore", field.column)
        self._taken[field.slot] = (rank, field.column)
        return field

    def _best_size(self, field: Field) -> Field:
        """Of pictures that differ in size only, the first (largest) stays."""
        match = _PICTURE.match(field.column)
        if match is None or match[1].lower() not in _SIZES:
            return field
        if self._taken.setdefault("image", (0, field.column))[1] != field.column:
            return Field("ignore", field.column)
        return field

    def _guess(self, name: str) -> tuple[int, Field]:
        if told := self._told.get(bare_key(name)):
            return -1, told._replace(column=name)
        bare, header = bare_key(name), read_header(name)
        typed = _TYPED.match(name)
        found = None if typed else self._synonyms.get(bare) or self._synonyms.get(header.key)
        if found is None and not typed and self.kind == "products" and (picture := _PICTURE.match(name)):
            size = picture[1].lower()
            if size in _SIZES or _MORE.fullmatch(size):
                return (_SIZES.index(size) if size in _SIZES else 50), Field("image", name)
        if found:
            said = header if self._synonyms.get(bare) is None else Header(bare)
            if found[0] == "image" and (picture := _PICTURE.match(name)) and picture[1].lower() in _SIZES:
                return _SIZES.index(picture[1].lower()), Field("image", name)
            return found[1], Field(found[0], name, "", said.currency, said.minor, said.unit, said.language)
        if self.kind != "products" or bare in IGNORED:
            return 99, Field("ignore", name)
        return 99, Field("attribute", name, label_of(name))


_MANY = frozenset(("attribute", "option", "image"))


def label_of(name: str) -> str:
    """A readable attribute name: "attr_t_printing_colours" is "printing colours"."""
    if match := _METAFIELD.fullmatch(name.strip()):
        return match[1].strip()
    plain = _BRACKETED.sub(lambda m: f" ({m[1].strip('_').replace('_', ' ')})", _TYPED.sub("", name.strip()))
    plain = _CAMEL.sub(" ", plain) if plain.isidentifier() else plain
    return " ".join(plain.replace("_", " ").split()) or name


def guess_kind(names: Iterable[str]) -> str | None:
    """The kind of rows that has these columns, None when no kind shows."""
    keys = {k for n in names for k in (bare_key(n), read_header(n).key)}
    for kind, needs in GROUPS:
        buyer = kind == "orders" and any(k.startswith(("lineitem", "customer", "客户")) for k in keys)
        fields = {KINDS[kind][k][0] for k in keys if k in KINDS[kind] and (buyer or k not in WEAK.get(kind, ()))}
        if all(_met(need, fields, keys) for need in needs.split()):
            return kind
    return None


def _met(need: str, fields: set[str], keys: set[str]) -> bool:
    if need.startswith("!"):
        return all(KINDS["products"][k][0] != need[1:] for k in keys if k in KINDS["products"])
    return bool(fields & set(need.split("|")))
