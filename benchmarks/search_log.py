"""How long do the questions to the search log take at a million searches, and what does logging cost a search?

A log of 1,000,000 searches over 180 days, 20,000 different queries (Zipf), a click after every third and a purchase after every
thirtieth, in SQLite; each question asked of all of it and of the last 30 days. Beside it: the time that `note` takes.

    python benchmarks/search_log.py [--searches N] [--work FOLDER]
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from _machine import loop_ms, write

from shopkeeper.search.analytics import Searches, window
from shopkeeper.search.log import SearchLog
from shopkeeper.search.result import SearchResult
from shopkeeper.shop import Event, EventItem, LoggedSearch, Money
from shopkeeper.store import open_store

NOW = datetime(2026, 9, 30, tzinfo=UTC)
QUERIES = 20_000


def main() -> None:
    """Fills a log, asks it, and writes results/search_log.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--searches", type=int, default=1_000_000)
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        store = open_store(f"sqlite:///{folder}/shop.db")
        start = perf_counter()
        store.searches.put(searches(options.searches))
        filled = perf_counter() - start
        store.events.put(events(options.searches))
        result: dict[str, Any] = {"searches": options.searches, "searches_per_s": round(options.searches / filled), "loop_ms": loop_ms()}
        asked = Searches(store.searches)
        for name in ("top", "zero", "clicks", "conversion"):
            result[name] = {"all_s": seconds(lambda n=name: getattr(asked, n)(window())),
                            "30_days_s": seconds(lambda n=name: getattr(asked, n)(window(days=30, now=NOW)))}
        result["note_us"] = noting(store)
        store.close()
        result["database_mb"] = round((Path(folder) / "shop.db").stat().st_size / 1e6)
    print(result)
    print(write("search_log", "python benchmarks/search_log.py", result))


def searches(count: int) -> Iterator[LoggedSearch]:
    """Spread over 180 days, oldest first; every twentieth finds nothing."""
    draw = random.Random(1)
    for i in range(count):
        query = f"query {int(QUERIES ** draw.random())}"
        at = NOW - timedelta(days=180) * (1 - i / count)
        found = 0 if i % 20 == 0 else 60
        ids = tuple(f"p{draw.randrange(5000)}" for _ in range(20)) if found else ()
        yield LoggedSearch(f"{i:016x}", at, query, ("zh", "en")[i % 2], found, ids, session_id=f"s{i // 3}")


def events(count: int) -> Iterator[Event]:
    """Clicks that name their search, and purchases that do not."""
    draw = random.Random(2)
    for i in range(1, count, 3):
        at = NOW - timedelta(days=180) * (1 - i / count)
        item, session = f"p{draw.randrange(5000)}", f"s{i // 3}"
        position = min(20, 1 + int(draw.expovariate(0.3)))
        yield Event(f"c{i}", "select_item", at, session_id=session, items=(EventItem(item, position=position),), query_id=f"{i:016x}")
        if i % 10 == 1:
            bought = (EventItem(item, price=Money(5000, "CNY")),)
            yield Event(f"b{i}", "purchase", at + timedelta(minutes=9), session_id=session, items=bought)


def seconds(ask: Any) -> float:
    """Of the quicker of two runs."""
    took = []
    for _ in range(2):
        start = perf_counter()
        ask()
        took.append(perf_counter() - start)
    return round(min(took), 2)


def noting(store: Any) -> float:
    """Microseconds that a search waits for the log, on average over 5,000."""
    log = SearchLog(store.searches, days=0)
    results = [SearchResult(f"n{i}", 60, (), leading=tuple(f"p{k}" for k in range(20))) for i in range(5000)]
    start = perf_counter()
    for result in results:
        log.note("wireless headphones", result, session_id="s")
    took = perf_counter() - start
    log.close()
    return round(took / len(results) * 1e6, 1)


if __name__ == "__main__":
    main()
