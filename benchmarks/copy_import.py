"""How much faster new records come into PostgreSQL by COPY than by statements, and as what share of a whole import.

The same records are put into two new databases of one server, in lists of a thousand as importers do, once with `store.bulk.MANY`
beyond reach (statements) and once as it is (COPY), by turns. Records are made by recombining words: no real shop has them. `put` reads
first what is there and compares, with either way; the second `put` of the same records changes nothing.

    python benchmarks/copy_import.py [--rows 100000] [--rounds 2]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from _machine import loop_ms, write
from import_speed import FILES

from shopkeeper.store import bulk, open_store
from shopkeeper.store.importers import import_file

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from contract.postgres import PostgresServer, start

MANY = bulk.MANY


def timed(work: Callable[[], Any]) -> float:
    """Seconds that it took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def put(server: PostgresServer, file: Path, many: int) -> dict[str, float]:
    """Puts the records of a file into a new store: seconds of the import, and of the rows alone."""
    bulk.MANY = many
    store = open_store(server.new_database())
    kind = file.name.partition(".")[0]
    seconds = timed(lambda: import_file(store, file, rejects_dir=file.parent))
    records = list(getattr(store, kind).all())
    other = open_store(server.new_database())
    table = getattr(other, kind)
    alone = timed(lambda: [table.put(records[i : i + 1000]) for i in range(0, len(records), 1000)])
    again = timed(lambda: [table.put(records[i : i + 1000]) for i in range(0, len(records), 1000)])
    assert table.count() == len(records)
    for each in (store, other):
        each.close()
    return {"import_s": seconds, "put_s": alone, "same_again_s": again}


def rounds(server: PostgresServer, folder: Path, rows: int, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """For products and events, the best of each way."""
    for name in ("products.csv", "events.csv"):
        FILES[name](folder / name, rows)
        found: dict[str, list[dict[str, float]]] = {"statements": [], "copy": []}
        for _ in range(count):
            found["statements"].append(put(server, folder / name, sys.maxsize))
            found["copy"].append(put(server, folder / name, MANY))
        best = {way: {key: round(min(run[key] for run in runs), 2) for key in runs[0]} for way, runs in found.items()}
        rates = {f"{way}_rows_per_second": {key: round(rows / seconds) for key, seconds in times.items()} for way, times in best.items()}
        ratio = {key: round(best["statements"][key] / best["copy"][key], 2) for key in best["copy"]}
        yield name, {"rows": rows, **best, **rates, "statements_to_copy": ratio}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    result: dict[str, Any] = {"data": "made by recombining words, no rows of a real shop", "loop_ms": loop_ms(), "files": {}}
    servers = start()
    with tempfile.TemporaryDirectory() as folder:
        for name, found in rounds(next(servers), Path(folder), asked.rows, asked.rounds):
            result["files"][name] = found
            print(name, found, flush=True)
    write("copy_import", f"python benchmarks/copy_import.py --rows {asked.rows} --rounds {asked.rounds}", result)
    next(servers, None)


if __name__ == "__main__":
    main()
