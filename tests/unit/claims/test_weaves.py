"""How a cloth is made and what it is made of exclude each other no more than one tag of a product does another."""

from __future__ import annotations

import pytest

from shopkeeper.claims import check


@pytest.mark.parametrize(("facts", "text", "verdict"), [
    ([["title", "Ribbed knit top"]], "Made of cotton.", "unsupported"),
    ([["material", "velvet"]], "Made of polyester.", "unsupported"),
    ([["material", "cotton"]], "Made of polyester.", "contradicted"),
    ([["material", "denim"]], "Made of velvet.", "contradicted"),
    ([["tags", "white"], ["tags", "black"], ["title", "A dress"]], "The dress is golden.", "unsupported"),
    ([["colour", "white"]], "The dress is golden.", "contradicted"),
    ([["材质", "丝绒"]], "面料是涤纶。", "unsupported"),
    ([["材质", "纯棉"]], "面料是涤纶。", "contradicted"),
])  # fmt: skip
def test_only_what_excludes_contradicts(facts, text, verdict):
    assert [claim.verdict for claim in check(text, facts)] == [verdict]
