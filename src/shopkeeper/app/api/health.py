"""`/health`, `/version`, `/metrics`."""

from __future__ import annotations

import platform
from concurrent.futures import Future
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from ... import __version__
from ...shop import ShopkeeperError
from ..observe.measures import state_of
from ..request import meter_of, shop_of
from .answer import json

if TYPE_CHECKING:
    from ..shop import Shop

PATIENCE = 2.0  # seconds that the store and the index have to answer `/health`
FIGURES = ("products", "searchable", "revision", "encoder")

router = APIRouter(tags=["operation"])


@router.get("/health", summary="Whether the shop can answer", responses={503: {"description": "There is nothing to search yet"}})
def health(request: Request) -> Response:
    """`status` "ok" says that the store and the index answer; "degraded" that they do and something else does not; "not_indexed" (with 503)
    that there is nothing to search yet; "unavailable" (with 503) that the store or the search engine does not answer, the figures are null
    then. `products` are those in the store, `searchable` those in the index. `revision`
    counts changes of products: where the index's is below the store's, that many are still to be
    taken in (-1: no index). `encoder` is the fingerprint of the sentence encoder. `parts` are what is asked elsewhere, as far as the shop
    uses it (`store`, `engine`, `llm`, `assistant`, `orders`): "closed" is well, "open" is left alone because it failed, "half-open" is
    tried again."""
    shop, probe = shop_of(request), request.app.state.probe
    found, parts = probe.look(shop), {name: breaker.state for name, breaker in sorted(shop.breakers.items())}
    more = {"parts": parts} if parts else {}
    if found is None:
        return json({"status": "unavailable", **dict.fromkeys(FIGURES), **more}, 503)
    status = "not_indexed" if found["revision"]["index"] < 0 else "ok" if set(parts.values()) <= {"closed"} else "degraded"
    return json({"status": status, **found, **more}, 503 if status == "not_indexed" else 200)


class Probe:
    """Asks the store and the index for their figures, for a short while only; a question that hangs is not asked once more beside it."""

    def __init__(self) -> None:
        self._asking: Future[dict[str, Any]] | None = None
        self._lock = Lock()

    def look(self, shop: Shop) -> dict[str, Any] | None:
        """The figures; None when they do not come in time or cannot be had."""
        with self._lock:
            if self._asking is None or self._asking.done():
                self._asking = Future()
                Thread(target=_figures, args=(shop, self._asking), daemon=True).start()
            asking = self._asking
        try:
            return asking.result(timeout=PATIENCE)
        except (TimeoutError, ShopkeeperError, OSError):
            return None


def _figures(shop: Shop, into: Future[dict[str, Any]]) -> None:
    try:
        into.set_result({
            "products": shop.store.products.count(), "searchable": shop.searchable,
            "revision": {"store": shop.store.products.revision(), "index": shop.indexed_revision}, "encoder": shop.encoder_fingerprint,
        })
    except BaseException as error:
        into.set_exception(error)


@router.get("/version", summary="What is running")
async def version() -> Response:
    """The versions of Shopkeeper and of Python."""
    return json({"version": __version__, "python": platform.python_version()})


@router.get("/metrics", summary="Measurements in the Prometheus text format", response_class=PlainTextResponse)
def metrics(request: Request) -> Response:
    """Requests and their durations by route, searches, searches without a result, the language model, the database, products,
    jobs and messages by their state; counts are summed over all server processes. See docs/monitoring.md."""
    shop = shop_of(request)
    found = request.app.state.probe.look(shop)
    gauges = {"products": ("Products in the store.", float(found["products"])),
              "searchable_products": ("Products in the index.", float(found["searchable"]))} if found else {}
    text = meter_of(request).text(gauges) + _parts(shop) + state_of(shop, answering=found is not None)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _parts(shop: Shop) -> str:
    if not shop.breakers:
        return ""
    lines = ["# HELP shopkeeper_breaker_open Whether something elsewhere is left alone because it failed, in this process.",
             "# TYPE shopkeeper_breaker_open gauge"]
    lines += [f'shopkeeper_breaker_open{{part="{name}"}} {int(each.state != "closed")}' for name, each in sorted(shop.breakers.items())]
    return "\n".join(lines) + "\n"
