"""Which files of a shop's folder belong to the shop: what nothing else can be made into again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from ..settings import FILE, SECRETS, text_of, written
from ..toml_lines import without_values

# Made again from the store, left over from work, or (rejected rows, logs) of no use anywhere else.
_LEFT = ("index", "rejects", "backups", "workers", "*.db", "*.db-*", "*.lock", "*.log", "*.part", "*.damaged", "*.zip", ".*", FILE)
_WORK = "models/*/training/*"  # a training under way
_PLACES = ("store", "data_dir")  # say where this shop lies, not what it is


def kept(folder: Path) -> Iterator[str]:
    """The files that belong to the shop but its settings, as paths below the folder with `/` between. What names the model in use comes
    before the models, so that the one that it names is there whatever is trained meanwhile."""
    found = [path.relative_to(folder).as_posix() for path in _walk(folder)]
    yield from sorted(found, key=lambda name: (not name.endswith("/ACTIVE"), name))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_symlink() or left(path.name):
            continue
        if path.is_dir():
            yield from (p for p in path.rglob("*") if p.is_file() and not p.is_symlink() and _belongs(p.relative_to(folder)))
        elif path.is_file():
            yield path


def left(name: str) -> bool:
    """Whether a file or folder of this name at the top of the shop's folder is no part of the shop."""
    return any(fnmatch(name, pattern) for pattern in _LEFT)


def _belongs(path: Path) -> bool:
    return not fnmatch(path.as_posix(), _WORK) and not any(part.startswith(".") or part.endswith(".part") for part in path.parts)


def copy_kept(source: Path, target: Path) -> int:
    """Copies the files that belong to the shop into another folder; how many."""
    names = list(kept(source))
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, target / name)
    return len(names)


def portable(settings: dict[str, Any], secrets: bool) -> dict[str, Any]:
    """Settings as they are wherever the shop lies: without where it lies, and without secrets unless these are wanted."""
    return {key: value for key, value in settings.items() if key not in _PLACES and (secrets or key not in SECRETS)}


def portable_text(folder: Path, secrets: bool) -> str:
    """The file of the settings with its comments, but for those that tell where the shop lies or, unless these are wanted, a secret."""
    hidden = () if secrets else tuple(value for key, value in written(folder).items() if key in SECRETS and value)
    return without_values(text_of(folder), {*_PLACES, *(() if secrets else SECRETS)}, hidden)


def joined(brought: dict[str, Any], there: dict[str, Any]) -> dict[str, Any]:
    """The settings of a shop that is put back where others hold: where it lies, and secrets that were not brought, stay."""
    return {**{key: there[key] for key in (*_PLACES, *sorted(SECRETS)) if key in there}, **brought}
