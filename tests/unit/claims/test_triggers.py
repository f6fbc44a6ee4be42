"""What a pattern cannot do without, so that most texts are never read by it."""

from __future__ import annotations

import re

import pytest

from shopkeeper.claims.triggers import chinese


@pytest.mark.parametrize(("pattern", "keys"), [
    ("包邮|免运费", {"包邮", "运费"}), ("好评(?!率)", {"好评"}), ("(?:不)?包(?:退|换)", {"包"}), ("(?:获得?|通过了?)认证", {"认证"}), (r"\d{1,3}折", {"折"}), ("[零0]差评", {"差评"}),
    ("free|半价", {"半价"}), ("终身?保修", {"保修"}), ("(?P<a>仅剩|只剩)\\d", {"仅剩", "只剩"}),
])  # fmt: skip
def test_each_way_has_its_characters(pattern, keys):
    assert chinese(pattern) <= keys | {"免运", "退", "换"}
    assert all(any(key in text for key in chinese(pattern)) for text in keys if re.search(pattern, text))


def test_a_way_of_which_nothing_is_sure_is_refused():
    with pytest.raises(ValueError, match="nothing is sure"):
        chinese(r"好?\d+")
