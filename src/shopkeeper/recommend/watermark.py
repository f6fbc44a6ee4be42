"""From where on a stream in the order of time is read again, so that nothing is missed and nothing counts twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MANY = 100_000


def micros(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


class Watermark:
    """What was read of a stream of records. What is committed late has a moment before that of what was read already: the last
    `overlap` before the newest is read again. A moment that lies in the future does not move the mark beyond now."""

    def __init__(self, overlap: timedelta) -> None:
        self._overlap = overlap // timedelta(microseconds=1)
        self._newest: int | None = None
        self._seen: dict[str, int] = {}
        self.count = 0  # records that were new

    def since(self, now: datetime) -> datetime | None:
        """Where to read on; None for the beginning."""
        return None if self._newest is None else _EPOCH + timedelta(microseconds=self._from(micros(now)))

    def new(self, id: str, at: int) -> bool:
        """Whether this record was not read before; it is from now on."""
        if id in self._seen:
            return False
        self._seen[id] = at
        self._newest = max(at, self._newest or at)
        self.count += 1
        if len(self._seen) % _MANY == 0:
            self._prune(at)
        return True

    def done(self, now: datetime) -> None:
        """All is read that there is now."""
        if self._newest is not None:
            self._prune(micros(now))

    def _from(self, now: int) -> int:
        return min(self._newest or 0, now) - self._overlap

    def _prune(self, now: int) -> None:
        first = self._from(now)
        self._seen = {id: at for id, at in self._seen.items() if at >= first}
