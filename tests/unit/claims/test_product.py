"""What a text says of one product, held against its record: values, numbers, what is there, lists, sizes."""

from __future__ import annotations

import pytest

from shopkeeper.claims import check, false_claims

COAT = [["title", "Long wool coat"], ["material", "80% wool, 20% polyester"], ["colour", "navy"], ["neckline", "V"], ["sleeve length", "Three-quarter"],
        ["lining", "Unlined"], ["pockets", "No"], ["hood", "Detachable"], ["weight", "0.9 kg"], ["season", "autumn/winter"], ["origin", "Scotland"],
        ["sizes", "S-XL"], ["upper material", "leather"], ["sole material", "rubber"], ["cold", "24 h"], ["hot", "12 h"]]
LAMP = [["品名", "台灯"], ["材质", "榉木"], ["高度", "30cm"], ["宽度", "0.2m"], ["功率", "8W"], ["颜色", "白色"], ["颜色", "灰色"], ["是否可折叠", "否"], ["附件", "灯泡、电源线"],
        ["亮度档位", 3], ["重量", "1.8kg"], ["保修", "2年"], ["产地", "广东佛山"], ["电池", "AA电池2节"]]
SOAP = [["product", "Oat bar"], ["ingredients", "Oats, cane sugar, cocoa butter"], ["paraben free", "Yes"], ["skin type", "Dry"], ["scent", "Lavender"]]


def false(text, facts):
    return [claim.text for claim in false_claims(check(text, facts))]


@pytest.mark.parametrize(("text", "facts"), [
    ("A woollen coat in navy blue: dark, blue and warm.", COAT), ("80% wool.", COAT), ("V-neck with three-quarter sleeves.", COAT), ("No lining, no pockets.", COAT),
    ("The hood comes off.", COAT), ("Under a kilo: two pounds.", COAT), ("For autumn and winter.", COAT), ("Woven in the UK, by hand or not?", COAT), ("In S to XL.", COAT),
    ("A leather upper on a rubber sole.", COAT), ("Cold for 24 hours, hot for 12.", COAT), ("Looks great with white trainers.", COAT), ("A rose is a rose.", COAT), ("Women's choice, made by hand or not?", COAT),
    ("榉木做的，白色、灰色两种。", LAMP), ("高30厘米，宽20公分。", LAMP), ("三斤六两，不能折叠。", LAMP), ("三档亮度。", LAMP), ("配有灯泡和电源线。", LAMP), ("佛山造，两年保修。", LAMP), ("装两节五号电池。", LAMP),
    ("Oats, cane sugar and cocoa butter.", SOAP), ("No parabens. For dry skin.", SOAP), ("Smells of lavender.", SOAP), ("Good with a cup of coffee.", SOAP), ("For a day at the beach.", SOAP), ("忙了一天，对自己好一点。", LAMP), ("Easy, as you like it.", SOAP),
])  # fmt: skip
def test_what_the_record_bears_out_may_be_said(text, facts):
    assert false(text, facts) == []


@pytest.mark.parametrize(("text", "facts", "part"), [
    ("A cashmere coat.", COAT, "cashmere"), ("Pure wool.", COAT, "Pure wool"), ("90% wool.", COAT, "90%"), ("In burgundy.", COAT, "burgundy"), ("A crew-neck coat.", COAT, "crew-neck"),
    ("Fully lined.", COAT, "Fully lined"), ("With pockets.", COAT, "pockets"), ("The hood is fixed.", COAT, "fixed"), ("It weighs 1.2 kg.", COAT, "1.2 kg"),
    ("For summer.", COAT, "summer"), ("Made in Italy.", COAT, "Italy"), ("In XS to XL.", COAT, "XS"), ("A rubber upper.", COAT, "rubber"), ("Cold for 12 hours.", COAT, "12 hours"),
    ("It is waterproof.", COAT, "waterproof"), ("A coat by Burberry.", COAT, "Burberry"), ("A coat by Lumora.", COAT, "Lumora"), ("Lumora's warmest thought.", COAT, "Lumora"),
    ("松木做的。", LAMP, "松木"), ("高20厘米。", LAMP, "20厘米"), ("可以折叠。", LAMP, "折叠"), ("五档亮度。", LAMP, "五"), ("配有灯泡、电源线和遥控器。", LAMP, "遥控器"), ("两斤重。", LAMP, "两斤"),
    ("宁波造。", LAMP, "宁波"), ("装两节七号电池。", LAMP, "七号电池"), ("白色和绿色。", LAMP, "绿色"),
    ("Oats, cane sugar and raisins.", SOAP, "raisins"), ("With parabens.", SOAP, "parabens"), ("For oily skin.", SOAP, "oily skin"), ("Smells of vanilla.", SOAP, "vanilla"),
    ("No alcohol in it.", SOAP, "No alcohol"),
])  # fmt: skip
def test_what_it_does_not_bear_out_is_found(text, facts, part):
    assert any(part in found for found in false(text, facts))


def test_a_claim_names_the_fact_that_contradicts_it():
    claim = false_claims(check("In burgundy.", COAT))[0]
    assert (claim.kind, claim.verdict, claim.record, claim.says) == ("colour", "contradicted", "colour", "navy")


def test_only_facts_of_a_kind_make_its_words_claims_of_many_records():
    rows = {"search": [{"title": "Elm Lamp", "attributes": {"colour": "white"}}]}
    assert false("The Elm Lamp is waterproof.", rows) == []
    assert false("The Elm Lamp comes in red.", rows) == ["red"]


SET = [["尺寸", "200x230cm"], ["价格", "89"], ["续航", "40小时"], ["存储", "64GB"], ["屏幕", "10.3英寸"], ["保质期", "9个月"], ["电池", "不需要"], ["适龄", "3岁以上"], ["care", "machine wash 30"],
       ["oven safe", "up to 250 C"], ["material", "98% cotton, 2% elastane"], ["batteries", "not required"]]


@pytest.mark.parametrize("text", [
    "不到九十块。", "听四十个钟头。", "64G的存储。", "十英寸出头。", "放得住大半年。", "不用电池。", "Wash it at 30 degrees.", "Safe in an oven up to 250 °C.", "Nearly all cotton.", "Not a battery in sight.",
])  # fmt: skip
def test_sums_and_measures_hold_as_copy_writes_them(text):
    assert false(text, SET) == []


@pytest.mark.parametrize("text", [
    "不到七十块。", "听六十个钟头。", "128G的存储。", "十二英寸出头。", "放得住两年。", "一岁起就能玩。", "Wash it at 60 degrees.", "Safe in an oven up to 300 °C.", "All cotton.", "Needs two batteries.",
])  # fmt: skip
def test_others_than_the_records_are_found(text):
    assert false(text, SET)


def test_a_price_beside_a_sale_price_is_the_one_before():
    assert false("A quarter off: 13.50 instead of 18.", [["price", "18.00"], ["sale_price", "13.50"]]) == []
    assert false("A third off: 13.50 instead of 18.", [["price", "18.00"], ["sale_price", "13.50"]])
