"""A brand's page."""

from __future__ import annotations

from shopkeeper.writing import read_voice


def test_a_page_is_read_by_its_headings_in_either_language() -> None:
    page = ("# Serro\nWe make sandals. We began in 1987.\n"
            "## Never say\n- cheap, luxury\n## 落款\n塞罗小店\n## Examples\nA strap. A sole.")
    voice = read_voice(page)
    assert voice.story == ("We make sandals.", "We began in 1987.")
    assert voice.never == ("cheap", "luxury")
    assert voice.sign_off == "塞罗小店"
    assert voice.examples == ("A strap. A sole.",)
