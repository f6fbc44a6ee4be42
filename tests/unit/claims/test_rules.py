"""Superlatives, comparisons, health, certificates and awards; and what the law of a market forbids."""

from __future__ import annotations

import pytest

from shopkeeper.claims import check, false_claims
from shopkeeper.claims.markets import MARKETS, rules
from shopkeeper.shop import InvalidQuery


def kinds(text, facts=None, market=None):
    return [(claim.kind.value, claim.text) for claim in false_claims(check(text, facts or {}, market=market))]


@pytest.mark.parametrize(("text", "kind", "part"), [
    ("Our softest cashmere yet", "superlative", "softest"), ("the world's first folding kettle", "superlative", "world's first"),
    ("The #1 brand for runners", "superlative", "#1"), ("unbeatable price", "superlative", "unbeatable"), ("our most durable tent", "superlative", "our most durable"),
    ("最柔软的羊绒", "superlative", "最柔软"), ("全网最低价", "superlative", "全网最低价"), ("连续三年销量第一", "superlative", "销量第一"), ("世界一流的面料", "superlative", "世界一流"),
    ("行业领先的工艺", "superlative", "行业领先"), ("lighter than a tablet", "comparison", "lighter than a tablet"), ("twice as fast", "comparison", "twice as fast"),
    ("比普通棉更透气", "comparison", "比普通棉更透气"), ("优于同类产品", "comparison", "优于"), ("It cures insomnia", "health", "cures insomnia"),
    ("boosts your immune system", "health", "boosts your immune system"), ("clinically proven", "health", "clinically proven"), ("可降血压", "health", "降血压"),
    ("增强免疫力", "health", "增强免疫力"), ("CE certified charger", "certification", "CE certified"), ("passed ISO 9001", "certification", "ISO 9001"),
    ("通过3C认证", "certification", "3C认证"), ("国家发明专利", "certification", "国家发明专利"), ("IPX7防水", "certification", "IPX7"),
    ("an award-winning design", "award", "award-winning"), ("Recommended by dentists", "award", "Recommended by dentists"), ("荣获红点设计大奖", "award", "荣获红点设计大奖"),
    ("明星同款", "award", "明星同款"),
])  # fmt: skip
def test_what_no_record_says_is_found(text, kind, part):
    assert (kind, part) in kinds(text)


@pytest.mark.parametrize("text", [
    "The best way to wear it is with jeans.", "First, open the lid.", "A cropped top with short sleeves.", "Best before the date on the lid.",
    "Your best friend on a cold night.", "Ready for even the coldest mornings.", "Use the lowest setting.", "Nothing more than a wipe is needed.",
    "Warmer than you think.", "Rather bright than dark.", "It is not the cheapest of bags.", "Is it the best?", "Treats for dogs.", "A sweet treat.", "Cured ham.",
    "It does not cure colds.", "Relieves pressure on the shoulders.", "Prevents slipping.", "A patent leather bag.", "Not certified for children.", "A reach-in pocket.",
    "最后一步，合上盖子。", "最近天气转凉。", "第一次使用前请清洗。", "第一时间想到你。", "统一流程发货。", "最适合周末的下午。", "楼顶也能用。", "上衣的比例很好。", "撞色对比鲜明。",
    "治愈系的色调。", "比如通勤和旅行。", "做最好的自己。", "这不是最轻的一款。", "显瘦的版型。",
])  # fmt: skip
def test_what_claims_nothing_of_the_kind_is_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize(("text", "facts"), [
    ("最轻的一款帐篷", {"claim": "the lightest tent of the range"}), ("the best-selling bag", {"sales_rank": 1}), ("优于同类", {"测评": "耐磨优于同类"}),
    ("Helps against insomnia: cures insomnia", {"approved use": "治疗失眠"}), ("CE marked and OEKO-TEX certified", {"certifications": ["CE", "OEKO-TEX Standard 100"]}),
    ("IPX7级防水", [["防护等级", "IPX7"]]), ("fully certified", {"certification": "GS"}), ("winner of the 2023 Red Dot Award", {"awards": "Red Dot Design Award 2023"}),
    ("Price Lamp is the cheapest of them", {"search": [{"title": "Price Lamp", "price": 19}, {"title": "Other Lamp", "price": 29}]}),
])  # fmt: skip
def test_what_a_record_says_may_be_said(text, facts):
    assert kinds(text, facts) == []


def test_the_cheapest_of_what_was_found_is_counted():
    rows = {"search": [{"title": "Oak Lamp", "price": 19}, {"title": "Elm Lamp", "price": 29}]}
    assert [claim.verdict for claim in check("The Elm Lamp is the cheapest.", rows)] == ["contradicted"]
    assert kinds("IPX8防水", {"防护等级": "IPX7"}) == [("certification", "IPX8")]
    assert [claim.verdict for claim in false_claims(check("IPX8防水", {"防护等级": "IPX7"}))] == ["contradicted"]


