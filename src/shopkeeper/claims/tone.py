"""How a text treats its reader: pressure, fear, shame and stereotypes. None of it is true or false; each remark says why it is better left
unsaid."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from ..shop import Localized
from .said import Said


class Manner(StrEnum):
    """What is wrong with how something is said."""

    PRESSURE = "pressure"
    FEAR = "fear"
    SHAME = "shame"
    STEREOTYPE = "stereotype"


@dataclass(frozen=True, slots=True)
class Remark:
    """One place of a text (first and last character + 1) that presses, frightens, shames or puts people into drawers, and why it is one."""

    span: tuple[int, int]
    manner: Manner
    text: str
    reason: Localized

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        reason = {"zh": self.reason.zh, "en": self.reason.en}
        return {"span": list(self.span), "manner": str(self.manner), "text": self.text, "reason": reason}


def remarks(text: str) -> list[Remark]:
    """Every such place of a text in either language, in their order."""
    said, out = Said(text), list[Remark]()
    for manner, reason, pattern in _patterns():
        for match in pattern.finditer(said.plain):
            out.append(Remark(match.span(), manner, text[match.start() : match.end()], reason))
    return sorted(out, key=lambda remark: remark.span)


@cache
def _patterns() -> tuple[tuple[Manner, Localized, re.Pattern[str]], ...]:
    rows = tomllib.loads(files(__package__).joinpath("words", "tone.toml").read_text("utf-8"))["remarks"]
    return tuple((Manner(row["manner"]), Localized(row["reason"]["zh"], row["reason"]["en"]), _pattern(row)) for row in rows)


def _pattern(row: dict[str, Any]) -> re.Pattern[str]:
    return re.compile("|".join([*(rf"\b(?:{way})\b" for way in row["en"]), *row["zh"]]))
