"""Text in both languages."""

from __future__ import annotations

from shopkeeper.shop import Localized


def test_each_language_falls_back_on_the_other() -> None:
    both, chinese, english = Localized("耳机", "Earbuds"), Localized(zh="耳机"), Localized(en="Earbuds")
    assert [both.get("zh"), both.get("en")] == ["耳机", "Earbuds"]
    assert [chinese.get("zh"), chinese.get("en")] == ["耳机", "耳机"]
    assert [english.get("zh"), english.get("en")] == ["Earbuds", "Earbuds"]


def test_a_text_that_is_empty_in_both_languages_is_false() -> None:
    assert not Localized()
    assert Localized(zh="耳机")
    assert Localized(en="Earbuds")
    assert Localized().get("zh") == ""


def test_all_names_each_distinct_text_once_chinese_first() -> None:
    assert Localized("耳机", "Earbuds").all == ("耳机", "Earbuds")
    assert Localized("Sony", "Sony").all == ("Sony",)
    assert Localized(en="Earbuds").all == ("Earbuds",)
    assert Localized().all == ()


def test_a_text_of_one_language_leaves_the_other_empty() -> None:
    assert Localized.of("耳机", "zh") == Localized(zh="耳机")
    assert Localized.of("Earbuds", "en") == Localized(en="Earbuds")
