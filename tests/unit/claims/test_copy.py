"""Copy of many goods, true and false, that says what a record says in other words: one class of mistakes a line or two."""

from __future__ import annotations

import pytest

from shopkeeper.claims import check, false_claims

JACKET = [["title", "Brinewell Harbour Rain Jacket"], ["brand", "Brinewell"], ["colour", "olive"], ["shell", "recycled nylon"],
          ["lining", "mesh"], ["pockets", "2 zipped hand pockets"], ["closure", "two-way zip"], ["length", "hip"],
          ["care", "machine wash 30, do not tumble dry"], ["weight_g", 420], ["waterproof rating", "10000 mm"], ["sizes", "XS-XXL"],
          ["warranty", "5 years"], ["shipping", "free over £50"], ["price", "£129.00"], ["made in", "Portugal"]]
SKIRT = [["title", "Calla Wrap Skirt"], ["color", "rust"], ["material", "linen"], ["length", "above knee"],
         ["care", "hand wash cold, dry flat"], ["pattern", "tiny lemons"], ["closure", "tie waist"], ["price", "$58"]]
PHONE = [["title", "Orbit N7 Speaker"], ["attr_t_brand", "Orbit"], ["attr_t_model", "N7"], ["attr_n_battery_life_h", 12],
         ["attr_n_charging_time_h", 2.5], ["attr_b_wireless_charging", True], ["attr_b_microphone", False],
         ["attr_t_bluetooth_version", "5.2"], ["attr_t_product_colour", "Slate blue"], ["attr_n_weight_g", 610],
         ["in_the_box", "speaker, USB-C cable, manual"], ["warranty", "2 years"]]
BUDS = [["title", "Pico Buds"], ["battery (buds)", "6 h"], ["battery (with case)", "24 h"], ["water resistance", "IPX5"],
        ["charging", "USB-C"], ["colour", "white"], ["rating", "4.7"], ["review count", "1203"]]
TOY = [["title", "Stacking Whale Tower"], ["recommended age", "18 months and up"], ["material", "silicone"], ["pieces", 8],
       ["BPA free", "yes"], ["dishwasher safe", "yes"], ["made in", "Denmark"], ["price", "€24.90"]]
BAG = [["title", "Alder Weekender"], ["brand", "Alder & Moss"], ["material", "waxed canvas"], ["trim", "leather"], ["capacity", "38 L"],
       ["dimensions", "52 x 30 x 26 cm"], ["max load", "15 kg"], ["lock", "combination lock"], ["colour", "tobacco"],
       ["technique", "hand-stitched"], ["made in", "Leeds, England"], ["price", "£210"]]
RUG = [["name", "Tavira Rug"], ["material", "wool"], ["technique", "hand-tufted"], ["size_cm", "160 x 230"], ["pile height", "12 mm"],
       ["colour", "terracotta, sand"], ["pattern", "arches"], ["made in", "Jaipur, India"]]
HONEY = [["title", "Heather honey"], ["origin", "Northumberland"], ["net weight", "340 g"], ["harvested", "August 2025"],
         ["ingredients", "heather honey"], ["container", "glass jar"], ["best before", "2 years"], ["price", "£9.80"]]
TEA = [["title", "Genmaicha"], ["origin", "Uji, Japan"], ["ingredients", "green tea, roasted rice"], ["net weight", "100 g"],
       ["servings", 40], ["caffeine", "low"], ["packaging", "resealable bag"], ["price", "$16.00"]]
SOCKS = [["title", "Cotton crew socks"], ["quantity", "6 pairs"], ["material", "80% cotton, 17% polyamide, 3% elastane"],
         ["sizes", "36-40, 41-45"], ["color", "charcoal"], ["price", "€21.00"]]
TABLELAMP = [["title", "Nook lamp"], ["colour temperature", "2700-4000 K"], ["brightness", "450 lm"], ["power", "7 W"],
             ["cable length", "1.8 m"], ["height_cm", 42], ["base diameter_cm", 16], ["material", "brass, glass"], ["dimmable", "yes"],
             ["bulb included", "no"], ["guarantee", "3 years"]]
CHAIR = [["title", "Fjell dining chair"], ["material", "ash"], ["seat", "paper cord"], ["height_cm", 78], ["seat_height_cm", 45],
         ["width_cm", 52], ["depth_cm", 50], ["weight capacity", "120 kg"], ["assembly", "none needed"], ["colour", "natural"]]
SEEDS = [["title", "Sweet pea 'Harbour Mix'"], ["sowing time", "October–November"], ["flowering time", "June–August"], ["height", "180 cm"],
         ["seeds per pack", 20], ["scent", "strong"], ["position", "full sun"]]
SHAMPOO = [["title", "Pine tar shampoo"], ["hair type", "oily"], ["scalp", "sensitive"], ["volume", "250 ml"], ["silicone free", "yes"],
           ["scent", "pine"], ["made in", "Finland"]]
