"""`worker`: does what is queued."""

from __future__ import annotations

from typing import Annotated

import typer

from . import options
from .output import remark


def worker(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="How many processes work.")] = 1,
    once: Annotated[bool, typer.Option("--once", help="End when nothing that is due is left.")] = False,
) -> None:
    """Does the jobs that are queued, and queues those of the schedules, until Ctrl-C. Any number of workers may share a shop.

    A job whose worker dies is taken over by another, and goes on where it was.
    """
    from ..settings import load
    from ..worker_processes import run

    settings = load(shop, data_dir)
    settings.require_shop()
    remark(f"{settings.shop}: {workers} worker{'s' if workers > 1 else ''}; stop with Ctrl-C")
    raise typer.Exit(run(settings.shop, data_dir, workers, once=once))
