"""The chip of a need says the thing, not the asking."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.guide.telling import thing


@pytest.mark.parametrize(("need", "said"), [
    ("Help me choose wireless headphones", "wireless headphones"), ("I'm looking for a kettle", "kettle"), ("find me", "find me"),
    ("我想买一个保温杯", "保温杯"), ("帮我挑一件外套", "外套"), ("推荐几款耳机", "耳机"), ("送爸爸的礼物", "送爸爸的礼物"),
    ("quiet kettle", "quiet kettle"),
])  # fmt: skip
def test_words_of_asking_are_left_out(need, said):
    assert thing(need) == said
