"""The products as the guide reads them: decoded once, their ratings, and the members of a category."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from ...shop import Localized, ProductStatus
from ...store.counts import Rating
from ...store.protocol import Store
from ...text.normalise import normalise
from .facts import Item, item

KEPT = 4_000  # products that stay decoded
STALE = 30.0  # seconds for which ratings are not read again
BATCH = 500


class Shelf:
    """Reads products of a store; for any number of threads. What it remembers follows the store's revision."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, threading.RLock()
        self._items: OrderedDict[str, Item] = OrderedDict()
        self._revision, self._placed = -1, 0
        self._paths: dict[str, tuple[str, ...]] = {}
        self._members: dict[str, dict[str, None]] = {}
        self._ratings: Mapping[str, Rating] = {}
        self._rated_at = -STALE

    def items(self, ids: Sequence[str]) -> dict[str, Item]:
        """Those of the products that are sold, by id, in the order of `ids`."""
        with self._lock:
            self._follow()
            missing = [id for id in ids if id not in self._items]
            for id, product in self._store.products.get_many(missing).items() if missing else ():
                self._items[id] = item(product)
            found = {id: self._items[id] for id in ids if id in self._items}
            while len(self._items) > KEPT:
                self._items.popitem(last=False)
        return {id: each for id, each in found.items() if each.product.status is ProductStatus.ACTIVE}

    def _follow(self) -> None:
        revision = self._store.products.revision()
        if revision == self._revision:
            return
        changed = self._store.products.changes(self._revision) if self._items else ()
        for change in changed:
            self._items.pop(change.id, None)
        self._revision = revision

    def warm(self) -> None:
        """Reads what the first turns would wait for."""
        self.members(())
        self.rating("")

    def rating(self, id: str) -> Rating | None:
        """Reviews of a product and their mean, at most `STALE` seconds old."""
        if time.monotonic() - self._rated_at > STALE:
            self._ratings, self._rated_at = self._store.activity.rated(), time.monotonic()
        return self._ratings.get(id)

    def members(self, categories: Iterable[Localized]) -> list[str]:
        """All products of these categories, whatever a search would find of them, in id order."""
        with self._lock:
            self._place()
            names = {normalise(name) for category in categories for name in category.all}
            return sorted({id for name in names for id in self._members.get(name, ())})

    def _place(self) -> None:
        revision = self._store.products.revision()
        if revision == self._placed:
            return
        changes = [change.id for change in self._store.products.changes(self._placed)]
        for start in range(0, len(changes), BATCH):
            self._place_some(changes[start : start + BATCH])
        self._placed = revision

    def _place_some(self, ids: Sequence[str]) -> None:
        products = self._store.products.glance(ids)
        for id in ids:
            for name in self._paths.pop(id, ()):
                self._members[name].pop(id, None)
            if id in products and products[id].status is ProductStatus.ACTIVE:
                names = tuple({normalise(name) for category in products[id].category for name in category.all})
                self._paths[id] = names
                for name in names:
                    self._members.setdefault(name, {})[id] = None
