"""Each rule of tests/queries/README.md, in both languages, in the demo shop."""

from __future__ import annotations

import pytest

from shopkeeper.text.analyse import analyse_query


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("500元以下的耳机", ["price<=500"]),
        ("不到一百块的台灯", ["price<100"]),
        ("茶具 500起", ["price>=500"]),
        ("超过2000元的推车", ["price>2000"]),
        ("300左右的加湿器", ["price=240..360"]),
        ("300元的加湿器", ["price=240..360"]),
        ("两三百的卫衣", ["price=200..300"]),
        ("三百多的卫衣", ["price=300..<400"]),
        ("几十块的手机壳", ["price=10..<100"]),
        ("五百到八百的行李箱", ["price=500..800"]),
        ("一千五以内的吸尘器", ["price<=1500"]),
        ("1w以内的手表", ["price<=10000"]),
        ("上千元的羽绒服", ["price>=1000"]),
        ("预算五百 空气炸锅", ["price<=500"]),
        ("别超过八百块的破壁机", ["price<=800"]),
        ("headphones under 500", ["price<500"]),
        ("backpack at most ¥400", ["price<=400"]),
        ("tent over 500 yuan", ["price>500"]),
        ("watch at least 1k", ["price>=1000"]),
        ("lamp about 200 yuan", ["price=160..240"]),
        ("a 200 yuan lamp", ["price=160..240"]),
        ("suitcase between 300 and 600", ["price=300..600"]),
        ("lamp under two hundred yuan", ["price<200"]),
        ("stroller 1000+", ["price>=1000"]),
        ("vacuum, budget 1,500", ["price<=1500"]),
        ("wok 200 or less", ["price<=200"]),
    ],
)
def test_a_price_is_a_filter_in_the_shops_currency(read, query, filters):
    assert read(query) == filters


@pytest.mark.parametrize(
    "query",
    [
        "$50以内的音箱",
        "30美元的充电宝",
        "一百刀以内的跑鞋",
        "20欧的手机壳",
        "headphones under $50",
        "phone case 20 dollars",
        "backpack below €60",
    ],
)
def test_an_amount_in_another_currency_stays_text(read, query):
    assert read(query) == []
    assert read.reader.read(query).text == query


def test_an_amount_in_another_currency_is_reported_as_it_was_typed(read):
    assert read.reader.read("headphones under $50").foreign == ("under $50",)
    assert read.reader.read("耳机 50美元以下").foreign == ("50美元以下",)
    assert read.reader.read("500元以下的耳机").foreign == ()


@pytest.mark.parametrize("query", ["headphones under 50 dollars", "headphones $50", "headphones below €50"])
def test_an_amount_in_another_currency_is_not_looked_for(read, query):
    assert read.reader.read(query).terms == analyse_query("headphones")


@pytest.mark.parametrize(
    ("query", "filters", "text"),
    [
        ("headphones, my budget is about 500", ["price=400..600"], "headphones"),
        ("office chair for back pain, budget around 1000", ["price=800..1200"], "office chair for back pain"),
        ("vacuum with a budget of 500", ["price<=500"], "vacuum"),
        ("我的预算是1000左右 耳机", ["price=800..1200"], "耳机"),
        ("预算不超过1000 耳机", ["price<=1000"], "耳机"),
    ],
)
def test_a_budget_may_be_compared_too(read, query, filters, text):
    assert (read(query), read.reader.read(query).text) == (filters, text)


@pytest.mark.parametrize(
    "query", ["耳机 300", "headphones 300", "at least 2 pockets backpack", "iPhone 15 手机壳", "前10名的耳机"]
)
def test_a_bare_number_is_no_price(read, query):
    assert read(query) == []


