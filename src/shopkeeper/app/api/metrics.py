"""Counters and histograms in the Prometheus text format, summed over all server processes.

Each process counts in a file of its own in a shared folder, an array of doubles mapped into
memory, so that counting costs an addition and any process can add up all files.
"""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import Path

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
STATUSES = ("2xx", "3xx", "4xx", "5xx")
TOTALS = {"searches": "Searches answered.", "zero_results": "Searches that found nothing.",
          "searches_not_logged": "Searches that the log had no room or the store no time for.",
          "requests_turned_away": "Requests that came when there was too much to do, or that took too long.",
          "requests_limited": "Requests of callers who sent more than they may."}
_PER_ROUTE = len(STATUSES) + len(BUCKETS) + 2  # the last bucket (+Inf) and the sum of seconds


class Meter:
    """What one server process counts. `routes` are known from the start: they are the layout."""

    def __init__(self, routes: Sequence[str], folder: Path | None = None) -> None:
        self.routes = [*routes, "other"]
        self.folder = folder
        self._places = {route: i * _PER_ROUTE for i, route in enumerate(self.routes)}
        self._size = len(self.routes) * _PER_ROUTE + len(TOTALS)
        self._cells = self._map(folder / f"{os.getpid()}.metrics" if folder else None)

    def observe(self, route: str, status: int, seconds: float) -> None:
        """Counts one answered request."""
        place = self._places.get(route, self._places["other"])
        self._cells[place + min(max(status // 100 - 2, 0), 3)] += 1
        buckets = place + len(STATUSES)
        self._cells[buckets + bisect_left(BUCKETS, seconds)] += 1
        self._cells[buckets + len(BUCKETS) + 1] += seconds

    def searched(self, total: int) -> None:
        """Counts one search that found `total` products."""
        self._count("searches", 1)
        self._count("zero_results", total == 0)

    def not_logged(self, count: int) -> None:
        """Counts searches that are missing in the log."""
        self._count("searches_not_logged", count)

    def turned_away(self) -> None:
        """Counts one request that was not answered because there was too much to do."""
        self._count("requests_turned_away", 1)

    def limited(self) -> None:
        """Counts one request of a caller who sent too many."""
        self._count("requests_limited", 1)

    def _count(self, name: str, count: int) -> None:
        self._cells[self._size - len(TOTALS) + list(TOTALS).index(name)] += count

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
        for (name, help), value in zip(TOTALS.items(), cells[-len(TOTALS):], strict=True):
            lines += _single(f"{name}_total", "counter", help, value)
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

    def _sum(self) -> list[float]:
        if self.folder is None:
            return list(self._cells)
        arrays = [memoryview(path.read_bytes()).cast("d") for path in self.folder.glob("*.metrics")]
        return [sum(values) for values in zip(*(a for a in arrays if len(a) == self._size), strict=True)]


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
    return [f"# HELP shopkeeper_{name} {help}", f"# TYPE shopkeeper_{name} {kind}", f"shopkeeper_{name} {value:.0f}"]
