"""Reasons in both languages, by record."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopkeeper.recommend.reasons import Known, reason, short
from shopkeeper.recommend.wish import Fitting
from shopkeeper.shop import Localized

TEA = Localized("绿茶", "Green tea")


@pytest.mark.parametrize(("known", "zh", "en"), [
    (Known("alike", TEA, "page"), "与「绿茶」相似", "Similar to “Green tea”"),
    (Known("sequence", TEA, "looked"), "因为你看过「绿茶」：同样看过的顾客接着选了这件",
     "Because you looked at “Green tea”: others who did went on to this"),
    (Known("basket", TEA, "bought"), "与你买过的「绿茶」搭配：有顾客一起购买", "Pairs with “Green tea”, which you bought"),
    (Known("people", TEA, "page"), "喜欢「绿茶」的顾客也喜欢这件", "Shoppers who like “Green tea” like this too"),
    (Known("people"), "喜好与你相近的顾客也选了这件", "Chosen by shoppers whose taste is close to yours"),
    (Known("words", said=Fitting(("x",), "words", TEA)), "符合你说的「绿茶」", "Fits what you said: “Green tea”"),
    (Known("words", said=Fitting(("x",), "meaning", TEA)), "接近你说的「绿茶」", "Close to what you said: “Green tea”"),
    (Known("words", said=Fitting(("x",), "conditions", TEA)), "符合你提到的：绿茶", "Fits what you mentioned: Green tea"),
    (Known("repeat", TEA, again="bought", days=29.6, own=True), "你大约每 30 天买一次", "You buy it about every 30 days"),
    (Known("repeat", again="bought", days=7, own=False), "你以前买过，顾客大约每 7 天回购一次",
     "You bought this before; shoppers buy it again about every 7 days"),
    (Known("alike", TEA, again="bought"), "你以前买过这件", "You bought this before"),
    (Known("alike", TEA, again="looked"), "你看过这件，还没买", "You looked at this and have not bought it yet"),
    (Known("trend", sold=12, bought=90), "最近 30 天被购买 12 次", "Bought 12 times in the last 30 days"),
    (Known("popular", bought=90), "在本店已被购买 90 次", "Bought 90 times in this shop"),
    (Known("new", created=datetime(2026, 9, 5, tzinfo=UTC)), "9 月 5 日上架的新品", "New in the shop since 5 September"),
    (Known("new"), "本店现货", "In this shop now"),
    (Known("rule"), "店主推荐", "The shop's own pick"),
])  # fmt: skip
def test_a_reason_says_what_is_on_record(known, zh, en):
    assert reason(known) == Localized(zh, en)


def test_long_titles_are_cut_at_a_word():
    long = Localized(en="Noise-Cancelling Over-Ear Bluetooth Headphones, 68-Hour Battery")
    assert short(long, "en") == "Noise-Cancelling Over-Ear Bluetooth…"
    assert short(Localized("北窗下暖冬长绒棉床上四件套六十支一米八"), "en") == "北窗下暖冬长绒棉床上四件套六十支一米…"
