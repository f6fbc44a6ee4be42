"""Which variants of a product a question speaks of: "in M", "the black one", "黑色42码"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...shop import Language, Option, Product, Variant
from ...text.normalise import has_cjk, normalise
from .quoting import clean

_SIZE = re.compile(r"(?:size|尺码|鞋码|码数)", re.I)


def asked_for(product: Product, text: str) -> list[Variant]:
    """The variants with every value that the text names; all of them where it names none."""
    plain = normalise(text)
    named = [option for option in _options(product) if any(_names(plain, value, option) for value in option.value.all)]
    wanted = {option.name: [o.value for o in named if o.name == option.name] for option in named}
    return [v for v in product.variants if all(any(o.name == name and o.value in values for o in v.options) for name, values in wanted.items())]


def named_options(product: Product, text: str) -> bool:
    """Whether the text names a value of an option."""
    plain = normalise(text)
    return any(_names(plain, value, option) for option in _options(product) for value in option.value.all)


def label(variant: Variant, language: Language) -> str:
    """The values of a variant's options in words: "Black, M"."""
    return ("、" if language == "zh" else ", ").join(clean(option.value.get(language)) for option in variant.options)


def values(product: Product, language: Language) -> str:
    """What a product comes in, option by option."""
    names = dict.fromkeys(clean(option.name.get(language)) for option in _options(product))
    lists = {name: dict.fromkeys(clean(o.value.get(language)) for o in _options(product) if clean(o.name.get(language)) == name) for name in names}
    if language == "zh":
        return "；".join(f"{name}：{'、'.join(each)}" for name, each in lists.items())
    return "; ".join(f"{name}: {', '.join(each)}" for name, each in lists.items())


def _options(product: Product) -> Iterator[Option]:
    yield from dict.fromkeys(option for variant in product.variants for option in variant.options)


def _names(plain: str, value: str, option: Option) -> bool:
    """Whether a normalised text names an option's value; a Chinese colour also without its 色, a size also as "42码"."""
    wanted = normalise(value)
    if has_cjk(wanted):
        return wanted in plain or (len(wanted) > 2 and wanted.endswith("色") and wanted[:-1] in plain)
    number = wanted.replace(".", "").isdigit()
    if number and not any(_SIZE.search(name) for name in option.name.all):
        return False
    return re.search(rf"(?<![a-z0-9.]){re.escape(wanted)}(?![a-z0-9.]|'[a-z])", plain) is not None and not _article(wanted, plain)


def _article(wanted: str, plain: str) -> bool:
    """Whether a one-letter size only stands there as "I'm" or "it's"."""
    return wanted in ("s", "m") and re.search(rf"(?<!['’a-z]){wanted}(?![a-z])", plain) is None


def several(variants: Sequence[Variant], language: Language, most: int = 8) -> str:
    """The labels of variants, in a row."""
    shown = [label(variant, language) for variant in variants[:most]]
    joined = ("；" if language == "zh" else "; ").join(text for text in shown if text)
    return joined + ("…" if len(variants) > most else "")
