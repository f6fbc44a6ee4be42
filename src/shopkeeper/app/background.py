"""Work that goes on beside a server for as long as it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def beside(work: Callable[[threading.Event], None], patience: float | None = None) -> Iterator[None]:
    """Runs `work` in a thread while the context lasts; it ends soon after the event that it is given is set. `patience` is how many
    seconds are waited for that at the end; None: as long as it takes."""
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(stop,), daemon=True)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join(patience)
