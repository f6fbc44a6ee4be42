"""What shoppers of the demo shop said and were misread in."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.dialogue.cues import cues_in
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
