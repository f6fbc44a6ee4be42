"""The tables of words that the writers choose from."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table(file: Path) -> dict[str, Any]:
    """A TOML file of words, read once."""
    return tomllib.loads(file.read_text("utf-8"))
