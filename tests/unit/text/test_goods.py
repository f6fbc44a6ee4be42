from shopkeeper.text.goods import goods_in, kinds_of
from shopkeeper.text.normalise import normalise


def named(text: str) -> list[str]:
    plain = normalise(text)
    return [plain[found.start : found.end] for found in goods_in(plain)]


def test_goods_are_found_in_both_languages_longest_first() -> None:
    assert named("swap the mechanical keyboard and both cameras") == ["mechanical keyboard", "cameras"]
    assert named("机械键盘换一下，手表退掉") == ["机械键盘", "手表"]


def test_a_general_word_may_be_several_kinds_and_a_special_one_is_one() -> None:
    assert goods_in("camera")[0].meanings == {"action-camera", "digital-camera", "security-camera"}
    assert kinds_of("Digital Camera") == kinds_of("数码相机") == {"digital-camera"}


def test_a_part_of_another_word_is_no_goods() -> None:
    assert named("i am bedridden and deskbound") == []
    assert named("表示感谢") == []


def test_the_last_noun_of_a_title_is_what_it_is_about() -> None:
    assert kinds_of("Coffee Maker Water Bottle") == {"water-bottle"}
    assert kinds_of("Something nobody knows") == frozenset()
