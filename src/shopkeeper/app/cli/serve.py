"""`serve`: the storefront and the API over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ...shop import InvalidQuery
from . import options
from .output import say


def serve(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on; one for others needs keys: docs/keys.md.")] = "127.0.0.1",
    port: options.Port = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="How many processes answer.")] = 1,
    shops: Annotated[Path | None, typer.Option("--shops", help="A file shops.toml with several shops, see docs/tenants.md.")] = None,
) -> None:
    """Serves the storefront at / and the API at /v1 until Ctrl-C."""
    from ..settings import load

    settings = load(shop, data_dir)
    if shops is None:
        settings.require_shop()  # before it says where it can be visited
    elif shop or data_dir:
        raise InvalidQuery("--shops: expected either the file of several shops or one shop by --shop")
    from ..api import serve as listen
    from ..api.application import read_shops

    served = settings.shop if shops is None else f"{len(read_shops(shops).shops)} shops of {shops}"
    code = listen(settings.shop, host, settings.port if port is None else port, workers, data_dir=data_dir, shops=shops,
                  ready=lambda url: say(f"{served}: {url}  (API: {url}/docs; stop with Ctrl-C)"))
    raise typer.Exit(code)
