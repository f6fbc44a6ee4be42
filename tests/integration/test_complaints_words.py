"""What users of search engines complain about, as far as it is about the words of a query: each thread's idea is a test.

The numbers are those of the field: B4 Chinese, B5 both languages in one index, B6 slips and codes, B7 synonyms. The shop is
searched as anybody searches it, with the encoder that is shipped.
"""

from __future__ import annotations

import pytest

from shopkeeper import open_shop
from small_shop import product

SHOP = [
    product("buds", "Bluetooth earbuds", "真无线蓝牙耳机 主动降噪", prices=[299]),
    product("over", "Sony WH-1000XM4 wireless headphones, black", "索尼 WH-1000XM4 头戴式无线降噪耳机", prices=[1999]),
    product("xm5", "Sony WH-1000XM5 wireless headphones, black", "索尼 WH-1000XM5 头戴式无线降噪耳机", prices=[2499]),
    product("mouse", "Wireless mouse 2.4 GHz", "无线鼠标", prices=[89]),
    product("cooker", "Rice cooker 3 litres", "智能电饭煲 3升", prices=[399]),
    product("teapot", "Ceramic teapot 600 ml", "陶瓷茶壶 600毫升", prices=[128]),
    product("kettle", "Steel kettle", "不锈钢烧水壶", prices=[159]),
    product("dress", "Girl's dress, red", "女童连衣裙 红色 夏季", prices=[139]),
    product("shirt", "Cotton shirt, white", "纯棉衬衫 白色 男士", prices=[99]),
    product("shoes", "Running shoes", "男士跑步鞋 透气", prices=[329]),
    product("sofa", "Three-seat sofa", "北欧布艺三人沙发组合客厅小户型", prices=[2599]),
    product("desk", "Desk", "中国人民大学纪念版书桌", prices=[899], facts=[("Colour", "Walnut")]),
    product("cable", "USB-C charging cable 1 m", "USB-C 充电线 1米", prices=[29]),
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = open_shop(str(tmp_path_factory.mktemp("shop")), create=True)
    shop.put_products(SHOP)
    yield shop
    shop.close()


@pytest.fixture
def synonyms(shop):
    """Adds synonyms for the length of a test."""
    added = []
    yield lambda *texts: added.extend(shop.synonyms.add(text).id for text in texts)
    shop.synonyms.delete(added)


def ids(shop, query, **options):
    return [hit.id for hit in shop.search(query, **options)]


# B4: Chinese


@pytest.mark.parametrize(("query", "id"), [
    ("北欧布艺三人沙发组合客厅小户型", "sofa"), ("布艺沙发", "sofa"), ("小户型沙发", "sofa"), ("客厅组合沙发", "sofa"),
    ("三人沙发", "sofa"),
])
def test_b4_titles_that_are_one_long_word_are_found_by_any_words_of_them(shop, query, id):
    assert ids(shop, query)[0] == id


@pytest.mark.parametrize(("query", "id"), [
    ("人民", "desk"), ("大学", "desk"), ("人民大学", "desk"), ("书桌", "desk"), ("桌", "desk"), ("茶", "teapot"),
    ("裙", "dress"), ("饭煲", "cooker"),
    ("蓝牙", "buds"), ("降噪", "over"), ("耳机", "buds"),
])
def test_b4_a_word_inside_a_longer_word_is_found(shop, query, id):
    assert id in ids(shop, query)[:3]


@pytest.mark.parametrize(("query", "first", "later"), [
    ("蓝牙耳机", "buds", "over"), ("烧水壶", "kettle", "teapot"), ("茶壶", "teapot", "kettle"), ("无线鼠标", "mouse", "over"),
])
def test_b4_a_phrase_comes_before_what_holds_its_characters_apart(shop, query, first, later):
    found = ids(shop, query)
    assert found[0] == first
    assert later not in found or found.index(later) > 0


def test_b4_what_is_ruled_out_in_chinese_is_out(shop):
    assert set(ids(shop, "降噪耳机")) == {"buds", "over", "xm5"}
    assert set(ids(shop, "降噪耳机", where=["price!=1999"])) == {"buds", "xm5"}


@pytest.mark.parametrize(("typed", "meant", "id"), [
    ("篮牙耳机", "蓝牙耳机", "buds"), ("蓝芽耳机", "蓝牙耳机", "buds"), ("无线鼠镖", "无线鼠标", "mouse"), ("电饭保", "电饭煲", "cooker"),
    ("茶湖", "茶壶", "teapot"), ("lanya 耳机", "蓝牙耳机", "buds"), ("chahu", "茶壶", "teapot"), ("wuxian shubiao", "无线鼠标", "mouse"),
])
def test_b4_slips_in_chinese_are_helped(shop, typed, meant, id):
    result = shop.search(typed)
    assert (result.did_you_mean, result.hits[0].id) == (meant, id)


def test_b4_pinyin_is_answered_in_chinese(shop):
    assert shop.search("chahu").hits[0].title == "陶瓷茶壶 600毫升"


@pytest.mark.parametrize("query", ["蓝牙耳机", "女童连衣裙", "沙发", "白色衬衫", "红色 连衣裙", "適合夏季的連衣裙"])
def test_b4_a_query_that_is_fine_is_not_corrected(shop, query):
    assert shop.search(query).did_you_mean is None


# B5: both languages in one index


@pytest.mark.parametrize(("query", "id"), [
    ("Sony 耳机", "over"), ("索尼 headphones", "over"), ("usb-c 充电线", "cable"), ("wireless 鼠标", "mouse"), ("無線滑鼠 mouse", "mouse"),
    ("耳機", "buds"),
])
def test_b5_a_query_in_both_languages_finds_what_is_in_either(shop, query, id):
    assert id in ids(shop, query)[:3]


def test_b5_the_language_of_a_query_does_not_hide_products_of_the_other(shop):
    assert ids(shop, "teapot")[0] == ids(shop, "茶壶")[0] == "teapot"


@pytest.mark.parametrize("query", ["women", "she", "pan", "can", "fan"])
def test_b5_an_english_word_that_looks_like_pinyin_stays_one(shop, query):
    assert shop.search(query).did_you_mean is None


# B6: slips must not touch codes and numbers


@pytest.mark.parametrize(("query", "first"), [("WH-1000XM4", "over"), ("wh1000xm5", "xm5"), ("1000xm4", "over"), ("sony xm5", "xm5")])
def test_b6_a_code_finds_that_code_first(shop, query, first):
    assert ids(shop, query)[0] == first


@pytest.mark.parametrize("query", ["WH-1000XM3", "1000xm6", "XM45", "2.5 GHz", "1998", "601 ml", "5901234123457", "A4", "USB-D"])
def test_b6_a_code_or_number_that_the_shop_lacks_is_never_taken_for_another(shop, query):
    result = shop.search(query, explain=True)
    assert result.did_you_mean is None
    assert not any(" (for " in reason.text for hit in result for reason in hit.reasons)


def test_b6_beside_a_code_words_are_still_put_right(shop):
    result = shop.search("wireles headphnes WH-1000XM4")
    assert (result.did_you_mean, result.hits[0].id) == ("wireless headphones WH-1000XM4", "over")


# B7: synonyms


def test_b7_several_synonyms_of_one_query_hold_at_once(shop, synonyms):
    synonyms("cordless = wireless", "cans = headphones", "noir = black")
    assert ids(shop, "noir cordless cans", mode="text")[:2] == ids(shop, "black wireless headphones", mode="text")[:2]


def test_b7_a_synonym_works_beside_other_words(shop, synonyms):
    assert "teapot" not in ids(shop, "ceramic chaihu", mode="text")[1:]
    synonyms("infuser = teapot")
    assert ids(shop, "ceramic infuser")[0] == "teapot"


def test_b7_a_synonym_of_several_words_is_found_as_a_whole_only(shop, synonyms):
    synonyms("trainers > running shoes")
    assert ids(shop, "trainers", mode="text") == ["shoes"]
    synonyms("rice maker = cooker")
    assert ids(shop, "rice maker", mode="text")[0] == "cooker"


def test_b7_one_way_is_one_way(shop, synonyms):
    synonyms("pot > teapot")
    assert "teapot" in ids(shop, "pot", mode="text")
    synonyms("footwear > running shoes")
    result = shop.search("running shoes", explain=True)
    assert not any("synonym" in reason.text for hit in result for reason in hit.reasons)


def test_b7_synonyms_are_switched_off_for_one_query(shop, synonyms):
    synonyms("gaiwan > teapot")
    assert ids(shop, "gaiwan", mode="text") == ["teapot"]
    assert ids(shop, "gaiwan", mode="text", synonyms=False) == []


def test_b7_a_synonym_never_outranks_the_word_itself(shop, synonyms):
    synonyms("耳机 = mouse", "headphones = mouse")
    assert "mouse" in ids(shop, "耳机", mode="text")
    assert set(ids(shop, "耳机", mode="text")[:3]) == {"buds", "over", "xm5"}


def test_b7_synonyms_hold_under_filters_and_in_every_facet(shop, synonyms):
    synonyms("cans = headphones")
    result = shop.search("cans", where=["price<2000"], facets=["price"], mode="text")
    assert [hit.id for hit in result] == ["over"]
    assert sum(count.count for count in result.facets["price"]) == result.total == 1


def test_b7_a_chinese_query_searches_by_meaning_with_a_synonym_and_without(shop, synonyms):
    assert "vector" in {reason.kind for reason in shop.search("茶壶", explain=True).hits[0].reasons}
    synonyms("茶壶 = teapot")
    reasons = shop.search("茶壶", explain=True).hits[0].reasons
    assert "vector" in {reason.kind for reason in reasons}


def test_b7_the_reason_says_which_synonym_was_found(shop, synonyms):
    synonyms("trainers > running shoes")
    result = shop.search("trainers", explain=True, mode="text")
    assert "term: running shoes (synonym of trainers)" in result.explain()
    assert [page.reasons for page in shop.search(next=None, query="trainers", explain=True, mode="text")] == [hit.reasons for hit in result]


# The floor: what has nothing to do with a shop finds nothing


NONSENSE_EN = """asdkjh qwe; zzxqv plorf; blarg wibble fnord; qwertyuiop asdf; hjkl vbnm; foo bar baz qux; rrrrtttt; lorem ipsum dolor;
how to treat a broken arm; divorce lawyer in chicago; symphony number nine beethoven; photosynthesis equation; capital of mongolia;
weather tomorrow in paris; mortgage refinancing rates; president of france; tax return deadline; airline tickets to bali;
dinosaur fossil excavation; nuclear submarine periscope; live lobster; horse saddle; garden soil fertilizer; puppy vaccination;
tattoo removal; wedding priest; stock market crash 1929; tractor transmission; pregnancy symptoms; chess opening sicilian defense;
bitcoin mining pool; roman empire decline; organ transplant; plumber emergency; volcano eruption; sheep wool shearing;
concrete mixer rental; beekeeping hive frames; math homework help; quantum entanglement; kidney stones; visa interview"""
NONSENSE_ZH = """量子纠缠火箭发动机；阿斯顿发生的；哈哈哈哈哈；魑魅魍魉饕餮；囧囧囧；呃呃呃嗯嗯；龘靐齉爩；啊啊啊啊；离婚律师咨询；
明天天气预报；贝多芬第九交响曲；光合作用方程式；蒙古国首都；房贷利率计算；法国总统是谁；个税申报截止；二手车过户；机票改签；恐龙化石挖掘；核潜艇潜望镜；活龙虾批发；
马鞍缰绳；拖拉机变速箱；孕早期症状；国际象棋开局；比特币挖矿；罗马帝国衰亡；器官移植手术；公司注册代办；疏通下水道；火山喷发；水泥搅拌车租赁；养蜂蜂箱；
数学作业答案；古筝培训班；护照办理流程；高考录取分数线；殡葬服务；驾照考试科目二；唐朝皇帝列表；股票涨停板；签证面签；肾结石治疗；核磁共振检查；基因测序报告"""


@pytest.mark.parametrize("query", [each.strip() for each in NONSENSE_EN.replace("\n", " ").split(";")])
def test_nonsense_and_what_no_such_shop_sells_finds_nothing(shop, query):
    result = shop.search(query, facets=["price"])
    assert (result.total, result.hits, result.facets["price"]) == (0, (), ())


@pytest.mark.parametrize("query", [each.strip() for each in NONSENSE_ZH.replace("\n", "").split("；")])
def test_chinese_nonsense_finds_nothing(shop, query):
    assert ids(shop, query) == []


@pytest.mark.parametrize(("query", "id"), [
    ("walnut", "desk"), ("desk/0", "desk"), ("something to brew tea in", "teapot"), ("想买个泡茶的壶", "teapot"), ("女孩穿的裙子", "dress"),
    ("做饭用的锅 电饭煲", "cooker"), ("a pot for making tea", "teapot"),
])
def test_a_query_that_means_a_product_still_finds_it(shop, query, id):
    assert id in ids(shop, query)


def test_a_long_chinese_query_has_no_tail_of_products_that_share_a_character(shop):
    assert set(ids(shop, "头戴式无线降噪耳机 索尼")) <= {"over", "xm5", "buds"}