@pytest.mark.parametrize(
    "query",
    [
        "WH-1000XM4",
        "WH-1000XM4 ear pads",
        "A4 文件收纳",
        "195-50r13c 轮胎",
        "6-in-1 usb hub",
        "2-pack screen protector",
        "5G router",
        "四合一数据线",
        "1080p 4K",
        "USB-C",
        "iPhone 15",
    ],
)
def test_a_code_or_model_is_never_taken_apart(read, query):
    assert read(query) == []


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("1500毫升电热水壶", ["capacity=1.5"]),
        ("500ml保温杯", ["capacity=500 ml"]),
        ("30升的双肩包", ["volume=30"]),
        ("4升加湿器", ["tank_capacity=4"]),
        ("续航10天以上的智能手表", ["battery_life>=10"]),
        ("续航一小时的吸尘器", ["run_time=60"]),
        ("20寸行李箱", ["size=20英寸"]),
        ("半斤装的绿茶", ["net_weight=250克"]),
        ("5公斤哑铃", ["weight=5公斤×2"]),
        ("四人帐篷", ["sleeps=4"]),
        ("80支四件套", ["yarn_count=80"]),
        ("40到42码的跑鞋", ["shoe_size=41|42|40"]),
        ("65W charger with 3 ports", ["total_power=65", "ports=3"]),
        ("earbuds 30 hours", ["total_battery_life=30"]),
        ("300 piece blocks", ["pieces=300"]),
        ("down jacket fill power 700 or more", ["fill_power>=700"]),
        ("size 41 running shoes", ["shoe_size=41"]),
        ("size XL hoodie", ["size=XL"]),
        ("羽绒服 l码", ["size=L"]),
        ("large rain jacket", ["size=L"]),
        ("medium dress", ["size=M"]),
        ("extra large hoodie", ["size=XL"]),
        ("大号 卫衣", ["size=L"]),
    ],
)
def test_a_number_with_a_unit_goes_to_the_field_of_the_kind_in_its_unit(read, query, filters):
    assert [(name, set(values.split("|"))) for name, _, values in (f.partition("=") for f in read(query))] == [
        (name, set(values.split("|"))) for name, _, values in (f.partition("=") for f in filters)
    ]


def test_a_number_of_which_the_kind_has_no_field_stays_text(read):
    assert read("1公斤以下的帐篷") == read("tent under 2 kg") == read("45码的男靴") == []


@pytest.mark.parametrize(
    ("query", "ages"),
    [
        ("积木 2岁", {"1-3岁"}),
        ("积木 3岁", {"1-3岁", "3-6岁"}),
        ("4岁以上的积木", {"3-6岁", "6岁以上"}),
        ("3-6个月的奶瓶", {"3-6个月"}),
        ("blocks for a 5 year old", {"3 to 6 years"}),
        ("blocks for ages 2-3", {"1 to 3 years"}),
        ("baby bottle age 3-6 months", {"3 to 6 months"}),
    ],
)
def test_an_age_takes_the_values_that_share_more_than_an_end_with_it(read, query, ages):
    [found] = read(query)
    assert found.startswith("age=")
    assert set(found.removeprefix("age=").split("|")) == ages


def test_an_age_of_other_kinds_stays_text(read):
    assert read("2-3岁 女童 连衣裙") == read("boys rain boots 6 years") == []


@pytest.mark.parametrize(
    ("query", "colours"),
    [
        ("红色连衣裙", {"朱红"}),
        ("红的连衣裙", {"朱红"}),
        ("蓝色双肩包", {"藏青", "天蓝"}),
        ("深蓝色卫衣", {"藏青"}),
        ("浅绿色瑜伽垫", {"薄荷绿"}),
        ("红或蓝的卫衣", {"朱红", "藏青", "天蓝"}),
        ("gray suitcase", {"Grey"}),
        ("green thermos flask bottle", {"Mint", "Sage Green", "Dark Green"}),
        ("light blue backpack", {"Sky Blue"}),
        ("navy suitcase", {"Navy"}),
    ],
)
def test_a_basic_colour_is_all_its_shades_and_a_shade_itself(read, query, colours):
    [found] = read(query)
    assert found.startswith("color=")
    assert set(found.removeprefix("color=").split("|")) == colours


