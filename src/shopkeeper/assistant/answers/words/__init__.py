"""The sentences of the answers in both languages, and how amounts and days are written in them."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from ....shop import Language, Order, OrderStatus

_MONTHS = "January February March April May June July August September October November December".split()


def say(key: str, language: Language, turn: int = 0, /, **facts: object) -> str:
    """The sentence of this key; of several wordings the one whose turn it is."""
    ways = _sentences()[language][key]
    text = ways if isinstance(ways, str) else ways[turn % len(ways)]
    return text.format(**facts)


def day(moment: datetime | date, language: Language) -> str:
    """A day as a person says it: "3 October 2026", "2026年10月3日"."""
    if language == "zh":
        return f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def status(order: Order, language: Language) -> str:
    """Where an order stands, in words."""
    return say(f"status_{OrderStatus(order.status).name.lower()}", language)


def listed(parts: list[str], language: Language) -> str:
    """ "a, b and c", "a、b和c"."""
    if len(parts) < 2:
        return "".join(parts)
    comma, last = ("、", "和") if language == "zh" else (", ", " and ")
    return comma.join(parts[:-1]) + last + parts[-1]


@cache
def _sentences() -> dict[str, dict[str, str | list[str]]]:
    return read("say")


def read(name: str) -> dict[str, Any]:
    """A table of words of this folder."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