BABY = [["title", "Cloud sleepsuit"], ["sizes", "0-3 m, 3-6 m, 6-9 m, 9-12 m"], ["fabric", "100% organic cotton"], ["closure", "poppers"],
        ["pattern", "clouds"], ["care", "machine wash 40, tumble dry low"], ["colour", "sky blue"]]
KNIFE = [["title", "Santoku 17 cm"], ["brand", "Kurogane"], ["blade", "VG-10 steel"], ["handle", "walnut"], ["blade length", "17 cm"],
         ["weight", "185 g"], ["made in", "Seki, Japan"], ["dishwasher safe", "no"], ["technique", "hand-forged"]]
NOTEBOOK = [["title", "Field notes B6"], ["brand", "Papermoor"], ["paper", "100 gsm"], ["pages", 144], ["cover", "kraft card"],
            ["ruling", "grid"], ["size", "B6"], ["certification", "FSC"]]
TRENCH = [["品牌", "禾木"], ["品名", "女士风衣"], ["颜色", "卡其色"], ["面料", "100%棉"], ["里料", "聚酯纤维"], ["衣长", "中长款"],
          ["腰带", "有"], ["口袋", "2个斜插袋"], ["洗涤", "不可水洗，只能干洗"], ["尺码", "S/M/L"], ["价格", 459], ["产地", "浙江嘉兴"]]
HEADPHONES = [["品牌", "回响"], ["型号", "HX3"], ["品名", "头戴式耳机"], ["单次续航", "40小时"], ["充电时间", "2小时"], ["降噪", "支持"],
              ["无线充电", "不支持"], ["重量", "255g"], ["接口", "Type-C"], ["颜色", "云灰"], ["包装清单", "耳机、收纳包、充电线"],
              ["评分", 4.8], ["price", 499]]
BLOCKS = [["品牌", "木朵"], ["品名", "儿童木质积木"], ["适用年龄", "2岁以上"], ["材质", "榉木"], ["件数", "60块"], ["图案", "小动物"],
          ["认证", "3C"], ["收纳", "布袋"], ["price", 89.9]]
WHITE_TEA = [["品名", "福鼎白茶"], ["产地", "福建福鼎"], ["净含量", "150g"], ["包装", "30小包"], ["采摘时间", "2025年4月"],
             ["工艺", "日晒"], ["保质期", "长期"], ["price", 120]]
CREAM = [["品名", "清润面霜"], ["适合肤质", "油性、混合性"], ["净含量", "60g"], ["香精", "不添加"], ["酒精", "不添加"],
         ["主要成分", "烟酰胺、透明质酸"], ["保质期", "3年"]]
SUITCASE = [["品名", "24寸行李箱"], ["材质", "铝框PC"], ["锁", "钥匙锁"], ["承重", "50kg"], ["净重", "4.1kg"], ["容量", "65L"],
            ["轮子", "8个万向轮"], ["颜色", "曜石黑"], ["质保", "3年"], ["配送", "满99元包邮，西藏除外"]]
DESK_LAMP = [["型号", "LX-5"], ["品牌", "明禾"], ["品名", "护眼台灯"], ["色温", "4000K"], ["功率", "12W"], ["材质", "铝合金"],
             ["灯光", "暖白光"], ["外壳颜色", "白色"], ["供电", "USB"], ["质保", "2年"]]
CHILD_SOCKS = [["品名", "儿童船袜"], ["数量", "10双"], ["面料", "棉80%、锦纶17%、氨纶3%"], ["颜色", "粉色、白色"], ["价格", 29.9]]
SAUCE = [["品名", "香辣牛肉酱"], ["配料", "大豆油、牛肉、豆瓣酱、辣椒、食用盐、白砂糖"], ["净含量", "210g×3瓶"], ["保质期", "12个月"],
         ["产地", "四川眉山"], ["价格", 36]]
RING = [["品名", "素圈银戒"], ["材质", "S999银"], ["工艺", "手工打磨"], ["产地", "云南大理"], ["宽度", "3mm"], ["证书", "国检证书"],
        ["包装", "首饰盒、擦银布"]]
BEDDING = [["品名", "水洗棉四件套"], ["材质", "100%棉"], ["图案", "格子"], ["颜色", "雾霾蓝"], ["被套尺寸", "200×230cm"],
           ["床单尺寸", "245×250cm"], ["枕套", "48×74cm×2"], ["机洗", "可"], ["烘干", "不可"], ["安全类别", "A类"], ["price", 269],
           ["compare_at_price", 329]]
TABLE = [["品名", "岩板餐桌"], ["桌面", "岩板"], ["桌腿", "碳素钢"], ["尺寸", "140×80×75cm"], ["承重", "200kg"], ["安装", "上门安装"],
         ["颜色", "白色"], ["质保", "5年"]]