@pytest.mark.parametrize(
    "query",
    [
        "小白鞋",
        "红枣夹核桃",
        "黑色星期五有什么活动",
        "黑巧克力",
        "绿豆糕",
        "红茶",
        "black tea",
        "orange juice squeezer",
        "white noise machine",
        "red wine opener",
        "gold bracelet",
        "米色 针织开衫",
    ],
)
def test_a_colour_inside_another_word_or_unknown_to_the_shop_is_none(read, query):
    assert read(query) == []


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("不锈钢保温杯", {"inner_material=304不锈钢", "inner_material=316不锈钢"}),
        ("纯棉T恤", {"fabric=纯棉"}),
        ("玻璃奶瓶", {"material=高硼硅玻璃"}),
        ("silk dress", {"fabric=Mulberry silk"}),
        ("leather sneakers", {"upper_material=Microfibre leather", "upper_material=Full-grain leather"}),
        ("SPF50+的防晒霜", {"spf=SPF50+ PA++++"}),
        ("cleanser for oily skin", {"skin_type=Oily skin"}),
        ("焦糖味的坚果", {"flavour=焦糖"}),
    ],
)
def test_a_word_is_the_value_or_the_values_that_end_in_it(read, query, filters):
    assert {
        f"{name}={value}"
        for found in read(query)
        for name, _, values in [found.partition("=")]
        for value in values.split("|")
    } == filters


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("加绒卫衣", ["fleece_lined=yes"]),
        ("不加绒的卫衣", ["fleece_lined=no"]),
        ("带锅盖的炒锅", ["lid_included=yes"]),
        ("不带氛围灯的音箱", ["light_ring=no"]),
        ("无硅油洗发水", ["silicone_free=yes"]),
        ("可折叠的收纳箱", ["foldable=yes"]),
        ("wok with a lid", ["lid_included=yes"]),
        ("bluetooth speaker without light ring", ["light_ring=no"]),
        ("machine washable dress", ["machine_washable=yes"]),
    ],
)
def test_the_name_of_a_yes_no_field_is_its_yes_and_denied_its_no(read, query, filters):
    assert read(query) == filters


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("Sony 耳机", ["brand=Sony"]),
        ("索尼降噪耳机", ["brand=索尼"]),
        ("听屿的头戴式耳机", ["brand=听屿"]),
        ("kilnside tea set", ["brand=Kilnside"]),
        ("蓝牙耳机 不要小米", ["brand!=小米"]),
        ("除了苹果以外的智能手表", ["brand!=苹果"]),
        ("跑鞋不要耐克和阿迪达斯的", ["brand!=耐克|阿迪达斯"]),
        ("听屿除外的耳机", ["brand!=听屿"]),
        ("wireless headphones not Sony", ["brand!=Sony"]),
        ("smart watch anything but Fitbit or Garmin", ["brand!=Fitbit|Garmin"]),
        ("non-Dyson cordless vacuum", ["brand!=Dyson"]),
        ("Tingisle or Lansona headphones", ["brand=Tingisle|Lansona"]),
    ],
)
def test_a_maker_is_a_brand_known_to_the_shop_or_not(read, query, filters):
    assert read(query) == filters


@pytest.mark.parametrize(
    "query",
    [
        "小米粥用什么电饭煲",
        "apple slicer",
        "barely there summer blanket",
        "cable for Samsung Galaxy S24",
        "华为Mate60手机壳",
    ],
)
def test_a_makers_name_that_means_something_else_is_no_brand(read, query):
    assert read(query) == []


