"""The unit of a number that a record gives without one: where the title states the same number, it says of what."""

from __future__ import annotations

import re

from .words import HERE, table

_FILE = HERE / "measures.toml"
_STATED = re.compile(r"(?<![\w.])(\d+(?:[.,]\d+)?)[ -]?([A-Za-z]+|\"|″|”)(?![A-Za-z])")
_BARE = re.compile(r"[\d\s.,/x×*–~±()-]+", re.I)
_SIZES = ("resolution", "ratio", "size", "scale", "fit", "channels")  # names of which figures alone say something


def unit_of(title: str, number: float, name: str) -> str:
    """The unit that a title gives the number ("0.9 m" of a cable length of 0.9), where it is one that such a name is measured in."""
    fitting_names = (units for words, units in table(_FILE)["units"].items() if any(word in name for word in words.split(", ")))
    wanted = {unit for units in fitting_names for unit in units.split()}
    found = {_written(unit) for figure, unit in _STATED.findall(title) if float(figure.replace(",", ".")) == number}
    fitting = found & wanted
    return fitting.pop() if len(fitting) == 1 else ""


def is_bare(text: str, name: str) -> bool:
    """Whether a value is figures without a unit, of which nobody knows what they measure: "432 x 678 x 86" of dimensions."""
    return bool(text) and _BARE.fullmatch(text) is not None and any(map(str.isdigit, text)) and not any(word in name for word in _SIZES)


def _written(unit: str) -> str:
    known: dict[str, str] = table(_FILE)["written"]
    return known.get(unit.lower(), unit)
