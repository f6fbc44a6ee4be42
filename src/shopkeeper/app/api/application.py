"""Puts the HTTP application together: routes, errors, measurements, pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends, FastAPI
from starlette.routing import BaseRoute, Mount, Route

from ... import __version__
from .. import web
from ..keyring import Keyring
from ..limits import Buckets, DayBudget
from ..mcp.doors import HttpDoor
from ..observe.requests import Watch
from ..tenants import Tenants, read_tenants
from . import (
    behaviour,
    campaigns,
    capabilities,
    carts,
    catalog,
    chat,
    claims,
    demand,
    errors,
    events,
    experiments,
    explain,
    guide,
    health,
    jobs,
    judgments,
    language,
    levels,
    opinions,
    overview,
    products,
    prospects,
    purchases,
    quality,
    recommend,
    reviews,
    rules,
    search,
    searches,
    synonyms,
    webhooks,
    webhooks_in,
    write,
)
from .auth import Auth, guarded, matcher
from .cross_origin import CrossOrigin
from .gate import Gate, Lines
from .guard import LOOPBACK_NAMES, Guard
from .kinds import RESOURCES
from .limits import Limits
from .metrics import Meter
from .proxies import Proxies
from .schema import describe_records

if TYPE_CHECKING:
    from ..shop import Shop

ABOUT = "One shop's search, baskets and assistant, in Chinese and English. Every error has the shape `{error: {type, message, field?}}`."
AGENTS = "/mcp"
LOOPBACK = ("127.0.0.1", "::1")
ROUTERS = (
    search.router, recommend.router, reviews.router, opinions.router, explain.router, searches.router, products.router, synonyms.router,
    events.router, write.router, write.own, experiments.router, experiments.own, rules.router, behaviour.router,
    demand.router, purchases.router, campaigns.router, prospects.router,  # before the records, whose ids may be any path
    *(each.router() for each in RESOURCES), quality.router, catalog.router,
    levels.router, carts.router, webhooks_in.router, webhooks.router, language.router, chat.router, guide.router, health.router,
    claims.router, jobs.router, judgments.router, capabilities.router, overview.router, *web.ROUTERS,
)


def create_app(
    shop: Shop, *, hosts: Iterable[str] | None = LOOPBACK_NAMES, metrics_folder: Path | None = None, loopback: bool = True,
    trusted_proxies: Sequence[str] = LOOPBACK, lines: Lines | None = None,
) -> FastAPI:  # fmt: skip
    """The ASGI application of an open shop, which stays the caller's to close.

    `hosts` are the names a request may ask for (None: any), so that a foreign page cannot reach a
    loopback server under a name of its own. Server processes that share a `metrics_folder` answer
    `/metrics` with the sum over all of them. Shops of one process share its `lines`. Only a server that its
    own machine alone can reach (`loopback`) lets anybody do anything in a shop that has no keys and users;
    `trusted_proxies` are addresses and networks whose word counts on whom they passed a request on for.
    """
    app, keyring = routed(), Keyring(shop.store)
    web.mount_files(app, shop.data_dir)
    errors.install(app, page=web.error_page)
    app.router.routes.append(Route(AGENTS, HttpDoor(shop), name="mcp"))
    app.state.shop = shop
    app.state.keyring = keyring
    app.state.probe = health.Probe()
    app.state.turns = language.Turns()
    app.state.meter = Meter(route_names(), metrics_folder)
    if shop.search_log is not None:
        shop.search_log.on_drop = app.state.meter.not_logged
    shop.lists_dropped = app.state.meter.list_not_logged
    door_of = matcher(_doors(app))
    budget = DayBudget(shop.store, shop.key_budget) if shop.key_budget else None
    app.add_middleware(Limits, buckets=Buckets(shop.rates), budget=budget, meter=app.state.meter, page=web.error_page)
    app.add_middleware(Auth, keyring=keyring, door_of=door_of, page=web.error_page, loopback=loopback,
                       secret=shop.secrets.get("customer", ""))
    app.add_middleware(CrossOrigin, origins=shop.widget_origins, keyed=keyring.origins, door_of=door_of)
    app.add_middleware(Gate, lines=lines or Lines(), meter=app.state.meter, page=web.error_page)
    app.add_middleware(Guard, meter=app.state.meter, hosts=frozenset(hosts) if hosts is not None else None,
                       page=web.error_page)
    app.add_middleware(Watch, tracer=shop.tracer)
    app.add_middleware(Proxies, trusted=trusted_proxies)
    return app


def routed() -> FastAPI:
    """The application's routes and their description, without a shop to answer them."""
    app = FastAPI(title="Shopkeeper", version=__version__, description=ABOUT, docs_url=None, redoc_url=None)
    app.router.routes += guarded_routes().routes
    describe_records(app)
    return app


@cache
def guarded_routes() -> APIRouter:
    """The routes that all applications of a process share: that FastAPI reads what each takes costs a fifth of a second."""
    made = APIRouter(dependencies=[Depends(guarded)])
    for router in ROUTERS:
        made.include_router(router)
    return made


def _doors(app: FastAPI) -> list[BaseRoute]:
    """The routes in the order in which they are tried."""
    return [route for router in ROUTERS for route in router.routes] + [route for route in app.routes if isinstance(route, Route | Mount)]


def read_shops(file: Path) -> Tenants:
    """The shops of a `shops.toml`, none at a path that a page or a door of every shop has."""
    return read_tenants(file, sorted({"/" + name.split("/")[1] for name in route_names()}))


def route_names() -> list[str]:
    """The path templates of the application, the `route` label of its measurements."""
    return sorted({route.path for router in ROUTERS for route in router.routes if isinstance(route, Route)} | {AGENTS, "/static", "/media"})
