"""Worker processes of a shop."""

from __future__ import annotations

import logging
import os
import signal
import threading
from contextlib import closing, suppress
from functools import partial

from .processes import interrupt, supervise


def run(shop_url: str, data_dir: str | None, workers: int, *, once: bool = False) -> int:
    """Keeps so many workers at the shop's queue until interrupted, or with `once` until nothing is due; the exit code."""
    if workers == 1:
        work(shop_url, data_dir, once)
        return 0
    return supervise(workers, work, shop_url, data_dir, once, once=once)


def work(shop_url: str, data_dir: str | None, once: bool) -> None:
    """One worker, in this process, from opening the shop to closing it. `SIGTERM` gives the job in hand back."""
    from .bootstrap import open_shop
    from .discreet import discreet
    from .observe.logs import start_logging
    from .presence import Presence
    from .worker import Stopped, Worker

    discreet()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    start_logging(shop_url, data_dir)
    signal.signal(signal.SIGTERM, interrupt)
    with suppress(KeyboardInterrupt), closing(open_shop(shop_url, data_dir)) as shop, closing(Presence(shop.data_dir)) as presence:
        worker = Worker(shop, presence, interrupt=partial(os.kill, os.getpid(), signal.SIGUSR1))

        def leave(number: int, frame: object) -> None:
            if worker.working:
                raise Stopped

        signal.signal(signal.SIGUSR1, leave)
        worker.run(threading.Event(), once=once)
