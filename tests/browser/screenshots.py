"""Takes the pictures of docs/images: `python -m browser.screenshots OUTDIR [SHOP]`, run in tests/.

Builds the demo shop unless the folder of one is given. Pictures are reduced to 128 colours, which pages of few colours do not show.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from browser.conftest import CHROMIUM_ARGUMENTS, find_chromium
from browser.server import start_server
from shopkeeper.app.web.overview_strings import OVERVIEW
from shopkeeper.shop import Guard
from shopkeeper.store import open_store
from small_experiment import PLAN, visited

TRENDS = replace(PLAN, id="trend-shelf", note="do trends help?", guards=(Guard("revenue", 0.2),))

DESKTOP, TALL, PHONE = (1120, 720), (1120, 860), (390, 780)
COLOURS = 128
PATIENCE = 180_000  # milliseconds; the machine may have other work
TRIES = 20
WISH = {"zh": "想给女朋友买个降噪耳机，800以内", "en": "noise cancelling headphones as a gift, under 800"}
NAME = {"zh": "中文", "en": "English"}
COUNTING = {language: OVERVIEW["overview_counting"][place] for place, language in enumerate(("zh", "en"))}
QUERY = {"zh": "/?q=适合跑步的无线耳机&lang=zh", "en": "/?q=wireless headphones for running&lang=en"}


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: an address, the size of the window, what is done there first, and whether it is dark."""

    address: str
    size: tuple[int, int] = DESKTOP
    act: Callable[[Page], None] = lambda page: None
    dark: bool = False


def _open(page: Page, address: str) -> None:
    """Goes to a page, again while the server says that it is busy."""
    for _ in range(TRIES):
        found = page.goto(address)
        if found and found.status != 503:
            break
    page.wait_for_load_state("networkidle")


def _first(link: str) -> Callable[[Page], None]:
    """Follows the first link of a kind."""
    return lambda page: _open(page, urljoin(page.url, str(page.locator(link).first.get_attribute("href"))))


def _counted(waiting: str) -> Callable[[Page], None]:
    """Looks again until all figures of the overview are there."""

    def act(page: Page) -> None:
        for _ in range(TRIES):
            if not page.get_by_text(waiting).count():
                return
            page.wait_for_timeout(2000)
            _open(page, page.url)

    return act


def _wish(language: str) -> Callable[[Page], None]:
    """Says a wish to the assistant and waits for what it shows."""

    def act(page: Page) -> None:
        page.fill("shopkeeper-chat textarea", WISH[language])
        page.press("shopkeeper-chat textarea", "Enter")
        page.wait_for_selector("shopkeeper-chat .said.it")
        page.wait_for_selector("shopkeeper-chat .log[aria-busy=false]")

    return act


SHOTS: dict[str, Shot] = {
    "product-zh": Shot(QUERY["zh"], act=_first("#hits .card-link")),
    "phone-zh": Shot("/?lang=zh", PHONE),
    "phone-dark-en": Shot(QUERY["en"], PHONE, dark=True),
}
for _language in ("zh", "en"):
    SHOTS |= {
        f"storefront-{_language}": Shot(QUERY[_language]),
        f"chat-{_language}": Shot(f"/chat?lang={_language}", TALL, _wish(_language)),
        f"overview-{_language}": Shot(f"/console?lang={_language}", TALL, _counted(COUNTING[_language])),
        f"studio-{_language}": Shot(f"/console/writing?lang={_language}", TALL, _first(f".drafts a:has-text('{NAME[_language]}')")),
        f"experiment-{_language}": Shot(f"/console/experiments/trend-shelf?lang={_language}"),
    }


def take(browser: Browser, site: str, name: str, folder: Path) -> Path:
    """One picture."""
    shot = SHOTS[name]
    width, height = shot.size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark" if shot.dark else "light")
    page.set_default_timeout(PATIENCE)
    _open(page, site + shot.address)
    shot.act(page)
    page.wait_for_timeout(500)  # pictures fade in
    path = folder / f"{name}.png"
    page.screenshot(path=path)
    page.close()
    Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def _shop(folder: Path) -> None:
    """The demo shop, with an experiment on 2,400 visitors, of whom those of the new arm click more."""
    subprocess.run([sys.executable, "-m", "shopkeeper", "demo", "--no-serve", "--shop", str(folder)], check=True)
    store = open_store(f"sqlite:///{folder}/shop.db")
    store.experiments.put([TRENDS])
    visited(store, {"plain": 0.2, "new": 0.3}, {"plain": 0.3, "new": 0.32}, n=2400, plan=TRENDS)
    store.close()


def main(folder: Path, shop: Path | None) -> None:
    """All pictures, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as engine:
        if shop is None:
            shop = Path(scratch) / "shop"
            _shop(shop)
        server, site = start_server(shop)
        try:
            browser = engine.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
            for name in SHOTS:
                path = take(browser, site, name, folder)
                print(f"{path}  {path.stat().st_size / 1000:.0f} kB", flush=True)
        finally:
            server.terminate()
            server.wait(timeout=20)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