@pytest.mark.parametrize(
    "query",
    [
        "无线吸尘器",
        "无油空气炸锅",
        "不锈钢去污膏",
        "不粘锅",
        "非洲鼓 入门",
        "别墅 台灯",
        "no-show socks",
        "non-stick wok",
        "wireless earbuds",
        "headset without microphone",
        "不含酒精的爽肤水",
    ],
)
def test_a_part_of_a_word_and_what_no_field_says_is_no_denial(read, query):
    assert read(query) == []


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("T恤 不要白色", ["color!=白色"]),
        ("行李箱 不要黑色和灰色", ["color!=黑色|灰色"]),
        ("sneakers, not black", ["color!=Black"]),
        ("no gold phone cases", ["color!=gold"]),
        ("面霜不要含玻尿酸的", ["key_ingredient!=玻尿酸"]),
        ("8mm yoga mat not NBR foam", ["thickness=8", "material!=NBR foam"]),
        ("箱包 不要行李箱", ["category!=行李箱"]),
        ("bags but no suitcases", ["category!=Suitcases"]),
    ],
)
def test_a_denied_colour_value_or_category_is_left_out(read, query, filters):
    assert read(query) == filters


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("现货 电饭煲", ["in_stock=yes"]),
        ("不看缺货的 哑铃", ["in_stock=yes"]),
        ("缺货的哑铃", ["in_stock=no"]),
        ("rice cooker available now", ["in_stock=yes"]),
        ("stroller in stock and not grey", ["in_stock=yes", "color!=Grey"]),
    ],
)
def test_what_is_in_stock_can_be_asked_for(read, query, filters):
    assert read(query) == filters


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("最便宜的充电宝", "price"),
        ("咖啡豆 按价格从低到高", "price"),
        ("最贵的茶具", "-price"),
        ("最新的智能手表", "newest"),
        ("卖得最好的面霜", "popularity"),
        ("评分最高的破壁机", "rating"),
        ("cheapest power bank", "price"),
        ("most expensive tea set", "-price"),
        ("newest smart watches", "newest"),
        ("best selling face cream", "popularity"),
        ("top rated blender", "rating"),
    ],
)
def test_superlatives_that_the_shop_can_sort_by_are_an_order(read, query, order):
    assert read(query) == [f"sort {order}"]


@pytest.mark.parametrize(
    "query",
    [
        "cheap headphones",
        "便宜的耳机",
        "best suitcase for travel",
        "新款冲锋衣",
        "好评多的电动牙刷",
        "lightest tent",
        "最轻的登山包",
    ],
)
def test_other_praise_is_words(read, query):
    assert read(query) == []


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("耳机500以内，不对，300以内", ["price<=300"]),
        ("要红色的裙子，算了还是黑色吧", ["color=黑色"]),
        ("四件套1.5米的，说错了，2.0米的", ["size=2.0米床"]),
        ("headphones under 500, no, make it 300", ["price<300"]),
        ("a red dress, actually black", ["color=Black"]),
        ("size 40 sneakers, sorry, 41", ["shoe_size=41"]),
    ],
)
def test_a_second_thought_takes_the_place_of_the_first(read, query, filters):
    assert read(query) == filters


@pytest.mark.parametrize(
    "query",
    [
        "适合送爸爸的生日礼物",
        "夏天穿着不闷的跑鞋",
        "给老婆买的面霜 抗皱",
        "running shoes for flat feet",
        "dress for a beach wedding",
        "gift for my mother in law",
    ],
)
def test_what_a_product_is_for_stays_text(read, query):
    assert read(query) == []
    assert read.reader.read(query).text == query


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("500元以下的蓝牙耳机", "蓝牙耳机"),
        ("５００元以下　無線耳機", "無線耳機"),
        ("wireless headphones under 300 yuan not Sony", "wireless headphones"),
        ("有货的电饭煲吗", "电饭煲"),
        ("送长辈的茶叶礼盒，不超过三百", "送长辈的茶叶礼盒"),
        ("do you have sleeping bags in orange?", "sleeping bags"),
        ("yoga mat in pink or purple", "yoga mat"),
        ("黑色", ""),
        ("粉色 20寸 行李箱", "行李箱"),
    ],
)
def test_the_text_is_what_is_left_as_it_was_typed(read, query, text):
    assert read.reader.read(query).text == text