@pytest.mark.parametrize(("text", "facts"), [
    ("An olive jacket that zips from both ends, with a pocket for each cold hand and mesh inside.", JACKET),
    ("We guarantee it for half a decade. Toss it in the machine, then let it drip dry.", JACKET),
    ("Free delivery once you spend over £50.", JACKET), ("At 420 grams it weighs less than your lunch.", JACKET),
    ("Sewn in Portugal for the kind of rain that comes in sideways at 6 a.m.", JACKET),
    ("Cover yourself from Monday to Friday, and forget the umbrella.", JACKET),
    ("A wrap skirt in rusty orange linen that stops above your knees.", SKIRT), ("Printed all over with little lemons.", SKIRT),
    ("Wash it by hand in cold water and lay it flat to dry.", SKIRT),
    ("Covered in compliments by lunchtime, and at home by the sea.", SKIRT),
    ("Two and a half hours at the plug, twelve hours of music.", PHONE),
    ("It charges in two and a half hours and plays for twelve.", PHONE), ("No cable? Drop it on a charging pad.", PHONE),
    ("The N7 in slate blue, with a cable and a manual in the box.", PHONE),
    ("There is no microphone, so nobody can call you at 11 p.m.", PHONE), ("Covered for two years, so dance.", PHONE),
    ("Six hours in your ears, a full day with the case.", BUDS), ("Rain and sweat are fine.", BUDS),
    ("Rated 4.7 by more than 1,200 buyers.", BUDS), ("Eight soft rings for little hands, from eighteen months.", TOY),
    ("For whales from their second birthday.", TOY), ("Cast in Denmark from silicone with no BPA. In the dishwasher it goes.", TOY),
    ("A lovely gift for a first birthday? Wait a little: it is made for 18 months and up.", TOY),
    ("A weekender of waxed canvas, stitched by hand in Leeds. It holds 12 kilos without a groan.", BAG), ("It carries up to 15 kg.", BAG),
    ("A code lock keeps it shut.", BAG), ("Alder & Moss Weekender | waxed canvas | 38 litres", BAG),
    ("Rugged weekender | waxed canvas | 38 litres", BAG),
    ("Tufted by hand in Jaipur, in terracotta and sand. Sinks 12 mm under bare feet.", RUG),
    ("Knee-deep in comfort? Ankle-deep at least.", RUG),
    ("Golden, slow and gone within a week: a pot of heather honey from Northumberland.", HONEY),
    ("Three quarters of a pound of heather honey, spun in August 2025.", HONEY),
    ("Forty cups in a bag, so a cup works out at 40 cents.", TEA),
    ("Green tea from Uji with toasted rice. Pour it over two episodes of anything.", TEA), ("Six pairs for €21, so €3.50 a pair.", SOCKS),
    ("Crew socks in charcoal, eight tenths cotton.", SOCKS),
    ("From a candle-warm 2700 K to a clear 4000 K. It stands 42 cm tall.", TABLELAMP),
    ("Guaranteed for three years. Bring your own bulb.", TABLELAMP),
    ("Sit 45 cm off the floor on woven paper cord. Nothing to assemble.", CHAIR),
    ("It holds anybody up to 120 kg, and 52 cm side to side.", CHAIR), ("50 cm from front to back, 78 cm high.", CHAIR),
    ("Sow it in autumn for scent all summer; it climbs to nearly two metres.", SEEDS), ("By July the fence is gone.", SEEDS),
    ("For oily, itchy heads that like a forest. Not for dry hair.", SHAMPOO),
    ("From newborn to one year, in sky blue with clouds. Poppers, not zips.", BABY), ("Tumble it dry on low after a 40-degree wash.", BABY),
    ("Forged by hand in Seki. Wash it by hand, too: the dishwasher would spoil the walnut.", KNIFE),
    ("185 grams, 17 cm of blade. Not for the dishwasher.", KNIFE),
    ("Hundred-gram grid paper in kraft covers. Light enough for a coat pocket.", NOTEBOOK),
    ("Papermoor B6 | 100 gsm | grid | FSC", NOTEBOOK), ("卡其色风衣，腰带一系就有腰身。脏了送干洗店，别丢洗衣机。", TRENCH),
    ("里子是聚酯纤维，面子是全棉，左右两只斜插袋。", TRENCH), ("嘉兴做的，一件四百五十九。", TRENCH),
    ("早上六点的风也吹不透你的好心情。", TRENCH), ("充满一次听四十个钟头，充满只要两小时。", HEADPHONES),
    ("不带无线充，插线用Type-C就好。", HEADPHONES), ("盒子里有收纳包加一根充电线。", HEADPHONES), ("舒适度满分，佩戴不夹头。", HEADPHONES),
    ("六十块榉木积木，印着小动物，两岁起就能玩。", BLOCKS), ("不用装电池，收进布袋里就走。", BLOCKS),
    ("做手工的周末，六十块一字排开。", BLOCKS), ("福鼎的白茶，一百五十克，三十小包，合下来一包四块。", WHITE_TEA),
    ("二〇二五年四月采的，晒出来的香。", WHITE_TEA), ("三两一袋，喝得慢的人能喝上一季，快的两周就见底。", WHITE_TEA),
    ("没有香精，没有酒精，烟酰胺搭透明质酸，油皮夏天也清爽。", CREAM), ("钥匙锁，八个万向轮，六十五升。", SUITCASE),
    ("满99包邮，坏了三年内找我们。", SUITCASE), ("能装八十斤行李，四公斤出头。", SUITCASE),
    ("四千K的光，铝合金的身子，灯光是暖白的。", DESK_LAMP), ("一包十双船袜，平均一双不到三块。", CHILD_SOCKS),
    ("除了盐和糖，还有豆瓣酱和辣椒。", SAUCE), ("三瓶三十六，一瓶十二块。", SAUCE), ("你家三天就吃完，保质期一年反正用不上。", SAUCE),
    ("大理的银匠手工打磨，三毫米宽。", RING), ("雾霾蓝格子，丢洗衣机就行，别进烘干机。", BEDDING),
    ("床单两米四五乘两米五，被套两米乘两米三。", BEDDING), ("原来329，现在269，省了六十块。", BEDDING),
    ("一米四的岩板桌面，碳素钢桌腿，师傅上门装好。", TABLE), ("三百斤的人坐上去也不晃。", TABLE)
])  # fmt: skip
def test_what_is_true_in_other_words_is_left_alone(text, facts):
    assert false_claims(check(text, facts)) == []


