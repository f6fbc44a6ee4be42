from random import Random

from shopkeeper.models.sentences.pairs import Anchor, Pair, anchors, catalogue_pairs, judged_pairs, shortened, translated
from shopkeeper.shop import Localized, Product, Variant


def test_a_query_goes_with_what_was_judged_good_and_not_with_what_was_judged_bad():
    titles = {"1": "Red dress", "2": "Blue dress", "3": "Tea pot", "4": "Long red dress"}
    judgments = {"red dress": {"1": 3.0, "2": 0.0, "3": 0.0, "4": 2.0, "gone": 3.0}, "nothing": {"3": 0.0}}
    bad = ("Blue dress", "Tea pot")
    assert list(judged_pairs(judgments, titles)) == [Pair("red dress", "Red dress", bad), Pair("red dress", "Long red dress", bad)]
    assert list(judged_pairs(judgments, titles, most=1)) == [Pair("red dress", "Red dress", bad[:1])]


def test_a_catalogue_gives_pairs_by_itself():
    kind, about = (Localized("茶具", "Tea"),), Localized("", "A pot for tea")
    tea = Product("1", Localized("白瓷茶壶", "White tea pot"), (Variant("1"),), description=about, category=kind)
    pairs = list(catalogue_pairs([tea]))
    assert {Pair("A pot for tea", "White tea pot"), Pair("白瓷茶壶", "White tea pot"), Pair("茶具", "白瓷茶壶")} <= set(pairs)
    assert list(catalogue_pairs([tea])) == pairs
    assert all(pair.a and pair.b for pair in pairs)


def test_texts_stay_where_they_are():
    assert list(anchors(["tea", ""])) == [Anchor("tea", "tea")]


def test_a_text_is_shortened_by_words_and_never_to_nothing():
    rng = Random(0)
    for text in ("White porcelain tea pot", "白色陶瓷茶壶 家用"):
        short = [shortened(text, rng, 0.7) for _ in range(50)]
        assert all(short)
        assert len({*short}) > 3
        assert all(sign in text for each in short for sign in each)
    assert shortened("", rng) == ""


def test_words_of_a_glossary_are_put_into_the_other_language():
    words = {"茶壶": "tea pot", "红色": "red"}
    assert translated("红色 茶壶", words, Random(0)) == ("red tea pot", 1.0)
    text, share = translated("大红色茶壶", {"茶壶": "tea pot"}, Random(0))
    assert "tea pot" in text
    assert 0 < share < 1
    assert translated("Pot for Tea", {"tea": "茶"}, Random(0)) == ("Pot for 茶", 3 / 9)
    assert translated("茶壶", words, Random(0), share=0.0) == ("茶壶", 0.0)
