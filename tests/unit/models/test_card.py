from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.evaluation import Interval
from shopkeeper.models.card import Card, Data, fingerprint


def card(**more):
    told = {"title": "Toy", "what": "Says yes.", "data": Data("ab12", 1234, ["reviews", "a file"], "CC0-1.0"),
            "metrics": {"accuracy": Interval(0.91, 0.9, 0.92), "rows": 7}, "measured": "rows left out",
            "training": {"lr": 0.1, "seed": 3}, "seconds": 75.2}
    return Card(**told | more)


def test_a_card_says_all_that_a_reader_asks():
    text = card(limits=["Knows no Latin."], notes=["In both languages."]).text()
    for said in ("# Toy", "Says yes.", "1,234 rows of reviews, a file; licence: CC0-1.0; fingerprint `ab12`", "measured on rows left out",
                 "| accuracy | 0.9100 [0.9000, 0.9200] |", "| rows | 7 |", "In 1 min 15 s with lr 0.1, seed 3.", "- Knows no Latin.",
                 "- In both languages."):
        assert said in text


def test_what_a_card_has_nothing_of_has_no_heading():
    text = card(metrics={}).text()
    assert "How well" not in text
    assert "Limits" not in text


def test_the_facts_keep_intervals():
    assert card().facts()["metrics"] == {"accuracy": {"value": 0.91, "low": 0.9, "high": 0.92}, "rows": 7}


@given(st.lists(st.text(max_size=8), max_size=6), st.randoms())
def test_a_fingerprint_is_of_the_rows_and_not_of_their_order(rows, draw):
    shuffled = [*rows]
    draw.shuffle(shuffled)
    assert fingerprint(shuffled) == fingerprint(rows)
    assert fingerprint([*rows, "one more"]) != fingerprint(rows)


def test_a_row_twice_is_not_a_row_once_and_two_do_not_cancel_out():
    assert len({fingerprint(["a"] * n) for n in range(4)}) == 4
