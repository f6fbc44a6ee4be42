import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.search.filters import parse_filter
from shopkeeper.search.reading import Constraint, Reading, literally
from shopkeeper.search.words.synonyms import SynonymTable, parse_synonym
from shopkeeper.search.words.vocabulary import Vocabulary
from shopkeeper.search.words.widen import Widen
from shopkeeper.shop import Localized, NotIndexed
from shopkeeper.text.analyse import analyse, analyse_query, plain_words
from small_shop import ENGLISH

TITLES = [
    "Wireless Bluetooth headphones 无线蓝牙耳机", "Sony WH-1000XM4 headphones",
    "Running shoes for women 女士跑步鞋", "Red cotton shirt 红色棉衬衫",
    "Electric rice cooker 智能电饭煲", "Leather shoes 皮鞋", "智能手表", "Earbuds 蓝牙音箱", "茶壶 Teapot", "绿茶",
]


class Shelf:
    """A shop of titles, as corrections see it."""

    def __init__(self, titles=TITLES, brands=()):
        self._brands = [Localized(brand, brand) for brand in brands]
        self.documents = [analyse(title) for title in titles]
        self.vocabulary = Vocabulary()
        for title in titles:
            self.vocabulary.add(plain_words(title))

    def frequencies(self, terms):
        return tuple([sum(term in each[part] for each in self.documents) for term in terms[part]] for part in (0, 1))


    def together(self, words):
        return any(set(words) <= set(each.words) for each in self.documents)

    def brands(self):
        return self._brands


class Empty:
    def frequencies(self, terms):
        raise NotIndexed("nothing yet")

    @property
    def vocabulary(self):
        raise NotIndexed("nothing yet")


def widen(query, *synonyms, shelf=None):
    table = SynonymTable(map(parse_synonym, synonyms))
    return Widen(shelf or Shelf(), lambda: table, ENGLISH.get).after(literally)(query)


def others(reading):
    return {slot.text: [each.text for each in slot.others] for slot in reading.slots}


@pytest.mark.parametrize(("typed", "meant"), [
    ("blutooth headphnes", "bluetooth headphones"), ("Wireles Headphones", "wireless Headphones"),
    ("shose", "shoes"), ("eadphones", "headphones"),
    ("hleather shoes", "leather shoes"), ("headphonesss", "headphones"), ("rice cookre", "rice cooker"),
    ("wirelessheadphones", "wireless headphones"), ("head phones", "headphones"), ("sony headphnes", "sony headphones"),
])
def test_a_slip_of_the_finger_is_put_right(typed, meant):
    assert widen(typed).meant == meant


@pytest.mark.parametrize("typed", [
    "headphones", "headphone", "WH-1000XM5", "1000xm4", "wh1000", "256gb", "12345", "A4", "shirt",
    "house", "horse", "women", "she", "xyz", "teas",
    "耳机", "无线耳机", "女鞋", "红衬衫", "the and of", "", "!!!", "蓝牙 耳机", "绿茶壶",
])
def test_what_the_shop_knows_codes_numbers_and_english_words_stay(typed):
    assert (widen(typed).meant, widen(typed).slots) == (None, ())


@pytest.mark.parametrize(("typed", "meant"), [
    ("lanya 耳机", "蓝牙耳机"), ("erji", "耳机"), ("wuxian erji", "无线耳机"), ("wu xian er ji", "无线耳机"), ("lanyaerji", "蓝牙耳机"),
    ("lanya 耳机 500元以下 不要白色", "蓝牙耳机 500元以下 不要白色"), ("500元以下 lanya 500元以下", "500元以下蓝牙 500元以下"),
    ("zhineng shoubiao", "智能手表"), ("lvcha", "绿茶"), ("Sony erji", "Sony 耳机"),
])
def test_pinyin_is_read_as_the_words_of_the_shop_that_sound_so(typed, meant):
    assert widen(typed).meant == meant


@pytest.mark.parametrize(("typed", "meant"), [
    ("篮牙耳机", "蓝牙耳机"), ("蓝芽耳机", "蓝牙耳机"), ("耳饥", "耳机"), ("无线篮牙耳机", "无线蓝牙耳机"),
    ("只能手表", "智能手表"), ("篮牙音箱", "蓝牙音箱"),
])
def test_chinese_characters_that_sound_right_and_are_wrong_are_put_right(typed, meant):
    assert widen(typed).meant == meant


def test_one_character_of_a_long_word_that_is_another_is_put_right_in_a_shop_that_has_it_often():
    often = Shelf(["智能电饭煲 白色"] * 6)
    assert widen("电饭汤", shelf=often).meant == "电饭煲"
    assert widen("电饭汤").meant is None, "one product with the word is not enough"


def test_what_is_searched_for_is_the_whole_query_with_alternatives_and_not_another_query():
    reading = widen("blutooth headphones red")
    assert reading.text == "blutooth headphones red"
    assert others(reading) == {"blutooth": ["bluetooth"]}
    assert (reading.corrected, reading.terms.words) == ("bluetooth headphones red", ["blutooth", "headphone", "red"])


def test_what_was_meant_is_said_of_the_whole_query_although_conditions_were_taken_out():
    table = SynonymTable()
    read = Widen(Shelf(), lambda: table, ENGLISH.get).after(lambda query: Reading("wireles headphones", analyse("wireles headphones")))
    reading = read("Wireles headphones under $50")
    assert (reading.meant, reading.corrected) == ("wireless headphones under $50", "wireless headphones")


