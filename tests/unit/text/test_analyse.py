import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.text.analyse import STOPWORDS, analyse, analyse_query

anything = st.text(st.characters(), max_size=60)  # surrogates too
titles = st.lists(st.sampled_from([
    "iPhone 15pro 256g", "6-in-1", "WH-1000XM4", "無線耳機", "Men's", "256 GB", "1.5L", "AT&T", "红色/blue", "USB-C 3.2", "😀", "５００ｇ",
]), max_size=5).map(" ".join)


def words(text):
    return analyse(text).words


@pytest.mark.parametrize(("text", "expected"), [
    ("WH-1000XM4", {"wh1000xm4", "wh", "1000xm4", "1000", "xm"}),
    ("6-in-1", {"6in1", "6", "in", "1"}),
    ("256 GB", {"256", "gb", "256gb"}),
    ("256gb", {"256gb", "256", "gb"}),
    ("iPhone 15pro 256g", {"iphone", "15pro", "15", "pro", "256g", "256"}),
    ("ＵＳＢ－Ｃ", {"usbc", "usb"}),
    ("1.5 L", {"1.5", "1.5l"}),
    ("men's shirts", {"man", "shirt"}),
    ("Café", {"cafe"}),
    ("A4 paper", {"a4", "paper"}),
    ("3.5mm", {"3.5mm", "3.5", "mm"}),
    ("AC/DC", {"acdc", "ac", "dc"}),
    ("无线耳机", {"无线", "耳机"}),
    ("無線耳機", {"无线", "耳机"}),
    ("买iPhone手机", {"iphone", "手机"}),
    ("500毫升", {"500", "毫升"}),
])
def test_every_useful_spelling_is_a_term(text, expected):
    assert expected <= set(words(text))


@pytest.mark.parametrize(("asked", "written"), [
    ("iphone 15 pro", "iPhone 15pro 256g"), ("iphone15pro", "iPhone15Pro"), ("256g", "iPhone 15pro 256g"),
    ("256 gb", "Drive 256GB"), ("256gb", "Drive 256 GB"), ("6in1", "6-in-1 tool"), ("6-in-1", "6in1 tool"),
    ("1000xm4", "Sony WH-1000XM4"), ("wh1000xm4", "Sony WH-1000XM4"), ("wh-1000xm4", "SONY WH1000XM4"),
    ("mens", "Men's shirt"), ("usb c", "USB-C cable"), ("耳機", "无线耳机"), ("batteries", "battery"), ("１２Ｖ", "12 V adapter"),
    ("tshirt", "T-shirts"),
])
def test_however_a_code_is_asked_for_it_meets_how_it_is_written(asked, written):
    assert set(analyse_query(asked).words) & set(words(written))


def test_chinese_also_gives_its_characters_and_the_pairs_that_follow_each_other():
    assert analyse("蓝牙 耳机x").grams == ["蓝", "牙", "蓝牙", "耳", "机", "耳机"]
    assert analyse("earbuds").grams == []


def test_terms_come_in_the_order_of_the_text_with_repeats():
    assert words("tea cup tea") == ["tea", "cup", "tea"]


def test_a_query_names_each_term_once_without_stop_words_unless_it_has_no_other():
    assert analyse_query("the tea and the tea of 我 想要 茶").words == ["tea", "茶"]
    assert analyse_query("the of").words == ["the", "of"]
    assert analyse_query("的").words == ["的"]
    assert analyse_query("茶茶").grams == ["茶", "茶茶"]
    assert STOPWORDS.isdisjoint({"tea", "茶"})


@pytest.mark.parametrize("text", ["", " ", "!!! ???", "。，、", "😀🎧", "---", "\0", "\u200b"])
def test_a_text_without_words_has_no_terms(text):
    assert analyse(text) == analyse_query(text) == ([], [])


@given(anything)
def test_any_text_gives_terms_without_spaces_or_capitals(text):
    for term in [*analyse(text).words, *analyse(text).grams]:
        assert term
        assert term == term.lower()
        assert not any(sign.isspace() for sign in term)


@given(anything)
def test_how_a_text_is_written_changes_no_term(text):
    assert sorted(analyse(f"  {text}  ").words) == sorted(analyse(text).words)


@given(titles)
def test_a_title_is_found_by_itself_and_each_of_its_terms_by_itself(title):
    terms = words(title)
    assert set(analyse_query(title).words) <= set(terms)
    for term in terms:
        assert term in words(term)


@given(titles)
def test_capitals_and_width_change_no_term(title):
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in title)
    assert analyse(title.upper()).words == analyse(title.lower()).words == analyse(title).words
    assert analyse(wide).words == analyse(title).words
