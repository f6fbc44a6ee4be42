"""How heavy each page is and how soon something of it is seen: the first contentful paint, the bytes, the layout shift.

Starts `shopkeeper serve` over a demo shop and opens every page of the storefront and the console in a chromium with an empty cache, three
times each; the middle one counts. Plotly, which pages with charts load, is counted apart. Exit code 1 when a page is above a limit.

    python benchmarks/pages.py [--shop FOLDER] [--products N] [--width W]
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

from _machine import loop_ms, write
from playwright.sync_api import Browser, sync_playwright

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.web.rooms import GROUPS

PORT, ROUNDS = 8797, 3
MOST_KB, MOST_PAINT_MS, MOST_SHIFT = 200, 1000, 0.1
STOREFRONT = ("/", "/?q=headphones", "/?q=", "/p/{product}", "/basket", "/orders", "/chat", "/docs", "/nowhere")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SEEN = """() => ({ paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null, shift: window.shift,
  server: performance.getEntriesByType('navigation')[0].responseStart })"""
WATCH = """window.shift = 0; new PerformanceObserver((list) => { for (const each of list.getEntries()) if (!each.hadRecentInput)
  window.shift += each.value; }).observe({ type: 'layout-shift', buffered: true });"""


def main() -> int:
    """Measures, prints a line a page, and writes results/pages.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shop", type=Path, default=None, help="a demo shop; default: one is made")
    parser.add_argument("--products", type=int, default=300)
    parser.add_argument("--width", type=int, default=360)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.shop or made(Path(scratch) / "shop", args.products)
        with served(folder), sync_playwright() as engine:
            browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
            products, paths = looked_at(folder)
            rows = [look(browser, path, args.width) for path in paths]
            browser.close()
    over = [row["page"] for row in rows if row["kb"] > MOST_KB or row["paint_ms"] > MOST_PAINT_MS or row["shift"] > MOST_SHIFT]
    made_of = f"--shop FOLDER, of {products} products," if args.shop else f"--products {args.products}"
    command = f"python benchmarks/pages.py {made_of} --width {args.width}"
    limits = {"kb": MOST_KB, "paint_ms": MOST_PAINT_MS, "shift": MOST_SHIFT}
    measured = {"loop_ms": loop_ms(), "products": products, "width": args.width, "rounds": ROUNDS}
    write("pages", command, {**measured, "limits": limits, "over": over, "pages": rows})
    print("above a limit:", ", ".join(over) or "none")
    return 1 if over else 0


def made(folder: Path, products: int) -> Path:
    """A demo shop in a folder."""
    from shopkeeper.store.demo import build

    folder.mkdir(parents=True)
    shop = open_shop(str(folder), create=True)
    build(shop.store, folder / "media", products=products, customers=max(products // 2, 40))
    shop.index()
    shop.close()
    return folder


def looked_at(folder: Path) -> tuple[int, list[str]]:
    """How many products a shop has, and the paths of every page; the product is the one that most reviews are about."""
    shop = open_shop(str(folder))
    ids, products = [review.product_id for review in shop.store.reviews.all()], shop.store.products.count()
    shop.close()
    product = max(set(ids), key=lambda id: (ids.count(id), id))
    return products, [path.format(product=product) for path in STOREFRONT] + [room.path for rooms in GROUPS.values() for room in rooms]


@contextlib.contextmanager
def served(folder: Path) -> Iterator[None]:
    """The shop behind a server, once it answers."""
    command = [sys.executable, "-m", "shopkeeper", "serve", "--shop", str(folder), "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                urlopen(f"http://127.0.0.1:{PORT}/health", timeout=5).close()
                break
            time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait(30)


def look(browser: Browser, path: str, width: int) -> dict[str, Any]:
    """The middle of some visits with an empty cache: kB that came over the network, ms until something was seen, and the rest. A visit
    before them, which is not counted, has the server read what it reads once."""
    visit(browser, path, width)
    seen = [visit(browser, path, width) for _ in range(ROUNDS)]
    row = {key: round(median(each[key] for each in seen), 3 if key == "shift" else 1) for key in seen[0]}
    print(f"{path:28} {row['kb']:7.1f} kB {row['paint_ms']:7.0f} ms  server {row['server_ms']:6.0f} ms  shift {row['shift']}", flush=True)
    return {"page": path, **row}


def visit(browser: Browser, path: str, width: int) -> dict[str, float]:
    """One visit of somebody new."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.add_init_script(WATCH)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, float] = {}
    wire.on("Network.responseReceived", lambda event: names.__setitem__(event["requestId"], event["response"]["url"]))
    wire.on("Network.loadingFinished", lambda event: sizes.__setitem__(event["requestId"], event["encodedDataLength"]))
    page.goto(f"http://127.0.0.1:{PORT}{path}", timeout=120_000)
    page.wait_for_load_state("networkidle")
    found = page.evaluate(SEEN)
    context.close()
    plotly = sum(size for id, size in sizes.items() if "plotly" in names.get(id, ""))
    html = sum(size for id, size in sizes.items() if names.get(id, "").endswith(path))
    return {"kb": (sum(sizes.values()) - plotly) / 1000, "html_kb": html / 1000, "plotly_kb": plotly / 1000, "requests": len(sizes),
            "paint_ms": found["paint"] or 0.0, "server_ms": found["server"], "shift": found["shift"]}


if __name__ == "__main__":
    sys.exit(main())
