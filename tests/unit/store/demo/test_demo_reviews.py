from __future__ import annotations

import re
from collections import Counter, defaultdict

import numpy as np

from shopkeeper.store.demo.words import kinds, read
from unit.store.demo.lived_shop import Lived

GOOD = {aspect: {p.split("|")[i] for p in rows["good"] for i in (0, 1)} for aspect, rows in read("reviews")["aspects"].items()}
BAD = {aspect: {p.split("|")[i] for p in rows["bad"] for i in (0, 1)} for aspect, rows in read("reviews")["aspects"].items()}


def _says(text: str, phrases: set[str]) -> bool:
    return any(phrase.lower() in text.lower() for phrase in phrases)


def test_every_aspect_of_every_type_has_words() -> None:
    assert {aspect for kind in kinds() for aspect in kind.aspects} | {"delivery"} == set(GOOD)


def test_stars_follow_the_hidden_quality(lived: Lived) -> None:
    worth = {item.product.id: item.worth for item in lived.market.items}
    stars = defaultdict(list)
    for review in lived.reviews:
        stars[review.product_id].append(review.rating)
    rows = [(worth[id], np.mean(given)) for id, given in stars.items() if len(given) >= 4]
    assert len(rows) > 50
    assert np.corrcoef(np.array(rows).T)[0, 1] > 0.8


def test_words_follow_the_hidden_quality_of_their_aspect(lived: Lived) -> None:
    quality = {item.product.id: item.quality for item in lived.market.items}
    praised, blamed = [], []
    for review in lived.reviews:
        for aspect, value in quality[review.product_id].items():
            praised += [value] if _says(review.text, GOOD[aspect]) else []
            blamed += [value] if _says(review.text, BAD[aspect]) else []
    assert len(praised) > 300
    assert len(blamed) > 60
    assert np.mean(praised) > np.mean(blamed) + 0.2


def test_words_agree_with_the_stars(lived: Lived) -> None:
    for review in lived.reviews:
        good = sum(_says(review.text, phrases) for phrases in GOOD.values())
        bad = sum(_says(review.text, phrases) for phrases in BAD.values())
        if review.rating == 5:
            assert bad <= 1, review.text
        if review.rating == 1:
            assert good <= 1, review.text


def test_all_stars_both_languages_and_bare_stars_occur(lived: Lived) -> None:
    assert set(Counter(review.rating for review in lived.reviews)) == {1.0, 2.0, 3.0, 4.0, 5.0}
    assert {review.language for review in lived.reviews} == {"zh", "en"}
    silent = sum(not review.text for review in lived.reviews) / len(lived.reviews)
    assert 0.1 < silent < 0.25


def test_a_review_is_written_by_a_buyer_after_delivery(lived: Lived) -> None:
    delivered = defaultdict(list)
    for order in lived.orders:
        for line in order.lines:
            if order.fulfilments and order.fulfilments[0].delivered_at:
                delivered[order.customer_id, line.product_id].append(order.fulfilments[0].delivered_at)
    for review in lived.reviews:
        assert any(at < review.at for at in delivered[review.customer_id, review.product_id])


def test_reviews_read_cleanly(lived: Lived) -> None:
    texts = [review.text for review in lived.reviews if review.text]
    assert [t for t in texts if re.search(r"[{}|]|  |\.\.|。。|，，", t)] == []
    assert [t for t in texts if re.search(r"(?:^|[.!?] )[a-z]", t)] == []
    assert len(set(texts)) > 0.6 * len(texts)
