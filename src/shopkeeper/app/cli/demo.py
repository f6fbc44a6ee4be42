"""`demo`: the built-in shop, ready to try."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..demo_mark import BUILT, is_demo
from . import options
from .output import progress, remark, say

if TYPE_CHECKING:
    from ..settings import Settings
    from ..shop import Shop

FOLDER = "./demo-shop"
_BEGUN = "demo-begun"
_SETTINGS = "# The searches of this shop happened in its own past, which must not grow too old to be kept.\nlog_days = 0\n"

_TRY = """
掌柜 · Shopkeeper's demo shop: {products:,} products in {shop}

  {command} search "适合跑步的无线耳机" --shop {shop}
  {command} search "waterproof jacket" --where "price<500" --facet brand --shop {shop}
  {command} search "行李箱" --explain --shop {shop}
  {command} similarity "蓝牙耳机" "wireless earbuds" --shop {shop}
  {command} chat --shop {shop}
  {command} doctor --shop {shop}
"""


def demo(
    port: options.Port = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Build and index only.")] = False,
    shop: Annotated[str | None, options.flag("--shop", f"Where to build it; default: {FOLDER}.", "FOLDER")] = None,
) -> None:
    """Builds the bilingual demo shop in ./demo-shop, indexes it and serves it. What is built already is kept."""
    from ..settings import load

    settings = load(shop or FOLDER)
    products = _prepare(settings)
    say(_TRY.format(products=products, shop=settings.shop, command=_command()))
    if no_serve:
        return
    from ..api import serve

    code = serve(settings.shop, port=settings.port if port is None else port,
                 ready=lambda url: say(f"打开网页 · open {url}   (API: {url}/docs; 停止 · stop: Ctrl-C)\n"))
    raise typer.Exit(code)


def _command() -> str:
    """How this program is called here, so that what is printed can be copied: after `make demo` it is not on the PATH."""
    called = Path(sys.argv[0])
    return "shopkeeper" if shutil.which("shopkeeper") else str(called) if called.name == "shopkeeper" else "python -m shopkeeper"


def _prepare(settings: Settings) -> int:
    """Builds and indexes what is not there yet; the number of products."""
    from ..demo_drafts import write_demo_drafts
    from ..settings import FILE
    from .session import opened

    file = settings.folder / FILE
    if not file.exists():
        settings.folder.mkdir(parents=True, exist_ok=True)
        file.write_text(_SETTINGS, encoding="utf-8")
    with opened(settings.shop, create=True) as front:
        if not is_demo(front.store):
            _build(front)
        with progress() as step:
            report = front.index(progress=step)
        remark(f"{report.products:,} products indexed in {report.seconds:.1f} s")
        write_demo_drafts(front)
        return front.store.products.count()


def _build(front: Shop) -> None:
    from time import perf_counter

    from ...store.demo import build

    started = perf_counter()
    with progress() as step:
        build(front.store, front.data_dir / "media", until=_last_day(front), progress=step)
    # The mark comes last: a build that was stopped starts again, and ids make the repeat harmless.
    front.store.jobs.save(BUILT, {"built": True})
    remark(f"demo shop built in {perf_counter() - started:.1f} s")


def _last_day(front: Shop) -> date:
    """Yesterday, so that the newest orders can still be changed and sent back; a build that was stopped goes on to the same day."""
    begun = front.store.jobs.load(_BEGUN) or {"until": (datetime.now(UTC).date() - timedelta(days=1)).isoformat()}
    front.store.jobs.save(_BEGUN, begun)
    return date.fromisoformat(begun["until"])
