"""What somebody got wrong in the demo shop is found."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pytest

from shopkeeper.catalog.catalogue import ODD, priced
from shopkeeper.catalog.classify.moves import moves
from shopkeeper.catalog.price.expected import PriceModel
from shopkeeper.store.demo.build import open_market
from shopkeeper.store.demo.slips import slipped, slips


def words(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Vectors of the words of texts, by their hashes."""
    out = np.zeros((len(texts), 256), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().split():
            out[row, zlib.crc32(word.encode()) % 256] += 1
    return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1)


@pytest.fixture(scope="module")
def market():
    return open_market(7, 1000, 10, date(2026, 9, 30))


def test_the_misplaced_product_is_found_and_no_other(market):
    wrong = slips(market)
    found = moves([slipped(item.product, wrong, market) for item in market.items], words)
    assert [each.product_id for each in found] == [wrong.misplaced]
    right = next(item.product for item in market.items if item.product.id == wrong.misplaced)
    assert found[0].to.path == tuple(level.en for level in right.category)


def test_the_mispriced_product_is_the_first_of_the_odd_prices(market):
    wrong = slips(market)
    products = [slipped(item.product, wrong, market) for item in market.items]
    model = PriceModel.learn([priced(product) for product in products], words)
    far = sorted(products, key=lambda product: -model.distance(product.id))
    assert far[0].id == wrong.mispriced
    assert model.distance(far[0].id) > ODD > 0.9 * model.distance(far[1].id)


def test_the_mispriced_product_costs_a_tenth_and_all_others_are_as_they_were(market):
    wrong = slips(market)
    for item in market.items:
        after = slipped(item.product, wrong, market)
        if item.product.id == wrong.mispriced:
            before = [each.price.amount for each in item.product.variants]
            assert [each.price.amount for each in after.variants] == [amount // 100 * 10 for amount in before]
        elif item.product.id != wrong.misplaced:
            assert after == item.product


def test_a_small_shop_has_none():
    assert slips(open_market(7, 100, 10, date(2026, 9, 30))) is None
