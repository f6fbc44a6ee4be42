"""What a server process has open: one shop, or several, each with what goes on beside its requests."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from .gate import Lines
from .guard import LOOPBACK_NAMES

if TYPE_CHECKING:
    from ..shop import Shop
    from ..tenants import Tenant

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """What the processes of a server do: serve one shop, or those of the file `shops`, and count together in a folder."""

    shop: str
    data_dir: str | None
    shops: Path | None
    folder: Path


@contextmanager
def serving(job: Job) -> Iterator[ASGIApp]:
    """The application of a server process, for as long as it runs."""
    if job.shops is None:
        with working(job.shop, job.data_dir, job.folder) as app:
            yield app
    else:
        from .application import read_shops
        from .tenants import TenantRouter, opener_of

        with closing(TenantRouter(read_shops(job.shops), opener_of(LOOPBACK_NAMES, job.folder, partial(working, lines=Lines())))) as router:
            yield router


@contextmanager
def working(
    shop_url: str, data_dir: str | None, folder: Path, *, hosts: Iterable[str] | None = LOOPBACK_NAMES, tenant: Tenant | None = None,
    lines: Lines | None = None,
) -> Iterator[ASGIApp]:
    """The application of an open shop with what goes on beside it. A `tenant` has nothing from the environment, which all share."""
    from ..bootstrap import open_shop
    from ..freshness import kept_fresh
    from ..live.deliver import delivering
    from ..live.forgetting import forgetting
    from ..live.ordering import ordering
    from .application import create_app

    with closing(open_shop(shop_url, data_dir, environ=None if tenant is None else {})) as shop:
        app = create_app(shop, hosts=hosts, metrics_folder=folder, lines=lines)
        app.servers = [{"url": tenant.path}] if tenant and tenant.path else []
        threading.Thread(target=_warm, args=(shop,), daemon=True).start()
        with kept_fresh(shop), delivering(shop), ordering(shop), forgetting(shop):
            yield app


def _warm(shop: Shop) -> None:
    """So that the first shopper does not wait. What is wrong with the shop is told to who asks it."""
    try:
        shop.warm()
        if shop.helpdesk.guide:
            shop.helpdesk.guide.warm()
    except Exception:
        log.info("the shop could not be made ready beforehand", exc_info=True)
