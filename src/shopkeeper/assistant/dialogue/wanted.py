"""What is wanted of a product, read from a shopper's own words against the options that it has: "clicky, same size, no backlight if need be"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ...shop import Product
from ...text.choices import measures_in
from ...text.normalise import normalise
from ...text.phrases import Found
from .comparing import Comparison, comparisons
from .product_options import OptionTable, Pick, is_switch, nothing, of_switch, option_table
from .wanted_words import (
    AFTER,
    BEST_FIRST,
    BOTH,
    DROP,
    ENDS,
    EVERYTHING_ELSE,
    IF,
    IF_BOTH,
    IMPOSSIBLE,
    JUST_SAME,
    OR_LESS,
    OR_MORE,
    OTHERWISE,
    RANKED,
    SAME_ONE,
    STOPS,
    Mode,
    modes_in,
    pieces,
)

_TO = re.compile(r"\b(?:to|into)\b|换|改|变")
_OPENING = re.compile(r"^\W*(?:(?:ok(?:ay)?|well|so|and|then|next|finally|last(?:ly)?|其次|然后是|最后|第[一二三四五](?:件|个|样|点|条)?事?)[\s,:]*)+")
_CODE = re.compile(r"(?<!\d)\d{8,13}(?!\d)")


@dataclass
class Wanted:
    """What is wanted: option values that are asked for (several: any of them, the first liked best), that are not wanted, that are
    preferred; options that shall stay as they are or do not matter (`same`, `any`: all that is not named); comparisons; values that no
    variant has. `identical`: the very same again. `drop`: rather nothing at all. `codes` are numbers that may be those of a variant."""

    asked: dict[str, list[str]] = field(default_factory=dict)
    avoided: dict[str, set[str]] = field(default_factory=dict)
    preferred: dict[str, list[str]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    free: set[str] = field(default_factory=set)
    same: bool = False
    any: bool = False
    compared: list[Comparison] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    identical: bool = False
    drop: bool = False
    codes: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(
            self.asked or self.avoided or self.preferred or self.kept or self.free or self.compared or self.missing or self.identical or self.codes
            or self.same or self.any)

    def over(self, earlier: Wanted) -> Wanted:
        """These wishes laid over earlier ones: what is said of an option now replaces what was said of it."""
        named = {*self.asked, *self.kept, *self.missing, *(each.option for each in self.compared)}
        return Wanted(
            {**_still(_without(earlier.asked, named), self.avoided), **self.asked}, {**_without(earlier.avoided, named), **self.avoided},
            {option: [*earlier.preferred.get(option, ()), *self.preferred.get(option, ())] for option in {**earlier.preferred, **self.preferred}},
            {*(earlier.kept - named), *self.kept}, {*earlier.free - named, *self.free}, earlier.same or self.same, earlier.any or self.any,
            [*(each for each in earlier.compared if each.option not in named), *self.compared], {**_without(earlier.missing, named), **self.missing},
            self.identical or (earlier.identical and not named), self.drop, [*earlier.codes, *self.codes])


def read_wanted(text: str, product: Product) -> list[Wanted]:
    """What a text asks of a product, first choice first; each further one is for the case that those before it cannot be had."""
    table, plain = option_table(product), normalise(text)
    first, fallbacks = Wanted(), []
    for start, end in pieces(plain, STOPS):
        wish, instead = _sentence(plain[start:end], table)
        first = wish.over(first)
        fallbacks += instead
    if not (first.asked or first.avoided or first.preferred or first.compared or first.missing or first.kept) and JUST_SAME.search(plain):
        first.identical = True
    first.codes = _CODE.findall(plain)
    chain = [first]
    for fallback in fallbacks:
        chain.append(fallback if fallback.drop else fallback.over(chain[-1]))
    return chain


V = TypeVar("V")


def _without(values: Mapping[str, V], names: set[str]) -> dict[str, V]:
    return {name: value for name, value in values.items() if name not in names}


def _still(asked: Mapping[str, list[str]], avoided: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """What was asked for, without what is not wanted any more."""
    left = {option: [value for value in values if value not in avoided.get(option, ())] for option, values in asked.items()}
    return {option: values for option, values in left.items() if values}


def _sentence(text: str, table: OptionTable) -> tuple[Wanted, list[Wanted]]:
    """The wish of a sentence, and what it wants when that cannot be."""
    wish, instead = Wanted(), []
    waiting = impossible = False
    clauses = pieces(text, ENDS)
    for number, (start, end) in enumerate(clauses):
        clause = text[start:end]
        condition, consequence = _condition(clause)
        if condition is None:
            found = _clause(clause, table, opens=not number)
            if waiting and impossible:
                instead.append(_or_drop(found, clause))
                waiting = number + 1 < len(clauses)
            else:
                wish = found.over(wish)
            continue
        impossible = IMPOSSIBLE.search(condition) is not None or OTHERWISE.search(clause) is not None
        waiting = True
        if impossible and consequence:
            instead.append(_or_drop(_clause(consequence, table), consequence))
            waiting = False
        elif not impossible:
            wish = _clause(clause, table).over(wish)
    return wish, [each for each in instead if each or each.drop]


def _or_drop(found: Wanted, clause: str) -> Wanted:
    return replace(found, drop=True) if not found.asked and DROP.search(clause) else found


def _condition(clause: str) -> tuple[str | None, str]:
    """The condition of a clause, and what follows from it where that stands in the same clause; None without a condition."""
    if match := OTHERWISE.search(clause):
        return clause[: match.end()], clause[match.end() :].strip() or clause[: match.start()].strip()
    match = IF.search(clause)
    if match is None or re.match(r"if (?:possible|available|you (?:have|can))|should (?:be|have)", clause[match.start() :]):
        return None, ""
    if match.start() > 8 and match.end() > match.start():
        return clause[match.start() :], clause[: match.start()]
    then = re.search(r"\bthen\b|\bi'?d\b|\bi would\b|就|那", clause[match.end() :])
    cut = match.end() + then.end() if then else len(clause)
    return clause[match.start() : cut] or clause, clause[cut:]


def _clause(text: str, table: OptionTable, *, opens: bool = False) -> Wanted:
    """What a clause wants; `opens`: it is the first of its sentence, so that "then" and "next" rank nothing."""
    wish = Wanted()
    wish.compared = comparisons(text, table)
    taken = [(each.start, each.end) for each in wish.compared]
    values = [each for each in table.mentions(text) if not _inside(each, taken) and text[max(0, each.start - 1) : each.start] not in ("'", "’")]
    names = [each for each in table.named.find(text) if not _inside(each, [*taken, *((v.start, v.end) for v in values)])]
    modes = [mode for mode in modes_in(text) if not any(v.start < mode.end and mode.start < v.end and mode.start >= v.start for v in values)]
    last: tuple[str, str] | None = None
    certain = {option for value in values if len({o for o, _ in value.meanings}) == 1 for option, _ in value.meanings}
    ranked = RANKED.search(_OPENING.sub("", text) if opens else text) is not None
    both, after = BOTH.search(text), IF_BOTH.search(text)
    if after and any(v.start < after.start() for v in values):
        values, both = sorted(values, key=lambda v: (v.start > after.start(), v.start)), after
    elif both:
        values = [*(v for v in values if v.start >= both.end()), *(v for v in values if v.start < both.end())]
    for value in values:
        mode = "prefer" if ranked or both else _mode(text, modes, value.start, value.end)
        option, said = _surest(value, names, text, table, certain)
        certain.add(option)
        _take(wish, option, said, mode, last, text, value)
        _and_beyond(wish, option, said, text[value.end :], table)
        last = (mode, option)
    for name in names:
        if not any(abs(value.start - name.end) <= 1 or abs(name.start - value.end) <= 1 for value in values):
            _name(wish, name, _mode(text, modes, name.start, name.end), table, text)
    wish.missing = _missing(text, values, taken, table)
    _the_rest(wish, text)
    return wish


def _and_beyond(wish: Wanted, option: str, value: str, after: str, table: OptionTable) -> None:
    """ "i7 or better" asks for what is more, too."""
    sign = 1 if OR_MORE.match(after) else -1 if OR_LESS.match(after) else 0
    places = table.places.get(option, {})
    if sign and value in places and wish.asked.get(option) == [value]:
        beyond = [each for each in places if (places[each] - places[value]) * sign > 0]
        wish.asked[option] += sorted(beyond, key=lambda each: places[each] * sign)


def _inside(found: Found[object] | Found[str] | Found[Pick], spans: list[tuple[int, int]]) -> bool:
    return any(start <= found.start < end for start, end in spans)


def _mode(text: str, modes: list[Mode], start: int, end: int) -> str:
    """How a word at `start` to `end` is meant."""
    for name, pattern in AFTER:
        if pattern.match(text, end):
            return name
    before = [mode for mode in modes if mode.end <= start]
    if before and before[-1].name == "from" and text[before[-1].start : before[-1].end] in ("from", "从", "由") and not _TO.search(text, end):
        return "want"
    return before[-1].name if before else "want"


def _surest(value: Found[Pick], names: list[Found[str]], text: str, table: OptionTable, certain: set[str]) -> Pick:
    """Which option a word is a value of, where several have it: the one named beside it, or the first of which no other value is said."""
    picks = sorted(value.meanings, key=lambda pick: list(table.values).index(pick[0]))
    if len({option for option, _ in picks}) > 1:
        near = sorted(names, key=lambda name: min(abs(name.start - value.end), abs(value.start - name.end)))
        for name in near:
            if min(abs(name.start - value.end), abs(value.start - name.end)) <= 3 and (found := [p for p in picks if p[0] in name.meanings]):
                return found[0]
        picks = [pick for pick in picks if pick[0] not in certain] or picks
        picks = [pick for pick in picks if pick[0] == picks[0][0]]
    exact = [pick for pick in picks if normalise(pick[1]) == text[value.start : value.end]]
    return (exact or picks)[0]


def _take(wish: Wanted, option: str, value: str, mode: str, last: tuple[str, str] | None, text: str, found: Found[Pick]) -> None:
    between = text[max(0, found.start - 12) : found.start]
    if mode == "prefer" or (last == ("prefer", option) and BEST_FIRST.search(between)):
        wish.preferred.setdefault(option, []).append(value)
    elif mode == "avoid":
        if last and last == ("prefer", option):
            wish.preferred.setdefault(option, []).append(value)
        else:
            wish.avoided.setdefault(option, set()).add(value)
    elif mode == "free":
        wish.free.add(option)
    elif mode != "from":
        known = wish.asked.setdefault(option, [])
        if value not in known:
            known.append(value)


def _name(wish: Wanted, name: Found[str], mode: str, table: OptionTable, text: str) -> None:
    """An option that is named without a value: "same size", "no backlight", "waterproof"."""
    options = [option for option in table.values if option in name.meanings]
    option = next((each for each in options if text[name.start : name.end] in each.lower()), options[0])
    values = table.values[option]
    if mode == "keep":
        wish.kept.add(option)
    elif mode == "free":
        wish.free.add(option)
    elif is_switch(values) and mode in ("want", "avoid") and option not in wish.asked:
        value = of_switch(values, mode == "want")
        wish.asked[option] = [value] if value else []
    elif mode == "avoid" and (value := nothing(values)):
        wish.asked[option] = [value]
    elif mode == "want" and nothing(values) and re.search(r"proof|resistan|防水", text[name.start : name.end]):
        wish.avoided.setdefault(option, set()).update(v for v in values if v == nothing(values))


def _missing(text: str, values: list[Found[Pick]], taken: list[tuple[int, int]], table: OptionTable) -> dict[str, str]:
    """Numbers with a unit that one option counts in, but that none of its values has."""
    missing = {}
    for said in measures_in(text):
        if said.unit and not any(v.start <= said.start < v.end for v in values) and not any(start <= said.start < end for start, end in taken):
            options = [option for option in table.values if table.has_unit(option, said.unit)]
            if len(options) == 1 and len(table.measured[options[0]]) > 1:
                missing[options[0]] = text[said.start : said.end]
    return missing


def _the_rest(wish: Wanted, text: str) -> None:
    rest = EVERYTHING_ELSE.search(text)
    if rest:
        around = text[max(0, rest.start() - 30) : rest.end() + 20]
        if any(pattern in around for pattern in ("same", "keep", "unchanged", "like mine", "like it", "as it is", "as now", "like now", "as before", "stays", "mine", "identical", "不变", "一样", "保持", "不动", "相同", "照旧", "不换", "别动")):
            wish.same = True
        elif re.search(r"nothing else matters|care|matter|mind|whatever|any|fine|无所谓|随便|都行|都可以|不在乎|不限|没要求|不重要", text):
            wish.any = True
    elif SAME_ONE.search(text):
        wish.same = True
    if re.search(r"without changing (?:the |any )?(?:other|anything)", text):
        wish.same = True
    if re.search(r"(?:only care about|只(?:在乎|要求|看))", text):
        wish.any = True