@pytest.mark.parametrize(
    ("query", "filters", "text"),
    [
        ("不要黑色的背包", ["color!=黑色"], "背包"),
        ("不要红色的背包", ["color!=朱红"], "背包"),
        ("背包 不要黑色", ["color!=黑色"], "背包"),
        ("rucksack that is not black", ["color!=Black"], "rucksack"),
    ],
)
def test_a_colour_is_denied_of_a_kind_that_is_not_known(read, query, filters, text):
    assert (read(query), read.reader.read(query).text) == (filters, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("炒锅 不带盖", "炒锅"),
        ("不带盖炒锅", "炒锅"),
        ("买个不带盖炒锅", "买个 炒锅"),
        ("耳机 不要头戴", "耳机"),
        ("不要有线的耳机", "耳机"),
        ("不带糖的咖啡", "咖啡"),
        ("不含酒精的爽肤水", "爽肤水"),
        ("适合放办公室的加湿器，不要太贵", "适合放办公室的加湿器"),
        ("headset without microphone", "headset"),
        ("headphones not over ear", "headphones"),
        ("not wired headphones", "headphones"),
        ("lamp not too bright for reading", "lamp for reading"),
        ("headphones -wired", "headphones"),
    ],
)
def test_what_is_denied_is_not_looked_for_where_no_field_says_it(read, query, text):
    reading = read.reader.read(query)
    assert (reading.text, reading.constraints) == (text, ())
    assert reading.terms == analyse_query(text)


@pytest.mark.parametrize("query", ["无油空气炸锅", "无线耳机", "no-show socks", "non-stick wok", "不锈钢去污膏", "有没有不粘锅"])
def test_what_a_product_is_called_is_looked_for_though_it_sounds_like_a_denial(read, query):
    assert read.reader.read(query).text == query.removeprefix("有没有")


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("headphones -sony", ["brand!=sony"]),
        ("-sony headphones", ["brand!=sony"]),
        ("双肩包 -红色", ["color!=朱红"]),
        ("双肩包 -红色 -黑色", ["color!=朱红|黑色"]),
        ("earbuds 500-800", ["price=500..800"]),
    ],
)
def test_a_minus_right_before_a_word_denies_it(read, query, filters):
    assert read(query) == filters


@pytest.mark.parametrize("query", ["wi-fi speaker", "t-shirt 5-6", "usb-c hub"])
def test_a_hyphen_within_a_word_is_no_minus(read, query):
    assert (read(query), read.reader.read(query).text) == ([], query)


@pytest.mark.parametrize(
    ("query", "text"),
    [("要红色，算了还是黑色吧 背包", "背包"), ("黑色吧台椅", "吧台椅"), ("给三岁宝宝的玩具", "宝宝的玩具")],
)
def test_small_words_go_with_the_condition_that_they_belong_to(read, query, text):
    assert read.reader.read(query).text == text


@pytest.mark.parametrize("query", ["usb c cable", "cheapest usb c cable", "usb c cable in stock"])
def test_a_thing_that_comes_with_others_can_be_looked_for_itself(read, query):
    assert "cable_included=yes" not in read(query)
    assert read.reader.read(query).text == "usb c cable"


@pytest.mark.parametrize(
    ("query", "filters", "text"),
    [
        ("headphones not wired or over-ear", ["fit!=Over-ear"], "headphones"),
        ("shoes for kids who do not like laces", ["closure!=Laces"], "shoes for kids"),
        ("耳机 不要头戴和黑色", ["color!=黑色"], "耳机"),
        ("dress without sleeves or lace, red", ["color=Red"], "dress"),
        ("不要太贵的红色连衣裙", ["color=朱红"], "连衣裙"),
    ],
)
def test_a_list_of_what_is_denied_is_denied_whole(read, query, filters, text):
    assert (read(query), read.reader.read(query).text) == (filters, text)
