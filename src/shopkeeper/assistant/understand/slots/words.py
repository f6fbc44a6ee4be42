"""Words that shoppers describe goods with, written for this: nouns of goods, colours, sizes, materials, and words of measure."""

from __future__ import annotations

import re

COLOURS = (
    "black white red blue green yellow purple pink orange brown grey gray beige navy gold golden silver teal turquoise violet maroon burgundy "
    "khaki olive ivory cream lavender lilac mint coral charcoal rose bronze copper magenta cyan tan camel multicolor multicolour transparent "
    "clear darkblue skyblue crimson scarlet indigo peach champagne"
).split()
SHADES = "light dark pale deep bright matte hot baby sky forest midnight royal army neon".split()
COLOURS_ZH = (
    "黑 白 红 蓝 绿 黄 紫 粉 橙 橘 棕 灰 米 金 银 咖啡 咖 卡其 藏青 藏蓝 酒红 玫红 粉红 天蓝 深蓝 浅蓝 墨绿 军绿 湖蓝 宝蓝 奶白 米白 米黄 杏 驼 豆沙 裸 香槟 "
    "透明 玫瑰金 星光 午夜 雾霾蓝 奶茶 焦糖 薄荷绿 牛油果绿 克莱因蓝 深灰 浅灰 纯白 纯黑 象牙白 藕粉 肉"
).split()
SIZES = "xs s m l xl xxl xxxl 2xl 3xl 4xl 5xl small medium large x-large extra-large one-size petite kingsize queen king twin mini".split()
MATERIALS = (
    "leather cotton wool silk linen polyester steel stainless wooden wood plastic glass ceramic metal aluminum aluminium bamboo fleece denim "
    "nylon rubber silicone canvas suede cashmere velvet titanium carbon marble mesh waterproof wireless wired bluetooth foldable portable "
    "mechanical rechargeable smart digital electric insulated hardcover softcover paperback indoor outdoor kids mens womens"
).split()
MATERIALS_ZH = (
    "纯棉 棉麻 羊毛 羊绒 真丝 亚麻 涤纶 真皮 牛皮 头层牛皮 皮革 不锈钢 木质 实木 塑料 玻璃 陶瓷 金属 铝合金 竹制 硅胶 帆布 麂皮 天鹅绒 钛 莫代尔 聚酯 橡胶 尼龙 牛仔 "
    "无线 有线 蓝牙 防水 折叠 便携 机械 充电式 智能 电动 加厚 加绒 短袖 长袖 高帮 低帮 修身 宽松"
).split()
GOODS = (
    "shirt t-shirt tshirt tee polo blouse sweater hoodie jumper cardigan jacket coat parka vest blazer suit dress skirt jeans pants trousers "
    "shorts leggings tights underwear bra boxers socks pajamas pyjamas robe swimsuit bikini scarf gloves mittens hat cap beanie belt tie "
    "shoe shoes sneaker sneakers boot boots sandal sandals slippers heels loafers trainers bag backpack handbag purse wallet suitcase luggage "
    "tote watch smartwatch bracelet necklace ring earrings sunglasses glasses umbrella phone smartphone case charger cable adapter powerbank "
    "headphones headphone earbuds earphones headset speaker speakers soundbar microphone camera webcam lens tripod drone tablet laptop "
    "notebook computer pc monitor screen keyboard mouse mousepad printer router modem console controller gamepad tv television projector "
    "lamp bulb light lights lantern flashlight fan heater humidifier purifier vacuum cleaner mop robot iron steamer kettle toaster blender "
    "mixer grill oven microwave airfryer fryer cooker pot pan wok knife cutlery plate bowl mug cup bottle thermos flask tumbler jar teapot "
    "glassware jug coffee maker grinder refrigerator fridge freezer washer dryer dishwasher stove chair desk table sofa couch bed mattress "
    "pillow duvet blanket sheets bedding curtain curtains rug carpet shelf bookshelf cabinet drawer mirror clock vase frame candle towel mat "
    "bathtub shower faucet toothbrush toothpaste shaver razor trimmer hairdryer dryer straightener comb brush shampoo conditioner soap lotion "
    "cream serum sunscreen lipstick mascara foundation perfume cologne makeup nailpolish toy toys puzzle jigsaw lego doll plush teddy game "
    "boardgame ball basketball football soccer bike bicycle scooter skateboard helmet tent sleeping hammock stroller crib diaper diapers "
    "bottle pacifier carseat dumbbell dumbbells kettlebell treadmill yoga racket dumb rope gloves goggles book books novel pen pencil notebook "
    "planner paper stapler guitar piano violin drum ukulele tea coffee chocolate snacks nuts cookies wine vitamin supplement food collar leash "
    "aquarium hose drill screwdriver hammer toolbox ladder sensor doorbell lock thermostat battery batteries e-reader ereader "
    "action figure set bundle kit skirt grill patio garden lunchbox cooler"
).split()
MEASURES = "个件双条款台部只支枝把张套本块瓶盒箱袋包罐桶辆顶枚根副对样种双份卷提"
GOODS_ZH = (
    "衣服 外套 大衣 羽绒服 夹克 风衣 毛衣 卫衣 衬衫 衬衣 T恤 t恤 短袖 长袖 背心 西装 连衣裙 裙子 半身裙 裤子 牛仔裤 短裤 打底裤 内裤 内衣 文胸 袜子 睡衣 泳衣 围巾 手套 帽子 "
    "皮带 腰带 领带 鞋 鞋子 运动鞋 跑鞋 跑步鞋 球鞋 靴子 凉鞋 拖鞋 高跟鞋 皮鞋 板鞋 包 包包 背包 书包 双肩包 手提包 钱包 行李箱 拉杆箱 手表 手环 项链 戒指 耳环 手链 眼镜 墨镜 雨伞 "
    "手机 手机壳 充电器 充电宝 数据线 充电线 耳机 蓝牙耳机 音箱 音响 麦克风 相机 摄像头 镜头 无人机 平板 电脑 笔记本 显示器 键盘 机械键盘 鼠标 打印机 路由器 游戏机 手柄 电视 投影仪 "
    "台灯 灯泡 灯 手电筒 风扇 电扇 取暖器 加湿器 净化器 空气净化器 吸尘器 扫地机 扫地机器人 拖把 熨斗 挂烫机 水壶 电水壶 烤箱 微波炉 空气炸锅 电饭煲 电饭锅 锅 炒锅 平底锅 刀 碗 盘子 "
    "杯子 水杯 保温杯 咖啡机 咖啡杯 茶壶 茶叶 冰箱 洗衣机 烘干机 洗碗机 空调 椅子 办公椅 桌子 书桌 沙发 床 床垫 枕头 被子 毯子 床单 四件套 窗帘 地毯 书架 柜子 镜子 钟 花瓶 相框 蜡烛 毛巾 "
    "浴巾 瑜伽垫 牙刷 电动牙刷 牙膏 剃须刀 吹风机 卷发棒 梳子 洗发水 沐浴露 洗面奶 面膜 面霜 精华 防晒霜 口红 粉底液 香水 化妆品 玩具 积木 拼图 娃娃 毛绒玩具 游戏 球 篮球 足球 羽毛球拍 "
    "自行车 滑板车 头盔 帐篷 睡袋 婴儿车 推车 奶瓶 奶粉 纸尿裤 尿不湿 哑铃 跑步机 跳绳 书 笔 本子 吉他 钢琴 尤克里里 零食 巧克力 坚果 饼干 牛奶 咖啡 酒 大米 猫粮 狗粮 维生素 抽纸 纸巾 "
    "洗衣液 收纳盒 收纳箱 插座 插排 电池 门锁 门铃 温控器 传感器 电钻 工具箱 车载支架 行车记录仪 儿童座椅 安全座椅 床头灯 吊灯 礼盒 套装"
).split()
NUMERALS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
            "both": 2, "couple": 2, "pair": 1, "dozen": 12, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "仨": 3, "四": 4, "五": 5, "六": 6,
            "七": 7, "八": 8, "九": 9, "十": 10}  # fmt: skip
_IRREGULAR = {"shelves": "shelf", "knives": "knife", "scarves": "scarf", "batteries": "battery", "watches": "watch", "dresses": "dress",
              "glasses": "glasses", "lenses": "lens", "brushes": "brush", "mice": "mouse"}  # fmt: skip
_GOODS = frozenset(GOODS)


def any_of(words: list[str] | tuple[str, ...] | frozenset[str]) -> str:
    """A part of a regular expression: any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def goods_of(word: str) -> str:
    """The noun of goods that an English word is, in the singular where it is known so; "" for none."""
    word = word.lower()
    for form in (word, _IRREGULAR.get(word, ""), word.removesuffix("s"), word.removesuffix("es")):
        if form in _GOODS:
            return form
    return ""


def count_of(word: str) -> int:
    """The number that a word is; 0 for none."""
    word = word.lower()
    return int(word) if word.isdigit() and len(word) <= 3 else NUMERALS.get(word, 0)