@pytest.mark.parametrize(("text", "facts"), [
    ("We guarantee it for a full decade.", JACKET), ("Throw it in the dryer on low when you get home.", JACKET),
    ("Free delivery on every order, whatever you spend.", JACKET), ("Sewn in Bulgaria for sideways rain.", JACKET),
    ("Sewn in Plovdiv for sideways rain.", JACKET), ("Yours for £129, but only if you order by Sunday.", JACKET),
    ("Brinewell Harbour Pro, the jacket for sideways rain.", JACKET), ("A wrap skirt in emerald linen.", SKIRT),
    ("Linen in rust, printed all over with tiny lemons. It falls just past the knee.", SKIRT),
    ("Printed all over with little parrots.", SKIRT), ("Scattered with anchors, cut above the knee.", SKIRT),
    ("Hang it on the line and forget it.", SKIRT), ("Fully charged in 12 hours.", PHONE), ("The N7 Max in slate blue.", PHONE),
    ("In the box: a speaker, a USB-C cable and a carry pouch.", PHONE), ("Covered for five years, so dance.", PHONE),
    ("Twenty-four hours on one charge.", BUDS), ("Can be worn while swimming.", BUDS),
    ("More than a thousand people gave them a perfect five.", BUDS), ("For babies from their first birthday on.", TOY),
    ("It carries 25 kg without a groan.", BAG), ("Machine-stitched in Leeds.", BAG), ("Stitched by hand in Bradford.", BAG),
    ("It locks with a key.", BAG), ("Fenwick Weekender | waxed canvas | 38 litres", BAG), ("Woven by machine in Jaipur.", RUG),
    ("Half a pound of heather honey.", HONEY), ("Taken from the hives in May 2025.", HONEY), ("A cup works out at 20 cents.", TEA),
    ("Green tea from Shizuoka with roasted rice.", TEA), ("Green tea, roasted rice and a little jasmine.", TEA),
    ("Six pairs for €21, so under three euros a pair.", SOCKS), ("Knee socks in charcoal.", SOCKS),
    ("From 2700 K to a bright 6500 K.", TABLELAMP), ("It stands 16 cm tall.", TABLELAMP), ("78 cm from front to back.", CHAIR),
    ("Sow it in May.", SEEDS), ("Sow in spring.", SEEDS), ("For dry, brittle hair.", SHAMPOO), ("From newborn to two years.", BABY),
    ("Forged in Sheffield.", KNIFE), ("Inside: 144 pages, a ribbon marker and an envelope for receipts.", NOTEBOOK),
    ("Eighty-gram paper.", NOTEBOOK), ("脏了丢洗衣机就行。", TRENCH), ("过了今晚就恢复原价。", TRENCH), ("绍兴做的。", TRENCH),
    ("充电要四十个小时。", HEADPHONES), ("放到无线充电板上就能充。", HEADPHONES), ("回响HX3 Pro，降噪更稳。", HEADPHONES),
    ("盒子里有收纳包加一副备用耳罩。", HEADPHONES), ("用过的人全都打了满分。", HEADPHONES), ("榉木块上印着小汽车。", BLOCKS),
    ("合下来一包两块。", WHITE_TEA), ("二〇二五年六月采的。", WHITE_TEA), ("干皮姐妹放心入。", CREAM), ("密码锁，八个万向轮。", SUITCASE),
    ("全国包邮，西藏也免运费。", SUITCASE), ("能装六十公斤行李。", SUITCASE), ("六千五百K的光。", DESK_LAMP),
    ("LX-5旗舰版到货。", DESK_LAMP), ("一包十双船袜，平均一双不到两块。", CHILD_SOCKS), ("儿童中筒袜，十双一包。", CHILD_SOCKS),
    ("比市面上的多了一倍牛肉，比超市的辣了一倍。", SAUCE), ("机器打磨的圈口。", RING), ("产自鹤庆的银。", RING),
    ("洗完进烘干机，半小时就好。", BEDDING), ("满床的小雏菊，印着小雏菊的被套。", BEDDING), ("桌腿是实木的。", TABLE)
])  # fmt: skip
def test_what_is_changed_in_it_is_found(text, facts):
    assert false_claims(check(text, facts))


