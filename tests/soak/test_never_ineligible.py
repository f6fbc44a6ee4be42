"""Nothing that may not be recommended ever leaves: random shops, random requests, every place, sources that propose anything, and records
that change while nothing hears of it. 100 shops, or 10,000 with `SHOPKEEPER_SOAK`."""

from __future__ import annotations

import os

from shopkeeper.recommend.tuning import Tuning
from shopkeeper.store import open_store
from soak.random_shop import RandomShop, Records, recommender

SHOPS = 10_000 if "SHOPKEEPER_SOAK" in os.environ else 100
REQUESTS = 3  # in each shop
OF_A_STORE = 100  # shops, one after another


def test_no_ineligible_product_ever_leaves(tmp_path, counted):
    for seed in range(SHOPS):
        if seed % OF_A_STORE == 0:  # deleted products leave a row behind each, which the next shop would read
            store = open_store(f"sqlite:///{tmp_path}/{seed}.db")
        # Given a shop of chance, opened for recommendations
        shop = RandomShop(store, seed)
        recommend = recommender(shop)
        recommend.kept.newest()
        for _ in range(REQUESTS):
            # When records change of which no index hears, and somebody asks
            if shop.ids:
                shop.changed()
            asked = shop.asked()
            tuning = Tuning(shop.draw.choice([0, 1]), shop.draw.choice([0, 1]), explore=shop.draw.choice([0, 0.5]))
            answer = recommend.recommend(asked, tuning, shop.draw)
            # Then every product that leaves may leave, by the records as they are
            products, tally = recommend.kept.history.products, recommend.kept.newest().tally
            used_up = lambda id, products=products, tally=tally: tally.consumable(products.row(id))  # noqa: E731
            records = Records.of(store)
            said = [(hit.id, why) for hit in answer.hits if (why := records.wrong(asked, hit.id, used_up))]
            assert not said, f"shop {seed}, {asked}: {said}"
            assert len({hit.id for hit in answer.hits}) == len(answer.hits) <= asked.k
            counted["requests"] += 1
            counted["products that left"] += len(answer.hits)
            may = [id for id in shop.ids if not records.wrong(asked, id, used_up)]
            counted["lists as long as they could be"] += len(answer.hits) == min(asked.k, len(may))
            counted["products that might not leave"] += len(shop.ids) - len(may)
        recommend.close()
        shop.emptied()
        if seed % OF_A_STORE == OF_A_STORE - 1:
            store.close()
    counted["shops"] = SHOPS
    assert counted["products that left"] > SHOPS
