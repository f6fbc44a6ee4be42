"""What readers found untrue or ugly in copy, a test for each kind of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from shopkeeper.writing import TONES, Brief, GroundedWriter, Kind, Tone
from shopkeeper.writing.facts import Material, of_pairs
from shopkeeper.writing.families import family_of
from shopkeeper.writing.goods import good_of
from shopkeeper.writing.realise.en import English
from shopkeeper.writing.realise.en.subject import Subject
from shopkeeper.writing.realise.zh import Chinese
from shopkeeper.writing.realise.zh.thing import thing_of
from shopkeeper.writing.words import HERE, table

WRITER = GroundedWriter({"en": English(), "zh": Chinese()})


def written(pairs: list[list[Any]], language: str, kind: Kind = "description", tone: Tone = "plain", seed: int = 0) -> str:
    brief = Brief(kind, "zh" if language == "zh" else "en", tone, seed=seed)
    copy = WRITER.write(of_pairs(pairs, brief.language), brief)
    return copy.text if copy else ""


def all_of(pairs: list[list[Any]], language: str, kind: Kind = "description") -> str:
    return "\n".join(written(pairs, language, kind, tone, seed) for tone in TONES for seed in range(6))


def of(*pairs: list[Any]) -> Material:
    return of_pairs(list(pairs), "zh")


# --- what the thing is


@pytest.mark.parametrize(("title", "noun"), [
    ("PC Case Fan Screws - 50 Pack", ""), ("FireWire for Laptop (3 ports)", ""), ("Razor Kit", "razor kit"),
    ("Denim Shorts in CANDY PINK", "denim shorts"),
    ("Chic Tie Dye & Leopard Sequin Top", "top"), ("printer/scanner spare part", ""), ("toner cartridge Original Black", "toner cartridge"),
])
def test_a_noun_names_the_thing_only_where_no_other_word_follows_it(title, noun):
    good = good_of(title)
    assert (good.noun if good else "") == noun


def test_a_name_is_not_cut_at_further_model_numbers_nor_before_its_noun():
    def name(title: str) -> str:
        return Subject(of_pairs([["title", title]], "en")).name

    assert "T654" in name("Lexmark T650, T652, T654 Original Black")
    assert "Body Butter" in name("Organics - Hydrating Body Butter")
    assert not name("Lenovo ThinkPad & 65W Adapter - Denmark power adapter, long title that goes on and on").endswith("&")


def test_a_set_is_no_top():
    assert Subject(of_pairs([["title", "Brushed Top & Pants Set"], ["category", "Loungewear Set"]], "en")).noun == "loungewear set"


@pytest.mark.parametrize(("title", "category", "noun"), [
    ("Carat钻石汤锅24cm", "锅具", "汤锅"),
    ("Hunter斜挎包男士腰包单肩包2021休闲运动小包帆布", "男士包袋", "胸包"),
    ("深圳鲜花速递同城红香槟玫瑰花束礼盒生日配送店", "鲜花速递(同城)", "鲜花"),
    ("罗技G333有线游戏电竞音乐吃鸡耳机kda麦克风入耳式", "游戏电竞头戴耳机", "耳机"), ("魔兽世界 部落 护腕 一只", "魔兽世界", "护腕"),
    ("龙隐斋老岩泥烟波电陶炉茶炉煮茶器迷你小型家用", "电磁炉/陶炉", "电陶炉"),
])
def test_a_chinese_thing_is_called_by_what_the_title_or_a_fact_names_not_by_its_shelf(title, category, noun):
    extra = [["款式", "胸包"]] if noun == "胸包" else []
    assert thing_of(of(["title", title], ["category", category], *extra)).noun == noun


def test_what_is_used_with_food_is_no_food():
    coffee = of(["title", "小熊美式咖啡机"], ["category", "咖啡机"])
    assert coffee.family == "electronics"
    cakes = of_pairs([["title", "Red Velvet Cupcakes"], ["category", "Muffins & Cup Cakes"]], "en")
    assert family_of(cakes.title, cakes.category) == "food"
    assert "饿了" not in all_of([["title", "小熊美式咖啡机"], ["category", "咖啡机"], ["保修期", "12个月"]], "zh")


# --- what is read off a title


def test_nothing_is_read_off_a_chinese_heap_of_search_words_but_what_stands_before_the_noun():
    drain = of(["title", "实木茶盘茶道零配件排水纯铜管接水管漏水连接管茶台根雕出水管"], ["category", "茶道/零配"])
    assert not drain.all("material")
    bin_ = of(["title", "卫生间便纸桶洗手间垃圾桶脚踏式卫生桶厕所纸篓夹缝超窄家用带盖"], ["category", "垃圾桶"], ["外壳材质", "塑料"])
    assert not bin_.all("material")
    assert not of(["title", "木韵檀香黄铜笔"]).fact("material") or of(["title", "木韵檀香黄铜笔"]).all("material")[0].text("zh") != "木"


def test_no_food_is_made_of_its_blend_and_no_cake_of_velvet():
    assert "made" not in all_of([["title", "Diced Cheese Blend"], ["category", "Cheese"], ["brand", "Amul"]], "en")
    assert "velvet." not in all_of([["title", "Red Velvet Cupcakes"], ["category", "Muffins & Cup Cakes"]], "en").lower()


def test_a_chipset_is_no_processor():
    text = all_of([["title", "TP-LINK networking card"], ["attr_t_chipset", "Atheros"]], "en")
    assert "Atheros chipset" in text
    assert "processor" not in text


def test_a_thing_comes_in_the_colour_that_its_title_names():
    text = all_of([["title", "Thigh Pocket Shorts in BLACK"], ["category", "Shorts"], ["colour", "black"], ["colour", "gray"]], "en")
    assert "gray" not in text


def test_of_two_whole_stuffs_each_is_told_of_its_part():
    text = all_of([["title", "日式坐垫"], ["category", "坐垫"], ["外层面料", "100%聚酯纤维"], ["坐垫套面料", "100%棉"]], "zh", "social")
    assert "100%棉坐垫" not in text
    assert re.search("坐垫套面料.{0,3}100%棉", text)


# --- what is suggested


def _suggestions() -> list[tuple[str, str]]:
    goods = [(f"{family}.{kind}", words) for family, kinds in table(HERE / "goods.toml").items() for kind, words in kinds.items()]
    return [(name, text) for name, words in goods for text in (*words["use"], *words["aim"])]


def test_no_suggestion_says_how_food_is_stored():
    stored = re.compile(r"\b(?:cool and use|keep (?:it|the rest) (?:cool|dry)|somewhere dry|out of the light|dry and closed|closed, dry)\b")
    assert [text for name, text in _suggestions() if stored.search(text)] == []


def test_no_suggestion_for_what_all_wear_presumes_who_wears_it():
    hers = re.compile(r"\b(?:heel|skirt|earrings|purse|bra|lipstick)\b")
    unisex = ("clothes.top", "clothes.bottom", "clothes.knit", "clothes.outer", "shoes.shoes", "bags.bag", "bags.wallet")
    assert [text for name, text in _suggestions() if name in unisex and hers.search(text)] == []


def test_stretch_is_of_clothes():
    lids = [["title", "Super Stretch Silicone Lids"], ["category", "Glassware"], ["brand", "DP"]]
    assert "when you move" not in all_of(lids, "en", "features")


# --- how it is said


def test_a_question_keeps_its_answer_and_a_name_that_may_not_be_said_is_left_out():
    cream = [["title", "Ultra Healing - Dry Skin Moisturiser"], ["category", "Body Care"], ["brand", "Jergens"]]
    for tone in TONES:
        for seed in range(6):
            text = written(cream, "en", "description", tone, seed)
            assert "Jergens" in text
            assert "Healing" not in text


def test_a_chinese_portion_is_not_made_of_a_pack():
    text = all_of([["title", "艾草足浴粉"], ["category", "浴足剂"], ["净含量", "600g"], ["适用部位", "足部"]], "zh")
    assert not re.search("每份|一份", text)


def test_figures_alone_notes_and_shelves_are_not_said():
    text = all_of([["title", "玫瑰花束"], ["category", "花束"], ["尺寸", "25"], ["备注", "会有少量掉色"], ["鲜花朵数", "33朵"]], "zh")
    assert not re.search(r"尺寸.{0,3}25|掉色|备注", text)


def test_where_nothing_is_known_no_lead_in_promises_facts():
    text = all_of([["title", "Carat钻石炒锅30cm"], ["category", "锅具"]], "zh", "story")
    assert not re.search("信息如下|要点如下|以上|这些细节|参数|指标", text)
    assert "商品" not in text
    assert written([["title", "里昂 男式平角内裤"], ["category", "内裤"]], "zh", "features")


def test_values_fit_their_frames():
    speaker = [["title", "智能音箱"], ["category", "音箱"], ["功能", "NFC功能"], ["线长", "约1.2m"],
               ["颜色", "米色/ 蓝灰"], ["高度", "低（小于10cm)"]]
    text = all_of(speaker, "zh")
    assert not re.search(r"功能功能|为约|是约|颜色是米色、|10cm\)", text)


def test_a_chinese_title_has_no_blank_between_chinese_words():
    lamp = [["title", "云外 松风 软木瑜伽垫 9毫米"], ["brand", "云外"], ["category", "瑜伽垫"]]
    assert not re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff]", written(lamp, "zh", "title"))


def test_a_word_is_not_said_before_a_noun_that_has_it():
    jeans = [["类型", "裤"], ["裤长", "九分裤"], ["风格", "休闲"], ["版型", "显瘦"]]
    text = all_of(jeans, "zh", "social")
    assert "九分裤九分裤" not in text
    assert "羊毛羊毛" not in all_of([["title", "澳洲纯羊毛盖毯"], ["category", "床品件套"], ["材质", "100%羊毛"]], "zh", "social")


def test_a_title_names_what_it_has_before_its_colour():
    top = [["title", "Ribbed Top with Exposed Seams"], ["category", "Top"], ["colour", "green"], ["sleeve", "long sleeve"]]
    assert written(top, "en", "title") == "Ribbed Top with Exposed Seams and Long Sleeves in Green"
    gel = [["title", "Shower Gel - Lemongrass & Jojoba"], ["category", "Shower Gel"]]
    assert written(gel, "en", "title").endswith("Lemongrass & Jojoba")


def test_an_email_does_not_say_its_only_sentence_three_times():
    text = written([["title", "UK ADSL Microfilter"], ["supplier", "D-Link"]], "en", "email")
    assert text.count("Microfilter") < 3


def test_nothing_is_new_and_nothing_has_arrived():
    told = table(HERE.parent / "realise/en/words/tones.toml")
    words = " ".join(text for tone in TONES for shapes in told[tone].values() for text in shapes)
    assert not re.search(r"\bnew here|\bnew on|\barrived\b|\btypical\b|walk\} in", words, re.I)


def test_a_number_of_things_is_whole_and_one_of_them_is_no_plural():
    processor = [["title", "Intel processor"], ["attr_n_time_to_first_page__black__normal_", 7.5], ["attr_t_processor_threads", "1"],
                 ["attr_t_processor_socket", "LGA 775"]]
    assert not re.search(r"7\.5|1 threads", all_of(processor, "en"))


def test_a_name_that_says_more_than_a_known_one_is_said_whole():
    roses = [["title", "玫瑰永生花"], ["category", "永生花"], ["花材产地", "日本"], ["花材", "玫瑰"]]
    assert not re.search("花材用日本|产自日本|来自日本", all_of(roses, "zh"))
    assert "花材产地" in all_of(roses, "zh")


def test_a_promotion_in_a_record_is_no_fact_of_the_thing():
    beds = [["title", "舒适安睡组合"], ["category", "被枕"], ["活动时间", "5月8日0点-5月14日24点。请在以上时间段内购买。"], ["件数", "3"]]
    assert not re.search("购买|5月", all_of(beds, "zh"))


def test_ice_cream_is_eaten_and_stones_are_set():
    assert of_pairs([["title", "Vanilla Gold Ice Cream"], ["category", "Ice Creams"]], "en").family == "food"
    belt = all_of([["title", "PU Leather Skull Belt"], ["category", "Belt"], ["material", "rhinestone"]], "en")
    assert not re.search("made of rhinestone|rhinestone belt", belt, re.I)


def test_a_tag_does_not_gainsay_the_title():
    shorts = [["title", "Low-Rise Denim Shorts"], ["category", "Denim Shorts"], ["waist", "high-waisted"], ["colour", "blue"]]
    assert "high" not in all_of(shorts, "en").lower()


def test_the_stuff_of_a_part_is_told_of_the_part():
    chair = [["title", "人体工学转椅"], ["category", "家具"], ["椅身材质", "网布"], ["扶手材质", "PU"]]
    assert not re.search("PU转椅|从PU|PU材质", all_of(chair, "zh"))
    assert "扶手" in all_of(chair, "zh")
    assert "铁" not in written([["title", "北欧吊灯"], ["category", "吊灯"], ["灯罩辅材质", "铁"]], "zh", "title")


def test_thin_cloth_is_no_light_device_and_a_field_of_yes_or_no_says_nothing_else():
    dress = [["类型", "裙"], ["裙长", "连衣裙"], ["厚薄", "薄"], ["是否使用环保材质", "含环保材料"], ["颜色", "黑色"]]
    assert not re.search("不压手|放进包里|是否", all_of(dress, "zh"))


def test_the_end_of_a_heap_is_no_thing():
    paper = [["title", "三诺安稳免调码血糖试纸家用测试仪精准血糖仪全自动测量原装正品"], ["category", "KTV/卡拉OK音箱"]]
    assert "正品" not in thing_of(of(*paper)).noun
    blender = [["title", "EQE百货店艾仕玛德国智能破壁家用免过滤全自动智能一机多用赞"], ["category", "破壁机"]]
    assert thing_of(of(*blender)).noun == "破壁机"


def test_what_a_title_says_is_imitated_is_not_said_to_be_real():
    bag = [["title", "Bucket Pouch Faux Suede Tote Bag"], ["category", "Tote Bag"], ["material", "suede"], ["colour", "red"]]
    assert not re.search(r"(?<!faux )suede (?:tote|bag)|made of suede|from suede", all_of(bag, "en"), re.I)
    pan = [["title", "Granite Non-Stick Fry Pan"], ["category", "Fry Pans"]]
    assert "of granite" not in all_of(pan, "en")
    assert "and glass" not in all_of([["title", "Steel Glass/Tumbler"], ["category", "Tumblers"]], "en")


def test_a_size_of_the_part_that_nobody_asks_for_is_not_planned():
    aircon = of(["title", "格力变频空调"], ["category", "空调"], ["外机尺寸", "952x700x372mm"], ["能效等级", "一级"])
    assert [fact.weight for fact in aircon.facts if fact.label.zh == "外机尺寸"] == [0.0]


def test_a_lid_is_not_cooked_with_and_a_planter_neither():
    lid = all_of([["title", "Aluminium Pressure Cooker Outer Lid"], ["category", "Pressure Cookers"]], "en")
    pot = all_of([["title", "Planter Pot - Medium"], ["category", "Pots, Planters & Trays"]], "en")
    assert not re.search("dish|meals|stove|kitchen", lid + pot)
    assert Subject(of_pairs([["title", "Blue T-Shirt and Shorts Set"], ["category", "T-Shirt and Shorts Set"]], "en")).noun.endswith("set")


def test_what_is_filled_has_a_cover_of_its_own_stuff():
    quilt = [["title", "全棉澳毛床褥床垫"], ["category", "被枕"], ["外层面料", "100%棉"], ["填充物", "100%羊毛"]]
    text = all_of(quilt, "zh")
    assert "澳毛面料" not in text
    assert not re.search("亮点在100%棉|100%棉床垫", text)
    coffee = of(["title", "海南特产春光食品炭烧咖啡二袋椰奶咖啡独立小袋海南咖啡"], ["category", "速溶咖啡"])
    assert not coffee.all("taste")


def test_a_sentence_is_more_than_a_pronoun():
    text = all_of([["title", "暗格简约钢笔"], ["category", "文具"]], "zh", "story")
    assert not re.search(r"(?:^|\n|。)它。", text)
    assert "合不合合适" not in all_of([["title", "钢笔"], ["材质", "铜"], ["长度", "14cm"], ["颜色", "黑色"]], "zh", "email")


@pytest.mark.parametrize(("title", "category", "noun"), [
    ("20寸 铝镁合金登机箱", "功能箱包", "登机箱"), ("晾衣架落地折叠室内家用阳台室外不锈钢卧室", "置地/升降晾晒衣架", "晾衣架"),
    ("海南特种兵生榨椰子汁整箱年货婚宴酒席牛奶礼盒装", "植物蛋白饮料/植物奶", "植物蛋白饮料"),
    ("海洋藻洗护套组（洗发露+护发素）控油蓬松防掉发", "洗护套装", "洗护套组"),
    ("蝴蝶结美甲贴片可拆卸假指甲成品穿戴式果冻胶网红爆款可取带显白", "美甲工具", "美甲工具"),
    ("南京同仁堂艾草泡脚养颜暖宫助眠瘦身去脚气药包足部冰凉通用红花", "浴足剂", "浴足剂"),
])  # fmt: skip
def test_no_word_is_cut_and_no_effect_is_a_thing(title, category, noun):
    assert thing_of(of(["title", title], ["category", category])).noun == noun


def test_what_is_usual_of_a_sleeve_is_no_cut_and_a_lining_is_a_lining():
    cardigan = [["类型", "上衣"], ["衣样式", "开衫"], ["服装版型", "宽松型"], ["袖型", "常规"]]
    assert not re.search("常规(?:版型|剪裁|的版型)", all_of(cardigan, "zh"))
    shoes = [["title", "休闲板鞋"], ["category", "板鞋"], ["里料材质", "二层猪皮"], ["鞋面材质", "网布"]]
    assert "猪皮材质" not in all_of(shoes, "zh", "features")


def test_corn_is_not_for_babies_and_what_stands_behind_a_stroke_is_doubtful():
    corn = [["title", "Baby Corn - Sweet & Sour"], ["category", "Tomatoes & Vegetables"], ["brand", "Hugo"]]
    assert "babies" not in all_of(corn, "en")
    assert "an inverter" not in all_of([["title", "HP AC Smart Adapter - 135W power adapter/inverter"], ["supplier", "HP"]], "en")
    assert "吸水" not in all_of([["title", "自动上水器专用抽水管饮水桶功夫茶烧水壶抽水机通用吸水软管"], ["category", "茶道/零配"]], "zh")


def test_how_a_shirt_is_put_on_is_no_cardigan():
    shirt = of(["title", "娃娃领短袖衬衫女夏季学院风简约"], ["category", "衬衫"], ["穿着方式", "开衫"])
    assert thing_of(shirt).noun == "衬衫"


def test_a_letter_keeps_its_greeting_and_its_body():
    text = written([["title", "HP server"], ["supplier", "HP"], ["colour", "black"]], "en", "email")
    assert re.search(r"^(?:Hello|Good day),$", text, re.M)


def test_what_a_title_only_mentions_is_not_said_of_the_thing():
    box = all_of([["title", "Kids Plastic Lunch Box With Detachable Steel Tray"], ["category", "Lunch Boxes"]], "en")
    assert "and steel" not in box
    bar = all_of([["title", "Daily Almond Apricot - With 10 g Protein"], ["category", "Granola & Cereal Bars"]], "en")
    assert not re.search(r"weighs 10 g|weight of 10 g", bar)
    bowl = all_of([["title", "Crystal Victoria Bowl"], ["category", "Plates & Bowls"]], "en")
    assert "crystals" not in bowl.lower()
    scarf = all_of([["title", "Fringe Polyester Scarf"], ["category", "Scarf"], ["material", "wool"]], "en")
    assert "wool" not in scarf


def test_where_no_shelf_tells_no_food_is_put_in_a_bowl():
    kit = [["title", "Deluxe Assortment PC Screw Kit - Screw Nuts and Standoffs"], ["supplier", "StarTech.com"], ["colour", "white"]]
    screws = all_of(kit, "en")
    assert not re.search("bowl|rucksack|radio", screws)
    bags = [["title", "Fridge Bags For Fruits+Apple-Green, Premium"], ["category", "Gift Wraps & Bags"], ["brand", "bb Combo"]]
    assert "lunch" not in all_of(bags, "en")


def test_the_fibres_of_a_blend_are_said():
    blouse = [["title", "V-Neck Flutter Sleeve Blouse"], ["category", "Blouse"], ["colour", "black"]]
    assert "10% polyester" in all_of([*blouse, ["material", "85% Viscose, 10% Polyester, 5% Elastane"]], "en").lower()
    assert "french" not in all_of([*blouse, ["material", "100% French"]], "en").lower()


def test_a_balloon_sleeve_may_be_long_and_a_half_sleeve_may_not():
    blouse = [["category", "Blouse"], ["colour", "blue"], ["sleeve", "long sleeve"]]
    assert re.search("long[ -]sleeve", all_of([["title", "Peplum Blouse with Balloon Sleeves"], *blouse], "en"))
    assert not re.search("long[ -]sleeve", all_of([["title", "Half Sleeve Peplum Blouse"], *blouse], "en"))