def test_a_market_forbids_what_a_record_supports_and_words_that_claim_nothing():
    record = {"title": "最佳工艺奖杯"}
    assert kinds("最佳工艺", record) == []
    claim = false_claims(check("最佳工艺", record, market="cn"))[0]
    assert (claim.verdict, claim.reason.zh) == ("forbidden", "这个最高级用语不得使用：《广告法》第九条第三项：不得使用“国家级”“最高级”“最佳”等用语")
    assert "article 9(3)" in claim.reason.en
    assert kinds("极致手感，万能收纳", market="cn") == [("word", "极致"), ("word", "万能")]
    assert kinds("极致手感，万能收纳") == []
    assert kinds("An eco-friendly bag", market="eu") == kinds("An eco-friendly bag", market="uk") == [("word", "eco-friendly")]
    assert kinds("Made in the USA", {"origin": "China"}, market="us") != kinds("Made in the USA", {"origin": "USA"}, market="us")


def test_a_licensed_medicine_may_say_what_it_is_for():
    fact = {"批准文号": "国药准字Z20001234", "功能主治": "治疗失眠"}
    assert [claim.verdict for claim in check("治疗失眠", fact, market="cn")] == ["supported"]
    assert [claim.verdict for claim in check("治疗失眠", {"功能": "治疗失眠"}, market="cn")] == ["forbidden"]


def test_a_false_claim_stays_false_under_the_law():
    assert [claim.verdict for claim in check("最便宜的是 Elm Lamp", {"s": [{"title": "Oak Lamp", "price": 1}, {"title": "Elm Lamp", "price": 2}]}, market="cn")] == [
        "contradicted"]


@pytest.mark.parametrize("market", MARKETS)
def test_every_rule_names_its_law_in_both_languages(market):
    assert all(rule.law.zh and rule.law.en and (rule.words or rule.kinds) for rule in rules(market))


def test_an_unknown_market_is_named():
    with pytest.raises(InvalidQuery, match='market "mars" is not known; expected one of cn, eu, uk, us'):
        check("a", {}, market="mars")


@pytest.mark.parametrize(("text", "facts", "kind"), [
    ("Rated 4.9 by our buyers", {"rating": 4.6}, "review"), ("More than 2,000 reviews", {"review_count": 860}, "review"), ("好评率99%", {"好评率": "92%"}, "review"),
    ("All our customers recommend it", {"reviews": "58 of 64 buyers recommend it"}, "review"), ("Customers love it", {"rating": 3.1, "review_count": 40}, "review"),
    ("好评如潮", {}, "review"), ("已售10万+", {"销量": 5200}, "review"), ("30% off", {"price": 80, "compare_at": 100}, "discount"), ("Save $30", {"price": 80, "compare_at": 100}, "discount"),
    ("原价299，现在八折", {"原价": "199元", "price": 159.2}, "discount"), ("买一送一", {"价格": "99元"}, "discount"), ("on sale", {"price": 80}, "discount"),
    ("The offer ends tonight", {"price": 80}, "urgency"), ("手慢无", {"库存": 500}, "urgency"), ("Only 3 left!", {"stock": 14}, "stock"), ("仅剩5件", {"库存": "56"}, "stock"),
    ("with a lifetime warranty", {"Warranty": "5 years"}, "policy"), ("60-day returns", {"return_days": 30}, "policy"), ("次日达", {"发货": "48小时内发货"}, "policy"),
    ("Ships from Europe", {"ships_from": "USA"}, "policy"), ("顺丰包邮", {"配送": "圆通快递"}, "policy"), ("Free shipping", {"price": 80}, "policy"),
])  # fmt: skip
def test_what_buyers_prices_stock_and_policy_do_not_say_is_found(text, facts, kind):
    assert kind in {found for found, _ in kinds(text, facts)}


@pytest.mark.parametrize(("text", "facts"), [
    ("4.6 stars on average", {"rating": 4.6}), ("Over 800 reviews", {"review_count": 860}), ("Nine out of ten buyers recommend it", {"reviews": "58 of 64 buyers recommend it"}),
    ("九成多的买家推荐它", {"推荐率": "92%"}), ("Customers love it", {"rating": 4.6, "review_count": 40}), ("20% off", {"price": 80, "compare_at": 100}), ("八折", {"price": 80, "compare_at": 100}),
    ("a fifth off", {"price": "199 GBP", "compare_at_price": "249 GBP"}), ("You save $20", {"price": 80, "compare_at": 100}), ("原价399，现在299元，立省一百", [["原价", "399元"], ["价格", "299元"]]),
    ("Use RUST10 for 10% off", {"discount": "10% off with code RUST10"}), ("送一把木铲", {"赠品": "木铲"}), ("The offer ends tonight", {"promotion_ends": "2026-03-10"}),
    ("Only 3 left!", {"stock": 3}), ("现货56件", {"库存": "56"}), ("Five years of warranty", {"Warranty": "5 years"}), ("五年质保", {"保修": "5年"}), ("30-day returns", {"return_days": 30}),
    ("48小时内发货", {"发货": "48小时内发货"}), ("Ships from the US", {"ships_from": "USA"}), ("包邮", {"运费": "免运费"}), ("No discount on this one", {}), ("It was 30 of them", {"n": 30}),
])  # fmt: skip
def test_what_they_say_may_be_said(text, facts):
    assert kinds(text, facts) == []


