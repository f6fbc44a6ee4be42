"""A text for every product: each once, with progress; a run that was stopped goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shopkeeper.app.bulk_writing import AT_ONCE, forecast, order_for_all, write_all
from shopkeeper.shop import InvalidQuery, ProductStatus
from small_copy import Clerk, copy_shop
from small_shop import product

MANY = [product(f"p{i:03}", f"Bowl {i}", facts=[("Capacity", f"{i + 1} ml")]) for i in range(3 * AT_ONCE)]
ORDER = order_for_all("description", language="en")


@pytest.fixture
def clerk():
    return Clerk()


@pytest.fixture
def shop(tmp_path, clerk):
    gone = replace(product("q-old", "Old", facts=[("Capacity", "1 ml")]), status=ProductStatus.ARCHIVED)
    shop = copy_shop(tmp_path / "shop", clerk, [*MANY, product("q-bare", "Nothing known"), gone])
    yield shop
    shop.close()


def run(shop, progress=None, order=ORDER):
    return write_all(shop.store, shop.copywriter, shop.drafts, order, progress)


def test_every_active_product_has_one_draft(shop):
    seen = []
    done = run(shop, lambda *step: seen.append(step))
    assert (done.written, done.had, done.nothing, done.tokens, round(done.cost, 3)) == (60, 0, 1, 6000, 0.12)
    assert sorted(draft.product_id for draft in shop.store.drafts.all()) == [each.id for each in MANY]
    assert (seen[0], seen[-1]) == (("writing", 20, 61), ("writing", 61, 61))


def test_products_with_an_open_draft_are_left_out(shop, clerk):
    run(shop)
    before = len(clerk.asked)
    again = run(shop)
    assert (again.written, again.had, again.nothing) == (0, 60, 1)
    assert len(clerk.asked) == before + 1, "only the product of which nothing may be said is tried again"
    assert run(shop, order=order_for_all("title", language="en")).written == 60
    some = next(shop.store.drafts.all(kind="description"))
    shop.drafts.reject(some.id, "Mei")
    assert run(shop).written == 1


def test_a_run_that_was_stopped_goes_on_behind_what_it_kept(shop, clerk):
    def stop(what, done, total):
        if done == 2 * AT_ONCE:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(shop, stop)
    before = len(clerk.asked)
    done = run(shop)
    assert (done.written, done.resumed) == (60, True)
    assert len(clerk.asked) - before == AT_ONCE + 1
    assert shop.store.drafts.count() == 60
    assert run(shop).resumed is False, "a run that is whole is forgotten"


def test_what_it_would_take_is_reckoned_from_a_few(shop, clerk):
    found = forecast(shop.store, shop.copywriter, ORDER)
    assert (found.products, found.tried, found.tokens, round(found.cost, 4)) == (61, 3, 6100, 0.122)
    assert "61 products: about " in str(found)
    assert "6,100 tokens, $0.12, reckoned from 3" in str(found)
    assert shop.store.drafts.count() == 0
    assert len(clerk.asked) == 3


def test_replies_are_not_for_all():
    with pytest.raises(InvalidQuery, match="a reply answers one review"):
        order_for_all("reply")
