"""Whether everything that a shop needs is there, and what to do where it is not."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from ..models.language.protocol import Message, Sampling, whole
from ..shop import InvalidFile, ShopkeeperError
from .settings import Settings, load, unknown_variables

if TYPE_CHECKING:
    from .shop import Shop

MIN_PYTHON = (3, 11)
MIN_FREE_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was found and, where that is not as it should be, what to do."""

    name: str
    ok: bool
    found: str
    advice: str = ""


def examine(shop: str | None = None, data_dir: str | None = None) -> list[Finding]:
    """Looks at everything; a broken part never hides the others."""
    findings = [_python(), _packages()]
    try:
        settings = load(shop, data_dir)
    except ShopkeeperError as error:
        return [*findings, Finding("settings", False, str(error), "correct it in shopkeeper.toml or the environment")]
    return [*findings, _settings(settings), disk(settings.folder), *_weak(settings), *_shop(settings)]


def _python() -> Finding:
    found = sys.version.split()[0]
    if sys.version_info < MIN_PYTHON:
        return Finding("python", False, found, "install Python 3.11 or newer")
    return Finding("python", True, found)


def _packages() -> Finding:
    wanted = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in metadata.requires("shopkeeper") or () if "extra ==" not in line]
    if missing := [name for name in wanted if not _installed(name)]:
        return Finding("packages", False, f"missing: {', '.join(missing)}", "run: pip install --upgrade shopkeeper")
    return Finding("packages", True, f"all {len(wanted)} there")


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _settings(settings: Settings) -> Finding:
    if unknown := unknown_variables():
        return Finding("settings", True, f"environment variables that set nothing: {', '.join(unknown)}", "look for a misspelt name")
    return Finding("settings", True, f"shop {settings.shop}, data in {settings.folder}")


def _weak(settings: Settings) -> Iterator[Finding]:
    from .checks import of_settings

    yield from of_settings(settings)


def disk(folder: Path) -> Finding:
    """Whether there is room left where a shop's folder lies."""
    there = next(path for path in (folder.resolve(), *folder.resolve().parents) if path.exists())
    free = shutil.disk_usage(there).free
    return Finding("disk", free >= MIN_FREE_BYTES, f"{free / 1e9:.1f} GB free in {there}",
                   "" if free >= MIN_FREE_BYTES else "make at least 1 GB of room")


def _shop(settings: Settings) -> Iterator[Finding]:
    from .bootstrap import open_shop
    from .checks import of_shop

    try:
        front = open_shop(settings.shop, str(settings.folder))
    except InvalidFile as error:
        yield Finding("store", False, str(error), f"make a shop with: shopkeeper init --shop {settings.shop}")
        return
    except ShopkeeperError as error:
        yield Finding("store", False, str(error), "see docs/store.md, When it will not open")
        return
    try:
        products = front.store.products.count()
        yield Finding("store", True, f"{products:,} products in {front.store.url}", "" if products else "next: shopkeeper import FILE")
        yield _asked("encoder", lambda: f"bilingual nearness {front.similarity('耳机', '耳机'):.2f}", "reinstall the package shopkeeper")
        yield _asked("index", lambda: f"{front.search('', k=1).total:,} products searchable", "run: shopkeeper index")
        yield _asked("llm", lambda: _writes(front), "see docs/models.md, Serving language models")
        if settings.order_system:
            yield _orders(front)
        if front.indexed_revision >= 0 and (behind := front.store.products.revision() - front.indexed_revision) > 0:
            yield Finding("changes", True, f"{behind:,} not searchable yet", "run: shopkeeper index")
        yield from of_shop(front, settings)
    finally:
        front.close()


def _orders(shop: Shop) -> Finding:
    """Nobody is asked: what was answered of late says more than whether somebody answers now."""
    counts = {state: len(shop.store.order_requests.all(state)) for state in ("waiting", "accepted", "dead")}
    found = f"{counts['waiting']:,} requests to be sent, {counts['accepted']:,} accepted, {counts['dead']:,} given up"
    return Finding("order system", not counts["dead"], found, "see: shopkeeper conversations requests" if counts["dead"] else "")


def _writes(shop: Shop) -> str:
    model = shop.language_model
    if model is None:
        return "none: texts come from the shop's records alone"
    started = time.perf_counter()
    tokens = whole(model.complete([Message("user", "你好 hello")], sampling=Sampling(max_tokens=4))).usage.completion
    return f"{model.name} answers: {tokens} tokens in {time.perf_counter() - started:.2f} s"


def _asked(name: str, ask: Callable[[], str], advice: str) -> Finding:
    try:
        return Finding(name, True, ask())
    except (ShopkeeperError, OSError, ImportError) as error:
        return Finding(name, False, str(error), advice)
