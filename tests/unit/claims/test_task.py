"""Reading labelled texts, and what the ledger says of them."""

from __future__ import annotations

import pytest

from shopkeeper.claims.task import judge, read_texts
from shopkeeper.shop import InvalidFile, InvalidRecord

FACTS = [["price", "$20"], ["weight", "1.5 kg"]]
ROWS = [
    {"facts": FACTS, "language": "en", "text": "It costs $20.", "label": 0},
    {"facts": FACTS, "language": "en", "text": "It costs $30.", "label": 1, "kind": "price"},
    {"facts": [["weight", "1.5 kg"]], "language": "en", "text": "A very fine thing.", "label": "1", "kind": "feature"},
    {"facts": FACTS, "language": "zh", "text": "只要 $20。", "label": "false"},
]


def numbered(*rows):
    return list(enumerate(rows, 1))


def test_every_text_is_held_against_its_facts():
    judged = judge(read_texts(numbered(*ROWS), "x.jsonl"))

    assert [bool(each.failed) for each in judged] == [False, True, False, False]
    assert [each.right for each in judged] == [True, True, False, True]
    assert "$30" in judged[1].failed[0]


@pytest.mark.parametrize(("row", "field"), [
    ({"facts": FACTS, "text": " ", "label": 1}, "text"), ({"facts": FACTS, "text": "a", "label": 2}, "label"),
    ({"facts": "price: 20", "text": "a", "label": 1}, "facts"),
])
def test_a_wrong_row_is_named(row, field):
    with pytest.raises(InvalidRecord, match=f"x.jsonl, row 2, {field}"):
        read_texts(numbered(ROWS[0], row), "x.jsonl")


def test_texts_of_one_label_measure_nothing():
    with pytest.raises(InvalidFile, match="label 1 and with label 0, got 1"):
        read_texts(numbered(ROWS[0]), "x.jsonl")
