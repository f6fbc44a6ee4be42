"""Variants: which sizes and colours there are, whether one that is named can be had, which one a shopper takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...shop import Language, Localized, Variant
from ...text.normalise import has_cjk, normalise
from .conditions import field_key
from .facts import Item
from .words import listed, price, say

_SIZE = re.compile(r"(?<![a-z0-9])(xxxl|xxl|xl|xxs|xs|[sml]|\d{2,3}(?:\.5)?)(?![a-z0-9.])\s*(?:码|号|cm)?")
_COLOUR = re.compile(
    r"((?:深|浅|淡|亮|酒|墨|藏|天|宝|薄荷|丁香|玫瑰)?(?:红|橙|黄|绿|蓝|紫|黑|白|灰|粉|棕|咖啡|金|银|米|卡其|驼|杏|青)色)|\b(red|blue|green|pink|purple|yellow|orange|gr[ae]y|brown|black|white|gold|silver|beige|khaki)\b"
)
FEW = 5  # left on the shelf, from which the number is told


def named_options(item: Item, text: str) -> dict[str, Localized]:
    """The options of a product that a normalised text names, by field: {"size": M}."""
    found: dict[str, Localized] = {}
    for variant in item.product.variants:
        for option in variant.options:
            if any(says(text, normalise(value)) for value in option.value.all):
                known = found.get(field_key(option.name.get("en")))
                if known is None or len(option.value.get("zh")) > len(known.get("zh")):
                    found[field_key(option.name.get("en"))] = option.value
    return found


def unknown_option(item: Item, text: str) -> str:
    """A size or colour that a normalised text names and the product does not come in; empty for none."""
    values = {normalise(v) for variant in item.product.variants for option in variant.options for v in option.value.all}
    words = [next(g for g in match.groups() if g) for pattern in (_SIZE, _COLOUR) for match in pattern.finditer(text)]
    return (
        next(
            (word for word in words if not any(word in value or value in word for value in values) and not _PLACE.search(text)), ""
        )
        if values
        else ""
    )


_PLACE = re.compile(r"[块元¥$]|price|under|below")


def variants(item: Item, chosen: dict[str, Localized]) -> list[Variant]:
    """The variants with these options."""
    return [
        v
        for v in item.product.variants
        if all(any(field_key(o.name.get("en")) == f and o.value == value for o in v.options) for f, value in chosen.items())
    ]


def option_words(variant: Variant, language: Language) -> str:
    """The options of a variant for reading: 黑色 M."""
    return " ".join(option.value.get(language) for option in variant.options)


def answer(item: Item, text: str, language: Language) -> str:
    """What can be had of a product, told by its stock: of the options that a normalised text names, or of all."""
    title, chosen = item.product.title.get(language), named_options(item, text)
    missing = unknown_option(item, text)
    if missing and not chosen:
        return f"{say('no_option', language, title=title, option=missing.upper())}{_gap(language)}{_offered(item, language)}"
    fits = variants(item, chosen)
    if len(item.product.variants) == 1:
        return _plain(item, item.product.variants[0], language)
    sold = [each for each in fits if each.in_stock]
    if chosen:
        return _named(item, chosen, fits, sold, language)
    return f"{title}{'：' if language == 'zh' else ': '}{_offered(item, language)}"


def _named(item: Item, chosen: dict[str, Localized], fits: Sequence[Variant], sold: Sequence[Variant], language: Language) -> str:
    title, option = item.product.title.get(language), " ".join(value.get(language) for value in chosen.values())
    if not sold:
        rest = _offered(item, language)
        return f"{say('stock_no', language, title=title, option=option)}{_gap(language)}{rest}"
    least = min(sold, key=lambda v: v.price.amount if v.price else 0)
    count = sum(v.stock or 0 for v in sold) if all(v.stock is not None for v in sold) else None
    left = say("left", language, n=count) if count is not None and 0 < count <= FEW else ""
    text = say("stock_yes", language, title=title, option=option, left=left, price=price(least.price, language))
    others = [value for value in _distinct(sold, language, chosen) if value]
    more = (
        f"{_gap(language)}{say('stock_other', language, options=listed(others[:8], language, 'and'))}"
        if len(fits) > 1 and others
        else ""
    )
    return text + more


def _distinct(sold: Sequence[Variant], language: Language, chosen: dict[str, Localized]) -> list[str]:
    return list(
        dict.fromkeys(" ".join(o.value.get(language) for o in v.options if field_key(o.name.get("en")) not in chosen) for v in sold)
    )


def _plain(item: Item, variant: Variant, language: Language) -> str:
    name = "plain_yes" if variant.in_stock else "plain_no"
    return say(name, language, title=item.product.title.get(language), price=price(variant.price, language))


def _offered(item: Item, language: Language) -> str:
    """What is in stock, option by option: colours, and the sizes of each where both vary."""
    sold = [each for each in item.product.variants if each.in_stock]
    if not sold:
        return say("stock_none", language, title=item.product.title.get(language))
    groups: dict[str, list[str]] = {}
    for variant in sold:
        words = [option.value.get(language) for option in variant.options]
        groups.setdefault(words[0] if words else "", []).append(" ".join(words[1:]))
    parts = [
        f"{name}（{'、'.join(rest)}）" if language == "zh" and any(rest) else f"{name} ({', '.join(rest)})" if any(rest) else name
        for name, rest in groups.items()
    ]
    return say(
        "stock_other",
        language,
        options=("；" if language == "zh" else "; ").join(parts)
        if any("(" in p or "（" in p for p in parts)
        else listed(parts, language, "and"),
    )


def _gap(language: Language) -> str:
    return "" if language == "zh" else " "


def says(text: str, value: str) -> bool:
    """Whether a normalised text names a value: 蓝色的 for 蓝色, "blue" as a word."""
    if has_cjk(value):
        return value in text or (value.endswith("色") and len(value) > 1 and re.search(rf"{value[:-1]}(?:色|的)", text) is not None)
    return re.search(rf"(?<![a-z0-9]){re.escape(value)}(?![a-z0-9])", text) is not None
