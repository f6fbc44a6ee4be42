"""Which variants of a product a question speaks of: "in M", "the black one", "黑色42码"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...shop import Language, Localized, Option, Product, Variant
from ...text.normalise import has_cjk, normalise
from .quoting import clean

_SIZE, _COLOUR = re.compile(r"size|尺码|鞋码|码数", re.I), re.compile(r"colou?r|颜色|花色", re.I)
_SIZES = re.compile(r"\bsize ([a-z]{1,4}\b|\d{1,3}(?:\.5)?)|(?<![a-z0-9])(\d{2,3}(?:\.5)?|[xsml]{1,4})(?:号|码)|\b(x{1,4}[sl])\b")
_FAMILIES = "黑白灰蓝绿紫粉红橙黄棕金银米"
_COLOURS = re.compile(
    r"\b(?:black|white|gr[ea]y|navy|blue|mint|green|lilac|purple|pink|red|orange|yellow|sand|beige|brown|gold|silver)\b"
    rf"|[{_FAMILIES}](?=色|的)")


def asked_for(product: Product, text: str) -> list[Variant]:
    """The variants with every value that the text names; all of them where it names none."""
    plain = normalise(text)
    named = [option for option in _options(product) if any(_names(plain, value, option) for value in option.value.all)]
    wanted = {option.name: [o.value for o in named if o.name == option.name] for option in named}
    return [v for v in product.variants if all(_has(v, name, texts) for name, texts in wanted.items())]


def named_options(product: Product, text: str) -> bool:
    """Whether the text names a value of an option."""
    plain = normalise(text)
    return any(_names(plain, value, option) for option in _options(product) for value in option.value.all)


def strange_option(product: Product, text: str) -> bool:
    """Whether the text names a size or a colour in which the product, which comes in sizes or colours, does not come."""
    plain = normalise(text)
    for names, found in ((_SIZE, _SIZES.findall(plain)), (_COLOUR, _COLOURS.findall(plain))):
        known = [normalise(v) for o in _options(product) if any(names.search(n) for n in o.name.all) for v in o.value.all]
        said = ["".join(each) if isinstance(each, tuple) else each for each in found]
        if known and said and not any(each in value.split() or each in value for each in said for value in known):
            return True
    return False


def label(variant: Variant, language: Language) -> str:
    """The values of a variant's options in words: "Black, M"."""
    return ("、" if language == "zh" else ", ").join(clean(option.value.get(language)) for option in variant.options)


def values(product: Product, language: Language) -> str:
    """What a product comes in, option by option."""
    names = dict.fromkeys(clean(option.name.get(language)) for option in _options(product))
    lists = {name: [clean(o.value.get(language)) for o in _options(product) if clean(o.name.get(language)) == name] for name in names}
    if language == "zh":
        return "；".join(f"{name}：{'、'.join(each)}" for name, each in lists.items())
    return "; ".join(f"{name}: {', '.join(each)}" for name, each in lists.items())


def _has(variant: Variant, name: Localized, texts: Sequence[Localized]) -> bool:
    return any(option.name == name and option.value in texts for option in variant.options)


def _options(product: Product) -> Iterator[Option]:
    yield from dict.fromkeys(option for variant in product.variants for option in variant.options)


def _names(plain: str, value: str, option: Option) -> bool:
    """Whether a normalised text names an option's value. A colour is also named by its family: 红色 for 朱红, green for "sage green"."""
    wanted = normalise(value)
    if has_cjk(wanted):
        return wanted in plain or any(family in wanted and re.search(f"{family}[色的]", plain) for family in _FAMILIES)
    if " " in wanted and _COLOURS.fullmatch(wanted.split()[-1]):
        wanted = wanted.split()[-1]
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
