"""What `/metrics` says beside the counts of requests: what waits and what failed, and how far the index is."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from ... import __version__
from ...shop import ShopkeeperError
from ...store.messages import FAILED
from ...store.watching import load_of
from .calls import watch_model

if TYPE_CHECKING:
    from ..api.metrics import Meter
    from ..shop import Shop

_MANY = 1000  # of what is read to be counted


def measure(shop: Shop, meter: Meter) -> None:
    """Counts, from now on, what a process asks of the language model and of the store."""
    shop._language_model = watch_model(shop._language_model, meter.called)
    meter.measure = lambda: load_of(shop.store)


def state_of(shop: Shop, answering: bool = True) -> str:
    """Gauges in the Prometheus text format. What cannot be told because the database does not answer is left out, and `store_up` is 0;
    one that is known not to be `answering` is not asked."""
    lines = _gauge("build_info", "Which version runs.", {f'version="{__version__}",python="{platform.python_version()}"': 1})
    up = int(answering)
    for name, help, ask in _ASKED if answering else ():
        try:
            found = dict(ask(shop))
        except (ShopkeeperError, OSError):
            up = 0
            continue
        lines += _gauge(name, help, found)
    return "\n".join([*lines, *_gauge("store_up", "Whether the store answered all that was asked for this.", {"": up})]) + "\n"


Counted = Iterator[tuple[str, float]]


def _jobs(shop: Shop) -> Counted:
    counts = shop.store.queue.counts()
    return ((f'state="{state}"', counts.get(state, 0)) for state in ("waiting", "running", "done", "failed", "cancelled"))


def _requests(shop: Shop) -> Counted:
    return ((f'state="{state}"', len(shop.store.order_requests.all(state, _MANY))) for state in ("waiting", "accepted", "dead"))


def _inbox(shop: Shop) -> Counted:
    yield "", len(shop.store.inbox.all(FAILED))


def _behind(shop: Shop) -> Counted:
    yield "", shop.store.products.revision() - shop.indexed_revision if shop.indexed_revision >= 0 else shop.store.products.revision()


_ASKED: tuple[tuple[str, str, Callable[[Shop], Counted]], ...] = (
    ("jobs", "Jobs in each state.", _jobs),
    ("order_requests", f"Requests to the shop's order system in each state, at most {_MANY}.", _requests),
    ("webhooks_failed", "Messages that came in and could not be taken in.", _inbox),
    ("index_changes_behind", "Changes of products that the index lacks.", _behind),
)


def _gauge(name: str, help: str, values: Mapping[str, float]) -> list[str]:
    lines = [f"# HELP shopkeeper_{name} {help}", f"# TYPE shopkeeper_{name} gauge"]
    return lines + [f"shopkeeper_{name}{f'{{{labels}}}' if labels else ''} {value:.15g}" for labels, value in values.items()]