@pytest.mark.parametrize(("query", "synonyms", "expected"), [
    ("耳机", ["耳机 = headphones"], {"耳机": ["headphones"]}),
    ("headphones", ["耳机 = headphones"], {"headphones": ["耳机"]}),
    ("Headphone", ["耳机 = headphones"], {"headphone": ["耳机"]}),
    ("trainers", ["trainers > sneakers, running shoes"], {"trainers": ["sneakers", "running shoes"]}),
    ("sneakers", ["trainers > sneakers"], {}),
    ("running shoes red", ["trainers = running shoes"], {"running shoes": ["trainers"]}),
    ("red shoes", ["trainers = running shoes"], {}),
    ("无线耳机", ["耳机 = headphones", "无线 = wireless"], {"无线": ["wireless"], "耳机": ["headphones"]}),
    ("usb 线", ["usb线 = cable"], {"usb 线": ["cable"]}),
    ("耳機", ["耳机 = headphones"], {"耳机": ["headphones"]}),
    ("马上衣服", ["上衣 = top"], {}),
    ("耳机", ["耳机 = headphones", "耳机 > headset, 耳塞"], {"耳机": ["headphones", "headset", "耳塞"]}),
    ("蓝牙耳机", ["蓝牙耳机 = tws", "耳机 = headphones"], {"蓝牙耳机": ["tws", "蓝牙 headphones"]}),
    ("WH1000XM4", ["wh-1000xm4 = xm4"], {"wh1000xm4": ["xm4"]}),
    ("headphnes", ["headphones = headset"], {"headphnes": ["headphones", "headset"]}),
    ("lanya erji", ["蓝牙耳机 = tws"], {"lanya erji": ["蓝牙耳机", "tws"]}),
])
def test_synonyms_stand_beside_the_words_that_they_are_of(query, synonyms, expected):
    assert others(widen(query, *synonyms)) == expected


def test_a_query_of_which_a_reader_left_nothing_is_searched_as_it_stands():
    read = Widen(Shelf(), SynonymTable, ENGLISH.get).after(lambda query: Reading("", analyse_query("")))
    assert read("啊啊").text == "啊啊"


def test_before_there_is_an_index_synonyms_work_and_nothing_is_corrected():
    assert others(widen("headphnes trainers", "trainers > sneakers", shelf=Empty())) == {"trainers": ["sneakers"]}


def test_a_query_without_alternatives_is_read_as_it_was():
    reading = literally("red shirt")
    assert Widen(Shelf(), SynonymTable, ENGLISH.get)(reading) is reading


def test_conditions_that_were_read_and_words_that_were_widened_make_one_reading():
    # Given a reader that takes the price out of a query
    table = SynonymTable([parse_synonym("cans = headphones")])
    under = Constraint(parse_filter("price<500"), "under 500", 0.5)

    def read(query):
        left = query.replace(" under 500", "")
        return Reading(left, analyse_query(left), (under,), "price")

    # When its words are widened
    reading = Widen(Shelf(), lambda: table, ENGLISH.get).after(read)("wireles cans under 500")
    # Then all of it holds
    assert (reading.constraints, reading.sort, reading.meant) == ((under,), "price", "wireless cans under 500")
    assert others(reading) == {"cans": ["headphones"], "wireles": ["wireless"]}


texts = st.text(st.sampled_from([*"abe hinorsw ", *"蓝牙耳机篮芽无线鞋 ", *"Ｗ１2-_.'’%"]), max_size=24)


@given(texts, st.lists(st.sampled_from(["耳机 = headphones", "shoes > 鞋", "蓝牙耳机 = wireless headphones", "a = b"]), max_size=3))
def test_whatever_is_typed_slots_are_words_of_it_and_something_is_meant_only_where_a_word_is_corrected(query, synonyms):
    reading = widen(query, *synonyms)
    assert reading.text == query
    corrected = any(each.kind == "correction" for slot in reading.slots for each in slot.others)
    assert (reading.meant is not None) == corrected == (reading.corrected is not None)
    for slot in reading.slots:
        assert slot.others
        assert all(run.words for each in slot.others for run in each.runs)
        assert all(0 < each.weight <= 1 for each in slot.others)


def test_an_unknown_word_is_never_taken_for_a_piece_of_a_brand():
    titles = ["轻舟记 跑鞋", "机械键盘 黑色", "机械键盘 轻舟款"]
    assert widen("青轴", shelf=Shelf(titles)).meant == "轻舟"
    assert widen("青轴", shelf=Shelf(titles, ["轻舟记"])).meant is None
    assert widen("机械键盘 青轴", shelf=Shelf(titles, ["轻舟记"])).meant is None


def test_a_chinese_word_by_itself_is_only_put_right_to_one_that_stands_with_its_neighbours_in_some_product():
    titles = ["轻舟 跑鞋", "机械键盘 黑色"]
    assert widen("跑鞋 青轴", shelf=Shelf(titles)).meant == "跑鞋轻舟"
    assert widen("机械键盘 青轴", shelf=Shelf(titles)).meant is None
    assert widen("键盘 青轴", shelf=Shelf(["轻舟 跑鞋"])).meant is None


@pytest.mark.parametrize("typed", ['18"x24"', '18” x 24”', '18″x24″', "18x24"])
def test_a_size_with_signs_for_inches_is_one_size(typed):
    """Both of its numbers are looked for, in a title that writes them apart too."""
    reading = widen(f"{typed} poster")
    assert reading.terms == widen("18x24 poster").terms
    assert [(slot.text, [each.text for each in slot.others]) for slot in reading.slots] == [("18x24", ["18 x 24"])]


def test_inches_of_one_side_stay_as_they_are():
    assert widen('24" monitor').terms == analyse_query('24" monitor')
