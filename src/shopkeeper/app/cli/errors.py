"""Where the details of an unexpected error are kept."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ... import __version__
from ...shop import ShopkeeperError
from ...text.personal import mask
from ..settings import load

FILE = "errors.log"


def wants_traceback() -> bool:
    """Whether `SHOPKEEPER_DEBUG` asks for the traceback itself."""
    try:
        return load().debug
    except ShopkeeperError:
        return False


def log_file(args: Sequence[str], text: str) -> Path:
    """Appends the error to `errors.log` in the shop's folder (else the temporary one), personal data masked, and answers where that is."""
    asked = " ".join(args)
    entry = f"{datetime.now(UTC).isoformat()} shopkeeper {__version__} python {sys.version.split()[0]} {mask(asked)}\n{mask(text)}\n"
    for folder in (_folder(args), Path(tempfile.gettempdir())):
        path = folder / FILE
        try:
            with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(entry)
        except OSError:
            continue
        return path
    return Path(tempfile.gettempdir()) / FILE


def _folder(args: Sequence[str]) -> Path:
    try:
        return load(_value(args, "--shop"), _value(args, "--data-dir")).folder
    except ShopkeeperError:
        return Path(tempfile.gettempdir())


def _value(args: Sequence[str], name: str) -> str | None:
    for i, arg in enumerate(args):
        if arg == name:
            return args[i + 1] if i + 1 < len(args) else None
        if arg.startswith(name + "="):
            return arg.partition("=")[2]
    return None
