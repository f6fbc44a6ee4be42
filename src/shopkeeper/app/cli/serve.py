"""`serve`: the storefront and the API over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from . import options
from .output import say


def serve(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on: this machine's own only.")] = "127.0.0.1",
    port: options.Port = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="How many processes answer.")] = 1,
) -> None:
    """Serves the storefront at / and the API at /v1 until Ctrl-C."""
    from ..settings import load

    settings = load(shop, data_dir)
    settings.require_shop()  # before it says where it can be visited
    from ..api import serve as listen

    code = listen(settings.shop, host, settings.port if port is None else port, workers, data_dir=data_dir,
                  ready=lambda url: say(f"{settings.shop}: {url}  (API: {url}/docs; stop with Ctrl-C)"))
    raise typer.Exit(code)
