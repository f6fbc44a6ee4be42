"""The formula worked out by hand, and the leads by which an engine chooses."""

from __future__ import annotations

import math

import pytest

from shopkeeper.search.engines.formula import Best, Either, Every, Formula, Term, Times, Without, Worth, idf
from shopkeeper.search.engines.remote.scoring import Held, _rounded, leads, lexeme, lexemes, signature
from shopkeeper.text.analyse import analyse_query

PRODUCTS = [
    {"text": ["red", "shirt", "shirt"], "title": ["red", "shirt"], "facts": ["linen"], "grams": [], "names": ["red", "shirt"]},
    {"text": ["blue", "shirt"], "title": ["blue", "shirt"], "facts": [], "grams": [], "names": ["blue"]},
    {"text": ["lamp"], "title": ["lamp"], "facts": ["red"], "grams": ["灯"], "names": ["灯"]},
]
RED, SHIRT, LINEN = Term("text", "red"), Term("text", "shirt"), Term("facts", "linen")


class Counted:
    num_docs = len(PRODUCTS)

    def doc_freq(self, field: str, term: str) -> int:
        return sum(term in product[field] for product in PRODUCTS)


@pytest.fixture
def held() -> Held:
    made = [signature(lexemes(each), [len(each[field]) for field in ("text", "title", "grams")]) for each in PRODUCTS]
    return Held(made, Counted(), (2.0, 5 / 3, 1 / 3), len(PRODUCTS))


@pytest.mark.parametrize(("node", "scores"), [
    (Worth(RED, 2.0), [2, 0, 0]),
    (Worth(LINEN, 0.5), [0.5, 0, 0]),
    (Either((Worth(RED, 1.0), Worth(SHIRT, 2.0))), [3, 2, 0]),
    (Either((Worth(RED, 1.0), Worth(SHIRT, 2.0)), 2), [3, 0, 0]),
    (Either(()), [0, 0, 0]),
    (Every((Worth(RED, 1.0), Worth(SHIRT, 2.0))), [3, 0, 0]),
    (Every(()), [0, 0, 0]),
    (Without(Worth(SHIRT, 1.0), RED), [0, 1, 0]),
    (Best((Worth(RED, 1.0), Worth(SHIRT, 2.0))), [2, 2, 0]),
    (Times(Worth(SHIRT, 1.0), 3.0), [3, 3, 0]),
    (Worth(Term("grams", "灯"), 1.0), [0, 0, 1]),
])
def test_each_kind_of_node_scores_what_it_says(held, node, scores):
    mask, found = held.work_out(node)
    assert found.tolist() == scores
    assert mask.tolist() == [score > 0 for score in scores]


def test_a_term_scores_by_bm25(held):
    expected = [idf(3, 2) * 2.2 * often / (often + 1.2 * (0.25 + 0.75 * length / 2)) for often, length in ((2, 3), (1, 2))]
    assert held.work_out(SHIRT)[1].tolist() == pytest.approx([*expected, 0.0])


def test_lengths_are_rounded_as_a_byte_keeps_them():
    assert [int(_rounded([length])[0]) for length in (0, 7, 40, 41, 42, 55, 57, 1000)] == [0, 7, 40, 40, 42, 54, 56, 984]


def test_leads_weigh_what_scores_and_nothing_that_no_product_has():
    terms = analyse_query("red shirt unknown")
    found = {lead.lexeme: lead for lead in leads(Formula(Counted()).scored(terms, ()), Counted())}
    assert set(found) == {"x:red", "t:red", "f:red", "x:shirt", "t:shirt"}
    assert found["x:red"].fixed > found["x:shirt"].fixed > 0
    assert (found["f:red"].bm25, found["t:red"].fixed, found["t:red"].part) == (0.0, 0.0, 1)
    total = sum(idf(3, Counted().doc_freq("text", word)) for word in terms.words)
    assert found["x:red"].fixed == pytest.approx(0.6 * idf(3, 1) / total)
    assert math.isclose(found["x:red"].bm25, 0.28 / total * 2.2 * idf(3, 1))


def test_a_lexeme_says_its_field_and_is_never_too_long():
    assert [lexeme(field, "a") for field in ("text", "title", "facts", "grams", "names")] == ["x:a", "t:a", "f:a", "g:a", "n:a"]
    assert len(lexeme("text", "x" * 3000)) == 400
