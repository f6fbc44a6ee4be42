"""What a server process has open: one shop, or several, each with what goes on beside its requests."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from .exposure import is_loopback, names_of
from .gate import Lines
from .guard import LOOPBACK_NAMES

if TYPE_CHECKING:
    from ..settings import Settings
    from ..shop import Shop
    from ..tenants import Tenant

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """What the processes of a server do: serve one shop, or those of the file `shops`, on a host, and count together in a folder."""

    shop: str
    data_dir: str | None
    shops: Path | None
    folder: Path
    host: str = "127.0.0.1"

    def settings(self) -> list[tuple[Settings, str]]:
        """Those of every shop that is served, with the name of the host that leads to it among several."""
        from ..settings import load

        if self.shops is None:
            return [(load(self.shop, self.data_dir), "")]
        from .application import read_shops

        return [(load(tenant.shop, tenant.data_dir or None, {}), tenant.host) for tenant in read_shops(self.shops).shops]


@contextmanager
def serving(job: Job, lines: Lines) -> Iterator[ASGIApp]:
    """The application of a server process, for as long as it runs; `lines` are those that its requests wait in."""
    if job.shops is None:
        with working(job.shop, job.data_dir, job.folder, listening=job.host, lines=lines) as app:
            yield app
    else:
        from .application import read_shops
        from .tenants import TenantRouter, opener_of

        opener = opener_of(job.folder, partial(working, lines=lines, listening=job.host))
        with closing(TenantRouter(read_shops(job.shops), opener)) as router:
            yield router


@contextmanager
def working(
    shop_url: str, data_dir: str | None, folder: Path, *, tenant: Tenant | None = None, listening: str = "127.0.0.1",
    lines: Lines | None = None,
) -> Iterator[ASGIApp]:
    """The application of an open shop with what goes on beside it, on a server that listens on the host `listening`. A `tenant` has nothing
    from the environment, which all share."""
    from ..bootstrap import open_shop
    from ..freshness import kept_fresh
    from ..live.deliver import delivering
    from ..live.forgetting import forgetting
    from ..live.ordering import ordering
    from ..observe.measures import measure
    from ..settings import load
    from .application import create_app

    environ: dict[str, str] | None = None if tenant is None else {}
    found = load(shop_url, data_dir, environ)
    with closing(open_shop(shop_url, data_dir, environ=environ)) as shop:
        app = create_app(shop, hosts=hosts_of(found, tenant, listening), metrics_folder=folder, loopback=is_loopback(listening),
                         trusted_proxies=found.trusted_proxies.split(), lines=lines)
        measure(shop, app.state.meter)
        app.servers = [{"url": tenant.path}] if tenant and tenant.path else []
        stopping = threading.Event()
        warming = threading.Thread(target=_warm, args=(shop, stopping), daemon=True)
        warming.start()
        try:
            with kept_fresh(shop), delivering(shop), ordering(shop), forgetting(shop):
                yield app
        finally:
            stopping.set()
            warming.join()  # a thread that is inside a library may not outlive Python


def hosts_of(found: Settings, tenant: Tenant | None, listening: str) -> tuple[str, ...]:
    """The names that a shop answers to: a shop by host to that one only, others to those of this machine and of the setting `hosts`."""
    return (tenant.host,) if tenant and tenant.host else (*LOOPBACK_NAMES, *names_of(listening, found))


def _warm(shop: Shop, stopping: threading.Event) -> None:
    """So that the first shopper does not wait, as far as it comes until the server is stopped. What is wrong with the shop is told to
    who asks it."""
    try:
        for step in (shop.warm, shop.warm_recommender, lambda: shop.helpdesk.warm(), lambda: shop.recommender.look_ahead(stopping.is_set)):
            if stopping.is_set():
                return
            step()
    except Exception:
        log.info("the shop could not be made ready beforehand", exc_info=True)