PAN = [["title", "Hearth 26 cm Cast Iron Skillet"], ["attr_n_diameter_cm", 26], ["attr_n_weight_kg", 2.3], ["attr_t_material", "cast iron"],
       ["attr_t_coating", "pre-seasoned, no synthetic coating"], ["attr_b_induction_compatible", True], ["attr_b_dishwasher_safe", False],
       ["attr_n_max_oven_temp_c", 260], ["attr_t_handle", "cast, with helper handle"], ["attr_b_lid_included", False],
       ["country of origin", "France"], ["price", "€49.00"]]
MONITOR = [["attr_t_brand", "Lumen"], ["attr_t_model", "Q27"], ["attr_n_screen_size_in", 27], ["attr_t_resolution", "2560 x 1440"],
           ["attr_n_refresh_rate_hz", 165], ["attr_t_panel", "IPS"], ["attr_n_response_time_ms", 1], ["attr_b_speakers", False],
           ["attr_n_hdmi_ports", 2], ["attr_n_displayport_ports", 1], ["attr_b_height_adjustable", True],
           ["attr_t_vesa_mount", "100 x 100"], ["price", "$279"], ["compare_at_price", "$329"]]
DUVET = [["name", "Nimbus Duvet, double"], ["filling", "90% goose down, 10% feather"], ["cover", "100% cotton percale"], ["tog", "10.5"],
         ["size", "200 x 200 cm"], ["season", "autumn/winter"], ["certification", "RDS, OEKO-TEX Standard 100"],
         ["care", "professional clean only"], ["weight_kg", 1.6], ["warranty", "10 years"], ["trial", "60 nights"]]
MUG = [["title", "Pebble Mug"], ["material", "stoneware"], ["capacity", "350 ml"], ["glaze", "speckled matte white"],
       ["dishwasher safe", "yes"], ["microwave safe", "yes"], ["made in", "Stoke-on-Trent, England"], ["technique", "hand-thrown"],
       ["set of", 2], ["price", "£32"]]
DOG_FOOD = [["品名", "全价冻干双拼犬粮"], ["品牌", "汪野"], ["适用", "成犬，全犬种"], ["主要原料", "鸡肉、鸭肉、甘薯、豌豆"],
            ["谷物", "无"], ["粗蛋白", "≥30%"], ["净含量", "2kg"], ["颗粒直径", "10mm"], ["保质期", "18个月"], ["产地", "山东临沂"],
            ["price", 168]]
SQUARE_WATCH = [["品名", "石英小方表"], ["表盘", "24mm方形"], ["表带", "真皮"], ["镜面", "矿物玻璃"], ["防水", "30米生活防水"],
                ["机芯", "日本石英"], ["颜色", "墨绿"], ["表扣", "针扣"], ["保修", "2年"], ["包装", "礼盒、备用电池1颗"], ["price", 268]]
CURTAINS = [["品名", "高精密遮光窗帘"], ["遮光率", "95%"], ["材质", "聚酯纤维"], ["安装", "挂钩式"], ["尺寸", "宽1.5米×高2.7米"],
            ["数量", "2片"], ["颜色", "燕麦色"], ["绑带", "附2条"], ["洗涤", "可机洗"], ["甲醛", "未检出"], ["price", 199]]
YARN = [["title", "Fen Worsted Yarn"], ["fibre", "75% merino, 25% alpaca"], ["weight", "100 g"], ["length", "200 m"],
        ["needle size", "4.5 mm"], ["colourway", "Bracken"], ["colour", "russet brown"], ["dyed", "by hand, in small batches"],
        ["care", "hand wash, dry flat"], ["spun in", "Donegal, Ireland"], ["price", "€17"]]
