"""Chinese copy: within its limits, in five voices, never the same twice, and about nothing but the facts."""

import re
from collections import Counter

import pytest

from shopkeeper.claims import check
from shopkeeper.shop import Attribute, Localized, Money, Product, Review, Variant
from shopkeeper.writing import TONES, Brief, Evidence, Kind, Material, Platform, Tone, plan
from shopkeeper.writing.facts import of_keywords, of_pairs, of_product
from shopkeeper.writing.glossary import in_language
from shopkeeper.writing.realise import Realised
from shopkeeper.writing.realise.zh import Chinese
from shopkeeper.writing.realise.zh.grammar import varied
from shopkeeper.writing.realise.zh.limits import gbk, width
from shopkeeper.writing.realise.zh.tables import entries
from shopkeeper.writing.realise.zh.thing import thing_of
from shopkeeper.writing.seeds import Choices

DRESS = [["类型", "裙"], ["裙长", "连衣裙"], ["材质", "雪纺"], ["裙领型", "v领"], ["图案", "碎花"], ["版型", "宽松"], ["颜色", "白色"],
         ["裙袖型", "喇叭袖"]]
KETTLE = [["标题", "不锈钢电热水壶 1.7L"], ["材质", "不锈钢"], ["容量", "1.7L"], ["功率", "1800W"], ["货号", "ZX-9"],
          ["是否带盖", "是"], ["品牌", "Haoyu/好雨"]]


def written(kind: Kind, pairs: list[list[str]] = DRESS, tone: Tone = "plain", seed: int = 1, platform: Platform = "",
            length: int = 0) -> Realised:
    brief = Brief(kind, "zh", tone, platform=platform, length=length)
    return Chinese().realise(plan(of_pairs(pairs, "zh"), brief), brief, seed)


def test_the_same_seed_gives_the_same_text_and_another_another() -> None:
    texts = [written("description", seed=seed).text for seed in (1, 1, 2, 3, 4)]
    assert texts[0] == texts[1]
    assert len(set(texts)) == 4


def test_five_tones_differ() -> None:
    assert len({written("description", tone=tone).text for tone in TONES}) == 5


def test_every_planned_value_is_said() -> None:
    for seed in range(20):
        text = written("description", seed=seed).text.lower()
        assert all(word in text for word in ("雪纺", "v领", "碎花", "宽松", "白", "喇叭袖")), text


def test_nothing_is_said_twice_in_a_text() -> None:
    for seed in range(40):
        for tone in TONES:
            text = written("description", tone=tone, seed=seed).text
            clauses = [clause for clause in re.split("[，。！；：～]", text) if len(clause) > 3]
            assert len(set(clauses)) == len(clauses), text
            assert not re.search(r"的的|了了|[{}\[\]()|]", text), text


def test_a_title_of_taobao_has_at_most_60_bytes_and_no_word_twice() -> None:
    for pairs in (DRESS, KETTLE):
        text = written("title", pairs, platform="taobao").text
        assert 8 <= gbk(text) <= 60
        assert all(text.count(pair) == 1 for pair in re.findall("(?=([\u4e00-\u9fff]{2}))", text)), text


@pytest.mark.parametrize("tone", TONES)
def test_adverts_and_pages_keep_their_limits(tone: Tone) -> None:
    for pairs in (DRESS, KETTLE):
        for seed in range(10):
            advert, page = written("ad", pairs, tone, seed).fields, written("seo", pairs, tone, seed).fields
            assert all(width(line) <= 30 for line in advert["headlines"].split("\n"))
            assert all(0 < width(line) <= 90 for line in advert["descriptions"].split("\n"))
            assert width(page["title"]) <= 60
            assert width(page["meta"]) <= 155


@pytest.mark.parametrize("tone", TONES)
def test_a_note_and_a_short_message_keep_their_limits(tone: Tone) -> None:
    for seed in range(10):
        note = written("social", DRESS, tone, seed, "xiaohongshu").fields
        assert len(note["title"]) <= 20
        assert len(note["body"]) <= 1000
        assert note["tags"].startswith("#")
        assert len(written("social", DRESS, tone, seed, "weibo").text) <= 140
        assert len(written("email", KETTLE, tone, seed, length=70).text) <= 70


