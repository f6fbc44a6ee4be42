"""The sentences of the assistant in both languages (`words.toml`), several wordings of each so that it does not repeat itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ...shop import Language

_FILE = Path(__file__).parent / "words.toml"


def phrase(key: str, language: Language, due: int, facts: Mapping[str, object]) -> str:
    """The wording of a sentence that is due (`due` counts them), with the facts in it. KeyError for a sentence that there is not."""
    wordings = _sentences()[key][language]
    return wordings[due % len(wordings)].format(**facts)


@cache
def _sentences() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text("utf-8"))
