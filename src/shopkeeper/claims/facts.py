"""The facts of a turn: JSON values (results of tools, a receipt, quoted documents) as leaves, each with its path and its records.

What the parts of the facts are called matters in four cases:

- `receipt` (one or several): what was done in this turn. Only it supports "I have cancelled your order".
- `proposal`: what was shown and waits for a yes. It supports "I will cancel …".
- `asked`: the shopper's own words. They support what repeats them (an order number, "under 500"), never a price or a status.
- reviews, under any name with "review" or "comment": they support a sentence that says that buyers say so, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar

from ..shop import Money
from ..text.goods import kinds_of
from .claim import Kind
from .topic import scripts, words

RECEIPT, PROPOSAL, ASKED = "receipt", "proposal", "asked"
PROSE = 60  # characters from which on a text is prose, which supports what is about the same
LONGEST = 20_000  # characters of a fact's text that are read
IDS = frozenset(("id", "order_id", "item_id", "product_id", "variant_id", "sku", "user_id", "customer_id"))
NAMES = frozenset(("name", "title"))
_REVIEW = re.compile(r"review|comment|评价|评论")
_SENTENCES = re.compile(r"[^。！？!?\n]+?(?:[。！？!?\n]+|\.(?=\s|$)|$)")
_ROOT = re.compile(r"[.\[]")
_CURRENCY = re.compile("[A-Z]{3}")
_CODE = re.compile(r"#?[\w-]*\d[\w-]{3,}")

T = TypeVar("T")
Owner = tuple[str, str]  # a field and what identifies a record by it


class Leaf(NamedTuple):
    """One value of the facts: where it is, the name that it has, the records that it belongs to, and the currency beside it."""

    path: str
    key: str
    value: Any
    owners: tuple[Owner, ...] = ()
    currency: str = ""
    prose: bool = False  # one sentence of a text

    @property
    def root(self) -> str:
        """The part of the facts that it comes from."""
        return _place(self.path)[0]

    @property
    def review(self) -> bool:
        """Whether a buyer wrote it."""
        return _place(self.path)[1]


@lru_cache(8192)
def _place(path: str) -> tuple[str, bool]:
    """The first name of a path, and whether it leads to what buyers wrote."""
    return _ROOT.split(path, maxsplit=1)[0], _REVIEW.search(path) is not None


class Facts:
    """Facts that a text is held against; `now` is what "tomorrow" counts from."""

    def __init__(self, value: Any, now: datetime | None, read: Callable[[str], Mapping[Kind, tuple[Any, ...]]]) -> None:
        self.now, self.read = now, read  # `read` finds what a text claims, by kind
        self.product = _is_product(value)
        self.leaves: list[Leaf] = list(_leaves(_named(value) if self.product else value, "", "", (), ""))
        self._known: dict[Kind, list[tuple[Leaf, Any]]] = {}
        self._derived: dict[Any, Any] = {}

    def known(self, kind: Kind, of_leaf: Callable[[Leaf], Iterable[Any]]) -> list[tuple[Leaf, Any]]:
        """Everything that the facts say of a kind: what `of_leaf` reads, and what their texts claim."""
        if kind not in self._known:
            self._known[kind] = [(leaf, value) for leaf in self.leaves for value in (*of_leaf(leaf), *self._said(leaf, kind))]
        return self._known[kind]

    def about(self, leaf: Leaf, mine: frozenset[str]) -> bool:
        """Whether a sentence of a text is about the same as a claim. One in the other language may be, where there is none in this one."""
        theirs = words(leaf.value)
        if mine & theirs or not mine:
            return True
        return scripts(mine).isdisjoint(scripts(theirs) | self._scripts.get(leaf.root, frozenset()))

    @cached_property
    def _scripts(self) -> dict[str, frozenset[str]]:
        out: dict[str, frozenset[str]] = {}
        for leaf in self.leaves:
            if leaf.prose:
                out[leaf.root] = out.get(leaf.root, frozenset()) | scripts(words(leaf.value))
        return out

    def _said(self, leaf: Leaf, kind: Kind) -> tuple[Any, ...]:
        return self.read(leaf.value).get(kind, ()) if isinstance(leaf.value, str) else ()

    def says(self, path: str) -> str:
        """What the fact at a path is, in words; empty for no path."""
        return " ".join(str(leaf.value).strip() for leaf in self.leaves if leaf.path == path) if path else ""

    @cached_property
    def own(self) -> list[Leaf]:
        """What the shop itself says."""
        return [leaf for leaf in self.leaves if leaf.root != ASKED and (self.product or not leaf.review)]

    def derived(self, build: Callable[[list[Leaf]], T]) -> T:
        """What is made of the shop's own facts, neither a shopper's words nor a buyer's, once for all claims."""
        if build not in self._derived:
            self._derived[build] = build(self.own)
        out: T = self._derived[build]
        return out

    @cached_property
    def goods(self) -> frozenset[str]:
        """The kinds of goods that the facts name."""
        return frozenset(kind for leaf in self.leaves if isinstance(leaf.value, str) and not leaf.prose for kind in kinds_of(leaf.value))

    @cached_property
    def owners(self) -> dict[Owner, tuple[str, ...]]:
        """Every record that is named: its field and name, and the ways to write it."""
        found = {owner for leaf in self.leaves for owner in leaf.owners}
        return {owner: (owner[1].lower(), owner[1].lower().lstrip("#")) for owner in found if len(owner[1].strip("#")) > 2}

    def meant(self, text: str, fields: frozenset[str]) -> dict[str, set[str]]:
        """Which records a text names, by their field."""
        out: dict[str, set[str]] = {}
        for (key, name), ways in self.owners.items():
            if key in fields and any(way in text for way in ways):
                out.setdefault(key, set()).add(name)
        return out


