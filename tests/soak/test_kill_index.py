"""kill -9 at any moment of an indexing: the old index answers, whole, until the new one is whole; the same command completes."""

from __future__ import annotations

import json
import os
import urllib.request
from contextlib import contextmanager

from browser.server import start_server
from shopkeeper import open_shop
from shopkeeper.shop import Localized, Money, Product, Variant
from waiting import until

PRODUCTS = 400 if os.environ.get("SHOPKEEPER_SOAK") else 60
WORDS = ("linen", "oak", "copper", "wool", "竹制", "陶瓷", "棉麻", "玻璃")


def products(edition, count=PRODUCTS):
    """A catalogue whose every title and brand names the edition, so that a mixture of two shows."""
    return [product(f"p{i:05d}", f"{WORDS[i % 8]} item {i} of edition {edition}", f"Edition {edition}") for i in range(count)]


def product(id, title, brand):
    return Product(id, Localized(en=title), (Variant(f"{id}-1", price=Money(1250, "CNY")),), brand=Localized(en=brand))


@contextmanager
def server(shop):
    """A server of its own process; yields a function that answers how many products of each brand it finds."""
    process, address = start_server(shop)
    try:
        def brands():
            with urllib.request.urlopen(f"{address}/v1/search?facet=brand&k=1", timeout=60) as answer:
                found = json.load(answer)
            return {count["value"]: count["count"] for count in found["facets"]["brand"]}

        yield brands
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def brands_now(shop):
    """What a process that opens the shop only now finds."""
    front = open_shop(str(shop))
    try:
        return {count.value: count.count for count in front.search("", facets=["brand"], k=1).facets["brand"]}
    finally:
        front.close()


def rewrite(shop, changed):
    """Writes products to the store alone, without indexing them."""
    front = open_shop(str(shop), create=True)
    front.store.products.put(changed)
    front.close()


def test_the_old_index_answers_until_the_new_one_is_whole(tmp_path, killer):
    shop = tmp_path / "shop"
    rewrite(shop, products(0))
    killer.measure("index", "--shop", shop)
    with server(shop) as brands:
        for edition in range(1, killer.kills + 1):
            # Given a catalogue that changed throughout, so that the index is built anew
            old, new = {f"Edition {edition - 1}": PRODUCTS}, {f"Edition {edition}": PRODUCTS}
            rewrite(shop, products(edition))
            # When indexing is killed while a server answers, then each answer is of one whole index
            seen = []
            killer.kill("index", "--shop", shop, watch=lambda brands=brands, seen=seen: seen.append(brands()))
            seen += [brands(), brands_now(shop)]
            assert [answer for answer in seen if answer not in (old, new)] == []
            assert seen == sorted(seen, key=lambda answer, new=new: answer == new), "the old index came back after the new one"
            killer.counts["answers during and after"] += len(seen)
            killer.counts["killed before the swap"] += seen[-1] == old
            # And the same command completes it, for the open server too
            killer.run("index", "--shop", shop)
            assert brands() == brands_now(shop) == new
            until(lambda: not list((shop / "index").glob("*.part")))  # the server writes its suggestions at that time


def test_a_killed_catching_up_leaves_an_index_that_answers_and_catches_up(tmp_path, killer):
    shop, few = tmp_path / "shop", PRODUCTS // 5
    rewrite(shop, products(0))
    killer.run("index", "--shop", shop)
    rewrite(shop, products(1, few))
    killer.measure("index", "--shop", shop)
    with server(shop) as brands:
        for edition in range(2, killer.kills + 2):
            # Given a fifth of the catalogue changed, which is appended to the index
            old = {"Edition 0": PRODUCTS - few, f"Edition {edition - 1}": few}
            new = {"Edition 0": PRODUCTS - few, f"Edition {edition}": few}
            rewrite(shop, products(edition, few))
            # When that is killed, then answers are of the state before or after
            seen = []
            killer.kill("index", "--shop", shop, watch=lambda brands=brands, seen=seen: seen.append(brands()))
            seen += [brands(), brands_now(shop)]
            assert [answer for answer in seen if answer not in (old, new)] == []
            killer.counts["answers during and after"] += len(seen)
            # And the same command catches up, for the open server too
            killer.run("index", "--shop", shop)
            assert brands() == brands_now(shop) == new


def test_products_written_by_one_process_are_found_by_another_at_once(tmp_path):
    shop = tmp_path / "shop"
    rewrite(shop, products(0, 50))
    front = open_shop(str(shop))
    front.index()
    with server(shop) as brands:
        front.put_products([product("new", "Linen newcomer", "Newcomer")])
        assert brands()["Newcomer"] == 1
        front.delete_products(["new"])
        assert "Newcomer" not in brands()
    front.close()
