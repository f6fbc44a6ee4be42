"""The settings as somebody at the console sees and changes them: each key with its value and where that is from."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from ..shop import InvalidRecord
from .settings import FILE, PREFIX, SECRETS, Settings, from_environment, load, parsed, text_of, write, written

# What the console may write: nothing that says where records lie, who is let in, or where anything is sent to.
CHANGEABLE = frozenset(
    "currency language weight understand index_memory_mb search_taste recommend_margin recommend_clearance recommend_explore "
    "log_searches log_days basket_days conversation_days event_days order_days review_days message_days reject_days "
    "assistant assistant_timeout_s llm_timeout_s "
    "llm_budget llm_price llm_budget_usd limits key_budget log".split()
)
KEPT_FOR = frozenset(name for name in CHANGEABLE if name.endswith("_days"))  # a shorter time removes what is older, for good
_PASSWORD = re.compile(r"//[^/@\s]*@")  # in a URL, and the name before it
Origin = Literal["environment", "file", "default"]


@dataclass(frozen=True, slots=True)
class Known:
    """A key of the settings: its value (None for a secret that is set), its default, from where the value is, whether it may be changed
    here, and whether it holds already: another value than that in use holds when the servers are started again."""

    name: str
    value: Any
    default: Any
    origin: Origin
    change: bool
    holds: bool

    @property
    def secret(self) -> bool:
        """Whether the value is never shown."""
        return self.name in SECRETS


def known(used: Settings, environ: Mapping[str, str] | None = None) -> list[Known]:
    """Every key but `shop` as it would be read now, beside the settings that are in use. `InvalidRecord` and `InvalidFile` as `load`."""
    given, said, now = from_environment(environ), written(used.folder), _now(used, environ)
    origins: dict[str, Origin] = {**dict.fromkeys(said, "file"), **dict.fromkeys(given, "environment")}
    return [
        Known(key.name, _shown(key.name, value := getattr(now, key.name)), key.default, origins.get(key.name, "default"),
              key.name in CHANGEABLE and key.name not in given, value == getattr(used, key.name))
        for key in fields(Settings) if key.name != "shop"
    ]  # fmt: skip


def change(used: Settings, name: str, text: str | None, environ: Mapping[str, str] | None = None) -> tuple[Any, Any]:
    """Writes a key into the shop's `shopkeeper.toml`, None takes it out; the values before and after. All else in the file stays as it is.
    `InvalidRecord` for a key that is not to be changed here or that the environment gives, and for a value that does not fit."""
    if name not in CHANGEABLE:
        raise InvalidRecord("key", "one that may be changed here; the others are changed in the file", name)
    if name in from_environment(environ):
        raise InvalidRecord(name, f"nothing, as {PREFIX}{name.upper()} of the environment says it", text)
    value, default = None if text is None else parsed(name, text), getattr(Settings(), name)
    with _alone(used.folder):
        said = written(used.folder)
        before = said.pop(name, default)
        write(used.folder, said if value is None else {**said, name: value}, text_of(used.folder))
    return before, default if value is None else value


def shortens(name: str, before: Any, after: Any) -> bool:
    """Whether a change removes what was kept: a shorter time, or one where it was for ever (0)."""
    return name in KEPT_FOR and after != 0 and (before == 0 or after < before)


def _now(used: Settings, environ: Mapping[str, str] | None) -> Settings:
    return load(used.shop, str(used.folder) if used.data_dir else None, environ)


def _shown(name: str, value: Any) -> Any:
    if name in SECRETS:
        return None if value else ""
    return _PASSWORD.sub("//…@", value) if isinstance(value, str) else value


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While nobody else changes the file."""
    with (folder / f"{FILE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
