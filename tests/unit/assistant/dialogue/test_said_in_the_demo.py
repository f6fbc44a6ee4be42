"""What shoppers of the demo shop said and were misread in."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.dialogue.cues import MINE, cues_in
from shopkeeper.assistant.understand.slots.addresses import find_addresses


@pytest.mark.parametrize("text", ["i need noise cancelling headphones under 500", "noise-cancelling earbuds", "echo cancellation"])
def test_what_cancels_noise_cancels_no_order(text: str) -> None:
    assert "cancel" not in [cue.verb for cue in cues_in(text)]


@pytest.mark.parametrize(("text", "city", "postcode", "country"), [
    ("10 Green Street, London, SW1A 1AA, UK", "London", "SW1A 1AA", "GB"), ("221b Baker Street, London NW1 6XE", "London", "NW1 6XE", "GB"),
    ("40 King Road, Toronto, M5V 2T6, Canada", "Toronto", "M5V 2T6", "CA"), ("5 Elm Road, Salem, MA 01970", "Salem", "01970", "US")])
def test_an_address_with_a_postcode_of_another_country(text: str, city: str, postcode: str, country: str) -> None:
    [found] = find_addresses(text)
    assert (found.city, found.postcode, found.country) == (city, postcode, country)


@pytest.mark.parametrize("text", ["我要买耳机", "我想买一个保温杯", "我想给妈妈买件毛衣", "我也想买个水壶", "帮我买个耳机", "我打算买双鞋", "我想下单这个杯子"])
def test_who_is_going_to_buy_is_not_asked_who_they_are(text: str) -> None:
    assert not MINE.search(text)


@pytest.mark.parametrize("text", ["我买的杯子坏了", "我昨天买的耳机", "我想退昨天买的鞋", "我要换我买的毛衣", "我上周下单的水壶", "我收到的不对", "我想问下买的耳机"])
def test_who_speaks_of_what_they_bought_is(text: str) -> None:
    assert MINE.search(text)
