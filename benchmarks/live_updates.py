"""How many stock and price updates a second go in over HTTP, and how soon a search sees one.

Starts `shopkeeper serve` over 50,000 products with short made-up titles (only the size matters here),
sends updates in requests of `--batch`, each of another variant drawn at random, and then single price
changes, after whose answer it searches for the new price until it is found, over another connection.

    python benchmarks/live_updates.py [--work FOLDER] [--products N]
"""

from __future__ import annotations

import argparse
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from _machine import loop_ms, write

from shopkeeper import open_shop
from shopkeeper.shop import Localized, Money, Product, Variant

LOOKS = "red blue green black white silver golden grey pink purple".split()
STUFF = "cotton linen steel glass oak leather wool paper clay rubber".split()
THINGS = "shirt mug lamp chair kettle bag shoe clock vase bowl pen desk scarf hat tray".split()
SECONDS = 15


def main() -> None:
    """Measures and writes results/live_updates.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/live_updates"))
    parser.add_argument("--products", type=int, default=50_000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    made(args.work, args.products)
    port = free_port()
    command = [sys.executable, "-m", "shopkeeper", "serve", "--shop", str(args.work), "--port", str(port), "--workers", str(args.workers)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        result = measured(f"http://127.0.0.1:{port}", args.products, args.batch)
    finally:
        server.terminate()
        server.wait(180)
    print(write("live_updates", "python benchmarks/live_updates.py", {"products": args.products, "workers": args.workers, **result}))


def measured(url: str, products: int, batch: int) -> dict[str, Any]:
    """The figures of a server that runs."""
    with httpx.Client(base_url=url, timeout=120) as writer, httpx.Client(base_url=url, timeout=120) as reader:
        wait(reader)
        draw = random.Random(time.time_ns())
        result: dict[str, Any] = {"loop_ms": loop_ms(), "batch": batch}
        result["stock"] = rate(writer, "/v1/stock", lambda: stock(draw, products, batch))
        result["prices"] = rate(writer, "/v1/prices", lambda: prices(draw, products, batch))
        result["seen_after"] = seen(writer, reader, draw, products)
        print(result)
        return result


def made(folder: Path, count: int) -> None:
    """The shop, built when it is not there."""
    shop = open_shop(str(folder), create=True)
    if shop.store.products.count() != count:
        shop.store.products.put(catalogue(count))
    shop.index()
    shop.close()


def catalogue(count: int) -> Iterator[Product]:
    """Products of one variant each with titles that all differ."""
    draw = random.Random(7)
    for i in range(count):
        title = f"{draw.choice(LOOKS)} {draw.choice(STUFF)} {draw.choice(THINGS)} {i}"
        price = Money(draw.randrange(100, 100_000), "CNY")
        variant = Variant(f"p{i:05}-v", sku=f"SKU-{i:05}", price=price, stock=draw.randrange(0, 9))
        brand, category = Localized(en=f"Brand {i % 200}"), (Localized(en=STUFF[i % 10]),)
        yield Product(f"p{i:05}", Localized(en=title), (variant,), brand=brand, category=category)


def stock(draw: random.Random, products: int, batch: int) -> list[dict[str, Any]]:
    """Levels of which a third sells a product out or brings it back."""
    return [{"sku": f"SKU-{i:05}", "quantity": draw.randrange(0, 3)} for i in draw.sample(range(products), batch)]


def prices(draw: random.Random, products: int, batch: int) -> list[dict[str, Any]]:
    """Other prices, nearly all of them changes."""
    drawn = draw.sample(range(products), batch)
    return [{"variant_id": f"p{i:05}-v", "price": {"amount": draw.randrange(100, 100_000), "currency": "CNY"}} for i in drawn]


def rate(client: httpx.Client, path: str, updates: Callable[[], list[dict[str, Any]]]) -> dict[str, Any]:
    """Sends one request after the other; updates a second, made ready outside of the clock."""
    took: list[float] = []
    changed = sent = 0
    while sum(took) < SECONDS:
        body = updates()
        start = time.perf_counter()
        answer = client.put(path, json=body)
        took.append(time.perf_counter() - start)
        assert answer.status_code == 200, answer.text
        sent, changed = sent + len(body), changed + answer.json()["changed"]
    figures = {f"request_p{p}_ms": round(float(np.percentile(took, p)) * 1000, 1) for p in (50, 99)}
    return {"updates_per_s": round(sent / sum(took)), "changed_per_s": round(changed / sum(took)), "requests": len(took), **figures}


def seen(writer: httpx.Client, reader: httpx.Client, draw: random.Random, products: int, count: int = 300) -> dict[str, Any]:
    """From the answer to an update to the answer of the first search that sees it."""
    delays, asked = [], 0
    for number in range(count):
        id, amount = draw.randrange(products), 10_000_000 + number
        body = [{"variant_id": f"p{id:05}-v", "price": {"amount": amount, "currency": "CNY"}}]
        assert writer.put("/v1/prices", json=body).json()["changed"] == 1
        start, found = time.perf_counter(), False
        while not found:
            asked += 1
            hits = reader.get("/v1/search", params={"where": f"price={amount / 100:.2f}", "k": 1}).json()["hits"]
            found = bool(hits) and hits[0]["id"] == f"p{id:05}" and hits[0]["price"]["amount"] == amount
        delays.append(time.perf_counter() - start)
    figures = {f"p{p}_ms": round(float(np.percentile(delays, p)) * 1000, 1) for p in (50, 99)}
    return {**figures, "most_ms": round(max(delays) * 1000, 1), "updates": count, "searches_until_seen": round(asked / count, 2)}


def wait(client: httpx.Client) -> None:
    """Until the server answers."""
    for _ in range(600):
        try:
            if client.get("/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