def test_measure_words_and_names() -> None:
    assert (thing_of(of_pairs(DRESS, "zh")).noun, thing_of(of_pairs(DRESS, "zh")).measure) == ("连衣裙", "条")
    assert thing_of(of_pairs([["类型", "裤"], ["裤型", "阔腿裤"]], "zh")).noun == "阔腿裤"
    assert thing_of(of_keywords("蓝牙耳机 降噪 通勤")).measure == "副"
    assert thing_of(of_keywords("跑鞋 透气")).measure == "双"
    assert thing_of(of_pairs(KETTLE, "zh")).brand == "好雨"


def test_numbers_stand_as_in_the_record_and_what_is_for_the_shelf_is_left_out() -> None:
    text = written("description", KETTLE).text
    assert "1.7L" in text
    assert "1800W" in text
    assert "ZX-9" not in text


def test_keywords_are_all_that_is_claimed() -> None:
    brief = Brief("description", "zh")
    made = Chinese().realise(plan(of_keywords("蓝牙耳机 降噪 通勤"), brief), brief, 3)
    assert "蓝牙耳机" in made.text
    assert "降噪" in made.text
    assert not re.search(r"\d|防水|续航|快充|正品|保修", made.text)


def test_a_thing_of_which_only_the_name_is_known_is_not_described() -> None:
    brief = Brief("description", "zh", "warm")
    made = Chinese().realise(plan(of_keywords("马克杯"), brief), brief, 3)
    assert "马克杯" in made.text
    assert made.used == ()


def replied(text: str, rating: float, tone: Tone = "plain", material: Material | None = None) -> str:
    brief = Brief("reply", "zh", tone, review=Review("r", "p", rating, text))
    return Chinese().realise(plan(material or of_pairs(DRESS, "zh"), brief), brief, 1).text


@pytest.mark.parametrize("tone", TONES)
def test_a_reply_apologises_for_what_was_named_and_promises_nothing(tone: Tone) -> None:
    text = replied("面料很舒服，就是物流太慢了", 3, tone)
    assert "物流" in text
    assert "面料" in text
    assert re.search("歉|对不起|不是", text)
    assert not re.search("退款|补偿|赔|优惠券|一定会|保证|小时内|免费", text)


def test_a_reply_to_praise_does_not_apologise() -> None:
    text = replied("颜色很正，做工也好，很喜欢", 5)
    assert not re.search("歉|对不起", text)
    assert ("颜色" in text or "质量" in text)


def test_a_reply_to_a_bare_bad_rating_apologises_for_no_aspect() -> None:
    text = replied("", 1)
    assert re.search("歉|对不起", text)
    assert not re.search("物流|质量|尺码", text)


def test_every_line_of_the_word_files_can_be_read() -> None:
    assert len(entries()) > 500
    assert all(each.names for found in entries().values() for each in found)


# Other facts of the same product: a phrase that speaks of one of these kinds would gainsay them.
FOILS = [["版型", "修身"], ["材质", "亚克力"], ["颜色", "荧光绿"], ["图案", "骷髅"], ["衣领型", "海军领"], ["袖长", "五分袖"],
         ["袖型", "花瓣袖"], ["腰型", "低腰"], ["衣门襟", "牛角扣"], ["裙款式", "燕尾"], ["适用季节", "春季"], ["口味", "咖喱味"],
         ["工艺", "电镀"], ["形状", "六边形"], ["风格", "朋克"], ["功能", "磁吸"], ["厚薄", "加厚"], ["香型", "檀香"]]


def test_every_phrase_is_true_of_everything_with_its_value() -> None:
    false = {}
    for found in entries().values():
        for entry in found:
            phrases = [varied(each.text, Choices(seed)) for each in (*entry.names, *entry.adjectives, *entry.clauses) for seed in (1,)]
            claims = check("。".join(phrases), [["特点", entry.names[0].text], ["名称", entry.value], *FOILS])
            if wrong := [claim.text for claim in claims if not claim.holds]:
                false[entry.value] = wrong
    assert false == {}


