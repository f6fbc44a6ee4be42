"""What a product is called, for whom it is, what comes with it and what is in it, held against its record."""

from __future__ import annotations

import pytest

from shopkeeper.claims import check, false_claims

SHIRT, SHOES = [["title", "Relaxed Oxford Shirt"], ["care", "Machine wash at 40"]], [["title", "轻跑缓震跑步鞋"], ["颜色", "黑色"]]


def false(text, facts):
    return [claim.text for claim in false_claims(check(text, facts))]


@pytest.mark.parametrize(("text", "facts", "wrong"), [
    ("A relaxed shirt, good over a T-shirt or under a blazer.", SHIRT, []), ("A top for every day.", SHIRT, []), ("Wear it with jeans, or tuck it into a skirt.", SHIRT, []),
    ("A relaxed jacket that softens with wear.", SHIRT, ["jacket"]), ("These trousers are cut wide.", SHIRT, ["trousers"]), ("A skirt for every day.", SHIRT, ["skirt"]),
    ("一双轻快的运动鞋。", SHOES, []), ("搭配牛仔裤，或者换下皮鞋穿上它。", SHOES, []), ("这双鞋能装进背包。", SHOES, []),
    ("一双轻快的拖鞋。", SHOES, ["拖鞋"]), ("这双皮鞋见客户也体面。", SHOES, ["皮鞋"]), ("黑色凉鞋，走路轻快。", SHOES, ["凉鞋"]),
])  # fmt: skip
def test_a_thing_is_called_by_its_sort(text, facts, wrong):
    assert false(text, facts) == wrong


BOOTS, BED, OATS = [["title", "Kids' Rain Boots"], ["age", "3-8 years"]], [["品名", "记忆棉狗窝"], ["适用对象", "中型犬"]], [["product", "Maple Crunch"], ["ingredients", "Oats, maple syrup, pecans, sea salt"]]
DRILL, HAIR = [["title", "Cordless Drill"], ["in the box", "Drill, charger, 1 battery"]], [["品名", "吹风机"], ["包装清单", "主机、扩散风嘴"]]
COOKIES = [["品名", "燕麦饼干"], ["配料", "燕麦、小麦粉、黄油、蔓越莓干"]]


@pytest.mark.parametrize(("text", "facts", "wrong"), [
    ("For children from 3 to 8.", BOOTS, []), ("A gift for women with children.", BOOTS, []), ("Made for babies.", BOOTS, ["babies"]), ("Boots for women.", BOOTS, ["for women"]), ("成人也能穿。", BOOTS, ["成人"]),
    ("狗狗也爱。", BED, []), ("猫咪专用。", BED, ["猫咪"]), ("A bed for your cat.", BED, ["cat"]),
    ("Oats with pecans and a little salt.", OATS, []), ("Good with yoghurt, or pour milk over it.", OATS, []), ("Crunchy oats with almonds.", OATS, ["almonds"]), ("Made with honey.", OATS, ["honey"]),
    ("No added salt.", OATS, ["No added salt"]), ("燕麦和蔓越莓干，配一杯牛奶。", COOKIES, []), ("加了整颗杏仁。", COOKIES, ["杏仁"]),
    ("Comes with a fast charger and peace of mind.", DRILL, []), ("Comes with a carry case.", DRILL, ["a carry case"]), ("A screwdriver is thrown in.", DRILL, ["screwdriver"]),
    ("附赠扩散风嘴一个。", HAIR, []), ("随机附送一把梳子。", HAIR, ["附送", "梳子"]), ("包装里还有一个挂架。", HAIR, ["挂架"]),
    ("Put it in the washing machine.", SHIRT, []), ("Send it to the dry cleaner.", SHIRT, ["dry cleaner"]), ("放心丢进洗衣机。", [["品名", "羊绒衫"], ["洗涤说明", "只可手洗"]], ["丢进洗衣机"]),
])  # fmt: skip
def test_for_whom_it_is_what_is_in_it_and_what_comes_with_it(text, facts, wrong):
    assert false(text, facts) == wrong
