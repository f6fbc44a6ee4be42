"""Options that several commands share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from ...shop import InvalidFile, InvalidRecord


def flag(name: str, help: str, metavar: str | None = None) -> Any:
    """An option that may be left out: its help shows no default."""
    return typer.Option(name, metavar=metavar, help=help, show_default=False)


Shop = Annotated[str | None, flag(
    "--shop", "The shop: its folder or the URL of its database (else $SHOPKEEPER_SHOP, else ./shop).", "PATH_OR_URL")]
DataDir = Annotated[str | None, flag("--data-dir", "Where index, pictures and rejects lie, when not in the shop's folder.", "FOLDER")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
K = Annotated[int, typer.Option("--k", min=1, max=1000, help="How many to show.")]
Where = Annotated[list[str] | None, flag(
    "--where", 'A filter, such as "price<500", "brand=Edifier", "color=red|blue", "in_stock=true". Repeatable.', "FILTER")]
Language = Annotated[Literal["zh", "en"] | None, flag("--language", "Language of the answer; default: the query's.")]
Map = Annotated[str | None, flag(
    "--map", "Which column is which field: a file (JSON, or one theirs=ours a line), or in place.", "FILE|theirs=ours,…")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, show_default=False,
                                          help="Port to listen on (else the setting, 8777); 0: any free one.")]


def read_map(text: str | None) -> dict[str, str] | None:
    """The column mapping that `--map` gives, theirs to ours; `InvalidFile` or `InvalidRecord` when it is none."""
    if text is None:
        return None
    path = Path(text)
    if not _is_file(path):
        if "=" not in text:
            raise InvalidFile(f"--map {text}: expected a file that exists, or theirs=ours,…")
        return _pairs(text.split(","), "--map")
    content = path.read_text(encoding="utf-8-sig")
    return _from_json(content, path) if content.lstrip().startswith("{") else _pairs(content.splitlines(), str(path))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a mapping in place may be longer than a file name can be
        return False


def _from_json(content: str, path: Path) -> dict[str, str]:
    try:
        mapping = json.loads(content)
    except ValueError as error:
        raise InvalidFile(f"{path}: expected a JSON object of theirs to ours ({error})") from None
    for theirs, ours in mapping.items():
        if not isinstance(ours, str):
            raise InvalidRecord(f"{path}, {theirs}", "the name of a field", ours)
    return dict(mapping)


def _pairs(parts: list[str], where: str) -> dict[str, str]:
    out = {}
    for part in filter(None, map(str.strip, parts)):
        theirs, sign, ours = part.rpartition("=")
        if not (sign and theirs.strip() and ours.strip()):
            raise InvalidRecord(where, "theirs=ours", part)
        out[theirs.strip()] = ours.strip()
    return out