def products(number: int) -> list[list[list[str]]]:
    """Made-up goods: a thing and a few values that it may have."""
    choose, out = Choices(7), []
    kinds = {"材质": "material", "版型": "fit", "图案": "pattern", "颜色": "colour", "风格": "style", "衣领型": "neckline",
             "袖型": "sleeve"}
    values = {name: [e.value for found in entries().values() for e in found if e.kind == kind] for name, kind in kinds.items()}
    for _ in range(number):
        names = choose.shuffled(list(kinds))[:5]
        out.append([["类型", choose.one(("连衣裙", "衬衫", "长裤", "外套"))], *([name, choose.one(values[name])] for name in names)])
    return out


@pytest.mark.parametrize("kind", ["title", "features", "description", "story", "seo", "ad", "social", "email"])
def test_nothing_is_claimed_that_the_facts_do_not_say(kind: Kind) -> None:
    for number, pairs in enumerate(products(25)):
        text = written(kind, pairs, TONES[number % 5], number).text
        assert [claim.text for claim in check(text, pairs) if not claim.holds] == [], text


def test_different_products_do_not_read_alike() -> None:
    texts = [written("description", pairs, seed=number).text for number, pairs in enumerate(products(40))]
    clauses = Counter(clause for text in texts for clause in set(re.split("[，。！；：]", text)) if len(clause) > 3)
    assert max(clauses.values()) <= 6, clauses.most_common(3)


@pytest.mark.parametrize("kind", ["description", "ad", "social", "email", "story"])
def test_prices_and_what_buyers_say_are_the_records(kind: Kind) -> None:
    product = Product("p", Localized("雪纺连衣裙"), (Variant("v", price=Money.of(259, "CNY")),), category=(Localized("连衣裙"),),
                      attributes=(Attribute(Localized("材质"), Localized("雪纺")), Attribute(Localized("衣领型"), Localized("v领"))))
    material = of_product(product, evidence=(Evidence(Localized("面料"), 36, 40),))
    for tone in TONES:
        brief = Brief(kind, "zh", tone)
        text = Chinese().realise(plan(material, brief), brief, 4).text
        assert [claim.text for claim in check(text, material.records) if not claim.holds] == [], text
        assert "36" in text or kind == "ad", text
        assert "259" in text or kind not in ("social", "email"), text


def test_a_category_that_says_nothing_names_nothing() -> None:
    heap = "吉利男士电动刮胡刀充电式剃须刀便携车载胡须刀正品"
    assert "无" not in thing_of(of_pairs([["title", heap], ["category", "无"]], "zh")).noun


def test_an_english_category_names_nothing_in_a_chinese_text() -> None:
    dress = Product("d", Localized(en="Long-Sleeve Flare Dress with Pockets"), (Variant("v", price=Money.of(28, "USD")),),
                    category=(Localized(en="Clothing"), Localized(en="Dresses")))
    told = in_language(plan(of_product(dress), Brief("description", "zh")), "zh")
    assert thing_of(told.material).noun == "连衣裙"


def made(title: str, category: str, *attributes: Attribute, brand: str = "云外", evidence: tuple[Evidence, ...] = ()) -> Material:
    """The material of a product of 云外."""
    product = Product("m1", Localized(title), (Variant("v1", price=Money.of(99, "CNY")),), brand=Localized(brand),
                      category=(Localized(category),), attributes=attributes)
    return of_product(product, evidence=evidence)


def about(material: Material, kind: Kind = "description", tone: Tone = "plain", seed: int = 1) -> str:
    brief = Brief(kind, "zh", tone)
    return Chinese().realise(plan(material, brief), brief, seed).text


