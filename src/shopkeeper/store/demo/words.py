"""The words of the demo shop: departments, product types, facts, brands, colours, as typed tables.

They lie in `words/*.toml`; a text in both languages is written "中文|English" there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ...shop import Localized

DEPARTMENTS = ("audio", "phones", "appliances", "home", "clothing", "shoes", "beauty", "food", "baby", "sports")


@dataclass(frozen=True, slots=True)
class Brand:
    """An invented brand; `level` 0..1 is how expensive it is."""

    name: Localized
    level: float


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour to choose, with the hex value it is drawn in."""

    key: str
    name: Localized
    hex: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A second thing to choose besides the colour: values, each with its price factor."""

    name: Localized
    values: tuple[tuple[Localized, float], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """An attribute that products of a type have, what it may be, and how it is put into words.

    Exactly one of `range` (low, high, step), `values` and `chance` (of yes, at the cheapest and at
    the dearest) says what it may be. `rises`: dearer products have more of it.
    """

    name: Localized
    unit: str
    range: tuple[float, float, float] | None
    values: tuple[Localized, ...]
    chance: tuple[float, float] | None
    rises: bool
    lead: Localized
    title: Localized
    say: tuple[Localized, ...]
    say_no: tuple[Localized, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A product type with all that is written about it. One that is `consumable` is used up and bought again, one that is `perishable`
    soon; `sold_in` are the countries it may be sent to, none everywhere."""

    key: str
    department: Department
    path: tuple[Localized, ...]
    noun: Localized
    picture: str
    price: tuple[float, float]
    weight: tuple[float, float]
    season: str
    colours: tuple[Colour, ...]
    tints: tuple[str, ...]
    choice: Choice | None
    aspects: tuple[str, ...]
    complements: tuple[str, ...]
    queries: tuple[Localized, ...]
    uses: tuple[Localized, ...]
    details: tuple[Localized, ...]
    closings: tuple[Localized, ...]
    facts: tuple[Fact, ...]
    perishable: bool
    consumable: bool
    sold_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """A department with its brands and the sentences that may close a description."""

    key: str
    name: Localized
    brands: tuple[Brand, ...]
    closings: tuple[Localized, ...]


def both(text: str) -> Localized:
    """A "中文|English" text; one without a bar is the same in both languages, "中文|" has no English."""
    zh, bar, en = text.partition("|")
    return Localized(zh, en if bar else zh)


@cache
def read(name: str) -> dict[str, Any]:
    """The table `words/<name>.toml`."""
    return tomllib.loads((files(__package__) / "words" / f"{name}.toml").read_text("utf-8"))


@cache
def colours() -> dict[str, Colour]:
    """All colours by key."""
    rows = {key: value.split("|") for key, value in read("colours").items()}
    return {key: Colour(key, Localized(zh, en), hex) for key, (zh, en, hex) in rows.items()}


@cache
def series() -> tuple[Localized, ...]:
    """The names that product lines go by."""
    return _texts(read("series")["names"])


@cache
def kinds() -> tuple[Kind, ...]:
    """Every product type, one of each department in turn, so that any first few are a mixture."""
    shelves = [_department(key) for key in DEPARTMENTS]
    longest = max(map(len, shelves))
    return tuple(shelf[row] for row in range(longest) for shelf in shelves if row < len(shelf))


def _department(key: str) -> list[Kind]:
    table = read(key)
    brands = [text.rsplit("|", 1) for text in table["brands"]]
    department = Department(key, both(table["name"]), tuple(Brand(both(n), float(level)) for n, level in brands), _texts(table["closings"]))
    return [_kind(row, department) for row in table["types"]]


def _kind(row: dict[str, Any], department: Department) -> Kind:
    return Kind(
        key=row["key"], department=department, path=(department.name, *_texts(row["path"].split(">"))), noun=both(row["noun"]),
        picture=row["picture"], price=tuple(row["price"]), weight=tuple(row["weight"]), season=row["season"],
        colours=tuple(colours()[key] for key in row.get("colours", "").split()), tints=tuple(row.get("tints", ())),
        choice=_choice(row.get("choice")), aspects=tuple(row["aspects"].split()), complements=tuple(row["with"].split()),
        queries=_texts(row["queries"]), uses=_texts(row["uses"]), details=_texts(row["details"]),
        closings=_texts(row["closings"]) if "closings" in row else department.closings,
        facts=tuple(_fact(fact) for fact in row["attributes"]), perishable=row.get("perishable", False),
        consumable=row.get("consumable", row.get("perishable", False)), sold_in=tuple(row.get("sold_in", "").split()),
    )  # fmt: skip


def _choice(row: dict[str, Any] | None) -> Choice | None:
    if row is None:
        return None
    values = [text.rsplit("|", 1) for text in row["values"]]
    return Choice(both(row["name"]), tuple((both(name), float(factor)) for name, factor in values))


def _fact(row: dict[str, Any]) -> Fact:
    return Fact(
        name=both(row["name"]), unit=row.get("unit", ""), range=tuple(row["range"]) if "range" in row else None,
        values=_texts(row.get("values", ())), chance=tuple(row["chance"]) if "chance" in row else None, rises=row.get("rises", False),
        lead=both(row.get("lead", "")), title=both(row.get("title", "")), say=_texts(row.get("say", row.get("yes", ()))),
        say_no=_texts(row.get("no", ())),
    )  # fmt: skip


def _texts(rows: Iterable[str]) -> tuple[Localized, ...]:
    return tuple(both(row) for row in rows)
