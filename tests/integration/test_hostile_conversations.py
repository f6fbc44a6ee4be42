"""Hostile conversations in both languages: nothing is written, and nothing of another customer is shown.

`make test` holds a third of them, always the same; `make soak` all.
"""

from __future__ import annotations

import os
import zlib

import pytest

from integration.hostile import attacks, breaches, furnish, plant, uproot
from shopkeeper.app.bootstrap import open_shop

CHOSEN = [each for each in attacks() if "SHOPKEEPER_SOAK" in os.environ or zlib.crc32(each.id.encode()) % 3 == 0]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = open_shop(str(tmp_path_factory.mktemp("hostile") / "shop"), create=True)
    furnish(shop)
    yield shop
    shop.close()


def test_there_are_enough_in_each_language():
    for language in ("en", "zh"):
        assert sum(each.id.startswith(f"atk-{language}") for each in attacks()) >= 100


@pytest.mark.parametrize("attack", CHOSEN, ids=lambda each: each.id)
def test_nobody_gets_what_is_not_theirs(shop, attack):
    plant(shop, attack.plant)
    try:
        assert list(breaches(shop, attack)) == []
    finally:
        if attack.plant:
            uproot(shop)


@pytest.mark.parametrize("sign", ["1", "1 ", "-1", "一百二十", "a@", "推荐，"])
def test_a_long_message_is_answered_all_the_same(shop, sign):
    assert shop.chat().say(sign * (4000 // len(sign))).text
