"""How fast files of a million rows come in, in how much memory, beside only reading them.

Products and events are made by recombining words of the built-in demo shop: no real shop has these rows. Each import runs in
a process of its own, into a new SQLite shop, and its peak memory is that process's; beside it the same file is read by
the library alone (csv, orjson, polars) in a process of its own. The figures of one file are of the same run; with `--only` those of other
files stay as they were. `loop_ms` tells how fast the machine was: about 80 when nothing else runs on it.

    python benchmarks/import_speed.py [--rows 1000000] [--only products.csv events.csv events.jsonl]
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from _machine import RESULTS, loop_ms, write

COLOURS = [("红色", "Red"), ("白色", "White"), ("藏青", "Navy"), ("墨绿", "Green"), ("黑色", "Black")]
GOODS = [("搪瓷杯", "enamel mug"), ("亚麻衬衫", "linen shirt"), ("行李箱", "suitcase"), ("蓝牙耳机", "bluetooth earphones"),
         ("台灯", "desk lamp"), ("雨衣", "raincoat"),
         ("茶壶", "tea pot"), ("跑鞋", "running shoes"), ("背包", "backpack"), ("毛毯", "wool blanket")]  # fmt: skip
TRAITS = [("防水", "waterproof"), ("轻便", "light"), ("加厚", "thick"), ("复古", "vintage"), ("可折叠", "foldable"), ("大容量", "large")]
BRANDS = ["Northpane", "Edifier", "山岚", "Glow", "青木", "Acme"]
EVENTS = ["view_item", "select_item", "add_to_cart", "purchase", "view_item_list", "search"]
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def products_csv(path: Path, rows: int) -> None:
    """A flat product table, one variant a row: 12 columns in both languages."""
    dice = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("id,sku,title_zh,title_en,description,price,stock,brand,category,颜色,image,created_at\n")
        for n in range(rows):
            (zh, en), (tzh, ten), (czh, _) = dice.choice(GOODS), dice.choice(TRAITS), dice.choice(COLOURS)
            at = (FIRST + timedelta(minutes=n % 400_000)).isoformat()
            price = dice.randint(900, 99900) / 100
            file.write(f'p{n},SKU-{n},{tzh}{zh} {n},"{ten} {en}, no. {n}","{tzh}的{zh}，{ten} {en} for every day.",{price},'
                       f"{dice.randint(0, 500)},{dice.choice(BRANDS)},{zh} > {tzh},{czh},https://shop.example/{n}.jpg,{at}\n")  # fmt: skip


def _event(dice: random.Random, n: int) -> dict[str, Any]:
    return {"event_id": f"e{n}", "event_name": dice.choice(EVENTS), "timestamp": (FIRST + timedelta(seconds=n)).isoformat(),
            "user_id": f"c{dice.randint(1, 50_000)}", "session_id": f"s{n // 8}", "item_id": f"p{dice.randint(0, 999_999)}",
            "position": dice.randint(1, 40), "query_id": f"q{n // 20}"}  # fmt: skip


def events_csv(path: Path, rows: int) -> None:
    """An event table: 8 columns."""
    dice = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        for n in range(rows):
            event = _event(dice, n)
            if n == 0:
                file.write(",".join(event) + "\n")
            file.write(",".join(map(str, event.values())) + "\n")


def events_jsonl(path: Path, rows: int) -> None:
    """The same events as JSON lines."""
    dice = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        for n in range(rows):
            file.write(json.dumps(_event(dice, n)) + "\n")


FILES: dict[str, Callable[[Path, int], None]] = {"products.csv": products_csv, "events.csv": events_csv, "events.jsonl": events_jsonl}
# Each runs in a process of its own and prints rows, seconds and its peak memory.
PEAK = "import resource; peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024"
IMPORT = f"""
import sys, time, json
from pathlib import Path
from shopkeeper.store import open_store
from shopkeeper.store.importers import import_file
start = time.perf_counter()
store = open_store(Path(sys.argv[2]) / "shop.db")
report = import_file(store, sys.argv[1], rejects_dir=Path(sys.argv[2]))
seconds = time.perf_counter() - start
{PEAK}
assert report.rejected == 0, report
print(json.dumps({{"rows": report.read, "seconds": seconds, "peak_mb": peak}}))
"""
READERS = {
    "csv": "import csv\nrows = sum(1 for _ in csv.DictReader(open(sys.argv[1], encoding='utf-8', newline='')))",
    "orjson": "import orjson\nrows = sum(1 for line in open(sys.argv[1], 'rb') if orjson.loads(line))",
    "polars csv": "import polars\nrows = polars.read_csv(sys.argv[1], infer_schema=False).height",
    "polars jsonl": "import polars\nrows = polars.read_ndjson(sys.argv[1]).height",
}
READ = f"import sys, time, json\nstart = time.perf_counter()\n%s\nseconds = time.perf_counter() - start\n{PEAK}\n"
READ += 'print(json.dumps({"rows": rows, "seconds": seconds, "peak_mb": peak}))'


def run(code: str, *arguments: str) -> dict[str, Any]:
    """Runs Python in a process of its own; what it measured, rounded."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found = json.loads(done.stdout.splitlines()[-1])
    return {"rows": found["rows"], "seconds": round(found["seconds"], 1), "rows_per_second": round(found["rows"] / found["seconds"]),
            "peak_mb": round(found["peak_mb"])}  # fmt: skip


def measure(name: str, rows: int) -> dict[str, Any]:
    """Makes one file, imports it, and reads it with the libraries alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        FILES[name](path, rows)
        readers = ("csv", "polars csv") if name.endswith(".csv") else ("orjson", "polars jsonl")
        before = loop_ms()
        found = {"file_mb": round(path.stat().st_size / 2**20), "loop_ms_before": before,
                 "import": run(IMPORT, str(path), folder)}
        return found | {reader: run(READ % READERS[reader], str(path)) for reader in readers} | {"loop_ms_after": loop_ms()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="+", choices=FILES, default=list(FILES))
    chosen = parser.parse_args()
    earlier = json.loads((RESULTS / "import_speed.json").read_text("utf-8")) if (RESULTS / "import_speed.json").exists() else {}
    result: dict[str, Any] = {"data": "made by recombining words, no rows of a real shop", "files": earlier.get("files", {})}
    for name in chosen.only:
        start = time.perf_counter()
        result["files"][name] = measure(name, chosen.rows)
        print(name, json.dumps(result["files"][name]), f"{time.perf_counter() - start:.0f} s", flush=True)
        write("import_speed", f"python benchmarks/import_speed.py --rows {chosen.rows} --only {name}", result)


if __name__ == "__main__":
    main()
