"""kill -9 in the middle of a run over the catalogue: the same command goes on, and every product has one draft."""

from __future__ import annotations

import json
import time

from forked import Command
from shopkeeper.store import open_store
from small_shop import product

PRODUCTS = 40
WRITE = ("write", "description", "--all", "--language", "en", "--json")


def test_a_run_that_was_killed_goes_on(tmp_path):
    store = open_store(tmp_path / "shop.db")
    store.products.put(product(f"p{i:03}", f"Oak bowl {i}", facts=[("Material", "oak"), ("Capacity", f"{i} ml")]) for i in range(PRODUCTS))
    with (process := Command(*WRITE, "--shop", str(tmp_path))).stdout:
        while not store.drafts.count():
            assert process.poll() is None, "it was over before it could be killed"
            time.sleep(0.01)
        process.kill()
        process.wait()
    kept = store.drafts.count()
    assert 0 < kept < PRODUCTS
    with (process := Command(*WRITE, "--shop", str(tmp_path))).stdout:
        run = json.loads(process.stdout.read())
    assert (run["resumed"], run["written"], run["had"]) == (True, PRODUCTS, 0)
    about = [draft.product_id for draft in store.drafts.all()]
    assert sorted(about) == [f"p{i:03}" for i in range(PRODUCTS)]
    store.close()
