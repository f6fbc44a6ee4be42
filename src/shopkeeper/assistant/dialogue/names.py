"""How orders, goods, addresses and payment methods are called in an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...shop import Address, Language, Order, Product, Variant
from ...shop.policy import named, variant_named
from ...shop.policy.ways import Way
from ...shop.policy.words import STATUS
from .own import Line, Own
from .product_options import option_name


def line_name(line: Line, language: Language) -> str:
    """Goods with their options."""
    return named(line.row, line.product).get(language)


def lines_name(lines: Iterable[Line], language: Language) -> str:
    """Several goods, one after another."""
    return join([line_name(line, language) for line in lines], language)


def short_name(line: Line, language: Language) -> str:
    """Goods without their options."""
    return line.product.title.get(language) if line.product else line.row.title or line.item


def order_name(order: Order, own: Own, language: Language, *, status: bool = True) -> str:
    """An order by its number, with what is in it and how it stands."""
    goods = [short_name(own.line(order, number), language) for number in range(len(order.lines))]
    shown = "、".join(dict.fromkeys(goods)) if language == "zh" else ", ".join(dict.fromkeys(goods))
    stands = status_name(order, language) if status else ""
    inside = ("，" if language == "zh" else "; ").join(filter(None, (shown, stands)))
    return f"{order.id}（{inside}）" if language == "zh" else f"{order.id} ({inside})"


def status_name(order: Order, language: Language) -> str:
    """Where an order stands."""
    return STATUS[order.status].get(language)


def address_name(address: Address, language: Language) -> str:
    """An address in one line."""
    parts = [part for part in (address.line1, address.line2, address.city, " ".join(filter(None, (address.region, address.postcode)))) if part]
    return ("，" if language == "zh" else ", ").join(parts)


def variant_options(variant: Variant, language: Language) -> str:
    """The options of a variant alone: "black, size M"."""
    values = [f"{option.name.get(language)} {option.value.get(language)}" if _bare(option.value.get("en") or option.value.zh) else option.value.get(language) for option in variant.options]
    return ("、" if language == "zh" else ", ").join(values)


def _bare(value: str) -> bool:
    """A value that says nothing without the name of its option."""
    return value.lower() in ("yes", "no", "none", "low", "medium", "high", "full", "half", "fixed", "standard", "s", "m", "l", "xl", "xs", "xxl", "是", "否", "无") or value.isdigit()


def variant_line(product: Product, variant: Variant, language: Language) -> str:
    """A variant with its price, for a list to choose from."""
    options = variant_options(variant, language) or variant_named(product, variant).get(language)
    return f"{options}：{variant.price}" if language == "zh" else f"{options}: {variant.price}"


def way_name(way: Way, language: Language) -> str:
    """A way to pay; a gift card with what is on it."""
    if way.balance is None:
        return way.label.get(language)
    return f"{way.label.zh}（余额 {way.balance}）" if language == "zh" else f"{way.label.en} (balance {way.balance})"


def join(parts: Sequence[str], language: Language, *, last: str = "") -> str:
    """A list in a sentence: "a, b and c"."""
    if language == "zh":
        return "、".join(parts)
    word = last or "and"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}" if parts else ""


def numbered(parts: Sequence[str]) -> str:
    """A list to choose from, one a line."""
    return "\n".join(f"{number}. {part}" for number, part in enumerate(parts, 1))


def option_value(variant: Variant, option: str, language: Language) -> str:
    """The value of an option of a variant."""
    return next((each.value.get(language) for each in variant.options if option_name(each.name) == option), "")


def option_label(variant: Variant, option: str, language: Language) -> str:
    """What an option is called."""
    return next((each.name.get(language) for each in variant.options if option_name(each.name) == option), option)
