"""Counters and histograms in the Prometheus text format, summed over all server processes.

Each process counts in a file of its own in a shared folder, an array of doubles mapped into
memory, so that counting costs an addition and any process can add up all files.
"""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...store.watching import Load
    from ..observe.calls import Call

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
STATUSES = ("2xx", "3xx", "4xx", "5xx")
TOTALS = {"searches": "Searches answered.", "zero_results": "Searches that found nothing.",
          "searches_not_logged": "Searches that the log had no room or the store no time for.",
          "recommendations_not_logged": "Lists of recommendations that the log had no room or the store no time for.",
          "requests_turned_away": "Requests that came when there was too much to do, or that took too long.",
          "requests_limited": "Requests of callers who sent more than they may."}
TOTALS |= {
    "errors": "Requests that ended in an error which nobody expected.",
    "llm_requests": "Answers that the language model was asked for.",
    "llm_failures": "Answers of the language model that ended in an error.",
    "llm_seconds": "Seconds that the language model took.",
    "llm_prompt_tokens": "Tokens that the language model read.",
    "llm_completion_tokens": "Tokens that the language model wrote.",
    "record_cache_hits": "Records that were asked for by id and remembered.",
    "record_cache_misses": "Records that were asked for by id and had to be decoded.",
}
NOW = {"database_connections": "Connections that are open to the store's database.",
       "database_connections_in_use": "Connections to the store's database that somebody uses."}
_PER_ROUTE = len(STATUSES) + len(BUCKETS) + 2  # the last bucket (+Inf) and the sum of seconds


class Meter:
    """What one server process counts. `routes` are known from the start: they are the layout."""

    def __init__(self, routes: Sequence[str], folder: Path | None = None) -> None:
        self.routes = [*routes, "other"]
        self.folder = folder
        self._places = {route: i * _PER_ROUTE for i, route in enumerate(self.routes)}
        self._named = {name: len(self.routes) * _PER_ROUTE + i for i, name in enumerate([*TOTALS, *NOW])}
        self._size = len(self.routes) * _PER_ROUTE + len(self._named)
        self.measure: Callable[[], Load] | None = None  # how busy the store is
        self._cells = self._map(folder / f"{os.getpid()}.metrics" if folder else None)

    def observe(self, route: str, status: int, seconds: float) -> None:
        """Counts one answered request."""
        place = self._places.get(route, self._places["other"])
        self._cells[place + min(max(status // 100 - 2, 0), 3)] += 1
        buckets = place + len(STATUSES)
        self._cells[buckets + bisect_left(BUCKETS, seconds)] += 1
        self._cells[buckets + len(BUCKETS) + 1] += seconds
        if self.measure:
            self._loaded(self.measure())

    def searched(self, total: int) -> None:
        """Counts one search that found `total` products."""
        self._count("searches", 1)
        self._count("zero_results", total == 0)

    def not_logged(self, count: int) -> None:
        """Counts searches that are missing in the log."""
        self._count("searches_not_logged", count)

    def list_not_logged(self, count: int) -> None:
        """Counts lists of recommendations that are missing in the log."""
        self._count("recommendations_not_logged", count)

    def turned_away(self) -> None:
        """Counts one request that was not answered because there was too much to do."""
        self._count("requests_turned_away", 1)

    def limited(self) -> None:
        """Counts one request of a caller who sent too many."""
        self._count("requests_limited", 1)

    def unexpected(self) -> None:
        """Counts one request that ended in an error which nobody expected."""
        self._count("errors", 1)

    def called(self, call: Call) -> None:
        """Counts one answer of the language model."""
        counts = {"requests": 1, "failures": call.failed, "seconds": call.seconds, "prompt_tokens": call.prompt,
                  "completion_tokens": call.completion}
        for name, count in counts.items():
            self._count(f"llm_{name}", count)

    def _loaded(self, load: Load) -> None:
        for name, value in (("record_cache_hits", load.recalled), ("record_cache_misses", load.decoded),
                            ("database_connections", load.connections), ("database_connections_in_use", load.in_use)):
            self._cells[self._named[name]] = value

    def _count(self, name: str, count: float) -> None:
        self._cells[self._named[name]] += count

    def text(self, gauges: Mapping[str, tuple[str, float]]) -> str:
        """All measurements in the Prometheus text format; `gauges` adds `name: (help, value)`."""
        cells = self._sum()
        lines = ["# HELP shopkeeper_requests_total Requests answered.", "# TYPE shopkeeper_requests_total counter"]
        for route, place in self._places.items():
            lines += [f'shopkeeper_requests_total{{route="{route}",status="{status}"}} {cells[place + i]:.0f}'
                      for i, status in enumerate(STATUSES) if cells[place + i]]
        lines += ["# HELP shopkeeper_request_seconds Time to answer.", "# TYPE shopkeeper_request_seconds histogram"]
        for route, place in self._places.items():
            lines += _histogram(route, cells[place + len(STATUSES):place + _PER_ROUTE])
        for name, help in TOTALS.items():
            lines += _single(f"{name}_total", "counter", help, cells[self._named[name]])
        alive = self._sum(alone=_is_alive)
        for name, help in NOW.items():
            lines += _single(name, "gauge", help, alive[self._named[name]])
        for name, (help, value) in gauges.items():
            lines += _single(name, "gauge", help, value)
        return "\n".join(lines) + "\n"

    def _map(self, path: Path | None) -> memoryview[float]:
        size = self._size * 8
        if path is None:
            return memoryview(mmap.mmap(-1, size)).cast("d")
        with path.open("a+b") as file:
            file.truncate(size)
            return memoryview(mmap.mmap(file.fileno(), size)).cast("d")

    def _sum(self, alone: Callable[[Path], bool] = lambda _: True) -> list[float]:
        if self.folder is None:
            return list(self._cells)
        arrays = [memoryview(path.read_bytes()).cast("d") for path in self.folder.glob("*.metrics") if alone(path)]
        return [sum(values) for values in zip(*(a for a in arrays if len(a) == self._size), strict=True)]


def _is_alive(path: Path) -> bool:
    """Whether the process that counts in this file still runs: of another one what was the case is so no more."""
    try:
        os.kill(int(path.stem), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError):
        return True
    return True


def _histogram(route: str, cells: Sequence[float]) -> list[str]:
    counts, seconds = cells[:-1], cells[-1]
    if not any(counts):
        return []
    lines, seen = [], 0.0
    for bound, count in zip([*map(str, BUCKETS), "+Inf"], counts, strict=True):
        seen += count
        lines.append(f'shopkeeper_request_seconds_bucket{{route="{route}",le="{bound}"}} {seen:.0f}')
    return [*lines, f'shopkeeper_request_seconds_sum{{route="{route}"}} {seconds:.6f}',
            f'shopkeeper_request_seconds_count{{route="{route}"}} {seen:.0f}']


def _single(name: str, kind: str, help: str, value: float) -> list[str]:
    return [f"# HELP shopkeeper_{name} {help}", f"# TYPE shopkeeper_{name} {kind}", f"shopkeeper_{name} {value:.15g}"]
