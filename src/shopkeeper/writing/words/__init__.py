"""The tables of words that the writers choose from."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def table(file: Path) -> dict[str, Any]:
    """A TOML file of words, read once."""
    return tomllib.loads(file.read_text("utf-8"))


@cache
def words(file: Path, section: str, key: str) -> frozenset[str]:
    """A list of words in a table: with commas between where one has several parts, else with spaces."""
    line: str = table(file)[section][key]
    return frozenset(word.strip() for word in (line.split(",") if "," in line else line.split()) if word.strip())
