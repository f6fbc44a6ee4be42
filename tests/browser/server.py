"""A small demo shop and a real server for it, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from forked import Command
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.demo_mark import BUILT
from shopkeeper.shop import Localized, Money, Product, Variant
from shopkeeper.store.demo import build

HOSTILE = '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">'


def make_shop(folder: Path, products: int = 80, customers: int = 40) -> None:
    """A small demo shop in a folder, searchable, with one product that means harm."""
    shop = open_shop(str(folder), create=True)
    try:
        build(shop.store, folder / "media", products=products, customers=customers)
        title = Localized(en=f"Zzyzx lamp {HOSTILE}", zh=f"恶意灯 {HOSTILE}")
        shop.store.products.put([Product("hostile", title, (Variant("h1", price=Money(100, "CNY")),))])
        shop.store.jobs.save(BUILT, {"built": True})
        shop.index()
    finally:
        shop.close()


def start_server(folder: Path) -> tuple[Command, str]:
    """A server of the shop in a process of its own, once it accepts connections, and its address."""
    server = Command("serve", "--port", "0", "--shop", str(folder))
    return server, address(server.stdout.readline())


def started(*arguments: str, **environment: str) -> tuple[subprocess.Popen[str], str]:
    """`shopkeeper serve` with these arguments on a free port, started from nothing, once it accepts connections, and its address."""
    command = [sys.executable, "-m", "shopkeeper", "serve", "--port", "0", *arguments]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1", **environment})
    assert server.stdout
    return server, address(server.stdout.readline())


def address(line: str) -> str:
    """Where a server listens, by the line that it prints."""
    found = re.search(r"http://[\d.]+:\d+", line)
    assert found, f"the server did not say where it listens: {line!r}"
    return found[0]
