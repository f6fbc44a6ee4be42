"""Takes the pictures of docs/images: `python -m browser.screenshots OUTDIR [SHOP]`, run in tests/.

Builds a small demo shop unless the folder of one is given.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from browser.conftest import CHROMIUM_ARGUMENTS, find_chromium
from browser.server import make_shop, start_server
from shopkeeper.shop import Guard
from shopkeeper.store import open_store
from small_experiment import PLAN, visited

DESKTOP, PHONE = (1120, 720), (390, 780)
QUERY = {"zh": "/?q=适合跑步的无线耳机&lang=zh", "en": "/?q=wireless headphones for running&lang=en"}
SHOTS: dict[str, tuple[str, tuple[int, int]]] = {
    "storefront-zh": (QUERY["zh"], DESKTOP),
    "storefront-en": (QUERY["en"], DESKTOP),
    "product-zh": (QUERY["zh"], DESKTOP),
    "phone-zh": (QUERY["zh"], PHONE),
    "experiment-zh": ("/console/experiments/e?lang=zh", DESKTOP),
    "experiment-en": ("/console/experiments/e?lang=en", DESKTOP),
}


def take(browser: Browser, site: str, name: str, folder: Path) -> Path:
    """One picture; that of a product is of the first result."""
    address, (width, height) = SHOTS[name]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(site + address)
    if name.startswith("product"):
        page.click("#hits .card-link")
        page.wait_for_selector("article.product")
    page.wait_for_load_state("networkidle")
    path = folder / f"{name}.png"
    page.screenshot(path=path)
    page.close()
    return path


def _experiment(shop: Path) -> None:
    """An experiment on 2,400 visitors, of whom those of the new arm click more."""
    store = open_store(f"sqlite:///{shop}/shop.db")
    store.experiments.put([replace(PLAN, note="do trends help?", guards=(Guard("revenue", 0.2),))])
    visited(store, {"plain": 0.2, "new": 0.3}, {"plain": 0.3, "new": 0.32}, n=2400)
    store.close()


def main(folder: Path, shop: Path | None) -> None:
    """All pictures, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as engine:
        if shop is None:
            shop = Path(scratch) / "shop"
            make_shop(shop, products=300)
            _experiment(shop)
        server, site = start_server(shop)
        try:
            browser = engine.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
            for name in SHOTS:
                path = take(browser, site, name, folder)
                print(f"{path}  {path.stat().st_size / 1000:.0f} kB")
        finally:
            server.terminate()
            server.wait(timeout=20)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