def another(leaf: Leaf, meant: Mapping[str, set[str]]) -> bool:
    """Whether a leaf belongs to another record than the ones that are meant."""
    for key, names in meant.items():
        mine = {name for of, name in leaf.owners if of == key}
        if mine and not mine & names:
            return True
    return False


def _is_product(value: Any) -> bool:
    """Whether facts are pairs of a name and a value, which are all that is known of one product."""
    return isinstance(value, list | tuple) and all(map(_pair, value))


def _pair(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2 and isinstance(value[0], str)


def _named(pairs: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Pairs of a name and a value as an object; a name that comes twice has a list."""
    out: dict[str, list[Any]] = {}
    for name, each in pairs:
        out.setdefault(name, []).append(each)
    return {name: each[0] if len(each) == 1 else each for name, each in out.items()}


def _leaves(value: Any, path: str, key: str, owners: tuple[Owner, ...], currency: str) -> Iterator[Leaf]:
    if isinstance(value, str):
        prose = len(value) > PROSE and key not in NAMES
        parts = _SENTENCES.findall(value[:LONGEST]) if prose else [value]
        yield from (Leaf(path, key, part, owners, currency, prose) for part in parts)
    elif isinstance(value, int | float):
        yield Leaf(path, key, value, owners, currency)
    elif isinstance(value, Mapping):
        yield from _of_object(value, path, key, owners, currency)
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        yield Leaf(f"{path}.length", "length", len(value), owners)
        for number, each in enumerate(value):
            yield from _leaves(each, f"{path}[{number}]", key, owners, currency)
    elif value is not None:
        yield Leaf(path, key, value, owners, currency)


def _of_object(value: Mapping[str, Any], path: str, key: str, owners: tuple[Owner, ...], currency: str) -> Iterator[Leaf]:
    currency = value["currency"] if isinstance(value.get("currency"), str) else currency
    owners = (*owners, *_identified(value))
    if set(value) == {"amount", "currency"} and type(value["amount"]) is int and _CURRENCY.fullmatch(currency):
        yield Leaf(path, key, Money(value["amount"], currency), owners)  # as JSON has it: minor units
        return
    for name, each in value.items():
        if _CODE.fullmatch(str(name)):
            yield Leaf(f"{path}.{name}".lstrip("."), "id", str(name), owners)
        yield from _leaves(each, f"{path}.{name}".lstrip("."), str(name), owners, currency)


def _identified(value: Mapping[str, Any]) -> Iterator[Owner]:
    for key, each in value.items():
        if key in IDS and isinstance(each, str | int):
            yield key, str(each)
        elif key in NAMES:
            names = each.values() if isinstance(each, Mapping) else (each,)
            yield from ((key, name) for name in names if isinstance(name, str) and name)