@pytest.mark.parametrize(("title", "category", "noun", "measure"), [
    ("云外 松风 软木瑜伽垫 9毫米", "瑜伽垫", "瑜伽垫", "张"), ("云外 竹影 鲜花中式糕点礼盒", "糕点礼盒", "糕点礼盒", "盒"),
    ("云外 可视空气炸锅 6升", "空气炸锅", "空气炸锅", "只"), ("云外 磨砂手机壳", "手机壳", "手机壳", "个"),
    ("云外 软胶儿童积木 6岁以上", "积木拼插", "积木", "盒"), ("云外 紫砂功夫茶具套装 8件套", "茶壶茶具", "茶具", "套"),
    ("云外 白鹭 恒湿加湿器 4升水箱", "加湿器", "加湿器", "台"), ("云外 氨基酸洁面乳", "洁面", "洁面乳", "支")])
def test_a_noun_is_what_category_and_title_both_name(title: str, category: str, noun: str, measure: str) -> None:
    thing = thing_of(made(title, category))
    assert (thing.noun, thing.measure) == (noun, measure)


def test_a_field_that_sorts_a_property_is_no_category() -> None:
    material = of_pairs([["标题", "云外耳机"], ["耳机类别", "纯电商"], ["规格类型", "正常规格"]], "zh")
    assert thing_of(material).noun == "耳机"


def test_times_are_said_in_chinese_and_their_marks_as_such() -> None:
    material = made("云外 营地灯", "营地灯", Attribute(Localized("续航", "Battery life"), 11.0, "h"),
                    Attribute(Localized("防水等级", "Water resistance"), Localized("IPX6", "IPX6")))
    for seed in range(8):
        text = about(material, seed=seed)
        assert "11小时" in text
        assert "防水" in text
    assert "270天" in about(made("云外 混合坚果", "坚果", Attribute(Localized("保质期", "Shelf life"), 270.0, "day")))


def test_a_title_keeps_series_facts_and_noun_and_says_no_amount_twice() -> None:
    lamp = made("云外 松风 骨传导开放式运动耳机 11小时续航", "开放式耳机", Attribute(Localized("续航", "Battery life"), 11.0, "h"))
    assert about(lamp, "title").startswith("云外松风骨传导开放式运动耳机 11小时续航")
    cooker = made("云外竹影电饭煲 4升", "电饭煲", Attribute(Localized("容量", "Capacity"), 4.0, "L"))
    assert about(cooker, "title") == "云外竹影电饭煲 4升"


def test_a_quote_ends_its_sentence_and_an_aspect_has_the_word_of_its_goods() -> None:
    praise = Evidence(Localized("气味", "smell"), 3, 3, "味道很好")
    text = about(made("云外 混合坚果", "坚果", evidence=(praise,)), "email")
    assert "“味道很好”。" in text
    assert "说到味道" in text or "味道的" in text


def test_a_series_states_nothing_and_coffee_is_neither_washed_denim_nor_coffee_flavoured() -> None:
    coffee = made("云外 木槿 深烘咖啡豆", "咖啡豆", Attribute(Localized("处理法", "Process"), Localized("水洗", "Washed")))
    assert "木槿" not in [fact.text("zh") for fact in coffee.facts]
    for seed in range(6):
        assert not re.search("成分|咖啡口味|年代|旧时光|质感|脏了|水洗功能", about(coffee, seed=seed))


def test_a_suitcase_is_not_carried_on_the_back() -> None:
    assert all("背上" not in about(made("云外 行李箱", "行李箱"), "social", seed=seed) for seed in range(12))


@pytest.mark.parametrize(("title", "category", "noun"), [
    ("怀抱休闲椅组合", "家具", "休闲椅组合"), ("空调大1匹挂机", "空调", "空调"), ("牛仔裤女直筒", "牛仔裤", "牛仔裤"),
    ("绿茶蛋黄酥 200克/4枚入", "糕点", "蛋黄酥")])
def test_a_noun_is_cut_at_whole_words(title: str, category: str, noun: str) -> None:
    assert thing_of(of_pairs([["标题", title], ["类型", category]], "zh")).noun == noun


def test_who_made_it_for_a_brand_is_not_the_brand() -> None:
    assert thing_of(of_pairs([["标题", "素色抱枕"], ["品牌", "MUJI制造商"]], "zh")).brand == ""
    assert thing_of(of_pairs([["标题", "手机"], ["CPU品牌", "联发科"]], "zh")).brand == ""
