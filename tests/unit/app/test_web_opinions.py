from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shopkeeper.app.web.opinions import verdict
from shopkeeper.app.web.why import likeness
from shopkeeper.shop import Attribute, Localized
from unit.app.fake_shop import FakeShop, earbuds, product, review

SAID = ((5, "Great sound. Battery lasts long."), (4, "The sound is great."), (1, "The battery is bad."), (5, "音质很好，电池也耐用"),
        (2, ""))


@pytest.fixture
def shop(tmp_path):
    made = FakeShop([earbuds(), product("mug", "Mug")], tmp_path)
    for n, (rating, text) in enumerate(SAID):
        made.store.reviews[f"r{n}"] = replace(review(f"r{n}", "buds", rating, text), at=datetime(2026, 1, n + 1, tzinfo=UTC))
    return made


def test_a_verdict_counts_stars_and_shows_the_newest_with_words(shop):
    found = verdict(shop, "buds")
    assert (found.count, found.average) == (5, 3.4)
    assert found.stars == ((5, 2, 40), (4, 1, 20), (3, 0, 0), (2, 1, 20), (1, 1, 20))
    assert [each.id for each in found.latest] == ["r3", "r2", "r1", "r0"]
    assert verdict(shop, "mug") is None


def test_aspects_are_counted_for_and_against_in_the_buyers_own_words(shop):
    aspects = {each.name.en: each for each in verdict(shop, "buds").aspects}
    assert (aspects["battery"].good, aspects["battery"].bad) == (2, 1)
    assert aspects["battery"].percent == 67
    everything = "\n".join(text for _, text in SAID)
    assert all(words.text in everything for each in aspects.values() for words in each.quotes)
    assert {words.language for each in aspects.values() for words in each.quotes} == {"zh", "en"}
    assert [words.good for words in aspects["battery"].quotes][-1] is False


def test_a_summary_is_not_worked_out_again_until_a_review_changes(shop):
    rows = list(shop.store.reviews.all(product_id="buds"))
    first = shop.reviews.summary_of("buds", rows)
    assert shop.reviews.summary_of("buds", rows) is first
    shop.store.reviews["r0"] = replace(shop.store.reviews["r0"], text="The sound is terrible.", rating=1)
    changed = shop.reviews.summary_of("buds", list(shop.store.reviews.all(product_id="buds")))
    assert changed.mean < first.mean


@pytest.mark.parametrize(("language", "words"), [
    ("en", ["Also in “Headphones”", "Same brand: Edifier", "Similar price: ¥189", "Material is the same: Steel"]),
    ("zh", ["同属“耳机”", "同一品牌：Edifier", "价格相近：¥189", "材质相同：钢"]),
])
def test_why_a_product_is_alike_is_what_both_records_say(language, words):
    steel = (Attribute(Localized("材质", "Material"), Localized("钢", "Steel")),)
    one = replace(earbuds(), attributes=steel)
    other = product("other", "Other", price=18900, category=earbuds().category, attributes=steel)
    assert likeness(one, other, language) == words


def test_products_with_nothing_in_common_are_alike_in_their_descriptions():
    assert likeness(earbuds(), product("far", "Far", brand="Hario", price=900), "en") == ["Described in similar words"]
