"""A product as the index sees it: what is searched, what is filtered, what is encoded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..shop import LANGUAGES, Attribute, Language, Localized, Product, ProductStatus, Variant
from ..text.analyse import analyse, plain_words, runs, segment
from ..text.normalise import has_cjk, normalise
from .filters import field_key

YES, NO = Localized("是", "yes"), Localized("否", "no")
# The fields that every product has, under their names in both languages.
FIELDS: dict[str, Localized] = {
    "price": Localized("价格", "price"),
    "brand": Localized("品牌", "brand"),
    "category": Localized("分类", "category"),
    "tags": Localized("标签", "tags"),
    "in_stock": Localized("有货", "in stock"),
    "currency": Localized("货币", "currency"),
}
_TAKEN = FIELDS.keys() | {field_key(text) for name in FIELDS.values() for text in name.all}  # no attribute may be called so
SHORTEST_NUMBER = 4  # digits of an id, SKU or barcode that can be searched for


@dataclass(frozen=True, slots=True)
class IndexVariant:
    """The values in which variants may differ, by filter field: options, price, currency, stock."""

    id: str
    keywords: dict[str, list[Localized]] = field(default_factory=dict)
    numbers: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """The terms of a product by text field, its values by filter field, and the texts to encode.

    `terms` holds "text" (everything a shopper may name), "title", "facts" (attributes, tags, codes),
    "grams" (Chinese characters and pairs of the title) and "names" (`name_terms`). `keywords` and `numbers` hold the
    values of a field that all variants share, `variants` the others; `names` says what a field is called, `units`
    what its numbers count; `texts` are those of `encoder_texts`; `words` those of title, brand and category as a
    person writes them.
    """

    id: str
    terms: dict[str, list[str]]
    texts: tuple[str, str]
    keywords: dict[str, list[Localized]] = field(default_factory=dict)
    numbers: dict[str, list[float]] = field(default_factory=dict)
    names: dict[str, Localized] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    variants: tuple[IndexVariant, ...] = ()
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class Levels:
    """What of a product changes all day while its words do not: for each variant, in the product's order,
    the values of the fields `LEVELS`, all that there are of them."""

    id: str
    variants: tuple[IndexVariant, ...]


LEVELS = ("price", "currency", "in_stock")


def index_levels(product: Product) -> Levels:
    """What an index must know anew when only prices and stock of a product have changed."""
    return Levels(product.id, tuple(_levels(variant) for variant in product.variants))


def index_document(product: Product, languages: Sequence[Language] = LANGUAGES) -> IndexDocument | None:
    """What the index keeps of a product, with the texts for an encoder of these languages; None for one that shoppers must not find."""
    if product.status is not ProductStatus.ACTIVE:
        return None
    title = _joined([product.title])
    named = _joined([product.brand, *product.category])
    about = _joined([product.description])
    keywords, numbers, names, variants = record_values(product)
    title_terms = analyse(title)
    terms = {
        "title": title_terms.words,
        "text": title_terms.words + analyse(named).words + analyse(about).words,
        "facts": analyse(" ; ".join(_facts(product))).words,
        "grams": list(dict.fromkeys(title_terms.grams)),
        "names": list(dict.fromkeys(name_terms(product))),
    }
    units = {field_key(each.name.get("en")): each.unit for each in product.attributes if each.unit}
    words = tuple(plain_words(f"{title} ; {named}"))
    texts = encoder_texts(product, languages)
    return IndexDocument(product.id, terms, texts, keywords, numbers, names, units, words, variants, product.created_at)


def record_values(
    product: Product,
) -> tuple[dict[str, list[Localized]], dict[str, list[float]], dict[str, Localized], tuple[IndexVariant, ...]]:
    """By filter field the words and the numbers that all variants share, what the fields are called, and the values of each variant."""
    names: dict[str, Localized] = {}
    keywords, numbers = _values(product, names)
    return keywords, numbers, names, tuple(_variant(variant, names) for variant in product.variants)


def name_terms(product: Product) -> Iterator[str]:
    """What tells by itself what a product is: the words of title, brand and narrowest category; and of the title without
    its brand each Chinese character, and the last one of each Chinese word as `ending` writes it, where a category has it too."""
    words = analyse(_joined([product.title, product.brand, *product.category[-1:]])).words
    yield from (word for word in words if len(word) > 1 or not has_cjk(word))
    title, brand = normalise(product.title.zh or product.title.en), normalise(product.brand.zh or product.brand.en)
    kinds = normalise("".join(category.zh for category in product.category))
    for run in runs(title.replace(brand, " ") if brand else title):
        if run.chinese:
            yield from run.text
            words = segment(run.text)
            ends = (ending(word) for word in words if len(word) > 1 or word is words[-1])
            yield from (end for end in ends if not kinds or end[0] in kinds)


def ending(word: str) -> str:
    """The term of the last character of a Chinese word, in which Chinese says what kind of thing it is: 包 of 双肩包, 裙 of 裙子."""
    return f"{(word.removesuffix('子') or word)[-1]}$"


def encoder_texts(product: Product, languages: Sequence[Language]) -> tuple[str, str]:
    """What an encoder of these languages reads of a product: its title, and its title with the
    description. Both are empty when the product has no text that the encoder understands."""
    title, about = (_known(text, languages) for text in (product.title, product.description))
    return title, f"{title}. {about}".strip(". ") if about else title


def _known(text: Localized, languages: Sequence[Language]) -> str:
    return next((known for known in (getattr(text, language) for language in languages) if known), "")


def _joined(texts: Iterable[Localized]) -> str:
    return " ; ".join(part for text in texts for part in text.all)


def _facts(product: Product) -> Iterator[str]:
    yield from product.tags
    for attribute in product.attributes:
        yield from _spoken(attribute)
    codes = [product.id]
    for variant in product.variants:
        codes += [variant.id, variant.sku, variant.barcode]
        for option in variant.options:
            yield from option.value.all
    # "7" in a query is never the product whose number is 7
    yield from (code for code in codes if len(code) >= SHORTEST_NUMBER or not code.isdigit())


def _spoken(attribute: Attribute) -> Iterator[str]:
    """The words by which a shopper may ask for an attribute; "no" is not asked for."""
    if isinstance(attribute.value, Localized):
        yield from attribute.value.all
    elif isinstance(attribute.value, bool):
        yield from attribute.name.all if attribute.value else ()
    else:
        yield f"{attribute.value:.15g}{attribute.unit}"


def _values(product: Product, names: dict[str, Localized]) -> tuple[dict[str, list[Localized]], dict[str, list[float]]]:
    keywords: dict[str, list[Localized]] = {}
    for text in product.category:
        _add(keywords.setdefault("category", []), text)
    for tag in product.tags:
        _add(keywords.setdefault("tags", []), Localized(tag, tag))
    _add(keywords.setdefault("brand", []), product.brand)
    named, numbers = _named(((attribute.name, attribute.value) for attribute in product.attributes), names)
    return {k: v for k, v in (keywords | named).items() if v}, numbers


def _variant(variant: Variant, names: dict[str, Localized]) -> IndexVariant:
    keywords, numbers = _named(((option.name, option.value) for option in variant.options), names)
    levels = _levels(variant)
    return IndexVariant(variant.id, keywords | levels.keywords, numbers | levels.numbers)


def _levels(variant: Variant) -> IndexVariant:
    keywords, numbers = {"in_stock": [YES if variant.in_stock else NO]}, dict[str, list[float]]()
    if variant.price:
        numbers["price"] = [float(variant.price.major)]
        keywords["currency"] = [Localized(variant.price.currency, variant.price.currency)]
    return IndexVariant(variant.id, keywords, numbers)


def _named(
    pairs: Iterable[tuple[Localized, Localized | float | bool]], names: dict[str, Localized],
) -> tuple[dict[str, list[Localized]], dict[str, list[float]]]:
    """Values by the key of their name, which is added to `names`; one called like a field that every product has is left out."""
    keywords: dict[str, list[Localized]] = {}
    numbers: dict[str, list[float]] = {}
    for name, value in pairs:
        key = field_key(name.get("en"))
        if key in _TAKEN or not key:
            continue
        names[key] = name
        if isinstance(value, bool):
            _add(keywords.setdefault(key, []), YES if value else NO)
        elif isinstance(value, Localized):
            _add(keywords.setdefault(key, []), value)
        else:
            numbers.setdefault(key, []).append(value)
    return {k: v for k, v in keywords.items() if v}, numbers


def _add(values: list[Localized], value: Localized) -> None:
    value = Localized(value.zh.strip(), value.en.strip())
    if value and value not in values:
        values.append(value)