def test_the_price_before_is_no_price_of_now():
    lamp = [["title", "Lamp"], ["price", "$79"], ["compare_at_price", "$99"]]
    assert [(claim.verdict, claim.record) for claim in check("A lamp for $99.", lamp)] == [("contradicted", "price")]
    assert kinds("Was $99, now $79.", lamp) == kinds("$79 instead of $99.", lamp) == kinds("From $99 it fell to $79.", lamp) == []


KETTLE = [
    ["title", "Aster kettle"], ["price", "$49"], ["compare_at_price", "$70"], ["stock", 22], ["rating", 4.4], ["review_count", 318], ["Warranty", "2 years"],
    ["returns", "30-day returns"], ["shipping", "Ships within 2 days from Germany by DHL, free over $40"], ["certification", "CE, RoHS"], ["awards", "Good Design Award 2024"],
    ["好评率", "97%"], ["认证", "3C、GB 4806"],
]  # fmt: skip


@pytest.mark.parametrize("text", [
    "Nothing boils faster.", "No other kettle comes close.", "Everyone's favourite kettle.", "The market leader in kettles.", "The first kettle ever with a light.", "Found nowhere else.",
    "Free next-day delivery.", "Delivered by UPS.", "We pay for your returns to China within 60 days.", "UL listed.", "Keeps diabetes at bay.", "Cures a hangover.", "Hospital-grade steel.",
    "Buy one, get one free.", "A free tea set with every order.", "Price goes up tomorrow.", "Just two pieces left.", "98% of buyers would buy it again.", "Good Design Award 2022.",
    "比别家的都好用。", "无效退款。", "性价比之王。", "免检产品。", "五折。", "送价值99元的茶杯。", "零差评。", "欧盟有机认证。", "医用级玻璃。", "终身保修。", "当天发货。", "活动今晚截止。",
])  # fmt: skip
def test_what_the_record_of_a_kettle_does_not_say_is_found(text):
    assert kinds(text, KETTLE)


@pytest.mark.parametrize("text", [
    "Pour the best cup of your day.", "No more cold tea.", "Say goodbye to cold tea.", "Bring the finest tea you have.", "A saving of 21 dollars on the usual 70.", "For the best results, descale it.",
    "A treat for tea lovers.", "It saves time.", "More than a kettle.", "Better mornings start here.", "A 24-month warranty comes with it.", "Ships within two days.", "Free shipping over $40.",
    "Nearly 320 reviews.", "CE marked.", "An award-winning kettle.", "In stock and ready to ship.", "现价49美元，比原价省21美元。", "七折。", "治愈的一壶花茶。", "比起外卖奶茶，自己煮更安心。", "第一口就暖了。",
    "通过3C认证，符合GB 4806。", "九成以上的买家给好评。", "送妈妈正合适。", "最大的乐趣是看水慢慢开。",
])  # fmt: skip
def test_what_it_says_and_what_claims_nothing_is_left_alone(text):
    assert kinds(text, KETTLE) == []


@pytest.mark.parametrize("text", [
    "Recommended by nine out of ten dermatologists.", "Loved by Hollywood stars.", "As seen on TikTok.", "Repairs your DNA.", "No side effects.", "Dermatologist recommended.",
    "The longest battery life in its class.", "Protects your hearing.", "Lifetime support included.", "提高智商。", "开发大脑潜能。", "全国十大名茶之首。", "皇室御用贡茶。", "比普通龙井香三倍。", "国宴用茶。", "清肝明目。",
])  # fmt: skip
def test_other_goods_claim_other_things(text):
    assert kinds(text, [["title", "x"], ["dermatologically tested", "Yes"], ["price", 9]])


@pytest.mark.parametrize("text", [
    "Dermatologically tested.", "Best applied at night.", "For the most part you need two drops.", "4.5 stars.", "Nearly a fifth off: 129 instead of 159.", "Lighter than a can of soup.",
    "The best seat in the house.", "宝贝爱不释手的样子，最暖心。", "比一比谁拼得快。", "最香的是头一泡。",
])  # fmt: skip
def test_other_goods_may_say_these(text):
    assert kinds(text, [["title", "x"], ["dermatologically tested", "Yes"], ["price", 129], ["Original price", 159], ["rating", "4.5/5"]]) == []
