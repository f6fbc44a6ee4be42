"""How much faster new records come into PostgreSQL by COPY than by statements.

The same records are put into two new databases of one server in lists of a thousand, as importers do: each list first by statements
(`store.bulk.MANY` beyond reach), then by COPY, so that what else the machine does slows both alike. Beside the time stands the client's own
processor time. Records are made by recombining words: no real shop has them. `put` reads first what is there and compares, either way.

    python benchmarks/copy_import.py [--products 100000] [--events 100000]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from _machine import loop_ms, write
from import_speed import FILES

from shopkeeper.store import bulk, open_store
from shopkeeper.store.importers import import_file

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from contract.postgres import PostgresServer, start

MANY = bulk.MANY


def records(file: Path, rows: int) -> list[Any]:
    """What an importer makes of a file."""
    FILES[file.name](file, rows)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "shop.db")
        import_file(store, file, rejects_dir=file.parent)
        found = list(getattr(store, file.name.partition(".")[0]).all())
        store.close()
    return found


def compare(server: PostgresServer, kind: str, found: list[Any]) -> dict[str, Any]:
    """Seconds and processor seconds of both ways, and how many times as long statements took."""
    ways = {"statements": sys.maxsize, "copy": MANY}
    stores = {way: open_store(server.new_database()) for way in ways}
    wall, cpu = dict.fromkeys(ways, 0.0), dict.fromkeys(ways, 0.0)
    for first in range(0, len(found), 1000):
        for way, bulk.MANY in ways.items():
            began, worked = time.perf_counter(), time.process_time()
            getattr(stores[way], kind).put(found[first : first + 1000])
            wall[way] += time.perf_counter() - began
            cpu[way] += time.process_time() - worked
    assert [getattr(store, kind).count() for store in stores.values()] == [len(found)] * 2
    for store in stores.values():
        store.close()
    told = {way: {"seconds": round(wall[way], 2), "client_cpu_seconds": round(cpu[way], 2),
                  "rows_per_second": round(len(found) / wall[way])} for way in ways}
    return {"rows": len(found), **told, "statements_to_copy": round(wall["statements"] / wall["copy"], 2),
            "statements_to_copy_client_cpu": round(cpu["statements"] / cpu["copy"], 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=100_000)
    asked = parser.parse_args()
    result: dict[str, Any] = {"data": "made by recombining words, no rows of a real shop", "loop_ms": loop_ms(), "kinds": {}}
    servers = start()
    server = next(servers)
    with tempfile.TemporaryDirectory() as folder:
        for kind, rows in (("events", asked.events), ("products", asked.products)):
            result["kinds"][kind] = compare(server, kind, records(Path(folder) / f"{kind}.csv", rows))
            print(kind, result["kinds"][kind], flush=True)
            write("copy_import", f"python benchmarks/copy_import.py --products {asked.products} --events {asked.events}", result)
    next(servers, None)


if __name__ == "__main__":
    main()
