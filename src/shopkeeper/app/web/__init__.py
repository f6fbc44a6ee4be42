"""The storefront's pages, rendered here and readable without a script."""

from . import (
    audit,
    basket,
    campaigns,
    catalog,
    charts,
    chat,
    claims,
    console,
    customers,
    demand,
    design,
    experiments,
    importing,
    jobs,
    keys,
    login,
    look,
    models,
    orders,
    overview,
    purchases,
    recommend,
    reviews,
    routes,
    search_console,
    settings,
    shelves,
    simulation,
    writing,
)
from .routes import error_page, mount_files

ROUTERS = (
    routes.router, audit.router, basket.router, chat.router, claims.router, campaigns.router, console.router, customers.router,
    demand.router,
    experiments.router, jobs.router, login.router, look.router, orders.router, recommend.router, reviews.router, shelves.router,
    writing.router, catalog.router, charts.router, design.router, importing.router, search_console.router,
    models.router, keys.router, overview.router, settings.router, simulation.router, purchases.router,
)

__all__ = ["ROUTERS", "error_page", "mount_files"]
