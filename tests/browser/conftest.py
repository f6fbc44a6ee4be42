"""A demo shop, a real server for it, and Debian's chromium to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.server import make_shop, start_server

CHROMIUM_ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
).split()
# The first has no windows of its own to draw: it takes a third of the others' time.
CHROMIUMS = "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"


def find_chromium() -> str | None:
    """The browser of this machine, None when there is none."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


@pytest.fixture(scope="session")
def shop_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser") / "shop"
    make_shop(folder)
    return folder


@pytest.fixture(scope="session")
def site(shop_folder: Path) -> Iterator[str]:
    server, url = start_server(shop_folder)
    yield url
    server.terminate()
    assert server.wait(timeout=20) == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("chromium is not installed (apt-get install chromium-headless-shell fonts-noto-cjk)")
    with playwright.sync_playwright() as engine:
        found = engine.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Opens a page of the site in a fresh window; no page may write an error to the console."""
    contexts: list[Any] = []
    errors: list[str] = []

    def open_page(path: str = "/", *, width: int = 1280, height: int = 800, locale: str = "en-GB", quiet: bool = True, **more: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=locale, base_url=site, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        if quiet:
            page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
