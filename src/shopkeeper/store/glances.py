"""The products that were looked at last, decoded once for each revision: a look at the store says which of them changed since."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from .glance import Glance

MOST = 25_000  # products that are kept, some 4 KB each
FEW = 500  # changes after which all are read anew

Revision = Callable[[], int]
Changed = Callable[[int, int], Sequence[str]]
Read = Callable[[Sequence[str]], Mapping[str, str]]


class Glances:
    """Products as they are in the store at each call: `revision()` is the highest that any of them has, `changed(since, n)` are at most
    n that were written or deleted after a revision, `read(ids)` the payloads of those that exist. Safe to use from several threads,
    not inside a transaction: what is written there may be taken back, and its revisions given to others."""

    def __init__(self, revision: Revision, changed: Changed, read: Read) -> None:
        self._newest, self._changed, self._read = revision, changed, read
        self._lock, self._revision = threading.Lock(), -1
        self._known: dict[str, Glance] = {}

    def of(self, ids: Sequence[str]) -> dict[str, Glance]:
        """Those that exist, in their order."""
        revision = self._follow()
        known = self._known
        found = {id: seen for id in ids if (seen := known.get(id)) is not None}
        if len(found) < len(ids) and (missing := [id for id in dict.fromkeys(ids) if id not in found]):
            new = {id: Glance(payload) for id, payload in self._read(missing).items()}
            self._keep(new, revision)
            found |= new
            return {id: found[id] for id in ids if id in found}
        return found

    def _follow(self) -> int:
        """Forgets what changed since the last call; the revision that what is known is of."""
        if self._newest() == self._revision:
            return self._revision
        with self._lock:
            newest = self._newest()  # another thread may have seen a later one meanwhile
            if newest != self._revision:
                gone = self._changed(self._revision, FEW) if 0 <= self._revision < newest else None
                kept = {} if gone is None or len(gone) == FEW else dict(self._known)
                for id in gone if kept and gone else ():
                    kept.pop(id, None)
                self._known, self._revision = kept, newest
            return self._revision

    def _keep(self, new: Mapping[str, Glance], revision: int) -> None:
        """Keeps what was read, unless something was written meanwhile: nobody knows whether before or after."""
        with self._lock:
            if self._revision == revision:
                self._known |= new
                for id in list(islice(self._known, max(0, len(self._known) - MOST))):
                    del self._known[id]