HOSE = [["title", "Coilflow Garden Hose"], ["length", "15 m"], ["inner diameter", "13 mm"], ["layers", "3"], ["fittings", "brass"],
        ["nozzle", "8-pattern spray gun included"], ["max pressure", "8 bar"], ["kink resistant", "yes"], ["frost resistant", "no"],
        ["weight", "2.1 kg"], ["colour", "green"], ["guarantee", "12 years"]]
POWER_BANK = [["品牌", "磁元"], ["型号", "CY-10"], ["容量", "10000mAh"], ["快充", "30W"], ["接口", "Type-C×2、USB-A×1"],
              ["无线充", "15W磁吸"], ["重量", "215g"], ["尺寸", "105×68×20mm"], ["可上飞机", "是"], ["认证", "3C"], ["颜色", "雾紫"],
              ["包装", "充电宝、Type-C线、说明书"], ["price", 159]]
TOWELS = [["品名", "长绒棉毛巾"], ["材质", "100%埃及长绒棉"], ["尺寸", "35×75cm"], ["克重", "130g"], ["数量", "3条"],
          ["颜色", "雾粉、浅灰、燕麦"], ["安全类别", "A类"], ["工艺", "无捻纱"], ["产地", "河北高阳"], ["price", 45]]
GLOVES = [["title", "Larkhill Merino Gloves"], ["brand", "Larkhill"], ["material", "95% merino wool, 5% elastane"], ["lining", "none"],
          ["touchscreen", "thumb and index finger"], ["colour", "heather grey"], ["sizes", "S/M, L/XL"], ["cuff", "long, ribbed"],
          ["care", "hand wash cold"], ["knitted in", "Hawick, Scotland"], ["price", "£29"]]
CHILLI = [["name", "Slow Burn Chilli Oil"], ["ingredients", "rapeseed oil, dried chillies, garlic, shallots, sesame, soy sauce"],
          ["heat", "medium (3/5)"], ["net weight", "170 g"], ["allergens", "soy, sesame, wheat"], ["made in", "Glasgow, Scotland"],
          ["msg", "no"], ["storage", "refrigerate after opening, use within 8 weeks"], ["price", "£6.95"]]
PLEATED_SKIRT = [["品牌", "青棠"], ["品名", "新中式马面裙"], ["面料", "提花缎，聚酯纤维100%"], ["裙长", "99cm"], ["腰头", "侧拉链+挂钩"],
                 ["口袋", "隐形口袋1个"], ["颜色", "黛蓝、月白"], ["工艺", "织金"], ["尺码", "S-XL"], ["洗涤", "冷水手洗，不可机洗"],
                 ["产地", "山东曹县"], ["价格", 329]]
CAT_LITTER = [["品名", "豆腐混合猫砂"], ["配比", "豆腐砂70%、膨润土30%"], ["净含量", "2.5kg×4袋"], ["粉尘", "低"], ["可冲厕所", "否"],
              ["香型", "绿茶"], ["结团", "3秒"], ["产地", "河北"], ["price", 59.9]]
BASSINET = [["title", "Drift Bedside Crib"], ["age", "0–6 months"], ["max weight", "9 kg"], ["frame", "beech"],
            ["mattress", "included, breathable mesh"], ["heights", "5"], ["side", "zip-down"], ["wheels", "lockable"],
            ["dimensions", "92 x 56 x 78 cm"], ["certification", "EN 1130"], ["colour", "oat"], ["price", "€169"]]
DRILL = [["title", "Torq 18V Cordless Drill"], ["voltage", "18 V"], ["battery", "2.0 Ah, 2 included"], ["max torque", "55 Nm"],
         ["chuck", "13 mm keyless"], ["speeds", "2"], ["brushless motor", "yes"], ["hammer function", "no"], ["LED light", "yes"],
         ["weight_kg", 1.4], ["case", "included"], ["warranty", "3 years"], ["price", "£119"]]
SILK_SHIRT = [["品牌", "白屿"], ["品名", "女士真丝衬衫"], ["面料", "桑蚕丝93%、氨纶7%"], ["领型", "翻领"], ["袖长", "长袖"],
              ["版型", "直筒"], ["颜色", "香槟色"], ["姆米", "19姆米"], ["纽扣", "贝壳扣"], ["洗涤", "手洗或干洗"], ["产地", "浙江湖州"],
              ["尺码", "S-XXL"], ["price", 499]]
WINE = [["name", "Quinta Alta Reserva"], ["type", "red"], ["grapes", "Touriga Nacional, Tinta Roriz"], ["vintage", 2021],
        ["region", "Douro, Portugal"], ["alcohol", "13.5%"], ["volume", "750 ml"], ["oak", "12 months in French oak"], ["closure", "cork"],
        ["serve at", "16–18 °C"], ["price", "€13.90"]]
