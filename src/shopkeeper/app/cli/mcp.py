"""`mcp`: the shop for an agent that starts this command."""

from __future__ import annotations

from typing import Annotated

from . import options
from .session import opened


def mcp(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    customer: Annotated[str | None, options.flag(
        "--customer", "Whom the agent acts for; without it the agent has to find out as anybody else.", "ID")] = None,
) -> None:
    """Serves the Model Context Protocol over stdin and stdout. A running `shopkeeper serve` has it at /mcp."""
    from .. import settings
    from ..mcp.doors import serve_stdio
    from ..mcp.tool import Caller

    port = settings.load(shop, data_dir).port
    with opened(shop, data_dir) as front:
        if customer:
            front.store.customers.get(customer)
        serve_stdio(front, Caller(customer, f"http://127.0.0.1:{port}"))
