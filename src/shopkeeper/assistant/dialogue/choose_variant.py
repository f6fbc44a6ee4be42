"""Which variant of a product it shall be: computed from what was asked, what the first one was, and what can be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...shop import Product, Variant
from .comparing import PRICE, Comparison
from .product_options import OptionTable, option_table, options_of
from .wanted import Wanted


@dataclass(frozen=True, slots=True)
class Chosen:
    """`variant` where it is clear which one; else `open` are those that fit (the shopper chooses). When `impossible`, `open` are the nearest
    that can be had, `variant` the only such one. `drop`: the shopper wants none then. `stays`: what they have is the
    cheapest (or the dearest) already, as they want it. `sold_out`: one that would fit exists and cannot be had. `missing` are values that no
    variant has, by option."""

    variant: Variant | None = None
    open: tuple[Variant, ...] = ()
    impossible: bool = False
    drop: bool = False
    stays: bool = False
    sold_out: bool = False
    missing: dict[str, str] = field(default_factory=dict)


def choose_variant(product: Product, original: Variant | None, chain: Sequence[Wanted], *, of: Sequence[Variant] = ()) -> Chosen:
    """The variant of `product` that the first wish of `chain` which can be met means, `original` being the one that the shopper has;
    `of` narrows it to some."""
    first: Chosen | None = None
    for wish in chain:
        if wish.drop:
            return Chosen(drop=True) if first is None or first.impossible else first
        chosen = _choose(product, original, wish, list(of or product.variants))
        if chosen.variant and not chosen.impossible:
            return chosen
        first = chosen if first is None or (first.impossible and not chosen.impossible) else first
    return first or Chosen(open=_available(product.variants, original))


def _choose(product: Product, original: Variant | None, wish: Wanted, among: list[Variant]) -> Chosen:
    table = option_table(product)
    named = [variant for variant in among if variant.id in wish.codes or (variant.sku and variant.sku in wish.codes)]
    if named:
        return _only(named[0], original)
    if wish.identical and original:
        return Chosen(original) if original.in_stock else Chosen(impossible=True, sold_out=True, open=_available(among, original))
    if not wish:
        return Chosen(open=_available(among, original))
    fitting = [variant for variant in among if _fits(variant, original, wish, table)]
    available = [variant for variant in fitting if variant.in_stock and (original is None or variant.id != original.id)]
    if wish.missing or not available:
        nearest = _nearest(among, original, wish, table)
        return Chosen(nearest[0] if len(nearest) == 1 else None, nearest, impossible=True, sold_out=bool(fitting) and not wish.missing, missing=wish.missing)
    chosen = _settle(available, original, wish, table)
    return Chosen(stays=True) if _best_already(chosen, original, wish) else chosen


def _best_already(chosen: Chosen, original: Variant | None, wish: Wanted) -> bool:
    """Whether the most that can be had is no more than what there is."""
    wanted = next((each for each in wish.compared if each.option == PRICE and each.extreme), None)
    if wanted is None or original is None or original.price is None or chosen.variant is None or chosen.variant.price is None:
        return False
    if any(options_of(original).get(option) not in values for option, values in wish.asked.items()):
        return False
    return (chosen.variant.price.amount - original.price.amount) * wanted.direction <= 0


def _only(variant: Variant, original: Variant | None) -> Chosen:
    possible = variant.in_stock and (original is None or variant.id != original.id)
    return Chosen(variant) if possible else Chosen(impossible=True, sold_out=not variant.in_stock)


def _fits(variant: Variant, original: Variant | None, wish: Wanted, table: OptionTable) -> bool:
    has, had = options_of(variant), options_of(original) if original else {}
    if any(has.get(option) not in values or (len(values) > 1 and has.get(option) == had.get(option)) for option, values in wish.asked.items()):
        return False
    if any(has.get(option) in values for option, values in wish.avoided.items()):
        return False
    if had and any(has.get(option) != had.get(option) for option in _to_keep(wish, table)):
        return False
    return all(_compares(variant, original, each, table) for each in wish.compared if not each.extreme)


def _to_keep(wish: Wanted, table: OptionTable) -> set[str]:
    """The options that must stay as they are."""
    touched = {*wish.asked, *wish.avoided, *wish.free, *wish.preferred, *(each.option for each in wish.compared)}
    return wish.kept | ({*table.values} - touched if wish.same else set())


def _compares(variant: Variant, original: Variant | None, wanted: Comparison, table: OptionTable) -> bool:
    place, before = _place(variant, wanted.option, table), _place(original, wanted.option, table) if original else None
    if place is None or before is None:
        return original is None
    if wanted.by:
        return place - before == wanted.direction * wanted.by
    return (place - before) * wanted.direction > 0


def _place(variant: Variant, option: str, table: OptionTable) -> float | None:
    if option == PRICE:
        return float(variant.price.amount) if variant.price else None
    return table.places.get(option, {}).get(options_of(variant).get(option, ""))


def _settle(available: list[Variant], original: Variant | None, wish: Wanted, table: OptionTable) -> Chosen:
    """Of those that can be had, the one that is liked best; several where nothing said tells them apart."""
    left = available
    for each in wish.compared:
        if each.extreme or each.near:
            left = _furthest(left, each, table)
    for option, values in [*wish.preferred.items(), *wish.asked.items()]:
        for value in values if len(values) > 1 or option in wish.preferred else ():
            if liked := [variant for variant in left if options_of(variant).get(option) == value]:
                left = liked
                break
    if len(left) == 1:
        return Chosen(left[0])
    if original is not None:
        left = _like_before(left, original, wish, table)
    if len(left) > 1 and (wish.any or (wish.compared and all(each.option == PRICE for each in wish.compared))):
        left = sorted(left, key=lambda variant: variant.price.amount if variant.price else 0)[:1]
    return Chosen(left[0]) if len(left) == 1 else Chosen(open=tuple(left))


def _furthest(left: list[Variant], wanted: Comparison, table: OptionTable) -> list[Variant]:
    """Those at the end of the scale; for a step ("slightly bigger") those next to what there was."""
    sign = wanted.direction * (1 if wanted.extreme else -1)
    placed = [(place * sign, variant) for variant in left if (place := _place(variant, wanted.option, table)) is not None]
    best = max((place for place, _ in placed), default=0.0)
    return [variant for place, variant in placed if place == best] or left


def _like_before(left: list[Variant], original: Variant, wish: Wanted, table: OptionTable) -> list[Variant]:
    """Those that keep all that was not spoken of; all of them where none does, unless the rest does not matter: then the nearest."""
    had = options_of(original)
    touched = {*wish.asked, *wish.avoided, *(each.option for each in wish.compared)}
    rest = [option for option in table.values if option not in touched]
    alike = {variant.id: sum(options_of(variant).get(option) == had.get(option) for option in rest) for variant in left}
    most = max(alike.values())
    strict = [option for option in rest if option not in wish.free]
    if most == len(rest) or wish.any:
        return [variant for variant in left if alike[variant.id] == most]
    loose = [variant for variant in left if all(options_of(variant).get(option) == had.get(option) for option in strict)]
    return [variant for variant in loose if alike[variant.id] == max(alike[each.id] for each in loose)] if loose else left


def _nearest(among: Sequence[Variant], original: Variant | None, wish: Wanted, table: OptionTable) -> tuple[Variant, ...]:
    """What can be had and comes nearest to the wish: most of what was asked, then most of what there was."""
    had, available = options_of(original) if original else {}, list(_available(among, original))

    def closeness(variant: Variant) -> tuple[int, int]:
        has = options_of(variant)
        met = sum(has.get(option) in values for option, values in wish.asked.items())
        met += sum(has.get(option) not in values for option, values in wish.avoided.items())
        met += sum(_compares(variant, original, each, table) for each in wish.compared if not each.extreme)
        met += sum(variant in _furthest(available, each, table) for each in wish.compared if each.extreme)
        return met, sum(has.get(option) == value for option, value in had.items())

    ranked = sorted(available, key=closeness, reverse=True)
    best = closeness(ranked[0])[0] if ranked else 0
    return tuple(variant for variant in ranked if closeness(variant)[0] == best)


def _available(among: Sequence[Variant], original: Variant | None) -> tuple[Variant, ...]:
    return tuple(variant for variant in among if variant.in_stock and (original is None or variant.id != original.id))