GLASS_BOXES = [["品名", "玻璃保鲜盒"], ["材质", "高硼硅玻璃，PP盖"], ["规格", "370ml+640ml+1040ml"], ["耐温", "-20~400℃"],
               ["微波炉", "盒体可，盖子不可"], ["烤箱", "盒体可"], ["密封", "四面卡扣，硅胶圈"], ["洗碗机", "可"], ["price", 59]]


@pytest.mark.parametrize(("text", "facts"), [
    ("Ten inches and a bit of black iron, seasoned before it reaches you. Gas, induction, a campfire: it is not fussy.", PAN),
    ("Please keep it out of the dishwasher. It goes into the oven up to 260 degrees, and at over two kilos it will build your arms.", PAN),
    ("Sear, slide, serve. The lid is sold to you by somebody else, the helper handle is ours.", PAN),
    ("Twenty-seven inches of QHD at 165 Hz. Two HDMI sockets, one DisplayPort and not a speaker in sight.", MONITOR),
    ("Fifty dollars off the usual 329, and it goes up and down to suit your neck.", MONITOR),
    ("Colours that stay put when you lean: an IPS panel at 1440p, and one millisecond to answer.", MONITOR),
    ("Nine tenths goose down, in crisp cotton percale. For the months when you can see your breath.", DUVET),
    ("Sleep on it for sixty nights. Not in love? Send it back. And when it needs a wash, leave that to the professionals.", DUVET),
    ("Two mugs, thrown by hand, speckled like a beach. The microwave is welcome to them, and so is the dishwasher.", MUG),
    ("A third of a litre and a splash, in matt white stoneware from Stoke.", MUG),
    ("鸡肉鸭肉打底，甘薯豌豆垫肚，一粒谷物都没有。大狗小狗都能吃。", DOG_FOOD),
    ("四斤一袋，颗粒一厘米大小，幼犬先别急，长大了再来。", DOG_FOOD),
    ("小方盘，墨绿的皮表带，抬手看时间都慢半拍。洗手淋雨没事，游泳请摘下。", SQUARE_WATCH),
    ("日本石英机芯，走得准。盒子里另备一颗电池，两年内坏了我们修。", SQUARE_WATCH),
    ("两片装，每片一米五宽、两米七高，遮得住九成多的光。绑带我们配好了两条。", CURTAINS),
    ("燕麦色的一整面墙，脏了拆下来丢洗衣机。", CURTAINS),
    ("Three quarters merino, one quarter alpaca, dyed by hand in a colour like bracken in November.", YARN),
    ("Two hundred metres to the ball. Cast on with 4.5 mm needles and a pot of tea.", YARN),
    ("Fifteen metres, three layers, brass where it meets the tap. The spray gun has eight moods.", HOSE),
    ("Bring it in before the frost. It does not kink, though, and we guarantee that for twelve years.", HOSE),
    ("一万毫安，四两出头，带得上飞机。吸在手机背后就充，15瓦。", POWER_BANK), ("三个口，两个C口一个A口，线也给你配了一根。", POWER_BANK),
    ("埃及的长绒棉，高阳的老师傅，三条三个颜色，一条十五块。", TOWELS), ("宝宝也能用的A类，雾粉、浅灰、燕麦。", TOWELS),
    ("Merino with a whisper of stretch, so they hug. Text with your thumb, point with your finger, keep both warm.", GLOVES),
    ("Knitted in Hawick, unlined, with a cuff long enough to tuck up a sleeve. Hand wash only, sorry.", GLOVES),
    ("Medium hot, three out of five on our scale. Garlic, shallots and sesame do the talking, no MSG required.", CHILLI),
    ("Open it, chill it, finish it within two months. Spoon it over eggs, noodles, regret.", CHILLI),
    ("Contains soy, sesame and wheat. Stirred in Glasgow.", CHILLI),
    ("黛蓝的缎子上走金线，一转身全是光。拉链藏在侧边，还偷偷缝了个口袋放手机。", PLEATED_SKIRT),
    ("将近一米长，冷水手洗就好，千万别丢洗衣机。曹县做的，不丢人。", PLEATED_SKIRT),
    ("七成豆腐三成膨润土，三秒结团。四袋二十斤，够一只猫拉一阵子。", CAT_LITTER),
    ("别冲马桶，会堵。绿茶味淡淡的，猫主子不嫌。", CAT_LITTER),
    ("From day one until half a year, or nine kilos, whichever comes first. Unzip the side and she is within arm's reach.", BASSINET),
    ("Solid beech, five heights, wheels that lock. The mattress comes with it and lets the air through.", BASSINET),
    ("Two batteries, so one is always fresh. 55 newton metres, a brushless motor and a light to see what you are doing.", DRILL),
    ("It has no hammer function, so leave the concrete to somebody else. Under a kilo and a half.", DRILL),
    ("九成多的桑蚕丝，加一点氨纶，抬手不紧。扣子是贝壳磨的，会反光。", SILK_SHIRT),
    ("翻领长袖，香槟色，衬得人白。手洗行，送干洗也行。", SILK_SHIRT),
    ("A year in French oak, then into the bottle with a proper cork. Two grapes, one valley, 2021.", WINE),
    ("Red from the Douro at 13.5 per cent. A little cooler than the room, please: sixteen to eighteen degrees.", WINE),
    ("大中小三个，剩菜、沙拉、汤都有去处。盒子能进微波炉也能进烤箱，盖子记得拿下来。", GLASS_BOXES),
    ("四面扣住，汤洒不出来。洗碗机洗也没事。", GLASS_BOXES)
])  # fmt: skip
def test_other_goods_are_spoken_of_as_truly(text, facts):
    assert false_claims(check(text, facts)) == []


