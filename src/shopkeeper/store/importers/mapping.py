"""Column mappings that a person writes: `theirs=ours,…` or a TOML or JSON file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

from ...shop import InvalidFile


def parse_mapping(texts: Sequence[str]) -> dict[str, str]:
    """The mapping {"theirs": "ours"} of several `--map` values; later ones win.

    Each is `theirs=ours,theirs=ours` or the path of a TOML or JSON file that holds such pairs.
    `InvalidFile` says what cannot be read.
    """
    found: dict[str, str] = {}
    for text in texts:
        found |= _file(Path(text)) if _is_path(text) else _pairs(text)
    return found


def _is_path(text: str) -> bool:
    return text.lower().endswith((".toml", ".json")) or ("=" not in text and Path(text).is_file())


def _pairs(text: str) -> dict[str, str]:
    found = {}
    for pair in filter(str.strip, text.split(",")):
        theirs, equals, ours = pair.rpartition("=")
        if not equals or not theirs.strip():
            raise InvalidFile(f"--map {text}: expected theirs=ours,… or a TOML or JSON file, got {pair!r}")
        found[theirs.strip()] = ours.strip()
    return found


def _file(path: Path) -> dict[str, str]:
    try:
        content = path.read_text("utf-8-sig")
        data = json.loads(content) if path.suffix.lower() == ".json" else tomllib.loads(content)
    except OSError as error:
        raise InvalidFile(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise InvalidFile(f"{path}: expected TOML or JSON: {error}") from None
    data = data.get("mapping", data) if isinstance(data, dict) else data
    if not isinstance(data, dict) or not all(isinstance(v, str) for v in data.values()):
        raise InvalidFile(f'{path}: expected pairs of texts such as "their column" = "price"')
    return {str(k): v for k, v in data.items()}
