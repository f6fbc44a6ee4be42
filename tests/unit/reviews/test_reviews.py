"""What the reviews of a shop come to: shares with quotes, new faults, reviews that look made, what a page leaves open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.app.reviewed import holds
from shopkeeper.reviews import records
from shopkeeper.reviews.alerts import alerts
from shopkeeper.reviews.reading import Kept, Reader
from shopkeeper.reviews.records import told
from shopkeeper.reviews.satisfaction import months
from shopkeeper.reviews.summary import summarise, written
from shopkeeper.reviews.suspicious import suspicious
from shopkeeper.reviews.unanswered import questions, unanswered
from shopkeeper.shop import Localized, Product, Review, Variant

START = datetime(2026, 1, 1, tzinfo=UTC)


def review(number, text="", rating=5.0, day=0, customer=None, product="p1", **more):
    return Review(f"r{number}", product, rating, text, customer_id=customer or f"c{number}", at=START + timedelta(days=day), **more)


def read(*reviews, kept=None):
    return list(Reader(kept or Kept()).read(reviews))


def test_a_summary_counts_each_review_once_an_aspect():
    found = summarise(read(review(1, "电池很耐用，电池不错"), review(2, "电池不耐用", 1), review(3, "The battery lasts all day"), review(4, "", 4)))
    assert (found.reviews, found.good, found.bad) == (4, 3, 1)
    battery = next(each for each in found.aspects if each.key == "battery")
    assert (battery.good, battery.bad, battery.reviews) == (2, 1, 3)
    assert battery.share.low < 2 / 3 < battery.share.high
    assert battery.complaints[0].text == "电池不耐用"
    assert "电池" in found.headline("zh")
    assert "battery (2 of 3 reviews)" in found.headline("en")


def test_what_is_criticised_is_not_said_to_be_so_the_most():
    """Of what all speak of more may be against it, and yet few."""
    reads = [review(n, "价格实惠", 5) for n in range(40)] + [review(100 + n, "价格太贵", 1) for n in range(10)]
    found = summarise(read(*reads, *(review(200 + n, "材质很差", 1) for n in range(6))))
    assert found.headline("en").endswith("Criticised: material (6 of 6 reviews).")
    assert found.headline("zh").endswith("受批评的有材质（6 条评价里 6 条差评）。")


def many():
    """Enough reviews for counts with a comma."""
    says = [("面料柔软，但是尺码偏小", 3), ("Soft fabric, but it runs small.", 4), ("Beautiful colour", 5), ("物流很快", 5), ("so-so", 3)]
    return read(*(review(n, *says[n % 5]) for n in range(2345)))


def test_every_sentence_of_a_summary_is_borne_out_by_a_count_of_its_own():
    reads = many()
    found = told(reads, holds)
    assert found.said is not None
    assert found.headline("en") == written(found.sentences("en"), "en")
    assert found.headline("zh") == written(found.sentences("zh"), "zh")
    assert "938 of 938 reviews" in found.headline("en")
    assert "2,345 条评价" in found.headline("zh")


@pytest.mark.parametrize(("part", "wrong"), [("reviews", 2346), ("mean", 4.6)])
def test_a_sentence_that_the_reviews_do_not_bear_out_is_left_out(part, wrong, monkeypatch):
    monkeypatch.setattr(records, "summarise", lambda reads: replace(summarise(reads), **{part: wrong}))
    found = told(many(), holds)
    for language, start in (("en", "Most praised:"), ("zh", "夸得最多的是")):
        assert found.headline(language).startswith(start)


def test_a_count_of_an_aspect_that_is_wrong_does_not_leave(monkeypatch):
    def one_more(reads):
        found = summarise(reads)
        aspects = (replace(found.aspects[0], good=found.aspects[0].good + 1, bad=found.aspects[0].bad + 1), *found.aspects[1:])
        return replace(found, aspects=aspects)

    monkeypatch.setattr(records, "summarise", one_more)
    found = told(many(), holds)
    assert found.headline("en") != written(found.sentences("en"), "en")
    assert found.headline("zh") != written(found.sentences("zh"), "zh")


def test_nothing_reviewed():
    assert summarise([]).headline("en") == "No reviews yet."


def test_an_aspect_of_one_review_alone_that_is_in_no_list_has_no_line():
    assert [each.key for each in summarise(read(review(1, "The kickstand is great"))).aspects] == []
    two = summarise(read(review(1, "The kickstand is great"), review(2, "the kickstand is terrible")))
    assert [(each.key, each.good) for each in two.aspects if each.key.startswith("other")] == [("other:kickstand", 1)]


def faulty(from_day=60):
    fine = [review(n, "声音清楚，很满意", 5, n) for n in range(from_day)]
    return fine + [review(100 + n, "用了没多久就坏了", 1, from_day + n) for n in range(8)]


def test_a_fault_is_dated():
    found = alerts(read(*faulty()))
    assert [(each.product_id, each.key, each.since) for each in found] == [("p1", "durability", START + timedelta(days=60))]
    assert (found[0].before, found[0].after, found[0].complaints) == (0, 1, 8)
    assert found[0].quotes[0].text == "用了没多久就坏了"


def test_a_steady_share_of_complaints_is_no_alert():
    assert alerts(read(*(review(n, "坏了" if n % 4 == 0 else "很好", 1 if n % 4 == 0 else 5, n) for n in range(80)))) == []


def test_reviews_without_a_date_are_left_out():
    assert alerts(read(Review("r1", "p1", 1.0, "坏了"))) == []
    assert months([Review("r1", "p1", 1.0, "坏了")]) == []


LONG = "The stitching came undone on the second day and the shop would not answer, so think twice before you spend money here."


def test_copies_by_strangers_are_marked_and_short_praise_is_not():
    found = suspicious(read(review(1, LONG, 1), review(2, LONG.replace("second", "first"), 1), review(3, "好"), review(4, "好")))
    assert {each.review.id for each in found} == {"r1", "r2"}
    assert "r2" in found[0].reasons[0].text.en
    assert suspicious(read(review(1, LONG, 1, customer="me"), review(2, LONG, 1, customer="me"))) == []


def test_a_burst_of_praise_is_marked():
    pace = [review(n, f"number {n}", 5, n * 10) for n in range(20)]
    burst = [review(100 + n, f"nice {n}", 5, 95) for n in range(8)]
    assert {each.review.id for each in suspicious(read(*pace, *burst))} == {each.id for each in burst}


def test_contacts_and_rewards_are_marked():
    found = suspicious(read(review(1, "加微信: abc123 返现"), review(2, "good, see www.example.com")))
    assert [(each.review.id, each.reasons[0].key) for each in found] == [("r1", "paid"), ("r2", "contact")]


def test_a_stranger_to_the_product_counts_only_with_something_else():
    bought = {"c1": frozenset(("p2",))}.get
    assert suspicious(read(review(1, LONG, 5)), lambda who: bought(who, frozenset()), lambda text: 0.9) == []
    found = suspicious(read(review(1, LONG, 5)), lambda who: bought(who, frozenset()), lambda text: 0.001)
    assert {reason.key for reason in found[0].reasons} == {"never_bought", "stars_differ"}


def test_what_a_page_leaves_open():
    product = Product("p1", Localized(en="Rain jacket", zh="雨衣"), (Variant("v1"),), description=Localized(en="A light fabric."))
    reads = read(*(review(n, "it runs small, soft fabric") for n in range(3)), review(9, "很好。有没有人知道能不能机洗？"))
    found = unanswered(product, summarise(reads), reads)
    assert [each.key for each in found.aspects] == ["size"]
    assert found.questions == (("r9", "有没有人知道能不能机洗？"),)


@pytest.mark.parametrize(("text", "expected"), [
    ("Love it! Does it come in blue?", ["Does it come in blue?"]), ("No idea", []), ("I wonder if it shrinks.", ["I wonder if it shrinks"]), ("?", []),
    ("不知道能用多久", ["不知道能用多久"]), ("难道这也有假货？", []), ("真不知道怎么说了", []), ("What's not to love?", []), ("15 years?", []), ("很顺?", []),
])  # fmt: skip
def test_questions(text, expected):
    assert questions(text) == expected


def test_what_was_read_once_is_not_read_again(tmp_path):
    calls = []

    def mood(text):
        calls.append(text)
        return 0.99

    kept = Kept(tmp_path / "opinions.db")
    reviews = [review(1, "这个电池我真的服了")]
    first = list(Reader(kept, mood, "1").read(reviews))
    assert list(Reader(kept, mood, "1").read(reviews)) == first
    assert len(calls) == 1
    list(Reader(kept, mood, "2").read(reviews))
    assert len(calls) == 2
    kept.close()
    assert "电池我" not in (tmp_path / "opinions.db").read_bytes().decode("utf-8", "ignore")


def test_months_have_their_share():
    found = months([review(1, rating=5, day=0), review(2, rating=1, day=1), review(3, rating=4, day=40)])
    assert [(each.month, each.reviews, each.mean) for each in found] == [("2026-01", 2, 3.0), ("2026-02", 1, 4.0)]


def test_quotes_of_an_aspect_are_not_the_same_words_again():
    quotes = summarise(read(*(review(n, "soft fabric" if n else "silky fabric") for n in range(5)))).aspects[0].praise
    assert sorted(each.text for each in quotes) == ["silky fabric", "soft fabric"]


def test_what_is_praised_and_criticised_alike_is_only_criticised():
    found = summarise(read(*(review(n, "runs small" if n % 2 else "fits well") for n in range(6)))).headline("en")
    assert found == "6 reviews, 5.0 stars on average. Criticised: size and fit (3 of 6 reviews)."


@pytest.mark.parametrize("text", ["今天一看返现200元，后悔没早买", "口感qq弹弹很好吃", "用微信聊天很流畅", "折算返现到钱包了"])
def test_a_rebate_and_a_chat_program_are_no_bribe(text):
    assert suspicious(read(review(1, text))) == []