@pytest.mark.parametrize(("text", "facts"), [
    ("Ten inches and a bit of black iron with a ceramic coating. Gas, induction, a campfire: it is not fussy.", PAN),
    ("Yes, it may go in the dishwasher. It goes into the oven up to 260 degrees, and at over two kilos it will build your arms.", PAN),
    ("Sear, slide, serve, then put the lid that comes with it on top.", PAN),
    ("Twenty-seven inches of QHD at 165 Hz. Two HDMI sockets, one DisplayPort and a pair of speakers.", MONITOR),
    ("A hundred dollars off the usual price, and it goes up and down to suit your neck.", MONITOR),
    ("Colours that stay put when you lean: an OLED panel at 1440p, and one millisecond to answer.", MONITOR),
    ("Nine tenths duck down, in crisp cotton percale. For the months when you can see your breath.", DUVET),
    ("Sleep on it for ninety nights. Not in love? Send it back. And when it needs a wash, leave that to the professionals.", DUVET),
    ("Two mugs, thrown by hand, speckled like a beach. The microwave is welcome to them; the dishwasher is not.", MUG),
    ("A third of a litre and a splash, in glossy white stoneware from Stoke.", MUG), ("四斤一袋，颗粒一厘米大小，幼犬也能吃。", DOG_FOOD),
    ("瑞士石英机芯，走得准。盒子里另备一颗电池，两年内坏了我们修。", SQUARE_WATCH),
    ("两片装，每片一米五宽、两米五高，遮得住九成多的光。绑带我们配好了两条。", CURTAINS),
    ("燕麦色的一整面墙，打孔的，穿杆就能挂。", CURTAINS),
    ("Three quarters merino, one quarter silk, dyed by hand in a colour like bracken in November.", YARN),
    ("Two hundred metres to the ball. Cast on with 6 mm needles and a pot of tea.", YARN),
    ("Twenty-five metres, three layers, brass where it meets the tap.", HOSE), ("两万毫安，四两出头，带得上飞机。", POWER_BANK),
    ("三个口，线和收纳袋都给你配了。", POWER_BANK), ("新疆的长绒棉，高阳的老师傅，三条三个颜色，一条十五块。", TOWELS),
    ("宝宝也能用的A类，雾粉、浅灰、藏蓝。", TOWELS),
    ("Cashmere with a whisper of stretch, so they hug. Text with your thumb, keep both warm.", GLOVES),
    ("Knitted in Hawick, lined with fleece, with a cuff long enough to tuck up a sleeve.", GLOVES),
    ("Very hot, five out of five on our scale. Garlic, shallots and sesame do the talking.", CHILLI),
    ("Keep it in the cupboard even once opened, up to a year. Spoon it over eggs, noodles, regret.", CHILLI),
    ("Contains soy and sesame, but no wheat. Stirred in Glasgow.", CHILLI),
    ("黛蓝的棉布上走金线，一转身全是光。拉链藏在侧边。", PLEATED_SKIRT), ("将近一米长，丢洗衣机就好。曹县做的，不丢人。", PLEATED_SKIRT),
    ("七成豆腐三成玉米，三秒结团。", CAT_LITTER), ("直接冲马桶就行。绿茶味淡淡的，猫主子不嫌。", CAT_LITTER),
    ("Solid beech, seven heights, wheels that lock. The mattress comes with it.", BASSINET),
    ("Two batteries, so one is always fresh. It hammers through brick, too, thanks to its hammer function.", DRILL),
    ("Under a kilo, with a case to carry it in.", DRILL), ("九成多的桑蚕丝，加一点氨纶，抬手不紧。扣子是牛角磨的，会反光。", SILK_SHIRT),
    ("立领长袖，香槟色，衬得人白。手洗行，送干洗也行。", SILK_SHIRT)
])  # fmt: skip
def test_and_as_falsely(text, facts):
    assert false_claims(check(text, facts))
